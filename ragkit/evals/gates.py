"""What a gate or an option calls a metric, and which metric that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.errors import QueryError
from ragkit.evals.metrics import METRICS
from ragkit.evals.written import did_you_mean, shown

if TYPE_CHECKING:
    from ragkit.evals.metrics import Metric

__all__ = ["gated_metric"]

_AT_RANK = re.compile(r"(?P<name>.+)@(?P<rank>[0-9]{1,9})")


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
