"""Whether quotes bear a claim: its figures, names, dates, negations and directions.

Each check is a record for a person to read. The checks look for what can be told
from the words alone: a claim that passes them may still say something else than its
quotes, and one that fails says something that they do not. `claims/` has one module for
each kind of thing that a claim says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.quotes.claims.amounts import check_amounts
from ragkit.quotes.claims.certainty import check_certainty
from ragkit.quotes.claims.denials import check_denials
from ragkit.quotes.claims.directions import check_directions
from ragkit.quotes.claims.evidence import evidence_of
from ragkit.quotes.claims.extents import check_extent
from ragkit.quotes.claims.moments import check_moments
from ragkit.quotes.claims.naming import check_names
from ragkit.quotes.claims.novelty import check_novelty
from ragkit.quotes.claims.order import check_order
from ragkit.quotes.claims.replaced import check_replaced
from ragkit.quotes.claims.roles import check_roles
from ragkit.quotes.claims.wording import check_wording
from ragkit.text.english import is_english
from ragkit.text.orders import tells_of_an_order

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
    orders = tells_of_an_order(claim)
    evidence = [evidence_of(text, span, orders=orders) for text, span in quotes]
    checks = [
        *check_amounts(claim, evidence),
        *check_names(claim, evidence, is_name),
        *check_moments(claim, evidence),
        *check_denials(claim, evidence),
        *check_directions(claim, evidence),
        *check_extent(claim, evidence),
        *check_certainty(claim, evidence),
        *check_order(claim, evidence),
        *check_roles(claim, evidence),
    ]
    # What is left of a claim is worth a look where all else holds.
    if all(check.holds for check in checks) and is_english(claim):
        checks.extend(check_replaced(claim, evidence))
        checks.extend(check_novelty(claim, evidence, is_name))
    if all(check.holds for check in checks):
        checks.extend(check_wording(claim, evidence, checks))
    return tuple(checks)
