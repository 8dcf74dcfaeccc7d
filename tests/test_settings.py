"""Settings: where each comes from, which one wins, and what is refused."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any

import pytest

from ragkit import Settings, SettingsError
from ragkit.cli.commands import MODULES, registered

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus folder that is not there; the file beside it is what counts."""
    return tmp_path / ".ragkit"


def write(folder: Path, text: str) -> Path:
    path = folder.parent / "ragkit.toml"
    path.write_text(text)
    return path


def test_the_environment_comes_before_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Settings.of(folder) == Settings()
    path = write(folder, 'timeout = 30\ntop_k = 7\nprompts = "mine"\nstrict = true\n')
    monkeypatch.setenv("RAGKIT_TOP_K", "9")
    settings = Settings.of(folder)
    assert (settings.timeout, settings.top_k, settings.strict) == (30.0, 9, True)
    assert settings.prompts == folder.parent / "mine"  # not from where the command is given
    origins = {one.name: one.origin for one in Settings.in_force(folder)}
    assert origins["timeout"] == str(path)
    assert origins["top_k"] == "RAGKIT_TOP_K"
    assert origins["answerer"] == "default"
    assert list(origins) == list(Settings.model_fields)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tiemout = 30", "tiemout is no setting; there are embedder, answerer,"),
        ("timeout = 0", "timeout is 0: input should be greater than or equal to 0.1"),
        ('top_k = "many"', "top_k is 'many': input should be a valid integer"),
        ('answerer = "oracle"', "answerer is 'oracle': there are auto"),
        ("timeout = ", "does not read: "),
        ("\x00", "does not read: "),
        # Where documents and a key go is not for a folder to say.
        ('base_url = "http://example.org"', "base_url is no setting"),
    ],
)
def test_a_file_that_does_not_read_is_named(folder: Path, text: str, says: str) -> None:
    path = write(folder, text)
    with pytest.raises(SettingsError) as raised:
        Settings.of(folder)
    assert str(raised.value).startswith(f"{str(path)!r}")
    assert says in str(raised.value)


def test_a_variable_that_does_not_read_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAGKIT_MAX_BYTES", "much")
    with pytest.raises(SettingsError, match="RAGKIT_MAX_BYTES is 'much': input should be a valid"):
        Settings.of(folder)


def test_each_setting_is_an_option_with_its_variable() -> None:
    options: dict[str, set[Any]] = {}
    for command in (c for module in MODULES for c in registered(module).registered_commands):
        assert command.callback
        hints = inspect.get_annotations(command.callback, eval_str=True)
        for name, hint in hints.items():
            for option in getattr(hint, "__metadata__", ()):
                options.setdefault(name, set()).add(getattr(option, "envvar", None))
    for name in Settings.model_fields:
        assert options[name] == {f"RAGKIT_{name.upper()}"}


NOTE = "The Alder bridge carries 12,400 vehicles a day.\n\nThe mill ground 300 sacks.\n"


def hits(run: Program, *arguments: str, env: dict[str, str] | None = None) -> int:
    return len(
        run("search", "vehicles or sacks", *arguments, "--json", env=env).stdout.splitlines()
    )


def test_a_flag_comes_before_the_variable_and_that_before_the_file(
    run: Program, tmp_path: Path
) -> None:
    for n in range(4):
        (tmp_path / f"{n}.txt").write_text(f"{NOTE} It is note {n}.")
    assert run("add", *(f"{n}.txt" for n in range(4))).returncode == 0
    assert hits(run) == 4
    (tmp_path / "ragkit.toml").write_text("top_k = 1")
    assert hits(run) == 1
    assert hits(run, env={"RAGKIT_TOP_K": "2"}) == 2
    assert hits(run, "--top-k", "3", env={"RAGKIT_TOP_K": "2"}) == 3
    # The file that counts is the one beside the corpus.
    (tmp_path / "away").mkdir()
    found = run("search", "vehicles", "--json", "-c", "../.ragkit", cwd=tmp_path / "away")
    assert len(found.stdout.splitlines()) == 1


def test_status_says_what_is_in_force(run: Program, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    (tmp_path / "ragkit.toml").write_text('model = "gpt-x"')
    assert run("add", "note.txt").returncode == 0
    env = {"RAGKIT_REFRESH": "no", "OPENAI_API_KEY": "sk-secret"}
    shown = run("status", env=env).stdout
    rows = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line[:2] == "  "}
    assert rows["model"] == ["gpt-x", str(tmp_path / "ragkit.toml")]
    assert rows["refresh"] == ["no", "RAGKIT_REFRESH"]
    assert rows["OPENAI_API_KEY"] == ["set", "the", "environment"]
    assert "sk-secret" not in shown
    record = json.loads(run("status", "--json", env=env).stdout)
    assert record["settings"]["model"]["value"] == "gpt-x"
    assert record["settings"]["timeout"]["origin"] == "default"
    (tmp_path / "ragkit.toml").write_text("modle = 1")
    for command in (["status"], ["ask", "Why?"], ["list"], ["sync"], ["add", "note.txt"]):
        done = run(*command)
        assert done.returncode == 2
        assert "modle is no setting" in done.stderr


def test_status_names_files_that_are_not_as_they_were(run: Program, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / "notes" / name).write_text(f"{NOTE} Of {name}.")
    assert run("add", "notes").returncode == 0
    (tmp_path / "notes" / "a.txt").write_text("Something else.")
    (tmp_path / "notes" / "b.txt").unlink()
    record = json.loads(run("status", "--json").stdout)
    assert record["followed"] == ["notes"]
    assert record["changed"] == ["notes/a.txt"]
    assert record["gone"] == ["notes/b.txt"]


def test_changed_files_stay_unread_where_that_is_set(run: Program, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    assert run("add", "note.txt").returncode == 0
    (tmp_path / "note.txt").write_text(NOTE.replace("12,400", "13,100"))
    asked = ("ask", "How many vehicles does the bridge carry?")
    assert "12,400" in run(*asked, "--no-refresh").stdout
    (tmp_path / "ragkit.toml").write_text("refresh = false")
    assert "12,400" in run(*asked).stdout
    assert "13,100" in run(*asked, "--refresh").stdout
