"""What the reader is told of the words that a question and a passage share."""

from __future__ import annotations

import pytest

from ragkit.inference import open_tokenizer
from ragkit.reading.matching import TYPES, piece_terms, piece_types
from ragkit.text.terms import placed_terms


def pieces(text: str) -> tuple[list[str], list[str]]:
    encoded = open_tokenizer().encode(text, add_special_tokens=False)
    return encoded.tokens, piece_terms(text, encoded.offsets)


def test_each_piece_of_a_word_has_the_terms_of_the_word() -> None:
    tokens, found = pieces("The Tennick depot held 8,400 crates.")

    assert tokens == ["the", "ten", "##nick", "depot", "held", *"8,", "400", "crates", "."]
    assert found == ["", "tennick", "tennick", "depot", "held", *["8400"] * 3, "crate", ""]


@pytest.mark.parametrize("text", ["?!", "of the Of THE", "穀物の量", "東京 と", "🙂"])
def test_what_has_no_words_has_no_terms(text: str) -> None:
    tokens, found = pieces(text)

    assert tokens
    assert set(found) == {""}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("café Café CAFE\u0301", ["cafe", "cafe", "cafe"]),
        ("in the 1990s", ["", "", "1990"]),
        ("the 19th", ["", "19"]),
        ("£50 a day", ["50", "50", "", "day"]),
        ("Ümlaut, THE", ["umlaut", "umlaut", "umlaut", "", ""]),
        ("🙂 oats", ["", "oat", "oat"]),
    ],
)
def test_a_piece_is_of_the_word_that_it_begins_with(text: str, terms: list[str]) -> None:
    assert pieces(text)[1] == terms


def test_pieces_that_are_met_on_the_other_side() -> None:
    asked = ["", "oat", "share", ""]
    told = ["wheat", "share", "", "share", ""]

    assert piece_types(asked, told).tolist() == [0, 0, 2, 0, 1, 3, 1, 3, 1]
    assert max(piece_types(asked, told)) < TYPES


def test_nothing_is_met_where_there_are_no_terms() -> None:
    assert piece_types(["", ""], ["", ""]).tolist() == [0, 0, 1, 1]


def test_terms_with_their_places() -> None:
    assert list(placed_terms("The ports' 40%")) == [
        (4, 9, "port"),
        (11, 13, "40"),
        (13, 14, "percent"),
    ]
