"""Scorers: what each metric makes of a case, and SQuAD's against an implementation of others."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ragkit.evals.metrics import METRICS, metric_of
from ragkit.evals.records import Case, Fact, Outcome, Score, Task
from ragkit.evals.scorers import score_case
from ragkit.evals.scorers.squad import exact_match, normalize, token_f1
from ragkit.evals.spans import merged, overlap, shared
from ragkit.types import (
    Answer,
    Check,
    Conflict,
    Provenance,
    Quote,
    Span,
    Statement,
    Usage,
)

FERRY = "The Karsholm ferry carries 310 passengers. Captain Ilse Brandt has sailed it since 2021."
MILL = "The Ostrand mill grinds 17 tonnes of rye a day. The ferry carries 42 cars."
TEXTS = {"ferry.md": FERRY, "mill.txt": MILL}


def span(words: str, source: str = "ferry.md") -> Span:
    start = TEXTS[source].index(words)
    return Span(start, start + len(words))


def fact(text: str, words: str | None = None, source: str = "ferry.md") -> Fact:
    if words is None:
        return Fact(text=text)
    return Fact(text=text, source=source, quote=words, span=span(words, source))


def case(*groups: Fact | tuple[Fact, ...], **given: Any) -> Case:
    facts = tuple(group if isinstance(group, tuple) else (group,) for group in groups)
    return Case(case_id="one", question="How many?", facts=facts, **given)


def quote(words: str, source: str = "ferry.md", highlight: str | None = None) -> Quote:
    start = words.index(highlight) if highlight else 0
    marks = (Span(start, start + len(highlight)),) if highlight else ()
    place = span(words, source)
    return Quote(
        text=words, source=source, doc_id=source, text_hash="", span=place, highlights=marks
    )


def statement(words: str, source: str = "ferry.md", **given: Any) -> Statement:
    marked = given.pop("highlight", None)
    return Statement(text=words, quotes=(quote(words, source, marked),), **given)


def answer(*statements: Statement, **given: Any) -> Answer:
    provenance = Provenance(
        answerer="a", model="m", settings_hash="", usage=given.pop("usage", None)
    )
    return Answer(
        question="How many?",
        statements=statements,
        abstained=not statements,
        reason=None if statements else "no passage says so",
        confidence=0.5,
        retrieved=(),
        provenance=provenance,
        **given,
    )


def scored(
    asked: Case,
    found: Answer | None,
    passages: tuple[tuple[str, Span], ...] = (),
    top_k: int = 5,
    texts: dict[str, str] = TEXTS,
) -> dict[str, Score]:
    outcome = Outcome(answer=found, passages=passages, texts=texts, elapsed_ms=12.5)
    task: Task = "search" if found is None else "ask"
    scores = score_case(asked, outcome, task=task, top_k=top_k)
    assert len({score.metric for score in scores}) == len(scores)
    assert all(metric_of(score.metric) and "\n" not in score.reason for score in scores)
    return {score.metric: score for score in scores}


PASSENGERS = fact("310 passengers", "carries 310 passengers")
CAPTAIN = fact("Ilse Brandt", "Captain Ilse Brandt")
CARRIES = statement("The Karsholm ferry carries 310 passengers.", highlight="310 passengers")
SAILED = statement("Captain Ilse Brandt has sailed it since 2021.")
GRINDS = statement("The Ostrand mill grinds 17 tonnes of rye a day.", "mill.txt")
REFUSED = answer()


@pytest.mark.parametrize(
    ("asked", "found", "value", "reason"),
    [
        (case(PASSENGERS), answer(CARRIES), 1.0, "states '310 passengers'"),
        (case(PASSENGERS, CAPTAIN), answer(CARRIES), 0.5, "lacks 'Ilse Brandt'"),
        (case(PASSENGERS, CAPTAIN), answer(SAILED, CARRIES), 1.0, "states"),
        (case((fact("42 cars"), PASSENGERS)), answer(CARRIES), 1.0, "'42 cars' or '310"),
        (case(PASSENGERS, CAPTAIN), answer(GRINDS), 0.0, "lacks '310 passengers'; 'Ilse Brandt'"),
        (case(PASSENGERS), REFUSED, 0.0, "it was refused"),
        (
            case(PASSENGERS, CAPTAIN),
            answer(CARRIES, conflicts=(Conflict(about="x", statements=(CARRIES, SAILED)),)),
            1.0,
            "states",
        ),
        # A sentence does not run over two statements.
        (case(fact("310 of 2021")), answer(CARRIES, SAILED), 0.0, "lacks"),
        (case(), answer(CARRIES), None, ""),
        (case(answerable=False), answer(CARRIES), None, ""),
    ],
)
def test_fact_recall(asked: Case, found: Answer, value: float | None, reason: str) -> None:
    score = scored(asked, found).get("fact_recall")
    assert (score.value if score else None) == value
    assert score is None or reason in score.reason


@pytest.mark.parametrize(
    ("forbid", "found", "value"),
    [
        (["310 cars"], answer(CARRIES), 1.0),
        (["42 cars", "310 passengers"], answer(CARRIES), 0.0),
        (["310 passengers"], REFUSED, 1.0),
        ([], answer(CARRIES), None),
    ],
)
def test_forbidden_avoided(forbid: list[str], found: Answer, value: float | None) -> None:
    for answerable in (True, False):
        asked = case(forbid=tuple(map(fact, forbid)), answerable=answerable)
        score = scored(asked, found).get("forbidden_avoided")
        assert (score.value if score else None) == value
        assert score is None or value or "ferry carries 310 passengers" in score.reason


def squad_rows() -> list[tuple[str, list[str], float, float]]:
    path = Path(__file__).with_name("squad_reference.json")
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return [(given, golds, exact, f1) for given, golds, exact, f1 in rows]


def test_squad_agrees_with_torchmetrics() -> None:
    rows = squad_rows()
    assert len(rows) == 300
    assert sum(0 < f1 < 1 for *_, f1 in rows) > 60
    for given, golds, exact, f1 in rows:
        assert max(exact_match(given, gold) for gold in golds) == exact
        assert max(token_f1(given, gold) for gold in golds) == pytest.approx(f1, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Café's\tAnthem, (a.m.)", "cafés anthem am"),
        ("a an the", ""),
        ("$4.2 — 30%", "42 — 30"),
        ("“quoted”", "“quoted”"),
    ],
)
def test_normalize(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize(
    ("asked", "found", "values"),
    [
        (case(PASSENGERS), answer(CARRIES), (1.0, 1.0)),
        (case((fact("310"), fact("the 310 passengers!"))), answer(CARRIES), (1.0, 1.0)),
        (case(fact("310 people")), answer(CARRIES), (0.0, 0.5)),
        # Without a highlight the statement is the answer.
        (case(CAPTAIN), answer(SAILED), (0.0, 4 / 10)),
        (case(PASSENGERS), REFUSED, (0.0, 0.0)),
        (case(answerable=False), REFUSED, (1.0, 1.0)),
        (case(answerable=False), answer(CARRIES), (0.0, 0.0)),
        (case((fact("the"), fact("310 passengers"))), answer(CARRIES), (1.0, 1.0)),
        (case(PASSENGERS, CAPTAIN), answer(CARRIES), None),
        (case(relevant={"ferry.md": 1}), answer(CARRIES), None),
    ],
)
def test_short_answers(asked: Case, found: Answer, values: tuple[float, float] | None) -> None:
    scores = scored(asked, found)
    if values is None:
        assert not scores.keys() & {"exact_match", "token_f1"}
    else:
        assert scores["exact_match"].value == values[0]
        assert scores["token_f1"].value == pytest.approx(values[1])


SENTENCE = len(CARRIES.text)  # 42
GOLD = len("carries 310 passengers")  # 22
OTHER = fact("42 cars", "carries 42 cars", "mill.txt")


@pytest.mark.parametrize(
    ("asked", "found", "values"),
    [
        (case(PASSENGERS), answer(CARRIES), (GOLD / SENTENCE, 1.0, GOLD / SENTENCE)),
        # Said twice, quoted once.
        (case(PASSENGERS), answer(CARRIES, CARRIES), (GOLD / SENTENCE, 1.0, GOLD / SENTENCE)),
        (
            case(PASSENGERS, OTHER),
            answer(CARRIES),
            (GOLD / SENTENCE, GOLD / (GOLD + 15), GOLD / (SENTENCE + 15)),
        ),
        # Of a group the fact that is quoted counts, wherever it stands in it.
        (case((OTHER, PASSENGERS)), answer(CARRIES), (GOLD / SENTENCE, 1.0, GOLD / SENTENCE)),
        (case(PASSENGERS), answer(GRINDS), (0.0, 0.0, 0.0)),
        (case(PASSENGERS), REFUSED, (0.0, 0.0, 0.0)),
        (case(fact("310 passengers")), answer(CARRIES), None),
        (case(answerable=False), answer(CARRIES), None),
    ],
)
def test_quotes(asked: Case, found: Answer, values: tuple[float, ...] | None) -> None:
    scores = scored(asked, found)
    names = ("quote_precision", "quote_recall", "quote_iou")
    if values is None:
        assert not scores.keys() & set(names)
    else:
        assert [scores[name].value for name in names] == pytest.approx(values)


def test_gold_that_the_corpus_lacks_is_unscored_and_not_dropped() -> None:
    passages = (("mill.txt", Span(0, 20)),)
    scores = scored(case(PASSENGERS), answer(GRINDS), passages, texts={"mill.txt": MILL})
    for name in ("quote_iou", "passage_recall", "recall@5", "mrr"):
        assert scores[name].value is None
        assert "the corpus holds no 'ferry.md'" in scores[name].reason
    judged = scored(case(relevant={"ferry.md": 0}), None, passages)
    assert judged["ndcg@5"].value is None


def test_support_rate() -> None:
    check = Check(kind="quantity", claim="9", claim_span=Span(0, 1), holds=False, detail="no 9")
    unborne = replace(SAILED, supported=False, checks=(check,))
    scores = scored(case(), answer(CARRIES, unborne))
    assert scores["support_rate"] == Score(metric="support_rate", value=0.5, reason="no 9")
    assert scored(case(), answer(CARRIES))["support_rate"].value == 1
    assert "support_rate" not in scored(case(), REFUSED)


@pytest.mark.parametrize(
    ("answerable", "found", "expected"),
    [
        (True, answer(CARRIES), {"answered": 1.0}),
        (True, REFUSED, {"answered": 0.0, "abstention_precision": 0.0}),
        (False, answer(CARRIES), {"abstention_recall": 0.0}),
        (False, REFUSED, {"abstention_recall": 1.0, "abstention_precision": 1.0}),
    ],
)
def test_refusals(answerable: bool, found: Answer, expected: dict[str, float]) -> None:
    scores = scored(case(answerable=answerable), found)
    names = ("answered", "abstention_precision", "abstention_recall")
    assert {name: scores[name].value for name in names if name in scores} == expected


FIRST, SECOND = ("ferry.md", Span(0, 42)), ("ferry.md", Span(43, 88))
THIRD = ("mill.txt", Span(0, 74))
SECOND_RANK = 1 / math.log2(3)


@pytest.mark.parametrize(
    ("asked", "passages", "top_k", "values"),
    [
        # recall, reciprocal rank, nDCG, hit
        (case(PASSENGERS), (FIRST, THIRD), 5, (1.0, 1.0, 1.0, 1.0)),
        (case(PASSENGERS), (THIRD, FIRST), 5, (1.0, 0.5, SECOND_RANK, 1.0)),
        (case(PASSENGERS), (THIRD, FIRST), 1, (0.0, 0.0, 0.0, 0.0)),
        (case(PASSENGERS), (), 5, (0.0, 0.0, 0.0, 0.0)),
        # A passage that cuts the gold words does not hold them.
        (case(PASSENGERS), (("ferry.md", Span(0, 40)),), 5, (0.0, 0.0, 0.0, 0.0)),
        # One passage that holds everything is the best there is, at any k.
        (case(PASSENGERS, CAPTAIN), (("ferry.md", Span(0, 88)),), 1, (1.0, 1.0, 1.0, 1.0)),
        (case((OTHER, PASSENGERS)), (THIRD, FIRST), 5, (1.0, 1.0, 1.0, 1.0)),
        # Documents, each once: ferry.md is second of two.
        (case(relevant={"ferry.md": 2}), (THIRD, FIRST, SECOND), 5, (1.0, 0.5, SECOND_RANK, 1.0)),
        (case(PASSENGERS, relevant={"mill.txt": 1}), (THIRD, FIRST), 5, (1.0, 1.0, 1.0, 1.0)),
        (case(PASSENGERS, answerable=False), (FIRST,), 5, None),
        (case(fact("310 passengers")), (FIRST,), 5, None),
    ],
)  # fmt: skip
def test_rankings(
    asked: Case,
    passages: tuple[tuple[str, Span], ...],
    top_k: int,
    values: tuple[float, ...] | None,
) -> None:
    scores = scored(asked, None, passages, top_k)
    names = (f"recall@{top_k}", "mrr", f"ndcg@{top_k}", f"hit_rate@{top_k}")
    if values is None:
        assert not scores.keys() & set(names)
    else:
        assert [scores[name].value for name in names] == pytest.approx(values)


def test_passages_overlap_as_in_the_chunking_evaluation() -> None:
    passages = (FIRST, ("ferry.md", Span(20, 60)), THIRD, SECOND)
    scores = scored(case(PASSENGERS), None, passages, 3)
    retrieved = 42 + 40 + 74
    assert scores["passage_precision"].value == pytest.approx(GOLD / retrieved)
    assert scores["passage_recall"].value == 1
    assert scores["passage_iou"].value == pytest.approx(GOLD / retrieved)


def test_costs() -> None:
    used = Usage(input_tokens=900, output_tokens=40, cached_tokens=512, cost=0.002)
    scores = scored(case(), answer(CARRIES, usage=used))
    named = ("latency_ms", "input_tokens", "output_tokens", "cost_usd")
    assert [scores[name].value for name in named] == [12.5, 900, 40, 0.002]
    assert "cost_usd" not in scored(case(), answer(CARRIES, usage=replace(used, cost=None)))
    assert scored(case(), REFUSED).keys() & set(named) == {"latency_ms"}


def test_a_search_is_scored_on_its_passages_alone() -> None:
    scores = scored(case(PASSENGERS, forbid=(CAPTAIN,)), None, (FIRST,))
    assert {name.partition("_")[0] for name in scores} == {
        *("recall@5", "mrr", "ndcg@5", "hit", "passage", "latency"),
    }


def test_no_answer_is_no_refusal() -> None:
    outcome = Outcome(answer=None, passages=(), texts=TEXTS, elapsed_ms=1.0)
    with pytest.raises(ValueError, match="there is no answer"):
        score_case(case(PASSENGERS), outcome, task="ask", top_k=5)


def test_metrics_by_name() -> None:
    assert metric_of("recall@5") is metric_of("recall@k") is METRICS["recall@k"]
    assert metric_of("mrr").name == "mrr"
    with pytest.raises(KeyError):
        metric_of("mrr@5")


@pytest.mark.parametrize(
    ("left", "right", "common"),
    [
        ([(0, 5)], [(5, 9)], 0),
        ([(0, 5), (7, 9)], [(3, 8)], 3),
        ([(0, 9)], [(1, 2), (4, 6), (8, 20)], 4),
        ([], [(1, 2)], 0),
    ],
)
def test_spans(left: list[tuple[int, int]], right: list[tuple[int, int]], common: int) -> None:
    one, other = [Span(*pair) for pair in left], [Span(*pair) for pair in right]
    assert shared(one, other) == shared(other, one) == common
    assert merged([*one, *one]) == one
    found = overlap([("x", s) for s in one], [[("x", s)] for s in other])
    assert (found.right, found.covered, found.found) == (common, common, sum(map(len, one)))
    assert overlap([("y", s) for s in one], [[("x", s)] for s in other]).right == 0


@pytest.mark.parametrize(
    ("found", "precision", "recall", "iou"),
    [
        ([(0, 10)], 1.0, 1.0, 1.0),
        ([(100, 120)], 1.0, 1.0, 1.0),
        ([(0, 10), (100, 120)], 1.0, 1.0, 1.0),
        ([(0, 10), (200, 210)], 0.5, 1.0, 0.5),
        ([(0, 10), (100, 110)], 1.0, 1.0, 1.0),
        ([(100, 110)], 1.0, 0.5, 0.5),
        ([(200, 210)], 0.0, 0.0, 0.0),
        ([], 0.0, 0.0, 0.0),
    ],
)
def test_of_a_group_each_place_is_right_and_one_is_enough(
    found: list[tuple[int, int]], precision: float, recall: float, iou: float
) -> None:
    """A fact proved in two places: to quote both is as good as to quote one."""
    group = [("x", Span(0, 10)), ("x", Span(100, 120))]
    got = overlap([("x", Span(*pair)) for pair in found], [group])
    assert (got.precision, got.recall, got.iou) == (precision, recall, iou)
