"""What every printer of the terminal is made of: quotes, places, wrapped lines, notes.

Everything that comes out of a document passes `printable` first: a document must
not move the cursor, colour the screen or turn the direction of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.text import Text

from ragkit.render.printable import one_line, printable
from ragkit.render.shown import broken, sides_of, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from ragkit.types import Conflict, Provenance, Quote, Span

__all__ = [
    "BAD",
    "FAINT",
    "HIGHLIGHT",
    "disagreement",
    "flattened",
    "origin",
    "print_indented",
    "print_notes",
    "print_place",
    "print_quote",
]

HIGHLIGHT = "bold yellow"
FAINT = "bright_black"
BAD = "bold red"


def print_notes(out: Console, warnings: Sequence[str], provenance: Provenance) -> None:
    """Warnings, and at the end what answered and what left the machine."""
    if warnings:
        out.print()
    for note in warnings:
        # Never wrapped: what it says to run is to be copied.
        out.print(Text(one_line(note), style=FAINT), soft_wrap=True)
    out.print()
    for line in origin(provenance):
        print_indented(out, Text(one_line(line), style=FAINT), 2)


def origin(provenance: Provenance) -> Iterator[str]:
    """What answered, what it was sent and what it took."""
    if provenance.sent is None:
        yield "Answerer: offline; nothing left this machine"
        return
    usage = provenance.usage
    took = ""
    if usage:
        price = "price unknown" if usage.cost is None else f"${usage.cost:.4f}"
        took = f"; {usage.input_tokens:,} tokens in, {usage.output_tokens:,} out, {price}"
    # The model of the offline answerer is its embedder, which answers nothing.
    by = "offline" if provenance.answerer == "extractive" else provenance.model
    yield f"Answerer: {by}{took}"
    if provenance.from_cache:
        yield f"Sent at an earlier time, from when the replies are kept: {provenance.sent}"
    else:
        yield f"Sent: {provenance.sent}"


def disagreement(conflict: Conflict, numbers: Mapping[Quote, int]) -> str:
    """Which quotes give other values, and which of them is the later."""
    sides = [
        "".join(f"[{numbers[quote]}]" for quote in quotes) + date
        for quotes, date in sides_of(conflict)
    ]
    return f"The sources disagree on {printable(conflict.about)}: " + " and ".join(sides)


def print_quote(out: Console, quote: Quote, number: int) -> None:
    """A quote behind its number, what is emphasised in it, and its place."""
    mark = f"[{number}] "
    body = Text().append(mark, style=FAINT)
    body.append_text(flattened(quote.text, quote.highlights))
    print_indented(out, body, len(mark))
    print_place(out, len(mark), quote.source, quote.span, line=quote.line, page=quote.page)


def flattened(text: str, highlights: Sequence[Span]) -> Text:
    """A text on one line, its highlights kept on the words that they were on."""
    flat = Text(printable(broken(text)).replace("\n", " ").replace("\t", " "))
    for span in highlights:
        flat.stylize(HIGHLIGHT, span.start, span.end)
    # From the back, so that earlier offsets hold.
    for run in reversed(list(re.finditer(r" {2,}", flat.plain))):
        flat = flat[: run.start() + 1].append_text(flat[run.end() :])
    return flat


def print_indented(out: Console, text: Text, indent: int) -> None:
    """Wrapped, the first line as it is and the others indented; no line ends in spaces."""
    for n, line in enumerate(text.wrap(out, out.width - indent)):
        line.rstrip()
        out.print(Text(" " * indent if n else "").append_text(line), soft_wrap=True)


def print_place(
    out: Console,
    indent: int,
    source: str,
    span: Span,
    *,
    line: int | None = None,
    page: int | None = None,
) -> None:
    """`source:line`, or the offsets where there is no line."""
    where = where_of(source, line=line, page=page)
    if line is None:
        where = f"{where} [{span.start}:{span.end}]"
    # Never wrapped: editors jump to it.
    out.print(Text(" " * indent + one_line(where), style=FAINT), soft_wrap=True)
