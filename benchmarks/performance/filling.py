"""Corpora of any size: text drawn from the paragraphs, vectors near those of its sentences.

Everything but the embedding is done as `add` does it. Each sentence has a name and figures of
its own, so that there are as many texts and rare words as in a corpus of that size; its vector
is that of the sentence it was made from, moved a little.
"""

from __future__ import annotations

import random
import re
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from ragkit.documents.reading import text_document
from ragkit.embedding.local import LocalEmbedder
from ragkit.index.store import Index
from ragkit.ingestion import prepare
from ragkit.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from benchmarks.performance.texts import Texts
    from ragkit.index.records import PreparedDocument as Prepared
    from ragkit.types import Document

__all__ = ["fill"]

SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
#: Paragraphs of a document.
TOGETHER = 20
BATCH = 100
#: How far a vector is moved, against its length of 1.
MOVED = 0.5


class _Drawn:
    """Text from sentences, and an embedder that knows where each came from."""

    def __init__(self, paragraphs: Sequence[str], embedder: LocalEmbedder) -> None:
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self._rng = random.Random(1)
        self._moves = np.random.default_rng(1)
        self._paragraphs = [[one.span.of(p) for one in split_sentences(p)] for p in paragraphs]
        sentences = sorted({one for part in self._paragraphs for one in part}, key=len)
        self._rows = {one: n for n, one in enumerate(sentences)}
        self._vectors = embedder.embed(sentences)
        self._origins: dict[str, int] = {}

    def documents(self, first: int) -> list[Document]:
        """A batch of them."""
        self._origins.clear()
        return [
            text_document(self._text(), source=f"{n}.txt", metadata={})
            for n in range(first, first + BATCH)
        ]

    def _text(self) -> str:
        drawn = self._rng.choices(self._paragraphs, k=TOGETHER)
        return "\n\n".join(" ".join(self._varied(one) for one in part) for part in drawn)

    def _varied(self, sentence: str) -> str:
        rng = self._rng
        words = sentence.split()
        name = "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))).capitalize()
        words[rng.randrange(len(words))] = name
        text = re.sub(r"\d+", lambda m: str(rng.randint(1, 10 ** len(m[0]))), " ".join(words))
        self._origins[text] = self._rows[sentence]
        return text

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of the sentences they were made from, moved."""
        rows = [self._origins.get(text, self._any(text)) for text in texts]
        size = self._vectors.shape[1]
        noise = self._moves.standard_normal((len(texts), size)) * (MOVED / size**0.5)
        moved = self._vectors[rows] + noise.astype(np.float32)
        unit: NDArray[np.float32] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
        return unit

    def _any(self, text: str) -> int:
        """Of a sentence that was cut otherwise."""
        return int.from_bytes(blake2b(text.encode(), digest_size=4).digest()) % len(self._vectors)


def fill(folder: Path, texts: Texts, sizes: Sequence[int]) -> Iterator[int]:
    """Let a corpus grow.

    Args:
        folder: where it lies.
        texts: what it is made from.
        sizes: in chunks, ascending.

    Yields:
        The number of chunks, when it has reached a size; the corpus is closed then.
    """
    drawn = _Drawn(texts.paragraphs, LocalEmbedder())
    documents = 0
    for size in sizes:
        index = Index(folder, create=True)
        while (chunks := index.catalog.counts()[1]) < size:
            made = prepare(drawn.documents(documents), embedder=drawn, catalog=index.catalog)
            documents += BATCH
            index.replace(_until(made, size - chunks), drawn)
        index.close()
        yield chunks


def _until(made: list[Prepared], chunks: int) -> list[Prepared]:
    """So many of them as have that number of chunks."""
    kept: list[Prepared] = []
    for one in made:
        if sum(len(other.chunks) for other in kept) >= chunks:
            break
        kept.append(one)
    return kept
