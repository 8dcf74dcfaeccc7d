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

__all__ = ["key_figures", "shown_with"]

_MOST_AFTER = 6  # words behind a number that its noun is looked for in
_WORD = re.compile(r"[^\W_][\w’'.-]*")
_MOST_OF_CLAUSE = 8
_FEWEST, _MOST_OF_ALL = 3, 18
_DIGIT = re.compile(r"\d")
_RATE = re.compile(
    r"\s+(?:per|an?)\s+(?:second|minute|hour|day|night|week|month|year|head|person)\b"
)
_NO_NOUNS = frozenset("against instead than more less for from by in on at to".split())
_OF_WHICH = re.compile(r"\s+of\b")
_HEAD = re.compile(r"[\s,;:—–-]*(?:(?:and|but|while|whereas|or|so|which|that)\s+)?", re.IGNORECASE)
_CLAUSES = frozenset("and or but while than as that which who when where".split())
_PREPOSITIONS = frozenset("in on at by for from to with of".split())
_ENDS = re.compile(r"\s*(?:$|[,;:.()—–|])")
_OF = re.compile(r"\bof\s+\Z")
_CALIBRE = re.compile(
    r"[\d.,]+[\s-]*(?:mm|millimet\w+)\s+(?!(?:in|of|from|to|on|by|per|and|or|at|a|thick|wide|long"
    r"|high|deep|more|less)\b)[a-z]",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[,;:()—–|]|\.\s")


def key_figures(material: Material, weights: NDArray[np.floating]) -> Iterator[tuple[int, Span]]:
    """The figures of the weightiest sentences, one that says the same as another left out.

    Yields:
        The number of a sentence of the material, and the place in its text that tells a figure.
    """
    told: list[Figure] = []
    yielded: list[tuple[int, Span]] = []
    for n in map(int, np.argsort(-weights, kind="stable")):
        for figure in material.figures(n):
            if _tells(figure) and not any(_same(figure, other) for other in told):
                told.append(figure)
                span = shown_with(material.sentences[n].text, figure)
                # A clause shows all of its figures.
                if not any(m == n and shown.contains(span) for m, shown in yielded):
                    yielded.append((n, span))
                    yield n, span


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


def shown_with(sentence: str, figure: Figure) -> Span:
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
    if rate := _RATE.match(sentence, stop):
        stop = rate.end()
    if stop > end or quantity.kind == "measure":
        return Span(start, stop)
    if not _OF_WHICH.match(sentence, end) and (clause := _clause(sentence, figure)):
        return clause
    return Span(start, end if _ENDS.match(sentence, end) else _clause_end(sentence, end))


def _clause(sentence: str, figure: Figure) -> Span | None:
    """The clause of a figure that has no noun behind it, where it is short."""
    part = figure.part
    before = sentence[: part.start]
    # What came before it is told by the figures there.
    if not _DIGIT.search(before) and len(sentence[: part.end].split()) <= _MOST_OF_ALL:
        part = Span(0, part.end)
    head = _HEAD.match(sentence, part.start, part.end)
    start = head.end() if head else part.start
    end = start + len(sentence[start : part.end].rstrip(" .,;:!?”\"'"))
    words = sentence[start:end].split()
    return Span(start, end) if _FEWEST <= len(words) <= _MOST_OF_ALL else None


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
        if n == _MOST_AFTER or not wanted or word[0].lower() in _NO_NOUNS:
            break
        if wanted in terms(word[0]):
            return word.start() + len(word[0].rstrip(".’'"))
    return end
