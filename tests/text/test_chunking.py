"""Runs of sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.text.chunking import chunk_spans
from ragkit.types import Span


def sentences(counts: list[int]) -> list[Span]:
    """One span of ten characters a count, parted by a space."""
    return [Span(11 * n, 11 * n + 10) for n in range(len(counts))]


def members(chunk: Span, spans: list[Span]) -> list[int]:
    return [
        n for n, span in enumerate(spans) if chunk.start <= span.start and span.end <= chunk.end
    ]


@pytest.mark.parametrize(
    ("counts", "max_tokens", "overlap", "chunks"),
    [
        ([], 10, 0.5, []),
        ([5], 10, 0.5, [[0]]),
        ([5, 5], 10, 0.5, [[0, 1]]),
        ([5, 5, 5], 10, 0.0, [[0, 1], [2]]),
        ([5, 5, 5], 10, 0.5, [[0, 1], [1, 2]]),
        ([4, 4, 4, 4], 12, 0.4, [[0, 1, 2], [1, 2, 3]]),
        ([99, 1, 1], 10, 0.5, [[0], [1, 2]]),
        ([1, 99, 1], 10, 0.5, [[0], [1], [2]]),
        ([0, 0, 0], 1, 0.5, [[0, 1, 2]]),
    ],
)
def test_chunks(
    counts: list[int], max_tokens: int, overlap: float, chunks: list[list[int]]
) -> None:
    spans = sentences(counts)
    found = chunk_spans(spans, counts, max_tokens=max_tokens, overlap=overlap)
    assert [members(chunk, spans) for chunk in found] == chunks


COUNTS = st.lists(st.integers(0, 60), max_size=40)


@given(COUNTS, st.integers(1, 100))
def test_without_overlap_the_chunks_tile_the_sentences(counts: list[int], most: int) -> None:
    spans = sentences(counts)
    found = chunk_spans(spans, counts, max_tokens=most, overlap=0)
    assert [n for chunk in found for n in members(chunk, spans)] == list(range(len(spans)))


@given(COUNTS, st.integers(1, 100), st.floats(0, 1, exclude_max=True))
def test_every_sentence_is_in_a_chunk_that_fits(
    counts: list[int], most: int, overlap: float
) -> None:
    spans = sentences(counts)
    chunks = [
        members(chunk, spans)
        for chunk in chunk_spans(spans, counts, max_tokens=most, overlap=overlap)
    ]
    assert {n for chunk in chunks for n in chunk} == set(range(len(spans)))
    for chunk in chunks:
        assert len(chunk) == 1 or sum(counts[n] for n in chunk) <= most
    for before, after in pairwise(chunks):
        # Each brings something new, and leaves something behind.
        assert before[0] < after[0] <= before[-1] + 1
        assert before[-1] < after[-1] or sum(counts[n] for n in after) <= most


@pytest.mark.parametrize(
    ("counts", "max_tokens", "overlap"),
    [([1, 1], 10, 0.5), ([1], 0, 0.5), ([1], 10, 1.0), ([1], 10, -0.1), ([1], 10, float("nan"))],
)
def test_what_cannot_be_chunked_is_an_error(
    counts: list[int], max_tokens: int, overlap: float
) -> None:
    with pytest.raises(ValueError, match="token"):
        chunk_spans([Span(0, 10)], counts, max_tokens=max_tokens, overlap=overlap)
