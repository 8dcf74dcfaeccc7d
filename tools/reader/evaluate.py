"""Answers from scores, and how good they are by SQuAD's exact match and F1. No torch."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ragkit.evals.scorers.squad import exact_match, token_f1
from ragkit.reading.reading import LONGEST, Window, best_span
from tools.reader.features import stack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tools.reader.data import Example
    from tools.reader.features import Batch, Feature, Windows

__all__ = [
    "LONGEST",
    "Reading",
    "abstention",
    "figures",
    "numbers",
    "read",
    "scored",
]

#: Pieces in one batch, padding included.
BATCH_PIECES = 8192


@dataclass(frozen=True, slots=True)
class Reading:
    """The best span of a passage, and by how much it beats "none" (may be negative)."""

    text: str
    start: int
    margin: float


def read(
    examples: Sequence[Example],
    windows: Windows,
    scores: Callable[[Batch], tuple[NDArray[np.float32], NDArray[np.float32]]],
) -> list[Reading]:
    """The reading of each example: of its windows, the one whose span beats "none" by most."""
    features = [feature for n, example in enumerate(examples) for feature in windows.of(example, n)]
    features.sort(key=lambda feature: len(feature.ids))
    found: dict[int, Reading] = {}
    for group in _groups(features):
        batch = stack(group)
        starts, ends = scores(batch)
        for row, feature in enumerate(group):
            reading = _best(examples[feature.example].passage, feature, starts[row], ends[row])
            known = found.get(feature.example)
            if known is None or reading.margin > known.margin:
                found[feature.example] = reading
    return [found[number] for number in range(len(examples))]


def _groups(features: Sequence[Feature]) -> list[list[Feature]]:
    groups: list[list[Feature]] = [[]]
    for feature in features:
        if groups[-1] and (len(groups[-1]) + 1) * len(feature.ids) > BATCH_PIECES:
            groups.append([])
        groups[-1].append(feature)
    return groups


def _best(
    passage: str, feature: Feature, starts: NDArray[np.float32], ends: NDArray[np.float32]
) -> Reading:
    inside = slice(feature.begin, feature.begin + len(feature.offsets))
    window = Window(feature.offsets, starts[inside] - starts[0], ends[inside] - ends[0])
    best = best_span(window)
    if best is None:
        return Reading("", 0, -math.inf)
    return Reading(best.span.of(passage), best.span.start, best.margin)


def scored(example: Example, text: str) -> tuple[float, float]:
    """Exact match and F1 of a text against the best of the answers; empty is right if none."""
    golds = [answer.text for answer in example.answers] or [""]
    return (
        max(exact_match(text, gold) for gold in golds),
        max(token_f1(text, gold) for gold in golds),
    )


def figures(
    examples: Sequence[Example], readings: Sequence[Reading], threshold: float
) -> dict[str, float]:
    """Means in percent: answerable questions forced to answer, and all by the threshold."""
    rows: dict[str, list[float]] = defaultdict(list)
    for example, reading in zip(examples, readings, strict=True):
        forced = scored(example, reading.text)
        free = scored(example, reading.text if reading.margin >= threshold else "")
        if example.answers:
            rows["answerable_em"].append(forced[0])
            rows["answerable_f1"].append(forced[1])
            rows["answerable_f1_by_threshold"].append(free[1])
        else:
            rows["unanswerable_abstained"].append(free[1])
        rows["all_em"].append(free[0])
        rows["all_f1"].append(free[1])
    means = {name: round(100 * float(np.mean(values)), 2) for name, values in rows.items()}
    counts = {"answerable": len(rows["answerable_f1"]), "questions": len(examples)}
    return {**means, **counts}


def abstention(
    examples: Sequence[Example], readings: Sequence[Reading], threshold: float
) -> dict[str, float]:
    """Precision and recall of abstaining, in percent; none where nothing is unanswerable."""
    silent = [reading.margin < threshold for reading in readings]
    right = sum(
        quiet and not example.answers for quiet, example in zip(silent, examples, strict=True)
    )
    unanswerable = sum(not example.answers for example in examples)
    if not unanswerable:
        return {}
    return {
        "abstention_precision": round(100 * right / max(1, sum(silent)), 2),
        "abstention_recall": round(100 * right / unanswerable, 2),
    }


def numbers(examples: Sequence[Example], readings: Sequence[Reading]) -> dict[str, float]:
    """Exact match, in percent, where an answer is given as figures; forced to answer."""
    rows = [
        scored(example, reading.text)[0]
        for example, reading in zip(examples, readings, strict=True)
        if example.answers and any(c.isdigit() for c in example.answers[0].text)
    ]
    return (
        {"numeric_em": round(100 * float(np.mean(rows)), 2), "numeric": len(rows)} if rows else {}
    )
