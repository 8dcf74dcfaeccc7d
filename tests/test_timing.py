"""Stage timings and what is done, told on standard error."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import pytest

from ragkit.timing import TIMINGS, Timings, stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program


def test_stages_are_records_and_add_up(caplog: pytest.LogCaptureFixture) -> None:
    took = Timings()
    TIMINGS.addHandler(took)
    try:
        with caplog.at_level(logging.WARNING, logger=TIMINGS.name), stage("unheard"):
            pass
        with caplog.at_level(logging.INFO, logger=TIMINGS.name):
            for _ in range(2):
                with pytest.raises(ValueError, match="no"), stage("outer"), stage("inner"):
                    raise ValueError("no")
    finally:
        TIMINGS.removeHandler(took)
    told = [re.sub(r"\d+\.\d", "0.0", line) for line in took.lines()]
    assert told == ["      0.0 ms  inner (2 times)", "      0.0 ms  outer (2 times)"]
    assert [record.message.split(" took ")[0] for record in caplog.records] == [
        *("inner", "outer"),
        *("inner", "outer"),
    ]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("The Alder bridge carries 12,400 vehicles a day.")
    return path


QUESTION = "How many vehicles does the Alder bridge carry?"


@pytest.mark.parametrize("place", ["before", "behind"])
def test_what_took_how_long_is_told_behind_the_answer(run: Program, note: Path, place: str) -> None:
    plain = run("ask", QUESTION, note.name).stdout
    command = ["ask", QUESTION, note.name]
    done = run(*(["--timings", *command] if place == "before" else [*command, "--timings"]))
    assert done.returncode == 0
    assert done.stdout == plain
    lines = done.stderr.splitlines()
    assert all(re.fullmatch(r"ragkit: +\d+\.\d ms  [a-z ]+", line) for line in lines)
    stages = [line.split("ms  ")[1] for line in lines]
    assert stages == [
        *("opening the corpus", "loading the embedder", "looking at the files"),
        *("loading the reader", "embedding the question", "searching by meaning"),
        *("searching by words", "finding passages", "reading passages", "answering"),
        "all of it",
    ]
    assert not run(*command).stderr


def test_what_is_done_is_told(run: Program, note: Path) -> None:
    assert run("add", note.name).returncode == 0
    note.write_text("The Alder bridge carries 13,100 vehicles a day.")
    assert "ragkit: read anew: note.txt\n" in run("ask", QUESTION, "--verbose").stderr
    assert not run("ask", QUESTION).stderr


def test_behind_two_dashes_it_is_a_question(run: Program, note: Path) -> None:
    assert run("add", note.name).returncode == 0
    done = run("search", "--", "--timings")
    assert "all of it" not in done.stderr
