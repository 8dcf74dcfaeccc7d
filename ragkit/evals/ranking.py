"""How good a ranking is: recall, reciprocal rank, nDCG and hit rate.

Formulas of a few lines, which the tests hold against trec_eval (through ir-measures): to
call that at run time would cost every user scipy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ragkit.evals.spans import Place

__all__ = ["Ranking", "rank_documents", "rank_places"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The gains of a ranking, best first.

    Attributes:
        gains: what stands at each rank: a grade, or 0 for what is not gold.
        ideal: the gains of the best ranking there is.
        gold: how many gold items there are, 1 or more.
    """

    gains: tuple[int, ...]
    ideal: tuple[int, ...]
    gold: int

    @property
    def found(self) -> int:
        """Gold items in the ranking."""
        return sum(gain > 0 for gain in self.gains)

    @property
    def first(self) -> int:
        """The rank of the first gold item, from 1; 0 where there is none."""
        return next((rank for rank, gain in enumerate(self.gains, start=1) if gain > 0), 0)

    @property
    def recall(self) -> float:
        """Share of the gold items in the ranking, 0 to 1."""
        return self.found / self.gold

    @property
    def reciprocal_rank(self) -> float:
        """One over the rank of the first gold item, 0 to 1."""
        return 1 / self.first if self.first else 0.0

    @property
    def ndcg(self) -> float:
        """Gain over rank, as a share of the best there is, 0 to 1.

        The gain is the grade itself and is divided by log2(rank + 1), as trec_eval has it
        (Järvelin and Kekäläinen, ACM TOIS 20 (2002), 422, with the later discount).
        """
        return min(1.0, _dcg(self.gains) / _dcg(self.ideal))


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def rank_documents(passages: Sequence[Place], grades: Mapping[str, int], *, k: int) -> Ranking:
    """The first k documents, each at its first passage.

    What `recall_k`, `recip_rank`, `ndcg_cut_k` and `success_k` of trec_eval are over.

    Args:
        passages: best first.
        grades: of the judged documents, at least one above 0; grades of 0 and below are
            not relevant.
        k: how many documents count; several passages of one count once.
    """
    documents = list(dict.fromkeys(source for source, _ in passages))[:k]
    positive = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    return Ranking(
        gains=tuple(max(0, grades.get(document, 0)) for document in documents),
        ideal=tuple(positive[:k]),
        gold=len(positive),
    )


def rank_places(passages: Sequence[Place], groups: Sequence[Sequence[Place]], *, k: int) -> Ranking:
    """The gold places that the first k passages hold.

    An item is a group of places of which one suffices; a passage holds it that covers one
    of them wholly. A passage that holds m items which none before it held takes m ranks, one
    for each, and any other passage takes one: so the rank of the first item is that of its
    passage, and a passage that holds everything has the best nDCG. The best ranking begins
    with all items, also where they are more than k.

    Args:
        passages: best first.
        groups: one or more items.
        k: how many passages count.
    """
    missing = list(groups)
    gains: list[int] = []
    for source, span in passages[:k]:
        left = [
            group
            for group in missing
            if not any(source == gold and span.contains(part) for gold, part in group)
        ]
        gains += [1] * (len(missing) - len(left)) or [0]
        missing = left
    return Ranking(gains=tuple(gains), ideal=(1,) * len(groups), gold=len(groups))
