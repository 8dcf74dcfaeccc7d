"""Which of a sentence's figures goes with which of its years, months and names.

"1,240 people in 2019 and 860 in 2021" does not bear 1,240 in 2021, nor does "Rome paid
$50 and Paris $40" bear that Paris paid $50.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from ragkit.quotes.figures.figure import BORDER
from ragkit.text.mentions import MONTH, find_names
from ragkit.text.terms import STOP_WORDS, content_terms, terms
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.quotes.figures.figure import Figure
    from ragkit.text.quantities import Quantity

__all__ = ["has_own_subject", "is_paired", "moments_of", "other_extent", "paired_otherwise"]

_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_MOMENT = re.compile(
    rf"\b(?:(?:\d{{1,2}}\s)?{MONTH}(?:\s\d{{1,2}}\b)?(?:,?\s\d{{4}})?|{_DAY}|(?:1[5-9]|20)\d\d)\b"
)
_PREPOSITION = re.compile(
    r"\b(in|at|on|from|to|into|for|by|with|against|near|of)\s+(?:the\s+)?\Z", re.IGNORECASE
)
# What a length is of; those of one group are the same.
_EXTENTS = {
    word: group
    for group, words in enumerate(
        ["wide broad across", "tall high", "long", "deep", "thick", "old", "away"]
    )
    for word in words.split()
}
# "And later rose 2 percent" leaves out its subject.
_ADVERB = re.compile(
    r"(?:later|earlier|subsequ|again|next|previous|now|still|final|eventu)|\w*li\Z"
)
_NEXT_WORD = re.compile(r"\s+(\w+)")

#: A word that a figure may go with: where it stands, and its terms.
_Mark = tuple[Span, frozenset[str]]


def paired_otherwise(asked: Figure, found: Figure) -> str:
    """The draft's year, month or name that goes with another figure of the source; "" for none."""
    sorts: tuple[Literal["moment", "name"], ...] = ("moment", "name")
    for sort in sorts:
        theirs = _owners(found, sort)
        ours = _own(asked, sort) if theirs else []
        shared = [(mark, owner) for mark, owner in theirs if any(mark[1] & m for m in ours)]
        if shared and all(owner != found.quantity for _, owner in shared):
            return shared[0][0][0].of(found.text)
    return ""


def is_paired(asked: Figure, found: Figure) -> bool:
    """Whether a year or month goes with both, and the source says nothing else of its own.

    "And 860 in 2021" leaves out what the clause before it says.
    """
    if not (found.clause - STOP_WORDS) <= asked.words:
        return False
    ours = _own(asked, "moment")
    return any(
        owner == found.quantity and any(mark[1] & m for m in ours)
        for mark, owner in _owners(found, "moment")
    )


def has_own_subject(figure: Figure, quantity: Quantity, asked: Figure) -> bool:
    """Whether a figure beside has a clause of its own, of the draft's verb and not its subject."""
    at = quantity.span.start - figure.sentence.start
    start = max((m.end() for m in BORDER.finditer(figure.text, 0, at)), default=0)
    said = content_terms(figure.text[start:at])
    if len(said) < 2 or _ADVERB.match(said[0]):
        return False
    return said[0] not in asked.words and said[1] in asked.clause & figure.clause


def other_extent(asked: Figure, found: Figure) -> bool:
    """Whether one is a width, say, and the other a height."""
    ours, theirs = _extent(asked), _extent(found)
    return ours is not None and theirs is not None and ours != theirs


def _extent(figure: Figure) -> int | None:
    behind = _NEXT_WORD.match(figure.text, figure.at + len(figure.quantity.span))
    return _EXTENTS.get(behind[1].lower()) if behind else None


def _own(asked: Figure, sort: Literal["moment", "name"]) -> list[frozenset[str]]:
    """The marks that go with the draft's figure: all, where nothing tells."""
    owners = _owners(asked, sort)
    mine = [mark[1] for mark, owner in owners if owner == asked.quantity]
    return mine or [] if owners else [mark[1] for mark in _marks(asked.text, sort)]


def _owners(figure: Figure, sort: Literal["moment", "name"]) -> list[tuple[_Mark, Quantity]]:
    """Marks with the figures that they go with, where the sentence has two or more."""
    rivals = [q for q in figure.figures if q.dimension == figure.quantity.dimension]
    if len({q.low for q in rivals}) < 2:
        return []
    spans = [
        Span(q.span.start - figure.sentence.start, q.span.end - figure.sentence.start)
        for q in rivals
    ]
    marks = [m for m in _marks(figure.text, sort) if not any(m[0].overlaps(s) for s in spans)]
    if _alternate(marks, spans) and (sort == "moment" or _alike(figure.text, marks)):
        return list(zip(marks, rivals, strict=True))
    found: list[tuple[_Mark, Quantity]] = []
    for mark in marks:
        # Of a mark before every figure nothing tells how far it reaches.
        if mark[0].start < spans[0].start:
            continue
        if sort == "name" and not _led(figure.text, mark):
            continue
        near = [i for i, span in enumerate(spans) if not _parted(figure.text, mark[0], span)]
        if len(near) == 1:
            found.append((mark, rivals[near[0]]))
    return found


def _alternate(marks: Sequence[_Mark], spans: Sequence[Span]) -> bool:
    """Whether marks and figures take turns: "in 2019 4, in 2020 5" or "4 in 2019, 5 in 2020"."""
    turns = sorted([(m[0].start, "m") for m in marks] + [(s.start, "f") for s in spans])
    order = "".join(sort for _, sort in turns)
    return order in {"mf" * len(spans), "fm" * len(spans)}


def _alike(text: str, marks: Sequence[_Mark]) -> bool:
    """Whether the same preposition, or none, leads to all names: "in Rome …, in Paris …"."""
    return len({_led(text, mark) for mark in marks}) == 1


def _led(text: str, mark: _Mark) -> str:
    start = mark[0].start
    before = _PREPOSITION.search(text, max(0, start - 20), start)
    return before[1].lower() if before else ""


def _parted(text: str, mark: Span, figure: Span) -> bool:
    low, high = min(mark.end, figure.end), max(mark.start, figure.start)
    return bool(BORDER.search(text, low, high))


def moments_of(text: str) -> list[Span]:
    """Years, months, days of the week and dates, as they stand."""
    return [Span(*match.span()) for match in _MOMENT.finditer(text)]


@lru_cache(maxsize=20_000)
def _marks(text: str, sort: Literal["moment", "name"]) -> tuple[_Mark, ...]:
    moments = moments_of(text)
    if sort == "moment":
        return tuple((span, frozenset(span.of(text).lower().split())) for span in moments)
    names = [name for name in find_names(text) if not any(name.overlaps(m) for m in moments)]
    return tuple((n, frozenset(terms(n.of(text))) - STOP_WORDS) for n in names)
