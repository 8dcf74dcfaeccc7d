"""Search terms: what is compared as equal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.text.terms import STOP_WORDS, content_terms, terms


@given(st.text())
def test_terms_are_made_of_letters_digits_and_dots(text: str) -> None:
    for term in [*terms(text), *content_terms(text)]:
        assert re.fullmatch(r"[\w.]+", term)


@given(st.text())
def test_a_text_has_content_where_it_has_terms(text: str) -> None:
    assert bool(content_terms(text)) == bool(terms(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("6,700", "6700"),
        ("1,234,567.5", "1234567.5"),
        ("3,5", "3.5"),
        ("30%", "30 percent"),
        ("containers", "container"),
        ("companies", "company"),
        ("CRANE", "crane"),
        ("Élodie", "elodie"),
        ("Straße", "strasse"),
        ("Ａna", "ana"),
        ("cafe\u0301", "café"),
        ("Swiss", "Switzerland"),
        ("Koreans", "Korea"),
    ],
)
def test_these_read_the_same(one: str, other: str) -> None:
    assert terms(one) == terms(other)
    assert terms(one)


@pytest.mark.parametrize(
    ("one", "other"), [("3.5", "35"), ("30", "300"), ("port", "report"), ("1990", "1991")]
)
def test_these_do_not(one: str, other: str) -> None:
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("港口关闭", ["港口", "口关", "关闭"]),
        ("雨", ["雨"]),
        ("6,700 boxes", ["6700", "box"]),
        ("", []),
        ("?! — …", []),
    ],
)
def test_terms(text: str, found: list[str]) -> None:
    assert terms(text) == found


def test_stop_words_are_left_out_unless_nothing_else_is_there() -> None:
    assert content_terms("Who signed the lease?") == terms("signed lease")
    assert content_terms("Who is it?") == terms("who is it")
    assert "the" in STOP_WORDS
