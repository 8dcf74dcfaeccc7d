"""The catalog: documents, their sentences, chunks and vectors, in SQLite.

It is the truth of a corpus; everything in Chroma is derived from it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import secrets
import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from ragkit.index.records import Stored
from ragkit.index.schema import open_database, translated_errors
from ragkit.text.terms import terms
from ragkit.types import Document, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from ragkit.index.records import PreparedDocument

__all__ = ["Catalog", "hash_text", "pack", "unpack"]

_SOURCE_COLUMNS = """
    d.id, d.doc_id, d.source, d.title, d.date, d.content_hash, d.has_lines, d.characters,
    (SELECT count(*) FROM chunks c WHERE c.document = d.id)
"""
# Characters of documents that are kept in memory after they were read.
_KEPT_CHARACTERS = 20_000_000
# Each float16 as float32, by its bits: looked up in half the time that numpy converts in.
_FLOATS = np.arange(1 << 16, dtype=np.uint16).view(np.float16).astype(np.float32)


def hash_text(text: str) -> bytes:
    """The 16 bytes by which equal texts are recognised."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def pack(vector: NDArray[np.float32]) -> bytes:
    """A vector as float16: half the room, and a cosine that moves by under 0.001."""
    return vector.astype(np.float16).tobytes()


def unpack(blobs: Sequence[bytes]) -> NDArray[np.float32]:
    """Vectors of shape (len(blobs), dimension)."""
    halves = np.frombuffer(b"".join(blobs), dtype=np.uint16)
    return _FLOATS.take(halves).reshape(len(blobs), len(blobs[0]) // 2 if blobs else 0)


class Catalog:
    """One open catalog; safe to share between threads.

    Raises:
        CorpusError: at construction, as `schema.open_database` says.
    """

    def __init__(self, folder: Path, *, create: bool) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._depth = 0
        self._documents: dict[int, Document] = {}
        self._connection = open_database(folder, create=create)

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        with self._lock:
            self._connection.close()

    def merge_log(self) -> None:
        """Empty the write-ahead log, which holds older versions, if nobody reads them now."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    # --- transactions

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is committed together, or nothing of it."""
        with self._scope("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything inside reads one state, whatever other processes write."""
        with self._scope("BEGIN"):
            yield

    @contextmanager
    def _scope(self, begin: str) -> Iterator[None]:
        with self._lock, translated_errors(self.folder):
            outermost = self._depth == 0
            if outermost:
                self._connection.execute(begin)
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if outermost and self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if outermost:
                self._commit()

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """The rows of a query, its errors translated."""
        with self._lock, translated_errors(self.folder):
            return self._connection.execute(sql, parameters).fetchall()

    def write(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row; call it inside a transaction."""
        self._connection.executemany(sql, rows)

    # --- what the corpus says of itself

    def meta(self, key: str) -> str | None:
        """A setting that was stored with the corpus."""
        found = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(found[0][0]) if found else None

    def set_meta(self, key: str, value: str) -> None:
        """Store a setting; call it inside a transaction."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def generation(self) -> str:
        """Changes whenever chunks or vectors do; Chroma carries the one it was made from."""
        return self.meta("generation") or "0"

    def _advance(self) -> None:
        # The random part tells two histories apart after a power cut lost one.
        count = int(self.generation.split("-")[0]) + 1
        self.set_meta("generation", f"{count}-{secrets.token_hex(4)}")

    # --- documents

    def sources(self, where: Mapping[str, str] | None = None) -> list[Source]:
        """The documents, by source name, without their texts."""
        clause, parameters = _where_clause(where)
        rows = self.rows(
            f"SELECT {_SOURCE_COLUMNS} FROM documents d WHERE {clause} ORDER BY d.source",
            parameters,
        )
        metadata = self._metadata()
        return [_source(row, metadata) for row in rows]

    def document_ids(
        self, *, sources: Iterable[str] | None, where: Mapping[str, str] | None
    ) -> list[int]:
        """Row numbers of the documents that a filter leaves, in order."""
        clause, parameters = _where_clause(where)
        rows = self.rows(f"SELECT d.id, d.source FROM documents d WHERE {clause}", parameters)
        wanted = None if sources is None else set(sources)
        return sorted(int(str(i)) for i, source in rows if wanted is None or source in wanted)

    def stored(self) -> dict[str, Stored]:
        """For each source, by name, what tells whether it is unchanged."""
        rows = self.rows("SELECT id, source, content_hash, stamp FROM documents ORDER BY source")
        metadata = self._metadata()
        return {
            str(source): Stored(
                str(version),
                metadata.get(int(str(row_id)), {}),
                None if stamp is None else str(stamp),
            )
            for row_id, source, version, stamp in rows
        }

    def document_of(self, source: str) -> Document | None:
        """The document of a source name."""
        with self.snapshot():
            rows = self.rows("SELECT id FROM documents WHERE source = ?", (source,))
            return self.document(int(str(rows[0][0]))) if rows else None

    def document(self, row_id: int) -> Document:
        """The document of a row number, which must exist."""
        # A row never changes, a new version gets a new one: what is kept is never stale.
        if row_id in self._documents:
            return self._documents[row_id]
        ((doc_id, source, title, date, text, content_hash, has_lines, pages),) = self.rows(
            "SELECT doc_id, source, title, date, text, content_hash, has_lines, pages"
            " FROM documents WHERE id = ?",
            (row_id,),
        )
        document = Document(
            doc_id=str(doc_id),
            source=str(source),
            title=None if title is None else str(title),
            date=_date(date),
            text=str(text),
            content_hash=str(content_hash),
            metadata=self._metadata(row_id).get(row_id, {}),
            has_lines=bool(has_lines),
            pages=tuple(json.loads(str(pages) or "[]")),
        )
        self._keep(row_id, document)
        return document

    def _keep(self, row_id: int, document: Document) -> None:
        with self._lock:
            self._documents[row_id] = document
            held = sum(len(kept.text) for kept in self._documents.values())
            while held > _KEPT_CHARACTERS and len(self._documents) > 1:
                held -= len(self._documents.pop(next(iter(self._documents))).text)

    def counts(self) -> tuple[int, int, int]:
        """Documents, chunks and distinct sentences."""
        rows = self.rows(
            "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM chunks),"
            " (SELECT count(*) FROM vectors)"
        )
        documents, chunks, vectors = (int(str(n)) for n in rows[0])
        return documents, chunks, vectors

    def _metadata(self, row_id: int | None = None) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        rows = self.rows(
            "SELECT document, key, value FROM metadata WHERE document = ?1 OR ?1 IS NULL", (row_id,)
        )
        for document, key, value in rows:
            found.setdefault(int(str(document)), {})[str(key)] = str(value)
        return found

    # --- writing

    def known_vectors(self, hashes: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Vectors of texts that are in the corpus already, by text hash."""
        known: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(hashes), 500):
            part = hashes[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = self.rows(
                f"SELECT text_hash, vector FROM vectors WHERE text_hash IN ({marks})",
                part,
            )
            known.update((_bytes(key), unpack([_bytes(blob)])[0]) for key, blob in rows)
        return known

    def replace(
        self,
        prepared: Sequence[PreparedDocument],
        *,
        stamps: Mapping[str, str] | None = None,
        moved: Iterable[str] = (),
    ) -> tuple[list[int], list[tuple[int, NDArray[np.float32]]]]:
        """Put documents in the place of their older versions, in one transaction.

        Args:
            prepared: each source at most once.
            stamps: of their files; None where the files are as they were.
            moved: sources that have other names among those prepared, and go.

        Returns:
            Ids of the chunks that are gone, and the new ones with their vectors.
        """
        gone: list[int] = []
        new: list[tuple[int, NDArray[np.float32]]] = []
        loose: set[int] = set()
        with self.transaction():
            if stamps is None:
                stamps = {s: one.stamp for s, one in self.stored().items() if one.stamp}
            for item in prepared:
                gone.extend(self._delete(item.document.source, loose))
                new.extend(self._insert(item))
            for source in moved:
                gone.extend(self._delete(source, loose))
            names = [item.document.source for item in prepared]
            self.set_stamps({name: stamps[name] for name in names if name in stamps})
            self._drop_unused_vectors(loose)
            self._advance()
        return gone, new

    def set_stamps(self, stamps: Mapping[str, str]) -> None:
        """Note what the file system says of files; call it inside a transaction."""
        self.write(
            "UPDATE documents SET stamp = ? WHERE source = ?",
            ((stamp, source) for source, stamp in stamps.items()),
        )

    def remove(self, sources: Iterable[str]) -> list[int]:
        """Forget documents; returns the ids of the chunks that are gone."""
        loose: set[int] = set()
        with self.transaction():
            gone = [chunk for source in sources for chunk in self._delete(source, loose)]
            self._drop_unused_vectors(loose)
            # Merging the full-text segments is what erases the terms for good.
            self._connection.execute("INSERT INTO lexicon (lexicon) VALUES ('optimize')")
            self._advance()
        return gone

    def disown_vectors(self) -> None:
        """Let no text be found among the vectors: each document that is replaced brings its own."""
        self._connection.execute("UPDATE vectors SET text_hash = randomblob(16)")

    def _delete(self, source: str, loose: set[int]) -> list[int]:
        """Delete a document; `loose` gains the vectors that may have lost their last use."""
        execute = self._connection.execute
        found = execute("SELECT id FROM documents WHERE source = ?", (source,)).fetchone()
        if found is None:
            return []
        chunks = [int(row[0]) for row in execute("SELECT id FROM chunks WHERE document = ?", found)]
        loose.update(
            row[0] for row in execute("SELECT vector FROM sentences WHERE document = ?", found)
        )
        self._connection.executemany(
            "DELETE FROM lexicon WHERE rowid = ?", ((chunk,) for chunk in chunks)
        )
        execute("DELETE FROM documents WHERE id = ?", found)
        return chunks

    def _drop_unused_vectors(self, loose: Iterable[int]) -> None:
        self._connection.executemany(
            "DELETE FROM vectors WHERE id = ? AND NOT EXISTS"
            " (SELECT 1 FROM sentences s WHERE s.vector = vectors.id)",
            ((vector,) for vector in loose),
        )

    def _insert(self, item: PreparedDocument) -> Iterator[tuple[int, NDArray[np.float32]]]:
        document = self._insert_document(item.document)
        self._insert_sentences(document, item)
        text = item.document.text
        for chunk, vector in zip(item.chunks, item.chunk_vectors, strict=True):
            body = chunk.span.of(text)
            row = (
                *(document, chunk.first, chunk.last, chunk.span.start, chunk.span.end),
                *(hash_text(body), pack(vector)),
            )
            cursor = self._connection.execute(
                'INSERT INTO chunks (document, first, last, start, "end", text_hash, vector)'
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            chunk_id = int(cursor.lastrowid or 0)
            self._connection.execute(
                "INSERT INTO lexicon (rowid, terms) VALUES (?, ?)",
                (chunk_id, " ".join(terms(body))),
            )
            yield chunk_id, vector

    def _insert_document(self, document: Document) -> int:
        cursor = self._connection.execute(
            "INSERT INTO documents (doc_id, source, title, date, text, text_hash, content_hash,"
            " has_lines, characters, pages) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(document.doc_id, document.source, document.title),
                *(document.date.isoformat() if document.date else None, document.text),
                *(document.text_hash, document.content_hash, int(document.has_lines)),
                *(len(document.text), json.dumps(document.pages) if document.pages else ""),
            ),
        )
        row_id = int(cursor.lastrowid or 0)
        self._connection.executemany(
            "INSERT INTO metadata VALUES (?, ?, ?)",
            ((row_id, key, value) for key, value in document.metadata.items()),
        )
        return row_id

    def _insert_sentences(self, document: int, item: PreparedDocument) -> None:
        text = item.document.text
        hashes = [hash_text(sentence.span.of(text)) for sentence in item.sentences]
        self._connection.executemany(
            "INSERT OR IGNORE INTO vectors (text_hash, vector) VALUES (?, ?)",
            ((key, pack(vector)) for key, vector in zip(hashes, item.vectors, strict=True)),
        )
        self._connection.executemany(
            "INSERT INTO sentences SELECT ?, ?, ?, ?, ?, ?, id FROM vectors WHERE text_hash = ?",
            (
                (document, n, sentence.span.start, sentence.span.end, sentence.kind, tokens, key)
                for n, (sentence, tokens, key) in enumerate(
                    zip(item.sentences, item.token_counts, hashes, strict=True)
                )
            ),
        )


def _where_clause(where: Mapping[str, str] | None) -> tuple[str, list[str]]:
    """Each condition is a bound parameter; only their number shapes the SQL."""
    conditions = ["1"]
    parameters: list[str] = []
    for key, value in (where or {}).items():
        if key in {"title", "date", "source"}:
            conditions.append(f"d.{key} = ?")
            parameters.append(value)
            continue
        conditions.append(
            "EXISTS (SELECT 1 FROM metadata m"
            " WHERE m.document = d.id AND m.key = ? AND m.value = ?)"
        )
        parameters.extend((key, value))
    return " AND ".join(conditions), parameters


def _source(row: Sequence[object], metadata: Mapping[int, Mapping[str, str]]) -> Source:
    row_id, doc_id, source, title, date, content_hash, has_lines, characters, chunks = row
    return Source(
        doc_id=str(doc_id),
        source=str(source),
        title=None if title is None else str(title),
        date=_date(date),
        content_hash=str(content_hash),
        metadata=metadata.get(int(str(row_id)), {}),
        has_lines=bool(has_lines),
        characters=int(str(characters)),
        chunks=int(str(chunks)),
    )


def _date(value: object) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(str(value))


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError(f"expected bytes, found {type(value).__name__}")
    return value
