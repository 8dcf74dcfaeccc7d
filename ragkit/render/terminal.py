"""What a person reads in a terminal: answers, passages, lists.

Everything that comes out of a document passes `printable` first: a document must
not move the cursor, colour the screen or turn the direction of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from ragkit.types import Answer, Quote, ScoredChunk, Source, Span

__all__ = ["console", "one_line", "print_answer", "print_chunks", "print_sources", "printable"]

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_WIDEST = 100
_HIGHLIGHT = "bold yellow"
_FAINT = "bright_black"


def printable(text: str) -> str:
    """Control and direction characters replaced, one for one, so that spans still fit."""
    return _UNPRINTABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`printable`, and no line or column ends inside: names and paths."""
    return re.sub(r"[\n\t]", "\ufffd", printable(text))


def console(file: TextIO) -> Console:
    """A console with colour on a terminal only, and never wider than a page."""
    made = Console(file=file, highlight=False, markup=False, emoji=False)
    made.width = min(made.width, _WIDEST)
    return made


def print_answer(out: Console, answer: Answer) -> None:
    """The statements, the numbered quotes with what answers emphasised, and their places."""
    if answer.abstained:
        out.print(Text("No answer in these documents.", style="bold"))
        if answer.reason:
            out.print(Text(one_line(answer.reason)))
        return
    numbers = {quote: n for n, quote in enumerate(answer.quotes, start=1)}
    for statement in answer.statements:
        # An extracted statement is its quote: once is enough.
        if [" ".join(quote.text.split()) for quote in statement.quotes] != [statement.text]:
            marks = "".join(f" [{numbers[quote]}]" for quote in statement.quotes)
            out.print(Text(printable(statement.text) + marks))
    for n, (quote, number) in enumerate(numbers.items()):
        if n:
            out.print()
        _print_quote(out, quote, number)
    if answer.warnings:
        out.print()
    for warning in answer.warnings:
        # Never wrapped: what it says to run is to be copied.
        out.print(Text(one_line(warning), style=_FAINT), soft_wrap=True)


def _print_quote(out: Console, quote: Quote, number: int) -> None:
    mark = f"[{number}] "
    body = Text().append(mark, style=_FAINT)
    body.append_text(_flattened(quote.text, quote.highlights))
    _print_indented(out, body, len(mark))
    _print_place(out, len(mark), place(quote))


def place(quote: Quote) -> str:
    """`source:line`, or the offsets where the source has no lines."""
    if quote.line is not None:
        return f"{quote.source}:{quote.line}"
    page = f" p. {quote.page}" if quote.page is not None else ""
    return f"{quote.source}{page} [{quote.span.start}:{quote.span.end}]"


def _flattened(text: str, highlights: Sequence[Span]) -> Text:
    """A text on one line, its highlights kept on the words that they were on."""
    flat = Text(printable(text).replace("\n", " ").replace("\t", " "))
    for span in highlights:
        flat.stylize(_HIGHLIGHT, span.start, span.end)
    # From the back, so that earlier offsets hold.
    for run in reversed(list(re.finditer(r" {2,}", flat.plain))):
        flat = flat[: run.start() + 1].append_text(flat[run.end() :])
    return flat


def print_chunks(out: Console, found: Iterable[ScoredChunk]) -> None:
    """Passages with both of their scores."""
    for n, hit in enumerate(found):
        if n:
            out.print()
        dense = "–" if hit.dense is None else f"{hit.dense:.3f}"
        lexical = "–" if hit.lexical is None else f"{hit.lexical:.2f}"
        head = f"[{hit.rank}] {hit.score:.3f}  (meaning {dense}, words {lexical})"
        out.print(Text(head, style="bold"))
        _print_indented(out, Text("    ").append_text(_flattened(hit.chunk.text, ())), 4)
        span = hit.chunk.span
        _print_place(out, 4, f"{hit.chunk.source} [{span.start}:{span.end}]")


def print_sources(out: Console, sources: Sequence[Source]) -> None:
    """A line a source: date, chunks, name, title."""
    for source in sources:
        date = source.date.isoformat() if source.date else "–"
        title = f"  {one_line(source.title)}" if source.title else ""
        line = Text(f"{date:10}  {source.chunks:>5}  {one_line(source.source)}")
        line.append(title, style=_FAINT)
        out.print(line, soft_wrap=True)


def _print_indented(out: Console, text: Text, indent: int) -> None:
    """Wrapped, the first line as it is and the others indented; no line ends in spaces."""
    for n, line in enumerate(text.wrap(out, out.width - indent)):
        line.rstrip()
        out.print(Text(" " * indent if n else "").append_text(line), soft_wrap=True)


def _print_place(out: Console, indent: int, where: str) -> None:
    # Never wrapped: editors jump to it.
    out.print(Text(" " * indent + one_line(where), style=_FAINT), soft_wrap=True)
