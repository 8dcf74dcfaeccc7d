"""Two runs of one suite: what is better in B than in A, what is worse, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ragkit.errors import QueryError, SuiteError
from ragkit.evals.metrics import METRICS, metric_of
from ragkit.evals.statistics import holm, mcnemar, paired_bootstrap
from ragkit.evals.written import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ragkit.evals.metrics import Metric
    from ragkit.evals.records import CaseResult, Run, RunHeader

__all__ = ["Change", "Comparison", "Flip", "MetricComparison", "Verdict", "compare_runs"]

Verdict = Literal["better", "worse", "same", "untested"]

#: A metric is better or worse if its p, corrected for the number of metrics, is below this.
LEVEL = 0.05
#: And if it differs by this much: a table would show less as no difference.
LEAST = 0.001

# Settings that change nothing that is compared.
_LAYOUT = frozenset({"brief"})
# Shares that fail a case where they are below 1.
_FAILING = frozenset({"fact_recall", "support_rate"})
_Pair = tuple["CaseResult", "CaseResult"]
_Scores = list[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricComparison:
    """One metric in two runs, over the cases that they share.

    Attributes:
        name: as the scores have it.
        a: mean over A's cases with a score; None if there is none.
        b: the same for B.
        n: cases with a score in both.
        rose: of these, cases whose score is higher in B.
        fell: of these, cases whose score is lower in B.
        difference: b less a; None if one of them is.
        low: lower end of its 95 percent interval, of this metric by itself; None without a
            test, and where all cases differ by as much.
        high: upper end.
        p: two-sided p, for one metric by itself; None without a test.
        p_adjusted: p after Holm's correction over the metrics that were tested.
        verdict: "better" or "worse" where `p_adjusted` is below 0.05 and the difference as
            large as was asked; "untested" for times and costs, for what was left out, and
            where a run has no score.
    """

    name: str
    a: float | None
    b: float | None
    n: int
    rose: int
    fell: int
    difference: float | None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    verdict: Verdict = "untested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A score of a case that differs between the runs."""

    metric: str
    a: float
    b: float

    @property
    def better(self) -> bool:
        """Whether B's is the better one."""
        return (self.b > self.a) == (metric_of(self.metric).better == "higher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A case that came out otherwise: a yes/no metric changed, or one that fails a case.

    Attributes:
        a: what A made of it, with its answer and the reasons of its scores.
        b: what B made of it.
        changes: the metrics that changed, in the order of `METRICS`.
    """

    case_id: str
    a: CaseResult
    b: CaseResult
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two runs make of the same cases.

    Attributes:
        cases: how many were compared: in both runs, defined alike, without an error.
        metrics: every metric of either run, in the order of `METRICS`.
        flips: in the order of A.
        only_a: ids of cases that B has not.
        only_b: ids of cases that A has not.
        changed: ids of cases that the two runs define otherwise.
        errored_a: ids of cases in both that ended in an error in A.
        errored_b: the same for B.
        lost: ids of compared cases that A scored by a metric by which B did not.
        unmet: metrics that were asked for and could not be tested.
        differences: what else is not the same in the two runs (settings, versions,
            documents), a line each.
    """

    a: Run
    b: Run
    cases: int
    metrics: tuple[MetricComparison, ...]
    flips: tuple[Flip, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    changed: tuple[str, ...]
    errored_a: tuple[str, ...]
    errored_b: tuple[str, ...]
    lost: tuple[str, ...]
    unmet: tuple[str, ...]
    differences: tuple[str, ...]

    @property
    def worse(self) -> bool:
        """Whether a metric is worse in B, beyond chance."""
        return any(metric.verdict == "worse" for metric in self.metrics)

    @property
    def missing(self) -> tuple[str, ...]:
        """Cases of A that B has not, or asks otherwise; after an edit of the suite, too."""
        return (*self.only_a, *self.changed)

    @property
    def incomplete(self) -> bool:
        """Whether B cannot be said to be no worse: it lacks cases or scores that A has."""
        return not self.cases or bool(self.errored_b or self.lost or self.missing or self.unmet)


def compare_runs(
    a: Run, b: Run, *, metrics: Collection[str] = (), least: float = LEAST
) -> Comparison:
    """Compare two runs of a suite, case by case.

    Args:
        a: the older run, such as a baseline.
        b: the newer one.
        metrics: what is tested, by the names of the scores; empty for every metric of
            quality. The fewer, the smaller a difference the test finds.
        least: a smaller difference is neither better nor worse.

    Raises:
        SuiteError: if they are runs of different suites or tasks, score another number of
            passages, or have no case in common; it starts with the path of B.
        QueryError: if neither run has one of `metrics`, or it is a time or a cost.
    """
    _refuse_others(a, b)
    theirs = {result.case_id: result for result in b.results}
    ours = {result.case_id for result in a.results}
    both = [(one, theirs[one.case_id]) for one in a.results if one.case_id in theirs]
    same = [(x, y) for x, y in both if x.case_hash == y.case_hash]
    if not same:
        _refuse(b, f"has no case in common with {_named(a)}")
    pairs = [(x, y) for x, y in same if x.error is None and y.error is None]
    asked = frozenset(_known(name, a, b) for name in metrics)
    compared = _metrics(pairs, asked, least)
    return Comparison(
        a=a,
        b=b,
        cases=len(pairs),
        metrics=compared,
        flips=tuple(_flips(pairs)),
        only_a=tuple(x.case_id for x in a.results if x.case_id not in theirs),
        only_b=tuple(y.case_id for y in b.results if y.case_id not in ours),
        changed=tuple(x.case_id for x, y in both if x.case_hash != y.case_hash),
        errored_a=tuple(x.case_id for x, _ in same if x.error is not None),
        errored_b=tuple(y.case_id for _, y in same if y.error is not None),
        lost=tuple(x.case_id for x, y in pairs if _has_lost(x, y)),
        unmet=tuple(sorted(asked - {m.name for m in compared if m.verdict != "untested"})),
        differences=tuple(_differences(a.header, b.header)),
    )


def _has_lost(a: CaseResult, b: CaseResult) -> bool:
    """Whether B lacks a score that A has, and has it unscored or it hangs on the case alone."""
    there = {score.metric for score in b.scores if score.value is not None}
    unscored = {score.metric for score in b.scores} - there
    had = (score.metric for score in a.scores if score.value is not None)
    return any(
        metric.gated and name not in there and (name in unscored or not metric.conditional)
        for name, metric in ((name, metric_of(name)) for name in had)
    )


def _differences(a: RunHeader, b: RunHeader) -> Iterator[str]:
    for what, one, other in (
        ("versions", a.versions, b.versions),
        ("settings", a.settings, b.settings),
        ("prompts", a.prompt_hashes, b.prompt_hashes),
    ):
        for key in sorted({*one, *other}):
            if one.get(key) != other.get(key) and key not in _LAYOUT:
                yield f"{what}: {key} was {one.get(key)} and is {other.get(key)}"
    if a.corpus_hash != b.corpus_hash:
        yield "the documents, or how they are read, are not the same"
    elif a.suite_hash != b.suite_hash:
        yield "the suite is not the same: cases were added, removed or changed"


def _known(asked: str, a: Run, b: Run) -> str:
    """A metric as the runs score it; `recall@k` is `recall@5`."""
    scores = (score.metric for run in (a, b) for result in run.results for score in result.scores)
    known = [name for name in dict.fromkeys(scores) if metric_of(name).gated]
    top_k = a.header.settings.get("top_k")
    name = f"{asked.removesuffix('@k')}@{top_k}" if asked.endswith("@k") else asked
    if known and name not in known:
        hint = did_you_mean(asked, known, otherwise=f"there are {', '.join(known)}")
        raise QueryError(f"neither run can be tested on {shown(asked)}{hint}")
    return name


def _refuse_others(a: Run, b: Run) -> None:
    if a.header.suite != b.header.suite:
        _refuse(b, f"is a run of {b.header.suite!r}, and {_named(a)} one of {a.header.suite!r}")
    for key in ("task", "top_k"):
        one, other = a.header.settings.get(key), b.header.settings.get(key)
        if one != other:
            _refuse(b, f"was run with {key} {other!r}, and {_named(a)} with {one!r}")


def _named(run: Run) -> str:
    return repr(str(run.path)) if run.path else "the other run"


def _refuse(run: Run, why: str) -> None:
    raise SuiteError(f"{run.path or 'run'}:1: {why}")


def _scores(results: Sequence[CaseResult]) -> dict[str, dict[str, float]]:
    """Scores by metric and case; one that could not be had is as if it were not there."""
    found: dict[str, dict[str, float]] = {}
    for result in results:
        for score in result.scores:
            values = found.setdefault(score.metric, {})
            if score.value is not None:
                values[result.case_id] = score.value
    return found


def _metrics(
    pairs: Sequence[_Pair], asked: frozenset[str], least: float
) -> tuple[MetricComparison, ...]:
    ours, theirs = _scores([a for a, _ in pairs]), _scores([b for _, b in pairs])
    order = list(METRICS)
    names = sorted(
        dict.fromkeys([*ours, *theirs]), key=lambda name: order.index(metric_of(name).name)
    )
    ids = [a.case_id for a, _ in pairs]
    compared = [
        _compared(
            name,
            [ours.get(name, {}).get(case_id) for case_id in ids],
            [theirs.get(name, {}).get(case_id) for case_id in ids],
            tested=not asked or name in asked,
        )
        for name in names
    ]
    tested = [metric for metric in compared if metric.p is not None]
    adjusted = holm([metric.p for metric in tested if metric.p is not None])
    verdicts = {
        metric.name: replace(metric, p_adjusted=p, verdict=_verdict(metric, p, least))
        for metric, p in zip(tested, adjusted, strict=True)
    }
    return tuple(verdicts.get(metric.name, metric) for metric in compared)


def _compared(name: str, a: _Scores, b: _Scores, *, tested: bool) -> MetricComparison:
    """A metric with its difference and its p, if it is asked for and tells about quality."""
    ours, theirs = ([x for x in column if x is not None] for column in (a, b))
    both = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    mean_a, mean_b = (sum(column) / len(column) if column else None for column in (ours, theirs))
    comparison = MetricComparison(
        name=name,
        a=mean_a,
        b=mean_b,
        n=len(both),
        rose=sum(y > x for x, y in both),
        fell=sum(y < x for x, y in both),
        difference=None if mean_a is None or mean_b is None else mean_b - mean_a,
    )
    metric = metric_of(name)
    if comparison.difference is None or not (metric.gated and tested):
        return comparison
    found = paired_bootstrap(a, b)
    p = mcnemar(comparison.fell, comparison.rose) if _is_paired(metric, a, b) else found.p
    if found.low == found.high and comparison.difference:
        # Cases that all differ by as much have no width to resample: that is no certainty.
        return replace(comparison, p=p)
    return replace(comparison, low=found.low, high=found.high, p=p)


def _is_paired(metric: Metric, a: _Scores, b: _Scores) -> bool:
    """Whether a yes/no metric applies to the same cases in both runs.

    Of the refused cases alone (abstention precision) every pair is equal, and what differs
    is which are refused: McNemar's test would never see it.
    """
    alike = all((x is None) == (y is None) for x, y in zip(a, b, strict=True))
    return metric.kind == "rate" and alike


def _verdict(metric: MetricComparison, p: float, least: float) -> Verdict:
    if p >= LEVEL or not metric.difference or abs(metric.difference) < least:
        return "same"
    rose = metric.difference > 0
    return "better" if rose == (metric_of(metric.name).better == "higher") else "worse"


def _flips(pairs: Sequence[_Pair]) -> Iterator[Flip]:
    for a, b in pairs:
        changes = tuple(_changes(a, b))
        if changes:
            yield Flip(case_id=a.case_id, a=a, b=b, changes=changes)


def _changes(a: CaseResult, b: CaseResult) -> Iterator[Change]:
    theirs = {score.metric: score.value for score in b.scores}
    for score in a.scores:
        value = theirs.get(score.metric)
        if score.value is None or value is None or value == score.value:
            continue
        if score.metric in _FAILING or metric_of(score.metric).kind == "rate":
            yield Change(metric=score.metric, a=score.value, b=value)
