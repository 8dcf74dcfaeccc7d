"""The corpus of a suite: kept between runs, brought to the suite's documents, never stale."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from ragkit.errors import SuiteError
from ragkit.evals.corpora import corpus_hash, suite_corpus, suite_folder
from ragkit.evals.records import Suite, SuiteDocument

WORK = Path("work")


def suite(tmp_path: Path, **texts: str) -> Suite:
    documents = (SuiteDocument(source=f"{k}.txt", data=v.encode()) for k, v in texts.items())
    return Suite(name="two words/…", path=tmp_path / "x.yaml", documents=tuple(documents), cases=())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return suite_folder(suite(tmp_path), work=tmp_path / "work")


def test_a_suite_has_a_folder_by_its_name_and_its_path(tmp_path: Path) -> None:
    one = suite(tmp_path)
    other = replace(one, path=tmp_path / "y.yaml")
    name = suite_folder(one, work=WORK).name
    assert name.startswith("two-words-")
    assert len(name) == len("two-words-") + 8
    assert name != suite_folder(other, work=WORK).name
    assert name != suite_folder(one, work=WORK, documents=[tmp_path]).name
    assert suite_folder(replace(one, name="../.."), work=WORK).parent == WORK


def test_a_corpus_follows_the_documents_of_its_suite(tmp_path: Path, folder: Path) -> None:
    told: list[str] = []

    def tell(done: float, total: float, what: str) -> None:
        told.append(f"{what} {done / total:.0%}")

    with suite_corpus(suite(tmp_path, a="One.", b="Two."), folder, progress=tell) as corpus:
        first = corpus_hash(corpus.documents())
        assert [source.source for source in corpus.sources()] == ["a.txt", "b.txt"]
    assert told == ["a.txt 0%", "b.txt 50%"]
    assert (tmp_path / "work" / ".gitignore").read_text() == "*\n"
    with suite_corpus(suite(tmp_path, b="Two.", a="One."), folder, progress=tell) as corpus:
        assert corpus_hash(corpus.documents()) == first
    assert len(told) == 2
    with suite_corpus(suite(tmp_path, b="Two!", c="Three."), folder, progress=tell) as corpus:
        assert [document.text for document in corpus.documents()] == ["Two!", "Three."]
        assert corpus_hash(corpus.documents()) != first


@pytest.mark.parametrize("note", ["", "{", "[]", '{"code": "of another ragkit"}'])
def test_a_corpus_of_other_code_is_made_anew(tmp_path: Path, folder: Path, note: str) -> None:
    with suite_corpus(suite(tmp_path, a="One."), folder) as corpus:
        generation = corpus.status().generation
    (folder / "corpus.json").write_text(note)
    with suite_corpus(suite(tmp_path, a="One."), folder) as corpus:
        assert corpus.status().generation != generation
        assert [document.text for document in corpus.documents()] == ["One."]


def test_a_document_that_cannot_be_read_is_named(tmp_path: Path, folder: Path) -> None:
    with (
        pytest.raises(SuiteError, match=r"x\.yaml:1: the document 'b\.txt' holds no visible"),
        suite_corpus(suite(tmp_path, a="One.", b=" "), folder),
    ):
        pass


def test_two_runs_at_once_share_a_corpus(tmp_path: Path, folder: Path) -> None:
    found: list[list[str]] = []

    def fill() -> None:
        with suite_corpus(suite(tmp_path, a="One.", b="Two."), folder) as corpus:
            found.append([document.text for document in corpus.documents()])

    threads = [threading.Thread(target=fill) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["One.", "Two."]] * 3
