"""Commands that ask a corpus: ask, search."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from ragkit.cli.answerers import (
    AbstainBelowOption,
    AnswererOption,
    BaseUrlOption,
    ModelOption,
    ParameterOption,
    PromptsOption,
    StrictOption,
    TimeoutOption,
    answerer_name,
    chosen,
)
from ragkit.cli.documents import added
from ragkit.cli.options import (
    DEFAULT_CORPUS,
    CorpusOption,
    EmbedderOption,
    JsonLinesOption,
    JsonOption,
    RefreshOption,
    RerankOption,
    SourceOption,
    WhereOption,
    help_of,
    opened,
    parse_pairs,
    print_json,
)
from ragkit.types import DEFAULT_ABSTAIN_BELOW, DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from ragkit.asking import AnswerStream
    from ragkit.types import Answer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(help=help_of(ask))(ask)
    app.command(help=help_of(search))(search)


def ask(  # noqa: PLR0913, PLR0917 - a command has the options that it has
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question.")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Ask only these; they are added first. `-` for standard input."),
    ] = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    where: WhereOption = None,
    source: SourceOption = None,
    embedder: EmbedderOption = None,
    answerer: AnswererOption = "auto",
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    parameters: ParameterOption = None,
    timeout: TimeoutOption = DEFAULT_TIMEOUT,
    strict: StrictOption = False,
    prompts: PromptsOption = None,
    abstain_below: AbstainBelowOption = DEFAULT_ABSTAIN_BELOW,
    rerank: RerankOption = True,
    refresh: RefreshOption = True,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with quotes, or say that the documents do not hold the answer.

    With PATHs they are added first (unchanged ones cost nothing) and asked
    alone; with none, the whole corpus is asked. What is read from standard
    input stays in the corpus as the source `stdin`, until the next takes its
    place or `ragkit remove stdin`. The exit status is 1 when there is no answer.

    A language model answers if a key or an address is set, or with --answerer
    openai; the question and its best passages are sent to it, and what it
    says is checked against the sentences that it points at.

    Examples:
      ragkit ask "At what capacity do most plants run?" seeds/
      ragkit ask "What stops the plants?" --base-url http://localhost:11434/v1 --model qwen3
      ragkit ask "Who signed it?" --where team=legal
      cat page.txt | ragkit ask "When was it signed?" -
    """
    from ragkit.answering.extractive import Extractive

    began = time.perf_counter()
    # Refused before anything is read or sent.
    by = chosen(
        answerer_name(context, answerer, model=model),
        base_url=base_url,
        parameters=parameters,
        timeout=timeout,
        strict=strict,
        prompts=prompts,
        extractive=Extractive(abstain_below=abstain_below),
    )
    with opened(corpus, paths=paths, embedder=embedder, refresh=refresh) as open_corpus:
        sources, failed = added(open_corpus, paths, source)
        filters = parse_pairs(where, "--where")
        with open_corpus.ask_stream(
            question, where=filters, sources=sources, answerer=by, rerank=rerank
        ) as stream:
            answer = stream.answer if as_json else _printed(stream)
    if as_json:
        from ragkit.render.records import answer_record

        print_json(answer_record(answer, elapsed_ms=(time.perf_counter() - began) * 1000))
    failed = failed or answer.incomplete is not None
    if failed or answer.abstained:
        raise typer.Exit(2 if failed else 1)


def _printed(stream: AnswerStream) -> Answer:
    """An answer, printed statement by statement as they are checked."""
    from ragkit.render.terminal import AnswerPrinter, console

    printer = AnswerPrinter(console(sys.stdout))
    for statement in stream:
        printer.statement(statement)
        sys.stdout.flush()
    printer.end(stream.answer)
    return stream.answer


def search(  # noqa: PLR0913, PLR0917 - as above
    query: Annotated[str, typer.Argument(help="Words or a question.")],
    corpus: CorpusOption = DEFAULT_CORPUS,
    top_k: Annotated[
        int, typer.Option("--top-k", "-k", envvar="RAGKIT_TOP_K", help="How many passages.")
    ] = 5,
    neighbors: Annotated[
        int, typer.Option("--neighbors", help="Sentences around each passage to show as well.")
    ] = 0,
    where: WhereOption = None,
    source: SourceOption = None,
    embedder: EmbedderOption = None,
    rerank: RerankOption = True,
    refresh: RefreshOption = True,
    as_json: JsonLinesOption = False,
) -> None:
    """Find passages, with the scores that ranked them; exit status 1 if there is none.

    "meaning" is the cosine similarity of the passage and the query, "words"
    its BM25 score, "reader" the reader's estimate, 0 to 1, that it answers the
    query; the order follows the score in front, which is made of all three.

    Examples:
      ragkit search "shell production" -k 10
      ragkit search "shell production" --source seeds/ --json
    """
    with opened(corpus, embedder=embedder, refresh=refresh) as open_corpus:
        found = open_corpus.search(
            query,
            top_k=top_k,
            where=parse_pairs(where, "--where"),
            sources=source,
            neighbors=neighbors,
            rerank=rerank,
        )
        if sent_to := open_corpus.sends_to:
            typer.echo(f"ragkit: the query was sent to {sent_to}", err=True)
    if as_json:
        from ragkit.render.records import chunk_record

        for hit in found:
            print_json(chunk_record(hit))
    else:
        from ragkit.render.terminal import console, print_chunks

        print_chunks(console(sys.stdout), found)
    if not found:
        raise typer.Exit(1)
