"""Chunks: runs of whole sentences, as offsets into the document.

A chunk is never text rebuilt from tokens: tokens only measure how many
sentences fit. Consecutive chunks share about half of their sentences, so that
what a question asks for stands whole in one of them; retrieval then returns
shared sentences once (`docs/decisions/0003-chunks-and-fusion.md` has the
measurements behind both sizes).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAX_TOKENS", "OVERLAP", "chunk_spans"]

#: o200k_base tokens in a chunk; a single longer sentence is a chunk of its own.
MAX_TOKENS = 200
#: Share of a chunk that the next one starts with.
OVERLAP = 0.5


def chunk_spans(
    sentences: Sequence[Span],
    token_counts: Sequence[int],
    *,
    max_tokens: int = MAX_TOKENS,
    overlap: float = OVERLAP,
) -> list[Span]:
    """Group sentences into chunks.

    Args:
        sentences: spans in document order that do not overlap.
        token_counts: tokens of each sentence, the same length.
        max_tokens: the most tokens in a chunk of more than one sentence.
        overlap: share of `max_tokens` that consecutive chunks may have in
            common, 0 (the chunks tile the sentences) to below 1.

    Returns:
        Spans in document order; each starts and ends with a sentence, and
        every sentence is in at least one.

    Raises:
        ValueError: if the lengths differ or a parameter is out of range.
    """
    if len(sentences) != len(token_counts):
        raise ValueError(f"{len(sentences)} sentences but {len(token_counts)} token counts")
    if max_tokens < 1 or not 0 <= overlap < 1:
        raise ValueError(f"no chunks with max_tokens={max_tokens} and overlap={overlap}")
    chunks: list[Span] = []
    first = 0
    while first < len(sentences):
        end = _fill(token_counts, first, max_tokens)
        chunks.append(Span(sentences[first].start, sentences[end - 1].end))
        if end == len(sentences):
            break
        # Step over the part that the next chunk does not share.
        first = min(_fill(token_counts, first, max_tokens * (1 - overlap)), end)
    return chunks


def _fill(token_counts: Sequence[int], first: int, room: float) -> int:
    """The end of the longest run from `first` that fits; at least one sentence."""
    total = 0
    for index in range(first, len(token_counts)):
        total += token_counts[index]
        if total > room and index > first:
            return index
    return len(token_counts)
