"""Files that change under a corpus: followed by `sync` and `add`, read anew before a question."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from ragkit import Corpus
from tests.doubles import WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ragkit import AddReport

BRIDGE = "The Alder bridge reopened on 4 May 2021. It carries 12,400 vehicles a day."
FERRY = "The Karsholm ferry carries 310 passengers. It sails at noon."
MILL = "The Larkmoor mill ran at 40 percent of capacity in May."


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "water").mkdir(parents=True)
    (folder / "bridge.txt").write_text(BRIDGE)
    (folder / "water" / "ferry.txt").write_text(FERRY)
    return folder


@pytest.fixture
def corpus(tmp_path: Path, notes: Path, embedder: WordEmbedder) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / ".ragkit", embedder=embedder) as made:
        made.add(notes, metadata={"team": "roads"})
        yield made


def told(report: AddReport) -> dict[str, object]:
    """What a report says, without what it has nothing to say of."""
    fields = ("added", "updated", "moved", "removed", "missing", "failed")
    return {name: value for name in fields if (value := getattr(report, name))}


def sources(corpus: Corpus) -> set[str]:
    return {source.source for source in corpus.sources()}


def on_disk(corpus: Corpus) -> bool:
    """Whether every quote that there can be is of text that a file holds."""
    return all(d.text == (corpus.home / d.source).read_text() for d in corpus.documents())


def test_nothing_happens_where_nothing_has_changed(corpus: Corpus) -> None:
    report = corpus.sync()
    assert told(report) == {}
    assert set(report.unchanged) == {"notes/bridge.txt", "notes/water/ferry.txt"}


def test_edits_renames_and_deletions_are_followed(
    corpus: Corpus, notes: Path, embedder: WordEmbedder
) -> None:
    before = embedder.texts_embedded
    (notes / "bridge.txt").rename(notes / "span.txt")
    (notes / "water" / "ferry.txt").write_text(FERRY.replace("310", "290"))
    (notes / "mill.txt").write_text(MILL)
    assert told(corpus.sync()) == {
        "added": ("notes/mill.txt",),
        "updated": ("notes/water/ferry.txt",),
        "moved": (("notes/bridge.txt", "notes/span.txt"),),
    }
    assert on_disk(corpus)
    # One sentence of the ferry and one of the mill.
    assert embedder.texts_embedded == before + 2
    assert corpus.document("span.txt").metadata == {"team": "roads"}
    assert corpus.document("mill.txt").metadata == {}
    (notes / "mill.txt").unlink()
    assert told(corpus.sync()) == {"removed": ("notes/mill.txt",)}
    assert told(corpus.sync()) == {}
    assert on_disk(corpus)


def test_a_plain_add_of_the_folder_follows_too(corpus: Corpus, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "apart.txt").write_text(MILL)
    corpus.add(tmp_path / "apart.txt")
    (tmp_path / "apart.txt").unlink()
    (notes / "bridge.txt").rename(notes / "water" / "span.txt")
    (notes / "water" / "ferry.txt").unlink()
    assert told(corpus.add(notes)) == {
        "moved": (("notes/bridge.txt", "notes/water/span.txt"),),
        "removed": ("notes/water/ferry.txt",),
    }
    # What was not named is not forgotten by the way.
    assert sources(corpus) == {"apart.txt", "notes/water/span.txt"}


def test_a_move_from_elsewhere_is_a_move(corpus: Corpus, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (notes / "bridge.txt").rename(tmp_path / "new" / "bridge.txt")
    report = corpus.add(tmp_path / "new")
    assert told(report) == {"moved": (("notes/bridge.txt", "new/bridge.txt"),)}
    assert report.sources == ("new/bridge.txt",)
    assert corpus.document("new/bridge.txt").metadata == {"team": "roads"}


def test_a_copy_is_no_move(corpus: Corpus, notes: Path) -> None:
    shutil.copy(notes / "bridge.txt", notes / "copy.txt")
    assert told(corpus.sync()) == {"added": ("notes/copy.txt",)}
    (notes / "copy.txt").rename(notes / "a.txt")
    shutil.copy(notes / "a.txt", notes / "b.txt")
    # One of the two is the copy under a new name, the other is new.
    assert told(corpus.sync()) == {
        "added": ("notes/b.txt",),
        "moved": (("notes/copy.txt", "notes/a.txt"),),
    }


def test_a_file_that_was_named_is_found_under_its_new_name(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    (tmp_path / "mill.txt").write_text(MILL)
    (tmp_path / "other.txt").write_text(BRIDGE)
    with Corpus.open(tmp_path / ".ragkit", embedder=embedder) as corpus:
        corpus.add(tmp_path / "mill.txt")
        (tmp_path / "mill.txt").rename(tmp_path / "works.txt")
        assert told(corpus.sync()) == {"moved": (("mill.txt", "works.txt"),)}
        # Its folder was never named: what else is in it is none of the corpus's business.
        assert sources(corpus) == {"works.txt"}
        (tmp_path / "works.txt").unlink()
        assert told(corpus.sync()) == {"removed": ("works.txt",)}


@pytest.mark.parametrize("empty", [False, True])
def test_a_folder_that_is_away_is_kept(corpus: Corpus, notes: Path, *, empty: bool) -> None:
    """An unmounted folder is not there, or is empty."""
    notes.rename(notes.with_name("elsewhere"))
    if empty:
        notes.mkdir()
    kept = {"missing": ("notes/bridge.txt", "notes/water/ferry.txt")}
    assert told(corpus.sync()) == kept
    if empty:
        assert told(corpus.add(notes)) == kept
    answer = corpus.ask("How many vehicles?", abstain=False)
    assert "notes/bridge.txt is not there any more" in " ".join(answer.warnings)
    if empty:
        notes.rmdir()
    notes.with_name("elsewhere").rename(notes)
    assert told(corpus.sync()) == {}
    shutil.rmtree(notes)
    assert told(corpus.sync(prune=True)) == {
        "removed": ("notes/bridge.txt", "notes/water/ferry.txt")
    }
    assert not sources(corpus)


def test_a_folder_in_it_that_is_deleted_is_forgotten(corpus: Corpus, notes: Path) -> None:
    shutil.rmtree(notes / "water")
    assert told(corpus.sync()) == {"removed": ("notes/water/ferry.txt",)}


def test_what_was_removed_does_not_come_back_by_itself(corpus: Corpus, notes: Path) -> None:
    corpus.remove("bridge.txt")
    assert told(corpus.sync()) == {}
    assert told(corpus.add(notes)) == {"added": ("notes/bridge.txt",)}
    corpus.remove(notes)
    (notes / "mill.txt").write_text(MILL)
    assert told(corpus.sync()) == {}
    assert not sources(corpus)


def test_patterns_are_looked_through_again(tmp_path: Path, embedder: WordEmbedder) -> None:
    home = tmp_path / "a [b] c"  # such a name is itself a pattern
    home.mkdir()
    (home / "mill.txt").write_text(MILL)
    (home / "bridge.md").write_text(BRIDGE)
    with Corpus.open(home / ".ragkit", embedder=embedder) as corpus:
        with chdir(home):
            corpus.add("*.txt")
        (home / "ferry.txt").write_text(FERRY)
        assert told(corpus.sync()) == {"added": ("ferry.txt",)}


class chdir:  # noqa: N801 - as contextlib has it
    """The working folder for a while."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        self._before = os.getcwd()  # noqa: PTH109
        os.chdir(self._folder)

    def __exit__(self, *_: object) -> None:
        os.chdir(self._before)


@pytest.mark.parametrize("data", [b"\x00\x01\x02" * 900, b"", b" \n"])
@pytest.mark.parametrize("by", ["sync", "add"])
def test_a_file_without_its_text_is_named_and_forgotten(
    corpus: Corpus, notes: Path, data: bytes, by: str
) -> None:
    (notes / "bridge.txt").write_bytes(data)
    # A question does not forget: an editor may be writing it just now.
    (warning,) = corpus.ask("How many vehicles?", abstain=False).warnings
    assert warning.startswith("notes/bridge.txt has changed since it was added; run `ragkit sync")
    report = corpus.sync() if by == "sync" else corpus.add(notes)
    (failure,) = report.failed
    assert failure.path.endswith("bridge.txt")
    assert failure.reason.endswith("; what it said before is forgotten")
    assert report.removed == ("notes/bridge.txt",)
    assert sources(corpus) == {"notes/water/ferry.txt"}
    answer = corpus.ask("How many vehicles?", abstain=False)
    assert "12,400" not in str(answer.quotes)
    assert answer.warnings == ()
    (notes / "bridge.txt").write_text(BRIDGE)
    assert told(corpus.sync()) == {"added": ("notes/bridge.txt",)}


def test_a_file_that_is_too_large_by_now_is_kept(corpus: Corpus, notes: Path) -> None:
    (notes / "bridge.txt").write_text(BRIDGE * 2)
    (failure,) = corpus.sync(max_bytes=60).failed
    assert "too large" in failure.reason
    assert "forgotten" not in failure.reason
    assert sources(corpus) == {"notes/bridge.txt", "notes/water/ferry.txt"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look at everything")
def test_what_may_not_be_looked_at_is_said(corpus: Corpus, notes: Path) -> None:
    notes.chmod(0)
    try:
        warnings = corpus.ask("How many vehicles?", abstain=False).warnings
        status = corpus.status()
    finally:
        notes.chmod(0o755)
    assert "notes/bridge.txt may not be looked at" in " ".join(warnings)
    assert status.unseen == ("notes/bridge.txt", "notes/water/ferry.txt")


def test_an_add_that_was_broken_off_is_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(40):
        (folder / f"{n:02}.txt").write_text(f"Note {n} is of matter {n}.")

    def stop(done: float, total: float, what: str) -> None:
        if what.endswith("20.txt"):
            raise KeyboardInterrupt

    with Corpus.open(tmp_path / ".ragkit", embedder=WordEmbedder()) as corpus:
        with pytest.raises(KeyboardInterrupt):
            corpus.add(folder, progress=stop)
        assert len(corpus.sources()) < 40
        corpus.sync()
        assert len(corpus.sources()) == 40


def test_a_large_file_holds_up_no_small_one(corpus: Corpus, notes: Path) -> None:
    (notes / "bridge.txt").write_text(BRIDGE.replace("12,400", "12,500"))
    (notes / "water" / "ferry.txt").write_text("More of it. " * 40_000)
    answer = corpus.ask("How many vehicles?", abstain=False, max_statements=1)
    assert "12,500" in answer.quotes[0].text
    (warning,) = answer.warnings
    assert warning.startswith("notes/water/ferry.txt has changed")


def test_what_was_given_as_text_is_nobodys_file(corpus: Corpus) -> None:
    corpus.add_text(MILL, source="notes/mill.txt")
    assert told(corpus.sync()) == {}
    assert "notes/mill.txt" in sources(corpus)


def test_a_file_of_the_same_size_and_time_is_seen_to_be_another(
    corpus: Corpus, notes: Path
) -> None:
    path = notes / "bridge.txt"
    status = path.stat()
    path.write_text(BRIDGE.replace("12,400", "12,500"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert told(corpus.sync()) == {"updated": ("notes/bridge.txt",)}


def test_a_file_that_was_left_alone_is_told_by_its_stamp(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    path = tmp_path / "mill.txt"
    path.write_text(MILL)
    time.sleep(2.1)  # younger, it could change again under the same times
    with Corpus.open(tmp_path / ".ragkit", embedder=embedder) as corpus:
        corpus.add(path)
        catalog = corpus._index.catalog
        with catalog.transaction():
            catalog.write("UPDATE documents SET content_hash = ?", [("another",)])
        assert told(corpus.sync()) == {}  # it was not read
        os.utime(path)
        assert told(corpus.sync()) == {"updated": ("mill.txt",)}


# --- before a question


def vehicles(corpus: Corpus) -> str:
    answer = corpus.ask("How many vehicles does it carry a day?", abstain=False, max_statements=1)
    assert not answer.warnings
    return answer.statements[0].text


def test_a_changed_file_is_read_again_before_it_is_quoted(corpus: Corpus, notes: Path) -> None:
    assert "12,400" in vehicles(corpus)
    (notes / "bridge.txt").write_text(BRIDGE.replace("12,400", "13,100"))
    assert "13,100" in vehicles(corpus)
    (hit, *_) = corpus.search("vehicles a day")
    assert "13,100" in hit.chunk.text
    (notes / "bridge.txt").write_text(BRIDGE.replace("12,400", "14,200"))
    assert corpus.verify("It carries 14,200 vehicles a day.").holds()
    (notes / "bridge.txt").write_text(BRIDGE.replace("12,400", "15,300"))
    assert "15,300" in " ".join(s.text for s in corpus.summarize("bridge.txt", words=20).statements)


def test_what_takes_long_is_named_instead(
    corpus: Corpus, notes: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (notes / "bridge.txt").write_text(BRIDGE + " More of it." * 20_000)
    for question in ("How many vehicles?", "How many passengers?"):
        (warning,) = corpus.ask(question, abstain=False).warnings
        # Quoted or not: what it says now may be the answer.
        assert warning.startswith("notes/bridge.txt has changed since it was added; run `ragkit s")
    assert not corpus.ask("Who sails?", abstain=False, sources=["ferry.txt"]).warnings
    corpus.search("vehicles")
    corpus.verify("It carries 12,400 vehicles a day.")
    assert [r.message.split(";")[0] for r in caplog.records if r.levelname == "WARNING"] == [
        "notes/bridge.txt has changed since it was added"
    ] * 2


def test_nothing_is_read_again_where_that_is_not_wanted(
    corpus: Corpus, notes: Path, embedder: WordEmbedder
) -> None:
    (notes / "bridge.txt").write_text(BRIDGE.replace("12,400", "13,100"))
    with Corpus.open(corpus.folder, embedder=embedder, refresh=False) as as_it_is:
        answer = as_it_is.ask("How many vehicles?", abstain=False, max_statements=1)
    assert "12,400" in answer.statements[0].text
    assert "notes/bridge.txt has changed" in answer.warnings[0]


def test_of_many_that_have_changed_one_is_named_and_all_that_are_quoted(
    corpus: Corpus, notes: Path
) -> None:
    for n in range(9):
        (notes / f"{n}.txt").write_text(f"Note {n} is of matter {n}.")
    corpus.sync()
    for n in range(9):
        (notes / f"{n}.txt").write_text(f"Note {n} is of another matter. " + "More. " * 40_000)
    answer = corpus.ask("What is note 3 of?", abstain=False, max_statements=3)
    *named, rest = answer.warnings
    quoted = {quote.source for quote in answer.quotes}
    assert {line.split(" has changed")[0] for line in named} == quoted
    assert rest.startswith(f"{9 - len(quoted)} more documents have changed since they were added (")
