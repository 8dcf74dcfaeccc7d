"""Pieces that stand side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ragkit.documents.layout.pieces import Piece

__all__ = ["rows_of"]


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
