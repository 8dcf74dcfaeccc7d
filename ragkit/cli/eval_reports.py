"""Commands that read runs and ask nothing: eval report, compare, schema."""

from __future__ import annotations

import json
import sys
from pathlib import Path  # noqa: TC003 - typer reads it from the annotations
from typing import Annotated

import typer

from ragkit.cli.eval_outputs import (
    GateOption,
    HtmlOption,
    JunitOption,
    check_apart,
    check_output,
    conclude,
)
from ragkit.cli.options import JsonOption, print_json

__all__ = ["compare", "report", "schema"]


def report(
    run: Annotated[Path, typer.Argument(help="A run file.")],
    fail_under: GateOption = None,
    junit: JunitOption = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a run again, without asking anything.

    The exit status is that of `ragkit eval run`: the gates that the run was
    held against hold here too, unless others are given for their metrics.

    Examples:
      ragkit eval report run.jsonl --html report.html
      ragkit eval report run.jsonl --json
    """
    from dataclasses import replace

    from ragkit.evals.gates import parse_gates
    from ragkit.evals.runfile import read_run

    check_output(html, "--html", {".html", ".htm"})
    check_output(junit, "--junit", {".xml"})
    check_apart({"RUN": run, "--html": html, "--junit": junit})
    found = read_run(run)
    settings = found.header.settings
    top_k, criteria = settings.get("top_k"), settings.get("criteria")
    given = parse_gates(
        fail_under or (),
        top_k=top_k if isinstance(top_k, int) else 0,
        criteria=criteria if isinstance(criteria, dict) else (),
    )
    header = replace(found.header, gates={**found.header.gates, **given})
    conclude(replace(found, header=header), html=html, junit=junit, as_json=as_json)


def compare(
    a: Annotated[Path, typer.Argument(help="The older run file.")],
    b: Annotated[Path, typer.Argument(help="The newer run file.")],
    fail_if_worse: Annotated[
        bool,
        typer.Option(
            "--fail-if-worse",
            help="Exit with 1 if a metric is worse or B lacks cases or scores, 2 if B has errors.",
        ),
    ] = False,
    metrics: Annotated[
        list[str] | None,
        typer.Option(
            "--metric", metavar="METRIC", help="Test this one, not every metric; repeatable."
        ),
    ] = None,
    least: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="A smaller difference does not count.", show_default="0.001"
        ),
    ] = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is better and what is worse in B than in A, and how sure that is.

    Cases are paired by their ids. Each metric has the difference with its 95
    percent interval and the p of a test, corrected by Holm for the number of
    metrics; cases that flipped are listed with both answers.

    Examples:
      ragkit eval compare evals/seeds.baseline.jsonl run.jsonl
      ragkit eval compare before.jsonl after.jsonl --fail-if-worse --html difference.html
    """
    from ragkit.evals.comparison import LEAST, compare_runs
    from ragkit.evals.runfile import read_run
    from ragkit.writing import write_whole

    check_output(html, "--html", {".html", ".htm"})
    found = compare_runs(
        read_run(a), read_run(b), metrics=metrics or (), least=LEAST if least is None else least
    )
    if html:
        from ragkit.evals.reporting.compare_page import compare_page

        write_whole(html, compare_page(found))
    if as_json:
        from ragkit.evals.reporting.records import comparison_record

        print_json(comparison_record(found))
    else:
        from ragkit.evals.reporting.comparison import print_comparison
        from ragkit.render.terminal import console

        print_comparison(console(sys.stdout), found)
    if fail_if_worse and (found.errored_b or not found.cases):
        raise typer.Exit(2)
    if fail_if_worse and (found.worse or found.incomplete):
        raise typer.Exit(1)


def schema() -> None:
    """Print the JSON schema of suite files, for editors.

    Example:
      ragkit eval schema > suite.schema.json
    """
    from ragkit.evals.schema import suite_schema

    typer.echo(json.dumps(suite_schema(), indent=2, ensure_ascii=False))
