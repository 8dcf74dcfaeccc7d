"""What kind of words would answer a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.text.questions import asks_yes_or_no, figure_asked, names_nothing, question_kind


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
        ("What is the monthly fee?", "figure"),
        ("What is the interest rate in the contract?", "figure"),
        ("What's the share of barley?", "figure"),
        ("What was the average annual salary?", "figure"),
        ("What are the running costs?", "figure"),
        ("What did the crane cost in April?", "figure"),
        ("What is the effect of price on demand?", "other"),
        ("What is the deadline?", "date"),
        ("What is the closing date of the sale?", "date"),
        ("Who signed the lease?", "person"),
        ("Whose crane was it?", "person"),
        ("Which company bought it?", "person"),
        ("What organisation paid?", "person"),
        ("What is the name of the ship?", "person"),
        ("Who spoke when the hall opened?", "person"),
        ("How many people came when it opened?", "figure"),
        ("Where was she when it opened?", "place"),
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


@pytest.mark.parametrize(
    ("question", "measures"),
    [
        ("How many days of notice are needed?", "time"),
        ("How many square feet are let?", "area"),
        ("How many parts are there?", "count"),
        ("What share came from Asia?", "share"),
        ("What is the interest rate?", "share"),
        ("What is the daily rate?", "money share"),
        ("How much does the coffee cost?", "money"),
        ("How much of the coffee is sold?", "share"),
        ("How much apple juice is left?", "area length power volume weight"),
        ("How long does it run?", "time"),
        ("How long is the bridge?", "length time"),
        ("How many shareholders voted?", "count"),
        ("What is the capacity of the stadium?", "count power volume weight"),
        ("How big is it?", ""),
    ],
)
def test_what_a_figure_has_to_measure(question: str, measures: str) -> None:
    assert sorted(figure_asked(question).measures) == measures.split()


@pytest.mark.parametrize(
    ("question", "thing", "unit"),
    [
        ("How many days of notice are needed?", "day", True),
        ("How many foreign parts did they find?", "part", False),
        ("What is the number of containers?", "contain", False),
        ("How many people were hurt?", "worker", False),
    ],
)
def test_what_is_counted(question: str, thing: str, unit: bool) -> None:
    asked = figure_asked(question)
    assert thing in asked.things
    assert asked.unit is unit


@given(st.text())
def test_any_text_has_a_kind(question: str) -> None:
    assert question_kind(question) in {"figure", "date", "person", "place", "other"}


@pytest.mark.parametrize("unit", ["what ", "which x y ", "how ", "9", "W"])
def test_a_long_question_ends(unit: str) -> None:
    assert question_kind(unit * 100_000) == "other"
    figure_asked(unit * 100_000)


@pytest.mark.parametrize("unit", ["how many ", "how much ", "what did ", "number of "])
def test_a_long_question_of_question_words_ends(unit: str) -> None:
    assert question_kind(unit * 20_000) in {"figure", "other"}
    figure_asked(unit * 20_000)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Was the Torvald launched in 1987?", True),
        ("“Can it fly?”", True),
        ("Has the clerk said who signed?", True),
        ("Does it run or not?", True),
        ("Are the parts older or newer?", False),
        ("What is it?", False),
        ("May 2024 sales?", False),
        ("Isar bridge, height?", False),
    ],
)
def test_yes_or_no(question: str, *, expected: bool) -> None:
    assert asks_yes_or_no(question) is expected


@pytest.mark.parametrize("question", ["", "Who?", "a", "🙂", "What is it about?", "how much"])
def test_a_question_that_names_nothing(question: str) -> None:
    assert names_nothing(question)


@pytest.mark.parametrize("question", ["WHO?", "US", "price", "1", "What happened?", "何ですか"])
def test_a_question_that_names_something(question: str) -> None:
    assert not names_nothing(question)
