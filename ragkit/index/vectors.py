"""The chunks' vectors in Chroma: derived from the catalog, and disposable.

Everything here may fail: a kill can leave a Chroma folder that does not open,
and its Rust core reports some faults as panics. All of that becomes
`VectorsUnusableError`, and the index then makes the folder anew from the catalog.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ChromaVectors", "VectorsUnusableError"]

COLLECTION = "chunks"
#: The most neighbours that one query can ask for with full recall.
MOST_NEIGHBOURS = 200
_BATCH = 1000


class VectorsUnusableError(Exception):
    """Chroma cannot serve; the catalog can rebuild it."""


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:  # a Rust panic is no Exception
        raise VectorsUnusableError(f"{type(error).__name__}: {error}") from error


class _Spellings:
    """A path spelled differently for every client that is open.

    Chroma shares one system among all clients of a path in a process, so that
    closing one of two leaves the old view alive. `chroma/.` and `chroma/./.`
    are the same folder and separate systems.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: set[str] = set()

    def take(self, path: Path) -> str:
        with self._lock:
            spelling = str(path.absolute())
            while spelling in self._taken:
                spelling = os.path.join(spelling, ".")  # noqa: PTH118 - pathlib drops the dot
            self._taken.add(spelling)
            return spelling

    def release(self, spelling: str) -> None:
        with self._lock:
            self._taken.discard(spelling)


_SPELLINGS = _Spellings()


class ChromaVectors:
    """One open collection of chunk vectors.

    Args:
        path: Chroma's folder.
        create: whether to make the collection; otherwise it has to be there.

    Raises:
        VectorsUnusableError: from every method, whatever goes wrong inside Chroma.
    """

    def __init__(self, path: Path, *, create: bool) -> None:
        self._spelling = _SPELLINGS.take(path)
        self._client: Any = None
        try:
            with _guarded():
                self._open(create=create)
        except BaseException:
            self.close()
            raise

    def _open(self, *, create: bool) -> None:
        import chromadb
        from chromadb.config import Settings

        self._client = chromadb.PersistentClient(
            self._spelling, settings=Settings(anonymized_telemetry=False)
        )
        if create:
            self._collection = self._client.create_collection(
                COLLECTION,
                configuration={"hnsw": {"space": "cosine", "ef_search": MOST_NEIGHBOURS}},
                embedding_function=None,
                metadata={"generation": ""},
            )
        else:
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)

    def close(self) -> None:
        """Let go of the folder; closing twice is harmless."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            with _guarded():
                client.close()
        except VectorsUnusableError:
            return
        # A client that failed to open or to close leaves a broken system
        # behind under its spelling, which is therefore never used again.
        _SPELLINGS.release(self._spelling)

    @property
    def generation(self) -> str:
        """The catalog's generation that these vectors were made from."""
        with _guarded():
            return str((self._collection.metadata or {}).get("generation", ""))

    def set_generation(self, generation: str) -> None:
        """Say that the vectors are those of this generation."""
        with _guarded():
            self._collection.modify(metadata={"generation": generation})

    def count(self) -> int:
        """How many chunks are in the collection."""
        with _guarded():
            return int(self._collection.count())

    def add(self, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Add chunks that are not there yet."""
        with _guarded():
            for start in range(0, len(ids), _BATCH):
                self._collection.add(
                    ids=[str(i) for i in ids[start : start + _BATCH]],
                    embeddings=vectors[start : start + _BATCH],
                )

    def delete(self, ids: Sequence[int]) -> None:
        """Delete chunks; ids that are not there are passed over."""
        with _guarded():
            for start in range(0, len(ids), _BATCH):
                self._collection.delete(ids=[str(i) for i in ids[start : start + _BATCH]])

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        """Chunk id and cosine similarity of the nearest chunks, best first."""
        with _guarded():
            found = self._collection.query(
                query_embeddings=vector[None, :],
                n_results=min(limit, MOST_NEIGHBOURS),
                include=["distances"],
            )
            pairs = zip(found["ids"][0], found["distances"][0], strict=True)
            return [(int(chunk), 1.0 - float(distance)) for chunk, distance in pairs]
