"""Passages of the same document that a question might be mistaken to be answered by."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from tools.reader.cuts import holds

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tools.reader.data import Example

__all__ = ["Bm25", "Embedder", "Neighbours"]

_WORD = re.compile(r"\w+")
#: The usual constants of BM25 (Robertson and Zaragoza, 2009).
K1, B = 1.2, 0.75


class Embedder(Protocol):
    """Texts to unit vectors, as `ragkit.embedding.LocalEmbedder` makes them."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class Bm25:
    """Rank a few texts for a question by the words they share, cut to a crude stem."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = [Counter(_stems(text)) for text in texts]
        self._lengths = [counts.total() for counts in self._counts]
        self._mean = sum(self._lengths) / max(1, len(texts)) or 1.0
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, counts in enumerate(self._counts):
            for word in counts:
                self._holding[word].append(number)

    def ranked(self, question: str) -> list[int]:
        """The numbers of the texts that share a word with the question, best first."""
        scores: dict[int, float] = defaultdict(float)
        total = len(self._counts)
        for word in set(_stems(question)):
            holding = self._holding.get(word, ())
            rarity = math.log(1 + (total - len(holding) + 0.5) / (len(holding) + 0.5))
            for number in holding:
                count = self._counts[number][word]
                size = 1 - B + B * self._lengths[number] / self._mean
                scores[number] += rarity * count * (K1 + 1) / (count + K1 * size)
        return sorted(scores, key=lambda number: (-scores[number], number))


def _stems(text: str) -> list[str]:
    return [word[:6] for word in _WORD.findall(text.lower())]


class Neighbours:
    """For an answerable example: near passages of its document that lack its answers.

    Args:
        examples: all there are; their passages are what is searched.
        embedder: ranks by likeness as well; None ranks by words alone.
        wide: sources whose whole set is searched, since their documents are short.
    """

    def __init__(
        self,
        examples: Sequence[Example],
        *,
        embedder: Embedder | None = None,
        wide: Sequence[str] = (),
    ) -> None:
        self._wide = frozenset(wide)
        self._embedder = embedder
        passages: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for example in examples:
            passages[self._group(example)][example.passage] = None
        self._passages = {group: list(texts) for group, texts in passages.items()}
        self._bm25 = {group: Bm25(texts) for group, texts in self._passages.items()}
        self._vectors: dict[tuple[str, str], NDArray[np.float32]] = {}

    def _group(self, example: Example) -> tuple[str, str]:
        return example.source, "" if example.source in self._wide else example.document

    def near(self, example: Example, rng: random.Random, *, among: int = 3) -> Example | None:
        """The example over one of the `among` best passages that lack its answers."""
        passages = self._passages[self._group(example)]
        if self._embedder is not None and rng.random() < 0.5:
            ranked, kind = self._by_likeness(example), "near by likeness"
        else:
            ranked, kind = (
                self._bm25[self._group(example)].ranked(example.question),
                "near by words",
            )
        lacking: list[str] = []
        for number in ranked[:30]:
            passage = passages[number]
            if passage != example.passage and not holds(passage, example.answers):
                lacking.append(passage)
            if len(lacking) == among:
                break
        if not lacking:
            return None
        passage = rng.choice(lacking)
        return replace(example, id=f"{example.id}:near", passage=passage, answers=(), kind=kind)

    def _by_likeness(self, example: Example) -> list[int]:
        group = self._group(example)
        assert self._embedder is not None
        if group not in self._vectors:
            self._vectors[group] = self._embedder.embed(self._passages[group])
        question = self._embedder.embed([example.question])[0]
        scores = self._vectors[group] @ question
        return [int(number) for number in np.argsort(-scores, kind="stable")]
