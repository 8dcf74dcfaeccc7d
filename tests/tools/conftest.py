"""A few passages and questions about a made-up harbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.reader.data import Answer, Example

if TYPE_CHECKING:
    from collections.abc import Callable

PASSAGES = {
    "harbour": (
        "Karsholm Harbour was founded in 1872 by Ilse Brandt. Its three cranes lift 40 tons each. "
        "The eastern quay opened after the war, in 1951, and closed in 1988. "
        "A ferry leaves for Lund every morning."
    ),
    "ferry": (
        "The ferry to Lund carries 300 passengers and was built by Brandt & Sons. "
        "It was the largest ferry of the coast until the Aurora came."
    ),
    "mill": (
        "The old mill ground rye for the town. Its owner, Henrik Moller, sold it to a baker. "
        "Nobody lifts sacks there any more, and the wheel has stood still for years."
    ),
}


@pytest.fixture
def passages() -> dict[str, str]:
    return PASSAGES


@pytest.fixture
def asked() -> Callable[..., Example]:
    """An example about one of the passages; answers are found by their text."""

    def make(question: str, *answers: str, about: str = "harbour", source: str = "town") -> Example:
        passage = PASSAGES[about]
        found = tuple(Answer(passage.index(text), text) for text in answers)
        return Example(f"{about}:{question}", source, "Karsholm", question, passage, found)

    return make
