"""Pieces that stand side by side: rows, and lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ragkit.documents.layout.pieces import Piece

__all__ = ["Line", "line_of", "rows_of"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column; `cells` are the parts of a row of a table, else none."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    cells: tuple[str, ...] = ()


def rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Rows from the top, the pieces of each from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.x0)):
        if rows:
            last = rows[-1][0]
            if abs(piece.middle - last.middle) < 0.5 * min(piece.size, last.size):
                rows[-1].append(piece)
                continue
        rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.x0)
    return rows


def line_of(row: Sequence[Piece], cells: tuple[str, ...] = ()) -> Line:
    """The text of a row; `cells` are its parts, where it is one of a table."""
    longest = max(row, key=lambda piece: len(piece.text))
    return Line(
        text=" ".join(piece.text for piece in row),
        x0=row[0].x0,
        x1=max(piece.x1 for piece in row),
        top=min(piece.top for piece in row),
        bottom=max(piece.bottom for piece in row),
        size=longest.size,
        bold=all(piece.bold for piece in row),
        cells=cells,
    )
