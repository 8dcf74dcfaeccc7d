"""The documents of a suite: files and folders to bytes, names and the text of every span."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit.documents.discover import discover
from ragkit.documents.reading import given_document, read_bytes
from ragkit.errors import SourceError, SuiteError
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
        line: where the suite names it; None where the caller did.
    """

    given: str
    path: Path
    line: int | None

    @property
    def what(self) -> str:
        """What a message calls it."""
        return f"{'the corpus' if self.line else 'the documents'} {self.given!r}"


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
                raise _refused(suite, entry, message)
            real = os.path.realpath(path)
            if real in files:
                message = f"{source!r} is in the corpus already, as {files[real]!r}"
                raise _refused(suite, entry, message)
            taken[source], files[real] = str(path), source
            found.append(_read(path, source, entry, suite))
    return found


def _refused(suite: Path, entry: Entry, message: str) -> SuiteError:
    return SuiteError(message) if entry.line is None else refused(suite, entry.line, message)


def _files(entry: Entry, suite: Path) -> Iterable[tuple[Path, str]]:
    top = Path(os.path.abspath(entry.path))  # noqa: PTH100 -- resolve() would follow links
    if not top.exists():
        raise _refused(suite, entry, f"{entry.what} does not exist ({top})")
    found = discover([top])
    for failure in found.failed:
        raise _refused(suite, entry, f"{failure.path!r} of {entry.what} {failure.reason}")
    if not found.files:
        raise _refused(suite, entry, f"{entry.what} holds no documents")
    for path in found.files:
        source = source_name(path, top.parent)
        if not is_spellable(source):
            raise _refused(suite, entry, f"the name of {source!r} is no valid UTF-8; rename it")
        yield path, source


def _read(path: Path, source: str, entry: Entry, suite: Path) -> tuple[SuiteDocument, Document]:
    try:
        data = read_bytes(path)
        document = given_document(data, source=source)
    except SourceError as error:
        raise _refused(suite, entry, f"{str(path)!r} of {entry.what} {error}") from error
    return SuiteDocument(source=source, data=data), document
