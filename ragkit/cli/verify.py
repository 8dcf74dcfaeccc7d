"""The command that checks what somebody else wrote: verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ragkit.cli.documents import report_failures
from ragkit.cli.options import (
    DEFAULT_CORPUS,
    CorpusOption,
    JsonLinesOption,
    help_of,
    opened,
    print_json,
)
from ragkit.types import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.quotes.report import VerifyReport
    from ragkit.verifying import QuoteItem

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(help=help_of(verify))(verify)


def verify(
    draft: Annotated[
        str,
        typer.Argument(
            help="Text, Markdown or HTML; JSON lines of quotes; a saved `ask --json`; `-`."
        ),
    ],
    against: Annotated[
        list[str] | None,
        typer.Option("--against", "-a", help="Files or folders instead of a corpus; repeatable."),
    ] = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Clipped quotes fail as well, and figures that no source bears."
        ),
    ] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page to read and to pass on.")
    ] = None,
    as_json: JsonLinesOption = False,
) -> None:
    """Check the quotations and the figures of a draft against its sources.

    Every quotation is exact, normalized or elided (verified), or altered,
    spliced, misattributed or fabricated. A figure in the draft's own words is
    borne, contradicted or not found. The exit status is 1 if a quotation is
    not verified or a figure is contradicted.

    Examples:
      ragkit verify draft.md --against interviews/ --html draft-checked.html
      ragkit verify draft.md
      ragkit verify answer.json
      echo '{"quote": "at full capacity", "source": "plants.md"}' | ragkit verify - -a plants.md
    """
    from ragkit.verifying import verify_draft, verify_items

    written = _read(draft)
    items = [] if isinstance(written, Document) else written
    documents, failed = _sources(corpus, against, items)
    if isinstance(written, Document):
        report = verify_draft(written, documents)
    else:
        report = verify_items(written, documents)
    if html:
        from ragkit.errors import QueryError
        from ragkit.render.page import verify_page

        if html.exists() and html.suffix.lower() not in {".html", ".htm"}:
            raise QueryError(f"--html {str(html)!r} is there and no page: give another name")
        html.write_text(verify_page(report), encoding="utf-8")
    _show(report, as_json=as_json, strict=strict)
    if failed or not report.holds(strict=strict):
        raise typer.Exit(2 if failed else 1)


def _read(draft: str) -> Document | list[QuoteItem]:
    """A draft as a document, or the quotes that JSON gives one by one."""
    from ragkit.documents.reading import MAX_BYTES, read_stream
    from ragkit.verifying import parse_draft, read_draft

    if draft == "-":
        return parse_draft(read_stream(sys.stdin.buffer, max_bytes=MAX_BYTES), "standard input")
    return read_draft(Path(draft))


def _sources(
    folder: Path, against: list[str] | None, items: Sequence[QuoteItem]
) -> tuple[list[Document], bool]:
    """The documents to look in, and whether one of them could not be read."""
    from ragkit.types import AddReport
    from ragkit.verifying import read_sources, refreshed

    if against:
        documents, failures = read_sources(against, home=Path.cwd())
        return documents, report_failures(AddReport(failed=tuple(failures)))
    with opened(folder) as corpus:
        return refreshed(corpus.documents(), items, home=corpus.home), False


def _show(report: VerifyReport, *, as_json: bool, strict: bool) -> None:
    if as_json:
        from ragkit.render.records import verify_records

        for record in verify_records(report, strict=strict):
            print_json(record)
    else:
        from ragkit.render.terminal import console, print_report

        print_report(console(sys.stdout), report, strict=strict)
