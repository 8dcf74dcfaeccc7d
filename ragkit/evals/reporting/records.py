"""A run and a comparison as JSON: the contract that scripts build on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ragkit.evals.reporting.verdicts import answer_text, failed, unscored
from ragkit.evals.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.evals.comparison import Comparison, Flip, MetricComparison
    from ragkit.evals.gates import GateResult
    from ragkit.evals.records import CaseResult, Run

__all__ = ["comparison_record", "run_record"]


def run_record(run: Run, gates: Sequence[GateResult] = ()) -> dict[str, Any]:
    """The object that `ragkit eval run --json` prints.

    `unscored` counts cases, those that ended in an error apart.
    """
    return {
        "suite": run.header.suite,
        "cases": len(run.results),
        "errors": sum(result.error is not None for result in run.results),
        "unscored": len({result.case_id for result, _ in unscored(run.results)}),
        "metrics": {
            name: {"value": found.value, "low": found.low, "high": found.high, "n": found.n}
            for name, found in summarize(run.results).items()
        },
        "gates": [_gate(gate) for gate in gates],
        "run": None if run.path is None else str(run.path),
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
        "metrics": {metric.name: _metric(metric) for metric in found.metrics},
        "flips": [_flip(flip) for flip in found.flips],
        "only_a": list(found.only_a),
        "only_b": list(found.only_b),
        "changed": list(found.changed),
        "errored": list(found.errored),
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
