"""Whether quotes bear a claim: its figures, names, dates, negations and directions.

Each check is a record for a person to read. The checks look for what can be told
from the words alone: a claim that passes them may still say something else than its
quotes, and one that fails says something that they do not. `claims/` has one module for
each kind of thing that a claim says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.quotes.claims.amounts import check_amounts
from ragkit.quotes.claims.denials import check_denials, check_directions
from ragkit.quotes.claims.evidence import evidence_of
from ragkit.quotes.claims.moments import check_moments
from ragkit.quotes.claims.naming import check_names
from ragkit.quotes.claims.wording import check_extent, check_wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ragkit.types import Check, Span

__all__ = ["check_support"]


def _never(_word: str) -> bool:
    return False


def check_support(
    claim: str, quotes: Sequence[tuple[str, Span]], *, is_name: Callable[[str], bool] = _never
) -> tuple[Check, ...]:
    """Check a claim against its quotes.

    Args:
        claim: a sentence.
        quotes: for each quote the text of its document and its span there.
        is_name: whether a capitalised word that begins the claim is a name; without it, none
            is, for it may be any word.

    Returns:
        A check for every quantity, name and date of the claim and one for its negation, and
        for what else does not hold; none where the claim is a quote to the letter.
    """
    if any(" ".join(span.of(text).split()) == " ".join(claim.split()) for text, span in quotes):
        return ()
    evidence = [evidence_of(text, span) for text, span in quotes]
    checks = [
        *check_amounts(claim, evidence),
        *check_names(claim, evidence, is_name),
        *check_moments(claim, evidence),
        *check_denials(claim, evidence),
        *check_directions(claim, evidence),
        *check_extent(claim, evidence),
    ]
    return (*checks, *check_wording(claim, evidence, checks))
