"""The index: the catalog, Chroma beside it, and the protocol between the two.

A writer holds the corpus lock for its whole batch: it commits to the catalog,
brings Chroma up to date and writes the catalog's generation into it. A reader
holds the lock while it looks at Chroma, and goes by the generation: where
Chroma's is another than the catalog's, its last writer died, and Chroma is made
anew. A reader that cannot have the lock soon, or a Chroma that cannot be used
at all, costs speed and nothing else: the catalog's own vectors are scanned.
"""

from __future__ import annotations

import logging
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import filelock
import numpy as np

from ragkit.embedding.embedder import RemoteEmbedder
from ragkit.errors import (
    CorpusBusyError,
    CorpusExistsError,
    CorpusNotFoundError,
    CorpusReadOnlyError,
    EmbedderMismatchError,
)
from ragkit.index.catalog import Catalog
from ragkit.index.kept import drop_kept, drop_written, keep, kept_dimension
from ragkit.index.passages import chunk_vectors, scan_vectors
from ragkit.index.schema import FILE_NAME, translated_errors
from ragkit.index.vectors import ChromaVectors, VectorsUnusableError
from ragkit.types import REPLIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from ragkit.embedding.embedder import Embedder
    from ragkit.index.records import PreparedDocument

__all__ = ["Index"]

_log = logging.getLogger(__name__)
_WRITER_WAITS = 600.0
#: A reader behind a writer scans the catalog after this many seconds.
_READER_WAITS = 0.3


@dataclass(frozen=True, slots=True)
class _State:
    """What Chroma has to agree with."""

    generation: str
    chunks: int


class Index:
    """An open corpus folder.

    Args:
        folder: the corpus folder.
        create: whether to make it if it is absent.

    Raises:
        CorpusError: at construction, as `schema.open_database` says.
        CorpusExistsError: if the folder holds something that is no corpus.
    """

    def __init__(self, folder: Path, *, create: bool) -> None:
        self.folder = folder
        self._chroma_folder = folder / "chroma"
        self._mutex = threading.RLock()
        self._vectors: ChromaVectors | None = None
        self._seen = ""
        if create:
            _make_folder(folder)
        self._lock = filelock.FileLock(folder / "lock", thread_local=False)
        try:
            self.catalog = Catalog(folder, create=False)
        except CorpusNotFoundError:
            if not create:
                raise
            with self._locked(_WRITER_WAITS):
                self.catalog = Catalog(folder, create=True)

    def close(self) -> None:
        """Close Chroma and the catalog."""
        with self._mutex:
            self._drop_client()
            self.catalog.close()

    # --- writing

    def replace(
        self,
        prepared: Sequence[PreparedDocument],
        embedder: Embedder,
        *,
        stamps: Mapping[str, str] | None = None,
        moved: Iterable[str] = (),
    ) -> None:
        """Put documents in the place of their older versions.

        Args:
            prepared: each source at most once.
            embedder: what made the vectors.
            stamps: as in `Catalog.replace`.
            moved: as in `Catalog.replace`.

        Raises:
            EmbedderMismatchError: if another embedder made the corpus's vectors.
            CorpusReadOnlyError: if the folder cannot be written.
            CorpusBusyError: if another writer holds the lock for too long.
            StorageFullError: if the disk is full; the older versions stay.
        """
        with self._writing() as before:
            with self.catalog.transaction():
                self.check_embedder(embedder)
                self.catalog.set_meta("embedder", embedder.name)
                self.catalog.set_meta("fingerprint", embedder.fingerprint)
                gone, new = self.catalog.replace(prepared, stamps=stamps, moved=moved)
                drop_written(self.catalog, embedder.fingerprint)
            self._follow(before, gone, new)

    def remove(self, sources: Iterable[str]) -> None:
        """Forget documents everywhere, with all kept replies of models; errors as in `replace`."""
        with self._writing() as before:
            with self.catalog.transaction():
                gone = self.catalog.remove(sources)
                # Nobody can tell whose they are, nor which documents replies tell of.
                drop_kept(self.catalog)
                shutil.rmtree(self.folder / REPLIES, ignore_errors=True)
            # Else what is forgotten would stay in the log until the last process closes it.
            self.catalog.merge_log()
            self._follow(before, gone, [])

    def note(
        self, *, stamps: Mapping[str, str] | None = None, meta: Mapping[str, str] | None = None
    ) -> None:
        """Note what makes the next look quicker and changes no answer, if that can be done now.

        Args:
            stamps: of files that are as they were, by source.
            meta: settings to store.
        """
        if not stamps and not meta:
            return
        try:
            waits = _WRITER_WAITS if meta else _READER_WAITS
            with self._mutex, self._locked(waits), self.catalog.transaction():
                self.catalog.set_stamps(stamps or {})
                for key, value in (meta or {}).items():
                    self.catalog.set_meta(key, value)
        except (CorpusReadOnlyError, CorpusBusyError) as error:
            _log.debug("not noted: %s", error)

    def keep(self, embedder: Embedder, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep an embedder's vectors by text hash, for documents that are still to be written.

        `prepare` finds them there; they go with `replace` of their documents, with any `remove`,
        and at the end of `rewriting`. Errors as in `replace`.
        """
        with self._mutex, self._locked(_WRITER_WAITS):
            keep(self.catalog, embedder.fingerprint, vectors)

    def check_embedder(self, embedder: Embedder) -> None:
        """Compare an embedder with the one that made the corpus's vectors.

        Raises:
            EmbedderMismatchError: if they differ; it says how to embed anew.
        """
        made_with = self.catalog.meta("fingerprint")
        if made_with is not None and made_with != embedder.fingerprint:
            moved = embedder.name == self.catalog.meta("embedder")
            there = isinstance(embedder, RemoteEmbedder) and moved
            raise EmbedderMismatchError(
                f"the corpus at {str(self.folder)!r} was made with {made_with!r}, and"
                f" {embedder.fingerprint!r} was asked for;"
                f"{' ask the server that made it (OPENAI_BASE_URL), or' if there else ''}"
                f" embed it anew with `ragkit add --reembed --embedder {embedder.name}`"
            )

    def check_dimension(self, embedder: Embedder, dimension: int) -> None:
        """Compare the length of an embedder's vectors with those that it made before.

        Raises:
            EmbedderMismatchError: if they differ: a server has put another model under a name.
        """
        before = kept_dimension(self.catalog, embedder.fingerprint)
        if before is not None and before != dimension:
            raise EmbedderMismatchError(
                f"{embedder.name!r} gives vectors of {dimension} numbers, and those in the corpus"
                f" at {str(self.folder)!r} have {before}; is it another model by now? Embed the"
                f" corpus anew with `ragkit add --reembed --embedder {embedder.name}`"
            )

    @contextmanager
    def rewriting(self) -> Iterator[None]:
        """Hold the lock and one transaction while all vectors are replaced."""
        with self._writing():
            with self.catalog.transaction():
                yield
                drop_kept(self.catalog)
            self._discard()

    @contextmanager
    def _writing(self) -> Iterator[_State]:
        """Hold the lock; yields the state that Chroma should be at."""
        with self._mutex, self._locked(_WRITER_WAITS):
            yield self._state()

    def _state(self) -> _State:
        with self.catalog.snapshot():
            return _State(self.catalog.generation, self.catalog.counts()[1])

    def _follow(
        self,
        before: _State,
        gone: Sequence[int],
        new: Sequence[tuple[int, NDArray[np.float32]]],
    ) -> None:
        """Bring Chroma from the state before to the catalog's; a failure is mended later."""
        try:
            vectors = self._open_at(before)
            vectors.delete(gone)
            if new:
                vectors.add([chunk for chunk, _ in new], np.stack([v for _, v in new]))
            self._seen = self.catalog.generation
            vectors.set_generation(self._seen)
        except VectorsUnusableError as error:
            self._rebuild_or_leave(str(error))

    def _rebuild_or_leave(self, reason: str) -> None:
        try:
            self._rebuild(reason)
        except VectorsUnusableError as error:
            self._drop_client()
            _log.warning(
                "Chroma could not be written (%s); nothing is lost, it will be rebuilt", error
            )

    # --- reading

    def nearest(
        self, vector: NDArray[np.float32], limit: int, *, documents: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The chunks nearest to a vector: id and cosine similarity, best first.

        Args:
            vector: shape (dimension,), length 1.
            limit: how many to return at most.
            documents: row numbers to search in; None for all. A filtered
                search is exact, so that a rare source is never missed.
        """
        if documents is None:
            found = self._nearest_in_chroma(vector, limit)
            if found is not None:
                return found
        return scan_vectors(self.catalog, vector, limit=limit, documents=documents)

    def _nearest_in_chroma(
        self, vector: NDArray[np.float32], limit: int
    ) -> list[tuple[int, float]] | None:
        """None where Chroma cannot be had now."""
        try:
            with self._mutex, self._locked(_READER_WAITS):
                if not self.catalog.rows("SELECT 1 FROM chunks LIMIT 1"):
                    return []
                return self._current().nearest(vector, limit)
        except CorpusBusyError:
            return None
        except (CorpusReadOnlyError, VectorsUnusableError) as error:
            _log.debug("the vectors are read from the catalog: %s", error)
            return None

    def refresh(self) -> None:
        """Make Chroma anew if it is missing or wrong."""
        with self._mutex, self._locked(_WRITER_WAITS):
            self._current()

    def _current(self) -> ChromaVectors:
        """Chroma at the catalog's generation; call it with the lock held."""
        try:
            return self._open_at(self._state())
        except VectorsUnusableError as error:
            return self._rebuild(str(error))

    def _open_at(self, state: _State) -> ChromaVectors:
        """A client that sees this state, opened anew where another process wrote since."""
        if self._vectors is not None and self._seen == state.generation:
            return self._vectors
        self._drop_client()
        if state.generation == "0":
            return self._create()
        if not self._chroma_folder.is_dir():
            raise VectorsUnusableError("it is missing")
        vectors = ChromaVectors(self._chroma_folder, create=False)
        try:
            if vectors.generation != state.generation:
                raise VectorsUnusableError("it is behind the catalog")
            if vectors.count() != state.chunks:
                raise VectorsUnusableError(f"it holds {vectors.count()} chunks of {state.chunks}")
        except VectorsUnusableError:
            vectors.close()
            raise
        self._vectors, self._seen = vectors, state.generation
        return vectors

    def _create(self) -> ChromaVectors:
        with translated_errors(self.folder):
            if self._chroma_folder.exists():
                shutil.rmtree(self._chroma_folder)
        self._vectors = ChromaVectors(self._chroma_folder, create=True)
        self._seen = "0"
        return self._vectors

    def _rebuild(self, reason: str) -> ChromaVectors:
        """Make Chroma from the catalog's vectors; nothing is embedded."""
        self._drop_client()
        vectors = self._create()
        total = 0
        for ids, part in chunk_vectors(self.catalog):
            vectors.add([int(i) for i in ids], part)
            total += len(ids)
        self._seen = self.catalog.generation
        vectors.set_generation(self._seen)
        _log.warning(
            "the Chroma index was rebuilt from the catalog (%s; %d chunks, nothing was embedded)",
            reason,
            total,
        )
        return vectors

    # --- the lock and the client

    @contextmanager
    def _locked(self, seconds: float) -> Iterator[None]:
        try:
            with translated_errors(self.folder):
                self._lock.acquire(timeout=seconds, poll_interval=0.02)
        except filelock.Timeout as error:
            raise CorpusBusyError(
                f"another process has been writing to {str(self.folder)!r} for"
                f" {seconds:.0f} seconds; try again when it is done"
            ) from error
        try:
            yield
        finally:
            self._lock.release()

    def _discard(self) -> None:
        self._drop_client()
        if self._chroma_folder.exists():
            shutil.rmtree(self._chroma_folder)

    def _drop_client(self) -> None:
        vectors, self._vectors = self._vectors, None
        self._seen = ""
        if vectors is not None:
            vectors.close()


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        entries = {entry.name for entry in folder.iterdir()}
        if entries and FILE_NAME not in entries and not entries <= {"lock", "chroma", ".gitignore"}:
            raise CorpusExistsError(
                f"{str(folder)!r} holds other files and no corpus; name an empty or a new folder"
            )
    elif folder.exists():
        raise CorpusExistsError(f"{str(folder)!r} is a file, not a corpus folder; name another")
    with translated_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists() and not (folder / FILE_NAME).exists():
            ignore.write_text("*\n", encoding="utf-8")
