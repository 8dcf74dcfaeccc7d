"""Calendar dates as they are written: 16 April 2024, April 16, 2024-04-16, March 2024."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from ragkit.text.lexing import BLANK, SPACE, Lexeme
from ragkit.text.numerals import read_ordinal
from ragkit.text.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "LINKS",
    "MONTHS",
    "MONTH_NAMES",
    "PEOPLE",
    "Date",
    "day_first",
    "days_of",
    "is_counted",
    "numeric_parts",
    "read_date",
    "read_day",
    "small_number",
    "year_after",
]

MONTH_NAMES = """january february march april may june july august september october november
december""".split()
MONTHS = {name: month for month, name in enumerate(MONTH_NAMES, 1)} | {
    short: month
    for month, name in enumerate(MONTH_NAMES, 1)
    for short in ({name[:3]} | ({"sept"} if name == "september" else set()))
}
# Months that are a verb or somebody's name too.
_DOUBTFUL = frozenset({"may", "march", "april", "june", "august"})
LINKS = frozenset({"to", "until", "till", "through", "or", "–", "-", "—"})
_MONTH_CUES = frozenset(
    """in of by since until till from during before after early late mid middle last next this to
    through between and or for every each end beginning start""".split()
)
PEOPLE = frozenset(
    """people troops soldiers men women children civilians workers jobs containers rounds shells
    missiles homes houses cars tons tonnes pages copies votes seats cases deaths words""".split()
)
_UNKNOWN_YEAR = 2000  # a leap year: 29 February is a day of it


class Date(NamedTuple):
    """A date as far as it is said; `end` is the index of the lexeme after it."""

    end: int
    year: int | None
    month: int | None = None
    day: int | None = None


def small_number(lexemes: Sequence[Lexeme], index: int, low: int, high: int) -> int | None:
    """A whole number of one to four digits in a range."""
    lexeme = lexemes[index]
    if lexeme.kind == "number" and lexeme.text.isdecimal() and len(lexeme.text) <= 4:
        value = int(lexeme.text)
        return value if low <= value <= high else None
    return None


def read_date(lexemes: Sequence[Lexeme], index: int) -> Date | None:
    """Read the date that starts at a lexeme; None if there is no such day."""
    found = _numeric(lexemes, index) or day_first(lexemes, index) or _month_first(lexemes, index)
    return found if found and days_of(found) else None


def _numeric(lexemes: Sequence[Lexeme], index: int) -> Date | None:
    """2024-04-16, 2024/04/16, 16/04/2024, 16.04.2024."""
    parts, end = numeric_parts(lexemes, index)
    if len(parts) != 3:
        return None
    first, second, third = parts
    if first > 999:
        return Date(end, first, second, third)
    if third > 999 and first > 12:
        return Date(end, third, second, first)
    if third > 999 and second > 12:
        return Date(end, third, first, second)
    return Date(end, third, first, second) if third > 999 and first == second else None


def numeric_parts(lexemes: Sequence[Lexeme], index: int) -> tuple[list[int], int]:
    """The numbers of a date in digits, in the order of the text, and the index after it."""
    text = lexemes[index].text
    if text.count(".") == 2:
        pieces = text.split(".")
        if [len(piece) for piece in pieces][1:] == [2, 4] and len(pieces[0]) <= 2:
            return [int(piece) for piece in pieces], index + 1
    window = lexemes[index : index + 6]
    mark = window[1].text
    glued = not any(lexeme.gap for lexeme in window[1:5])
    if mark not in {"-", "/"} or window[3].text != mark or not glued:
        return [], index
    if not window[5].gap and window[5].text in {"-", "/"}:
        return [], index
    numbers = [small_number(lexemes, index + step, 1, 2999) for step in (0, 2, 4)]
    return [number for number in numbers if number], index + 5


def days_of(date: Date) -> tuple[int, int] | None:
    """Its first and last day as ordinals; None if there is no such day."""
    year = date.year or _UNKNOWN_YEAR
    try:
        first = dt.date(year, date.month or 1, date.day or 1)
    except ValueError:
        return None
    if date.day:
        return first.toordinal(), first.toordinal()
    month = date.month or 12
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return first.toordinal(), following.toordinal() - 1


def read_day(lexemes: Sequence[Lexeme], index: int) -> tuple[int, int] | None:
    """A day of a month ("16", "16th", "sixteenth") and the index after it."""
    ordinal = read_ordinal(lexemes, index)
    if ordinal and ordinal.value <= 31:
        return int(ordinal.value), ordinal.end
    number = small_number(lexemes, index, 1, 31)
    return (number, index + 1) if number else None


def day_first(lexemes: Sequence[Lexeme], index: int) -> Date | None:
    """16 April 2024, 16th of April."""
    day = read_day(lexemes, index)
    if not day:
        return None
    end = day[1]
    if lexemes[end].lower == "of":
        end += 1
    month = _month(lexemes, end)
    if not month or lexemes[end].gap >= BLANK:
        return None
    end = _after_month(lexemes, end)
    year = year_after(lexemes, end)
    return Date(year[1], year[0], month, day[0]) if year else Date(end, None, month, day[0])


def _month(lexemes: Sequence[Lexeme], index: int) -> int | None:
    lexeme = lexemes[index]
    return MONTHS.get(lexeme.lower) if lexeme.capital else None


def _after_month(lexemes: Sequence[Lexeme], index: int) -> int:
    """The index after a month and the full stop of its abbreviation."""
    stop = lexemes[index + 1]
    short = len(lexemes[index].text) <= 4 and stop.text == "." and not stop.gap
    follows = lexemes[index + 2].kind == "number"
    return index + 2 if short and follows else index + 1


def year_after(lexemes: Sequence[Lexeme], index: int) -> tuple[int, int] | None:
    """The year behind a day and a month: ", 2024", "2024", "of 2024"."""
    if lexemes[index].lower in {",", "of"}:
        index += 1
    year = small_number(lexemes, index, 1000, 2999)
    follows = lexemes[index + 1]
    glued = not follows.gap and follows.kind in {"word", "number"}
    return (year, index + 1) if year and lexemes[index].gap < BLANK and not glued else None


def _month_first(lexemes: Sequence[Lexeme], index: int) -> Date | None:
    """April 16, 2024; April 2024; in April."""
    month = _month(lexemes, index)
    if not month:
        return None
    end = _after_month(lexemes, index)
    day = read_day(lexemes, end) if lexemes[end].gap == SPACE or lexemes[end].gap == 2 else None
    before = lexemes[index - 1].lower if index else ""
    if day and not is_counted(lexemes, day[1], month_alone=before in {"in", "during", "since"}):
        year = year_after(lexemes, day[1])
        return Date(year[1], year[0], month, day[0]) if year else Date(day[1], None, month, day[0])
    year = year_after(lexemes, end)
    if year:
        return Date(year[1], year[0], month)
    lower = lexemes[index].lower
    name = lower in MONTH_NAMES and (lower not in _DOUBTFUL or before in _MONTH_CUES | LINKS)
    return Date(index + 1, None, month) if name else None


def is_counted(lexemes: Sequence[Lexeme], index: int, *, month_alone: bool) -> bool:
    """Whether the number before `index` is no day: a decimal, a share, "in April 20 missiles"."""
    after = lexemes[index]
    if not after.gap and after.text in {":", "%"}:
        return True
    following = tuple(lexeme.text for lexeme in lexemes[index : index + 3])
    if after.gap == SPACE and (find_unit(following, glued=False) or after.lower in PEOPLE):
        return True
    return month_alone and after.kind == "word" and after.text.islower() and after.lower[-1] == "s"
