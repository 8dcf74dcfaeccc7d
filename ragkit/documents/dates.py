"""The date that a document gives for itself."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from dateutil import parser as dateutil

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["date_in_line", "parse_date", "stated_date"]

_HEAD = 12  # lines that are not blank: a date further down is one that the text tells of
_YEARS = range(1000, 3000)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
# Year, month and day, the month in words or the order plain: 03/04/2024 is two dates.
_DATE = (
    rf"(?P<date>\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{4}}/\d{{1,2}}/\d{{1,2}}"
    rf"|{_MONTH}\s+{_DAY},?\s+\d{{4}}|{_DAY}\s+(?:of\s+)?{_MONTH},?\s+\d{{4}})(?!\d)"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+)?"
_TIME = r"(?:[T\s,|@–—-]+(?:at\s+)?\d{1,2}[:.]\d\d[^\n]{0,30})?"
_LABEL = (
    r"(?:(?:publication\s+|release\s+|issue\s+)?date(?:\s+published)?|published|posted|updated"
    r"|last\s+(?:updated|modified|revised)|modified|revised|issued|released|created|effective"
    r"|dated?)"
)
# A Markdown line may be a list item, a quotation, a heading or bold.
_MARKS = r"[\s>#*_\-]*"
_CLOSE = r"[\s*_.)\]]*$"
_WHOLE_LINE = re.compile(rf"{_MARKS}{_WEEKDAY}{_DATE}{_TIME}{_CLOSE}", re.IGNORECASE)
_LABELLED = re.compile(
    rf"{_MARKS}{_LABEL}[*_]*(?:\s*:[*_\s]*|\s+)(?:on\s+)?{_WEEKDAY}{_DATE}", re.IGNORECASE
)
# "Seoul, 16 April 2024 —", "PARIS, France (April 16, 2024) -".
_DATELINE = re.compile(
    rf"{_MARKS}(?-i:[A-Z])[\w.'’-]*(?:[\s,]+[\w.'’-]+){{0,5}}?[\s,]+\(?{_WEEKDAY}{_DATE}\)?"
    rf"\s*(?:[—–:]|-{{1,2}}\s|/|\||\(|$)",
    re.IGNORECASE,
)
# "By Ann Lee | April 16, 2024"
_BYLINE = re.compile(
    rf"{_MARKS}by\s[^\n]{{1,80}}?[\s|,·•(–—-]+{_WEEKDAY}{_DATE}{_TIME}{_CLOSE}",
    re.IGNORECASE,
)
_ANY = re.compile(rf"\s*{_WEEKDAY}{_DATE}", re.IGNORECASE)


def stated_date(text: str, *, front_matter: Mapping[str, object] | None = None) -> dt.date | None:
    """Find the date that a document states: in its front matter, else in its first lines.

    Args:
        text: canonical text; a line counts where it is a date, carries a label
            ("Published: …"), opens with a dateline ("Seoul, 16 April 2024 —") or
            is a byline ("By Ann Lee | 16 April 2024").
        front_matter: what `read_front_matter` found; its `date` comes first.

    Returns:
        A date with year, month and day, or None; a numeric date whose order is
        unclear (03/04/2024) is not taken.
    """
    if front_matter and (date := parse_date(front_matter.get("date"))):
        return date
    return next(filter(None, map(date_in_line, _head(text))), None)


def date_in_line(line: str) -> dt.date | None:
    """The date of a line that is one, or of a label, a dateline or a byline; else None."""
    for pattern in (_WHOLE_LINE, _LABELLED, _DATELINE, _BYLINE):
        if (match := pattern.match(line)) and (date := _date_of(match)):
            return date
    return None


def parse_date(value: object) -> dt.date | None:
    """Read a value that is meant to be a date: `2024-04-16T09:00Z`, `16 April 2024`, a date.

    A time of day and a zone are dropped: the date is the one that is written.
    """
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value if value.year in _YEARS else None
    if isinstance(value, str) and (match := _ANY.match(value)):
        return _date_of(match)
    return None


def _head(text: str) -> Iterator[str]:
    taken = start = 0
    while taken < _HEAD and start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start : min(end, start + 400)]
        if line.strip():
            taken += 1
            yield line
        start = end + 1


def _date_of(match: re.Match[str]) -> dt.date | None:
    written = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b|\.", " ", match["date"].lower())
    try:
        date = dateutil.parse(written, yearfirst=written[:4].isdigit()).date()
    except (ValueError, OverflowError):
        return None
    return date if date.year in _YEARS else None
