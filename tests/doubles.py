"""An embedder that needs no model: hashed words, so that equal words are near."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from ragkit.text.terms import content_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class WordEmbedder:
    """Each term adds a fixed direction; the same text always gets the same vector."""

    def __init__(self, name: str = "words", dimension: int = 64) -> None:
        self.name = name
        self.fingerprint = f"{name}/{dimension}"
        self.texts_embedded = 0
        self._dimension = dimension

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts_embedded += len(texts)
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, 0] = 1e-3
            for term in content_terms(text):
                seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:4])
                vectors[row] += np.random.default_rng(seed).normal(size=self._dimension)
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit
