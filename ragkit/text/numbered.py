"""Names that a number tells from others of their kind: Halden-2, HX-31, X200."""

from __future__ import annotations

import re
import unicodedata

from ragkit.text.dates import MONTHS

__all__ = ["mistaken_numbers"]

# Letters, and a figure behind them with or without a hyphen; a capitalised name may have a
# blank instead. "24-month", "7pm" and "3rd" begin with their figure and are no names.
_HYPHEN = r"\-‐‑‒–−"
_NUMBERED = re.compile(
    rf"(?<![\w{_HYPHEN}])(?:([^\W\d_]+)[{_HYPHEN}]?(\d\w*)|([A-Z][^\W\d_]+)\s(\d{{1,3}}[a-z]?))(?!\w)"
)
# A quarter, a half or a year of the books, and what stands before a number that is no name's.
_NO_NAMES = frozenset(MONTHS) | frozenset(
    """q h fy monday tuesday wednesday thursday friday saturday sunday mid early late pre post since
    under over top about around between in from to by before after until of and or for at than
    within is are was were did does has have""".split()
)


def mistaken_numbers(question: str, text: str) -> int:
    """How many names of a question the text has with other numbers only.

    "Halden-3" is one where the text tells of "Halden-2" alone. A name that the text does not have
    at all is none: it may have it in other words.

    Args:
        question: as it was asked.
        text: a whole document.
    """
    names = {
        ((one or other).lower(), (first or second).lower())
        for one, first, other, second in _NUMBERED.findall(unicodedata.normalize("NFKC", question))
    }
    return sum(
        stem not in _NO_NAMES and bool(told := _numbers(stem, text)) and number not in told
        for stem, number in names
    )


def _numbers(stem: str, text: str) -> frozenset[str]:
    """What stands behind a name in a text."""
    pattern = rf"(?<!\w){re.escape(stem)}[\s{_HYPHEN}]?(\d\w*)"
    return frozenset(found.lower() for found in re.findall(pattern, text, re.IGNORECASE))
