"""What passes between the index and its users."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ragkit.text.sentences import Sentence
    from ragkit.types import Document

__all__ = ["ChunkRow", "PreparedChunk", "PreparedDocument", "SentenceRow", "Stored"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedChunk:
    """Sentences `first` up to, not including, `last` of a document."""

    span: Span
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedDocument:
    """A document that is ready to be written.

    Attributes:
        token_counts: tokens of each sentence.
        vectors: shape (sentences, dimension), rows of length 1.
        chunk_vectors: shape (chunks, dimension), rows of length 1.
    """

    document: Document
    sentences: Sequence[Sentence]
    token_counts: Sequence[int]
    chunks: Sequence[PreparedChunk]
    vectors: NDArray[np.float32]
    chunk_vectors: NDArray[np.float32]


class ChunkRow(NamedTuple):
    """A chunk as the catalog keeps it; `document` and `id` are row numbers."""

    # Hundreds are made for a question, and a tuple is made soonest.

    id: int
    document: int
    first: int
    last: int
    start: int
    end: int
    text_hash: bytes

    @property
    def span(self) -> Span:
        """Its place in the document."""
        return Span(self.start, self.end)


class Stored(NamedTuple):
    """What tells whether a source is as the catalog has it.

    `stamp` is its file's when it was read, as `documents.stamps` makes them.
    """

    content_hash: str
    metadata: Mapping[str, str]
    stamp: str | None


class SentenceRow(NamedTuple):
    """Sentence `n` of a document, with its vector."""

    document: int
    n: int
    span: Span
    quotable: bool
    token_count: int
    vector: NDArray[np.float32]
