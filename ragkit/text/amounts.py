"""Amounts: a number with its sign, currency, scale and unit, read from lexemes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ragkit.text.lexing import BLANK, SPACE, Lexeme
from ragkit.text.numerals import read_numeral
from ragkit.text.scaling import Numeral, hyphenated
from ragkit.text.units import PERCENT, UNITLESS, Unit, currency, find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.text.quantity import Kind

__all__ = ["RATIO", "Amount", "read_amount"]

RATIO = Unit("", "ratio")
_UNITLESS_KINDS: dict[str, Kind] = {
    "count": "count",
    "ratio": "ratio",
    "percent": "percent",
    "points": "points",
    "money": "money",
}
_SIGNS = frozenset({"-", "−"})
# "Three times" is a ratio before these, and a count of occasions elsewhere.
_MULTIPLIED = frozenset(
    """as the its their his her that what more larger bigger higher greater longer faster less
    smaller lower fewer heavier older""".split()
)
_TWICE = {"twice": 2, "thrice": 3}
_DOUBLED = {
    "doubled": Fraction(2),
    "tripled": Fraction(3),
    "trebled": Fraction(3),
    "quadrupled": Fraction(4),
    "halved": Fraction(1, 2),
}
_FOLD = {
    f"{word}fold": Fraction(value)
    for value, word in enumerate("two three four five six seven eight nine ten".split(), 2)
}
_PAYING = frozenset(
    """cost costs costing pay pays paid worth price priced fee fine fined spend spent spends earn
    earned earns sold bought budget raised charge charged fare salary""".split()
)
# What an "n in m" may have below: one in three, 9 in 10.
_ROUND = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 1000})
# "One" before these is a pronoun; behind those too.
_NO_NOUN = frozenset(
    """of that who which whose is was are were has had will would can could may might must should
    does did do and or but in on at to for from by with as than if when where while because so not
    another might shall be being there here too also only could cannot says said""".split()
)
_POINTING = frozenset(
    """the this that which no each every any another some only other last first next new old big
    little good better best wrong right as""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with its unit; `value` and `step` are in `unit`.

    Attributes:
        start: index of the first lexeme, the sign or currency included.
        end: index after the last one.
        signed: whether a currency stands before it, so that a range may share it.
    """

    start: int
    end: int
    value: Fraction
    step: Fraction
    kind: Kind = "count"
    unit: Unit = UNITLESS
    scale: int = 1
    signed: bool = False
    counted: tuple[str, ...] = ()

    def multiplied(self, scale: int) -> Amount:
        """The same with the scale that the other end of its range has."""
        return replace(
            self, value=self.value * scale, step=self.step * scale, scale=self.scale * scale
        )

    def of(self, unit: Unit, kind: Kind) -> Amount:
        """The same with the unit that the other end of its range has."""
        return replace(self, unit=unit, kind=kind)


def read_amount(lexemes: Sequence[Lexeme], index: int) -> Amount | None:
    """Read the amount that starts at a lexeme; None where no number does."""
    multiple = _multiple(lexemes, index)
    if multiple:
        return multiple
    at, negative = _past_sign(lexemes, index)
    money = _currency_before(lexemes, at)
    if money:
        at += 1
    if at > index and lexemes[at].gap > SPACE:
        return None
    numeral = read_numeral(lexemes, at, money=bool(money))
    if not numeral or (_is_pronoun(lexemes, at, numeral) and not money):
        return None
    amount = Amount(
        start=index,
        end=numeral.end,
        value=-numeral.value if negative else numeral.value,
        step=numeral.step,
        scale=numeral.scale,
    )
    if money:
        return _unless_glued(lexemes, replace(amount.of(money, "money"), signed=True))
    if numeral.share:
        return amount.of(PERCENT, "percent")
    return _unless_glued(lexemes, _with_unit(lexemes, amount))


def _past_sign(lexemes: Sequence[Lexeme], index: int) -> tuple[int, bool]:
    lexeme, after = lexemes[index], lexemes[index + 1]
    if lexeme.text in _SIGNS and lexeme.gap and not after.gap and after.kind in {"number", "money"}:
        return index + 1, True
    if lexeme.lower == "minus" and after.kind in {"number", "word"}:
        return index + 1, True
    return index, False


def _currency_before(lexemes: Sequence[Lexeme], index: int) -> Unit | None:
    lexeme, after = lexemes[index], lexemes[index + 1]
    code = lexeme.kind == "word" and lexeme.text.isupper() and after.kind == "number"
    if lexeme.kind != "money" and not code:
        return None
    found = currency((lexeme.text,))
    return found[0] if found else None


def _multiple(lexemes: Sequence[Lexeme], index: int) -> Amount | None:
    """Twice, doubled, threefold."""
    word, after = lexemes[index].lower, lexemes[index + 1].lower
    one = Fraction(1)
    if word in _TWICE:
        amount = Amount(start=index, end=index + 1, value=Fraction(_TWICE[word]), step=one)
        return (
            amount.of(RATIO, "ratio")
            if after in _MULTIPLIED
            else replace(amount, counted=("time",))
        )
    value = _DOUBLED.get(word) or _FOLD.get(word)
    if word in {"double", "triple", "treble", "quadruple"} and after in {"the", "that", "its"}:
        value = _DOUBLED[f"{word}d"]
    if value:
        return Amount(start=index, end=index + 1, value=value, step=one, kind="ratio", unit=RATIO)
    return None


def _is_pronoun(lexemes: Sequence[Lexeme], index: int, numeral: Numeral) -> bool:
    """Whether "one" stands for something instead of counting it."""
    lexeme, after = lexemes[index], lexemes[numeral.end]
    if lexeme.lower != "one" or numeral.end != index + 1:
        return False
    if after.lower == "in" or (after.lower == "out" and lexemes[numeral.end + 1].lower == "of"):
        return lexemes[numeral.end + 1 + (after.lower == "out")].lower not in {
            "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "a",
        } and not lexemes[numeral.end + 1].text.isdecimal()  # fmt: skip
    if after.lower == "to" and lexemes[numeral.end + 1].kind == "word":
        return lexemes[numeral.end + 1].lower not in {"two", "three", "four", "five", "ten"}
    before = lexemes[index - 1].lower
    loose = after.kind != "word" and after.text != "%" and not hyphenated(lexemes, numeral.end)
    off = hyphenated(lexemes, numeral.end) and lexemes[numeral.end + 1].lower in {
        "off",
        "time",
        "on",
    }
    return loose or off or after.gap >= BLANK or after.lower in _NO_NOUN or before in _POINTING


def _with_unit(lexemes: Sequence[Lexeme], amount: Amount) -> Amount | None:
    at = amount.end
    joined = hyphenated(lexemes, at)
    at += joined
    following = lexemes[at]
    if following.gap >= BLANK:
        return amount
    ratio = _ratio(lexemes, amount, at)
    if ratio:
        return ratio
    texts = tuple(lexeme.text for lexeme in lexemes[at : at + 3])
    paid = _money_after(lexemes, amount, at, texts)
    if paid:
        return paid
    lone = len(following.text) == 1 and following.kind == "word"
    if lone and (following.gap > SPACE or hyphenated(lexemes, at + 1)):
        return amount
    found = find_unit(texts, glued=joined or not following.gap)
    if not found:
        return amount
    unit, taken = found
    return replace(amount, end=at + taken).of(unit, _UNITLESS_KINDS.get(unit.dimension, "measure"))


def _ratio(lexemes: Sequence[Lexeme], amount: Amount, at: int) -> Amount | None:
    """2.5x, 3-fold, three times as many, 3:1, three out of four."""
    lexeme, after = lexemes[at], lexemes[at + 1]
    word = lexeme.lower
    if word == "fold" or (word in {"x", "×"} and not lexeme.gap and after.gap):
        return replace(amount, end=at + 1).of(RATIO, "ratio")
    if word == "times" and after.lower in _MULTIPLIED:
        return replace(amount, end=at + 1).of(RATIO, "ratio")
    below_at = at + 1 + (word == "out" and after.lower == "of")
    below_at += word == "to" and hyphenated(lexemes, at + 1)  # 3-to-1
    below = read_numeral(lexemes, below_at) if lexemes[below_at].gap < BLANK else None
    if not below or below.share or not below.value:
        return None
    whole = below.value.denominator == 1 and lexemes[below.end].text != "%"
    colon = word == ":" and not lexeme.gap and not after.gap
    to_one = word == "to" and below.value == 1 and amount.value > 1
    if colon or (to_one and whole and lexemes[below.end].lower not in _NO_NOUN - {"and", "in"}):
        value = amount.value / below.value
        return replace(amount, end=below.end, value=value).of(RATIO, "ratio")
    if whole and word in {"in", "out"} and _is_share(amount, below, out=word == "out"):
        value = 100 * amount.value / below.value
        return replace(amount, end=below.end, value=value).of(PERCENT, "percent")
    return None


def _is_share(amount: Amount, below: Numeral, *, out: bool) -> bool:
    """Whether "n in m" is a share; "20 in 30 days" and "two in 2023" are none."""
    if amount.value >= below.value or amount.value <= 0 or amount.scale > 1:
        return False
    if out:
        return True
    return below.value in _ROUND and (amount.value == 1 or below.value in {3, 4, 5, 10, 100})


def _money_after(
    lexemes: Sequence[Lexeme], amount: Amount, at: int, texts: tuple[str, ...]
) -> Amount | None:
    """5 euros, 80 cents, 5 €, 4 million pounds."""
    if lexemes[at].kind == "money" and not lexemes[at + 1].gap and lexemes[at + 1].kind == "number":
        return None  # the sign belongs to the number behind it
    found = currency(texts, scaled=amount.scale >= 1000)
    if not found and texts[0].lower() in {"pound", "pounds"} and _paid(lexemes, amount.start):
        found = currency(("GBP",))
    if not found:
        return None
    unit, taken = found
    end = at + taken
    if unit.factor == 1 and taken == 1 and texts[0].isupper() and lexemes[at].gap > SPACE:
        return None
    return replace(
        amount, end=end, value=amount.value * unit.factor, step=amount.step * unit.factor
    ).of(Unit(unit.name, "money"), "money")


def _paid(lexemes: Sequence[Lexeme], index: int) -> bool:
    return any(lexeme.lower in _PAYING for lexeme in lexemes[max(0, index - 4) : index])


def _unless_glued(lexemes: Sequence[Lexeme], amount: Amount | None) -> Amount | None:
    """None for a number that a word sticks to: 3D, 5G, 747s."""
    if amount is None:
        return None
    after, last = lexemes[amount.end], lexemes[amount.end - 1]
    stuck = after.kind in {"word", "number"} and not after.gap and last.kind in {"number", "word"}
    return None if stuck else amount
