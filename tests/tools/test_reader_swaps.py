"""Questions with one thing changed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tools.reader.swaps import (
    names_in,
    opposite_asked,
    other_name,
    other_number,
    swapped,
    turned,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.reader.data import Example

    Asked = Callable[..., Example]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("When did Ilse Brandt found Karsholm's harbour?", ["Ilse Brandt", "Karsholm"]),
        ("The University of Lund opened.", ["University of Lund"]),
        ("Who is it?", []),
        ("", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize("seed", range(10))
def test_a_name_gives_way_to_another_of_its_length(asked: Asked, seed: int) -> None:
    example = asked("When did Ilse Brandt found the harbour?", "1872")
    question = other_name(example, ["Henrik Moller", "Lund", "Brandt"], random.Random(seed))
    assert question in {
        "When did Henrik Moller found the harbour?",
        "When did Karsholm Harbour found the harbour?",
    }


def test_the_answer_is_not_asked_about(asked: Asked) -> None:
    example = asked("Who founded it with Henrik Moller?", "Ilse Brandt")
    for seed in range(10):
        assert other_name(example, ["Ilse Brandt"], random.Random(seed)) is None


@pytest.mark.parametrize("seed", range(10))
def test_a_number_gives_way_to_another_as_long(asked: Asked, seed: int) -> None:
    example = asked("What closed in 1988?", "eastern quay")
    question = other_number(example, [], random.Random(seed))
    assert question is not None
    year = question.removeprefix("What closed in ").removesuffix("?")
    assert (len(year), year[0]) == (4, "1")
    assert year != "1988"


@pytest.mark.parametrize(
    ("question", "becomes"),
    [
        ("Which quay opened first?", {"Which quay closed first?", "Which quay opened last?"}),
        ("Which was the largest ferry?", {"Which was the smallest ferry?"}),
        ("Who is there?", {None}),
    ],
)
def test_a_word_gives_way_to_its_opposite(
    asked: Asked, question: str, becomes: set[str | None]
) -> None:
    found = {opposite_asked(asked(question, "1951"), [], random.Random(n)) for n in range(20)}
    assert found == becomes


@pytest.mark.parametrize(
    ("question", "becomes"),
    [
        ("Where did Ilse live?", {"Where didn't Ilse live?"}),
        ("What is built?", {"What isn't built?", "What is not built?", "What is never built?"}),
        ("What was not built?", {"What was built?"}),
        ("What isn't built?", {"What is built?"}),
        ("Which quay?", {None}),
    ],
)
def test_a_denial_is_put_in_or_taken_out(
    asked: Asked, question: str, becomes: set[str | None]
) -> None:
    found = {turned(asked(question, "1951"), [], random.Random(seed)) for seed in range(30)}
    assert found == becomes


def test_a_swapped_question_has_no_answer_and_says_how_it_came_about(asked: Asked) -> None:
    example = asked("When was the eastern quay opened?", "1951")
    made = [swapped(example, [], random.Random(seed)) for seed in range(20)]
    assert {found.kind for found in made if found} == {"swapped opposite", "swapped negation"}
    assert all(found.answers == () for found in made if found)
