"""Gates: which metric one names, what it must reach, and whether it did.

A gate is a least value; for a metric of which less is better, such as a time, it is the
most. A metric that has no value fails its gate: what was not measured does not pass.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.errors import QueryError
from ragkit.evals.metrics import METRICS, metric_of
from ragkit.evals.written import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ragkit.evals.metrics import Metric
    from ragkit.evals.summary import MetricSummary

__all__ = ["GateResult", "check_gates", "gated_metric", "parse_gates"]

_AT_RANK = re.compile(r"(?P<name>.+)@(?P<rank>[0-9]{1,9})")
# 27 of 30 is 0.9 to a person, whatever a sum of floats says.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """A gate and what became of it.

    Attributes:
        bound: the least value that holds; the most where `at_most`.
        value: the metric's; None where it has none.
    """

    metric: str
    bound: float
    at_most: bool
    value: float | None
    holds: bool

    @property
    def reason(self) -> str:
        """One line for a person: the value beside its bound."""
        asked = f"{'at most' if self.at_most else 'at least'} {self.bound:g} is asked"
        if self.value is None:
            return f"has no value: no case was scored on it; {asked}"
        return f"is {self.value:.4g}, {asked}"


def gated_metric(name: str, *, top_k: int) -> Metric:
    """The metric that a gate names; `recall@5` is `recall@k` where five passages are scored.

    Args:
        name: a key of `METRICS`, or one that ends in `@k` with the number for `k`.
        top_k: how many passages the suite scores.

    Raises:
        QueryError: there is no such metric, its rank is another one, or it is a time or a
            cost, which no gate holds.
    """
    at_rank = _AT_RANK.fullmatch(name)
    key = f"{at_rank['name']}@k" if at_rank else name
    metric = METRICS.get(key)
    if metric is None:
        names = [one.name for one in METRICS.values() if one.gated]
        hint = did_you_mean(name, names, otherwise=f"there are {', '.join(names)}")
        raise QueryError(f"unknown metric {shown(name)}{hint}")
    if at_rank and int(at_rank["rank"]) != top_k:
        raise QueryError(f"{name!r} is out of reach: {top_k} passages are scored ('top_k')")
    if not metric.gated:
        raise QueryError(f"{name!r} depends on the machine or a price list and makes no gate")
    return metric


def parse_gates(pairs: Iterable[str], *, top_k: int) -> dict[str, float]:
    """`METRIC=VALUE` options, by the keys of `METRICS`.

    Args:
        pairs: as they were given.
        top_k: how many passages are scored, what `recall@5` is checked with.

    Raises:
        QueryError: if one names no metric or no number.
    """
    gates: dict[str, float] = {}
    for pair in pairs:
        name, equals, number = (part.strip() for part in pair.partition("="))
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if not equals or not math.isfinite(value):
            raise QueryError(f"--fail-under needs METRIC=VALUE with a number, not {pair!r}")
        # A suite's gates are about quality alone; whoever types one may bound a time as well.
        metric = METRICS.get(name) or gated_metric(name, top_k=top_k)
        gates[metric.name] = value
    return gates


def check_gates(
    gates: Mapping[str, float], metrics: Mapping[str, MetricSummary]
) -> tuple[GateResult, ...]:
    """What became of every gate, in their order.

    Args:
        gates: bounds by the keys of `METRICS`.
        metrics: what the run has; `recall@5` is what the gate of `recall@k` is about.
    """
    by_key = {metric_of(name).name: (name, found) for name, found in metrics.items()}
    return tuple(_check(bound, *by_key.get(key, (key, None))) for key, bound in gates.items())


def _check(bound: float, name: str, summary: MetricSummary | None) -> GateResult:
    at_most = metric_of(name).better == "lower"
    value = None if summary is None else summary.value
    holds = False
    if value is not None:
        holds = value <= bound + _ROUNDING if at_most else value >= bound - _ROUNDING
    return GateResult(metric=name, bound=bound, at_most=at_most, value=value, holds=holds)
