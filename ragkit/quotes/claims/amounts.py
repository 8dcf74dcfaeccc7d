"""The figures of a claim: each has to stand in the quotes, of the same thing."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of, quantities
from ragkit.quotes.figures.bearing import misplaced
from ragkit.quotes.figures.figure import MONTHS, same_thing
from ragkit.text.quantities import compare
from ragkit.text.terms import terms
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.text.quantities import Quantity
    from ragkit.types import Check, CheckKind

__all__ = ["check_amounts"]

_NEAR = 0.25  # of a bound: how far from it the value may be
_MONTH, _YEARS, _DECADE = 31, frozenset({365, 366}), 3650  # days
_MORE = re.compile(
    r"\b(?:over|above|(?:more|older|longer|higher|larger|greater)\s+than)\s+(?:the\s+age\s+of\s+)?\Z",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:under|below|(?:less|fewer|younger|shorter|lower|smaller)\s+than)\s+(?:the\s+age\s+of\s+)?\Z",
    re.IGNORECASE,
)
_TIMES = frozenset({"year", "date", "time"})
# "Two people" are two workers; what ends like these, or is among them, is people.
_PEOPLE = frozenset(terms("people persons men women"))
_ENDINGS = (
    "er",
    "or",
    "ist",
    "ian",
    "ant",
    "man",
    "men",
    "ee",
    "soldier",
    "student",
    "civilian",
    "resid",
    "patient",
    "nurs",
    "adult",
    "victim",
    "passeng",
    "staff",
)


def check_amounts(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """A check for each quantity and date."""
    if not quantities(claim):
        return
    beside = [(e, _bounded(e.context, q)) for e in evidence for q in quantities(e.context)]
    offered = [(e, q) for e, q in beside if e.span.contains(_place(e, q))]
    elsewhere = misplaced(claim, [e.words for e in evidence])
    for asked in (_bounded(claim, quantity) for quantity in quantities(claim)):
        if _is_article(claim, asked, evidence):
            continue
        dated = asked.kind in _TIMES
        places = beside if dated else offered
        equal = [(e, q) for e, q in places if _is_equal(asked, q)]
        words = asked.span.of(claim)
        # "A three-year licence" is no licence of another thing than years.
        free = dated or asked.kind == "ordinal" or (asked.kind == "measure" and "-" in words)
        fitting = [(e, q) for e, q in equal if free or _counts_alike(asked, q)]
        if fitting and asked.span not in elsewhere:
            e, found = fitting[0]
            yield _borne(claim, asked, e, _place(e, found))
        elif dated and (place := _in_parts(words, evidence)):
            yield _borne(claim, asked, *place)
        else:
            why = _why_not(words, asked, [q for _, q in equal], [q for _, q in offered])
            detail = elsewhere.get(asked.span) or why
            yield check_of(_kind(asked), claim, asked.span, holds=False, detail=detail)


def _place(evidence: Evidence, quantity: Quantity) -> Span:
    """Where a quantity of the context stands in the document."""
    base = evidence.around.start
    return Span(base + quantity.span.start, base + quantity.span.end)


def _kind(asked: Quantity) -> CheckKind:
    return "date" if asked.kind in _TIMES else "quantity"


def _bounded(text: str, quantity: Quantity) -> Quantity:
    """A quantity with the bound that a word before it makes: "over 40 hours", "under 50"."""
    if quantity.bound or quantity.kind in _TIMES:
        return quantity
    if _MORE.search(text, 0, quantity.span.start):
        return replace(quantity, bound="more than")
    return (
        replace(quantity, bound="less than")
        if _LESS.search(text, 0, quantity.span.start)
        else quantity
    )


def _is_article(claim: str, asked: Quantity, evidence: Sequence[Evidence]) -> bool:
    """Whether "one child" is what the quotes have as "a child"."""
    if asked.kind != "count" or asked.low != asked.high or asked.low != 1 or asked.bound:
        return False
    noun = re.match(r"\s+(\w+)", claim[asked.span.end :])
    if noun is None:
        return False
    article = rf"\b(?:a|an|another|the)\s+(?:\w+\s+)?{re.escape(noun[1])}\b"
    return any(re.search(article, e.words, re.IGNORECASE) for e in evidence)


def _is_equal(asked: Quantity, found: Quantity) -> bool:
    """Whether the quote's quantity bears the claim's.

    "About" may be left out, a bound may not. A bound of the claim's own is borne by a value
    near it, not by another bound: "more than 6,000" by 6,700, "up to 21 million" by no other
    "up to", which may be far from it.
    """
    relation = compare(asked, found)
    if relation == "equal" or (_factor(asked) and _factor(asked) == _factor(found)):
        return True
    if relation == "different":
        return found.approximate and compare(replace(asked, approximate=True), found) == "equal"
    if asked.kind in {"date", "year"}:
        # "March 2024" is borne by a day in it, "1 to 17 April" by no other stretch.
        days = asked.high - asked.low + 1
        unit = _is_month(asked) or days in _YEARS or days >= _DECADE
        return unit and asked.low <= found.low and found.high <= asked.high
    if asked.kind == "time":
        return True
    if found.bound or not (asked.bound or asked.approximate):
        return False  # a range that holds the value, or a part of it
    ends = product((asked.low, asked.high), (found.low, found.high))
    return any(abs(one - other) <= _NEAR * max(abs(one), abs(other)) for one, other in ends)


def _is_month(asked: Quantity) -> bool:
    """Whether a stretch of time is a whole month of the calendar."""
    if asked.high >= dt.date.max.toordinal():
        return False
    first, after = (dt.date.fromordinal(int(day)) for day in (asked.low, asked.high + 1))
    return first.day == after.day == 1 and asked.high - asked.low < _MONTH


def _factor(quantity: Quantity) -> Fraction | None:
    """What something is multiplied by: 1/2 for "halved" and for "fell by half"."""
    if quantity.low != quantity.high or quantity.bound or quantity.approximate:
        return None
    if quantity.kind == "ratio":
        return quantity.low
    if quantity.kind == "percent" and quantity.change:
        return 1 + (1 if quantity.change == "up" else -1) * quantity.low / 100
    return None


def _counts_alike(asked: Quantity, found: Quantity) -> bool:
    """The same noun; where one side names none, nothing tells them apart."""
    if same_thing(asked, found) or not asked.counted or not found.counted:
        return True
    ours, theirs = asked.counted[0], found.counted[0]
    if ours in found.counted or theirs in asked.counted:
        return True
    return any(
        one in _PEOPLE and (other in _PEOPLE or other.endswith(_ENDINGS))
        for one, other in ((ours, theirs), (theirs, ours))
    )


def _borne(claim: str, asked: Quantity, evidence: Evidence, span: Span) -> Check:
    detail = f"{asked.span.of(claim)!r} is borne by {span.of(evidence.text)!r}"
    return check_of(_kind(asked), claim, asked.span, holds=True, detail=detail, by=(evidence, span))


def _in_parts(words: str, evidence: Sequence[Evidence]) -> tuple[Evidence, Span] | None:
    """Where "August 2023" is "in August of the same year": month and year stand apart."""
    wanted = terms(words)
    if len(wanted) != 2 or set(wanted).isdisjoint(MONTHS):
        return None
    for e in evidence:
        if set(wanted) <= set(terms(e.context)):
            return e, e.around
    return None


def _why_not(
    words: str, asked: Quantity, equal: Sequence[Quantity], offered: Sequence[Quantity]
) -> str:
    if equal:
        return f"{words!r} counts something else in the quotes"
    if any(q.dimension == asked.dimension for q in offered):
        return f"the quotes give another figure than {words!r}"
    return f"{words!r} stands in no quote"
