"""Two runs beside each other, as a person reads them in a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from ragkit.evals.reporting.terminal import print_clipped
from ragkit.evals.reporting.verdicts import answer_text, chance, failed, figure, signed
from ragkit.render.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from ragkit.evals.comparison import Comparison, Flip, MetricComparison
    from ragkit.evals.records import CaseResult

__all__ = ["conclusions", "left_out", "print_comparison"]

_FAINT = "bright_black"
_STYLES = {"better": "green", "worse": "bold red", "same": "", "untested": _FAINT}
_MOST_SHOWN = 10


def print_comparison(out: Console, found: Comparison) -> None:
    """The differences of the metrics, how sure they are, and the cases that flipped."""
    out.print(Text(f"{one_line(found.b.header.suite)}: {found.cases} cases in both", style="bold"))
    for line in (*found.differences, *left_out(found)):
        print_clipped(out, line, lines=3, style=_FAINT)
    out.print()
    # A criterion may have a long name.
    width = max([21, *(len(metric.name) + 1 for metric in found.metrics)])
    title = (
        f"{'metric':{width}}{'A':>9}{'B':>9}{'difference':>12}  {'95 % interval':18}{'Holm p':>7}"
    )
    out.print(Text(title, style=_FAINT))
    for metric in found.metrics:
        out.print(_row(metric, width), soft_wrap=True)
    out.print()
    for line in conclusions(found):
        print_clipped(out, line, lines=3, style="bold")
    _print_flips(out, found)


def conclusions(found: Comparison) -> Iterator[str]:
    """What a comparison comes to, a line each; that nothing is worse only where that is known."""
    worse = [metric.name for metric in found.metrics if metric.verdict == "worse"]
    better = [metric.name for metric in found.metrics if metric.verdict == "better"]
    for ids, lacks in (
        (found.errored_b, "ended in an error"),
        (found.missing, "were not run, or are others now"),
        (found.lost, "lack a score that A has"),
    ):
        if ids:
            yield f"B is incomplete: {len(ids)} of {len(found.a.results)} cases {lacks}"
    if found.unmet:
        yield f"B is incomplete: there is nothing to test of {', '.join(found.unmet)}"
    if worse:
        yield f"worse: {', '.join(worse)}"
    elif not found.cases:
        yield "nothing could be compared"
    elif not found.incomplete:
        yield "nothing is worse beyond chance"
    if better:
        yield f"better: {', '.join(better)}"


def left_out(found: Comparison) -> Iterator[str]:
    """Which cases could not be compared, a line a kind."""
    for ids, why in (
        (found.only_a, "in A alone"),
        (found.only_b, "in B alone"),
        (found.changed, "defined otherwise in B"),
        (found.errored_a, "ended in an error in A"),
        (found.errored_b, "ended in an error in B"),
        (found.lost, "without a score in B that A has"),
    ):
        if ids:
            more = ", …" if len(ids) > _MOST_SHOWN else ""
            yield f"{len(ids)} {why}: {', '.join(ids[:_MOST_SHOWN])}{more}"


def _row(metric: MetricComparison, width: int) -> Text:
    name = metric.name
    row = Text(f"{name:{width}}{figure(name, metric.a):>9}{figure(name, metric.b):>9}")
    row.append(f"{signed(name, metric.difference):>12}", style=_STYLES[metric.verdict])
    if metric.low is None or metric.high is None:
        return row
    ends = f"{signed(name, metric.low)} … {signed(name, metric.high)}"
    return row.append(f"  {ends:18}{chance(metric.p_adjusted):>7}", style=_FAINT)


def _print_flips(out: Console, found: Comparison) -> None:
    """The cases that came out otherwise, those that got worse first."""
    if not found.flips:
        return
    worse = [flip for flip in found.flips if _got_worse(flip)]
    better = [flip for flip in found.flips if not _got_worse(flip)]
    out.print(Text(f"{len(worse)} cases flipped to the worse, {len(better)} to the better"))
    listed = [*worse, *better]
    for flip in listed[:_MOST_SHOWN]:
        changes = ", ".join(
            f"{c.metric} {figure(c.metric, c.a)} → {figure(c.metric, c.b)}" for c in flip.changes
        )
        print_clipped(out, f"  {flip.case_id}  {flip.b.question}", lines=1)
        print_clipped(out, f"    {changes}", lines=2, style="red" if flip in worse else "green")
        print_clipped(out, f"    A: {_said(flip.a)}", lines=2)
        print_clipped(out, f"    B: {_said(flip.b)}", lines=2)
    if len(listed) > _MOST_SHOWN:
        command = "`ragkit eval compare … --html difference.html`"
        more = f"  and {len(listed) - _MOST_SHOWN} more; all of them: {command}"
        out.print(Text(more, style=_FAINT), soft_wrap=True)


def _got_worse(flip: Flip) -> bool:
    return any(not change.better for change in flip.changes)


def _said(result: CaseResult) -> str:
    return answer_text(result.answer) or failed(result) or "found"
