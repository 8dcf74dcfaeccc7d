"""Figures of the sources, shelved so that a draft's figure is compared with few of them."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, islice
from typing import TYPE_CHECKING

from ragkit.text.units import unit_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from ragkit.quotes.figures.figure import Figure

__all__ = ["Shelves"]

# So many figures of one value, and so many of other values, are compared at most.
_MOST = 100

#: A dimension and a noun; None for whatever noun.
_Shelf = tuple[str, str | None]


class Shelves:
    """Figures by dimension and noun, and there by value and by the words of their sentences.

    Args:
        figures: all that a draft's figures may be compared with.
    """

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_value: dict[tuple[_Shelf, Fraction], list[Figure]] = defaultdict(list)
        self._by_term: dict[tuple[_Shelf, str], list[Figure]] = defaultdict(list)
        for figure in figures:
            for shelf in ((figure.quantity.dimension, figure.noun), _any_noun(figure)):
                self._by_value[shelf, _value(figure)].append(figure)
                for term in figure.subject:
                    self._by_term[shelf, term].append(figure)

    def near(self, asked: Figure) -> list[Figure]:
        """Those that may be of the same thing, each once, and never more than a bounded number.

        Of the same value first; then those that share the rarest words: a sentence that
        holds all of them is among those.
        """
        shelves = [_any_noun(asked)]
        if asked.noun:
            shelves = [(asked.quantity.dimension, noun) for noun in (asked.noun, "")]
        equal = [self._by_value.get((shelf, _value(asked)), ()) for shelf in shelves]
        words = [
            self._by_term.get((shelf, term), ()) for shelf in shelves for term in asked.subject
        ]
        words.sort(key=len)
        found = {id(figure): figure for figure in islice(chain.from_iterable(equal), _MOST)}
        for figure in islice(chain.from_iterable(words), _MOST):
            found.setdefault(id(figure), figure)
        return list(found.values())


def _any_noun(figure: Figure) -> _Shelf:
    return figure.quantity.dimension, None


def _value(figure: Figure) -> Fraction:
    quantity = figure.quantity
    return unit_named(quantity.unit).to_base(quantity.low)
