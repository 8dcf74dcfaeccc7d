"""Run files: a header and a line for each case, JSON on every line.

A file grows line by line while its run lasts, in the order in which cases end, and is put
into the suite's order when the last one has. `read_run` takes finished files alone;
`read_unfinished` is for going on with one. Neither writes nor accepts NaN or an infinity.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from ragkit.errors import SuiteError
from ragkit.evals.metrics import metric_of
from ragkit.evals.records import CaseResult, Gold, Run, RunHeader, Score
from ragkit.render.printable import one_line

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["header_line", "read_run", "read_unfinished", "result_line"]

#: Of the layout of run files: a reader refuses what it does not know.
FORMAT = 1
_GO_ON = "`ragkit eval run … --resume` goes on with it"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


_Model = TypeVar("_Model", bound=BaseModel)


class _Header(_Strict):
    run: int
    suite: str
    suite_hash: str
    corpus_hash: str
    cases: int
    versions: dict[str, str]
    settings: dict[str, Any]
    prompt_hashes: dict[str, str]
    gates: dict[str, float]


class _Score(_Strict):
    metric: str
    value: float | None
    reason: str


class _Gold(_Strict):
    text: str
    source: str | None
    line: int | None
    quote: str | None


class _Passage(_Strict):
    source: str
    start: int
    end: int
    text: str


class _Quote(BaseModel):
    """What reports read of a quote."""

    text: str
    source: str
    start: int
    end: int


class _Check(BaseModel):
    """What reports read of a check."""

    holds: bool
    detail: str


class _Statement(BaseModel):
    """What reports read of a statement."""

    text: str
    checks: list[_Check] = []


class _Answer(BaseModel):
    """What reports read of an answer or a summary, which refuses nothing; there is more in it."""

    model_config = ConfigDict(extra="allow")

    abstained: bool = False
    quotes: list[_Quote]
    statements: list[_Statement] = []


class _Result(_Strict):
    case_id: str
    case_hash: str
    question: str
    tags: list[str]
    answerable: bool
    gold: list[list[_Gold]]
    forbid: list[str]
    answer: dict[str, Any] | None
    passages: list[_Passage]
    scores: list[_Score]
    elapsed_ms: float
    error: str | None


def header_line(header: RunHeader) -> str:
    """The first line of a run file, with its end."""
    gates = {name: float(bound) for name, bound in header.gates.items()}
    return _line({"run": FORMAT, **asdict(header), "gates": gates})


def result_line(result: CaseResult) -> str:
    """The line of a case, with its end."""
    record = asdict(result)
    # A whole number is written as it will be read: a run that is resumed ends as any other.
    record["elapsed_ms"] = float(result.elapsed_ms)
    for score in record["scores"]:
        score["value"] = None if score["value"] is None else float(score["value"])
    return _line(record)


def read_run(path: Path) -> Run:
    """A finished run.

    Raises:
        SuiteError: `path:line: …` where the file does not read, or ends too early.
        OSError: if it cannot be opened.
    """
    run, torn = _read(path)
    at = len(run.results) + 1
    if torn:
        raise SuiteError(f"{path}:{at + 1}: the line is cut off; {_GO_ON}")
    if len(run.results) < run.header.cases:
        raise SuiteError(
            f"{path}:{at}: the run ends after {len(run.results)} of {run.header.cases} cases;"
            f" {_GO_ON}"
        )
    return run


def read_unfinished(path: Path) -> Run:
    """What a run has so far, in the order of the file; a last line that is cut off is dropped.

    Raises:
        SuiteError: `path:line: …` where the file is damaged elsewhere.
        OSError: if it cannot be opened.
    """
    return _read(path)[0]


def _read(path: Path) -> tuple[Run, bool]:
    """The run as far as it goes, and whether its last line lacks its end."""
    # Not by splitlines: a question may hold other characters that end a line.
    *lines, rest = path.read_bytes().split(b"\n")
    if not lines:
        raise SuiteError(f"{path}:1: is no run file: it has no header line")
    header = _header(path, lines[0])
    results: dict[str, CaseResult] = {}
    for number, line in enumerate(lines[1:], start=2):
        result = _result(path, number, line)
        if result.case_id in results:
            _refuse(path, number, f"the case {result.case_id!r} is there a second time")
        results[result.case_id] = result
        if len(results) > header.cases:
            _refuse(path, number, f"the header says {header.cases} cases, and here is another")
    return Run(header=header, results=tuple(results.values()), path=path), bool(rest)


def _header(path: Path, line: bytes) -> RunHeader:
    data = _object(path, 1, line)
    if "run" not in data:
        _refuse(path, 1, "is no run file: its first line has no 'run'")
    if data["run"] != FORMAT:
        _refuse(path, 1, f"is a run file of layout {data['run']!r}, this ragkit reads {FORMAT}")
    found = _checked(path, 1, _Header, data).model_dump()
    for name in found["gates"]:
        if not _is_metric(name):
            _refuse(path, 1, f"gates: there is no metric {name!r}")
    del found["run"]
    return RunHeader(**found)


def _result(path: Path, number: int, line: bytes) -> CaseResult:
    found = _checked(path, number, _Result, _object(path, number, line))
    if why := _untrue(found):
        _refuse(path, number, why)
    if found.answer is not None:
        _checked(path, number, _Answer, found.answer, "answer")
    return CaseResult(
        case_id=found.case_id,
        case_hash=found.case_hash,
        question=found.question,
        tags=tuple(found.tags),
        answerable=found.answerable,
        gold=tuple(tuple(Gold(**fact.model_dump()) for fact in group) for group in found.gold),
        forbid=tuple(found.forbid),
        answer=found.answer,
        passages=tuple(passage.model_dump() for passage in found.passages),
        scores=tuple(Score(**score.model_dump()) for score in found.scores),
        elapsed_ms=found.elapsed_ms,
        error=found.error,
    )


def _untrue(found: _Result) -> str | None:
    """What no run writes: a metric that there is none of, a value that it cannot have."""
    gated = 0
    seen: set[str] = set()
    for score in found.scores:
        if not _is_metric(score.metric):
            return f"there is no metric {score.metric!r}"
        if score.metric in seen:
            return f"{score.metric} is there a second time"
        seen.add(score.metric)
        metric = metric_of(score.metric)
        gated += metric.gated
        if score.value is not None and not 0 <= score.value <= (1 if metric.gated else math.inf):
            return f"{score.metric} is {score.value:g}, which it cannot be"
    if found.error is None and not gated:
        return f"the case {found.case_id!r} has neither a score nor an error"
    return None


def _is_metric(name: str) -> bool:
    try:
        metric_of(name)
    except KeyError:
        return False
    return True


def _object(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        # An editor may have put a byte-order mark before the first line.
        found = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        _refuse(path, number, f"is no JSON: {error}")
    if not isinstance(found, dict):
        _refuse(path, number, "is no JSON object")
    return found


def _checked(
    path: Path, number: int, model: type[_Model], data: dict[str, Any], *within: str
) -> _Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, (*within, *first["loc"])))
        _refuse(path, number, f"{where}: {first['msg']}")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _refuse(path: Path, number: int, why: str) -> NoReturn:
    raise SuiteError(f"{path}:{number}: {one_line(why)}")


def _line(record: dict[str, Any]) -> str:
    # A value that is no number stops here, and not in whoever reads the file.
    line = json.dumps(record, ensure_ascii=False, allow_nan=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # a lone surrogate, which only an escape can carry
        line = json.dumps(record, allow_nan=False)
    return line + "\n"
