"""Rows of a page in runs that leave the same blanks between them free."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.documents.layout.pieces import Piece

__all__ = ["Band", "Gap", "Rows", "bands_of", "cells_of", "common"]

Rows = list[list["Piece"]]
Gap = tuple[float, float]

_GUTTER = 0.7  # ems: the least width of a blank between columns
_BLANK_BAND = 1.5  # ems of nothing at all from margin to margin
_APART, _WELL_APART = 0.95, 1.5  # ems
_PITCH = 1.7  # times the usual distance of rows


@dataclass(slots=True)
class Band:
    """Rows from margin to margin; `gutter` parts two columns of text, if they are columns."""

    rows: Rows
    gaps: list[Gap] = field(default_factory=list)
    gutter: Gap | None = None

    @property
    def is_table(self) -> bool:
        """Whether three rows have cells side by side, or two that stand well apart.

        In justified text wide blanks may come to stand over each other; only a row whose cells
        are farther apart than such blanks counts.
        """
        if self.gutter is not None or not self.gaps:
            return False
        em = self.rows[0][0].size
        apart = [self._apart(row) for row in self.rows]
        count = sum(gap > _APART * em for gap in apart)
        return count > 2 or (count > 1 and max(apart) > _WELL_APART * em)

    def _apart(self, row: Sequence[Piece]) -> float:
        """How far apart the cells of a row are, the two that are farthest; 0 for one cell."""
        cells = cells_of(row, self.gaps)
        return max((b[0].x0 - a[-1].x1 for a, b in pairwise(cells)), default=0.0)


def cells_of(row: Sequence[Piece], gaps: Sequence[Gap]) -> list[list[Piece]]:
    """The pieces of a row by the columns that gaps part; columns without any left out."""
    cells: dict[int, list[Piece]] = {}
    for piece in row:
        column = sum((gap[0] + gap[1]) / 2 < piece.x0 for gap in gaps)
        cells.setdefault(column, []).append(piece)
    return list(cells.values())


def bands_of(rows: Rows, em: float) -> Iterator[Band]:
    """Runs of rows that leave the same blanks between them free."""
    left = min(row[0].x0 for row in rows) - 2 * em
    right = max(piece.x1 for row in rows for piece in row) + 2 * em
    run = _Run()
    for row in rows:
        own = [gap for gap in _free(row, left, right) if gap[1] - gap[0] >= _GUTTER * em]
        both = common(run.free, own, _GUTTER * em) if run.rows else own
        if run.rows and (run.is_broken_by(row, own, both) or run.is_far_above(row, em)):
            yield Band(run.rows, run.interior(run.free))
            run, both = _Run(), own
        run.add(row, both)
    yield Band(run.rows, run.interior(run.free))


@dataclass(slots=True)
class _Run:
    """Rows one after another, and the gaps that all of them leave free."""

    rows: Rows = field(default_factory=list)
    free: list[Gap] = field(default_factory=list)
    first: float = math.inf  # the leftmost and the rightmost place that they reach
    last: float = -math.inf
    pitches: list[float] = field(default_factory=list)

    def add(self, row: list[Piece], free: list[Gap]) -> None:
        if self.rows:
            self.pitches.append(row[0].middle - self.rows[-1][0].middle)
        self.rows.append(row)
        self.free = free
        self.first, self.last = self._reach(row)

    def _reach(self, row: Sequence[Piece]) -> tuple[float, float]:
        return min(self.first, row[0].x0), max(self.last, *(piece.x1 for piece in row))

    def interior(self, gaps: Sequence[Gap], row: Sequence[Piece] = ()) -> list[Gap]:
        """The gaps that have something on both sides."""
        first, last = self._reach(row) if row else (self.first, self.last)
        return [gap for gap in gaps if first < gap[0] and gap[1] < last]

    def is_broken_by(self, row: Sequence[Piece], own: Sequence[Gap], both: Sequence[Gap]) -> bool:
        """Whether a row closes the gaps of those before it, or has some where they have none."""
        if not both:
            return True
        parts = self.interior(self.free) or _Run().interior(own, row)
        return bool(parts) and not self.interior(both, row)

    def is_far_above(self, row: Sequence[Piece], em: float) -> bool:
        """Whether a blank band, wider than any between its rows, lies before a row."""
        blank = min(piece.top for piece in row) - max(piece.bottom for piece in self.rows[-1])
        usual = median(self.pitches[-20:]) if self.pitches else 2 * em
        return blank > _BLANK_BAND * em and row[0].middle - self.rows[-1][0].middle > _PITCH * usual


def _free(row: Sequence[Piece], left: float, right: float) -> Iterator[Gap]:
    at = left
    for piece in row:
        if piece.x0 > at:
            yield at, piece.x0
        at = max(at, piece.x1)
    if right > at:
        yield at, right


def common(some: Sequence[Gap], others: Sequence[Gap], least: float) -> list[Gap]:
    """What two lists of gaps have in common, if it is at least so wide."""
    both = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return [gap for gap in both if gap[1] - gap[0] >= least]
