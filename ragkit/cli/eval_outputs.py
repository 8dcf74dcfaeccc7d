"""What the commands of `ragkit eval` write, and with which status they end."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ragkit.cli.options import print_json
from ragkit.cli.pages import HtmlOption
from ragkit.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ragkit.evals.records import Run

__all__ = [
    "GateOption",
    "HtmlOption",
    "JunitOption",
    "check_apart",
    "check_output",
    "check_run_file",
    "conclude",
]

JunitOption = Annotated[
    Path | None, typer.Option("--junit", help="Write JUnit XML, which CI servers read.")
]
GateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-under",
        metavar="METRIC=VALUE",
        help="A gate, in the place of the suite's own for that metric: its least value, of"
        " latency_ms and the like the most; repeatable.",
    ),
]


def conclude(run: Run, *, html: Path | None, junit: Path | None, as_json: bool) -> None:
    """Show a run in every way that was asked for, and leave with its status."""
    from ragkit.evals.gates import check_gates
    from ragkit.evals.summary import summarize
    from ragkit.writing import write_whole

    checked = check_gates(run.header.gates, summarize(run.results))
    if html:
        from ragkit.evals.reporting.page import run_page

        write_whole(html, run_page(run, checked))
    if junit:
        from ragkit.evals.reporting.junit import junit_xml

        write_whole(junit, junit_xml(run, checked))
    if as_json:
        from ragkit.evals.reporting.records import run_record

        print_json(run_record(run, checked))
    else:
        from ragkit.evals.reporting.terminal import print_run
        from ragkit.render.terminal import console

        print_run(console(sys.stdout), run, checked)
    if any(result.error is not None for result in run.results):
        raise typer.Exit(2)
    if not all(gate.holds for gate in checked):
        raise typer.Exit(1)


def check_apart(paths: Mapping[str, Path | None]) -> None:
    """Refuse two files that are one: the later would take the place of the earlier."""
    taken: dict[str, str] = {}
    for option, path in paths.items():
        if path is None:
            continue
        real = os.path.realpath(path)
        if real in taken:
            raise QueryError(f"{taken[real]} and {option} are the same file: {str(path)!r}")
        taken[real] = option


def check_run_file(path: Path | None) -> None:
    """Refuse standard output."""
    if path is not None and path.name == "-":
        raise QueryError("--out needs the name of a file: a run is read back and gone on with")


def check_output(path: Path | None, option: str, endings: set[str]) -> None:
    """Refuse, before the work, what must not or cannot be written after it."""
    if path is None:
        return
    if path.exists() and path.suffix.lower() not in endings:
        raise QueryError(
            f"{option} {str(path)!r} is there and its name does not end in"
            f" {' or '.join(sorted(endings))}: give another name"
        )
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise QueryError(f"{option} {str(path)!r} cannot be written: there is no such folder")
