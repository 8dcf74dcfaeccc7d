"""A comparison as one self-contained HTML page: differences, and what flipped with both answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.evals.metrics import metric_of
from ragkit.evals.reporting.cards import answer_html, gold_html, quotes_html
from ragkit.evals.reporting.comparison import conclusions, left_out
from ragkit.evals.reporting.frame import page, whisker
from ragkit.evals.reporting.verdicts import chance, figure, signed
from ragkit.render.frame import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ragkit.evals.comparison import Comparison, Flip, MetricComparison
    from ragkit.evals.records import CaseResult

__all__ = ["compare_page"]

_TONES = {"better": "good", "worse": "bad", "same": "flat", "untested": "flat"}


def compare_page(found: Comparison) -> str:
    """The page of a comparison."""
    flips = sorted(found.flips, key=lambda flip: all(change.better for change in flip.changes))
    return page(
        f"{found.b.header.suite}: two runs compared",
        [
            f"<h1>{safe(found.b.header.suite)}: two runs compared</h1>",
            f'<p class="sum">{found.cases} cases in both</p>',
            *_lines([*found.differences, *left_out(found), *conclusions(found)]),
            "<h2>Differences, B less A, with 95 percent intervals</h2>",
            *_metrics(found.metrics),
            "<h2>Cases that flipped, those that got worse first</h2>",
            *(map(_card, flips) if flips else ["<p>none</p>"]),
        ],
        script=False,
    )


def _lines(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f'<p class="sum">{safe(line)}</p>'


def _metrics(metrics: Sequence[MetricComparison]) -> Iterator[str]:
    ends = [abs(end) for metric in metrics for end in (metric.low, metric.high) if end]
    most = max([*ends, 0.05])
    yield (
        f'<table class="m"><tr><th>metric<th>−{most:.2f} to {most:.2f}<th class="n">A'
        '<th class="n">B<th class="n">difference'
    )
    for metric in metrics:
        name = metric.name
        bar = interval = ""
        if metric.low is not None and metric.high is not None:
            bar = whisker(
                *(metric.difference, metric.low, metric.high), least=-most, most=most, zero=True
            )
            interval = f"<small>{signed(name, metric.low)} … {signed(name, metric.high)}</small>"
            interval += f"<small>p {safe(chance(metric.p_adjusted))}</small>"
        yield (
            f'<tr><td class="{_TONES[metric.verdict]}">{safe(name)}{_verdict(metric)}'
            f"<small>{safe(metric_of(name).about)}</small><td>{bar}"
            f'<td class="n">{figure(name, metric.a)}<td class="n">{figure(name, metric.b)}'
            f'<td class="n">{signed(name, metric.difference)}{interval}'
        )
    yield "</table>"
    yield (
        "<p class=\"w\">p is McNemar's for yes and no and the paired bootstrap's for other"
        " metrics, corrected for their number by Holm.</p>"
    )


def _verdict(metric: MetricComparison) -> str:
    if metric.verdict not in {"better", "worse"}:
        return ""
    return f' <span class="tag">{metric.verdict}</span>'


def _card(flip: Flip) -> str:
    better = all(change.better for change in flip.changes)
    tone, word = ("good", "better") if better else ("bad", "worse")
    changes = ", ".join(
        f"{c.metric} {figure(c.metric, c.a)} → {figure(c.metric, c.b)}" for c in flip.changes
    )
    return "".join(
        [
            f'<details class="c {tone}"><summary><span class="tag">{word}</span>',
            f"<code>{safe(flip.case_id)}</code><span>{safe(flip.b.question)}</span></summary>",
            f'<div><p class="w">{safe(changes)}</p>{gold_html(flip.b)}<div class="two">',
            _side("A", flip.a),
            _side("B", flip.b),
            "</div></div></details>",
        ]
    )


def _side(name: str, result: CaseResult) -> str:
    reasons = "".join(
        f'<p class="w">{safe(f"{s.metric} {figure(s.metric, s.value)}: {s.reason}")}</p>'
        for s in result.scores
        if metric_of(s.metric).gated
    )
    return (
        f"<section><h3>{name}</h3>{answer_html(result)}{quotes_html(result)}"
        f"<h3>Scores</h3>{reasons}</section>"
    )
