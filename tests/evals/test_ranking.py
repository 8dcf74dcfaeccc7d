"""Rankings against trec_eval, through ir-measures."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import ir_measures
import pytest
from ir_measures import RR, R, Success, nDCG

from ragkit.evals.ranking import rank_documents, rank_places
from ragkit.types import Span

if TYPE_CHECKING:
    from ragkit.evals.spans import Place

ANY = Span(0, 1)


def trec_eval(
    documents: list[str], grades: dict[str, int], k: int
) -> dict[ir_measures.Measure, float]:
    run = {"q": {document: float(-rank) for rank, document in enumerate(documents)}}
    measures = [R @ k, RR, nDCG @ k, Success @ k]
    return dict(ir_measures.calc_aggregate(measures, {"q": grades}, run))


@pytest.mark.parametrize("seed", range(150))
def test_documents_rank_as_in_trec_eval(seed: int) -> None:
    rng = random.Random(seed)
    names = [f"d{number}" for number in range(rng.randint(1, 30))]
    graded = rng.random() < 0.7
    judged = rng.sample(names, rng.randint(1, len(names)))
    grades = {name: rng.choice([-1, 0, 1, 2, 3] if graded else [0, 1]) for name in judged}
    grades["elsewhere" if rng.random() < 0.5 else judged[0]] = rng.randint(1, 3)
    documents = rng.sample(names, rng.randint(1, len(names)))
    # Some documents have further passages, which are no new documents.
    passages = [(document, ANY) for document in documents for _ in range(rng.choice([1, 1, 2, 3]))]
    k = rng.choice([1, 3, 5, 10, 20])
    ours = rank_documents(passages, grades, k=k)
    theirs = trec_eval(documents[:k], grades, k)
    assert ours.recall == pytest.approx(theirs[R @ k])
    assert ours.reciprocal_rank == pytest.approx(theirs[RR])
    assert ours.ndcg == pytest.approx(theirs[nDCG @ k])
    assert float(ours.first > 0) == theirs[Success @ k]


@pytest.mark.parametrize("seed", range(50))
def test_places_that_are_each_held_by_one_passage_rank_as_documents(seed: int) -> None:
    rng = random.Random(seed)
    passages: list[Place] = [("d", Span(10 * n, 10 * n + 10)) for n in range(12)]
    rng.shuffle(passages)
    k = rng.randint(1, 12)
    gold = rng.sample(range(12), rng.randint(1, k))
    groups = [[("d", Span(10 * n + 2, 10 * n + 8))] for n in gold]
    ours = rank_places(passages, groups, k=k)
    names = [f"{span.start // 10}" for _, span in passages]
    theirs = trec_eval(names[:k], {str(n): 1 for n in gold}, k)
    assert ours.recall == pytest.approx(theirs[R @ k])
    assert ours.reciprocal_rank == pytest.approx(theirs[RR])
    assert ours.ndcg == pytest.approx(theirs[nDCG @ k])


def test_passages_that_hold_several_places() -> None:
    a, b, c = (("d", Span(n, n + 5)) for n in (0, 10, 20))
    both = rank_places(
        [("x", Span(0, 99)), ("d", Span(0, 15)), ("d", Span(0, 30))], [[a], [b]], k=3
    )
    assert both.gains == (0, 1, 1, 0)
    assert (both.recall, both.reciprocal_rank) == (1.0, 0.5)
    # What was held before is not found again.
    assert rank_places([("d", Span(0, 6)), ("d", Span(0, 16))], [[a], [b], [c]], k=2).gains == (
        1,
        1,
    )
    # Of a group one place suffices.
    assert rank_places([("d", Span(20, 30))], [[a, c]], k=1).recall == 1
    # More items than k can still be held, and then nothing is better.
    assert rank_places([("d", Span(0, 30))], [[a], [b], [c]], k=1).ndcg == 1
