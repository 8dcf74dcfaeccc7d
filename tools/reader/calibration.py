"""From which margin on to answer, and how probable it is that a passage answers at all.

Both are fitted on held-out questions, half of whose weight is given to those that have an answer:
how many have one is a matter of how the set was made.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tools.reader.evaluate import scored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tools.reader.data import Example
    from tools.reader.evaluate import Reading

__all__ = ["best_threshold", "calibrated", "chances", "platt", "reliability"]

#: Margins below this are as good as none: a passage of no pieces has minus infinity.
LOWEST = -50.0


def best_threshold(examples: Sequence[Example], readings: Sequence[Reading]) -> float:
    """The margin from which on answering makes F1 highest, both kinds of questions weighing alike.

    Infinity if it is best never to answer.
    """
    weights = _balanced(_gold(examples))
    order = sorted(range(len(examples)), key=lambda n: -readings[n].margin)
    total, best, threshold = 0.0, 0.0, math.inf
    for place, number in enumerate(order):
        example, here = examples[number], readings[number]
        gain = scored(example, here.text)[1] if example.answers else -1.0
        total += float(weights[number]) * gain
        if total > best:
            following = readings[order[place + 1]].margin if place + 1 < len(order) else -math.inf
            best, threshold = total, (here.margin + max(following, here.margin - 1)) / 2
    return threshold


def calibrated(examples: Sequence[Example], readings: Sequence[Reading]) -> dict[str, float]:
    """Slope and offset of P(answerable) = 1 / (1 + exp(-(slope * margin + offset)))."""
    return platt(_margins(readings), _gold(examples))


def platt(margins: NDArray[np.float64], gold: NDArray[np.float64]) -> dict[str, float]:
    """The same of margins, given what is true of each, 0 or 1, as if half were.

    Newton's method on the log loss (Platt, 1999), held a little towards zero.
    """
    inputs = np.stack([margins, np.ones_like(margins)], axis=1)
    weights = _balanced(gold)
    fitted = np.array([0.1, 0.0])
    for _ in range(100):
        chance = chances(margins, *fitted)
        slope = inputs.T @ (weights * (chance - gold)) + 1e-3 * fitted
        spread = weights * chance * (1 - chance)
        curve = (inputs * spread[:, None]).T @ inputs + 1e-3 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        fitted = fitted - step
        if np.abs(step).max() < 1e-8:
            break
    return {"slope": float(fitted[0]), "offset": float(fitted[1])}


def chances(margins: NDArray[np.float64], slope: float, offset: float) -> NDArray[np.float64]:
    """P(answerable) of margins, by what `platt` fitted."""
    logits = np.clip(margins * slope + offset, -30, 30)
    chance: NDArray[np.float64] = 1 / (1 + np.exp(-logits))
    return chance


def reliability(
    examples: Sequence[Example], readings: Sequence[Reading], fitted: Sequence[float]
) -> dict[str, float]:
    """How far the probabilities are from what comes true.

    Args:
        examples: the questions.
        readings: what the reader made of each.
        fitted: slope and offset.

    Returns:
        The expected calibration error over ten bins of equal width, the Brier score, and the area
        under the curve, which needs no calibration.
    """
    margins, gold = _margins(readings), _gold(examples)
    chance = chances(margins, *fitted)
    bins = np.minimum((chance * 10).astype(int), 9)
    error = sum(abs(float((gold - chance)[bins == number].sum())) for number in range(10))
    found = {
        "ece": round(error / len(gold), 4),
        "brier": round(float(((chance - gold) ** 2).mean()), 4),
    }
    positive = gold.sum()
    if not 0 < positive < len(gold):
        return found
    ranks = np.argsort(np.argsort(margins)) + 1
    above = float(ranks[gold == 1].sum()) - positive * (positive + 1) / 2
    return {**found, "auc": round(above / (positive * (len(gold) - positive)), 4)}


def _margins(readings: Sequence[Reading]) -> NDArray[np.float64]:
    return np.array([max(LOWEST, reading.margin) for reading in readings])


def _gold(examples: Sequence[Example]) -> NDArray[np.float64]:
    return np.array([float(bool(example.answers)) for example in examples])


def _balanced(gold: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of mean 1 that give both kinds the same; all alike if there is one kind."""
    share = float(gold.mean())
    if share in {0.0, 1.0}:
        return np.ones_like(gold)
    return np.where(gold == 1, 0.5 / share, 0.5 / (1 - share))
