"""Whether the figures of a claim are said of the same thing in its quotes.

A claim may hold the figures of its quotes and still put them in the wrong place: the figure
of February into June, the dead where the hurt were. Equal figures of the quotes are looked
at one by one, and a claim's figure fails if each of them is told of something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.quotes.figures.apart import other_lead, told_of_another
from ragkit.quotes.figures.figure import figures_of
from ragkit.quotes.figures.pairing import moments_of
from ragkit.text.mentions import find_names
from ragkit.text.quantities import compare
from ragkit.text.terms import STOP_WORDS, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ragkit.quotes.figures.figure import Figure
    from ragkit.types import Span

__all__ = ["misplaced"]

_TELLING = 2  # words of a clause that tell what a figure is of
_RELATIVE = re.compile(
    r"\b(?:(?:year|month|week|day|quarter|decade)s?\s+(?:before|earlier|previously|after|later)"
    r"|(?:previous|preceding|following|next|prior)\s+(?:year|month|week|day|quarter|season))\b",
    re.IGNORECASE,
)


def misplaced(claim: str, quotes: Iterable[str]) -> Mapping[Span, str]:
    """The figures of a claim that its quotes give for something else, each with why.

    Args:
        claim: a sentence.
        quotes: the words that it rests on.

    Returns:
        Spans of quantities of the claim that stand in the quotes as well.
    """
    asked = figures_of(claim, source="")
    if not asked:
        return {}
    theirs = [figure for quote in quotes for figure in figures_of(quote, source="")]
    found: dict[Span, str] = {}
    for figure in asked:
        equal = [one for one in theirs if compare(figure.quantity, one.quantity) != "different"]
        reasons = [_why_apart(figure, one, theirs, asked) for one in equal]
        if reasons and all(reasons):
            found[figure.quantity.span] = reasons[0] or ""
    return found


def _why_apart(
    asked: Figure, found: Figure, theirs: Sequence[Figure], ours: Sequence[Figure]
) -> str | None:
    """Why an equal figure is told of something else; None where nothing says so."""
    here = _words(found)
    marks = _marks(asked)
    lead = other_lead(asked, found)
    if lead:
        return lead
    if _RELATIVE.search(asked.part.of(asked.text)):
        return None  # "the year before": of another time than the one that is named
    if marks and all(mark <= here for mark in marks):
        return _others_subject(asked, found, theirs, marks)
    apart = told_of_another(asked, found)
    if apart:
        return apart
    alone = sum(_clause(one) == _clause(asked) for one in ours) == 1
    return _elsewhere(asked, found, theirs) if alone else None


def _elsewhere(asked: Figure, found: Figure, theirs: Sequence[Figure]) -> str | None:
    """Whether what the claim says stands around another figure of the quotes, and not here.

    What tells places apart are times and names; where the claim has none that does, its
    other words.
    """
    marks = _marks(asked)
    here = _words(found)
    if any(mark <= here for mark in marks):
        return None
    for other in theirs:
        if _clause(other) == _clause(found) or other.quantity.low == found.quantity.low:
            continue
        there = _words(other)
        if any(mark <= there for mark in marks) and (_marks(found) or _alike(asked, other)):
            return f"the quotes say it of something else: {found.part.of(found.text).strip()!r}"
        if _alike(asked, other) and len(asked.clause & there) > len(asked.clause & here):
            return f"the quotes give {other.written!r} for that"
    return None


def _others_subject(
    asked: Figure, found: Figure, theirs: Sequence[Figure], marks: Sequence[frozenset[str]]
) -> str | None:
    """Whether what the claim speaks of is told of another figure, and nothing of it here."""
    own = asked.clause.difference(*marks) - STOP_WORDS
    rest = found.clause.difference(*marks) - STOP_WORDS
    if min(len(own), len(rest)) < _TELLING or own & found.clause:
        return None
    for other in theirs:
        if _clause(other) != _clause(found) and _alike(asked, other) and own <= other.clause:
            return f"the quotes give {other.written!r} for that"
    return None


def _alike(one: Figure, other: Figure) -> bool:
    return one.quantity.dimension == other.quantity.dimension


def _clause(figure: Figure) -> tuple[str, Span]:
    return figure.text, figure.part


def _words(figure: Figure) -> frozenset[str]:
    return frozenset(terms(figure.part.of(figure.text)))


def _marks(figure: Figure) -> list[frozenset[str]]:
    """The terms of each time and name of a figure's clause."""
    clause = figure.part.of(figure.text)
    spans = [*moments_of(clause), *find_names(clause)]
    words = (frozenset(terms(span.of(clause))) - STOP_WORDS for span in spans)
    return [found for found in words if found]
