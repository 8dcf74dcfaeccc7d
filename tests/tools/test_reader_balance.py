"""Questions whose words alone give away whether they have an answer."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tools.reader.balance import MOST, balanced, given_away
from tools.reader.written import written_examples

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.reader.data import Example


@pytest.fixture
def examples(asked: Callable[..., Example]) -> list[Example]:
    """Nine of ten that ask for a founder have no answer, and one of ten that ask for a year."""
    founded = [asked("Who founded it?", *(["Ilse Brandt"] if n == 0 else [])) for n in range(10)]
    closed = [asked("When did it close?", *(["1988"] if n else [])) for n in range(10)]
    return [
        replace(example, document=f"{n}")
        for n in range(30)
        for example in (founded[n % 10], closed[n % 10])
    ]


def test_what_a_question_gives_away(examples: list[Example]) -> None:
    chances = given_away(examples)

    founded = np.array(["founded" in example.question for example in examples])
    assert chances[founded].max() < 0.3
    assert chances[~founded].min() > 0.7


def test_what_is_rare_for_its_words_is_read_more_often(examples: list[Example]) -> None:
    read = balanced(examples, random.Random(1))
    found = Counter((example.question, bool(example.answers)) for example in read)

    for question in ("Who founded it?", "When did it close?"):
        with_one, without = found[question, True], found[question, False]
        assert 0.25 < with_one / (with_one + without) < 0.75
    assert found["Who founded it?", True] <= 3 * MOST


def test_words_that_tell_nothing_change_nothing(asked: Callable[..., Example]) -> None:
    answers: list[list[str]] = [["Ilse Brandt"], []]
    examples = [
        replace(asked("Who?", *answers[n % 2]), document=f"{n // 2}", id=f"{n}") for n in range(40)
    ]

    assert given_away(examples) == pytest.approx(0.5, abs=0.01)
    assert balanced(examples, random.Random(1)) == examples


def test_of_those_written_each_opening_is_null_about_as_often_as_not() -> None:
    found = balanced(written_examples(held_out=False), random.Random(1))

    for opening in ("who", "how many", "when", "why", "what", "where", "which"):
        answered = [bool(e.answers) for e in found if e.question.lower().startswith(opening)]
        assert 0.4 < np.mean(answered) < 0.6, opening
