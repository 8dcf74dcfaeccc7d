"""Exit codes and the `--json` contract.

Through real processes (`ragkit`) for each command, and where streams, signals, encodings or the
environment are the point; the tables of what is refused are run in this process (`run`).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from ragkit import Corpus, CorpusError
from ragkit.cli.commands import MODULES, registered
from tests.conftest import SEEDS, Program, assert_one_line_error

QUESTION = "At what capacity are most North Korean arms plants running?"
NOTE = "The Alder bridge reopened on 4 May 2021.\n\nIt carries 12,400 vehicles a day.\n"
COMMANDS = [
    "add",
    "sync",
    "remove",
    "list",
    "status",
    "show",
    "ask",
    "search",
    "summarize",
    "verify",
]


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
        *("conflicts", "provenance", "warnings", "incomplete", "elapsed_ms"),
    }
    assert record["question"] == QUESTION
    assert record["abstained"] is False
    assert "30 percent" in record["quotes"][0]["text"]
    for statement in record["statements"]:
        assert set(statement) == {"text", "supported", "quotes", "checks"}
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


def test_search_json_lines(run: Program, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    assert run("add", "note.txt").returncode == 0
    done = run("search", "How many vehicles?", "--json")
    assert done.returncode == 0
    (line,) = done.stdout.splitlines()
    record = json.loads(line)
    assert list(record) == [
        *("rank", "score", "dense", "lexical", "answerable", "source", "doc_id", "chunk_id"),
        *("start", "end", "text"),
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
    assert "stdin" in ragkit("list").stdout
    empty = ragkit("ask", "Is it empty?", "-")
    assert (empty.returncode, empty.stdout) == (2, "")
    assert empty.stderr == "ragkit: stdin: is empty\n"


PAGE = (
    "<!doctype html><html><head><title>Ferry</title></head><body><nav>Home</nav>"
    "<article><h1>Ferry</h1><p>The Karsholm ferry carries 310 passengers &amp; cars.</p>"
    "</article></body></html>"
)


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("stdin", PAGE, "carries 310 passengers & cars."),
        ("page.html", PAGE.removeprefix("<!doctype html>"), "carries 310 passengers & cars."),
        ("page.txt", PAGE, "<p>"),
        ("stdin", NOTE, NOTE),
        ("note.md", f"---\nteam: roads\n---\n\n{NOTE}", NOTE),
        ("stdin", f"---\nteam: roads\n---\n\n{NOTE}", NOTE),
    ],
)
def test_standard_input_is_read_as_a_file(
    run: Program, tmp_path: Path, name: str, data: str, text: str
) -> None:
    assert run("add", "-", "--name", name, stdin=data).returncode == 0
    (tmp_path / name).write_text(data)
    piped = run("show", name).stdout
    assert text in piped
    assert json.loads(run("list", "--json").stdout)["metadata"] == (
        {"team": "roads"} if "team" in data else {}
    )
    assert run("add", name).returncode == 0
    assert run("show", name).stdout == piped


def test_standard_input_has_the_limit_of_files(run: Program) -> None:
    done = run("add", "-", "--max-bytes", "10", stdin=NOTE)
    assert done.returncode == 2
    assert "stdin: is too large: more than 10 bytes" in done.stderr


def test_a_file_name_that_is_no_text_leaves_the_others(run: Program, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt")).write_text(NOTE)
    done = run("add", ".", "--json")
    assert done.returncode == 2
    assert done.stderr == "ragkit: caf\ufffd.txt: its name is no valid UTF-8; rename it\n"
    assert json.loads(done.stdout)["added"] == ["note.txt"]


@pytest.mark.parametrize(
    "arguments",
    [
        [b"add", b"note.txt", b"--meta", b"team=\xff"],
        [b"add", b"-", b"--name", b"\xff"],
        [b"list", b"--where", b"\xff=x"],
        [b"ask", b"How many?", b"--where", b"team=\xff"],
    ],
)
def test_options_of_bytes_that_are_no_text(noted: Path, arguments: list[bytes]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ragkit", *arguments], cwd=noted, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"is no valid UTF-8" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_a_file_name_stays_on_its_line(run: Program, tmp_path: Path) -> None:
    (tmp_path / "two\nlines.txt").write_text(NOTE)
    (tmp_path / "two\nblanks.txt").write_text(" ")
    added = run("add", ".")
    assert added.stderr.count("\n") == 1
    assert run("list").stdout.count("\n") == 1
    assert "two\ufffdlines.txt:1" in run("ask", "When did the Alder bridge reopen?").stdout
    assert run("remove", "two\nlines.txt").stdout == "removed two\ufffdlines.txt\n"


def test_nothing_left_to_ask_is_said(run: Program, noted: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for arguments in (["--where", "team=nope"], [str(tmp_path / "empty")]):
        done = run("ask", "How many vehicles?", *arguments, cwd=noted)
        assert done.returncode == 1
        assert "no document is left to search" in done.stdout


def test_an_edited_file_is_read_again_or_said_to_have_changed(run: Program, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    question = "How many vehicles does the bridge carry?"
    assert "changed" not in run("ask", question, "note.txt").stdout
    (tmp_path / "note.txt").write_text(NOTE.replace("12,400", "13,100"))
    found = run("ask", question).stdout
    assert "13,100" in found
    assert "changed" not in found
    (tmp_path / "note.txt").write_text(NOTE.replace("12,400", "14,700") + " Well." * 40_000)
    warning = "note.txt has changed since it was added; run `ragkit sync`"
    found = run("ask", question).stdout
    assert "13,100" in found
    assert warning in found
    assert json.loads(run("ask", question, "--json").stdout)["warnings"] == [warning]
    assert f"ragkit: {warning}\n" in run("search", question).stderr
    assert json.loads(run("ask", question, "note.txt", "--json").stdout)["warnings"] == []


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user to drop to")
@pytest.mark.parametrize(
    ("mode", "arguments", "says"),
    [
        (0o600, ["list"], "check that you may read it, or use another `--corpus`"),
        (0o644, ["add", "new.txt"], "or name another with `--corpus`"),
    ],
)
def test_a_corpus_of_another_user(
    tmp_path: Path, mode: int, arguments: list[str], says: str
) -> None:
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(folder.stat().st_mode | 0o055)
    (tmp_path / "new.txt").write_text(NOTE)
    if mode == 0o600:
        Corpus.open(tmp_path / ".ragkit").close()
        (tmp_path / ".ragkit" / "catalog.sqlite3").chmod(mode)
    program = (
        "import os, sys\n"
        "import fractions, ragkit.corpus, ragkit.adding, ragkit.render.terminal\n"
        "import ragkit.cli.ask, ragkit.cli.verify, ragkit.cli.summarize\n"
        "from ragkit.cli.app import main\n"
        # Only now: the other user may not read where Python is installed.
        "os.setegid(65534); os.seteuid(65534)\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert_one_line_error(done, says)


@pytest.mark.parametrize("arguments", [["ask", "x"], ["search", "x"], ["list"], ["status"]])
def test_reading_commands_create_nothing(
    run: Program, tmp_path: Path, arguments: list[str]
) -> None:
    done = run(*arguments)
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
        (["search", "x", "--neighbors", "9" * 24], "has to be 0 to 1000"),
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
    run: Program, noted: Path, arguments: list[str], says: str
) -> None:
    done = run(*arguments, cwd=noted)
    assert_one_line_error(done, says)
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
    run: Program, noted: Path, question: str
) -> None:
    done = run("ask", question, "--json", cwd=noted)
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


def test_a_document_cannot_steer_the_terminal(run: Program, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The alarm \x1b[31m rang \x1b[0m at 5 \u202e o'clock.\n")
    done = run("ask", "When did the alarm ring?", "note.txt")
    assert "alarm" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with a long listing and a long sentence."""
    folder = tmp_path_factory.mktemp("many")
    for n in range(40):
        (folder / f"{n:03}{'x' * 230}.txt").write_text(f"Note {n} says something of its own.\n")
    words = " ".join(f"{n} vehicles in lane {n}," for n in range(4000))
    (folder / "long.txt").write_text(f"The Karsholm ferry carried {words} and that is all.\n")
    with Corpus.open(folder / ".ragkit") as corpus:
        corpus.add([folder])
    return folder


ROOM = 1000  # bytes: the first line of every command, and the whole output of none


def pipe_with_room(room: int) -> tuple[int, int]:
    """Both ends of a pipe that takes so many bytes more before a writer has to wait."""
    (reading, writing), (unread, probe) = os.pipe(), os.pipe()
    os.set_blocking(probe, False)
    with os.fdopen(unread, "rb"), os.fdopen(probe, "wb", 0) as file:
        capacity = sum(iter(lambda: file.write(b"x" * select.PIPE_BUF) or 0, 0))
    os.write(writing, b"x" * (capacity - room))
    return reading, writing


def held_by(reading: int) -> int:
    """How many bytes a pipe holds."""
    (count,) = struct.unpack("i", fcntl.ioctl(reading, termios.FIONREAD, b"\0" * 4))
    return int(count)


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["list", "--json"],
        ["search", "Karsholm", "--source", "long.txt"],
        ["ask", "What did the Karsholm ferry carry?", "long.txt"],
    ],
    ids=" ".join,
)
def test_a_pipe_that_closes_early_is_no_error(many: Path, command: list[str]) -> None:
    reading, writing = pipe_with_room(ROOM)
    before = held_by(reading)
    running = subprocess.Popen(
        [sys.executable, "-m", "ragkit", *command],
        cwd=many,
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    while held_by(reading) == before:
        assert running.poll() is None
        time.sleep(0.005)
    # It has printed something, and waits with the rest: the reader goes first, at any load.
    assert running.poll() is None
    os.close(reading)
    assert (running.communicate(timeout=60)[1], running.returncode) == (b"", 141)


@pytest.mark.parametrize(
    ("redirection", "says"),
    [(">/dev/full", "standard output could not be written: No space"), (">&-", "output is closed")],
)
@pytest.mark.parametrize("command", ["list", "list --json", "status", "show note.txt"])
def test_output_that_cannot_be_written(
    noted: Path, command: str, redirection: str, says: str
) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m ragkit {command} {redirection}"],
        cwd=noted,
        capture_output=True,
        text=True,
        check=False,
    )
    assert_one_line_error(done, says)


def test_closed_standard_input_and_error_are_no_traceback(noted: Path) -> None:
    for command, code, said in (
        ("add - <&-", 2, "ragkit: stdin: is empty\n"),
        ("nonsense 2>&-", 2, ""),
        ("status 2>&-", 0, ""),
    ):
        done = subprocess.run(
            ["bash", "-c", f"{sys.executable} -m ragkit {command}"],
            cwd=noted,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (code, said)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_that_lacks_characters(ragkit: Program, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "橋.txt").write_text("橋の案内\n\nThe bridge “橋” — opened in 1999.\n")
    env = {"PYTHONIOENCODING": encoding}
    assert ragkit("ask", "When did the bridge open?", "橋.txt", env=env).returncode == 0
    for command in (["list"], ["status"], ["search", "bridge"]):
        done = ragkit(*command, env=env)
        assert (done.returncode, done.stderr) == (0, "")
    listed = ragkit("list", "--json", env=env)
    assert json.loads(listed.stdout)["source"] == "橋.txt"


def _documents(folder: Path) -> int:
    try:
        with Corpus.open(folder, create=False) as corpus:
            return len(corpus.sources())
    except CorpusError:  # not made yet
        return 0


def test_an_interruption_keeps_what_was_added(tmp_path: Path) -> None:
    for n in range(2000):
        body = " ".join(f"Sentence {i} of note {n} has words of its own." for i in range(12))
        (tmp_path / f"{n:04}.txt").write_text(body)
    running = subprocess.Popen(
        [sys.executable, "-m", "ragkit", "add", "."],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    # The first batch loads Chroma, and Python ends by the signal if it interrupts an `exec`,
    # such as that of a dataclass, whoever catches it: the second batch is waited for.
    seen = {0}
    while len(seen) < 3:
        assert running.poll() is None
        seen.add(_documents(tmp_path / ".ragkit"))
        time.sleep(0.05)
    os.kill(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said == "ragkit: interrupted; what was done before stays\n"
    with Corpus.open(tmp_path / ".ragkit", create=False) as corpus:
        assert 0 < len(corpus.sources()) < 2000
        assert corpus.search("Note of its own")


def test_an_interruption_while_the_program_loads_is_no_traceback(
    ragkit: Program, tmp_path: Path
) -> None:
    # Stands for a slow import: it interrupts itself as Ctrl-C would.
    (tmp_path / "typer.py").write_text(
        "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(5)\n"
    )
    done = ragkit("list", env={"PYTHONPATH": str(tmp_path)})
    assert (done.returncode, done.stderr) == (130, "ragkit: interrupted\n")


def test_every_command_has_help_with_an_example(run: Program) -> None:
    commands = {
        c.name or c.callback.__name__: c.callback
        for module in MODULES
        for c in registered(module).registered_commands
        if c.callback
    }
    assert set(commands) == set(COMMANDS)
    for name in COMMANDS:
        done = run(name, "--help")
        assert done.returncode == 0
        assert f"ragkit {name} " in done.stdout
        assert "\\b" not in done.stdout
        _, _, examples = done.stdout.partition("Example")
        lines = re.split("Arguments:|Options:", examples)[0].splitlines()[1:]
        shown = [line for line in lines if line.strip()]
        assert shown
        assert all(re.findall(r"ragkit \w+", line) == [f"ragkit {name}"] for line in shown)
        documented = {line.strip() for line in (commands[name].__doc__ or "").splitlines()}
        assert {line.strip() for line in shown} <= documented


@pytest.mark.parametrize(
    ("name", "says"),
    [
        *((name, "one JSON object") for name in ("add", "ask", "status", "show")),
        *((name, "a line for each") for name in ("list", "search")),
    ],
)
def test_help_says_what_json_is_printed(run: Program, name: str, says: str) -> None:
    assert says in " ".join(run(name, "--help").stdout.split())


def test_ask_says_that_standard_input_stays(run: Program) -> None:
    assert "ragkit remove stdin" in " ".join(run("ask", "--help").stdout.split())


def test_shell_completion_is_offered(ragkit: Program) -> None:
    done = ragkit(
        env={"_RAGKIT_COMPLETE": "complete_bash", "COMP_WORDS": "ragkit ", "COMP_CWORD": "1"}
    )
    assert "--show-completion" in ragkit("--help").stdout
    assert done.returncode == 0
