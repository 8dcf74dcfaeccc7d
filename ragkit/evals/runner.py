"""Running a suite: every case is asked, scored and written down as it ends.

A case that raises is a result too, with its error in one line, and the run goes on. What
has ended is in the run file, whatever becomes of the process; `resume` runs the rest, and
the file ends as if nothing had happened, but for the times.
"""

from __future__ import annotations

import platform
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, fields, replace
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from ragkit._version import __version__
from ragkit.answering.extractive import Extractive
from ragkit.errors import ChatSetupError, SuiteError
from ragkit.evals.corpora import corpus_hash
from ragkit.evals.hashes import case_hash
from ragkit.evals.journal import Journal, claimed, is_to_retry
from ragkit.evals.outcomes import outcome_of
from ragkit.evals.records import CaseResult, Gold, Run, RunHeader
from ragkit.evals.runfile import read_run, read_unfinished
from ragkit.evals.scorers import score_case
from ragkit.render.printable import one_line
from ragkit.render.records import answer_record, summary_record
from ragkit.summarizing.extractive import ExtractiveSummarizer
from ragkit.types import Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ragkit.adding import Progress
    from ragkit.answering.answerer import Answerer, Teller
    from ragkit.corpus import Corpus
    from ragkit.evals.judge import Judge
    from ragkit.evals.records import Case, Fact, Outcome, Suite
    from ragkit.summarizing.summarizer import Summarizer
    from ragkit.types import Document

__all__ = ["DEFAULTS", "JOBS", "MODEL_JOBS", "RunOptions", "run_suite"]

#: Cases at a time. Offline answers are bound by Python's lock: 200 took 3.7 s by one, two or
#: four at a time, and each of them took longer for it. Answers that wait for a model gain.
JOBS = 1
MODEL_JOBS = 4

# What an answer of the offline answerer depends on, beside ragkit itself.
_PACKAGES = ("chromadb", "numpy", "onnxruntime", "pystemmer", "sentencex", "tokenizers")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """Which cases of a suite are run, and how.

    Attributes:
        limit: the first so many of those that are left; None for all.
        tags: only cases that have every one of these.
        answerer: what answers, where the task is "ask".
        summarizer: what summarises, where it is "summarize".
        judge: what judges the answers; None for nothing.
        jobs: how many cases at a time.
        gates: what the run is held against, by the names of the scores; they are noted in the
            run file, and `reporting` shows what became of them.
        brief: leave the text of the passages out of the run file, as a baseline that is
            committed has no use for it.
        rerank: whether the reader reads the passages of a question.
    """

    limit: int | None = None
    tags: tuple[str, ...] = ()
    answerer: Answerer = field(default_factory=Extractive)
    summarizer: Summarizer = field(default_factory=ExtractiveSummarizer)
    judge: Judge | None = None
    jobs: int = JOBS
    gates: Mapping[str, float] = field(default_factory=dict)
    brief: bool = False
    rerank: bool = True

    def of(self, suite: Suite) -> tuple[Case, ...]:
        """The cases that are left.

        Raises:
            SuiteError: if none is.
        """
        found = [case for case in suite.cases if set(self.tags) <= set(case.tags)]
        if not found:
            known = sorted({tag for case in suite.cases for tag in case.tags})
            raise SuiteError(
                f"{suite.path}: no case has the tag {' and '.join(map(repr, self.tags))};"
                f" its tags are {', '.join(known) or 'none'}"
            )
        return tuple(found[: self.limit])


DEFAULTS = RunOptions()


def run_suite(
    suite: Suite,
    corpus: Corpus,
    *,
    out: Path,
    options: RunOptions = DEFAULTS,
    resume: bool = False,
    retry_errors: bool = False,
    on_progress: Progress | None = None,
) -> Run:
    """Run cases and write a line for each as it ends.

    Args:
        suite: what is asked.
        corpus: the suite's documents, as `corpora.suite_corpus` opens them.
        out: the run file; new, unless the run is resumed.
        options: which cases, and how.
        resume: go on with `out`: what is done there is kept.
        retry_errors: when resuming, run the cases again that ended in an error or that the
            judge gave no verdict on.
        on_progress: called with the cases done, all cases, and an id.

    Raises:
        SuiteError: if `out` is there already, is a run of something else or damaged, or
            is being written by another run.
        ChatSetupError: if the model or the judge cannot be asked and the user has to act; what
            had ended by then is in the file.
        KeyboardInterrupt: as it came; what had ended by then is in the file.
    """
    cases = options.of(suite)
    documents = corpus.documents()
    generation = corpus.status().generation
    header = _header(suite, corpus, options, documents, cases=len(cases))
    by_source = {document.source: document for document in documents}
    texts = {document.source: document.text for document in documents}
    ask = partial(
        outcome_of,
        suite=suite,
        corpus=corpus,
        texts=texts,
        answerer=options.answerer,
        summarizer=options.summarizer,
        rerank=options.rerank,
    )
    gold = partial(_gold, documents=by_source)
    run_one = partial(
        _run_case, suite=suite, ask=ask, gold=gold, judge=options.judge, brief=options.brief
    )
    with claimed(out):
        kept = _kept(out, header, retry_errors=retry_errors) if resume else _none(out)
        done = {result.case_id for result in kept}
        with Journal(out, header, kept) as journal:
            waiting = [case for case in cases if case.case_id not in done]
            if waiting:
                # The first question would be charged with loading the model.
                corpus.search("how long a question takes", top_k=1)
            _run_all(waiting, run_one, journal, jobs=options.jobs, on_progress=on_progress)
            if corpus.status().generation != generation:
                raise SuiteError(
                    f"the corpus {str(corpus.folder)!r} was changed while it was being asked;"
                    " run the suite again"
                )
            journal.finish([case.case_id for case in cases])
    return read_run(out)


def _run_all(
    cases: Sequence[Case],
    run_one: Callable[[Case], CaseResult],
    journal: Journal,
    *,
    jobs: int,
    on_progress: Progress | None,
) -> None:
    def run(case: Case) -> str:
        # Written where it ran: an interruption reaches the main thread alone.
        journal.append(run_one(case))
        return case.case_id

    total = len(journal) + len(cases)
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        try:
            for future in as_completed([pool.submit(run, case) for case in cases]):
                case_id = future.result()
                if on_progress:
                    on_progress(len(journal), total, case_id)
        except BaseException:
            # What has not begun never does; what has is waited for and written.
            pool.shutdown(cancel_futures=True)
            raise


def _run_case(
    case: Case,
    *,
    suite: Suite,
    ask: Callable[[Case], tuple[Outcome, tuple[dict[str, Any], ...]]],
    gold: Callable[[Fact], Gold],
    judge: Judge | None,
    brief: bool,
) -> CaseResult:
    """The result of a case; where it raises, the error is the result.

    Raises:
        ChatSetupError: if the model or the judge cannot be asked: no other case could be either.
    """
    result = CaseResult(
        case_id=case.case_id,
        case_hash=case_hash(case),
        question=case.question,
        tags=case.tags,
        answerable=case.answerable,
        gold=tuple(tuple(map(gold, group)) for group in case.facts),
        forbid=tuple(fact.text for fact in case.forbid),
        answer=None,
        passages=(),
        scores=(),
        elapsed_ms=0.0,
    )
    began = time.perf_counter()
    try:
        outcome, passages = ask(case)
        scores = score_case(case, outcome, task=suite.task, top_k=suite.top_k)
    except ChatSetupError as error:
        raise ChatSetupError(f"{error}; then `--resume` goes on", usage=error.usage) from None
    except Exception as error:  # whatever it is, the others are worth running
        elapsed_ms = round(1000 * (time.perf_counter() - began), 1)
        why = one_line(" ".join(f"{type(error).__name__}: {error}".split()))
        return replace(result, elapsed_ms=elapsed_ms, error=why)
    if judge:
        scores += tuple(judge.scores(case, outcome))
    return replace(
        result,
        answer=_record(outcome),
        passages=[{**passage, "text": ""} for passage in passages] if brief else passages,
        scores=scores,
        elapsed_ms=outcome.elapsed_ms,
    )


def _record(outcome: Outcome) -> dict[str, Any] | None:
    """What was answered, as the command prints it that answers such a thing."""
    match outcome.answer:
        case None:
            return None
        case Summary():
            return summary_record(outcome.answer, elapsed_ms=outcome.elapsed_ms)
        case _:
            return answer_record(outcome.answer, elapsed_ms=outcome.elapsed_ms)


def _gold(fact: Fact, *, documents: Mapping[str, Document]) -> Gold:
    document = documents.get(fact.source or "")
    line = document.line_at(fact.span.start) if document and fact.span else None
    return Gold(text=fact.text, source=fact.source, line=line, quote=fact.quote)


def _header(
    suite: Suite, corpus: Corpus, options: RunOptions, documents: Sequence[Document], *, cases: int
) -> RunHeader:
    packages = {name: version(name) for name in _PACKAGES}
    judge = options.judge
    by: Teller | None = None
    if suite.task != "search":
        by = options.answerer if suite.task == "ask" else options.summarizer
    judging = {"judge": judge.model_name, "criteria": judge.criteria} if judge else {}
    return RunHeader(
        suite=suite.name,
        suite_hash=suite.suite_hash,
        corpus_hash=corpus_hash(documents),
        cases=cases,
        versions={"ragkit": __version__, "python": platform.python_version(), **packages},
        settings={
            "task": suite.task,
            "top_k": suite.top_k,
            "answerer": by.name if by else None,
            "model": by.model_name if by else None,
            "answers": by.settings if by else None,
            "rerank": options.rerank if suite.task != "summarize" else None,
            **judging,
            "embedder": corpus.status().embedder,
            "limit": options.limit,
            "tags": list(options.tags),
            "brief": options.brief,
        },
        prompt_hashes={
            **(by.prompt_hashes if by else {}),
            **(judge.prompt_hashes if judge else {}),
        },
        gates=dict(options.gates),
    )


def _kept(out: Path, header: RunHeader, *, retry_errors: bool) -> list[CaseResult]:
    """What an earlier start of this very run has done; nothing where it never began."""
    if not out.exists() or not out.stat().st_size:
        return []
    earlier = read_unfinished(out)
    for name in (one.name for one in fields(RunHeader)):
        before, now = (getattr(found, name) for found in (earlier.header, header))
        # What a run is held against changes no answer.
        if before != now and name != "gates":
            raise SuiteError(
                f"{str(out)!r} is a run of something else: {_differing(name, before, now)};"
                " start a new run without `--resume`"
            )
    return [result for result in earlier.results if not (retry_errors and is_to_retry(result))]


_CHANGED = {
    "cases": "it is of another number of cases",
    "corpus_hash": "its documents have changed since, or how they are read",
    "suite_hash": "the suite or its documents have changed since",
}


def _differing(name: str, before: object, now: object) -> str:
    """Two values of a header as far as they differ."""
    if name in _CHANGED:
        return _CHANGED[name]
    if isinstance(before, dict) and isinstance(now, dict):
        keys = [key for key in {**before, **now} if before.get(key) != now.get(key)]
        return f"its {name}: " + ", ".join(
            f"{key} is {before.get(key)!r} and not {now.get(key)!r}" for key in keys
        )
    return f"its {name} is {before!r} and not {now!r}"


def _none(out: Path) -> list[CaseResult]:
    """Nothing is kept of a new run, and nothing may be lost by it."""
    if out.exists() and out.stat().st_size:
        raise SuiteError(
            f"{str(out)!r} is there already; `--resume` goes on with a run, and a new one"
            " needs another `--out`"
        )
    return []
