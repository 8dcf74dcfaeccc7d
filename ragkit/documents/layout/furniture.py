"""Running heads and feet and the numbers of pages, found by what pages have in common."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.documents.layout.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.documents.layout.pieces import Piece

__all__ = ["PagePieces", "take_furniture"]

_MARGIN = 0.2  # of the height of a page: where heads and feet stand
_MOST_ROWS = 3  # of a head or a foot
_GRID = 6.0  # points: what stands so near is at the same place
_FEW_PAGES = 6
_NUMBER = re.compile(r"\d+|\b[ivxlc]{1,7}\b", re.IGNORECASE)
_ROMAN = dict(zip("ivxlc", (1, 5, 10, 50, 100), strict=True))


@dataclass(slots=True)
class PagePieces:
    """The upright text of a page; `number` counts from 0."""

    number: int
    height: float
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class _Edge:
    """A row near the top or the bottom of a page."""

    page: PagePieces
    row: tuple[Piece, ...]
    key: str
    place: int  # from the nearer edge, in steps of the grid; below 0 from the bottom
    number: int | None  # where it holds one figure, and no word

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.row)


def take_furniture(pages: Sequence[PagePieces]) -> list[str]:
    """Take heads, feet and numbers away from their pages.

    A row goes if it stands at the same place on at least two pages (three, where
    there are more than six), figures aside, and no other row stands between it and
    the edge of the page. A bare figure goes only if it counts the pages.

    Returns:
        The text of what was taken from the first page: a head may hold the date.
    """
    edges = [list(_edges(page)) for page in pages]
    counts: Counter[tuple[str, int]] = Counter()
    steps: Counter[tuple[int, int]] = Counter()
    for edge in (edge for group in edges for edge in group):
        counts[edge.key, edge.place] += 1
        if edge.number is not None:
            steps[edge.place, edge.number - edge.page.number] += 1
    least = 2 if len(pages) <= _FEW_PAGES else 3
    taken: list[str] = []
    for page, group in zip(pages, edges, strict=True):
        gone = list(_outermost(group, counts, steps, least))
        out = {id(piece) for edge in gone for piece in edge.row}
        page.pieces = [piece for piece in page.pieces if id(piece) not in out]
        if page is pages[0]:
            taken = [edge.text for edge in gone]
    return taken


def _edges(page: PagePieces) -> Iterator[_Edge]:
    """Rows in the margins, those of the head from the top, those of the foot from the bottom."""
    rows = rows_of(page.pieces)
    for row in rows[:_MOST_ROWS]:
        if row[0].bottom < _MARGIN * page.height:
            yield _edge(page, row, round(row[0].top / _GRID))
    for row in rows[: -_MOST_ROWS - 1 : -1]:
        if row[0].top > (1 - _MARGIN) * page.height:
            yield _edge(page, row, round((row[0].top - page.height) / _GRID) - 1)


def _edge(page: PagePieces, row: Sequence[Piece], place: int) -> _Edge:
    text = " ".join(" ".join(piece.text for piece in row).split()).casefold()
    numbers = _NUMBER.findall(text)
    key = _NUMBER.sub("#", text)
    alone = len(numbers) == 1 and not any(map(str.isalpha, key))
    return _Edge(page, tuple(row), key, place, _value(numbers[0]) if alone else None)


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number[:9])
    values = [_ROMAN[letter] for letter in number.lower()]
    later = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, later, strict=True))


def _outermost(
    edges: Sequence[_Edge],
    counts: Counter[tuple[str, int]],
    steps: Counter[tuple[int, int]],
    least: int,
) -> Iterator[_Edge]:
    for head in (True, False):
        for edge in edges:
            if (edge.place >= 0) != head:
                continue
            near = range(edge.place - 1, edge.place + 2)
            if any(map(str.isalpha, edge.key)):
                again = sum(counts[edge.key, place] for place in near)
            elif edge.number is not None:
                step = edge.number - edge.page.number
                again = sum(steps[place, step] for place in near) if step != 1 else least
            else:
                again = 0
            if again < least:
                break
            yield edge
