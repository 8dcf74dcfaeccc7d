"""The catalog's file: its tables, how it is opened, and what its errors mean.

One SQLite file in WAL mode holds everything that cannot be derived: documents,
sentences, chunks, their vectors and the full-text index. A kill at any point
leaves the last committed state.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from ragkit.errors import (
    CorpusBusyError,
    CorpusDamagedError,
    CorpusError,
    CorpusNotFoundError,
    CorpusReadOnlyError,
    CorpusVersionError,
    StorageFullError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["FILE_NAME", "VERSION", "open_database", "translated_errors"]

FILE_NAME = "catalog.sqlite3"
#: Raised whenever an older ragkit could not read the file any more.
VERSION = 2
_BUSY_SECONDS = 10.0
_ABSENT = "there is no corpus at {!r}; make one with `ragkit add PATH`"

# Where each page starts, as JSON; and what the file system said of the file when it was
# read, NULL where that does not tell its version.
_ADDED_IN_2 = ("pages TEXT NOT NULL DEFAULT ''", "stamp TEXT")

_TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    doc_id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL UNIQUE,
    title TEXT,
    date TEXT,
    text TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    has_lines INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    {", ".join(_ADDED_IN_2)}
);

CREATE TABLE metadata (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (document, key)
) WITHOUT ROWID;
CREATE INDEX metadata_by_value ON metadata (key, value);

-- One row a distinct text, so that equal sentences are embedded once.
CREATE TABLE vectors (
    id INTEGER PRIMARY KEY,
    text_hash BLOB NOT NULL UNIQUE,
    vector BLOB NOT NULL
);

CREATE TABLE sentences (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    n INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    tokens INTEGER NOT NULL,
    vector INTEGER NOT NULL REFERENCES vectors,
    PRIMARY KEY (document, n)
) WITHOUT ROWID;
CREATE INDEX sentences_by_vector ON sentences (vector);

-- Ids are never used again: a stale hit in Chroma cannot name a newer chunk.
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text_hash BLOB NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX chunks_by_document ON chunks (document);

-- Terms are folded and stemmed by ragkit before they come here.
CREATE VIRTUAL TABLE lexicon USING fts5 (
    terms, tokenize = "unicode61 remove_diacritics 0 tokenchars '.'"
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (lexicon, row);
"""

_FORBIDDEN = (
    "you may not read or write there; check its permissions, or name another with `--corpus`"
)
_MEANINGS: tuple[tuple[tuple[str, ...], type[CorpusError], str], ...] = (
    (
        ("disk is full",),
        StorageFullError,
        "the disk is full; what was added before stays: free some space and run it again",
    ),
    (
        ("readonly", "read-only"),
        CorpusReadOnlyError,
        "the corpus cannot be written; check its permissions, or name another with `--corpus`",
    ),
    (
        ("locked", "busy"),
        CorpusBusyError,
        "another process is writing to the corpus; try again in a moment",
    ),
    (
        (
            *("malformed", "not a database", "no such table", "no such column", "corrupt"),
            *("vtable constructor failed", "unsupported file format", "could not decode"),
        ),
        CorpusDamagedError,
        "the catalog is damaged; move the folder away and add the documents again",
    ),
    (
        ("unable to open",),
        CorpusError,
        "the catalog cannot be opened; check that you may read it, or use another `--corpus`",
    ),
    (
        ("disk i/o",),
        CorpusError,
        "the disk that holds the corpus fails to read or write; check it and run this again",
    ),
)


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into errors that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        _raise_meaning(path, error)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageFullError(f"{str(path)!r}: {_MEANINGS[0][2]}") from error
        if error.errno == errno.EROFS:
            raise CorpusReadOnlyError(f"{str(path)!r}: {_MEANINGS[1][2]}") from error
        if error.errno in {errno.EACCES, errno.EPERM}:
            raise CorpusReadOnlyError(f"{str(path)!r}: {_FORBIDDEN}") from error
        raise


def _raise_meaning(path: Path, error: sqlite3.Error) -> NoReturn:
    said = str(error).partition(" with text ")[0]  # what follows is out of a document
    text = said.lower()
    for signs, kind, advice in _MEANINGS:
        if any(sign in text for sign in signs):
            raise kind(f"{str(path)!r}: {advice} (SQLite: {said})") from error
    raise CorpusError(f"{str(path)!r}: the catalog failed (SQLite: {said})") from error


def open_database(folder: Path, *, create: bool) -> sqlite3.Connection:
    """Open a corpus folder's catalog, read-only where it cannot be written.

    Args:
        folder: the corpus folder.
        create: whether to make the catalog if it is absent.

    Raises:
        CorpusNotFoundError: if it is absent and `create` is false.
        CorpusVersionError: if a newer ragkit wrote it.
        CorpusDamagedError: if it does not read as a catalog.
    """
    path = folder / FILE_NAME
    with translated_errors(folder):
        if not path.exists() and not create:
            raise CorpusNotFoundError(_ABSENT.format(str(folder)))
        connection = _connect(path)
        try:
            _prepare(connection, folder, create=create)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    writable = all(_may_write(p) for p in (path, path.parent) if p.exists())
    # A file in WAL mode in a folder that cannot be written opens only as
    # immutable, which leaves out what another process has not merged yet.
    mode = "mode=rwc" if writable else "mode=ro&immutable=1"
    if not writable and _has_content(path.with_name(path.name + "-wal")):
        raise CorpusReadOnlyError(
            f"{str(path.parent)!r} has changes that a writer did not finish and the folder"
            " cannot be written; open it once with write permission"
        )
    quoted = path.absolute().as_uri()
    return sqlite3.connect(
        f"{quoted}?{mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_SECONDS,
    )


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _upgrade(connection: sqlite3.Connection, folder: Path) -> None:
    """Bring a catalog of version 1 to this one; of two processes one does it."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found < VERSION:
            for column in _ADDED_IN_2:
                connection.execute(f"ALTER TABLE documents ADD COLUMN {column}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if "readonly" not in str(error):
            raise
        raise CorpusReadOnlyError(
            f"the corpus at {str(folder)!r} was written by an older ragkit and cannot be"
            " brought up to date; open it once with write permission"
        ) from error


def _prepare(connection: sqlite3.Connection, folder: Path, *, create: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > VERSION:
        raise CorpusVersionError(
            f"the corpus at {str(folder)!r} was written by a newer ragkit"
            f" (format {found}, this one reads {VERSION}); upgrade ragkit"
        )
    if found == 0:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables:
            raise CorpusDamagedError(f"{str(folder)!r}: {_MEANINGS[3][2]}")
        if not create:
            raise CorpusNotFoundError(_ABSENT.format(str(folder)))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(
            f"BEGIN EXCLUSIVE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;"
        )
    elif found < VERSION:
        _upgrade(connection, folder)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA cache_size = -32000")
    # Touch what a damaged file most often has lost.
    connection.execute("SELECT count(*) FROM meta").fetchone()
    connection.execute("SELECT rowid FROM lexicon LIMIT 1").fetchone()
