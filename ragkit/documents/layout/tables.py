"""Rows of a table, with the lines of a cell put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.documents.layout.bands import cells_of
from ragkit.documents.layout.rows import line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.documents.layout.bands import Gap, Rows
    from ragkit.documents.layout.pieces import Piece
    from ragkit.documents.layout.rows import Line

__all__ = ["table_of"]

_SAME_CELL = 1.45  # ems from line to line
_SLACK = 1.0  # ems beyond the word that would have fitted

_Cells = dict[int, list["Piece"]]


def table_of(rows: Rows, gaps: Sequence[Gap], em: float) -> tuple[Rows, list[Line], Rows]:
    """The rows of a table as lines, and the rows before and after it, which are none of it.

    Args:
        rows: of a band, some of them with cells side by side.
        gaps: what parts their cells.
        em: the usual size of the text, in points.
    """
    tabular = [n for n, row in enumerate(rows) if len(cells_of(row, gaps)) > 1]
    first, end = tabular[0], tabular[-1] + 1
    ends = _ends(rows[first:], gaps)
    while end < len(rows) and _is_rest(rows[end], rows[end - 1], gaps, ends, em):
        end += 1
    written: list[tuple[list[Piece], list[str]]] = []
    for number in range(first, end):
        row = rows[number]
        cells = [""] * (len(gaps) + 1)
        for column, pieces in _columns(row, gaps).items():
            cells[column] = " ".join(piece.text for piece in pieces)
        if number > first and _is_rest(row, rows[number - 1], gaps, ends, em):
            last, above = written[-1]
            last.extend(row)
            above[:] = [" ".join(filter(None, pair)) for pair in zip(above, cells, strict=True)]
        else:
            written.append((list(row), cells))
    lines = [line_of(row, tuple(cells)) for row, cells in written]
    return rows[:first], lines, rows[end:]


def _columns(row: Sequence[Piece], gaps: Sequence[Gap]) -> _Cells:
    return {
        sum((gap[0] + gap[1]) / 2 < cell[0].x0 for gap in gaps): cell
        for cell in cells_of(row, gaps)
    }


def _ends(rows: Rows, gaps: Sequence[Gap]) -> dict[int, float]:
    """How far to the right each column goes."""
    ends: dict[int, float] = {}
    for row in rows:
        for column, pieces in _columns(row, gaps).items():
            ends[column] = max(ends.get(column, 0.0), pieces[-1].x1)
    return ends


def _is_rest(
    row: Sequence[Piece],
    above: Sequence[Piece],
    gaps: Sequence[Gap],
    ends: dict[int, float],
    em: float,
) -> bool:
    """Whether a row goes on with cells of the one above, whose lines were full."""
    cells, before = _columns(row, gaps), _columns(above, gaps)
    if 0 in cells or row[0].middle - above[0].middle > _SAME_CELL * em:
        return False
    return all(
        column in before and _is_full(before[column][-1], pieces[0], ends[column], em)
        for column, pieces in cells.items()
    )


def _is_full(last: Piece, following: Piece, end: float, em: float) -> bool:
    word = len(following.text.split(" ", 1)[0]) + 1
    width = (following.x1 - following.x0) / len(following.text) * word
    return end - last.x1 <= width + _SLACK * em
