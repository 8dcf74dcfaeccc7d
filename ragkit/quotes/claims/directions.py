"""Words of a claim that say the opposite of its quotes: rose and fell, north and south."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of, nearest_clauses, parts
from ragkit.quotes.claims.reading import read
from ragkit.text.opposites import clash, find_pointers, is_turned
from ragkit.text.polarity import DIRECTIONS
from ragkit.text.thesaurus import are_opposed
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.types import Check

__all__ = ["check_directions"]

_THAN = re.compile(r"\b(?:than|compared\s+(?:with|to))\b", re.IGNORECASE)
_END = re.compile(r"[;:]\s|[.!?](?:\s|\Z)|,\s")
_Offer = tuple[str, "Evidence", Span]


def check_directions(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """Words of direction and outcome that the quotes have the opposite of, and never the same.

    Where both sides of a sentence may be told ("before" and "after", who buys and who sells),
    the order of what is said tells more than the word: `order.py`.
    """
    held = frozenset(word.root for e in evidence for word in read(e.words))
    whole = [(e, e.span) for e in evidence]
    said = [word for _, word in find_pointers(claim, Span(0, len(claim)))]
    for part in parts(claim):
        pointers = [
            (span, word)
            for span, word in find_pointers(claim, part)
            if _axis(word) == "change" or not {w.root for w in read(word)} <= held
        ]
        if not pointers:
            continue
        # The nearest clause decides; where it has no such word, the whole of the quotes.
        offers = _pointers_of(nearest_clauses(part.of(claim), evidence)), _pointers_of(whole)
        for span, word in pointers:
            # "More" and "less" are of the words just around them.
            near = offers if _axis(word) in {"", "change"} else offers[:1]
            against = next(filter(None, (_opposite(word, offered) for offered in near)), None)
            if against is None or is_turned(word, against[0]):
                continue
            if _compared_the_other_way(claim, span, against):
                continue
            # A claim that says both is held against all of the quotes.
            if clash(word, said) and not _opposite(word, offers[1]):
                continue
            yield _turned(claim, span, against)
    yield from _antonyms(claim, evidence, held)


def _compared_the_other_way(claim: str, span: Span, against: _Offer) -> bool:
    """Whether "A is larger than B" is what the quotes have as "B is smaller than A"."""
    _, e, place = against
    ours = _sides(claim, span.start)
    theirs = _sides(e.words, place.start - e.span.start)
    if not ours or not theirs:
        return False
    straight = len(ours[0] & theirs[0]) + len(ours[1] & theirs[1])
    crossed = len(ours[0] & theirs[1]) + len(ours[1] & theirs[0])
    return crossed > straight


def _sides(text: str, at: int) -> tuple[frozenset[str], frozenset[str]] | None:
    """The roots before and behind the "than" of a comparison that stands at a place."""
    than = _THAN.search(text, at)
    if than is None:
        return None
    start = max((m.end() for m in _END.finditer(text, 0, at)), default=0)
    end = next((m.start() for m in _END.finditer(text, than.end())), len(text))
    before, behind = (
        frozenset(w.root for w in read(part) if w.tells)
        for part in (text[start : than.start()], text[than.end() : end])
    )
    return before - behind, behind - before


def _axis(word: str) -> str:
    kind = DIRECTIONS.get(word)
    return kind.axis if kind else ""


def _antonyms(claim: str, evidence: Sequence[Evidence], held: frozenset[str]) -> Iterator[Check]:
    """Words that a dictionary has the opposite of in the quotes."""
    known = [span for span, _ in find_pointers(claim, Span(0, len(claim)))]
    for word in read(claim):
        if not word.tells or word.root in held or any(word.span.overlaps(k) for k in known):
            continue
        for e in evidence:
            for other in read(e.words):
                if other.tells and are_opposed(word.text, other.text):
                    base = e.span.start
                    place = Span(base + other.span.start, base + other.span.end)
                    yield _turned(claim, word.span, (other.text, e, place))
                    break


def _turned(claim: str, span: Span, against: _Offer) -> Check:
    _, e, place = against
    detail = f"the claim says {span.of(claim)!r}, the quotes {place.of(e.text)!r}"
    return check_of("direction", claim, span, holds=False, detail=detail, by=(e, place))


def _pointers_of(places: Sequence[tuple[Evidence, Span]]) -> list[_Offer]:
    """Words of direction as they are compared, and where they stand."""
    return [(word, e, span) for e, clause in places for span, word in find_pointers(e.text, clause)]


def _opposite(word: str, offered: Sequence[_Offer]) -> _Offer | None:
    words = [one for one, _, _ in offered]
    against = clash(word, words)
    return offered[words.index(against)] if against else None
