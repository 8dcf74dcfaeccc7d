"""Scorers: small functions that say of a case what it is worth by one metric or a few.

    facts.py     fact_recall, forbidden_avoided
    squad.py     exact_match, token_f1
    quoted.py    quote_precision, quote_recall, quote_iou, support_rate
    refusals.py  answered, abstention_precision, abstention_recall
    found.py     recall@k, mrr, ndcg@k, hit_rate@k, passage_precision, -_recall, -_iou
    lengths.py   length_kept, summary_words
    costs.py     latency_ms, input_tokens, output_tokens, cost_usd

`ragkit/evals/judge.py` has judge:NAME, judge_tokens and judge_cost_usd, where a suite asks for
them: it alone asks somebody, and may not get an answer.

A scorer yields nothing where its metric does not apply to the case, and a score without
a value where it applies and cannot be computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.evals.scorers.costs import latency, usage
from ragkit.evals.scorers.facts import fact_recall, forbidden_avoided
from ragkit.evals.scorers.found import passage_overlap, ranking
from ragkit.evals.scorers.lengths import length
from ragkit.evals.scorers.quoted import quote_overlap, support_rate
from ragkit.evals.scorers.refusals import refusals
from ragkit.evals.scorers.squad import short_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ragkit.evals.records import Case, Outcome, Score, Task

    Scorer = Callable[[Case, Outcome, int], Iterator[Score]]

__all__ = ["ANSWERS", "PASSAGES", "SUMMARIES", "score_case"]

#: What is scored of an answer.
ANSWERS: tuple[Scorer, ...] = (
    fact_recall,
    forbidden_avoided,
    short_answer,
    quote_overlap,
    support_rate,
    refusals,
)
#: What is scored of retrieval and of every question.
PASSAGES: tuple[Scorer, ...] = (ranking, passage_overlap, latency, usage)
#: What is scored of a summary: nothing was asked and nothing retrieved.
SUMMARIES: tuple[Scorer, ...] = (
    fact_recall,
    forbidden_avoided,
    quote_overlap,
    support_rate,
    length,
    latency,
    usage,
)
_SCORERS: Mapping[Task, tuple[Scorer, ...]] = {
    "ask": (*ANSWERS, *PASSAGES),
    "search": PASSAGES,
    "summarize": SUMMARIES,
}


def score_case(case: Case, outcome: Outcome, *, task: Task, top_k: int) -> tuple[Score, ...]:
    """Every score of a case.

    Args:
        case: what was asked.
        outcome: what came of it.
        task: "search" scores the passages alone, "summarize" the statements.
        top_k: how many passages are scored.

    Raises:
        ValueError: if nothing was answered, and the task is not to search: that is no refusal.
    """
    if task != "search" and outcome.answer is None:
        raise ValueError(f"the task is to {task}, and there is no answer")
    return tuple(score for scorer in _SCORERS[task] for score in scorer(case, outcome, top_k))
