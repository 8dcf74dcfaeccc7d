"""What was read of a text is kept, and nobody's list is another's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ragkit.text.mentions import find_dates, find_figures, find_names
from ragkit.text.quantities import find_quantities
from ragkit.text.sentences import split_sentences
from ragkit.text.terms import content_terms, terms

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "Halden shipped 6,700 containers on 3 May 2024. Iran took 12 percent of them."


@pytest.mark.parametrize(
    "read",
    [
        terms,
        content_terms,
        find_names,
        find_dates,
        find_figures,
        find_quantities,
        split_sentences,
    ],
)
@pytest.mark.parametrize("text", [TEXT, TEXT * 100], ids=["kept", "long"])
def test_a_list_that_was_changed_is_read_anew(read: Callable[[str], list[Any]], text: str) -> None:
    first = read(text)
    was = list(first)
    first.clear()
    assert was
    assert read(text) == was
