"""Comparisons: a planted regression is found, chance is not, and nothing is left out unsaid."""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ragkit.errors import QueryError, SuiteError
from ragkit.evals.comparison import compare_runs
from ragkit.evals.metrics import METRICS
from ragkit.evals.statistics import mcnemar
from ragkit.evals.summary import summarize, summarize_tags
from tests.evals.runs import a_run, result, score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ragkit.evals.comparison import Comparison, MetricComparison
    from ragkit.evals.records import CaseResult, Run

Values = dict[str, float | None]


def run_of(rows: Sequence[Mapping[str, float | None]], **changed: Any) -> Run:
    """A run with a case for each row of scores."""
    return a_run(
        [
            result(f"case-{n}", *(score(metric, value) for metric, value in row.items()))
            for n, row in enumerate(rows)
        ],
        **changed,
    )


def by_name(comparison: Comparison) -> dict[str, MetricComparison]:
    return {metric.name: metric for metric in comparison.metrics}


def case_rows(rng: random.Random, difficulty: float) -> Values:
    """The scores of a case as a run has them: many, and hanging together."""
    if rng.random() < 0.2:
        refused = rng.random() < 0.6
        unanswerable: Values = {"abstention_recall": float(refused), "exact_match": float(refused)}
        return {**unanswerable, **({"abstention_precision": 1.0} if refused else {})}
    answered = rng.random() < 0.85
    right = answered and rng.random() > difficulty
    found = right or rng.random() < 0.8
    rank = rng.choice([1, 1, 1, 2, 3, 4]) if found else 0
    gold = rng.randint(20, 80)
    quoted = rng.randint(80, 300) if answered else 0
    hit = gold if right else 0
    scores: Values = {
        "fact_recall": rng.choice([0.5, 1.0, 1.0]) if right else 0.0,
        "forbidden_avoided": float(right or rng.random() < 0.8),
        "exact_match": float(right and rng.random() < 0.5),
        "token_f1": rng.random() if right else 0.1 * rng.random(),
        "quote_precision": hit / quoted if quoted else 0.0,
        "quote_recall": float(right),
        "quote_iou": hit / (quoted + gold - hit),
        "answered": float(answered),
        "recall@k": float(found),
        "mrr": 1 / rank if rank else 0.0,
        "hit_rate@k": float(found),
        "passage_iou": gold / rng.randint(2_000, 4_000) if found else 0.0,
        "latency_ms": 20 + 10 * rng.random(),
    }
    if answered:
        scores["support_rate"] = rng.choice([0.5, 1.0, 1.0, 1.0])
    else:
        scores["abstention_precision"] = 0.0
    return scores


def noisy_pair(seed: int, cases: int, changed: float) -> tuple[Run, Run]:
    """Two runs of one program: a share of the cases comes out anew, by the same dice."""
    rng = random.Random(seed)
    one, other = [], []
    for n in range(cases):
        kind = f"{seed}/{n}"
        difficulty = rng.random() * 0.6
        first = case_rows(random.Random(kind), difficulty)
        again = case_rows(random.Random(f"{kind}/again"), difficulty)
        alike = ("fact_recall" in first) == ("fact_recall" in again)
        anew = rng.random() < changed and alike
        pair = [first, again if anew else first]
        rng.shuffle(pair)  # neither run is the one that rolls the dice again
        one.append(pair[0])
        other.append(pair[1])
    return run_of(one), run_of(other)


def test_a_planted_regression_is_found() -> None:
    """400 cases, 7 percent flip down and 2 percent up."""
    for seed in range(6):
        rng = random.Random(seed)
        rows, _ = noisy_pair(seed, 400, 0.0)
        before = [{s.metric: s.value for s in r.scores} | {"answered": 1.0} for r in rows.results]
        chosen = rng.sample(range(400), 36)
        for n in chosen[:8]:
            before[n]["answered"] = 0.0
        after = [dict(row) for row in before]
        for n in chosen:
            after[n]["answered"] = 1.0 - (before[n]["answered"] or 0.0)
        found = compare_runs(run_of(before), run_of(after))
        answered = by_name(found)["answered"]
        assert found.worse
        assert [m.name for m in found.metrics if m.verdict == "worse"] == ["answered"]
        assert (answered.rose, answered.fell, answered.verdict) == (8, 28, "worse")
        assert answered.difference == pytest.approx(-0.05)
        assert answered.p == mcnemar(28, 8)
        assert answered.low is not None
        assert answered.high is not None
        assert -0.09 < answered.low < -0.05 < answered.high < 0
        assert len(found.flips) == 36
        back = compare_runs(run_of(after), run_of(before))
        assert not back.worse
        assert by_name(back)["answered"].verdict == "better"


def test_chance_is_seldom_called_a_difference() -> None:
    """200 comparisons of a program with itself: at most 18 find anything."""
    cries = 0
    for seed in range(200):
        found = compare_runs(*noisy_pair(seed, 150, 0.25))
        cries += any(metric.verdict in {"better", "worse"} for metric in found.metrics)
    assert cries <= 18


def test_a_run_is_equal_to_itself() -> None:
    run, _ = noisy_pair(1, 60, 0.0)
    found = compare_runs(run, run)
    assert not found.worse
    assert not found.flips
    assert not found.incomplete
    assert (found.cases, found.only_a, found.only_b, found.changed) == (60, (), (), ())
    assert (found.errored_a, found.errored_b, found.lost, found.differences) == ((), (), (), ())
    for metric in found.metrics:
        assert metric.difference == 0
        tested = METRICS[metric.name].gated
        assert metric.verdict == ("same" if tested else "untested")
        assert (metric.low, metric.high, metric.p) == ((0, 0, 1) if tested else (None, None, None))
    names = [metric.name for metric in found.metrics]
    assert names == [name for name in METRICS if name in names]


def test_times_are_shown_and_not_tested() -> None:
    a, b = run_of([{"latency_ms": 10.0}] * 50), run_of([{"latency_ms": 1000.0}] * 50)
    (latency,) = compare_runs(a, b).metrics
    assert (latency.a, latency.b, latency.difference) == (10, 1000, 990)
    assert (latency.p, latency.p_adjusted, latency.verdict) == (None, None, "untested")
    assert not compare_runs(a, b).worse


def test_a_metric_that_one_run_lacks_is_shown() -> None:
    a = run_of([{"answered": 1.0, "mrr": None}] * 3)
    b = run_of([{"answered": 1.0, "token_f1": 0.5}] * 3)
    found = by_name(compare_runs(a, b))
    assert list(found) == ["token_f1", "answered", "mrr"]
    assert (found["token_f1"].a, found["token_f1"].b, found["token_f1"].n) == (None, 0.5, 0)
    assert (found["mrr"].a, found["mrr"].b, found["mrr"].difference) == (None, None, None)
    assert found["mrr"].verdict == "untested"


def test_what_is_refused_is_compared_though_every_pair_is_equal() -> None:
    """B refuses 80 answerable cases more: McNemar's pairs are alike, the rates are not."""
    answered: Values = {"answered": 1.0}
    right: Values = {"abstention_precision": 1.0}
    a = [answered] * 80 + [right] * 80
    refused: Values = {"answered": 0.0, "abstention_precision": 0.0}
    found = by_name(compare_runs(run_of(a), run_of([refused] * 80 + a[80:])))[
        "abstention_precision"
    ]
    assert (found.a, found.b, found.n, found.rose, found.fell) == (1.0, 0.5, 80, 0, 0)
    assert found.verdict == "worse"


def test_flips_have_both_answers_and_what_changed() -> None:
    a = run_of([
        {"fact_recall": 1.0, "answered": 1.0, "token_f1": 0.1},
        {"fact_recall": 0.5, "answered": 1.0, "hit_rate@k": 0.0},
        {"fact_recall": 0.5, "token_f1": 0.1},
        {"fact_recall": None, "answered": 1.0},
    ])  # fmt: skip
    b = run_of([
        {"fact_recall": 0.0, "answered": 0.0, "token_f1": 0.0},
        {"fact_recall": 0.5, "answered": 1.0, "hit_rate@k": 1.0},
        {"fact_recall": 0.5, "token_f1": 0.9},
        {"fact_recall": 1.0, "answered": 1.0},
    ])  # fmt: skip
    first, second = compare_runs(a, b).flips
    assert (first.case_id, second.case_id) == ("case-0", "case-1")
    assert (first.a, first.b) == (a.results[0], b.results[0])
    assert [(c.metric, c.a, c.b, c.better) for c in first.changes] == [
        ("fact_recall", 1.0, 0.0, False),
        ("answered", 1.0, 0.0, False),
    ]
    assert [(c.metric, c.better) for c in second.changes] == [("hit_rate@k", True)]


def test_cases_that_cannot_be_paired_are_listed() -> None:
    def kept(case_id: str, **changed: Any) -> CaseResult:
        return result(case_id, **changed)

    a = a_run([kept("both"), kept("a"), kept("other", case_hash="1"), kept("err"), kept("wrr")])
    b = a_run([
        kept("wrr"), kept("err", error="OSError: gone", scores=()), kept("other", case_hash="2"),
        kept("b"), kept("both"),
    ])  # fmt: skip
    a = a_run([*a.results[:4], kept("wrr", error="x", scores=())])
    found = compare_runs(a, b)
    assert found.cases == 1
    assert (found.only_a, found.only_b) == (("a",), ("b",))
    assert found.changed == ("other",)
    assert (found.errored_a, found.errored_b) == (("wrr",), ("err",))
    assert all(metric.n == 1 for metric in found.metrics)


def test_only_errors_in_common_compare_to_nothing() -> None:
    erred = a_run([result("one", error="x", scores=())])
    found = compare_runs(erred, erred)
    assert (found.cases, found.metrics, found.worse, found.incomplete) == (0, (), False, True)


WHOLE = a_run([result(f"case-{n}") for n in range(6)])


@pytest.mark.parametrize(
    ("b", "missing", "lost"),
    [
        # The same suite, and fewer of its cases.
        (a_run(WHOLE.results[:4]), ("case-4", "case-5"), ()),
        # Another suite, of which only some cases were run.
        (
            a_run(
                WHOLE.results[:4],
                suite_hash="ee" * 32,
                settings={"task": "ask", "top_k": 5, "limit": 4, "tags": []},
            ),
            *(("case-4", "case-5"), ()),
        ),
        # A suite that has dropped two cases, and one that asks something else.
        (a_run(WHOLE.results[:4], suite_hash="ee" * 32), ("case-4", "case-5"), ()),
        (a_run([*WHOLE.results[:5], result("case-5", case_hash="x")]), ("case-5",), ()),
        # A metric that could not be scored, one that is gone, one that hangs on the answer.
        (
            a_run([
                result("case-0", score("fact_recall", None), score("answered", 1.0)),
                result("case-1", score("answered", 1.0)),
                *WHOLE.results[2:],
            ]),
            *((), ("case-0", "case-1")),
        ),
        (WHOLE, (), ()),
    ],
)  # fmt: skip
def test_a_run_that_lacks_cases_or_scores_is_incomplete(
    b: Run, missing: tuple[str, ...], lost: tuple[str, ...]
) -> None:
    found = compare_runs(WHOLE, b)
    assert not found.worse
    assert (found.missing, found.lost) == (missing, lost)
    assert found.incomplete == bool(missing or lost)


def test_a_score_that_hangs_on_the_answer_is_no_loss() -> None:
    a = run_of([{"abstention_recall": 1.0, "abstention_precision": 1.0}, {"support_rate": 1.0}])
    b = run_of([{"abstention_recall": 0.0, "support_rate": 1.0}, {"answered": 0.0}])
    assert not compare_runs(a, b).lost


def test_what_else_differs_is_said() -> None:
    b = a_run(
        WHOLE.results,
        corpus_hash="00" * 32,
        versions={"ragkit": "0.0.2", "python": "3.11.7"},
        settings={"task": "ask", "top_k": 5, "limit": None, "tags": [], "abstain": False},
    )
    assert compare_runs(WHOLE, b).differences == (
        "versions: ragkit was 0.0.1 and is 0.0.2",
        "settings: abstain was None and is False",
        "the documents, or how they are read, are not the same",
    )
    other = a_run(WHOLE.results, suite_hash="00" * 32)
    assert compare_runs(WHOLE, other).differences == (
        "the suite is not the same: cases were added, removed or changed",
    )


def test_a_difference_that_no_table_shows_is_none() -> None:
    a = run_of([{"quote_iou": 0.5, "answered": 1.0}] * 60)
    b = run_of([{"quote_iou": 0.4992, "answered": 1.0}] * 60)
    assert not compare_runs(a, b).worse
    assert compare_runs(a, b, least=0.0001).worse
    assert not compare_runs(a, run_of([{"quote_iou": 0.4, "answered": 1.0}] * 60), least=0.2).worse


def test_a_metric_that_was_asked_for_and_has_gone_is_not_passed_over() -> None:
    a = run_of([{"abstention_recall": 1.0, "abstention_precision": 1.0}] * 5)
    b = run_of([{"abstention_recall": 0.0}] * 5)
    found = compare_runs(a, b, metrics=["abstention_precision"])
    assert found.unmet == ("abstention_precision",)
    assert found.incomplete
    assert not compare_runs(a, b, metrics=["abstention_recall"]).unmet


def test_a_rank_may_be_left_to_the_run() -> None:
    a, b = run_of([{"recall@5": 1.0}] * 60), run_of([{"recall@5": 0.0}] * 60)
    assert compare_runs(a, b, metrics=["recall@k"]).worse


def test_what_all_cases_differ_by_has_no_interval() -> None:
    (one,) = compare_runs(run_of([{"mrr": 1.0}] * 2), run_of([{"mrr": 0.0}] * 2)).metrics
    assert (one.difference, one.low, one.high) == (-1.0, None, None)
    assert one.verdict == "same"


def test_only_what_is_asked_for_is_tested() -> None:
    a = run_of([{"quote_iou": 0.5, "answered": 1.0}] * 60)
    b = run_of([{"quote_iou": 0.4, "answered": 1.0}] * 60)
    assert compare_runs(a, b).worse
    chosen = compare_runs(a, b, metrics=["answered"])
    assert not chosen.worse
    assert [(m.name, m.verdict) for m in chosen.metrics] == [
        ("quote_iou", "untested"),
        ("answered", "same"),
    ]
    with pytest.raises(QueryError, match="'answerd'; did you mean 'answered'"):
        compare_runs(a, b, metrics=["answerd"])


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"suite": "mills"}, "is a run of 'mills', and 'a.jsonl' one of 'ferries'"),
        ({"settings": {"task": "search", "top_k": 5}}, "was run with task 'search', and 'a.jsonl'"),
        ({"settings": {"task": "ask", "top_k": 9}}, "was run with top_k 9, and 'a.jsonl' with 5"),
    ],
)
def test_runs_of_something_else_are_refused(changed: dict[str, Any], says: str) -> None:
    a, b = run_of([{"mrr": 1.0}]), run_of([{"mrr": 1.0}], **changed)
    with pytest.raises(SuiteError) as caught:
        compare_runs(at(a, "a.jsonl"), at(b, "b.jsonl"))
    assert str(caught.value).startswith("b.jsonl:1: ")
    assert says in str(caught.value)


@pytest.mark.parametrize("other", [[], [result("two")], [result("one", case_hash="another")]])
def test_runs_without_a_common_case_are_refused(other: list[CaseResult]) -> None:
    with pytest.raises(SuiteError, match=r"^run:1: has no case in common with the other run$"):
        compare_runs(a_run([result("one")]), a_run(other))


def at(run: Run, path: str) -> Run:
    return type(run)(header=run.header, results=run.results, path=Path(path))


def test_a_summary_counts_what_is_unscored_and_leaves_errors_apart() -> None:
    results = [
        result("a", score("mrr", 1.0), score("answered", 1.0), score("latency_ms", 5.0)),
        result("b", score("mrr", None), score("answered", 0.0), score("latency_ms", 7.0)),
        result("c", score("mrr", 0.5), score("token_f1", None), score("cost_usd", 0.1)),
        result("d", score("mrr", 0.0), error="OSError: gone"),
    ]
    found = summarize(results)
    assert list(found) == ["token_f1", "answered", "mrr", "latency_ms", "cost_usd"]
    assert (found["mrr"].value, found["mrr"].n, found["mrr"].unscored) == (0.75, 2, 1)
    nothing = {"value": None, "low": None, "high": None, "n": 0, "unscored": 1}
    assert asdict(found["token_f1"]) == nothing
    assert (found["answered"].low, found["answered"].high) == pytest.approx((0.0945312, 0.9054688))
    assert (found["cost_usd"].low, found["cost_usd"].high) == (None, None)
    json.dumps({name: asdict(summary) for name, summary in found.items()}, allow_nan=False)
    assert summarize([]) == {}
    broken = summarize([result("a", score("mrr", float("nan")))])["mrr"]
    assert (broken.value, broken.unscored) == (None, 1)


def test_tags_come_in_the_order_of_the_cases() -> None:
    results = [
        result("a", score("mrr", 1.0), tags=("name", "list")),
        result("b", score("mrr", 0.0), tags=("date", "name", "name")),
        result("c", score("mrr", 0.0), tags=()),
    ]
    found = summarize_tags(results)
    assert list(found) == ["name", "list", "date"]
    assert [found[tag]["mrr"].value for tag in found] == [0.5, 1.0, 0.0]
    assert [found[tag]["mrr"].n for tag in found] == [2, 1, 1]
