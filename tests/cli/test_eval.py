"""`ragkit eval`: exit codes, contracts, kills (of real processes), and what is refused."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import typer

from ragkit.cli.commands import registered
from tests.conftest import Program, assert_one_line_error
from tests.evals.suites import SUITE, without_times, write_suite

if TYPE_CHECKING:
    from pathlib import Path

RUN = ("eval", "run", "karsholm.yaml")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the corpus is kept that every test of the small suite asks."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the suite."""
    folder = tmp_path_factory.mktemp("home")
    write_suite(folder)
    return folder


def started(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ragkit", *arguments],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def finished(home: Path, work: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the suite."""
    out = tmp_path_factory.mktemp("finished") / "run.jsonl"
    running = started(*RUN, "--work", str(work), "--out", str(out), cwd=home)
    assert running.communicate(timeout=120)[1] == ""
    return out


def test_run_json_is_one_object_with_every_key(ragkit: Program, home: Path, work: Path) -> None:
    done = ragkit(*RUN, "--json", "--work", work, cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert list(record) == [
        *("suite", "cases", "passed", "failed", "errors", "unscored"),
        *("metrics", "tags", "gates", "settings", "run"),
    ]
    assert (record["suite"], record["cases"], record["errors"]) == ("karsholm", 6, 0)
    recall = record["metrics"]["fact_recall"]
    assert set(recall) == {"value", "low", "high", "n", "unscored"}
    assert 0 <= recall["low"] <= recall["value"] <= recall["high"] <= 1
    assert recall["n"] == 5
    assert record["gates"] == []
    assert re.search(r"karsholm-[0-9a-f]{8}/runs/\d{8}-\d{6}\.jsonl$", record["run"])
    again = ragkit("eval", "report", record["run"], "--json", cwd=home)
    assert json.loads(again.stdout) == record


def test_a_run_is_shown_in_80_columns(run: Program, home: Path, work: Path) -> None:
    done = run(*RUN, "--work", work, cwd=home, env={"COLUMNS": "80"})
    assert done.returncode == 0
    assert "karsholm: 6 cases" in done.stdout
    assert "fact_recall" in done.stdout
    assert "95 % interval" in done.stdout
    *lines, path = done.stdout.splitlines()
    assert path.startswith("run: ")
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("gates", "code", "holds"),
    [
        (["fact_recall=0.1"], 0, [True]),
        (["answered=0.1", "exact_match=1"], 1, [True, False]),
        (["cost_usd=1"], 1, [False]),
        (["latency_ms=60000"], 0, [True]),
        (["latency_ms=0.001"], 1, [False]),
        (["recall@5=0.1"], 0, [True]),
    ],
)
def test_gates_decide_the_exit_status(
    run: Program, finished: Path, gates: list[str], code: int, holds: list[bool]
) -> None:
    options = [f"--fail-under={gate}" for gate in gates]
    done = run("eval", "report", finished, "--json", *options)
    assert (done.returncode, done.stderr) == (code, "")
    assert [gate["holds"] for gate in json.loads(done.stdout)["gates"]] == holds
    shown = run("eval", "report", finished, *options)
    assert shown.returncode == code
    for gate, held in zip(gates, holds, strict=True):
        name = gate.partition("=")[0].partition("@")[0]
        assert f"gate {'held' if held else 'fell'}  {name}" in shown.stdout


def test_a_run_is_held_against_its_gates(run: Program, home: Path, work: Path) -> None:
    done = run(*RUN, "--work", work, "--json", "--fail-under", "exact_match=1", cwd=home)
    assert (done.returncode, done.stderr) == (1, "")
    (gate,) = json.loads(done.stdout)["gates"]
    assert gate == {"metric": "exact_match", "least": 1.0, "value": gate["value"], "holds": False}


def test_a_gate_of_the_suite_counts_until_another_is_given(
    run: Program, tmp_path: Path, work: Path
) -> None:
    gated = SUITE.replace("cases:\n", "gates: {quote_iou: 1}\ncases:\n", 1)
    write_suite(tmp_path, suite=gated)
    assert run(*RUN, "--work", work).returncode == 1
    assert run(*RUN, "--work", work, "--fail-under", "quote_iou=0").returncode == 0


def test_reports_are_written(run: Program, home: Path, work: Path, tmp_path: Path) -> None:
    html, junit = tmp_path / "r.html", tmp_path / "r.xml"
    out = tmp_path / "run.jsonl"
    done = run(*RUN, "--work", work, "--out", out, "--html", html, "--junit", junit, cwd=home)
    assert done.returncode == 0
    assert "310 passengers and 42 cars" in html.read_text()
    assert ET.parse(junit).getroot().get("tests") == "6"
    before = html.read_text(), junit.read_text()
    assert run("eval", "report", out, "--html", html, "--junit", junit).returncode == 0
    assert (html.read_text(), junit.read_text()) == before


def test_cases_are_chosen_by_tag_and_number(run: Program, home: Path, work: Path) -> None:
    done = run(*RUN, "--work", work, "--filter", "tag=figure", "--limit", "2", "--json", cwd=home)
    assert json.loads(done.stdout)["cases"] == 2


def test_other_documents_can_be_asked(run: Program, home: Path, tmp_path: Path) -> None:
    (tmp_path / "suite.csv").write_text(
        "id,question,fact,source,quote\n"
        "one,How many passengers does the ferry carry?,310 passengers,ferry.md,310 passengers\n"
    )
    done = run("eval", "run", "suite.csv", "--documents", home / "documents", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["metrics"]["fact_recall"]["value"] == 1


def test_the_work_folder_comes_from_the_environment(
    ragkit: Program, home: Path, tmp_path: Path
) -> None:
    env = {"RAGKIT_EVALS": str(tmp_path / "kept")}
    done = ragkit(*RUN, "--json", "--limit", "1", cwd=home, env=env)
    assert json.loads(done.stdout)["run"].startswith(str(tmp_path / "kept"))
    assert not (home / ".ragkit-evals").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["eval", "run", "nowhere.yaml"], "nowhere.yaml:1: there is no such file"),
        (["eval", "run", "empty.yaml"], "empty.yaml:1:"),
        ([*RUN, "--format", "magic"], "unknown format 'magic'"),
        ([*RUN, "--filter", "tag=nope"], "no case has the tag 'nope'; its tags are date, figure"),
        ([*RUN, "--filter", "figure"], "--filter needs tag=TAG"),
        ([*RUN, "--fail-under", "fact_recall"], "--fail-under needs METRIC=VALUE"),
        ([*RUN, "--fail-under", "fact_recall=nan"], "--fail-under needs METRIC=VALUE"),
        ([*RUN, "--fail-under", "fact_recal=1"], "did you mean 'fact_recall'?"),
        ([*RUN, "--fail-under", "recall@7=1"], "'recall@7' is not scored where"),
        ([*RUN, "--html", "nowhere/r.html"], "there is no such folder"),
        ([*RUN, "--html", "karsholm.yaml"], "its name does not end in .htm or .html"),
        ([*RUN, "--junit", "karsholm.yaml"], "its name does not end in .xml"),
        ([*RUN, "--resume"], "there is no run to go on with"),
        ([*RUN, "--out", "-"], "--out needs the name of a file"),
        ([*RUN, "--fail-under", "fact_recall=1.2"], "'fact_recall' is from 0 to 1"),
        ([*RUN, "--documents", "nope"], "the documents 'nope' does not exist"),
        ([*RUN, "--out", "karsholm.yaml"], "SUITE and --out are the same file"),
        ([*RUN, "--out", "x.html", "--html", "x.html"], "--out and --html are the same file"),
        ([*RUN, "--top-k", "300"], "ragkit eval run --help"),
        ([*RUN, "--out", "documents/ferry.md"], "is there already"),
        ([*RUN, "--limit", "0"], "ragkit eval run --help"),
        (["eval", "report", "nowhere.jsonl"], "nowhere.jsonl"),
        (["eval", "report", "karsholm.yaml"], "karsholm.yaml:1: is no JSON"),
        (["eval", "compare", "karsholm.yaml", "karsholm.yaml"], "karsholm.yaml:1: is no JSON"),
        (["eval", "nonsense"], "ragkit eval --help"),
    ],
)
def test_errors_are_one_line_that_says_what_to_do(
    run: Program, home: Path, tmp_path: Path, arguments: list[str], says: str
) -> None:
    (home / "empty.yaml").write_text("")
    work = {"RAGKIT_EVALS": str(tmp_path / "work")}
    assert_one_line_error(run(*arguments, cwd=home, env=work), says)
    assert (home / "karsholm.yaml").read_text() == SUITE


MANY = "name: karsholm\ncorpus: documents\ncases:\n" + "".join(
    f"  - id: case-{n}\n    question: How many passengers does ferry {n} carry to Karsholm?\n"
    "    facts: [{text: 310 passengers, source: ferry.md, quote: carries 310 passengers}]\n"
    for n in range(80)
)


def half_done(running: subprocess.Popen[str], out: Path) -> None:
    """Wait until half of the cases are written."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and running.poll() is None:
        if out.exists() and out.read_bytes().count(b"\n") > 40:
            return
        time.sleep(0.002)
    raise AssertionError(f"it ended too soon: {running.communicate()}")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_half_way_resumes_to_the_same_result(
    ragkit: Program, tmp_path: Path, how: signal.Signals
) -> None:
    write_suite(tmp_path, suite=MANY)
    whole = ragkit(*RUN, "--out", "whole.jsonl")
    assert whole.returncode == 0
    out = tmp_path / "stopped.jsonl"
    running = started(*RUN, "--out", "stopped.jsonl", cwd=tmp_path)
    half_done(running, out)
    os.kill(running.pid, how)
    _, said = running.communicate(timeout=60)
    kept = out.read_bytes().count(b"\n") - 1
    assert 40 <= kept < 80
    if how == signal.SIGINT:
        assert running.returncode == 130
        assert f"{kept} of 80 cases are done and kept in 'stopped.jsonl'" in said
        assert "--resume goes on" in said
        assert "Traceback" not in said
    assert_one_line_error(ragkit("eval", "report", "stopped.jsonl"), "--resume` goes on with it")
    resumed = ragkit(*RUN, "--out", "stopped.jsonl", "--resume")
    assert (resumed.returncode, resumed.stderr) == (0, "")
    assert without_times(out) == without_times(tmp_path / "whole.jsonl")
    assert not list(tmp_path.glob(".*.new"))


def test_the_latest_unfinished_run_is_found(run: Program, home: Path, work: Path) -> None:
    done = json.loads(run(*RUN, "--work", work, "--json", cwd=home).stdout)
    path = home / done["run"]
    whole = path.read_bytes()
    path.write_bytes(whole[:-200])
    resumed = run(*RUN, "--work", work, "--json", "--resume", cwd=home)
    assert json.loads(resumed.stdout)["run"] == done["run"]
    assert len(path.read_bytes().splitlines()) == 7
    again = run(*RUN, "--work", work, "--resume", cwd=home)
    assert_one_line_error(again, "there is no run to go on with")


def test_two_runs_at_once_of_one_suite(tmp_path: Path) -> None:
    write_suite(tmp_path)
    both = [started(*RUN, "--json", cwd=tmp_path) for _ in range(2)]
    outputs = [running.communicate(timeout=120) for running in both]
    assert [running.returncode for running in both] == [0, 0]
    assert [said for _, said in outputs] == ["", ""]
    first, second = (tmp_path / json.loads(printed)["run"] for printed, _ in outputs)
    assert first != second
    assert without_times(first) == without_times(second)


def test_a_case_that_errs_exits_with_2_and_is_told_from_one_that_fails(
    ragkit: Program, home: Path, work: Path, finished: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run.jsonl"
    header, *lines = finished.read_text().splitlines()
    erred = {**json.loads(lines[0]), "error": "OSError: gone", "answer": None, "scores": []}
    out.write_text("\n".join([header, json.dumps(erred), *lines[1:], ""]))
    done = ragkit("eval", "report", out, "--fail-under", "exact_match=1", "--junit", "r.xml")
    assert (done.returncode, done.stderr) == (2, "")
    assert "1 ended in an error" in done.stdout
    assert "OSError: gone" in done.stdout
    assert "gate fell" in done.stdout
    (suite, _) = ET.parse(tmp_path / "r.xml").getroot().findall("testsuite")
    assert suite.get("errors") == "1"
    retried = ragkit(*RUN, "--work", work, "--out", out, "--retry-errors", "--json", cwd=home)
    assert retried.returncode == 0
    assert json.loads(retried.stdout)["errors"] == 0


def test_compare_of_a_run_with_itself_finds_nothing_worse(
    ragkit: Program, finished: Path, tmp_path: Path
) -> None:
    same = ragkit("eval", "compare", finished, finished, "--fail-if-worse", "--html", "c.html")
    assert (same.returncode, same.stderr) == (0, "")
    assert "fact_recall" in same.stdout
    assert "fact_recall" in (tmp_path / "c.html").read_text()
    record = json.loads(ragkit("eval", "compare", finished, finished, "--json").stdout)
    assert record["worse"] is False


def test_compare_fails_where_the_newer_run_lacks_something(
    run: Program, finished: Path, tmp_path: Path
) -> None:
    """A run that erred, ran a part or lost its scores is no run in which nothing is worse."""
    header, *lines = finished.read_text().splitlines()

    def compared(name: str, results: list[str], *, cases: int) -> tuple[int, str]:
        out = tmp_path / name
        out.write_text(
            "\n".join([json.dumps({**json.loads(header), "cases": cases}), *results, ""])
        )
        done = run("eval", "compare", finished, out, "--fail-if-worse")
        assert run("eval", "compare", finished, out).returncode == 0
        return done.returncode, done.stdout

    erred = [json.dumps({**json.loads(x), "error": "OSError: gone", "scores": []}) for x in lines]
    unscored = json.loads(lines[0])
    for score in unscored["scores"]:
        score["value"] = None
    code, shown = compared("erred.jsonl", erred, cases=6)
    assert code == 2
    assert "B is incomplete: 6 of 6 cases ended in an error" in shown
    assert "nothing could be compared" in shown
    code, shown = compared("part.jsonl", lines[:4], cases=4)
    assert code == 1
    assert "B is incomplete: 2 of 6 cases were not run" in shown
    code, shown = compared("lost.jsonl", [json.dumps(unscored), *lines[1:]], cases=6)
    assert code == 1
    assert "B is incomplete: 1 of 6 cases lack a score that A has" in shown
    assert "nothing is worse" not in shown


def test_a_report_holds_a_run_against_the_gates_that_it_had(
    run: Program, home: Path, work: Path, tmp_path: Path
) -> None:
    out = tmp_path / "gated.jsonl"
    gates = ["--fail-under", "hit_rate@1=0.1", "--fail-under", "exact_match=1"]
    done = run(*RUN, "--work", work, "--out", out, *gates, cwd=home)
    assert done.returncode == 1
    report = run("eval", "report", out, "--json", "--junit", "g.xml")
    assert report.returncode == 1
    assert [gate["metric"] for gate in json.loads(report.stdout)["gates"]] == [
        *("hit_rate@1", "exact_match"),
    ]
    assert len(ET.parse(tmp_path / "g.xml").getroot().findall("testsuite")) == 2
    assert run("eval", "report", out, "--fail-under", "exact_match=0").returncode == 0


def test_resume_begins_a_run_that_never_began(
    run: Program, home: Path, work: Path, tmp_path: Path
) -> None:
    out = tmp_path / "new.jsonl"
    for _ in range(2):
        done = run(*RUN, "--work", work, "--resume", "--out", out, cwd=home)
        assert (done.returncode, done.stderr) == (0, "")
    assert out.read_text().count("\n") == 7


def test_the_schema_is_json(ragkit: Program) -> None:
    done = ragkit("eval", "schema")
    assert done.returncode == 0
    assert "cases" in json.loads(done.stdout)["properties"]


def test_every_command_has_help_with_an_example(run: Program) -> None:
    (group,) = registered("eval").registered_groups
    assert isinstance(group.typer_instance, typer.Typer)
    commands = [c.callback for c in group.typer_instance.registered_commands if c.callback]
    assert [c.__name__ for c in commands] == ["run", "compare", "report", "schema"]
    for command in commands:
        done = run("eval", command.__name__, "--help")
        assert done.returncode == 0
        assert f"ragkit eval {command.__name__} " in done.stdout
        assert "\\b" not in done.stdout
    assert run("eval").stdout == run("eval", "--help").stdout
