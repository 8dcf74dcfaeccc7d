"""What a claim denies and its quotes do not, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of
from ragkit.quotes.claims.reading import read
from ragkit.quotes.claims.scopes import denials, stated, undone
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.quotes.claims.scopes import Denial
    from ragkit.types import Check

__all__ = ["check_denials"]

_HALF = 0.5  # of a claim's words, denied in the quotes and stated nowhere


def check_denials(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """Whether the claim denies what its quotes deny, and nothing that they state."""
    ours = denials(claim)
    theirs = [(e, denial) for e in evidence for denial in denials(e.words)]
    if not ours and not theirs:
        return
    said = [clause for e in evidence for clause in stated(e.words)]
    everywhere = frozenset(root for clause in said for root in clause)
    denied = frozenset(root for _, denial in theirs for root in denial.roots)
    forms = frozenset(word.text for e in evidence for word in read(e.words))
    plain = [denial for _, denial in theirs if not denial.prefixed]
    for own in ours:
        near = max(theirs, key=lambda one: len(own.roots & one[1].roots), default=None)
        shared = len(own.roots & near[1].roots) if near else 0
        heads = frozenset(head.root for head in own.heads)
        stands = max((len(own.roots & clause) for clause in said), default=0)
        if own.prefixed and own.heads[0].text not in forms:
            continue  # "unprofitable" is not denied by "profit"
        plainly = heads & denied - everywhere
        # Of a denial of small words alone nothing tells but that the quotes have none.
        if (stands > shared and not plainly) or not (own.roots or plain):
            detail = f"the claim denies it ({own.span.of(claim)!r}), the quotes do not"
            yield check_of("negation", claim, own.span, holds=False, detail=detail)
        elif near and shared and not own.prefixed:
            by = near[0], _placed(*near)
            yield check_of("negation", claim, own.span, holds=True, detail="both deny it", by=by)
    yield from _undenied(claim, theirs, everywhere)


def _undenied(
    claim: str, theirs: Sequence[tuple[Evidence, Denial]], everywhere: frozenset[str]
) -> Iterator[Check]:
    """What the quotes deny and state nowhere, and the claim states."""
    ours = denials(claim)
    denied = frozenset(root for own in ours for root in own.roots)
    words = [w for w in read(claim) if w.tells]
    claimed = frozenset(w.root for w in words)
    for e, denial in theirs:
        twice = undone(claim) & {word.root for word in denial.scope} - undone(e.words)
        if denial.roots & denied and not twice:
            continue
        bare = denial.roots & claimed - everywhere
        heads = {head.root for head in denial.heads if not head.is_number}
        if (
            twice
            or bare & heads
            or (bare and (denial.roots <= claimed or len(bare) >= _HALF * len(claimed)))
        ):
            part = next(word.span for word in words if word.root in bare | twice)
            span = _placed(e, denial)
            detail = f"the quotes deny it ({span.of(e.text)!r}), the claim does not"
            yield check_of("negation", claim, part, holds=False, detail=detail, by=(e, span))
            return


def _placed(evidence: Evidence, denial: Denial) -> Span:
    """Where the words that deny stand in the document."""
    base = evidence.span.start
    return Span(base + denial.span.start, base + denial.span.end)
