"""The command that checks what somebody else wrote: verify."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ragkit.cli.documents import report_failures
from ragkit.cli.options import (
    DEFAULT_CORPUS,
    CorpusOption,
    JsonLinesOption,
    RefreshOption,
    help_of,
    opened,
    print_json,
)
from ragkit.cli.pages import HtmlOption, write_page
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
            help="A document of any kind that `add` reads; JSON lines of quotes; a saved"
            " `ask --json`; `-`."
        ),
    ],
    against: Annotated[
        list[str] | None,
        typer.Option("--against", "-a", help="Files or folders instead of a corpus; repeatable."),
    ] = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    strictly: Annotated[
        bool,
        typer.Option(
            "--strict", help="Clipped quotes fail as well, and figures that no source bears."
        ),
    ] = False,
    html: HtmlOption = None,
    refresh: RefreshOption = True,
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
    found = _sources(corpus, against, items, refresh=refresh)
    if html:
        _check_target(html, draft, found)
    if isinstance(written, Document):
        report = verify_draft(written, found.documents)
    else:
        report = verify_items(written, found.documents, home=found.home)
    if html:
        from ragkit.render.page import verify_page

        write_page(html, verify_page(report, strict=strictly))
    _show(report, as_json=as_json, strict=strictly)
    if found.failed or not report.holds(strict=strictly):
        raise typer.Exit(2 if found.failed else 1)


class _Sources(NamedTuple):
    """The documents to look in, where their names start from, and whether one was unreadable."""

    documents: list[Document]
    home: Path
    failed: bool


def _read(draft: str) -> Document | list[QuoteItem]:
    """A draft as a document, or the quotes that JSON gives one by one."""
    from ragkit.documents.reading import MAX_BYTES, read_stream
    from ragkit.verifying import parse_draft, read_draft

    if draft == "-":
        return parse_draft(read_stream(sys.stdin.buffer, max_bytes=MAX_BYTES), "standard input")
    return read_draft(Path(draft))


def _sources(
    folder: Path, against: list[str] | None, items: Sequence[QuoteItem], *, refresh: bool
) -> _Sources:
    from ragkit.errors import SourceNotFoundError
    from ragkit.types import AddReport
    from ragkit.verifying import read_sources, refreshed

    if against:
        home = Path.cwd()
        documents, failures = read_sources(against, home=home)
        failed = report_failures(AddReport(failed=tuple(failures)))
        if not documents:
            # Nothing was looked through: to call a quote made up would be a lie.
            raise SourceNotFoundError(
                f"no source could be read in {', '.join(map(repr, against))}: name files with text"
            )
        return _Sources(documents, home, failed)
    with opened(folder, refresh=refresh) as corpus:
        for note in corpus.refresh():
            typer.echo(f"ragkit: {note}", err=True)
        documents = refreshed(corpus.documents(), items, home=corpus.home)
        return _Sources(documents, corpus.home, failed=False)


def _check_target(html: Path, draft: str, found: _Sources) -> None:
    """Refuse to write a page over what is being checked, or over what is no page."""
    from ragkit.errors import QueryError

    def is_target(path: Path) -> bool:
        if os.path.abspath(path) == os.path.abspath(html):  # noqa: PTH100 -- it may not be there
            return True
        try:
            return html.samefile(path)
        except (OSError, ValueError):  # one of the two is no file: a text has any name
            return False

    if draft != "-" and is_target(Path(draft)):
        raise QueryError(f"--html {str(html)!r} is the draft itself: give another name")
    if any(is_target(found.home / document.source) for document in found.documents):
        raise QueryError(f"--html {str(html)!r} is one of the sources: give another name")
    if html.exists() and html.suffix.lower() not in {".html", ".htm"}:
        raise QueryError(f"--html {str(html)!r} is there and no page: give another name")


def _show(report: VerifyReport, *, as_json: bool, strict: bool) -> None:
    if as_json:
        from ragkit.render.records import verify_records

        for record in verify_records(report, strict=strict):
            print_json(record)
    else:
        from ragkit.render.terminal import console, print_report

        print_report(console(sys.stdout), report, strict=strict)
