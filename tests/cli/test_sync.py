"""`ragkit sync`: what it prints and how it ends."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program

BRIDGE = "The Alder bridge carries 12,400 vehicles a day."
FERRY = "The Karsholm ferry carries 310 passengers."


@pytest.fixture
def notes(run: Program, tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE)
    (folder / "ferry.txt").write_text(FERRY)
    assert run("add", "notes").stdout == "2 added\n"
    return folder


def test_what_became_of_each_file_is_told(run: Program, notes: Path) -> None:
    assert run("sync").stdout == "2 unchanged\n"
    (notes / "bridge.txt").write_text(BRIDGE + " It is new.")
    (notes / "ferry.txt").rename(notes / "boat.txt")
    (notes / "mill.txt").write_text("The mill ran at 40 percent of capacity.")
    done = run("sync")
    assert done.returncode == 0
    assert done.stdout == (
        "added notes/mill.txt\nupdated notes/bridge.txt\nmoved notes/ferry.txt to notes/boat.txt\n"
        "1 added, 1 updated, 1 moved\n"
    )
    (notes / "mill.txt").unlink()
    record = json.loads(run("sync", "--json").stdout)
    assert record["removed"] == ["notes/mill.txt"]
    assert record["unchanged"] == ["notes/boat.txt", "notes/bridge.txt"]
    (notes / "boat.txt").rename(notes / "ship.txt")
    moved = json.loads(run("add", "notes", "--json").stdout)["moved"]
    assert moved == [{"from": "notes/boat.txt", "to": "notes/ship.txt"}]


def test_a_folder_that_is_away_is_forgotten_with_prune_alone(run: Program, notes: Path) -> None:
    shutil.rmtree(notes)
    done = run("sync")
    assert done.returncode == 1
    assert done.stderr == (
        "ragkit: notes/bridge.txt, notes/ferry.txt: kept, since the folder is away or empty;"
        " `ragkit sync --prune` forgets what is not there\n"
    )
    assert json.loads(run("sync", "--json").stdout)["missing"] == [
        "notes/bridge.txt",
        "notes/ferry.txt",
    ]
    done = run("sync", "--prune")
    assert done.returncode == 0
    assert done.stdout == "removed notes/bridge.txt\nremoved notes/ferry.txt\n2 removed\n"


def test_a_file_that_cannot_be_read_does_not_stop_the_rest(run: Program, notes: Path) -> None:
    (notes / "bridge.txt").write_bytes(bytes(range(256)) * 9)
    (notes / "mill.txt").write_text("The mill ran at 40 percent of capacity.")
    done = run("sync")
    assert done.returncode == 2
    assert "bridge.txt: " in done.stderr
    assert done.stdout.startswith("added notes/mill.txt\nremoved notes/bridge.txt\n")


def test_without_a_corpus_it_says_so(run: Program, tmp_path: Path) -> None:
    done = run("sync")
    assert done.returncode == 2
    assert "there is no corpus at '.ragkit'" in done.stderr
    assert not (tmp_path / ".ragkit").exists()
