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

from ragkit.text.layout import ends_sentence, is_layout, is_teaser
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
_UNDERLINE = re.compile(r"(=+|-{3,}|~{4,})$")
_RULE = re.compile(r"([-*_=~]\s*){3,}$")
_ITEM = re.compile(r"([-*+•‣▪◦–]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S")
# What parts cells (a comma that groups digits doesn't), and the words that seldom end one.
_COMMA = re.compile(r"(?<!\d),|,(?!\d{3}\b)|;")
_LINKS = r"(?:and|or|but|which|who|the|an?|in|on|of|to|for|with|by|at)\b"
_WORDED = re.compile(rf"(?:^|[,;])\s*{_LINKS}|(?:\b{_LINKS}|,)$|\w{{3}}[.!?]\s", re.IGNORECASE)
# Inside a sentence these are an initial and a dash.
_DOUBTFUL_ITEM = re.compile(r"[A-Z]\.|–")
# `key: value`, `key = value`, a speaker and what was said, perhaps after a time.
_KEYED = re.compile(
    r"(?:[\[(]?\d[\d:.,/ apmAPM-]{0,24}[\])]?[\s–-]{1,3})?"
    r"[*_>\s]{0,4}[^\W_][\w .'’/()&-]{0,40}[*_]{0,2}(?::|\s=)[*_]{0,2}\s+\S"
)
# An inline span of code may start a line too: what opens a fence holds no other mark.
_FENCE = re.compile(r"(`{3,}|~{3,})[^`~]*$")
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?=(?:#.*\n)*[\"'\w][^\n:]*:)(?:.*\n)*?(?:---|\.\.\.)[ \t]*$", re.MULTILINE
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w")
_URL = re.compile(r"(?:https?://|www\.)\S+$")
#: What a document says, as opposed to how it is arranged.
_CONTENT: frozenset[Kind] = frozenset({"prose", "list", "table"})
# Wrapped text has lines of at most about this many characters; a longer one stands alone.
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 40
_SHORT_LINE, _LONG_LINE = 4, 25  # words: a bare line between them may be a headline


def find_blocks(text: str) -> list[Block]:
    """Divide a text into blocks that hold every visible character exactly once.

    Args:
        text: canonical text of a document.

    Returns:
        Blocks in order, parted by white space only. At least one is prose, a
        list item or a table row, unless nothing but code and marks is there.
    """
    front = _FRONT_MATTER.match(text, 0, 65_536)
    start = front.end() if front else 0
    blocks: list[Block] = []
    for group, fenced in _groups(text, list(_lines(text, start))):
        if fenced:
            blocks.append(Block(Span(group[0].start, group[-1].end), "code"))
        else:
            # "The new address is:"
            last = blocks[-1] if blocks and blocks[-1].kind == "prose" else None
            introduced = last is not None and text[last.span.end - 1] in ":："
            blocks.extend(_classify(text, group, introduced=introduced))
    blocks = _settle_headings(text, _mark_repeats(text, blocks))
    if not any(block.kind in _CONTENT for block in blocks):
        blocks = _speak_up(text, blocks)
    if front:
        blocks.insert(0, Block(Span(0, len(front.group().rstrip())), "furniture"))
    return blocks


def _lines(text: str, start: int) -> Iterator[Span | None]:
    """Each line without its outer white space; None for a blank one."""
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield Span(start, end).stripped(text)
        start = end + 1


def _groups(text: str, lines: Sequence[Span | None]) -> Iterator[tuple[list[Span], bool]]:
    """Lines that no blank line parts, and whether they are fenced code.

    Fenced code is one group, blank lines and all. A fence that nothing closes
    is an ordinary line: a stray mark must not silence the rest of a document.
    """
    group: list[Span] = []
    open_ended: set[str] = set()
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        fence = _FENCE.match(text, line.start, line.end) if line else None
        if line and fence and fence[1] not in open_ended:
            close = _closing(text, lines, index, fence[1])
            if close:
                if group:
                    yield group, False
                yield [line, *(inner for inner in lines[index:close] if inner)], True
                group, index = [], close
                continue
            open_ended.add(fence[1])
        if line:
            group.append(line)
        elif group:
            yield group, False
            group = []
    if group:
        yield group, False


def _closing(text: str, lines: Sequence[Span | None], start: int, mark: str) -> int | None:
    """The index after the line that closes a fence: the same mark, as long or longer."""
    for index in range(start, len(lines)):
        line = lines[index]
        if (
            line
            and len(line) >= len(mark)
            and text.startswith(mark, line.start)
            and not line.of(text).strip(mark[0])
        ):
            return index + 1
    return None


def _classify(text: str, group: Sequence[Span], *, introduced: bool) -> Iterator[Block]:
    widest = max(len(line) for line in group)
    width = widest if _NARROWEST_WRAP <= widest <= _WIDEST_WRAP else None
    masthead: bool | None = None
    content = introduced
    index = 0
    while index < len(group):
        first = last = group[index]
        kind = _kind_of_line(text, group, index)
        index += 1
        if kind == "heading" and index < len(group) and _underlines(text, group[index], first):
            last = group[index]
            index += 1
        while (
            kind in {"prose", "list"}
            and index < len(group)
            and not _is_row(text, group, index)
            and _runs_on(last.of(text), group[index].of(text), kind=kind, width=width)
        ):
            last = group[index]
            index += 1
        span = Span(first.start, last.end)
        body = span.of(text)
        if kind == "prose" and not ends_sentence(body):
            if len(group) == 1 and not introduced:
                kind = _kind_of_lone_line(body)
            else:
                if masthead is None:
                    masthead = any(is_layout(line.of(text)) for line in group)
                kind = _kind_of_bare_line(body, among_content=content and not masthead)
        content = content or kind in _CONTENT
        yield Block(span, kind)


def _kind_of_line(text: str, group: Sequence[Span], index: int) -> Kind:
    line = group[index].of(text)
    following = group[index + 1] if index + 1 < len(group) else None
    if not _says(line):
        return "furniture"
    if _HEADING.match(line) or (following and _underlines(text, following, group[index])):
        return "heading"
    if _is_row(text, group, index):
        # The row above `|---|---|` names the columns and answers nothing.
        names = following and "|" in (rule := following.of(text)) and not _says(rule)
        return "heading" if names else "table"
    if _ITEM.match(line):
        return "list"
    return "furniture" if is_layout(line) else "prose"


def _is_row(text: str, group: Sequence[Span], index: int) -> bool:
    """Whether bars or tabs part a line, or commas into as many cells as the next or last line."""
    lines = [line.of(text) for line in group[max(0, index - 1) : index + 2]]
    line = lines.pop(min(index, 1))
    parted = line.count("|") >= 2 or line.count("\t") >= 2
    if parted or any(m in line and any(m in other for other in lines) for m in (" | ", "\t")):
        return True
    alike = [other for other in lines if _count_cells(other) == _count_cells(line) > 2]
    return any(map(str.isdigit, "".join([line, *alike]))) and bool(alike)


def _count_cells(line: str) -> int:
    prose = ends_sentence(line) or is_layout(line) or _ITEM.match(line) or _WORDED.search(line)
    cells = _COMMA.split(line)
    return 0 if prose or max(len(cell.split()) for cell in cells) > 5 else len(cells)


def _says(line: str) -> bool:
    return any(map(str.isalnum, line))


def _underlines(text: str, line: Span, above: Span) -> bool:
    """Whether `line` makes a heading of the line above: no line that ends a sentence is one."""
    return bool(
        _UNDERLINE.match(text, line.start, line.end)
        and len(above) <= _WIDEST_WRAP
        and text[above.end - 1] not in ".。"
    )


def _runs_on(line: str, following: str, *, kind: Kind, width: int | None) -> bool:
    """Whether `following` is the same paragraph, broken where the next word did not fit."""
    if line == following or _starts_block(line, following, kind=kind):
        return False
    if line.startswith(">"):
        following = following.lstrip("> ") or following
    if following[0].islower() and (kind == "list" or len(line) > _NARROWEST_WRAP // 2):
        return True
    return width is not None and len(line) + 1 + len(following.split(None, 1)[0]) > width - 3


def _starts_block(before: str, line: str, *, kind: Kind) -> bool:
    if _HEADING.match(line) or line.count("|") >= 2 or _RULE.match(line):
        return True
    if _ITEM.match(line):
        inside = kind == "prose" and not ends_sentence(before)
        return not (inside and _DOUBTFUL_ITEM.match(line))
    return bool(_KEYED.match(line) and _KEYED.match(before))


def _kind_of_lone_line(line: str) -> Kind:
    """A line by itself that ends no sentence: a headline, or layout where it is short."""
    words = len(line.split())
    if words > _LONG_LINE or _tells(line):
        return "prose"
    if words > _SHORT_LINE:
        return "heading"
    is_layout = words <= 2 or any(map(str.isdigit, line)) or _EMAIL.search(line)
    return "furniture" if is_layout or _URL.match(line) else "heading"


def _kind_of_bare_line(line: str, *, among_content: bool) -> Kind:
    """A line among others that ends no sentence: a verse, a part of an address, or layout."""
    says = among_content or len(line.split()) > _SHORT_LINE or _tells(line)
    return "prose" if says else "furniture"


def _tells(line: str) -> bool:
    """Whether a line says something however short it is.

    A key and its value do, a run of an unspaced script, and a figure of
    something: "2 eggs" and "Sales rose 12%", but not "Los Angeles 66.8 F".
    """
    words = line.split()
    if len(words) > _SHORT_LINE:
        return False
    if len(words) == 1:
        return len(line) > 15 and not line.isascii()
    counted = any(map(str.isdigit, line)) and any(
        len(word) > 2 and word.isalpha() and word.islower() for word in words
    )
    return counted or bool(_KEYED.match(line))


def _mark_repeats(text: str, blocks: list[Block]) -> list[Block]:
    """A line printed twice in a row (a caption) or again and again (a running head) is layout.

    What stands twice with a blank line between is kept once: it may be all
    that a doubled paragraph says.
    """
    bodies = [block.span.of(text) for block in blocks]
    counts = Counter(
        body
        for body, block in zip(bodies, blocks, strict=True)
        if block.kind in {"prose", "heading"}
    )

    def repeats(index: int) -> bool:
        block, body = blocks[index], bodies[index]
        if block.kind not in {"prose", "heading"} or counts[body] == 1:
            return False
        if index > 0 and bodies[index - 1] == body:
            return True
        copied = index + 1 < len(bodies) and bodies[index + 1] == body
        if copied and text.count("\n", block.span.end, blocks[index + 1].span.start) == 1:
            return True
        return counts[body] > 2 and not ends_sentence(body)

    return [
        Block(block.span, "furniture") if repeats(index) else block
        for index, block in enumerate(blocks)
    ]


def _settle_headings(text: str, blocks: list[Block]) -> list[Block]:
    """A bare line that was taken for a headline but heads nothing is what a document says.

    Notes are often written so: a line, a blank line, a line. The first such
    line stays the title, and lines after "Must read" and the like are teasers.
    """
    heads: list[bool] = []
    content = False
    for block in reversed(blocks):
        heads.append(content)
        if block.kind != "furniture":
            content = block.kind != "heading"
    heads.reverse()
    titled = teaser = False
    settled: list[Block] = []
    for block, heading in zip(blocks, heads, strict=True):
        body = block.span.of(text)
        kind = block.kind
        bare = len(body.split()) <= _LONG_LINE and not ends_sentence(body)
        if teaser and kind == "prose" and bare:
            kind = "heading"
        elif kind == "heading" and not _is_marked(body):
            if titled and not heading and not teaser and len(body.split()) > _SHORT_LINE:
                kind = "prose"
            titled = True
        titled = titled or kind in _CONTENT
        teaser = bool(is_teaser(body)) or (teaser and kind not in _CONTENT)
        settled.append(Block(block.span, kind))
    return settled


def _speak_up(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Make prose of lines that are short and bare, but all that a document says.

    Headings stay what they are where something else is left to quote.
    """
    silent = {b for b in blocks if b.kind != "code" and _says(b.span.of(text))}
    lines = {b for b in silent if not (b.kind == "heading" and _is_marked(b.span.of(text)))}
    return [Block(block.span, "prose") if block in (lines or silent) else block for block in blocks]


def _is_marked(heading: str) -> bool:
    """Whether a heading says that it is one, with `#` or a rule below it."""
    return bool(_HEADING.match(heading)) or "\n" in heading
