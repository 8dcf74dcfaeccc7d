"""The rows and cells of a table of a DOCX, and whether they mean something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.documents.zipped import child, local_name

if TYPE_CHECKING:
    from ragkit.documents.markup import Node

__all__ = ["is_data", "rows_of_table"]

_LONG_CELL = 400  # characters: with cells of so many on average a table is a layout


def rows_of_table(table: Node) -> list[list[Node]]:
    """The cells of each row, those of tables within cells and of deleted rows not among them."""
    rows = [row for row in table.iter() if local_name(row) == "tr" and _is_within(row, table)]
    kept = [row for row in rows if child(row, "trPr", "del") is None]
    return [
        [cell for cell in row.iter() if local_name(cell) == "tc" and _is_within(cell, row)]
        for row in kept
    ]


def _is_within(element: Node, holder: Node) -> bool:
    """Whether the nearest element of the holder's name around an element is the holder."""
    name = local_name(holder)
    above = element.getparent()
    while above is not None and local_name(above) != name:
        above = above.getparent()
    return above is holder


def is_data(rows: list[list[Node]]) -> bool:
    """Whether rows and columns mean something; letters and forms are laid out with tables."""
    cells = [cell for row in rows for cell in row]
    if not any(len(row) > 1 for row in rows):
        return False
    if any(local_name(below) == "tbl" for cell in cells for below in cell.iter()):
        return False
    letters = sum(len(t.text or "") for c in cells for t in c.iter() if local_name(t) == "t")
    return letters <= _LONG_CELL * len(cells)
