"""A run and a comparison as JSON: the contract that scripts build on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ragkit.evals.reporting.verdicts import answer_text, counts, failed
from ragkit.evals.summary import summarize, summarize_tags

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ragkit.evals.comparison import Comparison, Flip, MetricComparison
    from ragkit.evals.gates import GateResult
    from ragkit.evals.records import CaseResult, Run
    from ragkit.evals.summary import MetricSummary

__all__ = ["comparison_record", "run_record"]


def run_record(run: Run, gates: Sequence[GateResult] = ()) -> dict[str, Any]:
    """The object that `ragkit eval run --json` prints.

    `passed`, `failed`, `errors` and `unscored` add up to `cases`.
    """
    found = counts(run.results)
    return {
        "suite": run.header.suite,
        "cases": len(run.results),
        "passed": found["passed"],
        "failed": found["failed"],
        "errors": found["error"],
        "unscored": found["unscored"],
        "metrics": _metrics(summarize(run.results)),
        "tags": {tag: _metrics(metrics) for tag, metrics in summarize_tags(run.results).items()},
        "gates": [_gate(gate) for gate in gates],
        "settings": dict(run.header.settings),
        "run": None if run.path is None else str(run.path),
    }


def _metrics(metrics: Mapping[str, MetricSummary]) -> dict[str, dict[str, float | int | None]]:
    return {
        name: {
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "n": found.n,
            "unscored": found.unscored,
        }
        for name, found in metrics.items()
    }


def _gate(gate: GateResult) -> dict[str, Any]:
    return {
        "metric": gate.metric,
        "most" if gate.at_most else "least": gate.bound,
        "value": gate.value,
        "holds": gate.holds,
    }


def comparison_record(found: Comparison) -> dict[str, Any]:
    """The object that `ragkit eval compare --json` prints."""
    return {
        "suite": found.b.header.suite,
        "a": None if found.a.path is None else str(found.a.path),
        "b": None if found.b.path is None else str(found.b.path),
        "cases": found.cases,
        "worse": found.worse,
        "incomplete": found.incomplete,
        "differences": list(found.differences),
        "metrics": {metric.name: _metric(metric) for metric in found.metrics},
        "flips": [_flip(flip) for flip in found.flips],
        "only_a": list(found.only_a),
        "only_b": list(found.only_b),
        "changed": list(found.changed),
        "errored_a": list(found.errored_a),
        "errored_b": list(found.errored_b),
        "lost": list(found.lost),
        "unmet": list(found.unmet),
    }


def _metric(metric: MetricComparison) -> dict[str, Any]:
    record = asdict(metric)
    del record["name"]
    return record


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "case_id": flip.case_id,
        "question": flip.b.question,
        "changes": [{**asdict(change), "better": change.better} for change in flip.changes],
        "a": _side(flip.a),
        "b": _side(flip.b),
    }


def _side(result: CaseResult) -> dict[str, Any]:
    return {"answer": answer_text(result.answer) or None, "failed": failed(result)}
