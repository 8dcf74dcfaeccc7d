"""A run as one self-contained HTML page: metrics, tags, and every case with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.evals.metrics import JUDGED, metric_of
from ragkit.evals.reporting.cards import TONES, card
from ragkit.evals.reporting.frame import page, whisker
from ragkit.evals.reporting.remarks import remarks
from ragkit.evals.reporting.terminal import counted
from ragkit.evals.reporting.verdicts import PASSED, figure, interval, status_of
from ragkit.evals.summary import summarize, summarize_tags
from ragkit.render.frame import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ragkit.evals.gates import GateResult
    from ragkit.evals.records import CaseResult, Run
    from ragkit.evals.summary import MetricSummary

__all__ = ["run_page"]

# What is plotted over the tags, as far as a run has it.
_PLOTTED = (
    *("fact_recall", "answered", "abstention_recall", "forbidden_avoided", "quote_iou"),
    *("exact_match", "recall", "mrr", "ndcg", "hit_rate"),
)
_MOST_PLOTS = 6
_ORDER = {"error": 0, "failed": 1, "unscored": 2, "passed": 3}


def run_page(run: Run, gates: Sequence[GateResult] = ()) -> str:
    """The page of a run.

    Args:
        run: what was run.
        gates: what became of its gates.
    """
    return page(
        f"{run.header.suite}: {len(run.results)} cases",
        [
            f"<h1>{safe(run.header.suite)}</h1>",
            *_summary(run, gates),
            "<h2>Metrics, with 95 percent intervals</h2>",
            *_metrics(summarize(run.results)),
            *_tags(run.results),
            "<h2>Cases, what needs a look first</h2>",
            _filters(run.results),
            *map(card, sorted(run.results, key=lambda result: _ORDER[status_of(result)])),
        ],
        script=True,
    )


def _summary(run: Run, gates: Sequence[GateResult]) -> Iterator[str]:
    yield f'<p class="sum">{len(run.results)} cases: {counted(run.results)}</p>'
    yield f'<p class="sum">{safe(PASSED)}</p>'
    header = run.header
    told = {**header.settings}
    criteria = told.pop("criteria", None)
    settings = ", ".join(f"{k} {v}" for k, v in told.items() if v not in (None, []))
    versions = ", ".join(f"{name} {number}" for name, number in header.versions.items())
    hashes = f"suite {header.suite_hash[:12]}, corpus {header.corpus_hash[:12]}"
    known = criteria if isinstance(criteria, dict) else {}
    asked = (f"{JUDGED}{name} asks: {text}" for name, text in known.items())
    for line in (settings, versions, hashes, *asked, *remarks(run.results)):
        yield f'<p class="sum">{safe(line)}</p>'
    for gate in gates:
        tone, word = ("good", "held") if gate.holds else ("bad", "fell")
        yield (
            f'<p class="sum {tone}"><span class="tag">gate {word}</span>'
            f" {safe(f'{gate.metric} {gate.reason}')}</p>"
        )


def _metrics(metrics: Mapping[str, MetricSummary]) -> Iterator[str]:
    yield (
        '<table class="m"><tr><th>metric<th>0 to 1<th class="n">value<th class="n">interval'
        '<th class="n">cases'
    )
    for name, found in metrics.items():
        metric = metric_of(name)
        bar = whisker(found.value, found.low, found.high) if metric.gated else ""
        missing = f"<small>{found.unscored} unscored</small>" if found.unscored else ""
        yield (
            f"<tr><td>{safe(name)}<small>{safe(metric.about)}</small><td>{bar}"
            f'<td class="n">{figure(name, found.value)}<td class="n">{interval(name, found)}'
            f'<td class="n">{found.n}{missing}'
        )
    yield "</table>"


def _tags(results: Sequence[CaseResult]) -> Iterator[str]:
    """The main metrics of every tag, beside each other."""
    by_tag = summarize_tags(results)
    names = list(dict.fromkeys(name for metrics in by_tag.values() for name in metrics))
    plotted = [name for base in _PLOTTED for name in names if name.partition("@")[0] == base]
    if not plotted:
        return
    yield '<h2>By tag</h2><div class="plots">'
    for name in plotted[:_MOST_PLOTS]:
        rows = [
            f"<span>{safe(tag)}</span>{whisker(found.value, found.low, found.high)}"
            f"<em>{figure(name, found.value)}, n {found.n}</em>"
            for tag, metrics in by_tag.items()
            if (found := metrics.get(name)) and found.value is not None
        ]
        if rows:
            yield f'<section><h3>{safe(name)}</h3><div class="plot">{"".join(rows)}</div></section>'
    yield "</div>"


def _filters(results: Sequence[CaseResult]) -> str:
    tags = sorted({tag for result in results for tag in result.tags})
    of_tags = "".join(f'<option value="{safe(tag)}">{safe(tag)}</option>' for tag in tags)
    of_states = "".join(f"<option>{state}</option>" for state in TONES)
    return (
        '<form hidden><input type="search" name="q" placeholder="Search questions, answers,'
        ' reasons" aria-label="Search">'
        f'<select name="t" aria-label="Tag"><option value="">all tags</option>{of_tags}</select>'
        f'<select name="s" aria-label="Status"><option value="">all cases</option>{of_states}'
        '</select><output id="n"></output></form>'
    )
