"""How much a sentence tells of its documents: graph centrality, place, figures, title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ragkit.text.mentions import find_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ragkit.summarizing.material import Material

__all__ = ["centrality", "weights"]

_BLOCK = 2_000  # rows of similarities that are held at a time
_THRESHOLD = 0.2  # of a similarity that counts as an edge
CENTRAL, PLACE, TELLING, TITLED, FOCUSED = 0.1, 1.0, 0.5, 0.4, 0.7
DECAY = 2.0
CAUSED = 1.0
_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|for want of|for lack of|as a result|so that|caused by|after a)\b",
    re.IGNORECASE,
)
NAMED, FULL = 0.5, 2.5
_DAMPING, _STEPS = 0.85, 30
_SMALL = 3_000  # sentences of which the whole graph is held


def weights(
    material: Material, *, focus: NDArray[np.float32] | None
) -> NDArray[np.float64]:
    """A weight from 0 to about 1 for each sentence, shape (sentences,).

    Args:
        material: the sentences.
        focus: the embedding of what the summary is to be about; None for all of it.
    """
    sentences = material.sentences
    central = centrality(material.vectors)
    place = np.array([_place(s.place, s.of) for s in sentences])
    telling = np.array([_telling(material, n) for n in range(len(sentences))])
    titled = np.array([
        max(0.0, float(s.vector @ material.titles[s.document.doc_id]))
        if s.document.doc_id in material.titles else 0.0
        for s in sentences
    ])
    found = CENTRAL * central + PLACE * place + TITLED * titled
    found *= 1 - TELLING + TELLING * telling
    rows = np.array([s.is_row for s in sentences])
    if not rows.all():
        found[rows] = 0
    if focus is not None:
        found = (1 - FOCUSED) * found + FOCUSED * np.maximum(material.vectors @ focus, 0)
    return found


def centrality(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """LexRank over the similarities of sentences, scaled so that the most central has 1.

    Args:
        vectors: shape (sentences, dimension), rows of length 1.

    Returns:
        Shape (sentences,). Of more than some thousands, the degree in the same graph, which
        needs no second pass over it.
    """
    n = len(vectors)
    if n < 3:
        return np.ones(n)
    if n > _SMALL:
        degree = np.concatenate([
            _edges(vectors[start : start + _BLOCK], vectors).sum(axis=1)
            for start in range(0, n, _BLOCK)
        ])
        return degree / degree.max()
    edges = _edges(vectors, vectors)
    np.fill_diagonal(edges, 0)
    out = edges.sum(axis=1, keepdims=True)
    walk = np.divide(edges, out, out=np.full_like(edges, 1 / n), where=out > 0)
    rank = np.full(n, 1 / n)
    for _ in range(_STEPS):
        rank = (1 - _DAMPING) / n + _DAMPING * (rank @ walk)
    return rank / rank.max()


def _edges(some: NDArray[np.float32], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    similar = some @ vectors.T
    return np.where(similar > _THRESHOLD, similar, 0).astype(np.float64)


def _place(place: int, of: int) -> float:
    """The first sentences of a document tell most of it."""
    return 1 / (1 + place / DECAY)


def _telling(material: Material, n: int) -> float:
    """Whether it gives figures of something, or names."""
    counted = len(material.figures(n))
    text = material.sentences[n].text
    named = len(find_names(text))
    reason = CAUSED if counted and _CAUSE.search(text) else 0.0
    return min(1.0, (counted + NAMED * named) / FULL) + reason
