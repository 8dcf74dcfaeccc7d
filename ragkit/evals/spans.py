"""Characters that two lists of spans share, over several documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ragkit.evals.records import Case, Fact

__all__ = ["Overlap", "Place", "located", "merged", "overlap", "shared"]

#: A source and a span of its text.
Place = tuple[str, Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How much of what was found is gold, and how much of the gold was found, in characters.

    Attributes:
        found: characters that were found.
        right: of these, those of an accepted place, whichever.
        gold: characters of the places that were to be found, one a group.
        covered: of these, those that were found. Where no group has a second place, `right`.
    """

    found: int
    right: int
    gold: int
    covered: int

    @property
    def precision(self) -> float:
        """Share of what was found that is gold, 0 to 1; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found, 0 to 1."""
        return self.covered / self.gold if self.gold else 0.0

    @property
    def iou(self) -> float:
        """What is right over what was found or should have been, 0 to 1."""
        either = self.found + self.gold - self.covered
        return self.right / either if either else 0.0


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters as disjoint spans, in order."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def shared(left: Sequence[Span], right: Sequence[Span]) -> int:
    """Characters that two lists of disjoint spans have in common; both are in order."""
    total = i = j = 0
    while i < len(left) and j < len(right):
        total += max(0, min(left[i].end, right[j].end) - max(left[i].start, right[j].start))
        if left[i].end <= right[j].end:
            i += 1
        else:
            j += 1
    return total


def located(case: Case) -> list[list[tuple[Fact, Place]]]:
    """The facts of a case whose proof is located, with its place: a group each."""
    groups = [
        [(fact, (fact.source, fact.span)) for fact in group if fact.source and fact.span]
        for group in case.facts
    ]
    return [group for group in groups if group]


def overlap(found: Sequence[Place], groups: Sequence[Sequence[Place]]) -> Overlap:
    """Compare places that were found with gold ones.

    Args:
        found: in any order; where they overlap, `Overlap.found` counts their characters
            each time, as the chunking evaluation does, and `Overlap.right` once.
        groups: gold places; of a group the one that is found the most has to be found, and
            to find another as well is not wrong.
    """
    have = _by_source(found)
    gold = _by_source(max(group, key=lambda place: _share(place, have)) for group in groups)
    accepted = _by_source(place for group in groups for place in group)
    return Overlap(
        found=sum(len(span) for _, span in found),
        right=_shared(accepted, have),
        gold=sum(len(span) for spans in gold.values() for span in spans),
        covered=_shared(gold, have),
    )


def _shared(one: dict[str, list[Span]], other: dict[str, list[Span]]) -> int:
    return sum(shared(spans, other.get(source, [])) for source, spans in one.items())


def _share(place: Place, have: dict[str, list[Span]]) -> float:
    source, span = place
    return shared([span], have.get(source, [])) / max(1, len(span))


def _by_source(places: Iterable[Place]) -> dict[str, list[Span]]:
    """Disjoint spans, in order, by source."""
    spans: dict[str, list[Span]] = {}
    for source, span in places:
        spans.setdefault(source, []).append(span)
    return {source: merged(found) for source, found in spans.items()}
