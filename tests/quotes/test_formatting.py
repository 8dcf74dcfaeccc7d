"""Marks of formatting are no words of the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.documents.reading import text_document
from ragkit.quotes.formatting import without_marks, without_stray_marks
from ragkit.quotes.locate import Library, locate

SOURCE = (
    "The pier carries **12,400** vehicles *a day*, see [the count](https://example.org/n).\n\n"
    "> The board did **not** approve\n> the merger.\n\n"
    "Run `make all` first. The area is 5 * 3 * 2 metres, and the ~~old~~ new price* holds."
)
LIBRARY = Library([text_document(SOURCE, source="note.md")])

HONEST = [
    ("carries 12,400 vehicles a day", "carries **12,400** vehicles *a day"),
    ("12,400 vehicles", "12,400** vehicles"),
    ("carries **12,400** vehicles", "carries **12,400** vehicles"),
    ("vehicles a day, see the count", "vehicles *a day*, see [the count"),
    ("did not approve the merger", "did **not** approve\n> the merger"),
    ("Run make all first", "Run `make all` first"),
]
CORRUPTED = [
    "carries 14,200 vehicles a day",
    "did approve the merger",
    "The area is 5 3 2 metres",
    "and the old new price",
    "carries 12,400 vehicles *a week*",
    "see the count example",
]


@pytest.mark.parametrize(("quote", "found"), HONEST)
def test_honest(quote: str, found: str) -> None:
    check = locate(quote, LIBRARY)
    assert check.verified, check
    assert check.place
    assert check.place.span.of(SOURCE) == check.found == found


@pytest.mark.parametrize("quote", CORRUPTED)
def test_corrupted(quote: str) -> None:
    assert not locate(quote, LIBRARY).verified


@given(st.text(st.sampled_from("ab12 *_`>[]()\n.-~"), max_size=80) | st.text(max_size=80))
def test_a_view_has_the_same_length_and_the_same_words(text: str) -> None:
    view = without_marks(text)
    assert len(view) == len(text)
    for seen, real in zip(view, text, strict=True):
        assert seen in {real, "\u2060", " "}
    without_stray_marks(text)


@pytest.mark.parametrize("unit", ["*a ", "**a", "_", "`a", "[a", "[a](", "> ", "*a\n", "a* "])
def test_long_texts_end(unit: str) -> None:
    assert len(without_marks(unit * 100_000)) == len(unit) * 100_000
