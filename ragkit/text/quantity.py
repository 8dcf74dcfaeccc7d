"""A quantity, and whether one bears another.

A quantity stands for the values that its words allow: "at least 20" for 20
and all above, "about 6,700" for what rounds to it, "March 2024" for 31 days.
A source bears a claim when every value that the source allows is one that the
claim allows too; so a claim that says more than its source never passes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from ragkit.text.units import unit_named

if TYPE_CHECKING:
    from ragkit.types import Span

__all__ = ["Bound", "Change", "Kind", "Quantity", "compare", "contradicts"]

Kind = Literal[
    "count", "percent", "points", "ratio", "money", "measure", "ordinal", "year", "date", "time"
]
Bound = Literal["", "at least", "more than", "at most", "less than", "almost", "just over"]
Change = Literal["", "up", "down"]

_TIMES: frozenset[Kind] = frozenset({"year", "date"})
_YEARLESS = "day of year"
# "About 10,000" is given to one digit, and still no 14,000: what a rounded
# number may stand for is bounded by this share of it as well.
_WIDEST = Fraction(1, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number in a text and all that belongs to it.

    Attributes:
        span: the number with its sign, scale, unit and currency; of a range,
            from the first number to the last. Words of bound ("over") are outside.
        kind: "percent" holds shares in words too ("three quarters" is 75);
            "points" are percentage points; a "measure" has a unit of measure.
        low: the value, or the lower end of a range, in `unit`, "3 million"
            multiplied out. Days as proleptic Gregorian ordinals for a date or
            year, minutes after midnight for a time.
        high: the upper end of a range; else the same as `low`, but the last
            day of a year, month or decade.
        unit: canonical symbol ("mm", "percent", "pp") or currency code; "" for a count.
        dimension: what it can be compared with: "length", "USD", "count", "date", …
        bound: what the words around it make of it.
        approximate: said with "about", "some" and the like.
        step: one unit of the last digit given, in `unit` (100 for "6,700").
        counted: terms (as `ragkit.text.terms` folds them) of what it counts,
            the head noun first, then its modifiers; a comparative alone for
            "30 percent larger"; empty where nothing near says.
        per: the unit of a rate ("day" in "140 images a day"), else "".
        change: whether it tells by how much something rose or fell, where
            the words beside it say so.
    """

    span: Span
    kind: Kind
    low: Fraction
    high: Fraction
    unit: str = ""
    dimension: str = "count"
    bound: Bound = ""
    approximate: bool = False
    step: Fraction = Fraction(1)
    counted: tuple[str, ...] = ()
    per: str = ""
    change: Change = ""


class _Extent(NamedTuple):
    """The values that a quantity allows, in base units; None is without end."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False


def compare(claim: Quantity, source: Quantity) -> Literal["equal", "compatible", "different"]:
    """Whether a source's quantity bears a claim's; what they count is not looked at.

    Args:
        claim: what is said.
        source: what it rests on. The order matters: "over 6,000" rests on
            6,700, and not the other way round.

    Returns:
        "equal": the same value, bound and hedge, after conversion of units.
        "compatible": whatever the source allows, the claim allows: a bound or
        a range holds, a date is less exact, a rounding is declared by "about".
        "different": anything else: another unit of measure, currency or kind,
        and every claim that is stronger than its source ("20" from "at least
        20", "6,700" from "about 6,700", "19 June 2024" from "19 June").
    """
    if not _comparable(claim, source):
        return "different"
    if source.kind in _TIMES and source.approximate and not claim.approximate:
        return "different"  # around 2030: nobody says how far around
    ours, theirs = _extent(claim, source), _extent(source, claim)
    hedged = (claim.bound, claim.approximate) == (source.bound, source.approximate)
    if hedged and ours == theirs and _ends(claim, source) == _ends(source, claim):
        return "equal" if claim.dimension == source.dimension else "compatible"
    return "compatible" if _inside(theirs, ours) else "different"


def contradicts(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities of one thing cannot both be right.

    Weaker than `compare` calling them "different": "20" and "at least 20" are
    different, and no contradiction. Quantities of different kinds, units that
    do not convert or rates over different units never contradict.
    """
    if not _comparable(first, second, stronger=True):
        return False
    one, two = _extent(first, second), _extent(second, first)
    return _apart(one, two) or _apart(two, one)


def _comparable(claim: Quantity, source: Quantity, *, stronger: bool = False) -> bool:
    dated = claim.kind in _TIMES and source.kind in _TIMES
    if (claim.kind != source.kind and not dated) or claim.per != source.per:
        return False
    if claim.change and source.change and claim.change != source.change:
        return False
    if claim.dimension == source.dimension:
        return True
    yearless = claim if claim.dimension == _YEARLESS else source
    dateless = {claim.dimension, source.dimension} == {_YEARLESS, "date"}
    # A claim without the year is the weaker one.
    return dateless and (stronger or yearless is claim)


def _ends(quantity: Quantity, other: Quantity) -> tuple[Fraction, Fraction]:
    """Both ends in base units; days lose a year that the other does not have."""
    if quantity.kind in _TIMES:
        if quantity.dimension == "date" and other.dimension == _YEARLESS:
            return _without_year(quantity)
        return quantity.low, quantity.high
    unit = unit_named(quantity.unit)
    return unit.to_base(quantity.low), unit.to_base(quantity.high)


def _without_year(quantity: Quantity) -> tuple[Fraction, Fraction]:
    first = dt.date.fromordinal(int(quantity.low))
    last = dt.date.fromordinal(int(quantity.high))
    shift = first.toordinal() - first.replace(year=2000).toordinal()
    if first.year == last.year:
        return Fraction(first.toordinal() - shift), Fraction(last.replace(year=2000).toordinal())
    return quantity.low - shift, quantity.high - shift


def _extent(quantity: Quantity, other: Quantity) -> _Extent:
    low, high = _ends(quantity, other)
    if not quantity.bound and not quantity.approximate:
        return _Extent(low, high)
    unit = unit_named(quantity.unit)
    size = max(abs(quantity.low), abs(quantity.high))
    slack = min(quantity.step / 2, size * _WIDEST) * unit.factor
    if quantity.approximate and quantity.kind not in _TIMES:
        low, high = low - slack, high + slack
    extents: dict[Bound, _Extent] = {
        "": _Extent(low, high),
        "at least": _Extent(low, None),
        "more than": _Extent(low, None, low_open=True),
        "at most": _Extent(None, high),
        "less than": _Extent(None, high, high_open=True),
        "almost": _Extent(low - slack, high, high_open=True),
        "just over": _Extent(low, high + slack, low_open=True),
    }
    return extents[quantity.bound]


def _inside(inner: _Extent, outer: _Extent) -> bool:
    if outer.low is not None:
        if inner.low is None or inner.low < outer.low:
            return False
        if inner.low == outer.low and outer.low_open and not inner.low_open:
            return False
    if outer.high is not None:
        if inner.high is None or inner.high > outer.high:
            return False
        if inner.high == outer.high and outer.high_open and not inner.high_open:
            return False
    return True


def _apart(below: _Extent, above: _Extent) -> bool:
    """Whether the first ends before the second starts."""
    if below.high is None or above.low is None:
        return False
    if below.high == above.low:
        return below.high_open or above.low_open
    return below.high < above.low
