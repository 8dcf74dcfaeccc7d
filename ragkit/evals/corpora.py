"""Where the corpus of a suite is kept between its runs, and how it is filled.

Below the work folder each suite has a folder of its own, named by the suite and by a hash
of its path, with the corpus and the runs. What the corpus was made of, by which code, is
noted beside it: documents that have not changed cost nothing, and a change to the code
that splits, embeds or stores makes the corpus anew, or a run would measure the old code.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import filelock

from ragkit.errors import SuiteError
from ragkit.evals.hashes import document_versions
from ragkit.resources import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ragkit.adding import Progress
    from ragkit.corpus import Corpus
    from ragkit.evals.records import Suite
    from ragkit.types import Document

__all__ = ["corpus_hash", "suite_corpus", "suite_folder"]

_MAKES_A_CORPUS = (
    *("adding.py", "ingestion.py", "tokens.py"),
    *("documents", "embedding", "index", "text"),
)


def suite_folder(suite: Suite, *, work: Path, documents: Sequence[Path] = ()) -> Path:
    """The folder of a suite: `corpus`, and `runs` beside it.

    Args:
        suite: what is run.
        work: the folder of all suites.
        documents: the paths that a caller gave in the place of the suite's own documents;
            they have a corpus of their own.
    """
    named = "\0".join(str(path.resolve()) for path in (suite.path, *documents))
    slug = re.sub(r"[^\w.-]+", "-", suite.name).strip(".-")[:60] or "suite"
    return work / f"{slug}-{hashlib.sha256(named.encode(errors='replace')).hexdigest()[:8]}"


@contextmanager
def suite_corpus(
    suite: Suite, folder: Path, *, progress: Progress | None = None
) -> Iterator[Corpus]:
    """The corpus of a suite, filled; two runs at once may share it.

    Args:
        suite: its documents are what the corpus holds afterwards, and nothing else.
        folder: of the suite, as `suite_folder` names it; made if it is absent.
        progress: called with the bytes done, all bytes, and a source.

    Raises:
        SuiteError: if a document cannot be read.
        CorpusError: if the folder cannot be used.
    """
    from ragkit.corpus import Corpus

    _make(folder)
    place = folder / "corpus"
    # The second of two runs waits here, and finds the work done.
    with filelock.FileLock(folder / "filling.lock"):
        made_by = _code_hash()
        if _noted(folder).get("code") != made_by and place.exists():
            shutil.rmtree(place)
        corpus = Corpus.open(place, refresh=False)
        try:
            _fill(suite, corpus, folder, made_by, progress)
        except BaseException:
            corpus.close()
            raise
    with corpus:
        yield corpus


def corpus_hash(documents: Iterable[Document]) -> str:
    """sha256 over the names and the canonical texts of documents, in whatever order."""
    lines = sorted(f"{document.source}\0{document.text_hash}\n" for document in documents)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _make(folder: Path) -> None:
    work = folder.parent
    fresh = not work.exists()
    folder.mkdir(parents=True, exist_ok=True)
    if fresh:
        (work / ".gitignore").write_text("*\n", encoding="utf-8")


def _fill(
    suite: Suite, corpus: Corpus, folder: Path, made_by: str, progress: Progress | None
) -> None:
    """Bring the corpus to the suite's documents, unless the note says that it is there."""
    wanted = hashlib.sha256()
    for source, digest in document_versions(suite.documents):
        wanted.update(f"{source}\0{digest}\n".encode())
    note = {"code": made_by, "documents": wanted.hexdigest()}
    if _noted(folder) == {**note, "generation": corpus.status().generation}:
        return
    # Whatever happens from here on, the old note is no longer true.
    _note_path(folder).write_text(json.dumps({"code": made_by}), encoding="utf-8")
    stale = {source.source for source in corpus.sources()}
    stale -= {document.source for document in suite.documents}
    if stale:
        corpus.remove(sorted(stale))
    _add_all(suite, corpus, progress)
    note["generation"] = corpus.status().generation
    _note_path(folder).write_text(json.dumps(note), encoding="utf-8")


def _add_all(suite: Suite, corpus: Corpus, progress: Progress | None) -> None:
    total = float(sum(len(document.data) for document in suite.documents)) or 1.0
    done = 0
    for document in suite.documents:
        if progress:
            progress(done, total, document.source)
        report = corpus.add_bytes(document.data, source=document.source)
        for failure in report.failed:
            raise SuiteError(f"{suite.path}:1: the document {failure.path!r} {failure.reason}")
        done += len(document.data)


def _note_path(folder: Path) -> Path:
    return folder / "corpus.json"


def _noted(folder: Path) -> dict[str, str]:
    """What is known of the corpus; a note that does not read says nothing."""
    try:
        found = json.loads(_note_path(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _code_hash() -> str:
    """sha256 over the modules that decide what a corpus holds."""
    digest = hashlib.sha256()
    for name in _MAKES_A_CORPUS:
        path = PACKAGE / name
        for module in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(f"{module.relative_to(PACKAGE).as_posix()}\0".encode())
            digest.update(module.read_bytes())
    return digest.hexdigest()
