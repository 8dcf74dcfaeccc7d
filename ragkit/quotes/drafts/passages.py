"""Passages: the words of a few lines of a draft, where they stand, and what is quoted there."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Passage", "Quotation", "paragraphs", "plain"]

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"</?(?:abbr|a|b|br|cite|code|del|div|em|footer|h[1-6]|i|ins|kbd|li|mark|ol|p|q|s|small|span"
    r"|strong|sub|sup|ul|u|wbr)(?:\s[^<>=]*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_OWN_LINE = re.compile(r"</?(?:br|div|footer|h\d|li|ol|p|ul)\b", re.IGNORECASE)
# A blank line, a heading or a list item ends a paragraph. In running text a line may
# start with any figure: only 1 starts a list there, as Markdown has it.
_BREAK = re.compile(
    r"\n(?:[ \t]*+\n)++|\n(?=[ \t]*+(?:[-*+•][ \t]|(?P<figure>\d{1,3})[.)][ \t]|#{1,6}[ \t]))"
)
_FIGURE_FIRST = re.compile(r"\s*\d{1,3}[.)][ \t]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a draft says are somebody else's.

    Attributes:
        span: where they stand in the draft, without their marks.
        text: the words as a reader sees them: the marks of a block quotation and the
            tags of elements taken out, entities decoded.
        block: whether they stand in a block quotation.
        closed: whether its quotation mark is closed; an open one goes up to the next
            quotation that is closed, or to the end of the paragraph.
    """

    span: Span
    text: str
    block: bool = False
    closed: bool = True


class Passage:
    """Lines that read on from one another, without the marks at their starts.

    Attributes:
        words: the lines joined by line breaks.
        view: the same, what is hidden in the view of the draft hidden.
    """

    def __init__(self, text: str, view: str, lines: Sequence[Span]) -> None:
        self._lines = lines
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self.words = "\n".join(line.of(text) for line in lines)
        self.view = self.words if view is text else "\n".join(line.of(view) for line in lines)

    def span(self, part: Span) -> Span:
        """Where a part of the words stands in the draft; it starts and ends on a character."""
        return Span(self._place(part.start), self._place(part.end - 1) + 1)

    def _place(self, at: int) -> int:
        index = bisect_right(self._starts, at) - 1
        line = self._lines[index]
        return min(line.start + at - self._starts[index], line.end)

    def quotation(self, part: Span, *, block: bool = False, closed: bool = True) -> Quotation:
        """A part of the words as a quotation."""
        return Quotation(self.span(part), plain(part.of(self.words)), block, closed)


def paragraphs(text: str, part: Span) -> Iterator[Span]:
    """The paragraphs and list items of a part of a draft, without outer white space."""
    start = part.start
    for stop in _BREAK.finditer(text, part.start, part.end):
        figure = stop["figure"]
        if figure and figure != "1" and not _FIGURE_FIRST.match(text, start, stop.start()):
            continue
        words = Span(start, stop.start()).stripped(text)
        if words:
            yield words
        start = stop.end()
    words = Span(start, part.end).stripped(text) if start < part.end else None
    if words:
        yield words


def plain(words: str) -> str:
    """Words as a reader sees them: entities decoded, the tags of elements left out."""
    if "<" in words:
        words = _TAG.sub(_spoken, words)
    return _ENTITY.sub(lambda match: html.unescape(match.group()), words) if "&" in words else words


def _spoken(tag: re.Match[str]) -> str:
    # An element of its own line parts words; one within a line may stand in a word.
    if tag.group().rstrip(">").lower() in {"</q", "<q"}:
        return "”" if tag.group().startswith("</") else "“"
    return " " if _OWN_LINE.match(tag.group()) else ""
