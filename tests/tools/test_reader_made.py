"""Made-up passages: every answer is there, and what is astray is not."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tools.reader.made import SOURCE, made_examples
from tools.reader.plan import hasty

if TYPE_CHECKING:
    from tools.reader.data import Example


@pytest.fixture(scope="module")
def made() -> list[Example]:
    return made_examples(2500, seed=3)


def test_the_same_seed_makes_the_same(made: list[Example]) -> None:
    assert made_examples(100, seed=3) == made[:100]
    assert made_examples(100, seed=4) != made[:100]


def test_half_of_the_questions_have_an_answer(made: list[Example]) -> None:
    answered = sum(bool(example.answers) for example in made)
    assert 0.45 < answered / len(made) < 0.55
    assert {example.source for example in made} == {SOURCE}


def test_an_answer_stands_where_it_says_and_is_words(made: list[Example]) -> None:
    # `Example` itself refuses an answer that is not where it says.
    answers = [answer.text for example in made for answer in example.answers]
    assert all(text == text.strip() and text for text in answers)
    assert "{" not in "".join(example.passage + example.question for example in made)


def test_there_is_prose_there_are_lists_and_tables(made: list[Example]) -> None:
    kinds = Counter(
        "table" if "| --- |" in e.passage else "list" if "\n- " in e.passage else "prose"
        for e in made
    )
    assert min(kinds[kind] for kind in ("prose", "list", "table")) > 150
    rows = [
        e
        for e in made
        for a in e.answers
        if e.passage[: a.start].rpartition("\n")[2].startswith("|")
    ]
    assert len(rows) > 50


@pytest.mark.parametrize(
    "opening",
    [
        *("who succeeded", "whom did", "how old", "how long", "who founded"),
        *("how many people", "what caused", "what share of the people"),
        *("by how much", "how much did", "when was the", "how many", "who is", "what was", "where"),
    ],
)
def test_no_kind_of_question_gives_away_whether_it_has_an_answer(
    made: list[Example], opening: str
) -> None:
    answered = [bool(e.answers) for e in made if e.question.lower().startswith(opening)]
    assert len(answered) >= 12
    assert 0.15 < sum(answered) / len(answered) < 0.85


def test_whoever_came_after_one_did_not_come_before(made: list[Example]) -> None:
    """Of successions: asked is for the one that the sentence tells, or nobody."""
    pattern = re.compile(r"Who (?:succeeded|took over from|replaced) ([A-Z]\w+ [A-Z]\w+)\b.*\?")
    found = Counter[bool]()
    for example in made:
        asked = pattern.fullmatch(example.question)
        if asked:
            found[bool(example.answers)] += 1
            assert asked[1] in example.passage
            assert all(answer.text != asked[1] for answer in example.answers)
    assert min(found[True], found[False]) > 3


def test_a_count_of_another_month_is_no_answer(made: list[Example]) -> None:
    """Of what asks how many in a month: the passage says so of that bearer and month, or not."""
    pattern = re.compile(r"How many ([\w ]+?) did ([\w-]+(?: \w+)?) (\w+) in ([A-Z]\w+(?: \d+)?)\?")
    checked = 0
    for example in made:
        asked = pattern.fullmatch(example.question)
        if not asked:
            continue
        noun, bearer, _, period = asked.groups()
        said = any(
            (bearer in line or bearer in example.context)
            and period in line
            and (noun in line or line.startswith("|"))
            for line in re.split(r"\n|(?<=\.) ", example.passage)
        )
        if example.answers:
            assert said, example
        elif "| ---" not in example.passage:
            assert not said, example
        checked += 1
    assert checked > 100


def test_a_hurried_question_asks_for_the_same() -> None:
    rng = random.Random(1)
    forms = {hasty("What was the Price of Oats in May?", rng) for _ in range(50)}
    assert forms == {"what was the price of oats in may", "Price of Oats in May"} or len(forms) == 2
    assert all("oats" in form.lower() and "?" not in form for form in forms)
    assert hasty("Who is it?", rng).lower().startswith("who is it")
