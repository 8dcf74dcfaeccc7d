"""Things that a number tells from others of their kind: Halden-2, HX-31, a 40-foot container."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ragkit.text.dates import MONTHS
from ragkit.text.quantities import contradicts, find_quantities
from ragkit.text.terms import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.text.quantities import Quantity

__all__ = ["mistaken_measures", "mistaken_numbers"]

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


def mistaken_measures(question: str, sentence: str) -> int:
    """How many measured things of a question a sentence has with another measure only.

    "A 20-foot container" is one where the sentence is about 40-foot containers, and says "20-foot"
    of nothing else: what is left out may be the container ("a 40-foot container costs $1,240, a
    20-foot one $900").

    Args:
        question: as it was asked.
        sentence: one that may answer it.
    """
    said = frozenset(terms(sentence))
    # Two mentions of a measure differ in their place only. "Our 20- and 40-foot containers" has the
    # number, though no quantity.
    things = {
        (asked.dimension, asked.counted, asked.low, asked.high): asked
        for asked in _measures(question)
        if asked.counted and not said.issuperset(terms(asked.span.of(question))[:1])
    }
    told = list(_measures(sentence)) if things else []
    return sum(
        any(_measure_the_same(asked, one) for one in told)
        and all(contradicts(asked, one) for one in told if one.dimension == asked.dimension)
        for asked in things.values()
    )


def _measure_the_same(asked: Quantity, told: Quantity) -> bool:
    """Whether two measures of one dimension are of the same, some of one's words apart.

    `same_thing` of the figures wants the same head, and in a question the verb may be taken for it:
    "What yield did the five-year bond carry?"
    """
    ours, theirs = frozenset(asked.counted), frozenset(told.counted)
    alike = bool(theirs) and (ours <= theirs or theirs <= ours)
    return alike and asked.dimension == told.dimension


def _measures(text: str) -> Iterator[Quantity]:
    """The measures that are told as they are, with no "over" or "about"."""
    return (
        one
        for one in find_quantities(text)
        if one.kind == "measure" and not one.bound and not one.approximate
    )


def _numbers(stem: str, text: str) -> frozenset[str]:
    """What stands behind a name in a text."""
    pattern = rf"(?<!\w){re.escape(stem)}[\s{_HYPHEN}]?(\d\w*)"
    return frozenset(found.lower() for found in re.findall(pattern, text, re.IGNORECASE))
