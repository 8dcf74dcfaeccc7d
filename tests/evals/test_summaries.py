"""Suites of summaries: what they may say, how a summary is scored, and how a run is shown."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ragkit.errors import QueryError, SuiteError
from ragkit.evals.comparison import compare_runs
from ragkit.evals.corpora import suite_corpus
from ragkit.evals.gates import scored_name
from ragkit.evals.hashes import case_hash
from ragkit.evals.records import Case, Fact, Outcome, Score, SummaryTask
from ragkit.evals.reporting.compare_page import compare_page
from ragkit.evals.reporting.junit import junit_xml
from ragkit.evals.reporting.page import run_page
from ragkit.evals.reporting.records import comparison_record, run_record
from ragkit.evals.reporting.terminal import print_run
from ragkit.evals.reporting.verdicts import failed, status_of
from ragkit.evals.runfile import read_run
from ragkit.evals.runner import run_suite
from ragkit.evals.schema import suite_schema
from ragkit.evals.scorers import score_case
from ragkit.evals.suite import load_suite
from ragkit.evals.tasks import question_of
from ragkit.render.terminal import console
from ragkit.summarizing.summarizer import Request
from ragkit.types import Conflict, Provenance, Quote, Span, Statement, Summary
from tests.conftest import ROOT, SEEDS, Program, assert_one_line_error
from tests.evals.suites import write_suite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ragkit import Corpus
    from ragkit.evals.records import Run, Suite

SUITE = """\
name: karsholm
corpus: documents
task: summarize
cases:
  - id: ferry
    source: ferry.md
    words: 20
    facts:
      - {text: 310 passengers, source: ferry.md, quote: carries 310 passengers}
      - {text: Ilse Brandt, source: ferry.md, quote: Captain Ilse Brandt}
    forbid: [{text: 17 tonnes}]
    tags: [short]
  - id: both
    sources: [mill.txt, bridge.txt]
    sentences: 1
    facts: [{text: "12,400 vehicles", source: bridge.txt, quote: "carries 12,400 vehicles"}]
"""
CASE = "corpus: documents\ntask: summarize\ncases:\n  - id: a\n"
FACT = "    facts: [{text: 310 passengers, source: ferry.md, quote: carries 310 passengers}]\n"


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    return load_suite(write_suite(tmp_path_factory.mktemp("suite"), suite=SUITE))


@pytest.fixture(scope="module")
def corpus(suite: Suite) -> Iterator[Corpus]:
    with suite_corpus(suite, suite.path.parent / "work" / "karsholm") as corpus:
        yield corpus


@pytest.fixture(scope="module")
def finished(suite: Suite, corpus: Corpus) -> Run:
    return run_suite(suite, corpus, out=suite.path.parent / "run.jsonl")


def test_a_case_says_what_is_summarised_and_how(suite: Suite) -> None:
    first, second = suite.cases
    assert suite.task == "summarize"
    assert first.summary == SummaryTask(
        sources=("documents/ferry.md",), request=Request(words=20, sentences=None)
    )
    assert first.question == "Summary of ferry.md in 20 words"
    assert second.summary is not None
    assert second.summary.sources == ("documents/mill.txt", "documents/bridge.txt")
    assert second.question == "Summary of mill.txt and bridge.txt in 1 sentence"


@pytest.mark.parametrize(
    ("sources", "request_", "question"),
    [
        (["x/a.md"], Request(words=120, sentences=None), "Summary of a.md in 120 words"),
        (
            ["a.md", "b.md", "c.md"],
            Request(words=None, sentences=3),
            "Summary of a.md, b.md and c.md in 3 sentences",
        ),
        (
            ["a.md", "b.md", "c.md", "d.md"],
            Request(words=50, sentences=None, focus="rye"),
            "Summary of a.md, b.md and 2 more on “rye” in 50 words",
        ),
        (
            ["a.md"],
            Request(words=None, sentences=10, style="figures"),
            "Key figures of a.md in 10 figures",
        ),
    ],
)
def test_a_question_is_made_for_reports(
    sources: list[str], request_: Request, question: str
) -> None:
    assert question_of(SummaryTask(sources=tuple(sources), request=request_)) == question


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CASE + FACT, "4: the case lacks 'source', what is to be summarised"),
        (CASE + "    question: What?\n" + FACT, "5: the case 'a' has a question, and the task is"),
        (
            CASE + "    source: ferry.md\n    sources: [mill.txt]\n" + FACT,
            "6: the case 'a' has both 'source' and 'sources'; leave one out",
        ),
        (
            CASE + "    source: ferry.md\n    words: 90\n    sentences: 3\n" + FACT,
            "7: the case 'a' has both 'words' and 'sentences'; leave one out",
        ),
        (
            CASE + "    source: fery.md\n" + FACT,
            "5: the corpus has no source 'fery.md'; did you mean 'ferry.md'?",
        ),
        (
            CASE + "    sources:\n      - ferry.md\n      - mil.txt\n" + FACT,
            "7: the corpus has no source 'mil.txt'; did you mean 'mill.txt'?",
        ),
        (CASE + "    source: ferry.md\n    words: 0\n" + FACT, "6: 'words' is '0'; it is at least"),
        (
            CASE + "    source: ferry.md\n    words: 100001\n" + FACT,
            "6: 'words' is '100001'; it is at most 100,000",
        ),
        (
            CASE + "    source: ferry.md\n    sentences: 0\n" + FACT,
            "6: 'sentences' is '0'; it is at least 1",
        ),
        (
            CASE + "    source: ferry.md\n    words: many\n" + FACT,
            "6: 'words' is 'many', not a whole number",
        ),
        (
            CASE + "    source: ferry.md\n    style: long\n" + FACT,
            "6: 'style' is 'long'; it is 'brief', 'bullets' or 'figures'",
        ),
        (CASE + "    source: ferry.md\n    focus: ' '\n" + FACT, "6: 'focus' is empty"),
        (CASE + "    sources: []\n" + FACT, "5: 'sources' is empty"),
        (
            CASE + "    source: ferry.md\n    answerable: false\n",
            "6: the case 'a' is not answerable, and a summary refuses nothing",
        ),
        (CASE + "    source: ferry.md\n", "4: the case 'a' has no facts; give some"),
        ("top_k: 3\n" + CASE + "    source: ferry.md\n" + FACT, "1: 'top_k' counts passages"),
        (
            CASE.replace("task: summarize\n", "") + "    question: What?\n    words: 90\n" + FACT,
            "5: 'words' is for a summary, and the task is 'ask'; 'task: summarize' goes with it",
        ),
        (
            CASE.replace("summarize", "search") + "    question: What?\n    source: a\n" + FACT,
            "6: 'source' is for a summary, and the task is 'search'",
        ),
        (CASE.replace("task: summarize\n", "") + FACT, "3: the case lacks 'question'"),
        (
            "gates: {summary_words: 1}\n" + CASE + "    source: ferry.md\n" + FACT,
            "1: 'summary_words' depends on what is asked for; 'length_kept' makes a gate",
        ),
    ],
)
def test_a_wrong_combination_is_refused_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    path = write_suite(tmp_path, suite=text)
    with pytest.raises(SuiteError) as caught:
        load_suite(path)
    assert str(caught.value).startswith(f"{path}:{message}")
    assert "\n" not in str(caught.value)


def test_json_lines_may_ask_for_summaries(tmp_path: Path) -> None:
    write_suite(tmp_path)
    fact = {"text": "310 passengers", "source": "ferry.md", "quote": "carries 310 passengers"}
    lines = [
        {"corpus": "documents", "task": "summarize"},
        {"id": "a", "source": "ferry.md", "words": 30, "focus": "who sails it", "facts": [fact]},
    ]
    path = tmp_path / "suite.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    (case,) = load_suite(path).cases
    assert case.question == "Summary of ferry.md on “who sails it” in 30 words"


def test_a_hash_tells_what_is_asked_and_not_how_it_is_worded(suite: Suite) -> None:
    case = suite.cases[0]
    assert case.summary is not None
    assert case_hash(replace(case, question="Otherwise?")) == case_hash(case)
    longer = replace(case.summary, request=replace(case.summary.request, words=30))
    others = [
        replace(case, summary=longer),
        replace(case, summary=replace(case.summary, sources=("documents/mill.txt",))),
        replace(case, summary=None),
    ]
    assert len({case_hash(one) for one in (case, *others)}) == 4


def test_editors_are_told_which_keys_go_with_which_task() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    checker = jsonschema.Draft202012Validator(suite_schema())
    fact = {"text": "x", "source": "a.md", "quote": "x"}

    def fits(task: str | None, **case: object) -> bool:
        suite = {"cases": [{"id": "a", "facts": [fact], **case}]}
        return bool(checker.is_valid({**suite, "task": task} if task else suite))

    assert fits(None, question="What?")
    assert fits("summarize", source="a.md", words=90)
    assert fits("summarize", sources=["a.md", "b.md"], sentences=2, focus="rye", style="bullets")
    assert not fits(None)
    assert not fits("ask", question="What?", words=90)
    assert not fits("summarize", question="What?", source="a.md")
    assert not fits("summarize")
    assert not fits("summarize", source="a.md", sources=["b.md"])
    assert not fits("summarize", source="a.md", words=90, sentences=2)
    assert not fits("summarize", source="a.md", words=0)


# --- scoring


TEXT = "The ferry carries 310 passengers. Captain Brandt sails it."


def a_summary(*texts: str, **given: Any) -> Summary:
    """Statements that quote themselves, from `TEXT`."""
    statements = []
    for text in texts:
        start = TEXT.find(text)
        span = Span(start, start + len(text)) if start >= 0 else Span(0, 1)
        quote = Quote(text=span.of(TEXT), source="f", doc_id="f", text_hash="", span=span)
        statements.append(Statement(text=text, quotes=(quote,), supported=start >= 0))
    made = Summary(
        sources=("f",),
        statements=tuple(statements),
        coverage=(),
        provenance=Provenance(answerer="extractive", model="m", settings_hash=""),
    )
    return replace(made, **given)


def scores_of(
    summary: Summary | None, *, words: int | None = 20, sentences: int | None = None
) -> dict[str, Score]:
    start = TEXT.index("310 passengers")
    fact = Fact(
        text="310 passengers", source="f", quote="310 passengers", span=Span(start, start + 14)
    )
    case = Case(
        case_id="a",
        question="Summary",
        facts=((fact,), (Fact(text="Brandt"),)),
        forbid=(Fact(text="17 tonnes"),),
        summary=SummaryTask(sources=("f",), request=Request(words=words, sentences=sentences)),
    )
    outcome = Outcome(answer=summary, passages=(), texts={"f": TEXT}, elapsed_ms=3.0)
    found = score_case(case, outcome, task="summarize", top_k=5)
    return {score.metric: score for score in found}


def test_a_summary_is_scored_by_what_it_states() -> None:
    found = scores_of(a_summary("The ferry carries 310 passengers."))
    assert {name: score.value for name, score in found.items()} == {
        "fact_recall": 0.5,
        "forbidden_avoided": 1.0,
        "quote_precision": pytest.approx(14 / 33),
        "quote_recall": 1.0,
        "quote_iou": pytest.approx(14 / 33),
        "support_rate": 1.0,
        "length_kept": 1.0,
        "summary_words": 5.0,
        "latency_ms": 3.0,
    }
    assert found["fact_recall"].reason == "lacks 'Brandt'"
    assert found["length_kept"].reason == "5 of 20 words"


@pytest.mark.parametrize(
    ("words", "sentences", "kept", "reason"),
    [
        (5, None, 0.0, "9 of 5 words"),
        (9, None, 1.0, "9 of 9 words"),
        (None, 1, 0.0, "2 of 1 sentences"),
        (None, 2, 1.0, "2 of 2 sentences"),
    ],
)
def test_the_length_is_held_against_what_was_asked(
    words: int | None, sentences: int | None, kept: float, reason: str
) -> None:
    summary = a_summary("The ferry carries 310 passengers.", "Captain Brandt sails it.")
    score = scores_of(summary, words=words, sentences=sentences)["length_kept"]
    assert (score.value, score.reason) == (kept, reason)


def test_what_is_not_borne_and_a_conflict_count() -> None:
    found = scores_of(a_summary("It carries 17 tonnes."))
    assert (found["support_rate"].value, found["forbidden_avoided"].value) == (0.0, 0.0)
    other = a_summary("Captain Brandt sails it.").statements
    conflict = Conflict(about="x", statements=other, dates=(None,))
    both = a_summary("The ferry carries 310 passengers.", conflicts=(conflict,))
    assert scores_of(both)["fact_recall"].value == 1.0


def test_an_empty_summary_states_nothing() -> None:
    found = scores_of(a_summary(warnings=("no sentence fits into 10 words",)))
    assert found["fact_recall"].value == 0.0
    assert found["fact_recall"].reason == "nothing was stated: no sentence fits into 10 words"
    assert found["quote_recall"].value == 0.0
    assert "support_rate" not in found


def test_no_summary_is_no_empty_one() -> None:
    with pytest.raises(ValueError, match="the task is to summarize, and there is no answer"):
        scores_of(None)


@pytest.mark.parametrize("name", ["length_kept", "fact_recall"])
def test_what_makes_a_gate(name: str) -> None:
    assert scored_name(name, top_k=5) == name
    with pytest.raises(QueryError, match="'length_kept' makes a gate"):
        scored_name("summary_words", top_k=5)
    assert scored_name("summary_words", top_k=5, costs=True) == "summary_words"


# --- running


def test_a_run_has_every_summary_with_its_scores(finished: Run) -> None:
    first, second = finished.results
    assert finished.header.settings["task"] == "summarize"
    assert finished.header.settings["answerer"] == "extractive"
    assert first.answer is not None
    assert first.answer["sources"] == ["documents/ferry.md"]
    assert "310 passengers" in first.answer["summary"]
    assert first.answer["words"] <= 20
    assert first.passages == ()
    assert {score.metric for score in first.scores} == {
        *("fact_recall", "forbidden_avoided", "quote_precision", "quote_recall", "quote_iou"),
        *("support_rate", "length_kept", "summary_words", "latency_ms"),
    }
    assert status_of(first) == "passed"
    assert second.answer is not None
    assert len(second.answer["statements"]) == 1
    assert (failed(second) or "").startswith("lacks what it has to say: lacks '12,400 vehicles'")


def test_a_run_is_read_back_and_gone_on_with(suite: Suite, corpus: Corpus, tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    first = run_suite(suite, corpus, out=out)
    whole = out.read_bytes()
    out.write_bytes(whole[: whole.rindex(b"\n", 0, -1) + 1])
    again = run_suite(suite, corpus, out=out, resume=True)
    assert again.results[0] == first.results[0]
    assert [result.case_id for result in again.results] == ["ferry", "both"]
    assert again == read_run(out)


def test_every_report_shows_the_statements_and_the_gold(finished: Run) -> None:
    shown = io.StringIO()
    print_run(console(shown), finished)
    assert "(summarize, extractive)" in shown.getvalue()
    assert "both Summary of mill.txt and bridge.txt in 1 sentence" in shown.getvalue()
    page = run_page(finished)
    assert "<h3>Summary</h3><ul><li" in page
    assert "The Karsholm ferry carries 310 passengers and 42 cars." in page
    assert "“carries 310 passengers” documents/ferry.md:3" in page
    xml = junit_xml(finished)
    assert "summary: The Ostrand mill grinds" in xml
    assert "gold: 12,400 vehicles" in xml
    record = run_record(finished)
    assert record["metrics"]["length_kept"]["value"] == 1.0
    assert (record["passed"], record["failed"]) == (1, 1)


def test_an_empty_summary_is_shown_with_its_reason(finished: Run) -> None:
    answer = {**(finished.results[0].answer or {}), "summary": None, "statements": []}
    empty = replace(
        finished.results[0], answer={**answer, "warnings": ["there is no sentence"], "quotes": []}
    )
    assert "No summary: there is no sentence" in run_page(replace(finished, results=(empty,)))


def test_what_a_summary_says_is_shown_and_never_obeyed(finished: Run) -> None:
    nasty = "<script>alert(1)</script>"
    check = {"holds": False, "detail": nasty}
    statement = {"text": nasty, "supported": False, "quotes": [], "checks": [check]}
    answer = {**(finished.results[0].answer or {}), "summary": nasty, "statements": [statement]}
    page = run_page(replace(finished, results=(replace(finished.results[0], answer=answer),)))
    assert nasty not in page
    assert page.count("&lt;script&gt;alert(1)") >= 2


def test_two_runs_are_compared(finished: Run) -> None:
    first, second = finished.results
    scores = tuple(
        replace(score, value=1.0) if score.metric == "fact_recall" else score
        for score in second.scores
    )
    better = replace(finished, results=(first, replace(second, scores=scores)))
    found = compare_runs(finished, better)
    (flip,) = found.flips
    assert flip.case_id == "both"
    assert not found.incomplete
    words = next(one for one in found.metrics if one.name == "summary_words")
    assert words.verdict == "untested"
    assert "The Ostrand mill grinds" in comparison_record(found)["flips"][0]["a"]["answer"]
    assert "The Ostrand mill grinds" in compare_page(found)


# --- the program


RUN = ("eval", "run", "karsholm.yaml")


def test_the_program_runs_it(run: Program, tmp_path: Path) -> None:
    write_suite(tmp_path, suite=SUITE)
    done = run(*RUN, "--html", "r.html", "--junit", "r.xml", "--fail-under", "length_kept=1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "gate held  length_kept" in done.stdout
    assert max(map(len, done.stdout.splitlines()[:-1])) <= 80
    assert run(*RUN, "--fail-under", "summary_words=5").returncode == 1
    assert run(*RUN, "--fail-under", "recall@5=0.1").returncode == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--top-k", "3"], "--top-k counts passages, and 'karsholm.yaml' asks for summaries"),
        (["--model", "gpt-6-luna"], "--model is for a language model; add --answerer openai"),
    ],
)
def test_what_means_nothing_to_a_summary_is_refused(
    run: Program, tmp_path: Path, options: list[str], says: str
) -> None:
    write_suite(tmp_path, suite=SUITE)
    assert_one_line_error(run(*RUN, *options), says)


# --- the project's own


def test_nothing_is_sent_though_the_environment_names_a_model(
    suite: Suite, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever asked there would be refused the connection.
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9")
    for result in run_suite(suite, corpus, out=tmp_path / "run.jsonl").results:
        assert result.error is None
        assert result.answer
        assert result.answer["provenance"]["sent"] is None


@pytest.fixture(scope="module")
def own() -> Suite:
    return load_suite(ROOT / "evals" / "summaries.yaml")


def test_the_own_suite_has_each_text_in_three_lengths(own: Suite) -> None:
    lengths: dict[str, list[int | None]] = {}
    for case in own.cases:
        assert case.summary is not None
        if len(case.summary.sources) == 1:
            name = case.summary.sources[0].rsplit("/", 1)[-1]
            lengths.setdefault(name, []).append(case.summary.request.words)
    texts = {path.name for path in SEEDS.iterdir() if path.suffix in {".md", ".txt", ".html"}}
    assert lengths == {name: [60, 90, 150] for name in texts}


def test_a_longer_summary_has_to_tell_what_a_shorter_one_tells(own: Suite) -> None:
    by_id = {case.case_id: case for case in own.cases}
    for case in own.cases:
        name, _, words = case.case_id.rpartition("-")
        longer = by_id.get(f"{name}-{ {'60': 90, '90': 150}.get(words) }")
        if longer:
            assert set(case.facts) <= set(longer.facts), case.case_id


def test_ninety_words_tell_four_facts_of_five(run: Program, tmp_path: Path) -> None:
    command = ("eval", "run", ROOT / "evals" / "summaries.yaml", "--filter", "tag=medium")
    done = run(*command, "--fail-under", "fact_recall=0.8", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    metrics = json.loads(done.stdout)["metrics"]
    assert metrics["fact_recall"]["n"] == 8
    assert metrics["fact_recall"]["value"] >= 0.8
    assert metrics["length_kept"]["value"] == metrics["support_rate"]["value"] == 1.0
