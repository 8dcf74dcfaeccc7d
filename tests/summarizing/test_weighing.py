"""Weights of sentences, the graph of their similarities, and the sections of a text."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.summarizing import centrality
from ragkit.summarizing.centrality import by_meaning, by_words
from ragkit.summarizing.coverage import coverage_of, sections_of
from ragkit.summarizing.material import Material, SourceSentence
from ragkit.summarizing.weighing import weights
from ragkit.types import Document, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def unit(*values: float) -> NDArray[np.float32]:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def material(
    sentences: Sequence[str],
    vectors: Sequence[NDArray[np.float32]] | None = None,
    *,
    rows: Sequence[int] = (),
    focus: NDArray[np.float32] | None = None,
    headed: int | None = None,
) -> Material:
    """Sentences of a document, with a heading before each so many of them."""
    text, starts = "", []
    for n, sentence in enumerate(sentences):
        text += f"\n\n## Part {n}\n\n" if headed and n % headed == 0 else " "
        starts.append(len(text))
        text += sentence
    document = Document(
        doc_id="d", source="d.md", text=text, content_hash="", date=dt.date(2024, 5, 1)
    )
    found = [
        SourceSentence(
            document=document,
            place=n,
            follows=n > 0,
            span=Span(at, at + len(sentence)),
            text=sentence,
            vector=unit(1, 0, 0) if vectors is None else vectors[n],
            is_row=n in rows,
        )
        for n, (at, sentence) in enumerate(zip(starts, sentences, strict=True))
    ]
    return Material([document], found, {}, focus)


PLAIN = "The mill stood by the river for years."


def test_what_stands_first_weighs_most_all_else_being_equal() -> None:
    found = weights(material([PLAIN] * 6))
    assert list(found) == sorted(found, reverse=True)
    assert found[0] > 1.2 * found[1]


def test_figures_names_and_reasons_add_weight() -> None:
    telling = "The mill lost 30 percent of its output in May because of the drought."
    found = weights(material([PLAIN, telling, PLAIN]))
    plain = weights(material([PLAIN, PLAIN, PLAIN]))
    assert found[1] > 1.2 * plain[1]


def test_an_aside_weighs_less_than_what_the_text_is_about() -> None:
    about, aside = unit(1, 0.1, 0), unit(0, 0.1, 1)
    found = weights(material([PLAIN] * 4, [about, about, aside, about]))
    assert found[3] > found[2]


def test_a_focus_decides_over_place() -> None:
    vectors = [unit(1, 0, 0), unit(1, 0.1, 0), unit(0, 1, 0)]
    found = weights(material([PLAIN] * 3, vectors, focus=unit(0, 1, 0)))
    assert int(np.argmax(found)) == 2


def test_rows_of_a_table_count_where_there_is_nothing_else() -> None:
    assert weights(material([PLAIN] * 3, rows=[1]))[1] == 0
    assert (weights(material([PLAIN] * 3, rows=[0, 1, 2])) > 0).all()


def test_what_the_sections_of_a_long_text_say_first_counts() -> None:
    def found(sentences: int) -> NDArray[np.float64]:
        return weights(material([PLAIN] * sentences, headed=50))

    assert found(200)[100] > 4 * found(200)[99]
    assert found(200)[0] > found(200)[100]
    # A shorter text says first what matters.
    assert found(150)[100] < found(150)[99]


@given(
    st.lists(
        st.tuples(*[st.floats(-1, 1).filter(lambda x: abs(x) > 0.01)] * 3), min_size=1, max_size=12
    )
)
def test_centrality_is_a_share_of_the_most_central(rows: list[tuple[float, float, float]]) -> None:
    found = by_meaning(np.stack([unit(*row) for row in rows]))
    assert found.shape == (len(rows),)
    assert np.isfinite(found).all()
    assert found.max() == pytest.approx(1)
    assert (found >= 0).all()


def test_the_one_in_the_middle_is_the_most_central() -> None:
    spokes = [unit(1, 0.7 * np.cos(a), 0.7 * np.sin(a)) for a in np.linspace(0, 6, 7)]
    found = by_meaning(np.stack([*spokes, unit(1, 0, 0), unit(0, 0, 1)]))
    assert int(np.argmax(found)) == 7


def test_a_graph_too_large_to_hold_is_gone_through_in_parts() -> None:
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(centrality._SMALL + 50, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = by_meaning(vectors)
    assert found.shape == (len(vectors),)
    assert found.max() == pytest.approx(1)


@given(st.lists(st.text("abc dé.,", max_size=20), min_size=1, max_size=9))
def test_centrality_by_words_is_a_share_too(texts: list[str]) -> None:
    found = by_words(texts)
    assert found.shape == (len(texts),)
    assert np.isfinite(found).all()
    assert found.max() == pytest.approx(1)


def test_what_shares_the_rare_words_of_others_is_central() -> None:
    texts = [
        "The dredger cleared the harbour.",
        "The dredger sank in the storm.",
        "The storm closed the harbour, and the dredger was lost.",
        "Nobody came to tea.",
    ]
    assert list(np.argsort(by_words(texts)))[::3] == [3, 2]


STORY = [
    "She keeps the stone in a box by her bed.",
    "It was her fifth one, and it hurt her.",
    "The trial found that 19 percent of those on the enzyme had another stone.",
    "Those on the enzyme had fewer stones in the trial than those on starch.",
    "The enzyme breaks down what stones are made of, the trial says.",
]


def test_of_a_story_the_finding_counts_and_not_the_opening() -> None:
    spread = [unit(1, 0, 0), unit(0, 1, 0), *[unit(0.2, 0.2, 1)] * 3]
    found = weights(material(STORY, spread))
    assert int(np.argmax(found)) == 2
    assert found[0] < found[3]


def test_that_a_meeting_was_opened_is_nothing() -> None:
    said = ["The meeting opened at 18:05 in the hall.", PLAIN, PLAIN]
    found = weights(material(said))
    assert found[0] < found[1]


HEADED = "# A title\n\nOne lead.\n\n## First\n\nSome words.\n\n## Second\n\nMore words here.\n"


def test_sections_are_those_under_headings() -> None:
    assert [title for title, _ in sections_of(HEADED)] == ["A title", "First", "Second"]
    spans = [span for _, span in sections_of(HEADED)]
    assert [span.of(HEADED) for span in spans] == ["One lead.", "Some words.", "More words here."]


def test_a_text_without_headings_is_cut_into_stretches() -> None:
    text = "\n\n".join(f"Paragraph {n} says a thing." for n in range(40))
    found = list(sections_of(text))
    assert 6 <= len(found) <= 10
    assert found[0][0] == "Paragraph 0 says a thing."


@given(
    st.lists(
        st.sampled_from(
            ["# T", "## A", "Words here.", "| a | b |", "- item", "", "```", "> q", "x" * 90]
        ),
        max_size=14,
    )
)
def test_shares_add_up_and_spans_lie_apart(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    document = Document(doc_id="d", source="d.md", text=text, content_hash="")
    found = coverage_of([document], [])
    assert not found or sum(section.share for section in found) == pytest.approx(1)
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start
    assert all(section.span.of(text).strip() and section.title for section in found)
