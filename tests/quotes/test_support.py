"""Whether quotes bear a claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.quotes.support import check_support
from ragkit.types import Span

MILLS = (
    "Most of the mills ran at 30 percent of capacity, and the flow of wool was 30 percent larger."
)
BOARD = "The board of Ridge Ltd did not approve the merger on 3 March 2024."
COSTS = "Costs fell by 7% to $1.1 million."
LOOMS = "At least 20 looms were sold."
SOURCE = f"Ridge Ltd is old. {MILLS} {BOARD} {COSTS} {LOOMS} Nobody at Acme bought one."

# claim, the quote, kinds of the checks that fail
CLAIMS = [
    ("The mills ran at 30 percent of capacity.", MILLS, []),
    ("The mills ran at 30% of capacity.", MILLS, []),
    ("The flow of wool was 30 percent larger.", MILLS, []),
    ("The mills ran at 40 percent of capacity.", MILLS, ["quantity"]),
    ("The mills ran at 30 percentage points of capacity.", MILLS, ["quantity"]),
    ("The mills sold 30 percent of their looms.", MILLS, ["quantity"]),
    ("In 2024 the mills ran at 30 percent of capacity.", MILLS, []),
    ("The board of Ridge Ltd did not approve the merger.", BOARD, []),
    ("The board of Ridge Ltd approved the merger.", BOARD, ["negation"]),
    ("The board did not approve the merger on 4 March 2024.", BOARD, ["date"]),
    ("The board did not approve the merger in March 2024.", BOARD, []),
    ("The board of Wolf Ltd did not approve the merger.", BOARD, ["name"]),
    ("Costs fell 7 percent, to 1.1 million dollars.", COSTS, []),
    ("The costs rose by 7 percent.", COSTS, ["direction", "quantity"]),
    ("The costs fell by 7 percent, to €1.1 million.", COSTS, ["quantity"]),
    ("The costs did not fall by 7%.", COSTS, ["negation"]),
    ("At least 20 looms were sold.", LOOMS, []),
    ("More than 10 looms were sold.", LOOMS, []),
    ("20 looms were sold.", LOOMS, ["quantity"]),
    ("At most 20 looms were sold.", LOOMS, ["quantity"]),
    ("At least 25 looms were sold.", LOOMS, ["quantity"]),
    ("The seller, Acme, sold at least 20 looms.", LOOMS, []),
]


@pytest.mark.parametrize(("claim", "quote", "failing"), CLAIMS, ids=[row[0] for row in CLAIMS])
def test_claims(claim: str, quote: str, failing: list[str]) -> None:
    start = SOURCE.index(quote)
    checks = check_support(claim, [(SOURCE, Span(start, start + len(quote)))])
    assert sorted({check.kind for check in checks if not check.holds}) == failing, checks
    for check in checks:
        assert check.claim_span.of(claim) == check.claim or check.kind == "negation"
        if check.evidence_span:
            assert check.evidence_span.of(SOURCE) == check.evidence


def test_a_quote_bears_itself() -> None:
    start = SOURCE.index(MILLS)
    assert check_support(MILLS, [(SOURCE, Span(start, start + len(MILLS)))]) == ()


def test_two_quotes_bear_together() -> None:
    spans = [Span(SOURCE.index(q), SOURCE.index(q) + len(q)) for q in (COSTS, LOOMS)]
    checks = check_support(
        "Costs fell by 7%, and at least 20 looms were sold.", [(SOURCE, s) for s in spans]
    )
    assert [check.holds for check in checks if check.kind == "quantity"] == [True, True]


@given(st.text(max_size=120), st.text(min_size=1, max_size=120))
def test_any_text_is_checked(claim: str, text: str) -> None:
    for check in check_support(claim, [(text, Span(0, len(text)))]):
        assert check.claim_span.end <= len(claim)
