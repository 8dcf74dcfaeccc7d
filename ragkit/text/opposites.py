"""Words for opposed outcomes: approved and rejected, won and lost, guilty and acquitted.

`polarity.py` knows the words that point up or down, more or less, before or after;
here are those that end a matter one way or the other, pairs that rule each other out (north and
south, tenant and landlord), and rows of which one does (seasons, frequencies). No stemmer is
asked: it would make "opening" and "openness" one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.text.opposite_words import AXES, SETS
from ragkit.text.polarity import DIRECTIONS, find_directions, find_markers, opposed
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["clash", "find_pointers", "is_turned", "on_one_side"]


def _regular(verb: str) -> list[str]:
    """The regular forms of a verb."""
    if verb.endswith("e"):
        return [verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"]
    if verb.endswith("y") and verb[-2] not in "aeou":
        return [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    s = "es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s"
    return [verb, verb + s, f"{verb}ed", f"{verb}ing"]


def _forms(entry: str) -> list[str]:
    word = entry.rstrip("*+").replace("-", " ")
    if entry.endswith("*"):
        return _regular(word)
    return [word, f"{word}s"] if entry.endswith("+") else [word]


def _rows() -> Iterator[list[str]]:
    """For each axis its sides: two, or as many as a set has words."""
    yield from (axis.split("/") for axis in AXES.strip().split("\n\n"))
    yield from (line.split(" / ") for line in SETS.strip().replace("\n ", " ").split("\n"))


def _sides() -> Iterator[tuple[str, tuple[int, int]]]:
    for number, row in enumerate(_rows()):
        for side, words in enumerate(row):
            for entry in words.split():
                for word in _forms(entry):
                    yield word, (number, side)


def _table() -> Mapping[str, frozenset[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = {}
    for word, side in _sides():
        found.setdefault(word, set()).add(side)
    return {word: frozenset(sides) for word, sides in found.items()}


_SIDES = _table()
# Axes on which both sides may be told of one event.
_CONVERSE = frozenset(axis for word in ("buy", "lend") for axis, _ in _SIDES[word])
_LONGEST = max(len(word.split()) for word in _SIDES)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# "North Korea" points nowhere.
_NAMED = re.compile(
    r"\b(?!(?:The|An?|This|That|Its|Their|Our|His|Her|All|In|On|At)\b)[A-Z]\w+(?:[ -][A-Z]\w+)+"
)


def find_pointers(text: str, part: Span) -> list[tuple[Span, str]]:
    """Words of direction or outcome in a part of a text: spans, and the words in lower case.

    A word that is part of a bound is left out: it is the quantity's ("more than 10").
    """
    return [
        (Span(part.start + span.start, part.start + span.end), word)
        for span, word in _pointers(part.of(text))
    ]


@lru_cache(maxsize=8192)
def _pointers(text: str) -> tuple[tuple[Span, str], ...]:
    found = [*find_directions(text), *_listed(text)]
    if not found:
        return ()
    bounds = [m.span for m in find_markers(text) if m.kind == "bound"]
    return tuple(
        sorted({one for one in found if not any(bound.overlaps(one[0]) for bound in bounds)})
    )


def _listed(text: str) -> Iterator[tuple[Span, str]]:
    """The words of the table; the longer first: "voted for" before a word of it."""
    names = [(m.start(), m.end()) for m in _NAMED.finditer(text)]
    words = [
        word
        for word in _WORD.finditer(text)
        if not any(start <= word.start() < end for start, end in names)
    ]
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            run = words[at : at + length]
            phrase = " ".join(word[0].lower() for word in run)
            if phrase in _SIDES and (
                length == 1 or not text[run[0].end() : run[1].start()].strip()
            ):
                yield Span(run[0].start(), run[-1].end()), phrase
                at += length
                break
        else:
            found = words[at]
            if "-" in found[0]:  # "loss-making"
                start = found.start()
                for part in found[0].split("-"):
                    if part.lower() in _SIDES:
                        yield Span(start, start + len(part)), part.lower()
                    start += len(part) + 1
            at += 1


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


def on_one_side(word: str, other: str) -> bool:
    """Whether two words end a matter the same way: "approved" and "accepted"."""
    return not _SIDES.get(word, frozenset()).isdisjoint(_SIDES.get(other, frozenset()))


def is_turned(word: str, other: str) -> bool:
    """Whether one of two opposites turns into the other where a sentence is told from behind.

    "A before B" is "B after A", and who sells has one who buys.
    """
    kinds = (DIRECTIONS.get(word), DIRECTIONS.get(other))
    if any(kind and kind.axis == "time" for kind in kinds):
        return True
    sides = _SIDES.get(word, frozenset()), _SIDES.get(other, frozenset())
    return any(axis in _CONVERSE for axis, _ in sides[0]) and any(
        axis in _CONVERSE for axis, _ in sides[1]
    )


def _opposite(one: str, other: str) -> bool:
    ours, theirs = _SIDES.get(one, frozenset()), _SIDES.get(other, frozenset())
    if opposed(one, other):
        return True
    # Of two words that share a side of one axis none is the other's opposite.
    return ours.isdisjoint(theirs) and any(
        axis == other_axis and side != other_side
        for axis, side in ours
        for other_axis, other_side in theirs
    )
