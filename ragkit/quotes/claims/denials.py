"""What a claim denies or turns round, and its quotes do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of, nearest_clauses, parts, telling
from ragkit.text.opposites import clash, find_pointers
from ragkit.text.polarity import find_markers
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.text.polarity import Marker
    from ragkit.types import Check

__all__ = ["check_denials", "check_directions"]

# A shortage is said with and without a word that denies.
_LACK = re.compile(r"\black", re.IGNORECASE)
_SHORT = re.compile(
    r"\b(?:lack\w*|short(?:age|ages|fall)?|want\s+of|scarc\w*|insufficient|absence|missing|without)\b",
    re.IGNORECASE,
)
_FEWEST = 2  # content words of a clause that is compared by itself


def check_denials(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """For each clause of the claim, whether it and the quotes deny or state alike."""
    if not _denials(claim, Span(0, len(claim))) and not any(
        _denials(e.text, e.span) for e in evidence
    ):
        return
    for part in parts(claim, least=_FEWEST):
        words = telling(part.of(claim))
        near = nearest_clauses(part.of(claim), evidence, least=_FEWEST)
        # Of few words all have to be shared: else the clause is about something else.
        if len(words) <= _FEWEST:
            near = [(e, c) for e, c in near if words <= telling(c.of(e.text))]
        asked = _denials(claim, part)
        denied = [(e, m) for e, clause in near for m in _denials(e.text, clause)]
        if not near or not (asked or denied) or _both_short(claim, part, near, asked, denied):
            continue
        holds = bool(asked) == bool(denied) and _as_often(asked, denied, near)
        span = asked[0].span if asked else part
        by = (denied[0][0], denied[0][1].span) if denied else None
        said = by[1].of(by[0].text) if by else ""
        detail = _account(span.of(claim), said, asked_denies=bool(asked), holds=holds)
        yield check_of("negation", claim, span, holds=holds, detail=detail, by=by)


def _both_short(
    claim: str,
    part: Span,
    near: list[tuple[Evidence, Span]],
    asked: list[Marker],
    denied: list[tuple[Evidence, Marker]],
) -> bool:
    """Whether all that is denied is that there is enough, and both sides say so."""
    marked = [m.span.of(claim) for m in asked] + [m.span.of(e.text) for e, m in denied]
    return (
        all(_LACK.match(word) for word in marked)
        and bool(_SHORT.search(part.of(claim)))
        and any(_SHORT.search(clause.of(e.text)) for e, clause in near)
    )


def _as_often(
    asked: list[Marker],
    denied: list[tuple[Evidence, Marker]],
    near: list[tuple[Evidence, Span]],
) -> bool:
    """Whether the claim denies as often as the clause or its quote: two denials undo each other.

    Of several clauses it cannot be told which is meant.
    """
    if len(near) != 1:
        return True
    evidence = near[0][0]
    whole = len(_denials(evidence.text, evidence.span))
    return len(asked) % 2 in {len(denied) % 2, whole % 2}


def _account(asked: str, said: str, *, asked_denies: bool, holds: bool) -> str:
    if holds:
        return "both deny it"
    if said and asked_denies:
        return f"the claim and the quotes ({said!r}) do not deny the same"
    if said:
        return f"the quotes deny it ({said!r}), the claim does not"
    return f"the claim denies it ({asked!r}), the quotes do not"


def _denials(text: str, part: Span) -> list[Marker]:
    return [m for m in find_markers(text, part.start, part.end) if m.kind == "negation"]


def check_directions(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """Words of direction and outcome that the quotes have the opposite of, and never the same."""
    if not find_pointers(claim, Span(0, len(claim))):
        return
    for part in parts(claim):
        pointers = find_pointers(claim, part)
        # The nearest clause decides; where it has no such word, the whole of the quotes.
        offers = (
            _pointers_of(nearest_clauses(part.of(claim), evidence)) if pointers else [],
            _pointers_of([(e, e.span) for e in evidence]) if pointers else [],
        )
        for span, word in pointers:
            against = next(filter(None, (_opposite(word, offered) for offered in offers)), None)
            if against:
                said = against[1].of(against[0].text)
                detail = f"the claim says {span.of(claim)!r}, the quotes {said!r}"
                yield check_of("direction", claim, span, holds=False, detail=detail, by=against)


def _pointers_of(places: list[tuple[Evidence, Span]]) -> list[tuple[str, Evidence, Span]]:
    """Words of direction as they are compared, and where they stand."""
    return [(word, e, span) for e, clause in places for span, word in find_pointers(e.text, clause)]


def _opposite(word: str, offered: list[tuple[str, Evidence, Span]]) -> tuple[Evidence, Span] | None:
    words = [one for one, _, _ in offered]
    against = clash(word, words)
    return offered[words.index(against)][1:] if against else None
