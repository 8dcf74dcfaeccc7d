"""A catalog of an older ragkit: brought up to date where it may be written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ragkit import Corpus
from ragkit.index.schema import FILE_NAME


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A corpus folder as the first version wrote it: without pages and stamps."""
    with Corpus.open(tmp_path / "corpus") as corpus:
        corpus.add_text("The mill ran at 40 percent of capacity.", source="mill.txt")
    with closing(sqlite3.connect(tmp_path / "corpus" / FILE_NAME)) as catalog:
        catalog.execute("ALTER TABLE documents DROP COLUMN pages")
        catalog.execute("ALTER TABLE documents DROP COLUMN stamp")
        catalog.execute("PRAGMA user_version = 1")
        catalog.commit()
    return tmp_path / "corpus"


def test_it_is_brought_up_to_date(older: Path) -> None:
    for _ in range(2):
        with Corpus.open(older) as corpus:
            answer = corpus.ask("At what capacity did the mill run?", answerer="extractive")
            assert [quote.page for quote in answer.quotes] == [None]
    assert answer.quotes[0].text == "The mill ran at 40 percent of capacity."


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user to drop to")
def test_one_that_cannot_be_written_is_refused(older: Path) -> None:
    for parent in older.parents:
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    program = (
        "import os, sys\n"
        "from ragkit import Corpus, CorpusReadOnlyError\n"
        "from ragkit.index.schema import open_database\n"
        "os.setegid(65534); os.seteuid(65534)\n"
        "try: Corpus.open(sys.argv[1], create=False)\n"
        "except CorpusReadOnlyError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, older], capture_output=True, text=True, check=False
    )
    assert "written by an older ragkit" in done.stdout, done.stderr
