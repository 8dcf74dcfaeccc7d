"""What a report says of a case in a word, and of a figure in a few digits."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from ragkit.evals.metrics import metric_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ragkit.evals.records import CaseResult, Score
    from ragkit.evals.summary import MetricSummary

__all__ = [
    "PASSED",
    "Status",
    "answer_text",
    "chance",
    "counts",
    "failed",
    "figure",
    "interval",
    "is_summary",
    "signed",
    "status_of",
    "unscored",
]

#: What became of a case; each has one. "unscored" did not fail and lacks a score.
Status = Literal["passed", "failed", "unscored", "error"]

#: The rule of `status_of` in a sentence, for pages and help.
PASSED = (
    "A case passes if it states every gold fact and nothing forbidden, its quotes bear every"
    " statement, and it is refused exactly where the documents hold no answer; a search, if the"
    " gold is among its passages; a summary, if it states all that and is not too long."
)

# What makes a case fail if it is below 1, in the order in which a person wants to know it.
# Exact match, F1, the quotes' and the passages' shares are matters of degree, not of failing.
_WRONG = {
    "answered": "refused, and the documents hold the answer",
    "abstention_recall": "answered, and the documents do not hold the answer",
    "forbidden_avoided": "says what it must not",
    "fact_recall": "lacks what it has to say",
    "support_rate": "says what its quotes do not bear",
    "length_kept": "is longer than was asked for",
}
_NOT_FOUND = "hit_rate"


def failed(result: CaseResult) -> str | None:
    """Why a case was answered wrong, in one line; None where it was not, or ended in an error.

    A case that is searched and not answered fails where no passage holds what was sought.
    """
    if result.error is not None:
        return None
    by_metric = {score.metric: score for score in result.scores}
    for metric, what in _WRONG.items():
        if _below_one(score := by_metric.get(metric)):
            reason = score.reason.removeprefix("refused: ") if score else ""
            return f"{what}: {reason}" if reason not in {"", "answered"} else what
    # Of `hit_rate@1` and `hit_rate@5` the last reaches deepest: what it misses was not found.
    hits = [score for score in result.scores if score.metric.partition("@")[0] == _NOT_FOUND]
    if result.answer is None and hits and _below_one(hits[-1]):
        return f"no passage holds what was sought: {hits[-1].reason}"
    return None


def _below_one(score: Score | None) -> bool:
    return score is not None and score.value is not None and score.value < 1


def status_of(result: CaseResult) -> Status:
    """What became of a case: it passed only if nothing failed it and it has every score."""
    if result.error is not None:
        return "error"
    if failed(result):
        return "failed"
    judged = any(metric_of(score.metric).gated for score in result.scores)
    return "passed" if judged and not unscored([result]) else "unscored"


def counts(results: Iterable[CaseResult]) -> Counter[Status]:
    """How many cases came out how; they add up to all of them."""
    return Counter(map(status_of, results))


def unscored(results: Sequence[CaseResult]) -> list[tuple[CaseResult, Score]]:
    """The scores that a case should have and has not, with the case."""
    return [(result, score) for result in results for score in result.scores if score.value is None]


def answer_text(answer: Mapping[str, object] | None) -> str:
    """What was answered, or the refusal with its reason; "" where nothing was asked for.

    Of a summary what it says, or why it says nothing.
    """
    if answer is None:
        return ""
    if answer.get("abstained"):
        return f"No answer: {answer.get('reason') or 'no reason is given'}"
    if not is_summary(answer):
        return str(answer.get("answer") or "")
    warnings = answer.get("warnings")
    why = "; ".join(map(str, warnings)) if isinstance(warnings, list) else ""
    return str(answer.get("summary") or f"No summary: {why or 'no reason is given'}")


def is_summary(answer: Mapping[str, object] | None) -> bool:
    """Whether what a run file has is a summary, and no answer."""
    return answer is not None and "summary" in answer


def figure(metric: str, value: float | None) -> str:
    """A metric's value, as many digits as it is worth."""
    if value is None:
        return "–"
    if metric_of(metric).gated:
        return f"{value:.3f}"
    return f"{value:,.4f}" if metric.endswith("_usd") else f"{value:,.1f}"


def interval(metric: str, summary: MetricSummary) -> str:
    """The ends of a 95 percent interval."""
    if summary.low is None or summary.high is None:
        return "–"
    return f"{figure(metric, summary.low)} – {figure(metric, summary.high)}"


def signed(metric: str, difference: float | None) -> str:
    """A difference of a metric with its sign."""
    if difference is None:
        return "–"
    shown = figure(metric, abs(difference))
    if not float(shown.replace(",", "")):
        return shown
    return f"{'+' if difference > 0 else '−'}{shown}"


def chance(p: float | None) -> str:
    """A p value."""
    if p is None:
        return "–"
    return "<0.001" if p < 0.001 else f"{p:.3f}"
