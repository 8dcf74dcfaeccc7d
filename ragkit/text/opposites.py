"""Words for opposed outcomes: approved and rejected, won and lost, guilty and acquitted.

`polarity.py` knows the words that point up or down, more or less, before or after;
here are those that end a matter one way or the other. Every form is listed: a stemmer
would make "opening" and "openness" one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.text.polarity import find_directions, find_markers, opposed
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["clash", "find_pointers"]

# Each row is an axis: the forms of one side, a slash, those of the other.
_AXES = """
approve approves approved approving approval accept accepts accepted accepting acceptance adopt
adopts adopted ratify ratified pass passes passed grant granted uphold upheld endorse endorsed
/ reject rejects rejected rejecting rejection refuse refuses refused refusal veto vetoes vetoed
overturn overturned dismiss dismissed fail fails failed failing failure deny denies denied

win wins won winning victory winner / lose loses lost losing loser

open opens opened opening reopen reopens reopened reopening
/ closes closed closing closure shut shuts shutting

buy buys bought buying purchase purchases purchased acquire acquired acquires buyer buyers
/ sell sells sold selling seller sellers

hire hires hired hiring recruit recruits recruited appoint appointed
/ fire fires fired firing sack sacked dismiss dismissed

guilty convict convicted conviction convictions
/ acquit acquits acquitted acquittal acquittals innocent exonerated

allow allows allowed permit permits permitted legalise legalised legalize legalized
/ ban bans banned forbid forbids forbidden forbade prohibit prohibits prohibited

starts started starting begin begins began begun
/ stop stops stopped stopping ended ending halt halts halted finished finishes

import imports imported importing / export exports exported exporting

profit profits earned / loss losses lost

surplus surpluses / deficit deficits

in-favour in-favor voted-for votes-for vote-for / against opposed

support supports supported / oppose opposes opposed

arrest arrests arrested detain detained jailed / release releases released freed

survive survives survived survivors / die dies died killed dead

arrive arrives arrived arrival arrivals / depart departs departed departure departures

legal lawful / illegal unlawful

majority / minority

build builds built / demolish demolished destroy destroyed

confirm confirms confirmed / deny denies denied

agree agrees agreed / disagree disagrees disagreed

safe / unsafe
"""


def _sides() -> Iterator[tuple[str, tuple[int, int]]]:
    for number, axis in enumerate(_AXES.strip().split("\n\n")):
        one, other = axis.split("/")
        for sign, words in ((1, one), (-1, other)):
            for word in words.split():
                yield word.replace("-", " "), (number, sign)


def _table() -> Mapping[str, frozenset[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = {}
    for word, side in _sides():
        found.setdefault(word, set()).add(side)
    return {word: frozenset(sides) for word, sides in found.items()}


_SIDES = _table()
# The longer first: "voted for" before a word of it.
_WORDS = re.compile(
    r"\b(?:"
    + "|".join(sorted((word.replace(" ", r"\s+") for word in _SIDES), key=len, reverse=True))
    + r")\b",
    re.IGNORECASE,
)


def find_pointers(text: str, part: Span) -> list[tuple[Span, str]]:
    """Words of direction or outcome in a part of a text: spans, and the words in lower case.

    A word of direction that is part of a bound is left out: it is the quantity's
    ("more than 10").
    """
    bounds = [m.span for m in find_markers(text, part.start, part.end) if m.kind == "bound"]
    found = [
        (span, word)
        for span, word in find_directions(text, part.start, part.end)
        if not any(bound.overlaps(span) for bound in bounds)
    ]
    found.extend(
        (Span(*match.span()), " ".join(match.group().lower().split()))
        for match in _WORDS.finditer(text, part.start, part.end)
    )
    return sorted(found)


def clash(word: str, others: list[str]) -> str | None:
    """The one of `others` that says the opposite of a word; None if another agrees with it.

    Args:
        word: as `find_pointers` gives it.
        others: what the other side says.
    """
    against = [other for other in others if _opposite(word, other)]
    if not against or any(_opposite(other, against[0]) for other in others):
        return None
    return against[0]


def _opposite(one: str, other: str) -> bool:
    ours, theirs = _SIDES.get(one, frozenset()), _SIDES.get(other, frozenset())
    return opposed(one, other) or any((axis, -sign) in theirs for axis, sign in ours)
