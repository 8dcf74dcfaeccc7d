"""The key figures of documents: each with its bound and its noun, as its sentence has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ragkit.text.polarity import find_markers
from ragkit.text.quantities import compare
from ragkit.text.terms import terms
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ragkit.quotes.figures.figure import Figure
    from ragkit.summarizing.material import Material

__all__ = ["KeyFigure", "key_figures", "words_of"]

_MOST_AFTER = 6  # words behind a number that its noun is looked for in
_WORD = re.compile(r"[^\W_][\w’'.-]*")
_MOST_OF_CLAUSE = 8
_FEWEST = 3
_CLAUSES = frozenset("and or but while than as that which who when where".split())
_PREPOSITIONS = frozenset("in on at by for from to with of".split())
_ENDS = re.compile(r"\s*(?:$|[,;:.()—–|])")
_OF = re.compile(r"\bof\s+\Z")
_CALIBRE = re.compile(
    r"[\d.,]+[\s-]*(?:mm|millimet\w+)\s+(?:artillery\s+)?[a-z]+s\b", re.IGNORECASE
)
_BREAK = re.compile(r"[,;:()—–|]|\.\s")

#: The number of a sentence of the material, the place of a figure in its text, and the figure.
KeyFigure = tuple[int, Span, "Figure"]


def key_figures(material: Material, weights: NDArray[np.floating]) -> Iterator[KeyFigure]:
    """The figures of the weightiest sentences, one that says the same as another left out."""
    told: list[Figure] = []
    for n in map(int, np.argsort(-weights, kind="stable")):
        for figure in material.figures(n):
            if _tells(figure) and not any(_same(figure, other) for other in told):
                told.append(figure)
                yield n, words_of(material.sentences[n].text, figure), figure


def _tells(figure: Figure) -> bool:
    """Whether it is a figure of something, and no part of a name: "152-millimetre shells"."""
    quantity = figure.quantity
    if not any(char.isdigit() for char in figure.written):
        return False  # "two kinds", "half of it"
    if quantity.kind == "measure":
        if _CALIBRE.match(figure.text, figure.at):
            return False
        end = figure.at + len(quantity.span)
        return "-" not in figure.text[figure.at : end + 1] and not _OF.search(
            figure.text, 0, figure.at
        )
    return bool(figure.noun) or quantity.kind != "count"


def _same(figure: Figure, other: Figure) -> bool:
    return figure.noun == other.noun and compare(figure.quantity, other.quantity) == "equal"


def words_of(sentence: str, figure: Figure) -> Span:
    """A figure with the words that bound it and those up to what it counts or measures."""
    quantity = figure.quantity
    start = figure.at
    length = len(quantity.span)
    end = start + length
    for marker in find_markers(sentence, 0, start + length):
        between = sentence[marker.span.end : start]
        if marker.kind != "negation" and marker.span.end <= start and not between.strip(" $€£₩¥"):
            start = marker.span.start
    stop = _noun_end(sentence, end, figure)
    bare = stop == end and quantity.kind != "measure" and not _ENDS.match(sentence, end)
    return Span(start, _clause_end(sentence, end) if bare else stop)


def _clause_end(sentence: str, end: int) -> int:
    """Where a clause ends that says what a figure without a noun is of, if it soon does."""
    limit = _BREAK.search(sentence, end)
    last = limit.start() if limit else len(sentence)
    words = list(_WORD.finditer(sentence, end, last))
    joints = _CLAUSES if len(words) <= _MOST_OF_CLAUSE else _CLAUSES | _PREPOSITIONS
    cut = (n for n, word in enumerate(words) if n >= _FEWEST and word[0].lower() in joints)
    short = words[: next(cut, len(words))]
    if len(short) > _MOST_OF_CLAUSE:
        return end
    return short[-1].end() - (short[-1][0][-1] == ".") if short else end


def _noun_end(sentence: str, end: int, figure: Figure) -> int:
    """Where the noun of a figure ends, if it stands a few words behind it."""
    wanted = figure.noun
    limit = _BREAK.search(sentence, end)
    last = limit.start() if limit else len(sentence)
    for n, word in enumerate(_WORD.finditer(sentence, end, last)):
        if n == _MOST_AFTER or not wanted:
            break
        if wanted in terms(word[0]):
            return word.start() + len(word[0].rstrip(".’'"))
    return end
