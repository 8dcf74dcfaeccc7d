"""Running heads and feet and the numbers of pages, found by what pages have in common."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ragkit.documents.layout.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.documents.layout.pieces import Piece

__all__ = ["PagePieces", "take_furniture"]

_MARGIN = 0.2  # of the height of a page: where heads and feet stand
_MOST_ROWS = 3  # of a head or a foot
_GRID = 6.0  # points: what stands so near is at the same place
_FEW_PAGES = 6
_APART = 1.4  # times its size
_MOST_NUMBERS = 4
# Where the number of a page stands: "12 | Notes", "Notes 12", "Page 12 of 40".
_NUMBER = re.compile(
    r"(?:^|(?<=\bpage )|(?<=\bp\. )|(?<=^- ))(?:\d+|[ivxlc]{1,7}\b)|(?:\d+|\b[ivxlc]{1,7})$"
)
_SAYS = re.compile(r"[^\W_]")
_ROMAN = dict(zip("ivxlc", (1, 5, 10, 50, 100), strict=True))


@dataclass(slots=True)
class PagePieces:
    """The upright text of a page; `number` counts from 0."""

    number: int
    height: float
    pieces: list[Piece]
    _rows: list[list[Piece]] = field(default_factory=list)

    def rows(self) -> list[list[Piece]]:
        """The pieces side by side, as they are when this is first asked."""
        if not self._rows:
            self._rows = rows_of(self.pieces)
        return self._rows

    def clear(self) -> None:
        """Let go of what is not needed any more."""
        self.pieces, self._rows = [], []


@dataclass(frozen=True, slots=True)
class _Edge:
    """A row near the top or the bottom of a page.

    Attributes:
        keys: its text, and its text without one of its numbers, with what that number is
            ahead of the page: "3 | Notes" and "4 | Notes" have such a key in common.
        place: from the nearer edge, in steps of the grid; below 0 from the bottom.
    """

    row: tuple[Piece, ...]
    keys: tuple[tuple[str, int | None], ...]
    place: int
    counts_page: bool  # it is the number of the page and nothing else

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.row)


def take_furniture(pages: Sequence[PagePieces]) -> list[str]:
    """Take heads, feet and numbers away from their pages.

    A row goes if it stands at the same place on at least two pages (three, where
    there are more than six), the number of the page aside, if no other row stands between it
    and the edge of the page, and if it stands apart from what follows.

    Returns:
        The text of what was taken from the first page: a head may hold the date.
    """
    edges = [(_edges(page, head=True), _edges(page, head=False)) for page in pages]
    counts: Counter[tuple[str, int | None, int]] = Counter()
    for edge in (edge for sides in edges for side in sides for edge in side):
        counts.update((*key, edge.place) for key in edge.keys)
    least = 2 if len(pages) <= _FEW_PAGES else 3
    gone = [
        [edge for side in sides for edge in _outermost(page, side, counts, least)]
        for page, sides in zip(pages, edges, strict=True)
    ]
    out = {id(piece) for group in gone for edge in group for piece in edge.row}
    kept = [[piece for piece in page.pieces if id(piece) not in out] for page in pages]
    if not any(kept):  # pages that are the same throughout say something, too
        return []
    for page, pieces in zip(pages, kept, strict=True):
        page.pieces = pieces
    return [edge.text for edge in gone[0]]


def _edges(page: PagePieces, *, head: bool) -> list[_Edge]:
    """Rows in a margin, the outermost first."""
    rows = page.rows()[:_MOST_ROWS] if head else page.rows()[: -_MOST_ROWS - 1 : -1]
    margin = _MARGIN * page.height
    edges: list[_Edge] = []
    for row in rows:
        if head and row[0].bottom < margin:
            edges.append(_edge(page, row, round(row[0].top / _GRID)))
        elif not head and row[0].top > page.height - margin:
            edges.append(_edge(page, row, round((row[0].top - page.height) / _GRID) - 1))
    return edges


def _edge(page: PagePieces, row: Sequence[Piece], place: int) -> _Edge:
    text = " ".join(" ".join(piece.text for piece in row).split()).casefold()
    keys: list[tuple[str, int | None]] = [(text, None)] if any(map(str.isalpha, text)) else []
    numbers = list(_NUMBER.finditer(text))[:_MOST_NUMBERS]
    for number in numbers:
        without = f"{text[: number.start()]}#{text[number.end() :]}"
        keys.append((without, _value(number.group()) - page.number))
    counts_page = bool(numbers) and keys[-1][1] == 1 and not _SAYS.search(keys[-1][0])
    return _Edge(tuple(row), tuple(keys), place, counts_page)


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number[:9])
    values = [_ROMAN[letter] for letter in number.lower()]
    later = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, later, strict=True))


def _outermost(
    page: PagePieces,
    edges: Sequence[_Edge],
    counts: Counter[tuple[str, int | None, int]],
    least: int,
) -> list[_Edge]:
    taken: list[_Edge] = []
    for edge in edges:
        near = range(edge.place - 1, edge.place + 2)
        again = max((sum(counts[*key, at] for at in near) for key in edge.keys), default=0)
        if again < least and not edge.counts_page:
            break
        taken.append(edge)
    while taken and not _stands_apart(page, taken[-1], len(taken)):
        taken.pop()
    return taken


def _stands_apart(page: PagePieces, edge: _Edge, count: int) -> bool:
    """Whether more than the distance of two lines is between a row and the next one inward."""
    rows = page.rows()
    if count >= len(rows):
        return True
    following = rows[count] if edge.place >= 0 else rows[-count - 1]
    return abs(following[0].middle - edge.row[0].middle) > _APART * edge.row[0].size
