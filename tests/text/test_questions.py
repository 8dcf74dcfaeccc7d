"""What kind of words would answer a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.text.questions import question_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was it signed?", "date"),
        ("In which year was it built?", "date"),
        ("By what date must the rent be paid?", "date"),
        ("How long ago did it close?", "date"),
        ("what day is the audit", "date"),
        ("How many parts are there?", "figure"),
        ("How much did the audit cost?", "figure"),
        ("HOW OLD IS SHE?", "figure"),
        ("What percentage of the parts came from Asia?", "figure"),
        ("What is the total?", "figure"),
        ("What total was paid?", "figure"),
        ("At what capacity do the mills run?", "figure"),
        ("Which two year rate applies?", "figure"),
        ("Who signed the lease?", "person"),
        ("Whose crane was it?", "person"),
        ("Which company bought it?", "person"),
        ("What organisation paid?", "person"),
        ("What is the name of the ship?", "person"),
        ("Where was she born?", "place"),
        ("In what city is the office?", "place"),
        ("Which northern port closed?", "place"),
        ("Why did the mill close?", "other"),
        ("Explain the strike", "other"),
        ("", "other"),
        # Words that only look like question words.
        ("Whenever possible, elsewhere, whole", "other"),
        ("港口什么时候关闭？", "other"),
    ],
)
def test_kinds(question: str, kind: str) -> None:
    assert question_kind(question) == kind


@given(st.text())
def test_any_text_has_a_kind(question: str) -> None:
    assert question_kind(question) in {"figure", "date", "person", "place", "other"}


@pytest.mark.parametrize("unit", ["what ", "which x y ", "how ", "9", "W"])
def test_a_long_question_ends(unit: str) -> None:
    assert question_kind(unit * 100_000) == "other"
