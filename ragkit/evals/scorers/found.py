"""Whether retrieval found what answers: over documents where they are judged, else over places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.evals.ranking import rank_documents, rank_places
from ragkit.evals.records import Score
from ragkit.evals.scorers.quoted import absent_sources, overlap_scores
from ragkit.evals.spans import located

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.evals.ranking import Ranking
    from ragkit.evals.records import Case, Outcome

__all__ = ["passage_overlap", "ranking"]


def ranking(case: Case, outcome: Outcome, top_k: int) -> Iterator[Score]:
    """Recall, reciprocal rank, nDCG and hit rate of the first `top_k` passages.

    Apply to answerable cases with judged documents, else with located facts (an item is a
    group of facts then). `ranking.py` defines what a ranking of either is.
    """
    if not case.answerable:
        return
    groups = located(case)
    if case.relevant:
        if max(case.relevant.values()) <= 0:
            yield from _unscored("no document is judged relevant", top_k)
            return
        ranked = rank_documents(outcome.passages, case.relevant, k=top_k)
        yield from _scores(ranked, "documents", top_k)
    elif groups:
        if absent := absent_sources(groups, outcome.texts):
            yield from _unscored(absent, top_k)
            return
        places = [[place for _, place in group] for group in groups]
        yield from _scores(rank_places(outcome.passages, places, k=top_k), "gold places", top_k)


def _unscored(why: str, top_k: int) -> Iterator[Score]:
    for name in _named(0.0, 0.0, 0.0, 0, top_k):
        yield Score(metric=name, value=None, reason=why)


def _scores(found: Ranking, what: str, top_k: int) -> Iterator[Score]:
    first = f", the first at rank {found.first}" if found.first else ""
    reason = f"{found.found} of {found.gold} {what} found{first}"
    values = _named(found.recall, found.reciprocal_rank, found.ndcg, found.first, top_k)
    for name, value in values.items():
        yield Score(metric=name, value=value, reason=reason)


def _named(recall: float, mrr: float, ndcg: float, first: int, top_k: int) -> dict[str, float]:
    """The scores by name; `first` is the rank of the first passage that answers, 0 for none."""
    return {
        f"recall@{top_k}": recall,
        "mrr": mrr,
        f"ndcg@{top_k}": ndcg,
        "hit_rate@1": float(first == 1),
        f"hit_rate@{top_k}": float(first > 0),
    }


def passage_overlap(case: Case, outcome: Outcome, top_k: int) -> Iterator[Score]:
    """Precision, recall and IoU of the retrieved characters against the gold ones.

    Apply to answerable cases with located facts. As the chunking evaluation of Smith and
    Troynikov (Chroma, 2024) has them: every retrieved character counts as retrieved, of
    whatever document, and twice in two passages that overlap.
    """
    if not case.answerable:
        return
    groups = located(case)
    if groups:
        yield from overlap_scores("passage", outcome.passages[:top_k], groups, outcome.texts)
