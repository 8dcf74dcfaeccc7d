"""What stands in a draft and is nobody's words: code, comments, addresses, front matter."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from ragkit.text.blocks import find_blocks
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["between", "find_asides", "find_fences", "hide"]

#: Hides a character: neither white space, nor a letter, nor a mark.
_HIDDEN = "\ufffc"
# A line that opens or closes fenced code, in a block quotation too. An inline span of
# code may start a line: what opens a fence holds no other mark.
_FENCE = re.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,})(?P<info>[^`~\n]*)$", re.MULTILINE)
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]++\1(?!`)")
_ADDRESS = re.compile(r"\]\([^()\n]*+\)")
_ATTRIBUTES = re.compile(r"</?[A-Za-z][^<>=]*=[^<>]*>")
_QUOTES = re.compile(r"[\"'“”‘’`]")
_FRONT_MATTER = 65_536  # characters, as `find_blocks` reads it


def find_fences(text: str) -> list[Span]:
    """Fenced code and front matter, which end a paragraph; in order."""
    spans: list[Span] = []
    if text.startswith("---"):
        first = next(iter(find_blocks(text[:_FRONT_MATTER])), None)
        if first and first.kind == "furniture" and first.span.start == 0:
            spans.append(first.span)
    if "```" not in text and "~~~" not in text:
        return spans
    return [*spans, *_fenced(text, spans[0].end if spans else 0)]


def _fenced(text: str, start: int) -> Iterator[Span]:
    """A fence that nothing closes is an ordinary line, as it is to `find_blocks`."""
    lines = list(_FENCE.finditer(text, start))
    closers: dict[str, list[int]] = {"`": [], "~": []}
    for index, line in enumerate(lines):
        if not line["info"].strip():
            closers[line["mark"][0]].append(index)
    open_ended: set[str] = set()
    index = 0
    while index < len(lines):
        opener = lines[index]
        mark = opener["mark"]
        close = None
        if mark not in open_ended:
            later = closers[mark[0]]
            after = range(bisect_right(later, index), len(later))
            longer = (later[at] for at in after if len(lines[later[at]]["mark"]) >= len(mark))
            close = next(longer, None)
        if close is None:
            open_ended.add(mark)
            index += 1
        else:
            yield Span(opener.start("mark"), lines[close].end())
            index = close + 1


def find_asides(text: str) -> list[Span]:
    """Inline code and comments; in order."""
    spans = [Span(*match.span()) for match in _CODE.finditer(text)] if "`" in text else []
    spans.extend(_comments(text))
    apart: list[Span] = []
    for span in sorted(spans):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


def _comments(text: str) -> Iterator[Span]:
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start)
        if end < 0:
            return
        yield Span(start, end + 3)
        start = text.find("<!--", end)


def hide(text: str, asides: Sequence[Span]) -> str:
    """A view of a text, of the same length, in which no mark of an aside is seen.

    Nor are those in the address of a link and in the attributes of an element seen.
    """
    view = _hidden(text, asides) if asides else text
    if "](" in view:
        view = _ADDRESS.sub(_without_marks, view)
    return _ATTRIBUTES.sub(_without_marks, view) if "<" in view else view


def _hidden(text: str, asides: Sequence[Span]) -> str:
    parts: list[str] = []
    place = 0
    for span in asides:
        # The line breaks of a comment stay: they part paragraphs.
        hidden = "\n".join(_HIDDEN * len(line) for line in span.of(text).split("\n"))
        parts += [text[place : span.start], hidden]
        place = span.end
    return "".join([*parts, text[place:]])


def _without_marks(match: re.Match[str]) -> str:
    return _QUOTES.sub(_HIDDEN, match.group())


def between(spans: Sequence[Span], whole: Span) -> list[Span]:
    """What spans in order leave of a stretch of text."""
    parts: list[Span] = []
    start = whole.start
    for span in spans:
        if span.start > start:
            parts.append(Span(start, span.start))
        start = max(start, span.end)
    return [*parts, Span(start, whole.end)] if start < whole.end else parts
