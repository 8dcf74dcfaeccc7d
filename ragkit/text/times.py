"""Dates, years and times of day in running text, as stretches of time.

A date covers all the days that it may mean: "March 2024" is 31 days, "late
March" the last ones of them. So whether one date bears another is a question
of which stretch lies inside which.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ragkit.text.dates import (
    LINKS,
    MONTHS,
    PEOPLE,
    Date,
    day_first,
    days_of,
    is_counted,
    numeric_parts,
    read_date,
    read_day,
    small_number,
    year_after,
)
from ragkit.text.lexing import BLANK, SPACE, Lexeme
from ragkit.text.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Moment", "read_moment"]

_YEAR_CUES = frozenset("in since during until till by before after from circa".split())
_COUNT_CUES = frozenset(
    """about some around over roughly nearly almost than least most approximately under only
    another these those all up""".split()
)
_PARTS = frozenset({"early", "mid", "late"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A stretch of time as it is written.

    Attributes:
        start: index of its first lexeme.
        end: index of the lexeme after it.
        low: its first day as a proleptic Gregorian ordinal, or minutes after midnight.
        high: its last, the same as `low` for one day or one time.
        dimension: "date"; "day of year" where the year is not said (`low` and
            `high` are then days of 2000); "fiscal year"; "clock"; or a numeric
            date that two countries read differently, which equals only itself.
    """

    start: int
    end: int
    kind: Literal["date", "year", "time"]
    low: int
    high: int
    dimension: str


def read_moment(lexemes: Sequence[Lexeme], index: int) -> Moment | None:
    """Read the date, year or time of day that starts at a lexeme.

    Returns:
        The longest one; None for "May" as a verb, for 31 February, and for
        four digits that count something ("2000 troops").
    """
    lexeme = lexemes[index]
    if lexeme.lower in {"fiscal", "fy"}:
        return _fiscal(lexemes, index)
    if lexeme.kind != "number" and lexeme.lower not in MONTHS and lexeme.lower not in _ORDINAL_DAYS:
        return None
    numeric = _doubtful(lexemes, index) or _clock(lexemes, index) or _decade(lexemes, index)
    if numeric:
        return numeric
    first = read_date(lexemes, index) or _day_of_range(lexemes, index)
    if first is None and _is_year(lexemes, index):
        first = Date(index + 1, int(lexeme.text))
    return _stretch(lexemes, index, first) if first else None


_ORDINAL_DAYS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth".split()
)


def _doubtful(lexemes: Sequence[Lexeme], index: int) -> Moment | None:
    """03/04/2024 is one day here and another there."""
    parts, end = numeric_parts(lexemes, index)
    if len(parts) != 3 or not (parts[0] <= 12 and parts[1] <= 12 and parts[2] > 999):
        return None
    if parts[0] == parts[1]:
        return None
    year = days_of(Date(end, parts[2]))
    return (
        Moment(
            start=index,
            end=end,
            kind="date",
            low=year[0],
            high=year[1],
            dimension=f"{parts[0]}/{parts[1]}",
        )
        if year
        else None
    )


def _day_of_range(lexemes: Sequence[Lexeme], index: int) -> Date | None:
    """The 1 of "1 to 14 April" and of "between 1 and 14 April"."""
    day = read_day(lexemes, index)
    if not day or lexemes[day[1]].lower not in LINKS | {"and"}:
        return None
    last = day_first(lexemes, day[1] + 1)
    if not last or not last.day or last.day <= day[0]:
        return None
    first = Date(day[1], last.year, last.month, day[0])
    return first if days_of(first) else None


def _is_year(lexemes: Sequence[Lexeme], index: int) -> bool:
    """Whether four digits name a year and do not count something."""
    year = small_number(lexemes, index, 1000, 2999)
    before, after = lexemes[index - 1] if index else lexemes[-1], lexemes[index + 1]
    if not year or before.kind == "money" or (not after.gap and after.kind in {"word", "power"}):
        return False
    following = tuple(lexeme.text for lexeme in lexemes[index + 1 : index + 4])
    if after.text != "s" and find_unit(following, glued=not after.gap):
        return False
    cue = before.lower in _YEAR_CUES
    plural = after.lower in PEOPLE or (
        after.text.islower() and len(after.text) > 3 and after.text[-1] == "s"
    )
    if not 1900 <= year < 2100:
        return cue and not plural
    # "About 2000" counts, "more than 2023" and "by about 2000" do not.
    dated = index > 1 and lexemes[index - 2].lower in _YEAR_CUES
    if before.lower in _COUNT_CUES and not dated:
        return not plural and year % 10 > 0
    counted = plural and (year % 100 == 0 or after.lower in PEOPLE)
    return not counted or (cue and year % 100 != 0)


def _stretch(lexemes: Sequence[Lexeme], index: int, first: Date) -> Moment | None:
    """A date, with the one that it reaches to."""
    last = _reaches(lexemes, index, first)
    if last:
        first = first._replace(
            year=first.year or last.year,
            month=first.month or (last.month if first.day else None),
        )
    low, high = days_of(first), days_of(last) if last else days_of(first)
    if not low or not high or high[1] < low[0]:
        last, low, high = None, days_of(first), days_of(first)
    if not low or not high:
        return None
    known = first.year is not None
    moment = Moment(
        start=index,
        end=last.end if last else first.end,
        kind="date" if first.month else "year",
        low=low[0],
        high=high[1],
        dimension="date" if known else "day of year",
    )
    return moment if last else _part(lexemes, moment)


def _reaches(lexemes: Sequence[Lexeme], index: int, first: Date) -> Date | None:
    """The second date of "2021 to 2023", "3–5 May", "between January and March 2024"."""
    link = lexemes[first.end]
    between = any(lexeme.lower == "between" for lexeme in lexemes[max(0, index - 2) : index])
    same_month = first.day and lexemes[first.end + 1].kind == "number"
    if link.lower not in LINKS and not (
        link.lower == "and" and (between or (same_month and first.month))
    ):
        return None
    at = first.end + 1
    if lexemes[at].lower in _PARTS or lexemes[at].gap >= BLANK:
        return None
    if first.month is None:
        return _year_reached(lexemes, at, first, dash=link.text in {"-", "–"})
    found = read_date(lexemes, at)
    if found and (first.day is None) == (found.day is None):
        return found if found.year or not first.year else found._replace(year=first.year)
    day = small_number(lexemes, at, 1, 31) if first.day and not first.year else None
    if day and first.day and day > first.day and not is_counted(lexemes, at + 1, month_alone=True):
        year = year_after(lexemes, at + 1)
        return Date(year[1] if year else at + 1, year[0] if year else None, first.month, day)
    return None


def _year_reached(lexemes: Sequence[Lexeme], index: int, first: Date, *, dash: bool) -> Date | None:
    year = small_number(lexemes, index, 1000, 2999)
    if year and _is_year(lexemes, index):
        return Date(index + 1, year)
    short = small_number(lexemes, index, 0, 99)
    if dash and first.year and short is not None and len(lexemes[index].text) == 2:
        year = first.year // 100 * 100 + short
        glued = not lexemes[index].gap and not lexemes[index - 1].gap
        return Date(index + 1, year) if glued and year > first.year else None
    return None


def _part(lexemes: Sequence[Lexeme], moment: Moment) -> Moment:
    """The third of a month, year or decade that "early", "mid" or "late" before it means."""
    start, days = moment.start, moment.high - moment.low + 1
    hyphen = start > 1 and lexemes[start - 1].text == "-" and not lexemes[start].gap
    at = start - 2 if hyphen else start - 1
    word = lexemes[at].lower if at >= 0 else ""
    if word not in _PARTS or days == 1:
        return moment
    third = days // 3
    low = moment.low + {"early": 0, "mid": third, "late": 2 * third}[word]
    high = moment.high if word == "late" else low + third - 1
    return replace(moment, start=at, low=low, high=high)


def _decade(lexemes: Sequence[Lexeme], index: int) -> Moment | None:
    """The 1990s, the ’90s."""
    after = lexemes[index + 1]
    if after.text != "s" or after.gap:
        return None
    year = small_number(lexemes, index, 1000, 2999)
    apostrophe = index > 0 and lexemes[index - 1].text in {"'", "’", "‘"}
    if not year and apostrophe and not lexemes[index].gap:
        short = small_number(lexemes, index, 20, 99)
        year = 1900 + short if short else None
    if not year or year % 10:
        return None
    low, high = dt.date(year, 1, 1).toordinal(), dt.date(year + 9, 12, 31).toordinal()
    return _part(
        lexemes,
        Moment(start=index, end=index + 2, kind="year", low=low, high=high, dimension="date"),
    )


def _fiscal(lexemes: Sequence[Lexeme], index: int) -> Moment | None:
    """Fiscal 2023, fiscal year 2023, FY23: a year that starts who knows when."""
    at = index + 1 + (lexemes[index + 1].lower == "year")
    year = small_number(lexemes, at, 1000, 2999)
    short = small_number(lexemes, at, 0, 99)
    if not year and lexemes[index].lower == "fy" and short is not None:
        year = 2000 + short
    days = days_of(Date(at + 1, year)) if year and lexemes[at].gap < BLANK else None
    if not days:
        return None
    return Moment(
        start=index, end=at + 1, kind="year", low=days[0], high=days[1], dimension="fiscal year"
    )


_HALVES_OF_DAY = {"am": 0, "a.m.": 0, "pm": 720, "p.m.": 720}


def _clock(lexemes: Sequence[Lexeme], index: int) -> Moment | None:
    """14:30, 2:30 p.m., 3 pm."""
    hour = small_number(lexemes, index, 0, 23)
    if hour is None or len(lexemes[index].text) > 2:
        return None
    minute, end = 0, index + 1
    if lexemes[end].text == ":" and not lexemes[end].gap:
        shown = small_number(lexemes, end + 1, 0, 59)
        if shown is None or len(lexemes[end + 1].text) != 2 or lexemes[end + 1].gap:
            return None
        minute, end = shown, end + 2
    half = _HALVES_OF_DAY.get(lexemes[end].lower) if lexemes[end].gap <= SPACE else None
    if half is None and end == index + 1:
        return None
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour, end = hour % 12, end + 1
    low = 60 * hour + minute + (half or 0)
    return Moment(start=index, end=end, kind="time", low=low, high=low, dimension="clock")
