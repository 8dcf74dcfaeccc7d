"""Vectors that were paid for, kept from their request until their documents are written.

A server's vectors cost money and come a request at a time; the documents they belong to are
written when the last of them is there. What came is kept beside the catalog's own vectors, so
that a kill or an error in between costs one request. It is kept by fingerprint: an embedder
that was tried before, or is on its way in (`reembed`), never lends its vectors to another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.index.catalog import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ragkit.index.catalog import Catalog

__all__ = ["drop_kept", "drop_written", "keep", "kept_dimension", "kept_vectors"]

# Made when it is first needed: a corpus that only knows local embedders has none, and one of
# an older ragkit gets it.
_TABLE = """
CREATE TABLE IF NOT EXISTS kept (
    fingerprint TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (fingerprint, text_hash)
) WITHOUT ROWID
"""


def keep(catalog: Catalog, fingerprint: str, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
    """Keep vectors of one length by the hashes of their texts, in one transaction."""
    blobs = {key: pack(vector) for key, vector in vectors.items()}
    with catalog.transaction():
        catalog.rows(_TABLE)
        # Those of another length are another model's, which had the name before.
        catalog.rows(
            "DELETE FROM kept WHERE fingerprint = ? AND length(vector) != ?",
            (fingerprint, len(next(iter(blobs.values()), b""))),
        )
        catalog.write(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)",
            ((fingerprint, key, blob) for key, blob in blobs.items()),
        )


def kept_vectors(
    catalog: Catalog, fingerprint: str, hashes: Sequence[bytes]
) -> dict[bytes, NDArray[np.float32]]:
    """Those of an embedder's vectors that are kept, by text hash."""
    found: dict[bytes, NDArray[np.float32]] = {}
    if not _is_there(catalog):
        return found
    for start in range(0, len(hashes), 500):
        part = hashes[start : start + 500]
        marks = ",".join("?" * len(part))
        rows = catalog.rows(
            f"SELECT text_hash, vector FROM kept WHERE fingerprint = ? AND text_hash IN ({marks})",
            (fingerprint, *part),
        )
        for key, vector in rows:
            if isinstance(key, bytes) and isinstance(vector, bytes):
                found[key] = unpack([vector])[0]
    return found


def kept_dimension(catalog: Catalog, fingerprint: str) -> int | None:
    """The length of an embedder's vectors, in the corpus or kept; None where there are none."""
    rows: list[tuple[object, ...]] = []
    if catalog.meta("fingerprint") == fingerprint:
        rows = catalog.rows("SELECT vector FROM vectors LIMIT 1")
    if not rows and _is_there(catalog):
        rows = catalog.rows("SELECT vector FROM kept WHERE fingerprint = ? LIMIT 1", (fingerprint,))
    return next((unpack([v]).shape[1] for (v,) in rows if isinstance(v, bytes)), None)


def drop_written(catalog: Catalog, fingerprint: str) -> None:
    """Let go of what is among the catalog's own vectors; call it inside a transaction."""
    if _is_there(catalog):
        catalog.rows(
            "DELETE FROM kept WHERE fingerprint = ?"
            " AND EXISTS (SELECT 1 FROM vectors v WHERE v.text_hash = kept.text_hash)",
            (fingerprint,),
        )


def drop_kept(catalog: Catalog) -> None:
    """Let go of everything; call it inside a transaction."""
    if _is_there(catalog):
        catalog.rows("DELETE FROM kept")


def _is_there(catalog: Catalog) -> bool:
    return bool(catalog.rows("SELECT 1 FROM sqlite_master WHERE name = 'kept'"))
