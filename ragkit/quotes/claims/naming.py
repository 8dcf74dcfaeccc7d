"""The names of a claim: each has to stand in the quotes or beside them, in the same role."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ragkit.text.mentions import find_names
from ragkit.text.quantities import find_quantities
from ragkit.text.terms import STOP_WORDS, content_terms, terms
from ragkit.types import Check, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence

__all__ = ["check_names"]

_DIGIT = re.compile(r"\d")


def check_names(
    claim: str, evidence: Sequence[Evidence], is_name: Callable[[str], bool]
) -> Iterator[Check]:
    """A check for each name, and for each two names that have changed places."""
    held = frozenset(term for e in evidence for term in terms(e.context))
    figures = [quantity.span for quantity in find_quantities(claim)]
    for name in find_names(claim):
        words = name.of(claim)
        if any(name.overlaps(figure) for figure in figures):
            continue
        # A lone capital at the start of a sentence may be any word's.
        lone = name.start == 0 and len(words.split()) == 1 and not _DIGIT.search(words)
        if lone and not is_name(words):
            continue
        wanted = [t for t in terms(words) if t not in STOP_WORDS]
        missing = [t for t in wanted if t not in held]
        if wanted:
            where = "stands in the quotes or beside them"
            yield Check(
                kind="name",
                claim=words,
                claim_span=name,
                holds=not missing,
                detail=f"{words!r} {where if not missing else 'does not stand in the quotes'}",
            )
    yield from _exchanged(claim, evidence)


def _exchanged(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """Two names with the same words between them, the other way round in a quote.

    "Was replaced by" has other words between than "replaced": a passive is no exchange.
    """
    ours = dict(_joined(claim))
    for e in evidence:
        for (first, second), between in _joined(e.words):
            if ours.get((second, first)) != between or (first, second) in ours:
                continue
            yield Check(
                kind="name",
                claim=claim,
                claim_span=Span(0, len(claim)),
                holds=False,
                detail="the quotes say it the other way round: " + repr(e.words.strip()),
            )
            return


def _joined(text: str) -> Iterator[tuple[tuple[frozenset[str], frozenset[str]], tuple[str, ...]]]:
    """Names that follow each other, with all words between them, of which one tells something."""
    for one, other in pairwise(find_names(text)):
        words = text[one.end : other.start]
        if content_terms(words):
            names = tuple(frozenset(terms(name.of(text))) - STOP_WORDS for name in (one, other))
            yield (names[0], names[1]), tuple(terms(words))
