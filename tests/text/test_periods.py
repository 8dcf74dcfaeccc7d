"""Months and years that are named, and those that a question leaves open."""

from __future__ import annotations

import pytest

from ragkit.text.periods import asked_periods, periods_of


@pytest.mark.parametrize(
    ("text", "months", "years"),
    [
        ("In May 2024 it rained.", {5}, {2024}),
        ("May I bring a dog in March?", {3}, set()),
        ("May the board vote on it?", set(), set()),
        ("barge tolls june", {6}, set()),
        ("They march in step and may stop.", set(), set()),
        ("on 3 Feb and in Oct 2023", {2, 10}, {2023}),
        ("Apr 1 is a Monday", {4}, set()),
        ("Jan Novak met Mar Vidal.", set(), set()),
        ("It cost $2000, or 1,999 in all; 2000% more.", set(), set()),
        ("in the 1930s", set(), set()),
        ("HX-2000 flew in 1999.", set(), {1999}),
    ],
)
def test_what_a_text_names(text: str, months: set[int], years: set[int]) -> None:
    assert tuple(map(set, periods_of(text))) == (months, years)


@pytest.mark.parametrize(
    ("question", "told", "others"),
    [
        ("How many came in April 2024?", "In March 2024 some came.", True),
        ("How many came in April 2024?", "In 2023 some came.", True),
        ("How many came in April 2024?", "In April some came.", False),
        ("How many came in April?", "Some came.", False),
        ("What happened after 1990?", "It fell in 1995.", False),
        ("What was sold between 2019 and 2022?", "It was sold in 2020.", False),
        ("Who led it before March 1980?", "She led it in May 1979.", False),
        ("What is due by the end of June?", "It is due in May.", False),
        ("When was it after that, in 1990?", "It was in 1991.", True),
        ("How much on 3 Feb?", "On 3 February it was 12.", False),
    ],
)
def test_whether_a_text_tells_of_other_periods(question: str, told: str, others: bool) -> None:
    assert asked_periods(question).are_others(periods_of(told)) is others
