"""Reading sentences and vectors out of the catalog, and ranking by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from ragkit import Corpus
from ragkit.embedding.local import LocalEmbedder
from ragkit.index.catalog import unpack
from ragkit.index.passages import chunk_rows, sentence_vectors, sentences_of
from ragkit.index.store import Index
from ragkit.retrieval import retrieve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SENTENCES = [f"Mill {n} wove {n * 7} bales of cloth in the {n}th week." for n in range(1, 61)]
QUESTION = "How many bales did mill 12 weave?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents of many chunks each, which overlap."""
    path = tmp_path_factory.mktemp("corpus") / "c"
    with Corpus.open(path) as corpus:
        corpus.add_text(" ".join(SENTENCES[:40]), source="one.txt")
        corpus.add_text(" ".join(SENTENCES[20:]), source="two.txt")
    return path


@pytest.fixture
def index(folder: Path) -> Iterator[Index]:
    found = Index(folder, create=False)
    yield found
    found.close()


def test_every_float16_reads_as_numpy_reads_it() -> None:
    halves = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    expected = halves.astype(np.float32).reshape(2, -1)
    np.testing.assert_array_equal(
        unpack([half.tobytes() for half in halves.reshape(2, -1)]), expected
    )


def test_of_nothing_there_are_no_vectors(index: Index) -> None:
    rows, vectors = chunk_rows(index.catalog, [10_000])
    assert (rows, len(vectors)) == ([], 0)


def test_vectors_are_those_of_the_sentences_in_order_of_their_chunks(index: Index) -> None:
    ids = [row.id for row in chunk_rows(index.catalog, range(100))[0]]
    assert len(ids) > 4
    owners, vectors = sentence_vectors(index.catalog, ids[::-1])
    found = sentences_of(index.catalog, ids)
    assert list(owners) == [chunk for chunk in ids for _ in found[chunk]]
    expected = [sentence.vector for chunk in ids for sentence in found[chunk]]
    np.testing.assert_array_equal(vectors, np.stack(expected))


def test_a_hit_has_the_sentences_of_its_span_and_shares_none(index: Index) -> None:
    hits = retrieve(index, LocalEmbedder(), QUESTION, top_k=200).hits
    seen: set[tuple[int, int]] = set()
    for hit in hits:
        numbers = [sentence.n for sentence in hit.sentences]
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert hit.row.first <= numbers[0] <= numbers[-1] < hit.row.last
        assert (hit.span.start, hit.span.end) == (
            hit.sentences[0].span.start,
            hit.sentences[-1].span.end,
        )
        own = {(sentence.document, sentence.n) for sentence in hit.sentences}
        assert seen.isdisjoint(own)
        seen |= own


def test_a_chunk_counts_by_its_best_sentence(index: Index) -> None:
    found = retrieve(index, LocalEmbedder(), QUESTION, top_k=200)
    sentences = sentences_of(index.catalog, [hit.row.id for hit in found.hits])
    best = {
        hit.row.id: max(float(s.vector @ found.vector) for s in sentences[hit.row.id])
        for hit in found.hits
    }
    most = max(best.values())
    dense = max(hit.dense for hit in found.hits)
    words = max(hit.lexical or 0.0 for hit in found.hits)
    for hit in found.hits:
        score = 0.2 * hit.dense / dense + 0.4 * best[hit.row.id] / most
        score += 0.4 * (hit.lexical or 0.0) / words
        assert hit.score == pytest.approx(score, abs=1e-5)
