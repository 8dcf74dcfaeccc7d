"""A number as it is written, and the scale words behind it: thousand, million, bn."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ragkit.text.lexing import BLANK, SPACE, Lexeme

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SCALES", "Numeral", "and_a_half", "hyphenated", "scaled", "share"]

SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
_SHORT_SCALES = {"mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12}
# One letter is a scale behind digits in a sum, and "m" before what is counted in millions.
_LETTERS = {"k": 1000, "m": 10**6, "b": 10**9, "t": 10**12}
_COUNTED_IN_MILLIONS = frozenset(
    """people users customers subscribers viewers visitors residents inhabitants citizens
    households homes jobs workers voters votes members passengers tourists refugees migrants
    children pupils students patients doses barrels units copies vehicles cars tonnes tons
    dollars euros pounds roubles rubles yen yuan USD EUR GBP""".split()
)
# What "about a third" may be off by, in percent: shares in words are round.
_SHARE_STEP = Fraction(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number as it is written.

    Attributes:
        end: index of the lexeme after it.
        value: exact; a share is in percent.
        step: one unit of the last digit or word that says something: 100 for
            "6,700", 1/10 for "4.2", 1,000,000 for "3 million".
        scale: the thousand, million, … that it ends on, else 1.
        share: whether it is a fraction of something ("three quarters", "half").
        plain: the digits, where it is a whole number without grouping; else "".
    """

    end: int
    value: Fraction
    step: Fraction
    scale: int = 1
    share: bool = False
    plain: str = ""


def hyphenated(lexemes: Sequence[Lexeme], index: int) -> bool:
    """Whether a hyphen at `index` joins what stands on both sides of it."""
    return (
        lexemes[index].text in {"-", "‑", "‐"}
        and not lexemes[index].gap
        and not lexemes[index + 1].gap
    )


def share(part: Fraction, end: int) -> Numeral:
    """A part of a whole, as a number in percent."""
    return Numeral(end=end, value=100 * part, step=_SHARE_STEP, share=True)


def scaled(lexemes: Sequence[Lexeme], numeral: Numeral, *, money: bool = False) -> Numeral:
    """The number times the scale words behind it; a share of a million is a count."""
    for _ in range(2):  # five hundred thousand
        index = numeral.end + hyphenated(lexemes, numeral.end)
        scale = _scale_at(lexemes, index, money=money, digits=bool(numeral.plain or money))
        if not scale:
            break
        value, step = numeral.value, numeral.step
        if numeral.share:
            value, step = value / 100, value / 100
        # 10 million is given to ten millions, 3.2 million to a tenth of one.
        numeral = Numeral(
            end=index + 1,
            value=value * scale,
            step=step * scale,
            scale=numeral.scale * scale,
        )
    return numeral


def _scale_at(lexemes: Sequence[Lexeme], index: int, *, money: bool, digits: bool) -> int:
    """The factor of the scale at `index`, or 0."""
    lexeme = lexemes[index]
    if lexeme.gap >= BLANK or lexeme.kind != "word":
        return 0
    word = lexeme.lower
    if word in SCALES or word in _SHORT_SCALES:
        return SCALES.get(word) or _SHORT_SCALES[word]
    if word not in _LETTERS or lexemes[index + 1].text == "²":
        return 0
    follows = lexemes[index + 1]
    before_plural = follows.gap == SPACE and follows.text in _COUNTED_IN_MILLIONS
    wanted = {
        "k": digits and not lexeme.gap,
        "m": money or before_plural or (lexeme.text == "M" and not lexeme.gap),
        "b": money and not lexeme.gap,
        "t": money and not lexeme.gap,
    }
    return _LETTERS[word] if wanted[word] else 0


def and_a_half(lexemes: Sequence[Lexeme], index: int) -> tuple[Fraction, int] | None:
    """The fraction that "and a half" at `index` adds, and the index after it."""
    words = [lexeme.lower for lexeme in lexemes[index : index + 3]]
    if words == ["and", "a", "half"]:
        return Fraction(1, 2), index + 3
    if words == ["and", "a", "quarter"]:
        return Fraction(1, 4), index + 3
    joined = lexemes[index + 2].text == "-"
    if words[:2] == ["and", "three"] and lexemes[index + 2 + joined].lower == "quarters":
        return Fraction(3, 4), index + 3 + joined
    return None
