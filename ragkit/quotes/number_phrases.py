"""Numbers that take several words: where one goes on, and where one is half of a range.

"five men" is no part of "one hundred and five men", nor "$8.6" of "$8.6 million". "7
percent" of "5 to 7 percent" stands there, but says another thing than the whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.text.polarity import NUMBER_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ragkit.types import Span

__all__ = ["FIGURE_UNITS", "SCALES", "goes_on", "other_half"]

# A letter a word, so that a phrase is a short string: see `_LINKS`.
_CLASSES = {
    "1": "one",
    "U": "zero two three four five six seven eight nine",
    "T": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "D": "twenty thirty forty fifty sixty seventy eighty ninety",
    "H": "hundred",
    "S": "thousand million billion trillion mn bn tn lakh crore",
    "Z": "dozen",
    "Q": "several few many couple",
    "P": "tens dozens scores hundreds thousands millions billions trillions",
    "o": "first second eleventh twelfth",
    "O": "third fourth fifth sixth seventh eighth ninth tenth",
    "F": "half quarter",
    "f": "halves thirds fourths quarters fifths sixths sevenths eighths ninths tenths",
    "&": "and",
    "a": "a an",
    "=": "of",
    ".": "point",
}
_CLASS_OF = {word: letter for letter, words in _CLASSES.items() for word in words.split()}
# Words that belong to one number, whatever follows; N is a figure.
_LINKS = re.compile(
    r"(?=(D[1UOo]|[1UTDN][HSZ]|[HS][HS1UTD]"  # twenty-two, 5 million, two hundred six
    r"|H&[1UTDOo](?!H)|S&[1UTDOo]"  # a hundred and five, not "one hundred and two hundred"
    r"|[QF][HSZ]|Q=[HSZ]|[FfO]=?a[HSZ]|P=[PHSZ]"  # a few dozen, half a million, tens of thousands
    r"|[1UTD]\.[1UTD]|[N1UTDHS]&aF|[1UTD]&aO|[1UTD]f|1[FO]))"  # two point five, one third
)
_WINDOW = 5  # tokens to either side
_EMPHASIS = frozenset("*_`")

SCALES = frozenset(
    "hundred thousand million billion trillion dozen score mn bn tn lakh crore".split()
)
FIGURE_UNITS = frozenset(
    """percent percentage per % ‰ basis k m mm cm km kg g mg t kw mw gw kwh mwh gwh w hz khz mhz ghz
    tonne tonnes ton tons barrels cents dollars euros pounds usd eur nok gbp""".split()
)


def goes_on(keys: Sequence[str], kinds: str, gaps: str, index: int) -> bool:
    """Whether a number in words, or a figure and its scale, has a part on both sides of a cut.

    Args:
        keys: folded tokens.
        kinds: their kinds, as `Tokens` has them.
        gaps: what lies before each, as `Tokens` has it.
        index: the token that the cut is made before, 1 or more.
    """
    if not all(_classed(keys[at], kinds[at]) for at in (index - 1, index)):
        return False
    left = [index - 1]
    while len(left) < _WINDOW and left[-1] and gaps[left[-1]] in ".ishb":
        left.append(left[-1] - 1)
    right = [index]
    while len(right) < _WINDOW and right[-1] + 1 < len(keys) and gaps[right[-1] + 1] in ".ishb":
        right.append(right[-1] + 1)
    before = "".join(_letters(keys, kinds, reversed(left)))
    phrase = before + "".join(_letters(keys, kinds, right))
    return any(match.start() < len(before) < match.end(1) for match in _LINKS.finditer(phrase))


def _classed(key: str, kind: str) -> bool:
    return kind == "n" or key in _CLASS_OF or key in _EMPHASIS


def _letters(keys: Sequence[str], kinds: str, indices: Iterable[int]) -> Iterator[str]:
    for index in indices:
        if keys[index] not in _EMPHASIS:
            yield _CLASS_OF.get(keys[index], "N" if kinds[index] == "n" else "-")


_MONTHS = """january|february|march|april|may|june|july|august|september|october|november|december
    |jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec""".replace("\n    ", "")
_COUNTED = NUMBER_WORDS | {"one"}
_WORD = "|".join(sorted(_COUNTED - SCALES - set(_CLASSES["P"].split()), key=len, reverse=True))
_FIGURE = (
    rf"(?:(?<![\w.,])[-+−]?[$€£¥]?\d(?:[\w.,:/%‰°²³]{{0,20}}[\w%‰°²³])?"
    rf"|\b(?:{_WORD})\b(?:-(?:{_WORD})\b)?)"
)
_UNIT = "|".join(sorted(map(re.escape, FIGURE_UNITS | SCALES), key=len, reverse=True))
_UNITS = rf"(?:\s+(?:{_UNIT}|{_MONTHS}|cent|points?)(?!\w)){{1,2}}"
_YEAR = r"(?:1[5-9]|20)\d\d\b"
_JOINED = (
    r"(?:\s+[-–]\s+|[\s-]+(?:to|or|through|until|till|out\s+of)[\s-]+"
    rf"|[\s-]+(?:of|in)[\s-]+(?:(?:the|every)\s+)?(?!{_YEAR}))"
)
# A unit behind the first wants one behind the second: "$5 million to 3 firms" is no range.
_RANGE = re.compile(
    rf"{_FIGURE}{_JOINED}{_FIGURE}|{_FIGURE}{_UNITS}{_JOINED}{_FIGURE}(?={_UNITS})"
    rf"|\bbetween\s+{_FIGURE}\s+and\s+{_FIGURE}",
    re.IGNORECASE,
)
# "15% to $6,700" is where a rise led to, not a range; "15% of $6,700" stays a part of a whole.
_SIGN = re.compile(r"[$€£¥%‰°]")
_SEVERAL_OF = re.compile(r"\s(?:of|in)\s|-(?:of|in)-", re.IGNORECASE)
_LONGEST_RANGE = 60  # characters


def other_half(text: str, cut: Span) -> str | None:
    """What a cut leaves out of "5 to 7 percent", "3 or 4 March", "two of five mills"."""
    for match in _RANGE.finditer(text, max(0, cut.start - _LONGEST_RANGE), cut.start + 40):
        if match.start() < cut.start < match.end() and _is_of_one_unit(match.group()):
            return text[match.start() : cut.start].strip()
    for match in _RANGE.finditer(text, max(0, cut.end - _LONGEST_RANGE), cut.end + 40):
        if match.start() < cut.end < match.end() and _is_of_one_unit(match.group()):
            return text[cut.end : match.end()].strip()
    return None


def _is_of_one_unit(phrase: str) -> bool:
    """Whether no sign of a unit contradicts that the figures count the same: "$5 to 7" may."""
    return bool(_SEVERAL_OF.search(phrase)) or len(set(_SIGN.findall(phrase))) < 2
