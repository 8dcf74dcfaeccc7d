"""Whether a claim speaks of something else wholly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of, telling
from ragkit.text.terms import terms
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.types import Check

__all__ = ["check_wording"]

# A claim of which less than this stands in its quotes or beside them is about something else.
# The honest claims of `tests/quotes/claims.py` share 0.71 and more of their words with their
# own source, and half of them none with another's.
_LEAST_SHARE = 1 / 3
_TELLING = frozenset({"quantity", "name", "date"})
_FEWEST = 3  # content words from which a share says something


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
