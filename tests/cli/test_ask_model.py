"""`ragkit ask` with a model: what is printed, refused and sent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.answering.brains import reply, stated
from tests.conftest import Program, assert_one_line_error
from tests.serving import steps
from tests.serving.fixtures import openai_process, server

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serving.handle import OpenAIServer

__all__ = ["openai_process", "server"]

MILL = "The Larkmoor mill ran at 40 percent of capacity in May. Its flour went to two bakeries.\n"
TRUE = stated("In May the mill used 40 percent of its capacity.", 1, phrase="40 percent")
FALSE = stated("The mill ran at 45 percent of capacity in May.", 1)
ALSO = stated("Two bakeries took its flour.", 2)
ASK = ("ask", "How did the mill run?", "mill.txt")
KEY = "sk-proj-Zq8vT3xW7mN2kL5pR9sD4fG6hJ1cB0aY"


@pytest.fixture(autouse=True)
def mill(tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text(MILL)


def test_an_answer_shows_statements_quotes_and_what_was_sent(
    ragkit: Program, server: OpenAIServer
) -> None:
    server.script(steps.reply(reply(TRUE, FALSE)), steps.reply(reply(FALSE)))
    done = ragkit(*ASK, "--base-url", server.url, env={"COLUMNS": "80"})
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "In May the mill used 40 percent of its capacity. [1]"
    assert lines[1] == "[1] The Larkmoor mill ran at 40 percent of capacity in May."
    assert lines[2] == "    mill.txt:1"
    assert "The mill ran at 45 percent of capacity in May. [1]" in lines
    assert "    not borne by its quotes: the quotes give another figure than '45" in lines
    assert lines[-3].startswith("Answerer: gpt-6-luna; ")
    assert lines[-3].endswith("price unknown")
    host = server.url.removeprefix("http://").removesuffix("/v1")
    sent = f"Sent: the question and 2 sentences of 1 document to {host} on this machine"
    assert " ".join(line.strip() for line in lines[-2:]) == sent
    assert max(map(len, lines)) <= 80
    strict = ragkit(*ASK, "--base-url", server.url, "--strict")
    assert "45 percent of capacity" not in strict.stdout


def test_json_says_which_answerer_and_what_was_sent(ragkit: Program, server: OpenAIServer) -> None:
    server.script(steps.reply(reply(TRUE)))
    env = {"OPENAI_BASE_URL": server.url, "RAGKIT_MODEL": "qwen3", "OPENAI_API_KEY": KEY}
    done = ragkit(*ASK, "--json", "--parameter", "temperature=0", env=env)
    record = json.loads(done.stdout)
    assert record["provenance"]["answerer"] == "generative"
    assert record["provenance"]["model"] == "qwen3"
    assert record["provenance"]["usage"]["output_tokens"] > 0
    assert "2 sentences" in record["provenance"]["sent"]
    assert record["incomplete"] is None
    assert record["statements"][0]["checks"]
    (body,) = server.bodies()
    assert body["temperature"] == 0
    assert body["model"] == "qwen3"
    offline = json.loads(ragkit(*ASK, "--json", "--answerer", "extractive", env=env).stdout)
    assert offline["provenance"]["answerer"] == "extractive"
    assert offline["provenance"]["sent"] is None
    assert len(server.bodies()) == 1


def test_an_abstention_exits_with_1(run: Program, server: OpenAIServer) -> None:
    server.script(steps.reply(reply(answerable=False)))
    done = run(*ASK, "--base-url", server.url)
    assert done.returncode == 1
    assert done.stdout.startswith("No answer in these documents.\n")


@pytest.mark.parametrize(
    ("options", "env", "says"),
    [
        (["--answerer", "openai"], {}, "there is no key for the language model"),
        ([], {"OPENAI_API_KEY": "sk-x y"}, "the key for the language model holds white space"),
        ([], {"OPENAI_API_KEY": f'"{KEY}"'}, "stands in quotation marks"),
        (["--base-url", "localhost:1"], {}, "it has to begin with http:// or https://"),
        (["--base-url", "http://127.0.0.1:9"], {}, "127.0.0.1:9"),
        (["--answerer", "magic"], {}, "there is no answerer 'magic'"),
        (
            ["--prompts", "nowhere"],
            {"OPENAI_BASE_URL": "http://127.0.0.1:9"},
            "no folder of prompts",
        ),
        (["--parameter", "temperature"], {}, "--parameter needs NAME=VALUE"),
        (["--prompts", "nowhere"], {}, "there is no key for the language model"),
        (
            ["--parameter", "timeout=2", "--base-url", "http://127.0.0.1:9"],
            {},
            "'timeout' is no parameter of a model",
        ),
        (["--model", "a"], {}, "there is no key for the language model"),
        (["--answerer", "extractive", "--model", "a"], {}, "--model is for a language model"),
        (["--answerer", "openai:a", "--model", "b"], {}, "the model 'a', --model for 'b'"),
    ],
)
def test_what_cannot_be_asked_is_one_line(
    run: Program, tmp_path: Path, options: list[str], env: dict[str, str], says: str
) -> None:
    done = run(*ASK, *options, env=env)
    assert_one_line_error(done, says)
    assert KEY not in done.stderr


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (steps.UNAUTHORIZED, "did not accept the key"),
        (steps.NO_MODEL, "gpt-none"),
        (steps.TOO_LONG, "context"),
        (steps.REFUSAL, "refused"),
        (steps.HTML, "127.0.0.1"),
    ],
)
def test_what_the_server_says_is_one_line(
    run: Program, server: OpenAIServer, step: steps.Step, says: str
) -> None:
    server.script(step)
    env = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY}
    done = run(*ASK, "--model", "gpt-none", env=env)
    assert_one_line_error(done, says)
    assert "if it arrived: the question and 2 sentences of 1 document to 127" in done.stderr
    assert KEY not in done.stderr + done.stdout


def test_a_server_that_gives_no_sign_is_waited_for_as_long_as_is_said(
    ragkit: Program, server: OpenAIServer
) -> None:
    server.script(steps.hang(60))
    done = ragkit(*ASK, "--base-url", server.url, "--timeout", "0.2")
    assert_one_line_error(done, "did not answer within 0.2 seconds")


def test_a_connection_that_breaks_shows_what_was_checked(
    ragkit: Program, server: OpenAIServer
) -> None:
    content = reply(TRUE, ALSO)
    pieces = content.index("Two") + 3
    server.script(steps.broken_stream(pieces, content, size=1))
    done = ragkit(*ASK, "--base-url", server.url)
    assert (done.returncode, done.stderr) == (2, "")
    assert TRUE["text"] in done.stdout
    assert ALSO["text"] not in done.stdout
    assert "Incomplete: " in done.stdout


def started(server: OpenAIServer, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ragkit", *ASK, "--base-url", server.url],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "80"},
    )


def test_statements_are_printed_while_the_model_writes(
    server: OpenAIServer, tmp_path: Path
) -> None:
    server.script(steps.reply(reply(TRUE, ALSO) + " " * 100, size=10, delay=0.05))
    running = started(server, tmp_path)
    assert running.stdout
    assert running.stdout.readline() == f"{TRUE['text']} [1]\n"
    assert server.counts()["running"] == 1
    out, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (0, "")
    assert ALSO["text"] in out


def test_a_pipe_that_is_closed_ends_the_request(server: OpenAIServer, tmp_path: Path) -> None:
    server.script(steps.reply(reply(TRUE, ALSO) + " " * 2000, size=10, delay=0.05))
    running = started(server, tmp_path)
    assert running.stdout
    running.stdout.readline()
    running.stdout.close()
    assert running.stderr
    with running.stderr:
        assert running.stderr.read() == ""
    assert running.wait(timeout=60) == 141
