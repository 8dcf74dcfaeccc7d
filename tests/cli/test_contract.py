"""Exit codes and the `--json` contract, through real processes."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from ragkit import Corpus
from ragkit.cli.app import app
from tests.conftest import SEEDS, Program

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "At what capacity are most North Korean arms plants running?"
NOTE = "The Alder bridge reopened on 4 May 2021.\n\nIt carries 12,400 vehicles a day.\n"
COMMANDS = ["add", "remove", "list", "status", "show", "ask", "search"]


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a note that is in its corpus."""
    folder = tmp_path_factory.mktemp("noted")
    (folder / "note.txt").write_text(NOTE)
    with Corpus.open(folder / ".ragkit") as corpus:
        corpus.add([folder / "note.txt"])
    return folder


def test_ask_json_has_every_key_and_quotes_cut_from_the_source(ragkit: Program) -> None:
    done = ragkit("ask", QUESTION, SEEDS, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert set(record) == {
        *("question", "answer", "abstained", "reason", "confidence", "statements", "quotes"),
        *("conflicts", "provenance", "warnings", "elapsed_ms"),
    }
    assert record["question"] == QUESTION
    assert record["abstained"] is False
    assert "30 percent" in record["quotes"][0]["text"]
    for statement in record["statements"]:
        assert set(statement) == {"text", "supported", "quotes"}
        assert all(0 <= n < len(record["quotes"]) for n in statement["quotes"])
    for quote in record["quotes"]:
        assert set(quote) == {
            *("text", "source", "doc_id", "text_hash", "start", "end", "line", "page"),
            "highlights",
        }
        shown = ragkit("show", quote["source"])
        assert shown.stdout[quote["start"] : quote["end"]] == quote["text"]
        assert hashlib.sha256(shown.stdout.encode()).hexdigest() == quote["text_hash"]
        part = ragkit("show", quote["source"], "--span", f"{quote['start']}:{quote['end']}")
        assert part.stdout == quote["text"]
        if quote["line"] is not None:
            assert shown.stdout[: quote["start"]].count("\n") + 1 == quote["line"]
        for start, end in quote["highlights"]:
            assert 0 <= start < end <= len(quote["text"])


def test_an_abstention_exits_with_1_and_names_the_nearest(ragkit: Program) -> None:
    done = ragkit("ask", "Who won the 1998 football world cup?", SEEDS, "--json")
    record = json.loads(done.stdout)
    assert done.returncode == 1
    assert record["abstained"] is True
    assert record["answer"] is None
    assert record["statements"] == record["quotes"] == []
    assert "nearest" in record["reason"]


def test_search_json_lines(ragkit: Program, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    assert ragkit("add", "note.txt").returncode == 0
    done = ragkit("search", "How many vehicles?", "--json")
    assert done.returncode == 0
    (line,) = done.stdout.splitlines()
    record = json.loads(line)
    assert list(record) == [
        *("rank", "score", "dense", "lexical", "source", "doc_id", "chunk_id", "start", "end"),
        "text",
    ]
    assert record["rank"] == 1
    assert NOTE[record["start"] : record["end"]] == record["text"]


def test_add_list_status_remove(ragkit: Program, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    (tmp_path / "empty.txt").write_text(" \n")
    done = ragkit("add", "note.txt", "empty.txt", "--meta", "team=roads", "--json")
    assert done.returncode == 2
    assert "empty.txt" in done.stderr
    assert json.loads(done.stdout)["added"] == ["note.txt"]
    again = ragkit("add", "note.txt", "--meta", "team=roads")
    assert (again.returncode, again.stdout) == (0, "1 unchanged\n")
    listed = json.loads(ragkit("list", "--json", "--where", "team=roads").stdout)
    assert listed["source"] == "note.txt"
    assert listed["metadata"] == {"team": "roads"}
    assert ragkit("list", "--json", "--where", "team=rail").stdout == ""
    assert json.loads(ragkit("status", "--json").stdout)["documents"] == 1
    (tmp_path / "note.txt").write_text(NOTE.replace("12,400", "13,100"))
    assert ragkit("add", "note.txt", "--meta", "team=roads").stdout == "1 updated\n"
    assert "12,400" not in ragkit("show", "note.txt").stdout
    assert ragkit("remove", "note.txt").stdout == "removed note.txt\n"
    assert ragkit("search", "vehicles").returncode == 1


def test_standard_input(ragkit: Program) -> None:
    done = ragkit("ask", "When did the Alder bridge reopen?", "-", stdin=NOTE)
    assert done.returncode == 0
    assert "4 May 2021" in done.stdout
    assert "stdin:1" in done.stdout


@pytest.mark.parametrize("arguments", [["ask", "x"], ["search", "x"], ["list"], ["status"]])
def test_reading_commands_create_nothing(
    ragkit: Program, tmp_path: Path, arguments: list[str]
) -> None:
    done = ragkit(*arguments)
    assert done.returncode == 2
    assert "no corpus" in done.stderr
    assert "ragkit add" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", ""], "question is empty"),
        (["ask", " \n\t"], "question is empty"),
        (["search", "x", "-k", "0"], "top_k is 0"),
        (["search", "x", "--neighbors", "-1"], "neighbors is -1"),
        (["search", "x", "--where", "team"], "KEY=VALUE"),
        (["search", "x", "--source", "nowhere.txt"], "no source 'nowhere.txt'"),
        (["show", "nowhere.txt"], "no source 'nowhere.txt'"),
        (["show", "note.txt", "--span", "9:2"], "START:END"),
        (["show", "note.txt", "--span", "0:99999"], "START:END"),
        (["remove", "nowhere.txt"], "no source 'nowhere.txt'"),
        (["add", "nowhere.txt"], "nowhere.txt"),
        (["add"], "name at least one"),
        (["ask", "x", "--embedder", "chroma:nothing"], "no embedding function"),
        (["ask", "x", "--embedder", "magic"], "no embedder 'magic'"),
        (["add", "note.txt", "--embedder", "magic"], "no embedder 'magic'"),
        (["ask"], "ragkit ask --help"),
        (["nonsense"], "ragkit --help"),
        (["list", "--nonsense"], "ragkit list --help"),
    ],
)
def test_errors_are_one_line_that_says_what_to_do(
    ragkit: Program, noted: Path, arguments: list[str], says: str
) -> None:
    done = ragkit(*arguments, cwd=noted)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("ragkit: ")
    assert says in done.stderr
    with Corpus.open(noted / ".ragkit", create=False) as corpus:
        assert corpus.document("note.txt").text == NOTE
        assert len(corpus.sources()) == 1


@pytest.mark.parametrize(
    "question",
    [
        'vehicles AND OR NOT NEAR("a" "b") * ^ {terms}: -x',
        '"',
        "'; DROP TABLE documents; --",
        "כמה כלי רכב עוברים בגשר ביום?",
        "\u202eegdirb eht\u202c",
        "x" * 100_000,
        "how many vehicles " * 5_000,
        "%s %d {0} \\",
        "的",
        "?!…",
    ],
)
def test_odd_questions_get_an_answer_or_an_abstention(
    ragkit: Program, noted: Path, question: str
) -> None:
    done = ragkit("ask", question, "--json", cwd=noted)
    assert done.returncode in {0, 1}, done.stderr
    assert json.loads(done.stdout)["question"] == question


def test_a_question_of_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    done = subprocess.run(
        [sys.executable, "-m", "ragkit", "ask", b"how many \xff\xfe vehicles?", "note.txt"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode in {0, 1}
    assert done.stderr == b""


def test_nothing_is_left_in_the_home_folder(ragkit: Program, tmp_path: Path) -> None:
    # onnxruntime and Chroma both have telemetry that would leave its traces here.
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "note.txt").write_text(NOTE)
    env = {"HOME": str(home), "XDG_CACHE_HOME": "", "ORT_DISABLE_TELEMETRY": ""}
    assert ragkit("ask", "When did the bridge reopen?", "note.txt", env=env).returncode == 0
    assert list(home.iterdir()) == []


def test_a_document_cannot_steer_the_terminal(ragkit: Program, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The alarm \x1b[31m rang \x1b[0m at 5 \u202e o'clock.\n")
    done = ragkit("ask", "When did the alarm ring?", "note.txt")
    assert "alarm" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_a_pipe_that_closes_early_is_no_error(ragkit: Program, tmp_path: Path) -> None:
    for n in range(400):
        (tmp_path / f"{n:03}.txt").write_text(f"Note {n} says something of its own.\n")
    assert ragkit("add", ".").returncode == 0
    done = subprocess.run(
        f"{sys.executable} -m ragkit list --json | head -1",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["source"] == "000.txt"
    assert done.stderr == ""


def test_an_interruption_keeps_what_was_added(tmp_path: Path) -> None:
    for n in range(60):
        body = " ".join(f"Sentence {i} of note {n} has words of its own." for i in range(300))
        (tmp_path / f"{n:03}.txt").write_text(body)
    running = subprocess.Popen(
        [sys.executable, "-m", "ragkit", "add", "."],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(4)
    os.kill(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said == "ragkit: interrupted; what was added before stays\n"


def test_every_command_has_help_with_an_example(ragkit: Program) -> None:
    names = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    assert names == set(COMMANDS)
    for name in COMMANDS:
        done = ragkit(name, "--help")
        assert done.returncode == 0
        assert f"ragkit {name} " in done.stdout
        assert "Example" in done.stdout


def test_shell_completion_is_offered(ragkit: Program) -> None:
    done = ragkit(
        env={"_RAGKIT_COMPLETE": "complete_bash", "COMP_WORDS": "ragkit ", "COMP_CWORD": "1"}
    )
    assert "--show-completion" in ragkit("--help").stdout
    assert done.returncode == 0
