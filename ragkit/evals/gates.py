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
from ragkit.evals.metrics import FIRST_RANK, JUDGED, METRICS, metric_of
from ragkit.evals.written import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ragkit.evals.summary import MetricSummary

__all__ = ["GateResult", "check_gates", "parse_gates", "scored_name"]

_AT_RANK = re.compile(r"(?P<name>.+)@(?P<rank>k|[0-9]{1,9})")
# 27 of 30 is 0.9 to a person, whatever a sum of floats says.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """A gate and what became of it.

    Attributes:
        bound: the least value that holds; the most where `at_most`.
        value: the metric's; None where it has none.
        unscored: cases that it applies to and that have no score: what was not measured
            does not pass.
    """

    metric: str
    bound: float
    at_most: bool
    value: float | None
    holds: bool
    unscored: int = 0

    @property
    def reason(self) -> str:
        """One line for a person: the value beside its bound."""
        asked = f"{'at most' if self.at_most else 'at least'} {self.bound:g} is asked"
        if self.value is None:
            return f"has no value: no case was scored on it; {asked}"
        # 0.89998 is not 0.9 where that is the bound.
        digits = 4 if f"{self.value:.4g}" != f"{self.bound:.4g}" or self.holds else 8
        missing = f"; {self.unscored} cases are unscored" if self.unscored else ""
        return f"is {self.value:.{digits}g}, {asked}{missing}"


def scored_name(
    name: str, *, top_k: int, costs: bool = False, criteria: Collection[str] = ()
) -> str:
    """The metric that a gate names, as a run scores it: `recall@k` is `recall@5`.

    Args:
        name: a key of `METRICS`, one that ends in `@k` with a number for `k`, or `judge:` and
            a criterion.
        top_k: how many passages the run scores.
        criteria: what its judge decides; empty where there is no judge.
        costs: whether a time or a price may be bounded. A suite holds on any machine, so
            its gates may not; whoever types one knows where it runs.

    Raises:
        QueryError: there is no such metric or criterion, no passage of its rank is scored, or
            it is a time or a cost and these may not be bounded.
    """
    if name.startswith(JUDGED):
        return _judged(name, criteria)
    at_rank = _AT_RANK.fullmatch(name)
    metric = METRICS.get(f"{at_rank['name']}@k" if at_rank else name)
    if metric is None:
        names = [one.name for one in METRICS.values() if one.gated or costs]
        names.remove(f"{JUDGED}NAME")
        names += [f"{JUDGED}{criterion}" for criterion in criteria]
        hint = did_you_mean(name, names, otherwise=f"there are {', '.join(names)}")
        raise QueryError(f"unknown metric {shown(name)}{hint}")
    if metric.name == "summary_words" and not costs:
        raise QueryError(f"{name!r} depends on what is asked for; 'length_kept' makes a gate")
    if not metric.gated and not costs:
        raise QueryError(f"{name!r} depends on the machine or a price list and makes no gate")
    if not at_rank:
        return name
    scored = {f"{at_rank['name']}@{top_k}", *FIRST_RANK}
    asked = name if at_rank["rank"] != "k" else f"{at_rank['name']}@{top_k}"
    if asked not in scored:
        known = ", ".join(f"'{one}'" for one in sorted(scored))
        raise QueryError(
            f"{name!r} is not scored where 'top_k' is {top_k}; there are {known}, and"
            f" '{at_rank['name']}@k' goes with it"
        )
    return asked


def _judged(name: str, criteria: Collection[str]) -> str:
    known = [f"{JUDGED}{criterion}" for criterion in criteria]
    if name in known:
        return name
    if not known:
        raise QueryError(f"{shown(name)} is not scored: the suite asks for no judge")
    raise QueryError(f"{shown(name)} is no criterion of the judge; there are {', '.join(known)}")


def parse_gates(
    pairs: Iterable[str], *, top_k: int, criteria: Collection[str] = ()
) -> dict[str, float]:
    """`METRIC=VALUE` options, by the names that a run scores.

    Args:
        pairs: as they were given.
        top_k: how many passages are scored, what `recall@5` is checked with.
        criteria: what a judge decides, what `judge:concise` is checked with.

    Raises:
        QueryError: if one names no metric, one that another names, or no number that it can
            have.
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
        scored = scored_name(name, top_k=top_k, costs=True, criteria=criteria)
        if value < 0 or (value > 1 and metric_of(scored).gated):
            most = "from 0 to 1" if metric_of(scored).gated else "0 or more"
            raise QueryError(f"--fail-under {pair!r}: {name!r} is {most}")
        if scored in gates:
            raise QueryError(f"--fail-under is given twice for {scored!r}")
        gates[scored] = value
    return gates


def check_gates(
    gates: Mapping[str, float], metrics: Mapping[str, MetricSummary]
) -> tuple[GateResult, ...]:
    """What became of every gate, in their order.

    Args:
        gates: bounds by the names that the run scores.
        metrics: what the run has.
    """
    return tuple(_check(bound, name, metrics.get(name)) for name, bound in gates.items())


def _check(bound: float, name: str, summary: MetricSummary | None) -> GateResult:
    at_most = metric_of(name).better == "lower"
    value = None if summary is None else summary.value
    holds = False
    if value is not None:
        holds = value <= bound + _ROUNDING if at_most else value >= bound - _ROUNDING
    unscored = summary.unscored if summary else 0
    return GateResult(
        metric=name,
        bound=bound,
        at_most=at_most,
        value=value,
        holds=holds and not unscored,
        unscored=unscored,
    )
