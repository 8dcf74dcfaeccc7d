"""Questions as often with an answer as without, whatever their words.

Whoever writes a question that a passage does not answer asks for what such passages lack: the
founder, the name, how many people work there. A model learns that such questions have no answer,
and then refuses them where they have one. So each question is read the more often, the less its
words alone let its label expect (the weighting by inverse propensity of Rosenbaum and Rubin 1983).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from tools.reader.calibration import chances, platt

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tools.reader.data import Example

__all__ = ["balanced", "given_away"]

#: What is said of a question is counted in the documents of the other folds only.
FOLDS = 5
#: Added to both counts of a feature: what is seen a few times says little.
PRIOR = 10.0
#: How often one question is read at most.
MOST = 3.0
_WORD = re.compile(r"[^\W\d_]+|\d+|%")


def balanced(examples: Sequence[Example], rng: random.Random) -> list[Example]:
    """The examples, each none to three times, about as many as there are."""
    found = []
    for example, chance in zip(examples, given_away(examples), strict=True):
        own = chance if example.answers else 1 - chance
        found += [example] * int(min(MOST, 0.5 / own) + rng.random())
    return found


def given_away(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Probability that a question has an answer, told by its words alone, as if half had one.

    Naive Bayes over words and pairs of neighbouring words, then Platt's scaling, since the
    features are anything but independent.

    Args:
        examples: of both kinds.

    Returns:
        One probability an example, from the examples of other documents.
    """
    gold = np.array([bool(example.answers) for example in examples])
    rows, columns = _table(examples)
    documents: dict[str, int] = {}
    fold = np.array([documents.setdefault(e.document, len(documents)) % FOLDS for e in examples])
    logits = np.zeros(len(examples))
    for number in range(FOLDS):
        others = fold != number
        seen = others[rows]
        weights = _weights(columns[seen], gold[rows[seen]], gold[others].mean(), columns.max() + 1)
        sums = np.bincount(rows, weights[columns], minlength=len(examples))
        logits[~others] = sums[~others]
    return chances(logits, **platt(logits, gold.astype(np.float64)))


def _table(examples: Sequence[Example]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which question has which feature, as numbers, pair by pair."""
    numbers: dict[str, int] = {}
    pairs = [
        (row, numbers.setdefault(feature, len(numbers)))
        for row, example in enumerate(examples)
        for feature in sorted(_features(example.question))
    ]
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return rows, columns


def _weights(
    columns: NDArray[np.int64], gold: NDArray[np.bool_], share: float, count: int
) -> NDArray[np.float64]:
    """What each of so many features adds to the logit of having an answer.

    Args:
        columns: the features of the questions that are counted, one after the other.
        gold: whether the question of each has an answer.
        share: of all those questions, those that have one.
        count: of features.
    """
    answered, without = (np.bincount(columns[gold == kind], minlength=count) for kind in (1, 0))
    odds = (answered + PRIOR * share) / (without + PRIOR * (1 - share))
    weights: NDArray[np.float64] = np.log(odds) - np.log(share / (1 - share))
    return weights


def _features(question: str) -> set[str]:
    words = ["0" if word.isdigit() else word for word in _WORD.findall(question.lower())]
    return {*words, *map(" ".join, zip(["^", *words], [*words, "$"], strict=True))}
