"""A run as JUnit XML, for CI servers: a case that errs is told from one that fails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ragkit.evals.reporting.verdicts import (
    answer_text,
    failed,
    is_summary,
    status_of,
    unscored,
)
from ragkit.evals.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ragkit.evals.gates import GateResult
    from ragkit.evals.records import CaseResult, Run

__all__ = ["junit_xml"]

# XML 1.0 cannot hold other characters, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(run: Run, gates: Sequence[GateResult] = ()) -> str:
    """The XML of a run: a test suite of its cases, and one of its gates where it has any.

    Args:
        run: what was run.
        gates: what became of its gates.
    """
    suites = [_cases(run)]
    if gates:
        suites.append(_gates(run.header.suite, gates))
    root = ET.Element("testsuites", _totals(run.header.suite, suites))
    root.extend(suites)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _totals(name: str, suites: Iterable[ET.Element]) -> dict[str, str]:
    sums = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for suite in suites:
        for key in sums:
            sums[key] += int(suite.get(key, "0"))
    return {"name": _xml(name), **{key: str(value) for key, value in sums.items()}}


def _cases(run: Run) -> ET.Element:
    suite = _suite(run.header.suite, [_case(run.header.suite, result) for result in run.results])
    suite.set("time", f"{sum(result.elapsed_ms for result in run.results) / 1000:.3f}")
    properties = ET.Element("properties")
    for name, summary in summarize(run.results).items():
        for key in ("value", "low", "high", "n", "unscored"):
            value = getattr(summary, key)
            named = name if key == "value" else f"{name}.{key}"
            shown = "" if value is None else f"{value:.6g}"
            ET.SubElement(properties, "property", {"name": _xml(named), "value": shown})
    suite.insert(0, properties)
    return suite


def _suite(name: str, cases: Sequence[ET.Element]) -> ET.Element:
    count = {kind: sum(case.find(kind) is not None for case in cases) for kind in _KINDS}
    suite = ET.Element(
        "testsuite",
        {
            "name": _xml(name),
            "tests": str(len(cases)),
            "failures": str(count["failure"]),
            "errors": str(count["error"]),
            "skipped": str(count["skipped"]),
        },
    )
    suite.extend(cases)
    return suite


_KINDS = ("failure", "error", "skipped")


def _case(suite: str, result: CaseResult) -> ET.Element:
    case = ET.Element(
        "testcase",
        {
            "classname": _xml(suite),
            "name": _xml(result.case_id),
            "time": f"{result.elapsed_ms / 1000:.3f}",
        },
    )
    if result.error is not None:
        kind = result.error.partition(":")[0]
        error = ET.SubElement(case, "error", {"message": _xml(result.error), "type": _xml(kind)})
        error.text = _xml(result.question)
    elif why := failed(result):
        failure = ET.SubElement(case, "failure", {"message": _xml(why), "type": "wrong"})
        failure.text = _xml("\n".join(_account(result)))
    elif status_of(result) == "unscored":
        ET.SubElement(case, "skipped", {"message": "unscored"})
    if missing := [score for _, score in unscored([result])]:
        out = ET.SubElement(case, "system-out")
        out.text = _xml("\n".join(f"unscored: {s.metric}: {s.reason}" for s in missing))
    return case


def _account(result: CaseResult) -> Iterable[str]:
    yield f"question: {result.question}"
    if result.answer is not None:
        what = "summary" if is_summary(result.answer) else "answer"
        yield f"{what}: {answer_text(result.answer)}"
    for group in result.gold:
        yield f"gold: {' | '.join(dict.fromkeys(fact.text for fact in group))}"
    for score in result.scores:
        yield f"{score.metric}: {score.value}: {score.reason}"


def _gates(name: str, gates: Sequence[GateResult]) -> ET.Element:
    cases: list[ET.Element] = []
    for gate in gates:
        case = ET.Element(
            "testcase", {"classname": _xml(f"{name} gates"), "name": gate.metric, "time": "0.000"}
        )
        if not gate.holds:
            message = {"message": f"{gate.metric} {gate.reason}", "type": "gate"}
            ET.SubElement(case, "failure", message)
        cases.append(case)
    return _suite(f"{name} gates", cases)


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)
