"""A run in a few numbers: every metric with its 95 percent interval, and how many lack a score."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.evals.metrics import METRICS, metric_of
from ragkit.evals.statistics import bootstrap_mean, wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ragkit.evals.metrics import Metric
    from ragkit.evals.records import CaseResult, Score

__all__ = ["MetricSummary", "summarize", "summarize_tags"]

_RANK = {name: rank for rank, name in enumerate(METRICS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSummary:
    """A metric over the cases that it applies to.

    Attributes:
        value: the mean over the scored cases; None if there is none.
        low: lower end of the 95 percent interval; None where no interval can be given.
        high: upper end.
        n: cases with a score.
        unscored: cases that the metric applies to and that have no score. A case that ended
            in an error is not among them: errors are counted apart.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    unscored: int


def summarize(results: Iterable[CaseResult]) -> dict[str, MetricSummary]:
    """Every metric that applies to one of the cases, in the order of `METRICS`.

    Rates have Wilson's interval, means the bootstrap's. No value is ever NaN.
    """
    scores: dict[str, list[Score]] = {}
    for result in results:
        for score in result.scores if result.error is None else ():
            scores.setdefault(score.metric, []).append(score)
    names = sorted(scores, key=lambda name: _RANK[metric_of(name).name])
    return {name: _summary(metric_of(name), scores[name]) for name in names}


def summarize_tags(results: Sequence[CaseResult]) -> dict[str, dict[str, MetricSummary]]:
    """`summarize` for the cases of each tag; a tag comes where the first case has it."""
    by_tag: dict[str, list[CaseResult]] = {}
    for result in results:
        for tag in dict.fromkeys(result.tags):
            by_tag.setdefault(tag, []).append(result)
    return {tag: summarize(tagged) for tag, tagged in by_tag.items()}


def _summary(metric: Metric, scores: Sequence[Score]) -> MetricSummary:
    values = [s.value for s in scores if s.value is not None and math.isfinite(s.value)]
    unscored = len(scores) - len(values)
    if not values:
        return MetricSummary(value=None, low=None, high=None, n=0, unscored=unscored)
    rate = metric.kind == "rate"
    interval = (
        wilson(sum(values), len(values)) if rate else bootstrap_mean(values, shares=metric.gated)
    )
    low, high = interval or (None, None)
    mean = math.fsum(values) / len(values)
    return MetricSummary(value=mean, low=low, high=high, n=len(values), unscored=unscored)
