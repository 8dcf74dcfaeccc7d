"""The command that summarises: summarize."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from ragkit.cli.answerers import (
    AnswererOption,
    BaseUrlOption,
    ModelOption,
    ParameterOption,
    PromptsOption,
    StrictOption,
    TimeoutOption,
    answerer_name,
    chosen_summarizer,
)
from ragkit.cli.documents import added
from ragkit.cli.options import (
    DEFAULT_CORPUS,
    CorpusOption,
    EmbedderOption,
    JsonOption,
    RefreshOption,
    SourceOption,
    WhereOption,
    help_of,
    opened,
    parse_pairs,
    print_json,
)
from ragkit.cli.pages import HtmlOption, write_page
from ragkit.cli.progress import progress_bar
from ragkit.errors import QueryError
from ragkit.types import DEFAULT_TIMEOUT, REPLIES

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(help=help_of(summarize))(summarize)


def summarize(  # noqa: PLR0913, PLR0917 - a command has the options that it has
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Summarise these; they are added first. `-` for standard input."),
    ] = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    words: Annotated[
        int | None, typer.Option("--words", help="The most words.", show_default="120")
    ] = None,
    sentences: Annotated[
        int | None, typer.Option("--sentences", help="The most sentences, instead of words.")
    ] = None,
    style: Annotated[
        str,
        typer.Option(
            "--style",
            help="`brief` or `bullets`; `figures`: each key number with its noun and bound.",
        ),
    ] = "brief",
    focus: Annotated[
        str | None, typer.Option("--focus", help="A question or topic that it is to be about.")
    ] = None,
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
    max_cost: Annotated[
        float | None,
        typer.Option(
            "--max-cost", metavar="DOLLARS", min=0, help="Stop before a model would cost more."
        ),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print Markdown, with the quotes as footnotes.")
    ] = False,
    html: HtmlOption = None,
    refresh: RefreshOption = True,
    as_json: JsonOption = False,
) -> None:
    """Tell most of some documents in few words, every sentence with its quotes.

    With PATHs they are added first (unchanged ones cost nothing) and
    summarised alone; with none, the whole corpus is. Sentences are the
    documents' own, whole or with words left out that they are as true
    without; where two documents disagree on a figure, both are shown. At
    the end stands what the summary leaves out. The exit status is 1 where
    there is nothing to summarise.

    A language model summarises if a key or an address is set, or with
    --answerer openai; the documents' sentences are sent to it, a long text
    in parts, and what it says is checked against the sentences that it
    points at. What was paid for is kept in the corpus folder under replies/:
    broken off, it goes on from there. `ragkit remove` forgets it.

    Examples:
      ragkit summarize report.md --words 90
      ragkit summarize minutes/ --style bullets --focus "the new depot"
      ragkit summarize seeds/ --style figures
      ragkit summarize report.md --markdown > summary.md
      ragkit summarize book.txt --answerer openai --max-cost 0.10
    """
    from ragkit.summarizing.summary import checked_request

    began = time.perf_counter()
    # Refused before anything is read.
    checked_request(words=words, sentences=sentences, style=style, focus=focus)
    if markdown and as_json:
        raise QueryError("--markdown and --json print the same in two ways: leave one out")
    name = answerer_name(context, answerer, model=model)
    with (
        opened(corpus, paths=paths, embedder=embedder, refresh=refresh) as open_corpus,
        progress_bar("reading", quiet=as_json) as progress,
    ):
        by = chosen_summarizer(
            name,
            base_url=base_url,
            parameters=parameters,
            timeout=timeout,
            strict=strict,
            prompts=prompts,
            replies=corpus / REPLIES,
            max_cost=max_cost,
            progress=progress,
        )
        sources, failed = added(open_corpus, paths, source)
        summary = open_corpus.summarize(
            sources,
            words=words,
            sentences=sentences,
            style=style,
            focus=focus,
            where=parse_pairs(where, "--where"),
            summarizer=by,
        )
        documents = open_corpus.documents(list(summary.sources)) if html else []
    if html:
        from ragkit.render.summary_page import summary_page

        write_page(html, summary_page(summary, documents))
    if as_json:
        from ragkit.render.records import summary_record

        print_json(summary_record(summary, elapsed_ms=(time.perf_counter() - began) * 1000))
    elif markdown:
        from ragkit.render.summaries import markdown as as_markdown

        typer.echo(as_markdown(summary), nl=False)
    else:
        from ragkit.render.summaries import print_summary
        from ragkit.render.terminal import console

        print_summary(console(sys.stdout), summary)
    failed = failed or summary.incomplete is not None
    if failed or not summary.statements:
        raise typer.Exit(2 if failed else 1)
