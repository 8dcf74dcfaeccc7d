"""What a number counts: the noun phrase beside it, by rules.

No parser stands behind this. After the number come at most six words; the
head is the last of the first run of plurals ("foreign components", "arms
plants"), else the last word. An "of" phrase adds its words. What the rules do
not see: a noun left out ("the other three"), a pronoun's noun ("3 million of
them"), the subject of a verb ("the toll rose to 24"). They return nothing then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ragkit.text.lexing import BLANK, LINE, Lexeme
from ragkit.text.numerals import read_numeral
from ragkit.text.scaling import hyphenated
from ragkit.text.terms import STOP_WORDS, terms
from ragkit.text.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMPARATIVES", "Counted", "count_before", "read_counted", "read_rate"]

_MOST_WORDS = 6
_DETERMINERS = frozenset(
    "the a an its their his her our your my all these those this that such each".split()
)
_STOPS = STOP_WORDS | frozenset(
    """above across ago along among around away behind below beyond within without via per plus
    since toward towards despite near inside outside onto upon versus every any no yet still
    already later earlier today yesterday tomorrow last next may might must shall one
    said says went came come goes go fell rose ran run made make makes hit got gets took take takes
    gave began begin left won lost cost costs sold found met paid held sent saw grew stood isn
    seen given died live lives voted include includes including called named according altogether
    together due off apart long tall wide high deep old thick worth alone each least
    and or but nor""".split()
)
_IRREGULAR = frozenset(
    """people men women children police cattle troops aircraft personnel staff sheep fish feet
    teeth mice data media criteria phenomena spacecraft""".split()
)
_SINGULAR = frozenset("series species news gas bus glass business process access loss".split())
#: Comparatives, which make a share a difference.
COMPARATIVES = {
    "more": "up",
    "larger": "up",
    "bigger": "up",
    "higher": "up",
    "greater": "up",
    "longer": "up",
    "faster": "up",
    "heavier": "up",
    "above": "up",
    "less": "down",
    "fewer": "down",
    "smaller": "down",
    "lower": "down",
    "shorter": "down",
    "slower": "down",
    "lighter": "down",
    "cheaper": "down",
    "below": "down",
}
_RATES = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
}
_RATE_UNITS = frozenset("second minute hour day night week month quarter year".split())
_NO_RATE = frozenset("earlier ago later before after old long or and".split())


class Counted(NamedTuple):
    """Terms of what is counted, the head's first, and the index after the phrase."""

    terms: tuple[str, ...]
    end: int


def read_counted(lexemes: Sequence[Lexeme], index: int, *, share: bool = False) -> Counted:
    """Read what the number before `index` counts.

    Args:
        lexemes: from `lex`.
        index: of the first lexeme after the number and its unit.
        share: whether the number is a percentage, which a comparative may follow.
    """
    start = index
    if hyphenated(lexemes, index) and lexemes[index + 1].kind == "word":
        word = lexemes[index + 1]
        return Counted(() if word.lower in STOP_WORDS else tuple(terms(word.text)), index + 2)
    words = (lexemes[index].lower, lexemes[index + 1].lower)
    if words[0] == "or" and words[1] in {"more", "so", "less", "fewer"}:
        index += 2
    lower = lexemes[index].lower
    comparison = share or lexemes[index + 1].lower == "than"
    if lower in COMPARATIVES and comparison and lower not in {"above", "below"}:
        return Counted(tuple(terms(lower)), index + 1)
    if lower in {"more", "other", "such", "additional"}:
        index += 1
    if lower == "of":
        index += 1
        while lexemes[index].lower in _DETERMINERS and index < start + 4:
            index += 1
        return _phrase(lexemes, index)
    head = _phrase(lexemes, index)
    if head.terms and lexemes[head.end].lower == "of":
        index = head.end + 1
        while lexemes[index].lower in _DETERMINERS and index < head.end + 4:
            index += 1
        of = _phrase(lexemes, index)
        return Counted(head.terms + of.terms, of.end if of.terms else head.end)
    return head


def _phrase(lexemes: Sequence[Lexeme], index: int) -> Counted:
    """A noun phrase of a few words, measures such as "152 mm" among them."""
    words: list[str] = []
    measures: list[str] = []
    head = -1
    at = index
    while at < index + 2 * _MOST_WORDS and len(words) < _MOST_WORDS:
        measure = _measure(lexemes, at) if head < 0 else None
        if measure:
            measures.extend(lexeme.text for lexeme in lexemes[at:measure] if lexeme.text != "-")
            at = measure
            continue
        lexeme = lexemes[at]
        if not _goes_on(lexeme):
            break
        if head >= 0 and not _is_plural(lexeme.lower):
            break
        if words and lexeme.lower.endswith("ed") and lexemes[at - 1].text != "-":
            break
        words.append(lexeme.text)
        if _is_plural(lexeme.lower):
            head = len(words) - 1
        following = _past_joint(lexemes, at + 1)
        if following > at + 1:  # what goes on with a hyphen is a modifier
            head = -1
        at = following
    if measures and lexemes[at].lower == "of" and not words:
        return Counted((), index)
    if not words:
        return Counted((), index)
    # 24 killed, 100 hurt: no noun follows.
    head = head if head >= 0 else len(words) - 1
    others = words[:head] + words[head + 1 :] + measures
    words_of = terms(words[head]) + terms(" ".join(others))
    return Counted(tuple(term for term in words_of if term != "s"), at)


def _past_joint(lexemes: Sequence[Lexeme], index: int) -> int:
    """The index after the hyphen of "air-defence" and after the "-2's" of "Halden-2's"."""
    if not hyphenated(lexemes, index):
        return index
    if lexemes[index + 1].kind == "word":
        return index + 1
    if lexemes[index + 1].kind != "number":
        return index
    possessive = lexemes[index + 2].text in {"'", "’"} and lexemes[index + 3].lower == "s"
    return index + 4 if possessive else index + 2


def _measure(lexemes: Sequence[Lexeme], index: int) -> int:
    """The index after "152 mm" or "152-mm"; 0 if no measure starts here."""
    if lexemes[index].kind != "number" or lexemes[index].gap >= BLANK:
        return 0
    numeral = read_numeral(lexemes, index)
    if not numeral:
        return 0
    at = numeral.end + hyphenated(lexemes, numeral.end)
    texts = tuple(lexeme.text for lexeme in lexemes[at : at + 3])
    found = find_unit(texts, glued=at > numeral.end or not lexemes[at].gap)
    return at + found[1] if found and found[0].dimension != "percent" else 0


def _goes_on(lexeme: Lexeme) -> bool:
    if lexeme.kind != "word" or lexeme.gap >= BLANK:
        return False
    if lexeme.gap == LINE and lexeme.capital:
        return False
    return lexeme.lower not in _STOPS and not lexeme.lower.endswith("'t")


def _is_plural(word: str) -> bool:
    word = word.removesuffix("'s") if word.endswith("s's") else word
    if word in _IRREGULAR:
        return True
    plural = len(word) > 3 and word[-1] == "s" and word[-2] not in "sui'"
    return plural and word not in _SINGULAR


def count_before(lexemes: Sequence[Lexeme], index: int) -> tuple[str, ...]:
    """The noun of "a resolution of" before a quantity at `index`."""
    if index < 2 or lexemes[index - 1].lower != "of" or lexemes[index - 2].kind != "word":
        return ()
    word = lexemes[index - 2]
    return () if word.lower in STOP_WORDS else tuple(terms(word.text))


def read_rate(lexemes: Sequence[Lexeme], index: int) -> str:
    """The unit of a rate that starts at `index`: "day" for "a day", "per day" and "daily"."""
    lexeme, after = lexemes[index], lexemes[index + 1]
    if lexeme.lower in _RATES:
        return _RATES[lexeme.lower]
    if after.gap > LINE or lexemes[index + 2].lower in _NO_RATE:
        return ""
    unit = after.lower if after.lower in _RATE_UNITS else ""
    if lexeme.lower in {"a", "an", "each", "every"}:
        return unit
    if lexeme.lower not in {"per", "/"} or after.lower in {"cent", "cents"}:
        return ""
    numeral = read_numeral(lexemes, index + 1)
    return unit or (str(numeral.value) if numeral else " ".join(terms(after.text)))
