"""`ragkit eval run` with a language model: what is counted, kept, resumed, judged and told."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import Program, assert_one_line_error
from tests.evals.suites import SUITE, without_times, write_suite
from tests.serving import steps
from tests.serving.fixtures import openai_process, server
from tests.serving.steps import call, http, reply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serving.handle import OpenAIServer

__all__ = ["openai_process", "server"]

RUN = ("eval", "run", "karsholm.yaml")
HONEST = call("tests.answering.brains:honest")
BOTH = call("tests.evals.judges:answers_and_judges")
# The client tries again at once.
FAILING = http(500, "The server had an error", headers={"retry-after-ms": "1"})
PASS = reply('{"reasoning": "it is", "verdict": "pass"}')
SUMMARIES = """\
name: karsholm
corpus: documents
task: summarize
cases:
  - id: ferry
    source: ferry.md
    words: 40
    facts: [{text: 310 passengers, source: ferry.md, quote: carries 310 passengers}]
"""
JUDGED = SUITE.replace("cases:\n", 'judge: {criteria: {right: "Is it as the gold?"}}\ncases:\n', 1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the suite, with and without a judge, and the corpus of each."""
    folder = tmp_path_factory.mktemp("home")
    write_suite(folder, suite=JUDGED)
    (folder / "karsholm.yaml").rename(folder / "judged.yaml")
    write_suite(folder)
    return folder


@pytest.fixture
def options(server: OpenAIServer, tmp_path: Path) -> list[str]:
    """A model at the server, and a run file."""
    model = ["--answerer", "openai", "--base-url", server.url]
    return [*model, "--out", str(tmp_path / "run.jsonl")]


@pytest.fixture
def here(run: Program, home: Path) -> Program:
    """`run`, in the folder with the suite."""
    return functools.partial(run, cwd=home)


def metrics_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)["metrics"]
    return found


def results_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()[1:]]


def reasons_of(path: Path, metric: str) -> set[str]:
    scores = [score for result in results_of(path) for score in result["scores"]]
    return {score["reason"] for score in scores if score["metric"] == metric}


def forget(home: Path) -> None:
    """Forget the replies that tests before this one were given."""
    for path in (home / ".ragkit-evals" / "replies").rglob("*.json"):
        path.unlink()


def test_a_model_is_asked_counted_and_not_asked_again(
    ragkit: Program, here: Program, server: OpenAIServer, home: Path, tmp_path: Path
) -> None:
    server.script({**HONEST, "wait": 0.1})
    model = ["--answerer", "openai", "--base-url", server.url]
    first, second, third = (tmp_path / f"{name}.jsonl" for name in ("one", "two", "three"))
    done = ragkit(*RUN, *model, "--out", first, "--json", cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    metrics = metrics_of(done)
    assert metrics["fact_recall"]["value"] > 0.5
    assert metrics["support_rate"]["value"] == 1.0
    assert metrics["input_tokens"]["value"] > 100
    assert metrics["output_tokens"]["n"] == 6
    assert "cost_usd" not in metrics
    assert len(server.bodies()) == 6
    assert 1 < server.counts()["most"] <= 4
    header = json.loads(first.read_text().splitlines()[0])
    assert header["settings"]["answerer"] == "generative"
    assert header["settings"]["model"] == "gpt-6-luna"
    assert header["settings"]["answers"] == f"strict=False max_tokens=3000 server={server.url}"
    assert set(header["prompt_hashes"]) == {"answer", "malformed", "repair"}
    assert reasons_of(first, "latency_ms") == {"as measured"}

    server.script(HONEST)
    shown = ragkit(*RUN, *model, "--out", second, cwd=home, env={"COLUMNS": "80"})
    assert shown.returncode == 0
    assert server.requests() == []
    assert without_times(second) == without_times(first)
    assert reasons_of(second, "latency_ms") == {"the reply came from the cache"}
    assert shown.stdout.count("is not known") == 1
    assert "cost_usd: the price of the model is not known\n" in shown.stdout
    assert "latency_ms: 6 of 6 replies came from the cache" in shown.stdout
    assert max(map(len, shown.stdout.splitlines()[:-1])) <= 80

    done = here(*RUN, *model, "--out", third, "--no-cache", "--jobs", "1")
    assert done.returncode == 0
    assert len(server.requests()) == 6
    assert without_times(third) == without_times(first)
    assert reasons_of(third, "latency_ms") == {"as measured"}


def test_parameters_are_part_of_the_run(
    here: Program, server: OpenAIServer, home: Path, options: list[str]
) -> None:
    server.script(HONEST)
    done = here(*RUN, *options, "--limit", "1", "--parameter", "temperature=0")
    assert done.returncode == 0
    assert server.bodies()[0]["temperature"] == 0
    other = here(*RUN, *options, "--limit", "1", "--resume")
    assert_one_line_error(other, 'parameters={"temperature": 0}')


MANY = "name: karsholm\ncorpus: documents\n{judge}cases:\n" + "".join(
    f"  - id: case-{n}\n    question: How many passengers does ferry {n} carry to Karsholm?\n"
    "    facts: [{{text: 310 passengers, source: ferry.md, quote: carries 310 passengers}}]\n"
    for n in range(12)
)
JUDGE = "judge: {criteria: {right: Is it as the gold?}}\n"


def test_a_run_that_is_killed_resumes_to_the_same_result(
    ragkit: Program, server: OpenAIServer, tmp_path: Path
) -> None:
    write_suite(tmp_path, suite=MANY.format(judge=JUDGE))
    server.script(BOTH)
    model = ["--answerer", "openai", "--base-url", server.url]
    whole, out = tmp_path / "whole.jsonl", tmp_path / "stopped.jsonl"
    assert ragkit(*RUN, *model, "--no-cache", "--out", whole).returncode == 0
    assert len(server.bodies()) == 24
    server.script({**BOTH, "wait": 0.1})
    running = subprocess.Popen(
        [sys.executable, "-m", "ragkit", *RUN, *model, "--out", str(out)],
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not out.exists() or out.read_bytes().count(b"\n") < 4:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    os.kill(running.pid, signal.SIGKILL)
    running.wait(timeout=60)
    kept = out.read_bytes().count(b"\n") - 1
    assert 3 <= kept < 12
    asked = len(server.requests())
    server.script(BOTH)
    assert ragkit(*RUN, *model, "--out", out, "--resume").returncode == 0
    assert without_times(out) == without_times(whole)
    # What was in flight is asked again, and nothing else: 2 requests a case, 4 cases at once.
    assert 24 - asked <= len(server.requests()) <= 24 - asked + 4


def test_a_model_that_fails_is_an_error_that_can_be_mended(
    here: Program, server: OpenAIServer, home: Path, options: list[str], tmp_path: Path
) -> None:
    forget(home)
    out = tmp_path / "run.jsonl"
    # Three tries of the first case, and then all is well.
    server.script(FAILING, FAILING, FAILING, HONEST)
    done = here(*RUN, *options, "--jobs", "1", "--junit", tmp_path / "e.xml")
    assert done.returncode == 2
    assert "1 ended in an error" in done.stdout
    errors = {result["case_id"]: result["error"] for result in results_of(out) if result["error"]}
    assert list(errors) == ["passengers"]
    assert errors["passengers"].startswith("ChatUnavailableError: ")
    assert "failed (500: The server had an error)" in errors["passengers"]
    (case,) = [
        c for c in ET.parse(tmp_path / "e.xml").iter("testcase") if c.find("error") is not None
    ]
    assert (case.get("name"), case.find("failure")) == ("passengers", None)
    server.script(HONEST)
    done = here(*RUN, *options, "--retry-errors")
    assert (done.returncode, len(server.requests())) == (0, 1)
    assert [result["error"] for result in results_of(out)] == [None] * 6


@pytest.mark.parametrize("step", [steps.NO_MODEL, steps.UNAUTHORIZED])
def test_a_model_that_cannot_be_asked_ends_the_run(
    run: Program, server: OpenAIServer, home: Path, tmp_path: Path, step: steps.Step
) -> None:
    forget(home)
    server.script(step)
    out = tmp_path / "out.jsonl"
    model = ["--answerer", "openai", "--base-url", server.url, "--jobs", "1"]
    assert_one_line_error(run(*RUN, *model, "--out", out, cwd=home), "then `--resume` goes on")
    # The next may have begun before the first had ended the run.
    assert len(server.bodies()) <= 2


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ({**HONEST, "finish": "length"}, "cut off at the model's limit of tokens"),
        # It breaks off behind a statement that was whole and could have been shown.
        (steps.broken_stream(40, "{}"), "ended its stream before the reply was whole"),
    ],
)
def test_an_answer_that_is_not_whole_is_an_error(
    here: Program,
    server: OpenAIServer,
    home: Path,
    options: list[str],
    tmp_path: Path,
    step: dict[str, Any],
    says: str,
) -> None:
    forget(home)
    if step["kind"] == "broken_stream":
        said = {
            "text": "The Karsholm ferry carries 310 passengers.",
            "sentences": [1],
            "phrase": None,
        }
        more = {
            "text": "It carries 42 cars as well, and has done so for years.",
            "sentences": [1],
            "phrase": None,
        }
        content = json.dumps({"answerable": True, "statements": [said, more], "conflicts": []})
        step = {**step, "content": content, "pieces": content.index("conflicts") // 3}
    server.script(step)
    done = here(*RUN, *options, "--limit", "1")
    assert done.returncode == 2
    (result,) = results_of(tmp_path / "run.jsonl")
    assert result["error"].startswith("ChatError: the answer is not whole: ")
    assert says in result["error"]
    assert (result["answer"], result["scores"]) == (None, [])
    server.script(HONEST)
    assert here(*RUN, *options, "--limit", "1", "--retry-errors").returncode == 0
    assert len(server.requests()) == 1


def test_what_quotes_do_not_bear_shows_in_the_support_rate(
    here: Program, server: OpenAIServer, home: Path, options: list[str]
) -> None:
    server.script(call("tests.evals.judges:half_true"))
    done = here(*RUN, *options, "--no-cache", "--limit", "5", "--json")
    assert done.returncode == 0
    assert metrics_of(done)["support_rate"]["value"] == 0.5
    assert json.loads(done.stdout)["failed"] == 5


JUDGE_RUN = ("eval", "run", "judged.yaml")


def test_a_judge_judges_the_offline_answerer(
    here: Program, server: OpenAIServer, home: Path, tmp_path: Path
) -> None:
    server.script({**BOTH, "wait": 0.05})
    forget(home)
    out = tmp_path / "run.jsonl"
    judge = ["--base-url", server.url, "--judge-model", "gpt-6-sol"]
    gate = ["--fail-under", "judge:right=0.99"]
    page = tmp_path / "r.html"
    done = here(*JUDGE_RUN, *judge, *gate, "--out", out, "--json", "--html", page)
    assert (done.returncode, done.stderr) == (0, "")
    metrics = metrics_of(done)
    assert metrics["judge:right"]["value"] == 1.0
    assert metrics["judge:right"]["n"] == 5  # the sixth is refused
    assert metrics["judge_tokens"]["value"] > 100
    assert not {"input_tokens", "output_tokens", "cost_usd", "judge_cost_usd"} & set(metrics)
    assert {body["model"] for body in server.bodies()} == {"gpt-6-sol"}
    assert len(server.bodies()) == 5
    assert server.counts()["most"] > 1
    header = json.loads(out.read_text().splitlines()[0])
    assert header["settings"]["judge"] == "gpt-6-sol"
    assert header["settings"]["criteria"] == {"right": "Is it as the gold?"}
    assert set(header["prompt_hashes"]) == {"judge"}

    assert "judge:right asks: Is it as the gold?" in page.read_text()
    for command in (["compare", str(out), str(out)], ["report", str(out), *gate]):
        shown = here("eval", *command)
        assert shown.returncode == 0
        assert "judge:right" in shown.stdout

    server.script(reply("maybe"))
    other = here(*JUDGE_RUN, *judge[:2], "--out", out, "--resume")
    assert_one_line_error(other, "judge is 'gpt-6-sol' and not 'gpt-6-luna'")
    (tmp_path / "prompts").mkdir()
    prompt = tmp_path / "prompts" / "judge.md"
    prompt.write_text(_shipped().replace("in doubt", "in any doubt"))
    changed = here(
        *JUDGE_RUN,
        *judge,
        "--out",
        out,
        "--resume",
        "--prompts",
        prompt.parent,
    )
    assert_one_line_error(changed, "its prompt_hashes: judge is")
    again = here(*JUDGE_RUN, *judge, "--out", tmp_path / "again.jsonl")
    assert (again.returncode, server.requests()) == (0, [])
    assert without_times(tmp_path / "again.jsonl")[1:] == without_times(out)[1:]
    anew = here(*JUDGE_RUN, *judge, "--no-cache", "--limit", "1", *gate, "--json")
    assert (anew.returncode, len(server.requests())) == (1, 1)
    assert metrics_of(anew)["judge:right"]["unscored"] == 1


def _shipped() -> str:
    from ragkit.resources import prompts_folder

    return (prompts_folder() / "judge.md").read_text()


def test_a_judge_that_fails_costs_no_answer(
    here: Program, server: OpenAIServer, home: Path, tmp_path: Path
) -> None:
    forget(home)
    out = tmp_path / "run.jsonl"
    judge = ["--base-url", server.url, "--out", str(out), "--jobs", "1"]
    server.script(FAILING, FAILING, FAILING, BOTH)
    done = here(*JUDGE_RUN, *judge)
    assert done.returncode == 0
    assert "1 unscored" in done.stdout
    first = results_of(out)[0]
    assert first["error"] is None
    assert "310 passengers" in first["answer"]["answer"]
    (verdict,) = [score for score in first["scores"] if score["metric"] == "judge:right"]
    assert verdict["value"] is None
    assert "the judge gave no verdict: " in verdict["reason"]
    server.script(BOTH)
    done = here(*JUDGE_RUN, *judge, "--retry-errors", "--json")
    assert (done.returncode, len(server.requests())) == (0, 1)
    assert metrics_of(done)["judge:right"]["unscored"] == 0


@pytest.mark.parametrize(
    ("suite", "options", "says"),
    [
        ("judged", [], "there is no key for the language model; set OPENAI_API_KEY"),
        ("judged", ["--base-url", "nowhere"], "the base URL of the language model cannot be used"),
        ("judged", ["--fail-under", "judge:nice=1"], "there are judge:right"),
        ("karsholm", ["--judge-model", "m"], "'karsholm.yaml' asks for no judge"),
        ("karsholm", ["--fail-under", "judge:right=1"], "the suite asks for no judge"),
        ("karsholm", ["--answerer", "openai"], "there is no key for the language model"),
    ],
)
def test_what_cannot_be_judged_is_refused_before_anything_is_asked(
    here: Program, home: Path, tmp_path: Path, suite: str, options: list[str], says: str
) -> None:
    work = tmp_path / "work"
    done = here("eval", "run", f"{suite}.yaml", "--work", work, *options)
    assert_one_line_error(done, says)
    assert not work.exists()


def test_a_key_that_the_judge_may_not_use_stops_the_run(
    here: Program, server: OpenAIServer, home: Path, tmp_path: Path
) -> None:
    forget(home)
    server.script(PASS, steps.UNAUTHORIZED)
    out = tmp_path / "run.jsonl"
    judge = ["--base-url", server.url, "--out", str(out), "--jobs", "1"]
    done = here(*JUDGE_RUN, *judge)
    assert_one_line_error(done, "the judge cannot be asked: ")
    assert "check OPENAI_API_KEY; then `--resume` goes on" in done.stderr
    assert len(server.requests()) in {2, 3}  # the next may have begun by then
    assert [result["case_id"] for result in results_of(out)] == ["passengers"]
    server.script(PASS)
    assert here(*JUDGE_RUN, *judge, "--resume").returncode == 0
    assert len(results_of(out)) == 6


def test_summaries_are_made_by_the_model_too(
    run: Program, tmp_path: Path, server: OpenAIServer
) -> None:
    write_suite(tmp_path, suite=SUMMARIES)
    server.script(call("tests.summarizing.brains:honest"))
    model = ["--answerer", "openai", "--base-url", server.url, "--model", "gpt-6-luna"]
    done = run(*RUN, *model, "--out", "run.jsonl", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["metrics"]["input_tokens"]["value"] > 100
    header, result = map(json.loads, (tmp_path / "run.jsonl").read_text().splitlines()[:2])
    assert header["settings"]["answerer"] == "generative"
    assert header["settings"]["model"] == "gpt-6-luna"
    assert {"notes", "repair", "summary"} <= set(header["prompt_hashes"])
    assert result["answer"]["provenance"]["sent"].startswith("2 sentences of 1 document to 127.")
    asked = len(server.requests())
    assert run(*RUN, *model, "--out", "again.jsonl").returncode == 0
    assert len(server.requests()) == asked  # kept
