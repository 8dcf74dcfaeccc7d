"""A run as a person reads it in a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.text import Text

from ragkit.evals.reporting.remarks import remarks
from ragkit.evals.reporting.verdicts import (
    counts,
    failed,
    figure,
    interval,
    status_of,
    unscored,
)
from ragkit.evals.summary import summarize
from ragkit.render.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from ragkit.evals.gates import GateResult
    from ragkit.evals.records import CaseResult, Run

__all__ = ["counted", "print_clipped", "print_run"]

_FAINT, _GOOD, _BAD = "bright_black", "green", "bold red"
_MOST_SHOWN = 10
_LONGEST_ID = 50
_MOST_ERRORS = 4  # of them, where there are failures to show as well


def print_run(out: Console, run: Run, gates: Sequence[GateResult] = ()) -> None:
    """The metrics with their intervals, the gates, and the cases that need a look."""
    settings = run.header.settings
    head = f"{one_line(run.header.suite)}: {len(run.results)} cases"
    by = " ".join(filter(None, (settings.get("answerer"), settings.get("model"))))
    task = settings.get("task")
    passages = None if task == "summarize" else f"{settings.get('top_k')} passages"
    how = ", ".join(filter(None, (task, by, passages)))
    out.print(Text(head, style="bold").append(f"  ({how})", style=_FAINT))
    out.print()
    _print_metrics(out, run.results)
    for remark in remarks(run.results):
        print_clipped(out, remark, lines=2, style=_FAINT)
    if gates:
        out.print()
    for gate in gates:
        word, style = ("held", _GOOD) if gate.holds else ("fell", _BAD)
        line = Text("gate ").append(word, style=style).append(f"  {gate.metric} {gate.reason}")
        out.print(line, soft_wrap=True)
    out.print()
    _print_cases(out, run)
    if run.path:
        # Never wrapped: it is to be copied.
        out.print(Text(f"run: {one_line(str(run.path))}"), soft_wrap=True)


def _print_metrics(out: Console, results: Sequence[CaseResult]) -> None:
    found = summarize(results)
    # A criterion may have a long name.
    width = max([22, *(len(name) + 1 for name in found)])
    title = f"{'metric':{width}}{'value':>12}   {'95 % interval':20}{'n':>6}{'unscored':>11}"
    out.print(Text(title, style=_FAINT))
    for name, summary in found.items():
        line = Text(f"{name:{width}}{figure(name, summary.value):>12}   ")
        line.append(f"{interval(name, summary):20}", style=_FAINT).append(f"{summary.n:>6}")
        if summary.unscored:
            line.append(f"{summary.unscored:>11}", style=_BAD)
        out.print(line, soft_wrap=True)


def _print_cases(out: Console, run: Run) -> None:
    """The counts, and the first of the cases that erred, failed or were not scored."""
    errors = [(result, result.error) for result in run.results if result.error is not None]
    wrong = [(result, why) for result in run.results if (why := failed(result))]
    missing = [(r, _unscored(r)) for r in run.results if status_of(r) == "unscored"]
    out.print(Text(counted(run.results), style="bold"))
    others = [*wrong, *missing]
    listed = [*errors[: max(_MOST_ERRORS, _MOST_SHOWN - len(others))], *others][:_MOST_SHOWN]
    for result, why in listed:
        print_clipped(out, f"  {result.case_id[:_LONGEST_ID]}  {result.question}", lines=1)
        print_clipped(out, f"    {why}", lines=2, style=_BAD)
    if left := len(errors) + len(others) - len(listed):
        command = f"`ragkit eval report {run.path or 'RUN'} --html report.html`"
        more = f"  and {left} more; all of them: {command}"
        out.print(Text(one_line(more), style=_FAINT), soft_wrap=True)


def _unscored(result: CaseResult) -> str:
    found = [f"unscored: {score.metric}: {score.reason}" for _, score in unscored([result])]
    return found[0] if found else "unscored: no metric applies to it"


def counted(results: Sequence[CaseResult]) -> str:
    """How many cases came out how, as a line."""
    found = counts(results)
    return (
        f"{found['passed']} passed, {found['failed']} failed,"
        f" {found['error']} ended in an error, {found['unscored']} unscored"
    )


def print_clipped(out: Console, text: str, *, lines: int, style: str = "") -> None:
    """A text on so many lines at most, each indented as the first; none is broken by Rich."""
    words = one_line(" ".join(text.split()))
    indent = " " * (len(text) - len(text.lstrip()))
    wrapped = textwrap.wrap(
        *(words, out.width),
        initial_indent=indent,
        subsequent_indent=indent,
        max_lines=lines,
        placeholder=" …",
    )
    for line in wrapped:
        out.print(Text(line, style=style), soft_wrap=True)
