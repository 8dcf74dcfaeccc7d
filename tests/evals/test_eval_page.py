"""What people and CI servers are shown of a run: the page, JUnit XML, the terminal."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import time
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from ragkit.errors import QueryError
from ragkit.evals.comparison import compare_runs
from ragkit.evals.gates import GateResult, check_gates, parse_gates
from ragkit.evals.reporting.compare_page import compare_page
from ragkit.evals.reporting.comparison import print_comparison
from ragkit.evals.reporting.junit import junit_xml
from ragkit.evals.reporting.page import run_page
from ragkit.evals.reporting.records import comparison_record, run_record
from ragkit.evals.reporting.terminal import print_run
from ragkit.evals.reporting.verdicts import chance, failed, status_of
from ragkit.evals.summary import summarize
from ragkit.render.terminal import console
from tests.evals.runs import PASSAGE, SENTENCE, a_run, answer, result, score

if TYPE_CHECKING:
    from ragkit.evals.records import CaseResult, Run

NASTY = '<script>alert(1)</script> & "quoted" \u202e \x1b[31m \x00 ]]>'
FELL = GateResult(metric="fact_recall", bound=0.9, at_most=False, value=0.5, holds=False)
HELD = GateResult(metric="latency_ms", bound=50.0, at_most=True, value=12.5, holds=True)
ERRED = result("erred", answer=None, passages=(), scores=(), error=f"ValueError: {NASTY}")
WRONG = result("wrong", score("fact_recall", 0.0, NASTY), score("answered", 1.0), tags=("near",))
UNSCORED = result("unscored", score("fact_recall", 1.0), score("token_f1", None, "no short answer"))
RIGHT = result("right")
RUN = a_run([RIGHT, WRONG, ERRED, UNSCORED])


class Page(HTMLParser):
    """What a browser makes of a page: its tags with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def having(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize(
    ("scores", "changed", "says"),
    [
        ([("fact_recall", 1.0), ("answered", 1.0)], {}, None),
        ([("fact_recall", 0.5)], {}, "lacks what it has to say: why"),
        ([("fact_recall", None)], {}, None),
        ([("fact_recall", 1.0), ("forbidden_avoided", 0.0)], {}, "says what it must not: why"),
        ([("fact_recall", 0.0), ("answered", 0.0)], {}, "refused, and the documents hold"),
        ([("abstention_recall", 0.0)], {}, "answered, and the documents do not hold"),
        ([("support_rate", 0.5)], {}, "says what its quotes do not bear: why"),
        ([("exact_match", 0.0), ("token_f1", 0.1), ("quote_iou", 0.0)], {}, None),
        ([("hit_rate@k", 0.0), ("fact_recall", 1.0)], {}, None),
        ([("hit_rate@k", 0.0)], {"answer": None}, "no passage holds what was sought: why"),
        ([("hit_rate@1", 0.0), ("hit_rate@5", 1.0)], {"answer": None}, None),
        (
            [("hit_rate@1", 0.0), ("hit_rate@5", 0.0)],
            {"answer": None},
            "no passage holds what was sought: why",
        ),
        ([("hit_rate@k", 1.0), ("recall@k", 0.5)], {"answer": None}, None),
        ([("fact_recall", 0.0)], {"error": "ValueError: x"}, None),
    ],
)
def test_what_fails_a_case(
    scores: list[tuple[str, float | None]], changed: dict[str, object], says: str | None
) -> None:
    case = result("one", *(score(metric, value, "why") for metric, value in scores), **changed)
    why = failed(case)
    assert why is None if says is None else (why or "").startswith(says)
    lacking = any(value is None for _, value in scores)
    expected = "unscored" if lacking else "passed"
    expected = "error" if case.error else "failed" if says else expected
    assert status_of(case) == expected


def test_the_page_shows_everything_and_obeys_nothing() -> None:
    page = run_page(RUN, [FELL, HELD])
    shown = Page(page)
    assert len(shown.having("script")) == 1
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "\x00" not in page
    assert [found["data-s"] for found in shown.having("details") if "data-s" in found] == [
        *("error", "failed", "unscored", "passed"),
    ]
    for words in (
        *("1 failed, 1 ended in an error, 1 unscored", "gate fell", "gate held"),
        *("fact_recall is 0.5, at least 0.9 is asked", "latency_ms is 12.5, at most 50 is asked"),
        *("What is wrong?", SENTENCE, "ferry.md:3", "310 passengers", "no short answer"),
        *("<script>alert(1)</script>", "share of the gold facts", "ragkit 0.0.1"),
        *(f"“{SENTENCE}” ferry.md:3", "Passages that were retrieved", "A case passes if"),
    ):
        assert words in shown.text
    marked = re.search("<blockquote>.*?</blockquote>", page, re.DOTALL)
    assert marked
    assert f"<mark>{SENTENCE}</mark>" in marked[0]
    assert Page(marked[0]).text.startswith(PASSAGE)


def test_the_page_runs_its_own_script_and_fetches_nothing() -> None:
    page = run_page(RUN)
    shown = Page(page)
    (policy,) = [m["content"] or "" for m in shown.having("meta") if "http-equiv" in m]
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.split("; ")[0] == "default-src 'none'"
    assert f"script-src 'sha256-{digest}'" in policy
    for _, attributes in shown.tags:
        assert not {"src", "href", "onclick", "onload"} & attributes.keys()
    assert "url(" not in page
    assert "@import" not in page
    # Without the script, what filters is not there and every case is.
    (form,) = shown.having("form")
    assert "hidden" in form
    assert all("hidden" not in details for details in shown.having("details"))


def test_tags_are_plotted_and_can_be_chosen() -> None:
    nasty = result("odd", tags=('a"b<c>', "x\ny"))
    shown = Page(run_page(a_run([*RUN.results, nasty])))
    chosen = [option.get("value") for option in shown.having("option")]
    assert chosen[:5] == ["", 'a"b<c>', "figure", "near", "x\ny"]
    assert {'["near"]', '["a\\"b<c>", "x\\ny"]'} <= {
        details.get("data-t") for details in shown.having("details")
    }
    assert shown.text.count("By tag") == 1


@pytest.mark.parametrize(
    ("quotes", "marked"),
    [
        ([(128, 170)], [SENTENCE]),
        ([(128, 170), (128, 170)], [SENTENCE]),
        ([(128, 150), (140, 170)], [SENTENCE[:22], SENTENCE[22:]]),
        ([(171, 174), (128, 170)], [SENTENCE, "It"]),
        ([(0, 5)], ["quote"]),
    ],
)
def test_quotes_are_marked_where_they_stand(
    quotes: list[tuple[int, int]], marked: list[str]
) -> None:
    given = [
        {
            "text": PASSAGE[start - 100 : end - 100] if start >= 100 else "quote",
            "source": "ferry.md",
            "start": start,
            "end": end,
            "line": None,
        }
        for start, end in quotes
    ]
    page = run_page(a_run([result("one", answer={**answer(), "quotes": given})]))
    assert [mark.strip() for mark in re.findall("<mark>(.*?)</mark>", page)] == marked


def test_a_page_of_a_thousand_cases_is_small_and_soon_made() -> None:
    passages = [
        {"source": "ferry.md", "start": 100, "end": 1300, "text": (PASSAGE + " and so on" * 120)}
    ] * 5
    scores = [score(name, 0.5, "a reason of common length, ferry.md:3") for name in (
        "fact_recall", "forbidden_avoided", "quote_precision", "quote_recall", "quote_iou",
        "support_rate", "answered", "recall@k", "mrr", "ndcg@k", "hit_rate@k", "passage_iou",
        "passage_precision", "passage_recall", "token_f1", "exact_match", "latency_ms",
    )]  # fmt: skip
    run = a_run([result(f"case-{n}", *scores, passages=passages) for n in range(1000)])
    began = time.process_time()
    page = run_page(run)
    assert time.process_time() - began < 10
    assert len(page.encode()) < 10_000_000


def test_junit_tells_errors_from_failures() -> None:
    root = ET.fromstring(junit_xml(RUN, [FELL, HELD]))
    totals = {"tests": "6", "failures": "2", "errors": "1", "skipped": "1"}
    assert root.attrib == {"name": "ferries", **totals}
    cases, gates = root.findall("testsuite")
    assert [cases.get(key) for key in ("tests", "failures", "errors")] == ["4", "1", "1"]
    assert [gates.get(key) for key in ("tests", "failures", "errors")] == ["2", "1", "0"]
    by_name = {case.get("name"): case for case in cases.findall("testcase")}
    assert list(by_name) == ["right", "wrong", "erred", "unscored"]
    assert [child.tag for case in by_name.values() for child in case] == [
        *("failure", "error", "skipped", "system-out"),
    ]
    assert all(case.get("time") == "0.013" for case in by_name.values())
    error = by_name["erred"].find("error")
    assert error is not None
    assert error.get("type") == "ValueError"
    assert error.get("message") == "ValueError: " + NASTY.replace("\x1b", "").replace("\x00", "")
    failure = by_name["wrong"].find("failure")
    assert failure is not None
    assert (failure.get("message") or "").startswith("lacks what it has to say: <script>")
    assert f"answer: {SENTENCE}" in (failure.text or "")
    properties = {p.get("name"): p.get("value") for p in cases.iter("property")}
    assert properties["fact_recall"] == "0.666667"
    assert properties["fact_recall.n"] == "3"
    assert properties["token_f1"] == ""
    assert properties["token_f1.unscored"] == "1"
    assert [case.get("name") for case in gates] == ["fact_recall", "latency_ms"]


def test_junit_of_lone_surrogates_and_line_ends_is_xml() -> None:
    odd = result("a\ud800b\n\uffff", score("fact_recall", 0.0, "x\r\n\ty"), question="\ud83d")
    root = ET.fromstring(junit_xml(a_run([odd])))
    (case,) = root.iter("testcase")
    assert case.get("name") == "ab\n"


def printed(run: Run, *gates: GateResult) -> str:
    file = io.StringIO()
    out = console(file)
    out.width = 80
    print_run(out, run, gates)
    return file.getvalue()


def test_the_terminal_shows_what_matters_in_80_columns() -> None:
    text = printed(RUN, FELL, HELD)
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text
    assert "\u202e" not in text
    for words in (
        *("ferries: 4 cases", "fact_recall", "0.667", "gate fell  fact_recall is 0.5"),
        *("gate held  latency_ms", "1 passed, 1 failed, 1 ended in an error, 1 unscored"),
        *("erred What is erred?", "wrong What is wrong?", "unscored: token_f1: no short answer"),
    ):
        assert words in text


def test_the_terminal_lists_ten_cases_and_says_how_to_see_the_others() -> None:
    wrong = [replace(WRONG, case_id=f"wrong-{n}") for n in range(20)]
    erred = [replace(ERRED, case_id=f"erred-{n}") for n in range(20)]
    text = printed(a_run([*wrong, *erred]))
    assert (text.count("  wrong-"), text.count("  erred-")) == (6, 4)
    assert "and 30 more; all of them: `ragkit eval report RUN --html report.html`" in text
    assert printed(a_run(erred)).count("  erred-") == 10


def test_the_record_counts_cases() -> None:
    record = run_record(RUN, [FELL, HELD])
    assert list(record) == [
        *("suite", "cases", "passed", "failed", "errors", "unscored"),
        *("metrics", "tags", "gates", "settings", "run"),
    ]
    assert (record["cases"], record["passed"], record["failed"]) == (4, 1, 1)
    assert (record["errors"], record["unscored"]) == (1, 1)
    empty = {"value": None, "low": None, "high": None, "n": 0, "unscored": 1}
    assert record["metrics"]["token_f1"] == empty
    assert record["tags"]["near"]["fact_recall"]["value"] == 0
    assert record["gates"] == [
        {"metric": "fact_recall", "least": 0.9, "value": 0.5, "holds": False},
        {"metric": "latency_ms", "most": 50.0, "value": 12.5, "holds": True},
    ]


@pytest.mark.parametrize(
    "results", [[], [ERRED], [result("only", scores=(), answer=None, passages=())]]
)
def test_runs_with_nothing_to_average_are_shown(results: list[CaseResult]) -> None:
    run = a_run(results)
    assert f"{len(results)} cases" in Page(run_page(run)).text
    assert f"{len(results)} cases" in printed(run)
    ET.fromstring(junit_xml(run))


@pytest.mark.parametrize(
    ("pairs", "holds"),
    [
        (["fact_recall=0.6666666667"], [True]),
        (["fact_recall=0.67"], [False]),
        (["fact_recall=0.9", "answered=0.1"], [False, True]),
        (["token_f1=0"], [False]),
        (["mrr=0"], [False]),
        (["answered = 1", "latency_ms=0"], [True, False]),
    ],
)
def test_gates_are_held_against_a_run(pairs: list[str], holds: list[bool]) -> None:
    checked = check_gates(parse_gates(pairs, top_k=5), summarize(RUN.results))
    assert [gate.holds for gate in checked] == holds
    for gate in checked:
        assert ("has no value" in gate.reason) == (gate.value is None)


def test_a_gate_of_which_cases_are_unscored_falls() -> None:
    run = a_run([result("a", score("mrr", 1.0)), result("b", score("mrr", None, "no gold"))])
    (gate,) = check_gates({"mrr": 0.5}, summarize(run.results))
    assert not gate.holds
    assert gate.reason == "is 1, at least 0.5 is asked; 1 cases are unscored"


def test_a_gate_that_falls_by_little_shows_it() -> None:
    run = a_run([result("a", score("mrr", 0.899975))])
    (gate,) = check_gates({"mrr": 0.9}, summarize(run.results))
    assert gate.reason == "is 0.899975, at least 0.9 is asked"


def test_a_metric_has_one_gate() -> None:
    with pytest.raises(QueryError, match="given twice for 'recall@5'"):
        parse_gates(["recall@k=0.9", "recall@5=0.1"], top_k=5)


@pytest.mark.parametrize(
    "pair",
    [
        *("", "fact_recall", "=1", "fact_recall=", "fact_recall=x", "fact_recall=inf", "x=1"),
        *("fact_recall=1.2", "fact_recall=-0.1", "latency_ms=-1", "recall@3=0.5"),
    ],
)
def test_a_gate_that_makes_no_sense_is_refused(pair: str) -> None:
    with pytest.raises(QueryError):
        parse_gates([pair], top_k=5)


A = a_run([result(f"case-{n}", tags=()) for n in range(30)] + [WRONG, RIGHT])
B = a_run(
    [
        result(
            f"case-{n}",
            score("fact_recall", float(n > 12), NASTY),
            score("answered", 1.0),
            answer=answer() if n > 12 else answer(NASTY),
            tags=(),
        )
        for n in range(30)
    ]
    + [replace(WRONG, scores=(score("fact_recall", 1.0), score("answered", 1.0))), ERRED],
    versions={"ragkit": "0.0.2", "python": "3.11.7"},
)


def test_a_comparison_shows_what_flipped_with_both_answers() -> None:
    found = compare_runs(A, B)
    assert found.worse
    shown = Page(compare_page(found))
    assert not shown.having("script")
    classes = [details["class"] for details in shown.having("details")]
    assert classes == ["c bad"] * 13 + ["c good"]
    for words in (
        *("31 cases in both", "1 in A alone: right", "1 in B alone: erred", "What is case-7?"),
        *("fact_recall 1.000 → 0.000", SENTENCE, "<script>alert(1)</script>", "worse"),
        *("versions: ragkit was 0.0.1 and is 0.0.2", f"p {chance(found.metrics[0].p_adjusted)}"),
    ):
        assert words in shown.text


def test_a_comparison_fits_a_terminal() -> None:
    file = io.StringIO()
    out = console(file)
    out.width = 80
    print_comparison(out, compare_runs(A, B))
    text = file.getvalue()
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text
    for words in (
        *("worse: fact_recall", "13 cases flipped to the worse, 1 to the better"),
        *("case-0 What is case-0?", f"A: {SENTENCE}", "B: <script>", "and 4 more"),
    ):
        assert words in text
    for run in (A, a_run([ERRED])):
        print_comparison(out, compare_runs(run, run))
        compare_page(compare_runs(run, run))
    assert "nothing is worse beyond chance" in file.getvalue()


def test_the_record_of_a_comparison() -> None:
    record = comparison_record(compare_runs(A, B))
    assert record["worse"] is True
    assert (record["cases"], record["only_a"], record["only_b"]) == (31, ["right"], ["erred"])
    recall = record["metrics"]["fact_recall"]
    assert recall["verdict"] == "worse"
    assert recall["low"] <= recall["difference"] <= recall["high"] < 0
    first, *_, last = record["flips"]
    assert first["case_id"] == "case-0"
    assert first["changes"] == [{"metric": "fact_recall", "a": 1.0, "b": 0.0, "better": False}]
    assert first["a"] == {"answer": SENTENCE, "failed": None}
    assert last["changes"][0]["better"] is True
