"""Numbers in words: two hundred and six, a dozen, three quarters, half a million."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ragkit.text.lexing import BLANK, Lexeme
from ragkit.text.scaling import SCALES, Numeral, and_a_half, hyphenated, scaled, share

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ORDINALS", "SMALL", "read_words"]

SMALL = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen""".split()
    )
} | {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
DENOMINATORS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
    "twentieth": 20,
    "hundredth": 100,
    "thousandth": 1000,
}
_PLURALS = {f"{word}s": value for word, value in DENOMINATORS.items()} | {"halves": 2}
ORDINALS = {
    word: value
    for value, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split(),
        1,
    )
} | {
    "twentieth": 20,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "seventieth": 70,
    "eightieth": 80,
    "ninetieth": 90,
    "hundredth": 100,
    "thousandth": 1000,
}


def read_words(lexemes: Sequence[Lexeme], index: int) -> Numeral | None:
    """Read the number in words that starts at a lexeme, "a dozen" and "half" among them."""
    lower = lexemes[index].lower
    if lower in {"a", "an"}:
        return _after_article(lexemes, index)
    if lower == "half":
        return _half(lexemes, index)
    return _in_words(lexemes, index)


def _after_article(lexemes: Sequence[Lexeme], index: int) -> Numeral | None:
    """A hundred and six, a dozen, a half-million, a third of."""
    word = lexemes[index + 1]
    if word.gap >= BLANK:
        return None
    if word.lower in SCALES:
        return _in_words(lexemes, index + 1, seed=1)
    if word.lower == "half":
        half = scaled(lexemes, share(Fraction(1, 2), index + 2))
        return half if not half.share or _is_parted(lexemes, half.end) else None
    below = DENOMINATORS.get(word.lower)
    fell_by = index > 0 and lexemes[index - 1].lower == "by"
    if below and (fell_by or _is_parted(lexemes, index + 2)):
        return _of_scale(lexemes, share(Fraction(1, below), index + 2))
    return None


# What follows "a third" where it is a share, and not the third of a row.
_PARTING = frozenset(
    """of the are were is was had have has as more less larger smaller higher lower fewer bigger
    cheaper faster slower below above came come said to""".split()
)


def _is_parted(lexemes: Sequence[Lexeme], index: int) -> bool:
    lexeme = lexemes[index]
    return (lexeme.kind in {"end", "mark"} and lexeme.text != "-") or lexeme.lower in _PARTING


def _half(lexemes: Sequence[Lexeme], index: int) -> Numeral | None:
    half = share(Fraction(1, 2), index + 1)
    if lexemes[index + 1].lower in {"a", "an"}:
        many = scaled(lexemes, replace(half, end=index + 2))
        return half if many.share else many
    many = scaled(lexemes, half)
    # The first half, half-way, half-brother.
    bare = not (hyphenated(lexemes, index + 1) or _counts_halves(lexemes, index))
    return many if bare or not many.share else None


def _counts_halves(lexemes: Sequence[Lexeme], index: int) -> bool:
    before = lexemes[index - 1] if index else lexemes[-1]
    return before.lower in ORDINALS or before.lower in {
        "last", "this", "next", "other", "latter", "former", "top", "bottom", "upper", "lower",
        "northern", "southern", "eastern", "western", "better",
    }  # fmt: skip


def _of_scale(lexemes: Sequence[Lexeme], part: Numeral) -> Numeral:
    """A quarter of a million is a count."""
    if lexemes[part.end].lower == "of" and lexemes[part.end + 1].lower == "a":
        many = scaled(lexemes, replace(part, end=part.end + 2))
        return part if many.share else many
    return part


def _in_words(lexemes: Sequence[Lexeme], index: int, *, seed: int = 0) -> Numeral | None:
    """Two hundred and six, twenty-five thousand, three quarters, two and a half million."""
    reader = _Cardinal(lexemes, index, seed)
    while reader.take():
        pass
    if reader.index == index:
        return None
    value, end = Fraction(reader.total + reader.current), reader.index
    over = _denominator(lexemes, end, value)
    if over:
        below, end = over
        return _of_scale(lexemes, share(value / below, end))
    numeral = Numeral(end=end, value=value, step=Fraction(reader.step), scale=reader.scale)
    mixed = and_a_half(lexemes, end)
    if mixed:
        part, end = mixed
        numeral = Numeral(end=end, value=value + part, step=part)
    return scaled(lexemes, numeral) if reader.scale == 1 else numeral


def _denominator(lexemes: Sequence[Lexeme], index: int, value: Fraction) -> tuple[int, int] | None:
    """The denominator behind a numerator, and the index after it."""
    index += hyphenated(lexemes, index)
    if lexemes[index].gap >= BLANK or not 0 < value < 100:
        return None
    names = DENOMINATORS if value == 1 else _PLURALS
    below = names.get(lexemes[index].lower)
    return (below, index + 1) if below and value < below else None


class _Cardinal:
    """Takes the words of one cardinal number, one after the other."""

    def __init__(self, lexemes: Sequence[Lexeme], index: int, seed: int) -> None:
        self.lexemes = lexemes
        self.start = self.index = index
        self.total = 0
        self.current = seed
        self.room = 100 if not seed else 0  # the next small number must be below this
        self.last = 10**15  # scales come in falling order
        self.step = self.scale = 1

    def take(self) -> bool:
        """Take the next word, if it goes on with the same number."""
        index = self.index
        if index > self.start:
            index += hyphenated(self.lexemes, index)
            after_scale = self.step > 10 and self.room == 100
            if self.lexemes[index].lower == "and" and after_scale:
                index += 1
                if self.lexemes[index].lower not in SMALL:
                    return False
        lexeme = self.lexemes[index]
        if index > self.start and lexeme.gap >= BLANK:
            return False
        taken = self._small(lexeme.lower) or self._large(lexeme.lower)
        if taken:
            self.index = index + 1
        return taken

    def _small(self, word: str) -> bool:
        value = SMALL.get(word)
        if value is None or value >= self.room or (value == 0 and self.index > self.start):
            return False
        self.current += value
        tens = value >= 20
        self.room = 10 if tens else 0
        self.step, self.scale = (10 if tens else 1), 1
        return True

    def _large(self, word: str) -> bool:
        scale = SCALES.get(word)
        if not scale or not self.current:
            return False
        if scale <= 100:
            if self.current > 99 or (scale == 12 and self.total):
                return False
            self.current *= scale
            self.room = 100 if scale == 100 else 0
        elif scale < self.last:
            self.total += self.current * scale
            self.current, self.room, self.last = 0, 100, scale
        else:
            return False
        self.step = self.scale = scale
        return True
