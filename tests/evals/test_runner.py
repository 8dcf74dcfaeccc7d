"""Running a suite: the same answers in any number of threads, and after any interruption."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ragkit import Corpus
from ragkit.errors import SuiteError
from ragkit.evals.corpora import suite_corpus
from ragkit.evals.journal import claimed
from ragkit.evals.records import Case
from ragkit.evals.runfile import read_run, read_unfinished
from ragkit.evals.runner import RunOptions, run_suite
from tests.evals.suites import a_suite, without_times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.evals.records import Suite
    from ragkit.types import Answer

IDS = ["passengers", "captain", "rye", "wheel", "vehicles", "football"]


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    return a_suite(tmp_path_factory.mktemp("suite"))


@pytest.fixture(scope="module")
def corpus(suite: Suite) -> Iterator[Corpus]:
    with suite_corpus(suite, suite.path.parent / "work" / "karsholm") as corpus:
        yield corpus


@pytest.fixture(scope="module")
def finished(suite: Suite, corpus: Corpus) -> Path:
    """The run file of a run that nothing disturbed."""
    out = suite.path.parent / "finished.jsonl"
    run_suite(suite, corpus, out=out)
    return out


class Stumbling(Corpus):
    """A corpus that cannot be asked about something."""

    word = ""
    error: BaseException = ValueError()

    def ask(self, question: str, **options: Any) -> Answer:
        if self.word in question:
            raise self.error
        return super().ask(question, **options)


@contextmanager
def stumbling(corpus: Corpus, word: str, error: BaseException) -> Iterator[Corpus]:
    with Stumbling.open(corpus.folder, create=False) as opened:
        opened.word, opened.error = word, error
        yield opened


def test_every_case_has_its_answer_passages_and_scores(finished: Path, suite: Suite) -> None:
    run = read_run(finished)
    assert [result.case_id for result in run.results] == IDS
    header = run.header
    assert (header.suite, header.cases, header.prompt_hashes) == ("karsholm", 6, {})
    assert header.suite_hash == suite.suite_hash
    assert {"ragkit", "python", "chromadb", "onnxruntime", "tokenizers"} <= header.versions.keys()
    assert header.settings == {
        "task": "ask",
        "top_k": 5,
        "answerer": "extractive",
        "model": None,
        "answers": "abstain=True max=3 below=0.2",
        "rerank": True,
        "brief": False,
        "embedder": "local:all-MiniLM-L6-v2",
        "limit": None,
        "tags": [],
    }
    first = run.results[0]
    assert first.answer is not None
    assert "310 passengers" in first.answer["answer"]
    ((gold,),) = first.gold
    assert (gold.text, gold.source) == ("310 passengers", "documents/ferry.md")
    assert first.forbid == ("42 passengers",)
    texts = {document.source: document.data.decode() for document in suite.documents}
    line = texts["documents/ferry.md"].split("\n")[(gold.line or 0) - 1]
    assert gold.quote
    assert gold.quote in line
    for result in run.results:
        assert result.error is None
        assert 1 <= len(result.passages) <= 5
        for passage in result.passages:
            text = texts[passage["source"]]
            assert text[passage["start"] : passage["end"]] == passage["text"]
    by_metric = {score.metric: score for score in first.scores}
    assert by_metric["fact_recall"].value == 1.0
    assert all(score.reason for score in by_metric.values())


def test_a_run_file_names_nothing_of_the_machine(finished: Path, suite: Suite) -> None:
    text = finished.read_text()
    assert str(suite.path.parent) not in text
    assert "/" not in json.dumps(read_run(finished).header.settings)


@pytest.mark.parametrize("jobs", [2, 4, 16])
def test_threads_change_no_answer(
    suite: Suite, corpus: Corpus, finished: Path, tmp_path: Path, jobs: int
) -> None:
    told: list[float] = []

    def tell(done: float, total: float, what: str) -> None:
        assert what in IDS
        assert total == 6
        told.append(done)

    out = tmp_path / "run.jsonl"
    run = run_suite(suite, corpus, out=out, options=RunOptions(jobs=jobs), on_progress=tell)
    assert without_times(out) == without_times(finished)
    assert run == read_run(out)
    assert told[-1] == 6
    assert sorted(told) == told


def test_search_scores_passages_alone(suite: Suite, corpus: Corpus, tmp_path: Path) -> None:
    searched = replace(suite, task="search", top_k=2, cases=suite.cases[:5])
    run = run_suite(searched, corpus, out=tmp_path / "run.jsonl")
    assert [len(result.passages) for result in run.results] == [2] * 5
    assert [result.answer for result in run.results] == [None] * 5
    assert run.results[0].passages[0]["source"].endswith("ferry.md")
    metrics = {score.metric.partition("@")[0] for r in run.results for score in r.scores}
    assert "recall" in metrics
    assert "fact_recall" not in metrics


def test_more_passages_than_an_answerer_sees_are_searched_for(suite: Suite, tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus") as corpus:
        for n in range(20):
            corpus.add_text(f"Ferry {n} carries {n * 7} passengers a day.", source=f"{n}.txt")
        case = Case(case_id="one", question="How many passengers does ferry 7 carry?")
        many = replace(suite, cases=(case,), top_k=12)
        (result,) = run_suite(many, corpus, out=tmp_path / "run.jsonl").results
        assert len(result.passages) == 12
        found = corpus.search(case.question, top_k=12)
        assert [passage["text"] for passage in result.passages] == [h.chunk.text for h in found]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (RunOptions(limit=2), ["passengers", "captain"]),
        (RunOptions(limit=99), IDS),
        (RunOptions(tags=("figure",)), ["passengers", "rye", "vehicles"]),
        (RunOptions(tags=("figure",), limit=2), ["passengers", "rye"]),
    ],
)
def test_cases_can_be_chosen(
    suite: Suite, corpus: Corpus, tmp_path: Path, options: RunOptions, ids: list[str]
) -> None:
    run = run_suite(suite, corpus, out=tmp_path / "run.jsonl", options=options)
    assert [result.case_id for result in run.results] == ids
    assert run.header.cases == len(ids)


@pytest.mark.parametrize("tags", [("nothing",), ("figure", "name")])
def test_a_choice_of_no_case_is_refused(suite: Suite, tags: tuple[str, ...]) -> None:
    says = f"no case has the tag {' and '.join(map(repr, tags))}; its tags are date, figure, name"
    with pytest.raises(SuiteError, match=says):
        RunOptions(tags=tags).of(suite)


def test_a_case_that_raises_is_a_result_and_can_be_run_again(
    suite: Suite, corpus: Corpus, finished: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run.jsonl"
    error = ValueError("no\nsuch \x1b thing")
    with stumbling(corpus, "mill", error) as stopped:
        run = run_suite(suite, stopped, out=out)
    erred = [result for result in run.results if result.error]
    assert [result.case_id for result in erred] == ["rye", "wheel"]
    assert {result.error for result in erred} == {"ValueError: no such \ufffd thing"}
    assert {(result.answer, result.scores) for result in erred} == {(None, ())}
    before = without_times(out)
    run_suite(suite, corpus, out=out, resume=True)
    assert without_times(out) == before
    run_suite(suite, corpus, out=out, resume=True, retry_errors=True)
    assert without_times(out) == without_times(finished)


@pytest.mark.parametrize("lines", [1, 2, 4, 6])
@pytest.mark.parametrize("torn", ["", '{"case_id": "whe'])
def test_a_run_that_was_cut_off_ends_as_any_other(
    suite: Suite, corpus: Corpus, finished: Path, tmp_path: Path, lines: int, torn: str
) -> None:
    out = tmp_path / "run.jsonl"
    done = finished.read_text().splitlines(keepends=True)
    # Cases end in no order: the second half of the suite came first.
    out.write_text("".join([done[0], *reversed(done[len(done) - lines + 1 :])]) + torn)
    run_suite(suite, corpus, out=out, resume=True)
    assert without_times(out) == without_times(finished)
    assert [path.name for path in tmp_path.iterdir()] == ["run.jsonl"]


def test_an_interruption_keeps_what_had_ended(
    suite: Suite, corpus: Corpus, finished: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run.jsonl"
    with (
        stumbling(corpus, "wheel", KeyboardInterrupt()) as stopped,
        pytest.raises(KeyboardInterrupt),
    ):
        run_suite(suite, stopped, out=out)
    kept = [result.case_id for result in read_unfinished(out).results]
    # The thread may have begun another case before it was told to stop.
    assert kept[:3] == IDS[:3]
    assert "wheel" not in kept
    assert len(kept) < 5
    run_suite(suite, corpus, out=out, resume=True)
    assert without_times(out) == without_times(finished)


@pytest.mark.parametrize(
    ("changed", "options", "says"),
    [
        ({"suite_hash": "another"}, RunOptions(), "the suite or its documents have changed since"),
        ({"top_k": 3}, RunOptions(), "its settings: top_k is 5 and not 3"),
        ({"task": "search"}, RunOptions(), "task is 'ask' and not 'search'"),
        ({}, RunOptions(limit=2), "it is of another number of cases"),
        ({}, RunOptions(tags=("figure",)), "it is of another number of cases"),
    ],
)
def test_a_run_of_something_else_is_not_gone_on_with(
    suite: Suite,
    corpus: Corpus,
    finished: Path,
    changed: dict[str, Any],
    options: RunOptions,
    says: str,
) -> None:
    before = finished.read_bytes()
    with pytest.raises(SuiteError, match="is a run of something else") as refused:
        run_suite(replace(suite, **changed), corpus, out=finished, options=options, resume=True)
    assert says in str(refused.value)
    assert finished.read_bytes() == before


def test_another_corpus_is_something_else(suite: Suite, finished: Path, tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus") as corpus:
        corpus.add_text("Another text.", source="ferry.md")
        with pytest.raises(SuiteError, match="its documents have changed since"):
            run_suite(suite, corpus, out=finished, resume=True)


def test_a_run_that_is_there_is_not_written_over(
    suite: Suite, corpus: Corpus, finished: Path, tmp_path: Path
) -> None:
    before = finished.read_bytes()
    with pytest.raises(SuiteError, match="is there already; `--resume` goes on"):
        run_suite(suite, corpus, out=finished)
    assert finished.read_bytes() == before
    with claimed(tmp_path / "run.jsonl"), pytest.raises(SuiteError, match="by another run"):
        run_suite(suite, corpus, out=tmp_path / "run.jsonl")


def test_a_corpus_that_changes_under_a_run_spoils_it(suite: Suite, tmp_path: Path) -> None:
    with suite_corpus(suite, tmp_path / "work" / "karsholm") as corpus:

        def change(done: float, total: float, what: str) -> None:
            corpus.add_text(f"Text {done}.", source="new.txt")

        with pytest.raises(SuiteError, match="was changed while it was being asked"):
            run_suite(suite, corpus, out=tmp_path / "run.jsonl", on_progress=change)


def test_a_run_file_that_is_no_file_is_refused_and_not_replaced(
    suite: Suite, corpus: Corpus, tmp_path: Path
) -> None:
    (tmp_path / "run.jsonl").symlink_to(os.devnull)
    for out in (tmp_path, tmp_path / "run.jsonl"):
        with pytest.raises(SuiteError, match="is no regular file"):
            run_suite(suite, corpus, out=out)
    assert not Path(os.devnull).is_file()
