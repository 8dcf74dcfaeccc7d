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


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("closed[1] in", "closed    in"),
        ("closed.[1][12] In", "closed.        In"),
        ("“closed”[2] in", "“closed”    in"),
        ("in 2031.[1]", "in 2031.   "),
        ("grew 14%[1] more", "grew 14%    more"),
        ("closed[^note] in", "closed        in"),
        ("closed¹² in", "closed   in"),
        ("closed.¹ In", "closed.  In"),
        ("Maße² sind", "Maße  sind"),
        # What looks like a note and is none.
        ("[^1]: a note", "[^1]: a note"),
        ("sold [5] looms", "sold [5] looms"),
        ("sold 1[5] looms", "sold 1[5] looms"),
        ("rose 1.[5] percent", "rose 1.[5] percent"),
        ("x[1] or data[0]", "x[1] or data[0]"),
        ("so it[1]=2", "so it[1]=2"),
        ("10² km² metre² metres³", "10² km² metre² metres³"),
        ('(a+b)² 5"²', '(a+b)² 5"²'),
        # What looks like a quoted line and is a bound.
        ("Losses were\n> 5 million", "Losses were\n> 5 million"),
        ("Losses were\n> five million", "Losses were\n> five million"),
        ("Losses were\n> 5 and\n> 6 million", "Losses were\n> 5 and\n> 6 million"),
        ("Losses rose.\n> 5 million", "Losses rose.\n  5 million"),
        ("He said:\n> 5 million", "He said:\n  5 million"),
        ("\n> 5 million", "\n  5 million"),
        ("Losses were\n> high", "Losses were\n  high"),
        ("> so\n> 5 million", "  so\n  5 million"),
    ],
)
def test_views(text: str, view: str) -> None:
    assert without_marks(text).replace("\u2060", " ") == view


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("the teh [sic] mill", "the teh mill"),
        ("the mill [not]", "the mill [not]"),
        ("> 5 million", "> 5 million"),
        ("> and so on", " and so on"),
        ("closed[3] in May.²", "closed in May."),
    ],
)
def test_words_of_a_quote(quote: str, words: str) -> None:
    assert without_stray_marks(quote).replace("  ", " ") == words


@given(st.text(st.sampled_from("ab12 *_`>[]()\n.-~²"), max_size=80) | st.text(max_size=80))
def test_a_view_has_the_same_length_and_the_same_words(text: str) -> None:
    view = without_marks(text)
    assert len(view) == len(text)
    for seen, real in zip(view, text, strict=True):
        assert seen in {real, "\u2060", " "}
    without_stray_marks(text)


@pytest.mark.parametrize(
    "unit",
    [
        "*a ",
        "**a",
        "_",
        "`a",
        "[a",
        "[a](",
        "> ",
        "*a\n",
        "a* ",
        "> 5\n",
        "aa[1]",
        "aaaa²",
        "..²",
        "[^",
    ],
)
def test_long_texts_end(unit: str) -> None:
    assert len(without_marks(unit * 100_000)) == len(unit) * 100_000
