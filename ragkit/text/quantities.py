"""Quantities: the numbers, sums, measures, shares and dates of a text as comparable values.

    lexing -> numerals -> amounts (units)  \
           -> times                         }-> Quantity -> compare, contradicts
           -> labels, bounds, counted      /

English text, by rules; `docs/decisions/0007-quantities.md` lists what the
rules do not see. Every step looks a bounded number of lexemes ahead or back,
so the time is linear in the length of the text.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.text.amounts import Amount, read_amount
from ragkit.text.bounds import Hedge, change_beside, hedge_after, hedge_before
from ragkit.text.counted import Counted, count_before, read_counted, read_rate
from ragkit.text.dates import MONTHS
from ragkit.text.labels import after_label, after_run
from ragkit.text.lexing import BLANK, Lexeme, lex
from ragkit.text.numerals import STARTERS, read_ordinal
from ragkit.text.quantity import Bound, Change, Kind, Quantity, compare, contradicts
from ragkit.text.scaling import hyphenated
from ragkit.text.times import Moment, read_moment
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Bound", "Change", "Kind", "Quantity", "compare", "contradicts", "find_quantities"]

_TRIGGERS = (
    STARTERS
    | frozenset(MONTHS)
    | frozenset(
        """a an fiscal fy minus twice thrice double triple treble quadruple doubled tripled trebled
        quadrupled halved twofold threefold fourfold fivefold sixfold sevenfold eightfold ninefold
        tenfold""".split()
    )
)
_DASHES = frozenset({"-", "–", "—", "‑"})
# With these before "from", what follows goes from one value to another and is no range.
_CHANGING = frozenset(
    """rose risen rise rises rising fell fallen fall falls falling grew grown grow grows growing
    climbed climb jumped jump dropped drop declined decline increased increase increases decreased
    decrease cut raised raise reduced reduce lowered went gone moved slipped up down widened
    narrowed improved changed slid shrank expanded soared plunged doubled tripled revised""".split()
)
# Behind these "over" bounds a duration.
_LASTING = frozenset(
    """for lasted lasts last took take takes after is was were are of spans spent just well by
    within waited aged wait""".split()
)
# Ordinals that a hyphen leaves ordinals: first-quarter sales, and not first-class mail.
_ORDERED = frozenset(
    """quarter half largest biggest highest smallest year floor round generation degree place
    oldest longest most""".split()
)

# The quantities of a text of so many characters are kept: several checks ask for a claim's and
# a quote's, and what is longer is a document.
_LONGEST_KEPT = 4_000


def find_quantities(text: str) -> list[Quantity]:
    """Find every quantity of a text.

    Args:
        text: any Unicode; the rules are for English.

    Returns:
        Quantities in order, none overlapping: "500,000 122 mm rounds" is a
        count of rounds and a length. Labels ("page 12", "Halden-2"), telephone
        numbers and "one" as a pronoun are none.
    """
    return list(_kept(text)) if len(text) <= _LONGEST_KEPT else _found(text)


@lru_cache(maxsize=1024)
def _kept(text: str) -> tuple[Quantity, ...]:
    return tuple(_found(text))


def _found(text: str) -> list[Quantity]:
    lexemes = lex(text)
    found: list[Quantity] = []
    index = 0
    while lexemes[index].kind != "end":
        if not _may_start(lexemes[index]):
            index += 1
            continue
        quantity, end = _read(lexemes, index)
        if quantity:
            found.append(quantity)
        index = max(end, index + 1)
    return found


def _may_start(lexeme: Lexeme) -> bool:
    if lexeme.kind == "word":
        return lexeme.lower in _TRIGGERS or (lexeme.text.isupper() and len(lexeme.text) == 3)
    return lexeme.kind in {"number", "fraction", "money"} or lexeme.text in {"-", "−"}


def _read(lexemes: Sequence[Lexeme], index: int) -> tuple[Quantity | None, int]:
    """The quantity at a lexeme, if one starts there, and where to go on."""
    moment = read_moment(lexemes, index)
    if moment and not _is_in_chain(lexemes, moment):
        return _from_moment(lexemes, moment), moment.end
    label = after_label(lexemes, index)
    if label:
        return None, label
    rank = read_ordinal(lexemes, index)
    compound = rank is not None and rank.end > index + 1  # 21st, twenty-first
    amount = None if compound else read_amount(lexemes, index)
    ordinal = None if amount else _ordinal(lexemes, index)
    if ordinal:
        return ordinal
    if not amount:
        stuck = lexemes[index].kind == "number"
        return None, after_run(lexemes, index) if stuck else index + 1
    last = _reached(lexemes, amount)
    if last:
        first, last = _share_unit(lexemes, amount, last)
        if _is_range(lexemes, first, last):
            return _from_amount(lexemes, first, last), last.end
        amount = first
    return _from_amount(lexemes, amount, amount), amount.end


def _is_in_chain(lexemes: Sequence[Lexeme], moment: Moment) -> bool:
    """Whether digits that look like a year or a time belong to a longer key."""
    before, after = lexemes[moment.start - 1], lexemes[moment.end]
    if lexemes[moment.start].gap or moment.start < 1:
        return (
            after.text in {"/", "-"}
            and not after.gap
            and lexemes[moment.end + 1].kind == "number"
            and not lexemes[moment.end + 1].gap
        )
    glued = before.kind in {"word", "number"} or before.text in {"#", "/", "."}
    further = lexemes[moment.start - 2]
    hyphen = (
        before.text in _DASHES and not before.gap and further.lower not in {"mid", "pre", "post"}
    )
    return glued or (hyphen and further.kind in {"word", "number"} and before.text == "-")


def _span(lexemes: Sequence[Lexeme], start: int, end: int) -> Span:
    return Span(lexemes[start].start, lexemes[end - 1].end)


def _from_moment(lexemes: Sequence[Lexeme], moment: Moment) -> Quantity:
    hedge = hedge_before(lexemes, moment.start)
    return Quantity(
        span=_span(lexemes, moment.start, moment.end),
        kind=moment.kind,
        low=Fraction(moment.low),
        high=Fraction(moment.high),
        dimension=moment.dimension,
        approximate=hedge.approximate,
    )


def _ordinal(lexemes: Sequence[Lexeme], index: int) -> tuple[Quantity | None, int] | None:
    ordinal = read_ordinal(lexemes, index)
    if not ordinal:
        return None
    end = ordinal.end
    before, after = lexemes[index - 1], lexemes[end]
    # At first, first of all, first-class, one second: no rank.
    joined = hyphenated(lexemes, end) and lexemes[end + 1].lower not in _ORDERED
    adverb = before.lower in {"at", "per"} or (
        after.text == "," or [after.lower, lexemes[end + 1].lower] == ["of", "all"]
    )
    in_word = hyphenated(lexemes, index - 1) and before.gap == 0
    if joined or in_word or (adverb and lexemes[index].kind == "word"):
        return None, end
    counted = read_counted(lexemes, end)
    quantity = Quantity(
        span=_span(lexemes, index, end),
        kind="ordinal",
        low=ordinal.value,
        high=ordinal.value,
        dimension="ordinal",
        counted=counted.terms,
    )
    return quantity, end


def _reached(lexemes: Sequence[Lexeme], amount: Amount) -> Amount | None:
    """The second number of what may be a range: "5 to 7", "between 5 and 7", "5 or 6", "5–7"."""
    link = lexemes[amount.end]
    at = amount.end + 1
    if link.gap >= BLANK or lexemes[at].gap >= BLANK or amount.kind == "ratio":
        return None
    # Of "3- to 5-year", the hyphen waits for its unit.
    if link.text == "-" and not link.gap and lexemes[at].lower in {"to", "or"}:
        link, at = lexemes[at], at + 1
    start = hedge_before(lexemes, amount.start).start
    between = lexemes[start - 1].lower == "between"
    linked = link.lower in {"to", "or"} or link.text in _DASHES or (link.lower == "and" and between)
    if not linked or (link.text == "-" and (link.gap or lexemes[at].gap)):
        return None
    if read_moment(lexemes, at):
        return None
    return read_amount(lexemes, at)


def _share_unit(lexemes: Sequence[Lexeme], first: Amount, last: Amount) -> tuple[Amount, Amount]:
    """Both ends of "3 to 4 million" and "$3 to 4 million", each with the unit and the scale."""
    if last.kind != "count" and first.kind == "count":
        first = first.of(last.unit, last.kind)
    elif first.signed and last.kind == "count":
        last = last.of(first.unit, first.kind)
    if first.scale == 1 and last.scale > 1 and first.kind == last.kind:
        changing = _starts_change(lexemes, first)
        if first.value < 1000 and (changing or first.value < last.value / last.scale):
            first = first.multiplied(last.scale)
    return first, last


def _is_range(lexemes: Sequence[Lexeme], first: Amount, last: Amount) -> bool:
    if first.kind != last.kind or first.unit.dimension != last.unit.dimension:
        return False
    if first.kind == "money" and first.unit.name != last.unit.name:
        return False
    if _starts_change(lexemes, first):
        return False
    return first.unit.to_base(first.value) < last.unit.to_base(last.value)


def _starts_change(lexemes: Sequence[Lexeme], first: Amount) -> bool:
    """Whether it is the first number of "rose from 3 to 4"."""
    start = hedge_before(lexemes, first.start).start
    if lexemes[start - 1].lower != "from":
        return False
    return any(lexeme.lower in _CHANGING for lexeme in lexemes[max(0, start - 6) : start - 1])


def _from_amount(lexemes: Sequence[Lexeme], first: Amount, last: Amount) -> Quantity:
    before = hedge_before(lexemes, first.start)
    behind = hedge_after(lexemes, last.end)
    if _is_meanwhile(lexemes, before, last):
        before = Hedge("", False, before.start)
    hedge = _joined(before, behind)
    share = last.kind in {"percent", "points"}
    end = last.end
    if behind and lexemes[end].text in {"+", "-"}:
        end = behind.start
    counted = read_counted(lexemes, end, share=share)
    terms = first.counted or counted.terms
    if not terms and last.kind != "count":
        terms = count_before(lexemes, before.start)
    # The two ends of a range may come in different units: 900 m to 1.2 km.
    scale = first.unit.factor / last.unit.factor if first.unit != last.unit else Fraction(1)
    return Quantity(
        span=_span(lexemes, first.start, last.end),
        kind=last.kind,
        low=first.value * scale,
        high=last.value,
        unit=last.unit.name,
        dimension=last.unit.name if last.kind == "money" else last.unit.dimension,
        bound=hedge.bound,
        approximate=hedge.approximate,
        step=max(first.step * scale, last.step),
        counted=terms,
        per=_rate(lexemes, end, counted),
        change=change_beside(lexemes, before.start, last.end, share=share),
    )


def _is_meanwhile(lexemes: Sequence[Lexeme], before: Hedge, amount: Amount) -> bool:
    """Whether "over" means during: "$2.5 billion over 10 years", not "for over 10 years"."""
    lasting = amount.unit.dimension in {"duration", "months"}
    start = before.start
    return lasting and lexemes[start].lower == "over" and lexemes[start - 1].lower not in _LASTING


def _joined(before: Hedge, behind: Hedge | None) -> Hedge:
    if not behind:
        return before
    return replace(
        before,
        bound=before.bound or behind.bound,
        approximate=before.approximate or behind.approximate,
    )


def _rate(lexemes: Sequence[Lexeme], end: int, counted: Counted) -> str:
    return read_rate(lexemes, end) or read_rate(lexemes, counted.end)
