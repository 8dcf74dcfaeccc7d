"""The months and years that a text names, and those that a question is about.

A sentence of March does not tell what was in April. Rules and no model; what is only meant by
a name ("last month", "that summer") is not known here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ragkit.text.dates import MONTHS
from ragkit.text.mentions import MONTH, SHORT_MONTH

__all__ = ["Periods", "asked_periods", "periods_of"]

_FULL = "January|February|April|June|July|August|September|October|November|December"
_SHORT = rf"{SHORT_MONTH}\b"
_MONTH = re.compile(
    rf"\b(?P<full>{_FULL}|March|May(?!\s(?:I|we|you|he|she|they|it|the|an?|one|my|our|not|be)\b))\b"
    # Typed in a hurry; "march", "may" and "august" are words of their own.
    r"|\b(?P<lower>january|february|april|june|july|september|october|november|december)\b"
    # A short one counts beside a day, a year or a preposition: "Jan" is a name too.
    rf"|\b(?:\d{{1,2}}(?:st|nd|rd|th)?|in|since|of|by|until|from|for|and|to)\s(?P<after>{_SHORT})"
    rf"|\b(?P<before>{_SHORT})\.?\s\d"
)
# No count ("1,500", "1500 tonnes"), sum or share.
_YEAR = re.compile(r"(?<![\w.,$€£¥₩-])(1[5-9]\d\d|20\d\d)(?![\w%]|[.,]\d|-\d)")
# What opens a period: an answer may lie anywhere before, after or between.
_OPEN = (
    r"\b(?:before|after|since|until|till|by|between|from|past|prior to|up to|during or after)"
    r"(?:\s(?:the|end|start|beginning|early|mid|late|of|\d{1,2}(?:st|nd|rd|th)?)\b){0,4}"
)
_OPENED_MONTH = re.compile(rf"{_OPEN}\s(?:{MONTH}|{_SHORT})", re.IGNORECASE)
_OPENED_YEAR = re.compile(
    rf"{_OPEN}(?:\s(?:{MONTH}|{_SHORT})\.?)?(?:\s\d{{1,2}},)?\s(?:1[5-9]|20)\d\d",
    re.IGNORECASE,
)


class Periods(NamedTuple):
    """What a text names of the calendar.

    Attributes:
        months: 1 to 12.
        years: 1500 to 2099.
    """

    months: frozenset[int]
    years: frozenset[int]

    def are_others(self, told: Periods) -> bool:
        """Whether both name months, or both name years, and none is the same."""
        return any(a and t and a.isdisjoint(t) for a, t in zip(self, told, strict=True))


@lru_cache(maxsize=4096)
def periods_of(text: str) -> Periods:
    """The months and years that a text names."""
    # Kept: a sentence is looked at for one question after the other.
    months = (match.group(match.lastgroup or 0) for match in _MONTH.finditer(text))
    return Periods(
        frozenset(MONTHS[month.lower()] for month in months),
        frozenset(map(int, _YEAR.findall(text))),
    )


def asked_periods(question: str) -> Periods:
    """The months and years that a question is about; none where it leaves them open.

    "What happened after 1990?" is answered by 1995.
    """
    months, years = periods_of(question)
    return Periods(
        frozenset() if _OPENED_MONTH.search(question) else months,
        frozenset() if _OPENED_YEAR.search(question) else years,
    )
