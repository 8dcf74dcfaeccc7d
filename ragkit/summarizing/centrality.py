"""How central sentences are: LexRank, by meaning and by words.

Erkan and Radev, 2004: a random walk over the graph of the sentences' similarities.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from ragkit.text.terms import content_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["by_meaning", "by_words"]

# Similarities above these are edges.
_EDGE, _EDGE_OF_WORDS = 0.2, 0.05
_DAMPING, _STEPS = 0.85, 30
_SMALL = 3_000  # sentences of which the whole graph is held
_BLOCK = 2_000  # rows of it that are held at a time, of more


def by_meaning(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """How central each sentence is in the graph of their embeddings; the most central has 1.

    Args:
        vectors: shape (sentences, dimension), rows of length 1.

    Returns:
        Shape (sentences,): LexRank; of more than some thousands the degree in the same
        graph, which needs it once and in parts.
    """
    n = len(vectors)
    if n < 3:
        return np.ones(n)
    if n > _SMALL:
        parts = (vectors[start : start + _BLOCK] for start in range(0, n, _BLOCK))
        degree = np.concatenate([_edges(part, vectors).sum(axis=1) for part in parts])
        return degree.astype(np.float64) / max(float(degree.max()), 1e-9)
    return _walked(_edges(vectors, vectors).astype(np.float64))


def by_words(texts: Sequence[str]) -> NDArray[np.float64]:
    """The same by the terms that sentences share, the rarer the more; the most central has 1.

    Args:
        texts: the sentences; some hundreds, as the graph is held.
    """
    found = [Counter(content_terms(text)) for text in texts]
    spread = Counter(term for terms in found for term in terms)
    columns = {term: n for n, term in enumerate(spread)}
    if len(texts) < 3 or not columns:
        return np.ones(len(texts))
    weighted = np.zeros((len(texts), len(columns)), dtype=np.float32)
    for row, terms in enumerate(found):
        for term, count in terms.items():
            weighted[row, columns[term]] = count * np.log(len(texts) / spread[term])
    weighted /= np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1e-9)
    similar = (weighted @ weighted.T).astype(np.float64)
    return _walked(np.where(similar > _EDGE_OF_WORDS, similar, 0.0))


def _edges(some: NDArray[np.float32], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    similar = some @ vectors.T
    return np.where(similar > _EDGE, similar, np.float32(0))


def _walked(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    n = len(edges)
    np.fill_diagonal(edges, 0)
    out = edges.sum(axis=1, keepdims=True)
    walk = np.divide(edges, out, out=np.full_like(edges, 1 / n), where=out > 0)
    rank = np.full(n, 1 / n)
    for _ in range(_STEPS):
        rank = (1 - _DAMPING) / n + _DAMPING * (rank @ walk)
    scaled: NDArray[np.float64] = rank / rank.max()
    return scaled
