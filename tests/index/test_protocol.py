"""Kills, turns and readers during writes: nothing lost, nothing stale, nothing double.

The runs behind the design: a kill during an upsert left Chroma folders that do
not open, two long-lived writers lost each other's vectors, readers failed
while a writer was at work. Processes are real, and so is every kill.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from ragkit import Corpus
from tests.doubles import WordEmbedder
from tests.index.worker import SENTENCES, text_of, version_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def start(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A worker with pipes; whatever happens it is gone at the end."""
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.index.worker", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with running:
        try:
            yield running
        finally:
            running.kill()


def check_whole(folder: Path, *, at_least: dict[str, int] | None = None) -> None:
    """Every document is of one version, not older than was reported, and found once."""
    embedder = WordEmbedder()
    with Corpus.open(folder, create=False, embedder=embedder) as corpus:
        names = [source.source for source in corpus.sources()]
        assert len(names) == len(set(names))
        for name, version in (at_least or {}).items():
            assert version_in(corpus.document(name).text) >= version
        for name in names:
            document = corpus.document(name)
            assert document.text == text_of(name, version_in(document.text))
        found = corpus.search("Which unit of the plant made parts?", top_k=200)
        chunks = sum(source.chunks for source in corpus.sources())
        spans = {(hit.chunk.source, hit.chunk.span) for hit in found}
        assert len(spans) == len(found)
        near = corpus._index.nearest(embedder.embed(["unit made parts"])[0], 200)
        assert len(near) == min(chunks, 200)
        assert corpus._index._vectors is not None, "Chroma itself should have answered"
        assert corpus._index._vectors.count() == chunks


def kill_a_writer(folder: Path, seed: int) -> None:
    """Let a writer report a few documents, then kill it at a random moment."""
    chance = random.Random(seed)
    done: dict[str, int] = {}
    with start("write", folder, "p", 50, 6) as writer:
        assert writer.stdout is not None
        for _ in range(chance.randint(1, 9)):
            name, version = writer.stdout.readline().split()
            done[name] = int(version)
        time.sleep(chance.random() * 0.05)
        os.kill(writer.pid, signal.SIGKILL)
        for line in writer.stdout:
            name, version = line.split()
            done[name] = int(version)
    check_whole(folder, at_least=done)


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_writer_leaves_the_old_version_or_the_new(tmp_path: Path, seed: int) -> None:
    kill_a_writer(tmp_path / "corpus", seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 160))
def test_kills_one_after_another_on_one_corpus(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    shared = tmp_path_factory.getbasetemp() / "killed-again-and-again"
    kill_a_writer(shared, seed)


def take_turns(folder: Path, rounds: int) -> None:
    with start("turns", folder, "a") as one, start("turns", folder, "b") as two:
        for _ in range(rounds):
            for writer in (one, two):
                assert writer.stdin is not None
                assert writer.stdout is not None
                writer.stdin.write("go\n")
                writer.stdin.flush()
                assert writer.stdout.readline() == "done\n"
        for writer in (one, two):
            writer.communicate("\n")
            assert writer.returncode == 0
    with Corpus.open(folder, create=False, embedder=WordEmbedder()) as corpus:
        assert len(corpus.sources()) == 2 * rounds
    check_whole(folder)


def test_two_long_lived_writers_that_take_turns_lose_nothing(tmp_path: Path) -> None:
    take_turns(tmp_path / "corpus", 8)


@pytest.mark.soak
def test_two_long_lived_writers_lose_nothing_over_450_documents(tmp_path: Path) -> None:
    take_turns(tmp_path / "corpus", 225)


def read_during_writes(folder: Path, *, readers: int, rounds: int) -> None:
    with ExitStack() as stack:
        writer = stack.enter_context(start("write", folder, "p", rounds, 3))
        assert writer.stdout is not None
        writer.stdout.readline()
        running = [stack.enter_context(start("read", folder, rounds * 2)) for _ in range(readers)]
        for reader in running:
            out, _ = reader.communicate(timeout=600)
            assert (reader.returncode, out) == (0, "read\n")
        writer.communicate(timeout=600)
        assert writer.returncode == 0
    check_whole(folder, at_least={f"p{n}": rounds for n in range(3)})


def test_readers_that_open_during_writes_get_answers(tmp_path: Path) -> None:
    read_during_writes(tmp_path / "corpus", readers=2, rounds=6)


@pytest.mark.soak
def test_many_readers_that_open_during_writes_get_answers(tmp_path: Path) -> None:
    for n in range(9):
        read_during_writes(tmp_path / str(n), readers=4, rounds=20)


def filled(folder: Path, documents: int = 3) -> None:
    with Corpus.open(folder, embedder=WordEmbedder()) as corpus:
        for n in range(documents):
            corpus.add_text(text_of(f"p{n}", 1), source=f"p{n}")


@pytest.mark.parametrize("harm", ["deleted", "emptied", "overwritten", "truncated"])
def test_a_chroma_folder_that_was_harmed_is_rebuilt_without_embedding(
    tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "corpus"
    filled(folder)
    chroma = folder / "chroma"
    if harm == "deleted":
        shutil.rmtree(chroma)
    for file in [p for p in chroma.rglob("*") if p.is_file()]:
        if harm == "emptied":
            file.unlink()
        elif harm == "overwritten":
            file.write_bytes(b"not what Chroma wrote" * 100)
        elif harm == "truncated":
            os.truncate(file, file.stat().st_size // 2)
    embedder = WordEmbedder()
    with Corpus.open(folder, create=False, embedder=embedder) as corpus:
        assert corpus.search("unit 3 of plant p1", top_k=3)
        assert embedder.texts_embedded == 1  # the query
    assert sum("rebuilt" in record.message for record in caplog.records) == 1
    check_whole(folder)


def test_a_reader_sees_what_another_process_wrote_and_removed(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    filled(folder, 1)
    with Corpus.open(folder, create=False, embedder=WordEmbedder()) as reader:
        assert {h.chunk.source for h in reader.search("unit 3")} == {"p0"}
        subprocess.run(
            [sys.executable, "-m", "tests.index.worker", "write", folder, "q", "1", "2"], check=True
        )
        assert "q1" in {h.chunk.source for h in reader.search("unit 3 of plant q1")}
        with Corpus.open(folder, create=False, embedder=WordEmbedder()) as other:
            other.remove(["q1"])
        assert "q1" not in {h.chunk.source for h in reader.search("unit 3 of plant q1", top_k=200)}
        assert len(reader.sources()) == 2


def test_two_corpora_open_on_one_folder_in_one_process(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    with (
        Corpus.open(folder, embedder=WordEmbedder()) as one,
        Corpus.open(folder, embedder=WordEmbedder()) as two,
    ):
        for n in range(4):
            one.add_text(text_of(f"a{n}", 1), source=f"a{n}")
            two.add_text(text_of(f"b{n}", 1), source=f"b{n}")
    check_whole(folder)
    with Corpus.open(folder, create=False, embedder=WordEmbedder()) as corpus:
        assert len(corpus.sources()) == 8


def test_a_reader_does_not_wait_behind_a_long_writer(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    filled(folder)
    with (
        Corpus.open(folder, create=False, embedder=WordEmbedder()) as writer,
        Corpus.open(folder, create=False, embedder=WordEmbedder()) as reader,
        writer._index._locked(5),
    ):
        found = reader.search("unit 3 of plant p1", top_k=3)
    assert found
    assert any(f"unit {SENTENCES - 1} " in text_of("p1", 1) for _ in found)
