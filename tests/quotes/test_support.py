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
    # True, and another bound than the source gives.
    ("More than 10 looms were sold.", LOOMS, ["quantity"]),
    ("20 looms were sold.", LOOMS, ["quantity"]),
    ("At most 20 looms were sold.", LOOMS, ["quantity"]),
    ("At least 25 looms were sold.", LOOMS, ["quantity"]),
    ("The seller, Acme, sold at least 20 looms.", LOOMS, []),
]


# claim, quote, whether the outcome is the same
OUTCOMES = [
    ("The board rejected the merger.", "The board approved the merger.", False),
    ("The board approved the merger.", "The board accepted the merger.", True),
    (
        "The board approved the merger.",
        "The board approved the merger and rejected the bid of Wolf Ltd.",
        True,
    ),
    ("The board accepted the offer.", "The board rejected the offer.", False),
    ("Ridge won the case.", "Ridge lost the case.", False),
    ("He was acquitted of fraud.", "He was found guilty of fraud.", False),
    ("He was convicted of fraud.", "He was found guilty of fraud.", True),
    ("The mill closed in May.", "The mill opened in May.", False),
    ("The firm bought the mill.", "The firm sold the mill.", False),
    ("The firm hired the staff.", "The firm fired the staff.", False),
    ("The bill passed.", "The bill failed.", False),
    ("The mill closed before the flood.", "The mill closed after the flood.", False),
    ("The town lies below the dam.", "The town lies above the dam.", False),
    ("Prices fell in May.", "Prices rose in May.", False),
    ("The members voted for the plan.", "The members voted against the plan.", False),
    ("Imports of wool rose.", "Exports of wool rose.", False),
]


@pytest.mark.parametrize(("claim", "quote", "holds"), OUTCOMES, ids=[row[0] for row in OUTCOMES])
def test_outcomes(claim: str, quote: str, *, holds: bool) -> None:
    checks = check_support(claim, [(quote, Span(0, len(quote)))])
    assert all(check.holds for check in checks) == holds, checks
    assert [check.kind for check in checks if not check.holds] == ([] if holds else ["direction"])


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


WOOL, MILL = "Sales of wool rose 5 percent in May.", "Costs at the mill fell by 3 percent."


@pytest.mark.parametrize(
    ("claim", "failing"),
    [
        ("Sales of wool rose 5 percent, and costs at the mill fell by 3 percent.", set()),
        ("Sales of wool fell 5 percent, and costs at the mill fell by 3 percent.", {"direction"}),
        ("Sales of wool rose 5 percent, and costs at the mill did not fall.", {"negation"}),
    ],
)
def test_each_clause_is_held_against_the_quote_that_is_nearest(
    claim: str, failing: set[str]
) -> None:
    checks = check_support(claim, [(text, Span(0, len(text))) for text in (WOOL, MILL)])
    assert {check.kind for check in checks if not check.holds} - {"quantity"} == failing


@given(st.text(max_size=120), st.text(min_size=1, max_size=120))
def test_any_text_is_checked(claim: str, text: str) -> None:
    for check in check_support(claim, [(text, Span(0, len(text)))]):
        assert check.claim_span.end <= len(claim)
