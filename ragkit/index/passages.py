"""Reading chunks and sentences out of the catalog, and searching it by vectors."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from ragkit.index.catalog import unpack
from ragkit.index.records import ChunkRow, SentenceRow
from ragkit.text.sentences import QUOTABLE
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from ragkit.index.catalog import Catalog

__all__ = [
    "IN_DOCUMENTS",
    "chunk_rows",
    "chunk_vectors",
    "scan_vectors",
    "sentence_rows",
    "sentence_vectors",
    "sentences_of",
]

_SCAN = 4096
#: A condition on rows of chunks, for a list of document numbers in JSON.
IN_DOCUMENTS = "document IN (SELECT value FROM json_each(?))"


def chunk_rows(catalog: Catalog, ids: Iterable[int]) -> tuple[list[ChunkRow], NDArray[np.float32]]:
    """Chunks and their vectors, in order of id; those that the catalog does not know are left out.

    Returns:
        The chunks, and an array of shape (chunks, dimension).
    """
    ordered = sorted(ids)
    rows: list[Any] = []
    for start in range(0, len(ordered), 500):
        some = ordered[start : start + 500]
        rows += catalog.rows(
            'SELECT id, document, first, last, start, "end", text_hash, vector FROM chunks'
            f" WHERE id IN ({','.join('?' * len(some))}) ORDER BY id",
            some,
        )
    return [ChunkRow(*row[:-1]) for row in rows], unpack([row[-1] for row in rows])


_SENTENCE = 's.n, s.start, s."end", s.kind, s.tokens, v.vector'


def sentence_rows(catalog: Catalog, document: int, first: int, last: int) -> list[SentenceRow]:
    """Sentences `first` up to, not including, `last` of a document, in order."""
    rows: list[Any] = catalog.rows(
        f"SELECT s.document, {_SENTENCE} FROM sentences s JOIN vectors v ON v.id = s.vector"
        " WHERE s.document = ? AND s.n >= ? AND s.n < ? ORDER BY s.n",
        (document, first, last),
    )
    return _sentences(rows)


def sentences_of(catalog: Catalog, chunks: Sequence[int]) -> dict[int, tuple[SentenceRow, ...]]:
    """The sentences of chunks, by the chunks' ids; asked for together, which is quicker."""
    rows = _of_chunks(catalog, chunks, f"s.document, {_SENTENCE}")
    sentences = _sentences([row[1:] for row in rows])
    pairs = groupby(zip(rows, sentences, strict=True), key=lambda pair: pair[0][0])
    return {chunk: tuple(sentence for _, sentence in part) for chunk, part in pairs}


def sentence_vectors(
    catalog: Catalog, chunks: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The vectors of the chunks' sentences, and the id of the chunk that each is of, in order.

    Hundreds are compared where the sentences of a few are wanted: no records are made.

    Returns:
        Arrays of shape (sentences,) and (sentences, dimension).
    """
    rows = _of_chunks(catalog, chunks, "v.vector")
    return np.array([row[0] for row in rows]), unpack([row[1] for row in rows])


def _of_chunks(catalog: Catalog, chunks: Sequence[int], columns: str) -> list[Any]:
    """Columns of the chunks' sentences behind the chunk's id, in order of id."""
    ids = sorted(chunks)
    rows: list[Any] = []
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        rows += catalog.rows(
            f"SELECT c.id, {columns} FROM chunks c JOIN sentences s"
            " ON s.document = c.document AND s.n >= c.first AND s.n < c.last"
            f" JOIN vectors v ON v.id = s.vector WHERE c.id IN ({','.join('?' * len(some))})"
            " ORDER BY c.id, s.n",
            some,
        )
    return rows


def _sentences(rows: Sequence[Any]) -> list[SentenceRow]:
    if not rows:
        return []
    vectors = unpack([row[6] for row in rows])
    return [
        SentenceRow(
            document=row[0],
            n=row[1],
            span=Span(row[2], row[3]),
            quotable=row[4] in QUOTABLE,
            token_count=row[5],
            vector=vector,
        )
        for row, vector in zip(rows, vectors, strict=True)
    ]


def chunk_vectors(
    catalog: Catalog, documents: Sequence[int] | None = None
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """All chunks' ids and vectors, a few thousand at a time, in order of id."""
    inside, filtered = "", []
    if documents is not None:
        inside, filtered = f"AND {IN_DOCUMENTS}", [json.dumps(list(documents))]
    after = 0
    while True:
        rows: list[Any] = catalog.rows(
            f"SELECT id, vector FROM chunks WHERE id > ? {inside} ORDER BY id LIMIT {_SCAN}",
            [after, *filtered],
        )
        if not rows:
            return
        after = rows[-1][0]
        yield np.array([row[0] for row in rows]), unpack([row[1] for row in rows])


def scan_vectors(
    catalog: Catalog,
    vector: NDArray[np.float32],
    *,
    limit: int,
    documents: Sequence[int] | None = None,
) -> list[tuple[int, float]]:
    """The nearest chunks by an exact scan: id and cosine similarity, best first.

    Args:
        catalog: where to search.
        vector: shape (dimension,), length 1.
        limit: how many to return at most.
        documents: row numbers to search in; None for all.
    """
    ids: list[NDArray[np.int64]] = []
    scores: list[NDArray[np.float32]] = []
    for part, vectors in chunk_vectors(catalog, documents):
        ids.append(part)
        scores.append(vectors @ vector)
    if not ids:
        return []
    every, score = np.concatenate(ids), np.concatenate(scores)
    order = np.argsort(-score, kind="stable")[:limit]
    return [(int(every[i]), float(score[i])) for i in order]
