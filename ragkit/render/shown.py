"""How a report's items are shown, on a page and in a terminal: which colour, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ragkit.quotes.report import DraftFigure, DraftQuote, FigureVerdict

if TYPE_CHECKING:
    from ragkit.quotes.report import VerifyReport
    from ragkit.types import Conflict, Quote

__all__ = ["Item", "Tone", "broken", "ranked", "sides_of", "tone_of", "where_of"]

Item = DraftQuote | DraftFigure
#: What needs a look, from the first to the last.
Tone = Literal["bad", "warn", "flat", "good"]

_ORDER: tuple[Tone, ...] = ("bad", "warn", "flat", "good")
# Line and paragraph separators, next line and form feed.
_BREAKS = dict.fromkeys((0x2028, 0x2029, 0x85, 0x0C), "\n")


def tone_of(item: Item, *, strict: bool) -> Tone:
    """Bad where it fails, warn where it is odd, flat where nothing was found, else good."""
    if not item.holds(strict=strict):
        return "bad"
    if isinstance(item, DraftFigure):
        return "good" if item.verdict is FigureVerdict.BORNE else "flat"
    return "warn" if item.odd else "good"


def ranked(report: VerifyReport, *, strict: bool) -> list[tuple[int, Item]]:
    """Quotations and figures with their numbers, what needs a look first."""
    items: list[Item] = [*report.quotes, *report.figures]

    def rank(row: tuple[int, Item]) -> tuple[int, bool, int]:
        number, item = row
        # What only strictness calls bad comes behind what is.
        return _ORDER.index(tone_of(item, strict=strict)), item.holds(), number

    return sorted(enumerate(items), key=rank)


def sides_of(conflict: Conflict) -> list[tuple[tuple[Quote, ...], str]]:
    """For each side of a conflict its quotes, and its date where there is one."""
    latest = max((date for date in conflict.dates if date), default=None)
    apart = len(set(conflict.dates)) > 1
    found = []
    for statement, date in zip(conflict.statements, conflict.dates, strict=True):
        later = ", the later" if apart and date == latest else ""
        found.append((statement.quotes, f" ({date.isoformat()}{later})" if date else ""))
    return found


def where_of(source: str, *, line: int | None = None, page: int | None = None) -> str:
    """A source with its line or its page, as far as it has them."""
    if line is not None:
        return f"{source}:{line}"
    return source if page is None else f"{source} p. {page}"


def broken(text: str) -> str:
    """A text whose breaks are all line feeds, of the same length, so that spans still fit."""
    return text.translate(_BREAKS)
