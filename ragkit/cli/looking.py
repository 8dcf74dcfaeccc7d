"""Commands that look into a corpus: list, status, show."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from ragkit.cli.options import (
    DEFAULT_CORPUS,
    CorpusOption,
    JsonLinesOption,
    JsonOption,
    WhereOption,
    help_of,
    opened,
    parse_pairs,
    print_json,
)
from ragkit.errors import QueryError

__all__ = ["register"]

_SHOW_AROUND = 200
_MOST_NAMED = 3


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(name="list", help=help_of(list_sources))(list_sources)
    app.command(help=help_of(status))(status)
    app.command(help=help_of(show))(show)


def list_sources(
    corpus: CorpusOption = DEFAULT_CORPUS,
    where: WhereOption = None,
    as_json: JsonLinesOption = False,
) -> None:
    """List the documents: date, number of chunks, name, title.

    Examples:
      ragkit list
      ragkit list --where team=legal --json
    """
    with opened(corpus) as open_corpus:
        found = open_corpus.sources(parse_pairs(where, "--where"))
    if as_json:
        from ragkit.render.records import source_record

        for source in found:
            print_json(source_record(source))
        return
    from ragkit.render.terminal import console, print_sources

    print_sources(console(sys.stdout), found)


def status(corpus: CorpusOption = DEFAULT_CORPUS, as_json: JsonOption = False) -> None:
    """Show what the corpus holds, which files have changed, and the settings in force.

    A setting is an option of the commands that use it. Those that are not given
    come from RAGKIT_* variables, then from `ragkit.toml` beside the corpus.

    Example:
      ragkit status --corpus archive/.ragkit
    """
    import dataclasses

    from ragkit.settings import Settings

    settings = list(Settings.in_force(corpus))
    with opened(corpus) as open_corpus:
        found = dataclasses.asdict(open_corpus.status())
    if as_json:
        told = {one.name: {"value": one.value, "origin": one.origin} for one in settings}
        print_json({**found, "settings": told})
        return
    for key, value in found.items():
        typer.echo(f"{key.replace('_', ' '):14} {_told(value)}")
    typer.echo("\nsettings")
    rows = [(one.name, _told(one.value), one.origin) for one in settings]
    rows += [
        (name, "set" if os.environ.get(name) else "not set", "the environment")
        for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL")
    ]
    wide = max(len(value) for _, value, _ in rows)
    for name, value, origin in rows:
        typer.echo(f"  {name:15} {value:{wide}}  {origin}")


def _told(value: object) -> str:
    from ragkit.render.printable import one_line

    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple):
        names = ", ".join(map(str, value[:_MOST_NAMED]))
        more = f" and {len(value) - _MOST_NAMED:,} more" if len(value) > _MOST_NAMED else ""
        return one_line(f"{names}{more}") or "none"
    return "-" if value is None else one_line(str(value))


def show(
    source: Annotated[str, typer.Argument(help="Name, path or a unique ending of it.")],
    corpus: CorpusOption = DEFAULT_CORPUS,
    span: Annotated[
        str | None,
        typer.Option("--span", metavar="START:END", help="Only these characters, in context."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print a document's canonical text, the one that all offsets refer to.

    With --span on a terminal the part is shown in its context, emphasised;
    in a pipe the characters come alone.

    Examples:
      ragkit show report.md
      ragkit show report.md --span 120:180
    """
    with opened(corpus) as open_corpus:
        document = open_corpus.document(source)
    start, end = _parse_span(span, len(document.text))
    if as_json:
        print_json(
            {
                "source": document.source,
                "doc_id": document.doc_id,
                "title": document.title,
                "date": document.date.isoformat() if document.date else None,
                "text_hash": document.text_hash,
                "start": start,
                "end": end,
                "text": document.text[start:end],
            }
        )
    elif span is not None and sys.stdout.isatty():
        _show_in_context(document.text, start, end)
    else:
        # The characters themselves, with no newline added: `show` can be compared.
        sys.stdout.flush()
        sys.stdout.buffer.write(document.text[start:end].encode())


def _parse_span(span: str | None, length: int) -> tuple[int, int]:
    if span is None:
        return 0, length
    start, colon, end = span.partition(":")
    if not (colon and start.isdecimal() and end.isdecimal() and int(start) <= int(end) <= length):
        raise QueryError(
            f"--span needs START:END within 0:{length}, the text's characters, not {span!r}"
        )
    return int(start), int(end)


def _show_in_context(text: str, start: int, end: int) -> None:
    from rich.text import Text

    from ragkit.render.printable import printable
    from ragkit.render.terminal import console

    first = max(0, text.rfind("\n", 0, max(0, start - _SHOW_AROUND)) + 1)
    last = text.find("\n", min(len(text), end + _SHOW_AROUND))
    last = len(text) if last < 0 else last
    shown = Text(printable(text[first:last]), style="bright_black")
    shown.stylize("bold default", start - first, end - first)
    console(sys.stdout).print(shown)
