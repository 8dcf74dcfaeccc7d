"""What to know before a model's figures are read: unknown prices, replies that were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.evals.scorers.costs import FROM_CACHE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.evals.records import CaseResult

__all__ = ["remarks"]

# Of whom, what is counted, and its price.
_PRICED = (
    ("the model", "input_tokens", "cost_usd"),
    ("the judge", "judge_tokens", "judge_cost_usd"),
)


def remarks(results: Sequence[CaseResult]) -> Iterator[str]:
    """A line for each thing that the table of metrics does not say."""
    metrics = [{score.metric for score in result.scores} for result in results]
    for whose, tokens, cost in _PRICED:
        counted = [names for names in metrics if tokens in names]
        unpriced = sum(cost not in names for names in counted)
        if unpriced:
            some = f" in {unpriced} of {len(counted)} cases" if unpriced < len(counted) else ""
            yield f"{cost}: the price of {whose} is not known{some}"
    silent = sum(map(_is_uncounted, results))
    if silent:
        yield f"input_tokens: the server did not count in {silent} of {len(results)} cases"
    kept = sum(any(score.reason == FROM_CACHE for score in r.scores) for r in results)
    if kept:
        yield (
            f"latency_ms: {kept} of {len(results)} replies came from the cache; tokens and cost"
            " are those of the first time"
        )


def _is_uncounted(result: CaseResult) -> bool:
    """Whether something was sent to a model and nobody knows how much."""
    provenance = (result.answer or {}).get("provenance") or {}
    sent = isinstance(provenance, dict) and provenance.get("sent")
    return bool(sent) and all(score.metric != "input_tokens" for score in result.scores)
