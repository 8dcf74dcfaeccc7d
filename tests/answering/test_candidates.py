"""Sentences that may answer: what a second reading changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ragkit import Corpus
from ragkit.answering.candidates import PASSAGES, find_candidates, lead_of, shares
from ragkit.reading.context import context_of
from ragkit.reading.reader import Reader
from ragkit.reranking import READ, reread
from ragkit.retrieval import retrieve

if TYPE_CHECKING:
    from pathlib import Path

    from ragkit.retrieval import Retrieved

QUESTION = "How many passengers does the Torvald carry?"
PAGE = """---
title: Ferries of the sound
date: 2011-06-03
---

The Ingrid was launched in May 1987. She carries 310 passengers. The Torvald is larger and older.
She carries 420 passengers and 60 cars. Both sail from Lofthavn, every hour. In winter a third one
helps, the Runa, with room for 95 passengers. Nobody was hurt when she hit the pier. The pier was
mended within a week by the harbour's own people, who had planned to paint it that spring anyway.
Their owner moved its office to Brekke in 2015, and sold the old one to the bank there. Fares are
the same on all three ships; children travel free, bicycles cost extra between June and August.
"""


@pytest.fixture(scope="module")
def retrieved(tmp_path_factory: pytest.TempPathFactory) -> Retrieved:
    folder: Path = tmp_path_factory.mktemp("candidates")
    (folder / "ferries.md").write_text(PAGE, encoding="utf-8")
    with Corpus.open(folder / "corpus") as corpus:
        corpus.add([folder / "ferries.md"])
        found = retrieve(corpus._index, corpus._models.embedder(), QUESTION, top_k=READ)
        return reread(QUESTION, found, Reader(), top_k=PASSAGES)


def test_only_the_best_four_are_read_twice(retrieved: Retrieved) -> None:
    once = find_candidates(QUESTION, replace(retrieved, reader=None))
    twice = {one.sentence.n: one for one in find_candidates(QUESTION, retrieved)}
    assert set(twice) == {one.sentence.n for one in once}
    assert len(once) > 4
    for one in once[:4]:
        assert one.answer is not None
        assert twice[one.sentence.n].answer != one.answer
    for one in once[4:]:
        assert twice[one.sentence.n] == one


def test_they_come_best_first(retrieved: Retrieved) -> None:
    found = find_candidates(QUESTION, retrieved)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert "420" in found[0].text
    assert found[0].answer is not None
    assert found[0].answer.span.of(found[0].hit.document.text).startswith("420")
    assert sum(shares(found)) == pytest.approx(1)
    assert shares(found)[0] <= lead_of(found) <= 1


def test_nothing_is_read_where_nothing_reads(retrieved: Retrieved) -> None:
    hits = tuple(replace(hit, reading=None) for hit in retrieved.hits)
    found = find_candidates(QUESTION, replace(retrieved, hits=hits, reader=None))
    assert all(one.answer is None for one in found)


def test_the_reader_is_told_what_the_document_is(retrieved: Retrieved) -> None:
    document = retrieved.hits[0].document
    assert context_of(document) == "Ferries of the sound · 3 June 2011"
    assert context_of(replace(document, date=None)) == "Ferries of the sound"
    assert context_of(replace(document, title=None)) == "3 June 2011"
    assert context_of(replace(document, title=None, date=None)) == ""
