"""Whether a case was answered that has an answer, and refused that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.evals.records import Score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.evals.records import Case, Outcome

__all__ = ["refusals"]


def refusals(case: Case, outcome: Outcome, _top_k: int) -> Iterator[Score]:
    """Three yes/no metrics, each over other cases.

    answered: over answerable cases, whether there was an answer. abstention_recall: over
    unanswerable ones, whether it was refused. abstention_precision: over what was
    refused, whether it is unanswerable.
    """
    if outcome.answer is None:
        return
    refused = outcome.refusal is not None
    reason = f"refused: {outcome.refusal}" if refused else "answered"
    if case.answerable:
        yield Score(metric="answered", value=float(not refused), reason=reason)
    if refused:
        has = "the documents hold the answer" if case.answerable else "there is no answer"
        precise = float(not case.answerable)
        yield Score(metric="abstention_precision", value=precise, reason=f"refused, and {has}")
    if not case.answerable:
        yield Score(metric="abstention_recall", value=float(refused), reason=reason)
