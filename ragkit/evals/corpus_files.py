"""The documents of a suite: files and folders to bytes, names and the text of every span."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit.documents.discover import discover
from ragkit.documents.reading import given_document, read_bytes
from ragkit.errors import SourceError
from ragkit.evals.records import SuiteDocument
from ragkit.evals.written import refused
from ragkit.naming import is_spellable, source_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ragkit.types import Document

__all__ = ["Entry", "read_corpus"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file or a folder that a suite names.

    Attributes:
        given: as it is written, for messages.
        path: where it is.
        line: where the suite names it; 1 where the caller did.
    """

    given: str
    path: Path
    line: int


def read_corpus(entries: Sequence[Entry], *, suite: Path) -> list[tuple[SuiteDocument, Document]]:
    """Read the documents of a suite.

    A document is called by its path below the folder that holds its entry, so that its name
    is the same wherever the checkout lies: `../seeds` gives `seeds/note.md`.

    Args:
        entries: files and folders, in order.
        suite: the suite's file, for messages.

    Returns:
        Each document with its canonical text, the one that `Corpus.add_bytes` makes of the
        same bytes.

    Raises:
        SuiteError: an entry is not there, holds no document, or one that cannot be read; two
            documents have the same name; a file is given twice.
    """
    taken: dict[str, str] = {}
    found: list[tuple[SuiteDocument, Document]] = []
    files: dict[str, str] = {}
    for entry in entries:
        for path, source in _files(entry, suite):
            if source in taken:
                message = (
                    f"two documents are called {source!r}: {taken[source]!r} and {str(path)!r}"
                )
                raise refused(suite, entry.line, message)
            real = os.path.realpath(path)
            if real in files:
                message = f"{source!r} is in the corpus already, as {files[real]!r}"
                raise refused(suite, entry.line, message)
            taken[source], files[real] = str(path), source
            found.append(_read(path, source, entry, suite))
    return found


def _files(entry: Entry, suite: Path) -> Iterable[tuple[Path, str]]:
    top = Path(os.path.abspath(entry.path))  # noqa: PTH100 -- resolve() would follow links
    if not top.exists():
        raise refused(suite, entry.line, f"the corpus {entry.given!r} does not exist ({top})")
    found = discover([top])
    for failure in found.failed:
        raise refused(suite, entry.line, f"{failure.path!r} of the corpus {failure.reason}")
    if not found.files:
        raise refused(suite, entry.line, f"the corpus {entry.given!r} holds no documents")
    for path in found.files:
        source = source_name(path, top.parent)
        if not is_spellable(source):
            raise refused(suite, entry.line, f"the name of {source!r} is no valid UTF-8; rename it")
        yield path, source


def _read(path: Path, source: str, entry: Entry, suite: Path) -> tuple[SuiteDocument, Document]:
    try:
        data = read_bytes(path)
        document = given_document(data, source=source)
    except SourceError as error:
        raise refused(suite, entry.line, f"{str(path)!r} of the corpus {error}") from error
    return SuiteDocument(source=source, data=data), document
