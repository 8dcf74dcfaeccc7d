"""The value of a cell as a spreadsheet shows it."""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["shown_value"]

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_BRACKETS = re.compile(r"\[(?:\$(?P<sign>[^-\]]*)[^\]]*|[^\]]*)\]")
_DIGITS = re.compile(r"[#0?][#0?,]*(?P<decimals>\.[0#?]*)?")
_MOST_DIGITS = 15  # that a double holds


def shown_value(value: object, number_format: str) -> str:
    """Write the value of a cell by its number format, as far as that says how.

    Args:
        value: as openpyxl reads it.
        number_format: such as `0.0%`, `#,##0` or `"€"0.00`; what it cannot follow (fractions,
            exponents, conditions) is written as the plain number.

    Returns:
        Text, "" for an empty cell; dates as 2024-04-16.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        at_midnight = value.time() == dt.time()
        return value.date().isoformat() if at_midnight else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, number_format) or _plain(value)
    return str(value)


def _plain(value: float) -> str:
    if isinstance(value, int) or value.is_integer():
        return str(int(value)) if abs(value) < 10**_MOST_DIGITS else repr(value)
    return f"{value:.{_MOST_DIGITS}g}"


def _number(value: float, number_format: str) -> str | None:
    """None where the format is not one of plain figures."""
    section = number_format.split(";", maxsplit=1)[0]
    around = _BRACKETS.sub(lambda found: found["sign"] or "", section)
    around = _QUOTED.sub(lambda found: found[1] or found[2] or "", around)
    places = list(_DIGITS.finditer(around))
    if len(places) != 1 or "/" in around or "E+" in around or "General" in around:
        return None
    digits = places[0]
    before, after = around[: digits.start()], around[digits.end() :]
    if digits.group().endswith(",") or after.startswith(","):  # in thousands
        return None
    if "%" in after:
        value *= 100
    decimals = digits["decimals"] or "."
    grouped = "," if "," in digits.group() else ""
    text = f"{abs(value):{grouped}.{len(decimals) - 1}f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    for _ in range(optional):
        text = text.removesuffix("0")
    text = text.removesuffix(".")
    sign = "-" if value < 0 and text.strip("0,.") else ""
    return f"{sign}{before}{text}{after}".strip()
