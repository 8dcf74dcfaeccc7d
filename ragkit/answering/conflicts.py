"""Sources that give different values for the same thing.

Looked for among the sentences that may answer: two of them, in different documents,
that count or measure the same thing otherwise, about the same subject.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.answering.quoting import date_order
from ragkit.quotes.figures.apart import difference, told_apart
from ragkit.quotes.figures.figure import figures_of, same_measure, same_thing
from ragkit.text.quantities import contradicts
from ragkit.text.terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.answering.candidates import Candidate
    from ragkit.quotes.figures.figure import Figure

__all__ = ["Disagreement", "about", "disagree", "find_disagreement"]

_WORD = re.compile(r"\w+")

# Candidates that are looked at, best first.
_LOOKED_AT = 16
# Cosine of two sentences about the same thing: below it, an equal noun is chance.
_ALIKE = 0.55
# A sentence that holds much less of the question speaks of something else.
_COVERS = 0.6

# Words of a clause that stand for what it measures.
_SHOWN = 4

#: A candidate and the figure in it that disagrees.
Disagreement = tuple["Candidate", "Figure"]


def find_disagreement(candidates: Sequence[Candidate]) -> list[Disagreement]:
    """The best candidate's figure and those of other documents that contradict it.

    Args:
        candidates: best first.

    Returns:
        At most one candidate for each document, the earliest dated first (one without
        a date comes last); empty where nothing disagrees.
    """
    if not candidates:
        return []
    best = candidates[0]
    figures = figures_of(best.text, source="")
    others = [
        (other, found)
        for other in (candidates[1:_LOOKED_AT] if figures else ())
        if _is_about_the_same(best, other)
        for found in figures_of(other.text, source="")
    ]
    for figure in figures:
        against: dict[str, Disagreement] = {}
        for other, found in others:
            source = other.hit.document.source
            if source not in against and disagree(figure, found):
                against[source] = (other, found)
        if against:
            return sorted(
                [(best, figure), *against.values()], key=lambda row: date_order(row[0].hit.document)
            )
    return []


def about(sentence: str, figure: Figure) -> str:
    """What a figure counts, as its sentence has the word; else the words of its clause."""
    wanted = {figure.noun} if figure.noun else figure.clause
    clause = figure.part.of(sentence) if not figure.noun else sentence
    words = [word for word in _WORD.findall(clause) if wanted.intersection(terms(word))]
    return " ".join(words[: 1 if figure.noun else _SHOWN]) or figure.noun or figure.written


def _is_about_the_same(one: Candidate, other: Candidate) -> bool:
    return (
        one.hit.document.source != other.hit.document.source
        and other.measures.coverage >= _COVERS * one.measures.coverage
        and float(one.sentence.vector @ other.sentence.vector) >= _ALIKE
    )


def disagree(figure: Figure, found: Figure) -> bool:
    """Whether two figures are of the same thing, at the same time, and cannot both be right."""
    same = same_thing(figure.quantity, found.quantity) or same_measure(figure, found)
    return (
        same
        and contradicts(figure.quantity, found.quantity)
        and bool(figure.times) == bool(found.times)
        and not told_apart(figure, found)
        and not difference(figure, found)
        and not difference(found, figure)
        and (
            figure.names <= found.names | found.subject
            or found.names <= figure.names | figure.subject
        )
    )
