"""Blocks: what each stretch of lines is, before sentences are looked for.

Plain text, Markdown and the text drawn from HTML go through the same rules. A
block is a heading, a list item, a table row, code, a paragraph, or furniture:
the parts of a page that belong to its layout (a temperature, a bare city, a
caption printed twice) and that must never answer a question.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Block", "Kind", "find_blocks"]

Kind = Literal["prose", "list", "table", "heading", "code", "furniture"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text of one kind; `span` starts and ends on a visible character."""

    span: Span
    kind: Kind


_HEADING = re.compile(r"#{1,6}\s")
_UNDERLINE = re.compile(r"(=+|-{3,})\s*$")
_RULE = re.compile(r"([-*_=~]\s*){3,}$")
_ITEM = re.compile(r"([-*+•‣▪◦–]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S")
_FENCE = re.compile(r"(```|~~~)")
_TABLE_RULE = re.compile(r"[|+:\-=\s]{3,}$")
_SENTENCE_END = re.compile(r"""[.!?…。！？:;][\s)\]}"'”’»*_]*$""")
_BYLINE = re.compile(r"(?i:by)\s+[A-Z][\w.'’-]+(\s+[A-Z][\w.'’-]*){0,4}\s*([\[(<|,].*)?$")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE_LINE = re.compile(
    rf"(?:\w+,\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d-\d\d)"
    rf"(?:[\s,|]+\d{{1,2}}[:.]\d\d.*)?$",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"(?:must[- ]reads?|read (?:more|also|next)|advertise?ments?|sponsored(?: content)?|related"
    r"(?: articles| stories| links)?|share(?: this)?(?: article| story)?|sign up.*|subscribe.*"
    r"|newsletter.*|most (?:read|popular)|trending(?: now)?|cookie.*|(?:©|\(c\)|copyright).*"
    r"|all rights reserved.*|skip to.*|back to top|photo(?: credit)?s?:.*|comments?)[.:!]?$",
    re.IGNORECASE,
)
# Wrapped text has lines of at most about this many characters; a longer line
# is a paragraph of its own.
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 40
_SHORT_LINE = 4  # words; a bare line this short, that ends no sentence, says nothing


def find_blocks(text: str) -> list[Block]:
    """Divide a text into blocks that hold every visible character exactly once.

    Args:
        text: canonical text of a document.

    Returns:
        Blocks in order, parted by white space only.
    """
    blocks: list[Block] = []
    for group in _groups(text):
        if text[group[0].start : group[0].start + 3] in {"```", "~~~"}:
            blocks.append(Block(Span(group[0].start, group[-1].end), "code"))
        else:
            blocks.extend(_classify(text, group))
    blocks = _front_matter(text, blocks)
    return _mark_repeats(text, blocks)


def _lines(text: str) -> Iterator[Span | None]:
    """Each line without its outer white space; None for a blank one."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        stripped = line.strip()
        if stripped:
            lead = len(line) - len(line.lstrip())
            yield Span(start + lead, start + lead + len(stripped))
        else:
            yield None
        start = end + 1


def _groups(text: str) -> Iterator[list[Span]]:
    """Lines that no blank line parts; fenced code is one group, blank lines and all."""
    group: list[Span] = []
    fence: str | None = None
    for line in _lines(text):
        if line is None:
            if fence is None and group:
                yield group
                group = []
            continue
        opening = _FENCE.match(text, line.start, line.end)
        if opening and fence is None:
            if group:
                yield group
            group, fence = [line], opening.group(1)
            continue
        group.append(line)
        if opening and opening.group(1) == fence:
            yield group
            group, fence = [], None
    if group:
        yield group


def _classify(text: str, group: Sequence[Span]) -> Iterator[Block]:
    widest = max(len(line) for line in group)
    wrapped = _NARROWEST_WRAP <= widest <= _WIDEST_WRAP
    index = 0
    while index < len(group):
        first = last = group[index]
        kind = _kind_of_line(text, group, index)
        index += 1
        if kind == "heading" and index < len(group) and _underlines(text, group[index], first):
            last = group[index]
            index += 1
        while kind in {"prose", "list"} and index < len(group):
            following = group[index]
            if _starts_block(text, following) or not _continues(
                text, last, following, widest if wrapped else None
            ):
                break
            last = following
            index += 1
        span = Span(first.start, last.end)
        if kind == "prose" and not _SENTENCE_END.search(span.of(text)):
            kind = _kind_of_bare_line(span.of(text), alone=len(group) == 1)
        yield Block(span, kind)


def _kind_of_line(text: str, group: Sequence[Span], index: int) -> Kind:
    line = group[index].of(text)
    following = group[index + 1] if index + 1 < len(group) else None
    if _RULE.match(line) or (_TABLE_RULE.match(line) and not any(c.isalnum() for c in line)):
        return "furniture"
    if _HEADING.match(line) or (following and _underlines(text, following, group[index])):
        return "heading"
    if line.count("|") >= 2 or (" | " in line and len(group) > 1) or line.count("\t") >= 2:
        return "table"
    if _ITEM.match(line):
        return "list"
    if _STOCK.match(line) or _DATE_LINE.match(line) or _byline(line):
        return "furniture"
    return "prose"


def _underlines(text: str, line: Span, above: Span) -> bool:
    rule = line.of(text)
    return bool(_UNDERLINE.match(rule)) and len(above) <= _WIDEST_WRAP and "|" not in rule


def _starts_block(text: str, line: Span) -> bool:
    content = line.of(text)
    return bool(
        _HEADING.match(content)
        or _ITEM.match(content)
        or content.count("|") >= 2
        or _RULE.match(content)
    )


def _continues(text: str, line: Span, following: Span, width: int | None) -> bool:
    """Whether `following` is the same paragraph, broken where the next word did not fit."""
    words, rest = line.of(text), following.of(text)
    if rest[0].islower() and len(words) > _NARROWEST_WRAP // 2:
        return True
    if width is None or words == rest:
        return False
    return len(words) + 1 + len(rest.split(None, 1)[0]) > width - 3


def _byline(line: str) -> bool:
    short = len(line.split()) <= 8
    return short and bool(_BYLINE.match(line) or _EMAIL.search(line))


def _kind_of_bare_line(line: str, *, alone: bool) -> Kind:
    """A line that ends no sentence: a headline where it stands alone, else layout."""
    words = line.split()
    if len(words) > 25 or not any(c.isspace() for c in line) and len(line) > 15:
        return "prose"
    if len(words) <= _SHORT_LINE or _EMAIL.search(line) or line.startswith(("http", "www.")):
        return "heading" if alone and _titled(words) else "furniture"
    return "heading" if alone else "prose"


def _titled(words: Sequence[str]) -> bool:
    """Several words and no figure: a section's title rather than a reading or a place."""
    return len(words) >= 3 and not any(c.isdigit() for word in words for c in word)


def _front_matter(text: str, blocks: list[Block]) -> list[Block]:
    if not text.startswith("---\n"):
        return blocks
    end = text.find("\n---", 4)
    if end < 0:
        return blocks
    close = end + 4
    head = [Block(b.span, "furniture") for b in blocks if b.span.end <= close]
    return head + [b for b in blocks if b.span.end > close]


def _mark_repeats(text: str, blocks: list[Block]) -> list[Block]:
    """A line printed twice in a row (a caption) or again and again (a running head) is layout."""
    bodies = [block.span.of(text) for block in blocks]
    counts = Counter(
        body
        for body, block in zip(bodies, blocks, strict=True)
        if block.kind in {"prose", "heading"} and len(body) <= 400
    )
    marked: list[Block] = []
    for index, (block, body) in enumerate(zip(blocks, bodies, strict=True)):
        beside = body in bodies[max(0, index - 1) : index] + bodies[index + 1 : index + 2]
        running = counts[body] >= 3 and not _SENTENCE_END.search(body)
        if block.kind in {"prose", "heading"} and counts[body] > 1 and (beside or running):
            marked.append(Block(block.span, "furniture"))
        else:
            marked.append(block)
    return marked
