"""Figures, dates and names in running text, as spans: what answers "how many", "when", "who".

Rules and no model: they point at candidates for highlighting and give the
answerer a signal. Comparing figures as values is another module's work.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "MONTH",
    "SHORT_MONTH",
    "Measure",
    "find_dates",
    "find_figures",
    "find_names",
    "measure_of",
]

#: What a figure measures, as its unit tells; a bare number is a count.
Measure = Literal[
    "share", "money", "time", "length", "speed", "weight", "volume", "area", "power",
    "temperature", "rank", "count",
]  # fmt: skip

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
_CODE = r"EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|JPY|CNY"
_CURRENCY = rf"(?:(?:US|A|C|HK)?[$€£¥₩₹]|(?:{_CODE})(?=\s?\d))\s?"
_UNITS: dict[Measure, str] = {
    "money": rf"dollars?|euros?|pounds?|cents?|francs?|yen|won|roubles?|rubles?|{_CODE}",
    "time": r"seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)",
    "speed": r"km/h|kph|mph|m/s|knots?",
    "area": r"hectares?|acres?|(?:square|sq\.?) (?:(?:kilo)?met(?:re|er)s?|feet|miles?|km)",
    "length": r"mm|cm|km|metres?|meters?|(?:kilo|centi|milli)met(?:re|er)s?|miles?|feet|foot|ft"
    r"|inch(?:es)?|yards?",
    "weight": r"kg|kilos?|kilograms?|grams?|tonnes?|tons?|lbs?|ounces?",
    "volume": r"lit(?:re|er)s?|gallons?|barrels?|cubic (?:met(?:re|er)s?|feet)|TEU",
    "power": r"kWh|MWh|GWh|MW|GW|kW|watts?|horsepower",
    "temperature": r"degrees?|°[CF]",
}
_UNIT = rf"(?:-?\s?(?:{'|'.join(_UNITS.values())})\b)"
_FIGURE = re.compile(
    # "Halden-2" is a label, "a 2-hour trip" holds a figure.
    rf"(?<![\w.,])(?<![^\W\d_]-)(?:{_CURRENCY})?"
    rf"(?:(?:{_DIGITS})\s?(?:–|-|to)\s?(?:{_DIGITS})(?:\s?{_PERCENT}|{_UNIT})(?!\w)"
    rf"|(?:{_DIGITS})(?:st|nd|rd|th)?(?:[-\s]?{_SCALE})?(?:\s?{_PERCENT}|{_UNIT})?(?!\w))"
    rf"|(?<![\w-]){_FRACTION}\b"
    rf"|(?<![\w-])(?:{_CARDINAL})(?:(?:[-\s]|\sand\s)(?:{_CARDINAL}))*\b(?:\s?{_PERCENT}|{_UNIT})?",
    re.IGNORECASE,
)
# "one" and "third" are seldom figures where they stand alone.
_WEAK = frozenset({"one", "half", "third", "quarter"})
_MEASURES: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    (
        "share",
        re.compile(rf"{_PERCENT}|points?\b|half|thirds?|quarters?|fifth|tenth", re.IGNORECASE),
    ),
    ("money", re.compile(rf"[$€£¥₩₹]|\b(?:{_CODE})", re.IGNORECASE)),
    *(
        (kind, re.compile(rf"(?:^|[\d\s]|\b)(?:{unit})$", re.IGNORECASE))
        for kind, unit in _UNITS.items()
    ),
    ("rank", re.compile(r"\d(?:st|nd|rd|th)$", re.IGNORECASE)),
)

#: Patterns of a month in full and cut short, for regular expressions.
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
# A short month counts beside a day or a year only: "Mar" is no date.
_SHORT = rf"{SHORT_MONTH}\b\.?"
_YEAR = r"(?:1\d{3}|20\d{2})"
_ORDINAL = r"(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_CLOCK = r"(?:\d{1,2}:\d\d(?:\s?[ap]\.?m\b)?|\d{1,2}\s?[ap]\.?m\b|noon\b|midnight\b)"
_CALENDAR = (
    rf"(?:\d{{1,2}}{_ORDINAL}\s+(?:of\s+)?(?:{MONTH}|{_SHORT})(?:,?\s+{_YEAR})?"
    rf"|(?:{MONTH}|{_SHORT})\s+\d{{1,2}}{_ORDINAL}\b(?:,\s*{_YEAR})?"
    rf"|{MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?|{_SHORT}\s+{_YEAR}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}([/.])\d{1,2}\1\d{4})"
)
_DATE = re.compile(
    rf"\b(?:{_CLOCK}\s+on\s+)?(?:{_WEEKDAY},?\s+(?:the\s+)?)?"
    rf"(?:(?:early|mid|late)[- ])?\b{_CALENDAR}(?:,?\s+(?:at\s+)?{_CLOCK})?(?!\w)"
    rf"|(?:(?:early|mid|late)[- ])?\b(?:(?:the\s+)?{_YEAR}s?(?:\s?(?:–|-|to|and)\s?{_YEAR})?"
    r"|(?:\w{1,20}-)?\w{1,20}(?:st|nd|rd|th)\s+(?:century|centuries)"
    rf"|(?:Q[1-4]|(?:first|second|third|fourth|last)\s+quarter)(?:\s+(?:of\s+)?{_YEAR})?"
    rf"|(?:spring|summer|autumn|winter)\s+(?:of\s+)?{_YEAR}"
    r"|(?:\d{1,4}|[a-z]{1,12})\s(?:day|week|month|year)s?\sago"
    rf"|{_WEEKDAY}(?:\s+at\s+{_CLOCK})?)\b"
    rf"|\b{_CLOCK}"
)

_CAPITALISED = r"[^\W\d_a-zß-öø-ÿα-ωа-џ][\w’'.&-]*"
_PARTICLE = r"(?:of|the|de|la|le|van|von|der|den|del|da|di|bin|al|and|for|&)"
# A capital inside of a word ("mmHg", "iPad") starts no name.
_NAME = re.compile(rf"(?<![^\W\d_]){_CAPITALISED}(?:\s(?:{_PARTICLE}\s){{0,2}}{_CAPITALISED})*")
# "the Elm-based firm" names Elm.
_SUFFIX = re.compile(r"-(?:based|born|built|made|led|owned|registered)\Z")
# Words that a capital at the start of a sentence says nothing about.
_COMMON = frozenset(
    """a according after all also although an and another any as at because before both but by
    despite during each every few for from he her here his how however i if in instead it
    its last later many more most much my no nobody not of on one only or other our over
    said she since so some such than that the their then there these they this those though
    through to under until was we were what when where which while who why with yet you your
    several none neither either nearly almost once unless whether whereas without within
    compared given following even still fewer less least others today yesterday monday
    tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december meanwhile moreover furthermore""".split()
)

# Sentences whose mentions are kept: each is looked at by several, and for many questions.
_KEPT = 2048


def find_figures(text: str) -> list[Span]:
    """Spans of numbers with their unit, scale or percent sign, in order, none overlapping.

    Args:
        text: any text; digits ("6,700", "$4.2 million", "3 to 5 days") and
            number words ("three quarters", "a dozen" without the article) count,
            the number of a label ("Halden-2") doesn't.
    """
    return list(_figures(text))


@lru_cache(maxsize=_KEPT)
def _figures(text: str) -> tuple[Span, ...]:
    return tuple(
        Span(match.start(), match.end())
        for match in _FIGURE.finditer(text)
        if match.group().lower() not in _WEAK
    )


@lru_cache(maxsize=_KEPT)
def measure_of(figure: str) -> Measure:
    """What a figure measures: "90 days" a time, "$40" money, "6,700" a count."""
    for measure, pattern in _MEASURES:
        if pattern.search(figure):
            return measure
    return "count"


def find_dates(text: str) -> list[Span]:
    """Spans of dates, months, years, centuries, week days and times of day, in order.

    What stands together is one: "Saturday, 15 February 2025 at 14:30".
    """
    return list(_dates(text))


@lru_cache(maxsize=_KEPT)
def _dates(text: str) -> tuple[Span, ...]:
    return tuple(Span(match.start(), match.end()) for match in _DATE.finditer(text))


def find_names(text: str) -> list[Span]:
    """Spans of capitalised names, in order; a common first word of a sentence is left out.

    Args:
        text: text of a language that writes names with capitals.
    """
    return list(_kept_names(text))


@lru_cache(maxsize=_KEPT)
def _kept_names(text: str) -> tuple[Span, ...]:
    return tuple(_names(text))


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
        elif suffix := _SUFFIX.search(text, start, end):
            end = suffix.start()
        if end - start > 1:
            yield Span(start, end)
