"""Shorter forms of a sentence: words are left out, none are added, and who says it stays."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.text.shortening import shortened

FORMS = [
    # A link to what came before goes.
    ("But the mill ran at 30 percent of capacity.", "The mill ran at 30 percent of capacity."),
    ("However, the mill ran at 30 percent in May.", "The mill ran at 30 percent in May."),
    # The occasion goes, the speaker stays.
    (
        "Speaking at a press conference on Monday, Ilse Brandt said that the mill was sold.",
        "Ilse Brandt said that the mill was sold.",
    ),
    # Brackets go.
    ("The port handled 8,400 boxes (a record) in the week.", "The port handled 8,400 boxes in the"),
    # One of two sides.
    (
        "While the mill in Ostrand closed in May, the one in Karsholm doubled its output.",
        "The mill in Ostrand closed in May.",
    ),
    (
        "The mill in Ostrand closed in May, while the one in Karsholm doubled its output.",
        "The one in Karsholm doubled its output.",
    ),
    ("The mill in Ostrand closed in May; the port doubled its output again.", "The port doubled"),
    (
        "“While the mill in Ostrand closed in May, the port doubled its output,” Ilse Brandt said.",
        "The mill in Ostrand closed in May, Ilse Brandt said.",
    ),
    # What only somebody says is said by somebody still.
    (
        "The mill in Ostrand closed in May, while the port doubled its output, Brandt said.",
        "The mill in Ostrand closed in May, Brandt said.",
    ),
    (
        "The mill in Ostrand closed in May, she said, and the port had doubled its output.",
        "The mill in Ostrand closed in May, she said.",
    ),
    (
        "The mill closed, according to Ilse Brandt, who noted that the port doubled its output.",
        "According to Ilse Brandt, the port doubled its output.",
    ),
]
KEPT = [
    "The mill ran at 30 percent of capacity.",
    "The mill, which closed in May, ran at 30 percent of capacity.",
    "Unless it rains, the mill will open in May.",
    "If the mill closes in May, the port will double its output.",
    "The mill did not close because of the flood.",
    "Because of the flood, the mill closed in May.",
    "Some of the mills in Ostrand closed in May.",
    "The mill made more, she said, but that counts what came back unsold.",
    # One half denies, limits or doubts the other, or points at it.
    "Option 7 is to close the service; officers do not support it.",
    "While the ministry denies it, the plant in Ostrand closed in May.",
    "The tax will rise by 4 percent, while pensioners will pay nothing.",
    "The mill in Ostrand closed in May, while the port doubled only its fees.",
    # Whose words they are.
    "“While [some] mills run at 30 percent, the port runs at full load,” Brandt said, joking.",
    "But it closed.",  # what is left would say too little
    "",
]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def is_in_order(form: str, sentence: str) -> bool:
    rest = iter(words(sentence))
    return all(word in rest for word in words(form))


@pytest.mark.parametrize(("sentence", "form"), FORMS)
def test_a_form_leaves_out_what_a_sentence_is_as_true_without(sentence: str, form: str) -> None:
    assert any(one.startswith(form) for one in shortened(sentence)), shortened(sentence)


@pytest.mark.parametrize("sentence", KEPT)
def test_a_condition_a_denial_and_a_reason_stay(sentence: str) -> None:
    assert shortened(sentence) == []


def test_who_says_it_stays() -> None:
    for sentence, _ in FORMS:
        said = re.search(r"(\w+) said\b|according to ([\w ]+),", sentence)
        if said:
            assert all(re.search(r"\b(?:said|[Aa]ccording)\b", one) for one in shortened(sentence))


def test_forms_come_longest_first_and_once() -> None:
    sentence = (
        "However, while the mill (in Ostrand) closed in May, the port (by road) doubled sales."
    )
    found = shortened(sentence)
    lengths = [len(one.split()) for one in found]
    assert lengths == sorted(lengths, reverse=True)
    assert len(found) == len(set(found)) > 3


WORDS = st.sampled_from(
    "the mill Ostrand closed in May 30 percent of its port doubled output Brandt said who that"
    " not never because unless according to reporters Monday 8,400".split()
)
CLAUSES = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
JOINTS = st.sampled_from(
    [", ", "; ", ", while ", ", whereas ", " (", ") ", ", said ", " said, and ", ". ", " “", ",” ",
     ", according to ", ", who noted that ", ' "', '," ']
)  # fmt: skip
OPENINGS = st.sampled_from(
    ["", "But ", "However, ", "While ", "Although ", "“While ", "Speaking on Monday at noon, ",
     "In turn, ", "(", "Asked about it in May, "]
)  # fmt: skip


@st.composite
def sentences(draw: st.DrawFn) -> str:
    parts = [draw(OPENINGS), draw(CLAUSES)]
    for _ in range(draw(st.integers(0, 4))):
        parts += [draw(JOINTS), draw(CLAUSES)]
    return "".join(parts) + draw(st.sampled_from([".", "?", "!", "", ".”"]))


@given(sentences() | st.text(max_size=120))
def test_every_word_of_a_form_is_in_the_sentence_in_order(sentence: str) -> None:
    for form in shortened(sentence):
        assert is_in_order(form, sentence)
        assert len(form.split()) <= len(sentence.split())
        assert form.count("“") == form.count("”")
        assert "\n" not in form


@pytest.mark.parametrize(
    "sentence",
    [
        "While " + "the mill closed in May, " * 2_000 + "the port opened.",
        "the mill (in May) " * 2_000 + "closed.",
        "The mill; " * 3_000 + "closed.",
        "“" * 20_000 + " said.",
        "a " * 30_000 + ", according to ",
    ],
)
def test_a_long_sentence_takes_no_longer_than_it_is(sentence: str) -> None:
    began = time.perf_counter()
    shortened(sentence)
    assert time.perf_counter() - began < 3
