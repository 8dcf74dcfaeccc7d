"""Pieces of a page to regions in reading order: columns of text, and tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from ragkit.documents.layout.bands import Band, Gap, Rows, bands_of, common
from ragkit.documents.layout.rows import line_of, rows_of
from ragkit.documents.layout.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.documents.layout.pieces import Piece
    from ragkit.documents.layout.rows import Line

__all__ = ["LIST_MARK", "Region", "regions_of"]

#: What stands before an item of a list, alone.
LIST_MARK = re.compile(
    r"[•‣▪◦●○■□\ufffd–—\-*·\uf0b7\uf0a7]$|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]$"
)

_FEWEST_LINES = 3  # of a column that nothing else speaks for
_MANY_LINES = 6
_SHORTEST_LINE = 18  # characters
_FILL = 0.6  # of a column's width: how long its lines are, half of them
_LETTERS = 0.6  # of a column's characters; tables hold figures
_FLUSH = 1.5  # points
_MANY_FLUSH = 0.3  # of the lines of a column
_MOST_PIECES = 20_000  # of a page; more are no text that was set in columns
_DEEPEST = 6  # columns in columns


@dataclass(slots=True)
class Region:
    """Lines that are read one after another, all of text or all of one table."""

    lines: list[Line]
    left: float
    right: float
    is_table: bool = False


def regions_of(pieces: Sequence[Piece], *, depth: int = 0) -> list[Region]:
    """The regions of a page, or of a column of it, in the order in which they are read."""
    if not pieces:
        return []
    rows = rows_of(pieces)
    em = median(piece.size for piece in pieces)
    if depth >= _DEEPEST or len(pieces) > _MOST_PIECES:
        return [_text(rows)]
    bands = [_classified(band, em) for band in bands_of(rows, em)]
    regions: list[Region] = []
    for band in _joined(bands):
        if band.gutter:
            middle = sum(band.gutter) / 2
            for side in _sides(band.rows, middle):
                regions += regions_of([piece for row in side for piece in row], depth=depth + 1)
        else:
            regions += _regions_of_band(band, em)
    return list(_merged(regions))


def _classified(band: Band, em: float) -> Band:
    """Find the gutter of a band: the gap that has lines of text on both sides."""
    band.gaps = [gap for gap in band.gaps if not _parts_marks(band.rows, gap)]
    for gap in sorted(band.gaps, key=lambda gap: gap[0] - gap[1]):
        left, right = _sides(band.rows, sum(gap) / 2)
        # The last column of a text may have a line or two.
        least = 1 if len(left) >= _MANY_LINES else _FEWEST_LINES
        if _is_column(left, em) and _is_column(right, em, least=least):
            band.gutter = gap
            break
    return band


def _parts_marks(rows: Rows, gap: Gap) -> bool:
    """Whether a gap has nothing but the marks of a list to its left."""
    before = [[piece for piece in row if piece.x1 <= gap[0] + 1] for row in rows]
    marks = [row for row in before if row]
    return all(len(row) == 1 and LIST_MARK.match(row[0].text) for row in marks)


def _sides(rows: Rows, middle: float) -> tuple[Rows, Rows]:
    left = [[piece for piece in row if piece.x0 < middle] for row in rows]
    right = [[piece for piece in row if piece.x0 >= middle] for row in rows]
    return [row for row in left if row], [row for row in right if row]


def _is_column(rows: Rows, em: float, *, least: int = _FEWEST_LINES) -> bool:
    if len(rows) < least:
        return False
    texts = [" ".join(piece.text for piece in row) for row in rows]
    left = min(row[0].x0 for row in rows)
    right = max(row[-1].x1 for row in rows)
    width = max(right - left, em)
    whole = "".join("".join(text.split()) for text in texts)
    return (
        median(map(len, texts)) >= _SHORTEST_LINE
        and median(row[-1].x1 - row[0].x0 for row in rows) >= _FILL * width
        and sum(map(str.isalpha, whole)) >= _LETTERS * len(whole)
    )


def _joined(bands: Sequence[Band]) -> Iterator[Band]:
    """Bands one after another that have the same gutter are one: it is read down first."""
    at = 0
    while at < len(bands):
        band = bands[at]
        at += 1
        if band.gutter is None and not band.is_table and at < len(bands):
            # A line that stands over one of the columns below it.
            following = bands[at]
            near = following.gutter and _keeps(band, following.gutter)
            if near and following.gutter and not band.gaps and _is_right(band, following.gutter):
                band = Band([*band.rows, *following.rows], following.gaps, following.gutter)
                at += 1
        while band.gutter and at < len(bands) and (both := _shared(band, bands[at])):
            band = Band([*band.rows, *bands[at].rows], band.gaps, both)
            at += 1
        yield band


def _is_right(band: Band, gutter: Gap) -> bool:
    return all(piece.x0 >= gutter[0] for row in band.rows for piece in row)


def _shared(band: Band, following: Band) -> Gap | None:
    """The gutter that both leave free, if the second is no table on both sides of it."""
    gutter = band.gutter
    if gutter is None or not _keeps(following, gutter):
        return None
    if following.gutter:
        both = common([gutter], [following.gutter], 0.1)
        return both[0] if both else None
    across = all(_sides(following.rows, sum(gutter) / 2))
    return None if following.is_table and across else gutter


def _keeps(band: Band, gutter: Gap) -> bool:
    middle = sum(gutter) / 2
    return not any(piece.x0 < middle < piece.x1 for row in band.rows for piece in row)


def _regions_of_band(band: Band, em: float) -> list[Region]:
    """The table of a band, and the text over and under it; or its text."""
    if not band.is_table:
        return [_text(band.rows)]
    above, lines, below = table_of(band.rows, band.gaps, em)
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    parts = [_text(above)] if above else []
    parts.append(Region(lines, left, right, is_table=True))
    return [*parts, _text(below)] if below else parts


def _text(rows: Rows) -> Region:
    lines = [line_of(row) for row in rows]
    return Region(lines, min(line.x0 for line in lines), right_edge(lines))


def right_edge(lines: Sequence[Line]) -> float:
    """How far to the right a column goes: where many of its lines end, else where the longest does.

    In justified text a word that would not be parted may stick out.
    """
    ends = sorted(line.x1 for line in lines)
    near = [bisect_left(ends, end + _FLUSH) - bisect_left(ends, end - _FLUSH) for end in ends]
    most, flush = max(zip(near, ends, strict=True))
    return flush if most >= max(2.0, _MANY_FLUSH * len(ends)) else ends[-1]


def _merged(regions: Sequence[Region]) -> Iterator[Region]:
    """Text of one column that bands have parted is one region again; so are rows of a table."""
    last: Region | None = None
    for region in regions:
        if last is not None and not last.is_table and not region.is_table:
            overlap = min(last.right, region.right) - max(last.left, region.left)
            below = region.lines[0].top > last.lines[-1].top
            if below and overlap > 0:
                last.lines += region.lines
                last.left = min(last.left, region.left)
                last.right = right_edge(last.lines)
                continue
        if last is not None:
            yield last
        last = region
    if last is not None:
        yield last
