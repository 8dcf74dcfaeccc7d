"""What the reader is told of a passage beside its words, in the words that it was trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.text.dates import MONTH_NAMES

if TYPE_CHECKING:
    import datetime as dt

    from ragkit.types import Document

__all__ = ["SEPARATOR", "context_of", "day_in_words", "told"]

SEPARATOR = " · "


def context_of(document: Document) -> str:
    """What a document says of all of its passages: its title and its date; "" for neither.

    For example "Ferries of the sound · 3 June 2011".
    """
    return told(document.title, day_in_words(document.date) if document.date else None)


def told(title: str | None, day: str | None) -> str:
    """A title and a day as the reader is told them; nothing for what is None or empty."""
    return SEPARATOR.join(filter(None, (title, day)))


def day_in_words(day: dt.date) -> str:
    """A day as the reader is told it: "3 June 2011", whatever the locale."""
    return f"{day.day} {MONTH_NAMES[day.month - 1].title()} {day.year}"
