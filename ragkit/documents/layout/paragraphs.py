"""Lines of a region to blocks: paragraphs, headings, items of lists, rows of tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from ragkit.documents.layout.columns import LIST_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.documents.layout.columns import Region
    from ragkit.documents.layout.rows import Line

__all__ = ["Block", "blocks_of", "ends_early"]

Kind = Literal["text", "item", "row"]

_BULLET = re.compile(r"[•‣▪◦●○■□\ufffd·\uf0b7\uf0a7]\s*|[–—\-*]\s+")
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{2,5})[.)]\s+\S")
_ENDS = re.compile(r"""[.!?…:;。！？][)\]"'”’»]*[\d⁰¹²³⁴-⁹]*$""")
# A line of a table of contents; it says what the page that it leads to says.
_LEADER = re.compile(r"(?:\s?\.){5,}\s*\d+$|(?:\s\.){5,}$")
_SAME_SIZE = 1.1
_NEXT_PARAGRAPH = 1.25  # times the usual distance of lines
_INDENT = 0.7  # ems
_SLACK = 0.9  # ems beyond the word that would have fitted


@dataclass(slots=True)
class Block:
    """A paragraph, a heading, an item or a row of a table.

    Attributes:
        lines: with the number of the page that each is on.
        first: where it starts, and in which font.
        last: where it ends.
        right: how far to the right its column goes.
        indent: how far its first line is set in, in ems.
        group: lists and tables are written line by line; 0 for none.
    """

    kind: Kind
    lines: list[tuple[int, str]]
    first: Line
    last: Line
    right: float
    indent: float
    group: int = 0


def blocks_of(regions: Sequence[Region], *, page: int, groups: Iterator[int]) -> list[Block]:
    """The blocks of a page in order.

    Args:
        regions: as they are read.
        page: its number, which the blocks carry.
        groups: numbers for lists and tables.
    """
    blocks: list[Block] = []
    for region in regions:
        region.lines = [line for line in region.lines if not _LEADER.search(line.text)]
        if region.is_table:
            blocks += _rows(region, page, next(groups))
        else:
            blocks += _paragraphs(region, page, groups)
    return blocks


def _rows(region: Region, page: int, group: int) -> Iterator[Block]:
    for line in region.lines:
        written = f"| {' | '.join(line.cells)} |"
        yield Block("row", [(page, written)], line, line, region.right, 0.0, group)


def _paragraphs(region: Region, page: int, groups: Iterator[int]) -> Iterator[Block]:
    pitch = _pitch(region.lines)
    group = 0
    for lines in _split(region, pitch):
        first, last = lines[0], lines[-1]
        is_item = _is_item(first.text)
        texts = [line.text for line in lines]
        if is_item and (bullet := _BULLET.match(texts[0])):
            texts[0] = f"- {texts[0][bullet.end() :]}"
        group = (group or next(groups)) if is_item else 0
        yield Block(
            kind="item" if is_item else "text",
            lines=[(page, text) for text in texts],
            first=first,
            last=last,
            right=region.right,
            indent=(first.x0 - region.left) / first.size,
            group=group,
        )


def _split(region: Region, pitch: float) -> Iterator[list[Line]]:
    open_: list[Line] = []
    for number, line in enumerate(region.lines):
        following = region.lines[number + 1] if number + 1 < len(region.lines) else None
        if open_ and _starts(open_, line, following, region, pitch):
            yield open_
            open_ = []
        open_.append(line)
    if open_:
        yield open_


def _pitch(lines: Sequence[Line]) -> float:
    """The distance of lines that is most usual, in ems of their size; 0 where none is."""
    steps: Counter[float] = Counter()
    for above, below in pairwise(lines):
        if _alike(above, below) and below.bottom > above.bottom:
            steps[round((below.bottom - above.bottom) / above.size, 1)] += 1
    if not steps:
        return 0.0
    # Of two as usual the smaller: the larger parts paragraphs.
    usual, count = min(steps.items(), key=lambda step: (-step[1], step[0]))
    return usual if usual <= 1.6 or count >= 4 else 0.0


def _alike(one: Line, other: Line) -> bool:
    small, large = sorted((one.size, other.size))
    return large <= _SAME_SIZE * small


def _starts(
    before: Sequence[Line], line: Line, following: Line | None, region: Region, pitch: float
) -> bool:
    """Whether a line is the first of a block."""
    last = before[-1]
    step = (line.bottom - last.bottom) / last.size
    if not _alike(last, line) or last.bold != line.bold or step < 0.3:
        return True
    if step > _NEXT_PARAGRAPH * (pitch or 1.25):
        return True
    if _is_item(line.text) and _may_start_item(before, line, region):
        return True
    return _is_set_in(before, line, following, region) or _ended_early(last, line, region)


def _is_item(text: str) -> bool:
    return bool(_BULLET.match(text) or _NUMBERED.match(text) or LIST_MARK.match(text))


def _may_start_item(before: Sequence[Line], line: Line, region: Region) -> bool:
    last = before[-1]
    if _is_item(before[0].text) and line.x0 < before[0].x0 + 0.5 * line.size:
        return True
    ended = bool(_ENDS.search(last.text)) or ends_early(last, line, region.right)
    return ended or (line.text[0] not in "–—-*" and bool(_BULLET.match(line.text)))


def _is_set_in(before: Sequence[Line], line: Line, following: Line | None, region: Region) -> bool:
    """Whether an indent, or the end of a hanging one, starts a paragraph."""
    last, em = before[-1], line.size
    step = (line.x0 - last.x0) / em
    if step > _INDENT:
        if _is_item(before[0].text) and len(before) == 1:
            return False  # the lines of an item hang
        if line.text[0].islower() and not _ENDS.search(last.text):
            return False
        hangs = following is not None and abs(following.x0 - line.x0) < _INDENT * em
        return not hangs or ends_early(last, line, region.right)
    # References hang: the first line is at the margin, the others are set in.
    out = step < -_INDENT and len(before) > 1 and bool(_ENDS.search(last.text))
    return out and last.x0 - before[0].x0 > _INDENT * em


def _ended_early(last: Line, line: Line, region: Region) -> bool:
    if not ends_early(last, line, region.right):
        return False
    if last.text[-1] in "-\u00ad\x02\ufffe" or (
        line.text[0].islower() and not _ENDS.search(last.text)
    ):
        return False
    return not _are_centred(last, line, region)


def _are_centred(last: Line, line: Line, region: Region) -> bool:
    middle = (region.left + region.right) / 2
    return all(abs((each.x0 + each.x1) / 2 - middle) < 0.7 * each.size for each in (last, line))


def ends_early(last: Line, following: Line, right: float) -> bool:
    """Whether the first word of the following line would have fitted at the end of a line."""
    word = following.text.split(" ", 1)[0]
    width = (following.x1 - following.x0) / max(1, len(following.text)) * (len(word) + 1)
    return right - last.x1 > width + _SLACK * last.size
