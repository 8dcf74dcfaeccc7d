"""Numerals in digits and words: exact values, and how fine they were given."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.text.lexing import SPACE, Lexeme
from ragkit.text.number_words import ORDINALS, SMALL, read_words
from ragkit.text.scaling import Numeral, and_a_half, hyphenated, scaled, share

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["STARTERS", "read_numeral", "read_ordinal"]

_SLASHED = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 20, 100})
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
#: Words that a numeral or an ordinal may start with, "a" apart.
STARTERS = frozenset(SMALL) | frozenset(ORDINALS) | {"half"}
# Longer runs of digits are keys and hashes, not figures; their value is not computed.
_MOST_DIGITS = 30


def read_numeral(lexemes: Sequence[Lexeme], index: int, *, money: bool = False) -> Numeral | None:
    """Read the number that starts at a lexeme.

    Args:
        lexemes: from `lex`.
        index: of the first lexeme.
        money: whether a currency sign stands before it: then "m" is million.

    Returns:
        The longest number that starts there, or None: a version number, a key
        with leading zeros and a run of over 30 digits are none.
    """
    lexeme = lexemes[index]
    if lexeme.kind == "number":
        return _in_digits(lexemes, index, money=money)
    if lexeme.kind == "fraction":
        value = _vulgar(lexeme)
        return scaled(lexemes, share(value, index + 1), money=money)
    return read_words(lexemes, index) if lexeme.kind == "word" else None


def read_ordinal(lexemes: Sequence[Lexeme], index: int) -> Numeral | None:
    """Read "21st", "third" or "twenty-first" at a lexeme."""
    lexeme, after = lexemes[index], lexemes[index + 1]
    if lexeme.kind == "number":
        suffixed = after.lower in _SUFFIXES and not after.gap
        literal = _literal(lexeme.text) if suffixed else None
        if literal and literal[0].denominator == 1:
            return Numeral(end=index + 2, value=literal[0], step=Fraction(1))
        return None
    tens = SMALL.get(lexeme.lower, 0)
    if tens >= 20 and hyphenated(lexemes, index + 1):
        unit = ORDINALS.get(lexemes[index + 2].lower, 10)
        if unit < 10:
            return Numeral(end=index + 3, value=Fraction(tens + unit), step=Fraction(1))
    value = ORDINALS.get(lexeme.lower)
    return Numeral(end=index + 1, value=Fraction(value), step=Fraction(1)) if value else None


@lru_cache(maxsize=10_000)
def _literal(text: str) -> tuple[Fraction, Fraction] | None:
    """The value of a run of digits and its step."""
    if len(text) > _MOST_DIGITS * 4 // 3 or (text[0] == "0" and text.isdecimal() and len(text) > 1):
        return None
    whole, point, decimals = _parts(text)
    groups = whole.replace("’", "'").replace("'", ",").replace(".", ",")
    digits = "".join(c for c in groups if c.isdecimal())
    if point is None or not (digits + decimals):
        return None
    value = Fraction(int(digits + decimals), 10 ** len(decimals))
    if decimals:
        return value, Fraction(1, 10 ** len(decimals))
    zeros = len(digits) - len(digits.rstrip("0")) if value else 0
    return value, Fraction(10**zeros)


def _parts(text: str) -> tuple[str, str | None, str]:
    """What stands before the decimal mark, the mark (None: no number), and what follows."""
    if "." in text and "," in text and text.rindex(",") > text.rindex("."):  # 1.234,5
        whole, _, decimals = text.rpartition(",")
        return whole, ",", decimals
    if text.count(".") > 1:
        groups = text.split(".")
        grouped = 0 < len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
        return text, "" if grouped else None, ""
    if "." in text:
        whole, _, decimals = text.partition(".")
        return whole, ".", decimals
    whole, comma, decimals = text.rpartition(",")
    if comma and len(decimals) < 3:  # 12,5 %
        return whole, ",", decimals
    return text, "", ""


def _in_digits(lexemes: Sequence[Lexeme], index: int, *, money: bool) -> Numeral | None:
    text = lexemes[index].text
    literal = _literal(text)
    if literal is None:
        return None
    value, step = literal
    after = lexemes[index + 1]
    plain = text if text.isdecimal() else ""
    if after.kind == "power" and not after.gap and len(plain) in {1, 2}:
        return _power(after, value, index + 2)
    over = _slash(lexemes, index) if plain else None
    if over:
        return scaled(lexemes, share(over, index + 3), money=money)
    numeral = Numeral(end=index + 1, value=value, step=step, plain=plain)
    mixed = _mixed(lexemes, index + 1) if plain else None
    if mixed:
        part, end = mixed
        numeral = Numeral(end=end, value=value + part, step=part)
    return scaled(lexemes, numeral, money=money)


def _power(lexeme: Lexeme, value: Fraction, end: int) -> Numeral | None:
    exponent = int(unicodedata.normalize("NFKC", lexeme.text)[:3])
    if exponent > _MOST_DIGITS:
        return None
    value **= exponent
    return Numeral(end=end, value=value, step=value or Fraction(1))


def _slash(lexemes: Sequence[Lexeme], index: int) -> Fraction | None:
    """3/4, with nothing glued on that would make it a date."""
    mark, below, after = lexemes[index + 1 : index + 4]
    if mark.text != "/" or mark.gap or below.gap or not below.text.isdecimal():
        return None
    above, under = int(lexemes[index].text), int(below.text[:4])
    glued = not after.gap and (after.text in {"/", "-"} or after.kind in {"word", "number"})
    if glued or under not in _SLASHED or not 0 < above < under:
        return None
    return Fraction(above, under)


def _mixed(lexemes: Sequence[Lexeme], index: int) -> tuple[Fraction, int] | None:
    """The fraction on top of a whole number: "2½", "2 1/2", "2 and a half"."""
    lexeme = lexemes[index]
    if lexeme.kind == "fraction" and lexeme.gap <= SPACE:
        return _vulgar(lexeme), index + 1
    if lexeme.kind == "number" and lexeme.gap == SPACE and lexeme.text.isdecimal():
        over = _slash(lexemes, index)
        return (over, index + 3) if over and over.denominator < 10 else None
    return and_a_half(lexemes, index)


def _vulgar(lexeme: Lexeme) -> Fraction:
    return Fraction(unicodedata.numeric(lexeme.text)).limit_denominator(10)
