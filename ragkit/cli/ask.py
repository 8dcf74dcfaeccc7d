"""Commands that ask a corpus: ask, search."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from ragkit.cli.documents import add_all, report_failures
from ragkit.cli.options import (
    DEFAULT_CORPUS,
    CorpusOption,
    EmbedderOption,
    JsonLinesOption,
    JsonOption,
    SourceOption,
    WhereOption,
    help_of,
    opened,
    parse_pairs,
    print_json,
)

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(help=help_of(ask))(ask)
    app.command(help=help_of(search))(search)


def ask(
    question: Annotated[str, typer.Argument(help="The question.")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Ask only these; they are added first. `-` for standard input."),
    ] = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    where: WhereOption = None,
    source: SourceOption = None,
    embedder: EmbedderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with quotes, or say that the documents do not hold the answer.

    With PATHs they are added first (unchanged ones cost nothing) and asked
    alone; with none, the whole corpus is asked. What is read from standard
    input stays in the corpus as the source `stdin`, until the next takes its
    place or `ragkit remove stdin`. The exit status is 1 when there is no answer.

    Examples:
      ragkit ask "At what capacity do most plants run?" seeds/
      ragkit ask "Who signed it?" --where team=legal
      cat page.txt | ragkit ask "When was it signed?" -
    """
    began = time.perf_counter()
    with opened(corpus, create=bool(paths), embedder=embedder) as open_corpus:
        failed = False
        sources = source
        if paths:
            report = add_all(open_corpus, paths)
            failed = report_failures(report)
            if failed and not report.sources:
                raise typer.Exit(2)
            sources = [*report.sources, *(source or ())]
        answer = open_corpus.ask(question, where=parse_pairs(where, "--where"), sources=sources)
    if as_json:
        from ragkit.render.records import answer_record

        print_json(answer_record(answer, elapsed_ms=(time.perf_counter() - began) * 1000))
    else:
        from ragkit.render.terminal import console, print_answer

        print_answer(console(sys.stdout), answer)
    if failed or answer.abstained:
        raise typer.Exit(2 if failed else 1)


def search(
    query: Annotated[str, typer.Argument(help="Words or a question.")],
    corpus: CorpusOption = DEFAULT_CORPUS,
    top_k: Annotated[int, typer.Option("--top-k", "-k", help="How many passages.")] = 5,
    neighbors: Annotated[
        int, typer.Option("--neighbors", help="Sentences around each passage to show as well.")
    ] = 0,
    where: WhereOption = None,
    source: SourceOption = None,
    embedder: EmbedderOption = None,
    as_json: JsonLinesOption = False,
) -> None:
    """Find passages, with the scores that ranked them; exit status 1 if there is none.

    "meaning" is the cosine similarity of the passage and the query, "words"
    its BM25 score; the order follows the fused score in front.

    Examples:
      ragkit search "shell production" -k 10
      ragkit search "shell production" --source seeds/ --json
    """
    with opened(corpus, embedder=embedder) as open_corpus:
        found = open_corpus.search(
            query,
            top_k=top_k,
            where=parse_pairs(where, "--where"),
            sources=source,
            neighbors=neighbors,
        )
    if as_json:
        from ragkit.render.records import chunk_record

        for hit in found:
            print_json(chunk_record(hit))
    else:
        from ragkit.render.terminal import console, print_chunks

        print_chunks(console(sys.stdout), found)
    if not found:
        raise typer.Exit(1)
