"""What a draft quotes: the words between its quotation marks, and its block quotations.

A quotation mark opens before a word and closes behind one, so a stray mark, an inch
or an apostrophe does not turn the draft inside out. What stands in code is code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.text.blocks import find_blocks
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Quotation", "divide", "find_quotations"]

_CLOSERS = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    '"': '"',
    "‘": "’",
}
_SINGLE = "‘"
#: A single mark may be an apostrophe: fewer words than this between two are no quotation.
_SINGLE_WORDS = 3
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![ \t]*(?:\n|$)))*")
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]+\1(?!`)")
_BLOCK_LINE = re.compile(r"^[ \t]{0,3}>[> \t]*", re.MULTILINE)
# "— Jane Roe, 2024" below a block quotation says whose words they are.
_ATTRIBUTION = re.compile(r"\n[ \t]*(?:--+|[–—―])[ \t]*\S[^\n]{0,120}\Z")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a draft says are somebody else's.

    Attributes:
        span: where they stand in the draft, without their marks.
        text: the words, the marks of a block quotation taken out.
        block: whether it is a block quotation.
        closed: whether its quotation mark is closed; an open one goes to the end of
            the paragraph.
    """

    span: Span
    text: str
    block: bool = False
    closed: bool = True


def divide(text: str) -> tuple[list[Quotation], list[Span]]:
    """What a draft quotes, and its own words: neither quoted nor code; both in order.

    A quotation inside another belongs to the outer one.

    Args:
        text: canonical text of a draft, plain or Markdown.
    """
    code = _code(text)
    found: list[Quotation] = []
    for part in _between(code, len(text)):
        for paragraph in _PARAGRAPH.finditer(text, part.start, part.end):
            before, behind = _parted(text, Span(paragraph.start(), paragraph.end()))
            if before:
                found.extend(_marked(text, before))
            block = _block_quotation(text, behind) if behind else None
            if block:
                found.append(block)
            elif behind:
                found.extend(_marked(text, behind))
    return found, _between(sorted([*(q.span for q in found), *code]), len(text))


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of a draft alone, as `divide` finds them."""
    return divide(text)[0]


def _between(spans: Sequence[Span], end: int) -> list[Span]:
    """What spans in order leave of a text."""
    parts: list[Span] = []
    start = 0
    for span in spans:
        if span.start > start:
            parts.append(Span(start, span.start))
        start = max(start, span.end)
    return [*parts, Span(start, end)] if start < end else parts


def _code(text: str) -> list[Span]:
    if "`" not in text and "~~~" not in text:
        return []
    fenced = [block.span for block in find_blocks(text) if block.kind == "code"]
    inline = [Span(*match.span()) for match in _CODE.finditer(text)]
    spans: list[Span] = []
    for span in sorted([*fenced, *inline]):
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    return spans


def _parted(text: str, paragraph: Span) -> tuple[Span | None, Span | None]:
    """A paragraph up to its first line that is quoted with `>`, and from there on."""
    quoted = _BLOCK_LINE.search(text, paragraph.start, paragraph.end)
    if quoted is None:
        return paragraph, None
    at = max(paragraph.start, quoted.start())
    return (Span(paragraph.start, at) if at > paragraph.start else None), Span(at, paragraph.end)


def _block_quotation(text: str, span: Span) -> Quotation | None:
    body = span.of(text)
    if not _BLOCK_LINE.match(body):
        return None
    words = _BLOCK_LINE.sub("", body)
    attribution = _ATTRIBUTION.search(words)
    words = words[: attribution.start()] if attribution else words
    words = words.strip()
    if not any(map(str.isalnum, words)):
        return None
    if (
        words[0] in _CLOSERS
        and words[-1] in _CLOSERS[words[0]]
        and words.count(words[0]) == 1 + (words[0] == words[-1])
    ):
        words = words[1:-1].strip()
    return Quotation(span, words, block=True)


def _marked(text: str, span: Span) -> Iterator[Quotation]:
    place = span.start
    unmatched: set[str] = set()
    while place < span.end:
        opener = text[place]
        if opener not in _CLOSERS or opener in unmatched or not _opens(text, place, span):
            place += 1
            continue
        close = _closing(text, place, span)
        if close is None and opener in {_SINGLE, '"'}:
            unmatched.add(opener)  # an apostrophe, or a mark that opens nothing
            place += 1
            continue
        words = Span(place + 1, span.end if close is None else close).stripped(text)
        place = span.end if close is None else close + 1
        if not words or not any(map(str.isalnum, words.of(text))):
            continue
        if opener != _SINGLE or len(words.of(text).split()) >= _SINGLE_WORDS:
            yield Quotation(words, words.of(text), closed=close is not None)


def _opens(text: str, place: int, span: Span) -> bool:
    before = text[place - 1] if place > span.start else " "
    after = text[place + 1] if place + 1 < span.end else " "
    if after.isspace() and text[place] in {'"', _SINGLE}:
        return False
    # Scripts without spaces open a quotation right behind a word.
    return text[place] in "「『«‹„“" or not before.isalnum()


def _closing(text: str, place: int, span: Span) -> int | None:
    opener = text[place]
    closers = _CLOSERS[opener]
    depth = 0
    for at in range(place + 1, span.end):
        mark = text[at]
        if mark == opener and opener not in closers and opener != _SINGLE:
            depth += 1
        elif mark in closers and _closes(text, at, span, opener):
            if not depth:
                return at
            depth -= 1
    return None


def _closes(text: str, at: int, span: Span, opener: str) -> bool:
    if opener not in {'"', _SINGLE}:
        return True
    after = text[at + 1] if at + 1 < span.end else " "
    # An inch inside a quotation ("a 5\" pipe") has a figure before and a word behind it.
    return not text[at - 1].isspace() and not after.isalnum()
