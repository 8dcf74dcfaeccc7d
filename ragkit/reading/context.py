"""What the reader is told of a passage beside its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.text.dates import MONTH_NAMES

if TYPE_CHECKING:
    from ragkit.types import Document

__all__ = ["context_of"]


def context_of(document: Document) -> str:
    """What a document says of all of its passages: its title and its date; "" for neither.

    As the reader was trained: "Ferries of the sound · 3 June 2011".
    """
    date = document.date
    day = f"{date.day} {MONTH_NAMES[date.month - 1].title()} {date.year}" if date else None
    return " · ".join(filter(None, (document.title, day)))
