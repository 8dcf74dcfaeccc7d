"""What an eval is made of: gold facts, cases, suites, scores and the outcome of a case.

A suite is read once (`suite.py`, `importers/`), run case by case (`runner.py`), and every
outcome is kept with a reason for each score, so that a report and a comparison need
nothing but the run file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ragkit.types import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ragkit.summarizing.summarizer import Request
    from ragkit.types import Span, Summary

__all__ = [
    "Case",
    "CaseResult",
    "Fact",
    "Gold",
    "JudgeSpec",
    "Outcome",
    "Run",
    "RunHeader",
    "Score",
    "Suite",
    "SuiteDocument",
    "SummaryTask",
    "Task",
]

Task = Literal["ask", "search", "summarize"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that an answer has to say, and the words of a source that prove it.

    Attributes:
        text: a short phrase or a quantity ("30 percent", "Ilse Brandt").
        source: the document that holds the proof; None where a set names none.
        quote: the words that prove it, as the source has them; None as above.
        span: where they stand in the text of `source`; None as above.
    """

    text: str
    source: str | None = None
    quote: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryTask:
    """What a case has summarised, and how.

    Attributes:
        sources: the documents, by their names in the corpus, each once.
        request: the length, the style and the focus.
    """

    sources: tuple[str, ...]
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question and what is known of its answer; or a summary, and what it has to tell.

    Attributes:
        case_id: unique in its suite.
        question: what is asked; of a summary, what it is of, for a person.
        facts: what the answer has to say: each item is a group of facts of which one
            suffices (`any_of`); most groups hold one fact.
        forbid: what it must not say, such as the near-miss figure.
        answerable: false if the right answer is to abstain; there are no facts then.
        tags: what to group by and to filter.
        relevant: documents that answer, with their grades, where a set judges documents
            and not words (BEIR, SQuAD's paragraphs); else empty.
        line: where the case stands in the suite file, from 1; None where it has no lines.
        summary: what is to be summarised; None unless the task is "summarize".
    """

    case_id: str
    question: str
    facts: tuple[tuple[Fact, ...], ...] = ()
    forbid: tuple[Fact, ...] = ()
    answerable: bool = True
    tags: tuple[str, ...] = ()
    relevant: Mapping[str, int] = field(default_factory=dict)
    line: int | None = None
    summary: SummaryTask | None = None

    @property
    def gold_texts(self) -> tuple[str, ...]:
        """Every wording of the answer, where one fact is asked; else empty.

        What SQuAD's exact match and F1 compare with.
        """
        return tuple(fact.text for fact in self.facts[0]) if len(self.facts) == 1 else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteDocument:
    """A document of a suite's corpus: its name there and its bytes."""

    source: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSpec:
    """What a suite asks a model to judge.

    Attributes:
        criteria: what is asked of an answer, by the name that its metric has.
        model: which one judges; None leaves it to who runs the suite.
    """

    criteria: Mapping[str, str]
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Cases over a corpus.

    Attributes:
        name: the stem of its file, or what the file says.
        path: the file that it was read from.
        documents: the corpus, by source name.
        cases: in the order of the file.
        task: "ask" scores answers and what was retrieved for them; "search" passages alone;
            "summarize" summaries.
        top_k: how many passages retrieval is scored on.
        gates: metrics, as the file names them, and the least value that each must have.
        suite_hash: sha256 over the cases and the documents: two runs with the same one
            were asked the same.
        judge: what a model is to judge of answers; None for nothing.
    """

    name: str
    path: Path
    documents: tuple[SuiteDocument, ...]
    cases: tuple[Case, ...]
    task: Task = "ask"
    top_k: int = 5
    gates: Mapping[str, float] = field(default_factory=dict)
    suite_hash: str = ""
    judge: JudgeSpec | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One metric of one case.

    Attributes:
        metric: what `metrics.metric_of` knows.
        value: 0 to 1 for rates; milliseconds, tokens or dollars for costs. None where it
            could not be scored: such a score is counted and listed, never dropped.
        reason: one line for a person.
    """

    metric: str
    value: float | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a case was answered, before it is scored.

    Attributes:
        answer: what was answered, or the summary: both are statements with quotes. None for
            the task "search".
        passages: the spans that were retrieved, best first, each with its source; none for
            a summary.
        texts: canonical texts of the corpus, by source; what every span refers to.
        elapsed_ms: how long the question took.
    """

    answer: Answer | Summary | None
    passages: tuple[tuple[str, Span], ...]
    texts: Mapping[str, str]
    elapsed_ms: float

    @property
    def refusal(self) -> str | None:
        """Why nothing was stated; None where something was, or a search asked for no answer.

        A summary refuses nothing, and may find nothing that fits.
        """
        if self.answer is None:
            return None
        if isinstance(self.answer, Answer):
            return (self.answer.reason or "no reason is given") if self.answer.abstained else None
        if self.answer.statements:
            return None
        return "; ".join(self.answer.warnings) or "the summary is empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A gold fact as a report shows it.

    Attributes:
        text: its wording.
        source: the document that proves it; None where the set names none.
        line: where the proof starts, from 1; None where the document has no lines.
        quote: the words that prove it; None where they are not known.
    """

    text: str
    source: str | None = None
    line: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """A line of a run file: what a case was answered and how that scored.

    Attributes:
        case_hash: sha256 over the case's definition: a comparison pairs only equal ones.
        gold: its facts, a group each, for a report.
        answer: as `ragkit ask --json` prints it, or `ragkit summarize --json`; None for
            "search" and for an error.
        passages: `{"source", "start", "end", "text"}`, best first.
        error: why the case could not be answered, in one line; None where it was.
    """

    case_id: str
    case_hash: str
    question: str
    tags: tuple[str, ...]
    answerable: bool
    gold: tuple[tuple[Gold, ...], ...]
    forbid: tuple[str, ...]
    answer: Mapping[str, Any] | None
    passages: Sequence[Mapping[str, Any]]
    scores: tuple[Score, ...]
    elapsed_ms: float
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunHeader:
    """The first line of a run file: what was run, on what, by what.

    Attributes:
        versions: of ragkit, Python and the packages that an answer depends on.
        settings: of the run (task, top_k, answerer, embedder, limit, filters; with a judge
            its model as `judge`, and `criteria`).
        prompt_hashes: of every prompt file that was in force, by name.
        gates: what the run was held against: bounds, by the names of the scores.
    """

    suite: str
    suite_hash: str
    corpus_hash: str
    cases: int
    versions: Mapping[str, str]
    settings: Mapping[str, Any]
    prompt_hashes: Mapping[str, str]
    gates: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run file, read: the header and the results in the order of the suite."""

    header: RunHeader
    results: tuple[CaseResult, ...]
    path: Path | None = None
