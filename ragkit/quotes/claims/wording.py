"""Whether a claim speaks of all where its quotes speak of some, or of something else wholly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of, nearest_clauses, parts, telling
from ragkit.text.terms import terms
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.types import Check

__all__ = ["check_extent", "check_wording"]

_EXTENTS = {
    "all": re.compile(r"\b(?:all|every|each|entire|whole|everyone|always)\b", re.IGNORECASE),
    "most": re.compile(
        r"\b(?:most(?!\s+(?:\w+ly|\w+ed|\w+ing)\b)|mostly|majority)\b", re.IGNORECASE
    ),
    "some": re.compile(r"\b(?:some|several|a\s+few|certain|many)\b", re.IGNORECASE),
}
# A claim of which less than this stands in its quotes or beside them is about something else.
# The honest claims of `tests/quotes/claims.py` share 0.71 and more of their words with their
# own source, and half of them none with another's.
_LEAST_SHARE = 1 / 3
_TELLING = frozenset({"quantity", "name", "date"})
_FEWEST = 3  # content words from which a share says something


def check_extent(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """All, most or some of a claim, where the quotes have another of them and not this one."""
    for part in parts(claim):
        near = nearest_clauses(part.of(claim), evidence)
        for extent, pattern in _EXTENTS.items():
            match = pattern.search(claim, part.start, part.end)
            if match is None or _first(pattern, near):
                continue
            rivals = (rival for other, rival in _EXTENTS.items() if other != extent)
            by = next(filter(None, (_first(rival, near) for rival in rivals)), None)
            if by:
                detail = f"the claim says {match[0]!r}, the quotes {by[1].of(by[0].text)!r}"
                span = Span(*match.span())
                yield check_of("extent", claim, span, holds=False, detail=detail, by=by)


def _first(
    pattern: re.Pattern[str], near: Sequence[tuple[Evidence, Span]]
) -> tuple[Evidence, Span] | None:
    """Where a pattern stands first in the clauses of quotes."""
    for e, clause in near:
        if found := pattern.search(clause.of(e.text)):
            return e, Span(clause.start + found.start(), clause.start + found.end())
    return None


def check_wording(
    claim: str, evidence: Sequence[Evidence], checks: Sequence[Check]
) -> Iterator[Check]:
    """Whether the quotes have anything to do with a claim of which nothing else could be checked.

    A figure or a name that stands in a quote says so by itself: the rest may be in other words,
    or in another language.
    """
    quoted = {term for e in evidence for term in terms(e.words)}
    borne = (check for check in checks if check.holds and check.kind in _TELLING)
    if any(quoted.intersection(terms(check.claim)) for check in borne):
        return
    asked = telling(claim)
    held = {term for e in evidence for term in telling(e.context)}
    if len(asked) >= _FEWEST and len(asked & held) < _LEAST_SHARE * len(asked):
        detail = "hardly a word of it stands in the quotes"
        yield check_of("wording", claim, Span(0, len(claim)), holds=False, detail=detail)
