"""Figures and names in running text, as spans: what answers "how many" and "who".

Rules and no model: they point at candidates for highlighting and give the
answerer a signal. Comparing figures as values is another module's work.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_figures", "find_names"]

_CARDINAL = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    "|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    "|ninety|hundred|thousand|million|billion|trillion|dozens?|half|third|quarter"
)
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen|mn|bn|m|k)\b"
_PERCENT = r"(?:%|percent(?:age points?)?\b|per cent\b|percentage points?\b|basis points?\b)"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)*"
_FRACTION = (
    r"(?:half|(?:one|two|three|four|five)[- ](?:halves|thirds?|quarters?|fourths?|fifths?|tenths?))"
)
_CURRENCY = r"(?:US|A|C|HK)?[$€£¥₩₹]\s?"
_UNIT = (
    r"(?:-?\s?(?:mm|cm|km|kg|kWh|MWh|GWh|MW|GW|kW|TEU|tonnes?|tons?|metres?|meters?|kilomet(?:re|er)s?"
    r"|miles?|feet|ft|inch(?:es)?|litres?|liters?|hectares?|acres?|degrees?|°[CF]|hours?|minutes?"
    r"|seconds?|days?|weeks?|months?|years?|dollars?|euros?|pounds?)\b)"
)
_FIGURE = re.compile(
    rf"(?<![\w.,])(?:{_CURRENCY})?(?:{_DIGITS})(?:st|nd|rd|th)?(?:[-\s]?{_SCALE})?"
    rf"(?:\s?{_PERCENT}|{_UNIT})?(?!\w)"
    rf"|(?<![\w-]){_FRACTION}\b"
    rf"|(?<![\w-])(?:{_CARDINAL})(?:(?:[-\s]|\sand\s)(?:{_CARDINAL}))*\b(?:\s?{_PERCENT}|{_UNIT})?",
    re.IGNORECASE,
)
# "one" and "third" are seldom figures where they stand alone.
_WEAK = frozenset({"one", "half", "third", "quarter"})

_CAPITALISED = r"[^\W\d_a-zß-öø-ÿα-ωа-џ][\w’'.&-]*"
_PARTICLE = r"(?:of|the|de|la|le|van|von|der|den|del|da|di|bin|al|and|for|&)"
_NAME = re.compile(rf"{_CAPITALISED}(?:\s(?:{_PARTICLE}\s){{0,2}}{_CAPITALISED})*")
# Words that a capital at the start of a sentence says nothing about.
_COMMON = frozenset(
    """a according after all also although an and another any as at because before both but by
    despite during each every few for from he her here his how however i if in instead it its
    last later many more most much my no nobody not of on one only or other our over said she
    since so some such than that the their then there these they this those though through to
    under until was we were what when where which while who why with yet you your several
    meanwhile moreover furthermore today yesterday monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november
    december""".split()
)


def find_figures(text: str) -> list[Span]:
    """Spans of numbers with their unit, scale or percent sign, in order, none overlapping.

    Args:
        text: any text; digits ("6,700", "$4.2 million", "30 percent") and
            number words ("three quarters", "a dozen" without the article) count.
    """
    return [
        Span(match.start(), match.end())
        for match in _FIGURE.finditer(text)
        if match.group().lower() not in _WEAK
    ]


def find_names(text: str) -> list[Span]:
    """Spans of capitalised names, in order; a common first word of a sentence is left out.

    Args:
        text: text of a language that writes names with capitals.
    """
    return list(_names(text))


def _names(text: str) -> Iterator[Span]:
    for match in _NAME.finditer(text):
        start, end = match.span()
        for word in match.group().split():
            if word != "&" and word.strip(".’'").lower() not in _COMMON:
                break
            start += len(word) + 1
        end -= len(match.group()) - len(match.group().rstrip(".’'&-"))
        if text.endswith(("’s", "'s"), start, end):
            end -= 2
        if end - start > 1:
            yield Span(start, end)
