"""Months, days of the week and years of a claim, as far as no figure carries them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of, clauses, parts, quantities, telling
from ragkit.quotes.figures.figure import DAYS, MONTHS
from ragkit.quotes.figures.pairing import moments_of
from ragkit.text.terms import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.types import Check, Span

__all__ = ["check_moments"]


def check_moments(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """A check for each month and day that is not in the quotes, and each year that strays."""
    dates = [quantity.span for quantity in quantities(claim) if quantity.kind == "date"]
    quoted = frozenset(t for e in evidence for t in (*terms(e.words), *_months(e.words)))
    around = frozenset(t for e in evidence for t in (*terms(e.context), *_months(e.context)))
    for moment in moments_of(claim):
        words = moment.of(claim)
        dated = any(date.overlaps(moment) for date in dates)
        why = None if dated else _absent(words, quoted, around)
        why = why or _strayed(claim, moment, evidence)
        if why:
            yield check_of("date", claim, moment, holds=False, detail=why)


def _months(text: str) -> Iterator[str]:
    """The months of a text's dates, however these are written."""
    for quantity in quantities(text):
        if quantity.kind == "date":
            first, last = (dt.date.fromordinal(int(end)) for end in (quantity.low, quantity.high))
            if (first.year, first.month) == (last.year, last.month):
                yield MONTHS[first.month - 1]


def _absent(words: str, quoted: frozenset[str], around: frozenset[str]) -> str | None:
    """Whether a month or a day of the week is one that the quotes do not name.

    Where a quote names one, the sentences around it do not count: they tell of other times.
    """
    for names in (MONTHS, DAYS):
        asked = frozenset(terms(words)).intersection(names)
        if asked - (quoted if quoted.intersection(names) else around):
            return f"{words!r} stands in no quote"
    return None


def _strayed(claim: str, moment: Span, evidence: Sequence[Evidence]) -> str | None:
    """Whether what the claim says then is what a quote says of another time.

    Compared are the claim's words with those of the quote's clauses that hold a time, where
    the quote has several.
    """
    part = next((part for part in parts(claim) if part.contains(moment)), None)
    if part is None or len(moments_of(part.of(claim))) != 1:
        return None
    asked = frozenset(terms(moment.of(claim)))
    said = telling(part.of(claim)) - asked
    own = other = 0
    for e in evidence:
        for clause in clauses(e.text, e.span):
            words = clause.of(e.text)
            times = [frozenset(terms(time.of(words))) for time in moments_of(words)]
            shared = len(said & telling(words))
            if any(asked <= time or time <= asked for time in times):
                own = max(own, shared)
            elif times:
                other = max(other, shared)
    # Where the time's own clause says nothing of it, another's words tell.
    if other > own and own <= 1 and (other > 1 or not own):
        return f"the quotes say it of another time than {moment.of(claim)!r}"
    return None
