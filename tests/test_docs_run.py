"""The documentation, done as it says: the tutorial, the pages on the library, what JSON holds."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SEEDS
from tests.test_docs import DOCS, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Program

NOTES = (
    "2024-04-16-containers.md",
    "2024-04-17-arms-plants.md",
    "2024-06-24-containers-revised.md",
)
#: A file to save, or commands with what they print.
_STEP = re.compile(
    r"^Save this as `([^`]+)`:\n\n```markdown\n(.*?)^```$|^```console\n(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """The notes of the tutorial."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for name in NOTES:
        shutil.copy(SEEDS / name, folder)
    return folder


def test_the_tutorial_prints_what_it_says(run: Program, notes: Path) -> None:
    tutorial = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    assert all(f"seeds/{note.name}" in tutorial for note in notes.iterdir())
    status = 0
    for name, text, typed in _STEP.findall(tutorial):
        if name:
            (notes.parent / name).write_text(text, encoding="utf-8")
        for step in filter(None, re.split(r"^\$ ", typed, flags=re.MULTILINE)):
            command, _, expected = step.partition("\n")
            printed, status = done(run, command, notes.parent, status)
            # What `show` prints is the text alone, with no newline behind it.
            # "…" stands for what differs from machine to machine.
            pattern = re.escape(expected.removesuffix("\n")).replace("…", ".*")
            assert re.fullmatch(pattern, printed.removesuffix("\n"), re.DOTALL), (command, printed)


def done(run: Program, command: str, folder: Path, status: int) -> tuple[str, int]:
    """What a command of the tutorial prints, and its exit status."""
    words, _, file = command.partition(" > ")
    if not words.startswith("ragkit "):
        shell = command.replace("python3", shlex.quote(sys.executable)).replace("$?", str(status))
        ended = subprocess.run(
            shell, shell=True, cwd=folder, capture_output=True, text=True, check=False
        )
        assert not ended.stderr, command
        return ended.stdout, ended.returncode
    answered = run(*shlex.split(words)[1:])
    assert not answered.stderr, command
    if file:
        (folder / file).write_text(answered.stdout, encoding="utf-8")
        return "", answered.returncode
    return answered.stdout, answered.returncode


@pytest.mark.parametrize("page", ["use-as-a-library", "set-up"])
@pytest.mark.usefixtures("notes")
def test_the_python_of_a_page_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("logging.basicConfig", lambda **_: None)
    codes = list(blocks(DOCS / "how-to" / f"{page}.md", "python"))
    assert codes
    if page == "set-up":
        codes.insert(0, "from ragkit import Corpus; Corpus.open('.ragkit').add(['notes'])")
    for code in codes:
        exec(compile(code, page, "exec"), {})
    assert capsys.readouterr().out


# --- what JSON holds

EMPTY = object()
#: What only a model, or a failure, would bring: the same functions write it elsewhere.
UNSEEN = re.compile(
    r"ragkit (ask|summarize) .*(checks\[\].*|provenance\.usage\..*)|ragkit ask incomplete"
)


def documented() -> dict[str, dict[str, str]]:
    """The keys of reference/json.md with their types, by command."""
    found: dict[str, dict[str, str]] = {}
    for section in (DOCS / "reference" / "json.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        rows = re.findall(r"^\| `([^`]+)` \| ([\w ]+) \|", section, re.MULTILINE)
        found[section.partition("\n")[0]] = dict(rows)
    shared = (
        "statements",
        "quotes",
        "conflicts",
        "provenance",
        "warnings",
        "incomplete",
        "elapsed",
    )
    asked = {key: kind for key, kind in found["ragkit ask"].items() if key.startswith(shared)}
    found["ragkit summarize"] |= asked
    return found


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a record that hold no others, each with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for inner in value or [EMPTY]:
            yield from leaves(inner, f"{path}[]")
    else:
        yield path, value


def row_of(path: str, keys: dict[str, str]) -> str:
    """The row of a table that describes a path."""
    for key, kind in keys.items():
        pattern = re.escape(key).replace("NAME", r"[^.]+")
        deeper = r"([.\[].*)?" if kind.startswith(("object", "any")) else ""
        if re.fullmatch(pattern + deeper, path):
            return key
    raise AssertionError(f"reference/json.md does not name {path}")


def is_of(value: Any, kinds: str) -> bool:
    names = {bool: "boolean", int: "number", float: "number", str: "string", type(None): "null"}
    return bool({names[type(value)], "any", "object"}.intersection(kinds.split(" or ")))


def printed(run: Program, *commands: tuple[str | Path, ...]) -> dict[str, list[dict[str, Any]]]:
    """The records that commands print, by the name of the command."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for command in commands:
        words = command[:2] if command[0] == "eval" else command[:1]
        lines = run(*command, "--json").stdout.splitlines()
        assert lines, command
        found[" ".join(["ragkit", *map(str, words)])] += map(json.loads, lines)
    return found


def check(found: dict[str, list[dict[str, Any]]]) -> None:
    """Hold records to the tables: every key named, of its type, and every key met."""
    for command, records in found.items():
        keys = documented()[command]
        met = set()
        for path, value in (leaf for record in records for leaf in leaves(record)):
            if value is EMPTY:
                met.add(path if any(key.startswith(path) for key in keys) else row_of(path, keys))
                continue
            row = row_of(path, keys)
            met.add(row)
            assert is_of(value, keys[row]), f"{command}: {path} is {value!r}, not {keys[row]}"
        unmet = {key for key in keys if key not in met and not UNSEEN.fullmatch(f"{command} {key}")}
        assert not unmet, f"{command} prints no {sorted(unmet)}"


CONTAINERS = "How many containers of munitions did North Korea ship to Russia?"
CLAIMS = """\
{"quote": "The plants that make shells for Russia are running at full capacity.", "source": \
"2024-04-17-arms-plants.md", "claim": "The shell plants are running at half capacity."}
{"quote": "most plants run at 30 percent of capacity"}
{"quote": "capacity"}
"""


def test_what_json_holds(run: Program, notes: Path) -> None:
    home = notes.parent
    (home / "claims.jsonl").write_text(CLAIMS, encoding="utf-8")
    (home / "draft.md").write_text("There were 6,700 containers of munitions.", encoding="utf-8")
    (home / "noise.txt").write_bytes(bytes(range(256)) * 9)
    (home / "away").mkdir()
    for name in ("away/a", "notes/b", "notes/c"):
        (home / f"{name}.md").write_text(f"The {name} yard repaired 41 cranes.", encoding="utf-8")
    found = printed(
        run,
        ("add", "notes", "away", "noise.txt"),
        ("list",),
        ("ask", CONTAINERS),
        ("ask", "Who won the football world cup in 1998?"),
        ("search", "artillery shells"),
        ("verify", "claims.jsonl"),
        ("verify", "draft.md"),
        ("summarize", "--style", "figures", "--focus", "containers"),
        ("show", "2024-04-17-arms-plants.md"),
    )
    (notes / NOTES[0]).write_text("The dock shipped 7,300 crates in June.", encoding="utf-8")
    (notes / NOTES[1]).rename(notes / "plants.md")
    (notes / "b.md").unlink()
    shutil.rmtree(home / "away")
    more = printed(
        run,
        ("status",),
        ("summarize", "--source", "notes/b.md"),
        ("ask", "How many cranes did the notes/b yard repair?"),
    )
    (notes / "c.md").write_text("The yard repaired 42 cranes.", encoding="utf-8")
    found["ragkit add"] += printed(run, ("sync",))["ragkit sync"]
    for command, records in more.items():
        found[command] += records
    check(found)


SUITE = """\
{"name": "plants", "corpus": "notes", "top_k": 3, "gates": {"fact_recall": 0.5}}
{"id": "plants", "question": "At what capacity are most North Korean arms plants running?", \
"tags": ["figure"], "facts": [{"text": "30 percent", "source": "2024-04-17-arms-plants.md", \
"quote": "run at 30 percent of capacity"}]}
{"id": "cup", "question": "Who won the football world cup in 1998?", "answerable": false}
"""


def test_what_json_of_evals_holds(run: Program, notes: Path) -> None:
    (notes.parent / "suite.jsonl").write_text(SUITE, encoding="utf-8")
    check(
        printed(
            run,
            ("eval", "run", "suite.jsonl", "--out", "a.jsonl"),
            ("eval", "run", "suite.jsonl", "--out", "b.jsonl", "--no-abstain"),
            ("eval", "compare", "a.jsonl", "b.jsonl"),
        )
    )
