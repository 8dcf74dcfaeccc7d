"""Adding documents: what is new or changed is read, embedded and written in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ragkit.documents.discover import discover
from ragkit.documents.reading import MAX_BYTES, format_of, read_bytes, read_document, version_of
from ragkit.errors import SourceError
from ragkit.ingestion import prepare
from ragkit.naming import source_name
from ragkit.types import AddReport, Failure

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from ragkit.embedding.embedder import Embedder
    from ragkit.index.store import Index
    from ragkit.types import Document

__all__ = ["Progress", "add_document", "add_paths", "reembed"]

# Characters of new documents that are written together: a second's work or so,
# so that a kill loses little.
_BATCH_CHARACTERS = 200_000


class Progress(Protocol):
    """How long work tells how far it is."""

    def __call__(self, done: float, total: float, what: str) -> None:
        """Report `done` of `total`, and what is being worked on."""
        ...


def add_document(index: Index, embedder: Embedder, document: Document) -> AddReport:
    """Add one document that has been read already."""
    adding = _Adding(index, embedder, lambda _share, _what: None)
    adding.take(document)
    adding.flush()
    return adding.report()


def add_paths(
    index: Index,
    embedder: Embedder,
    paths: Iterable[str | os.PathLike[str]],
    *,
    home: Path,
    metadata: Mapping[str, str],
    max_bytes: int | None,
    progress: Progress | None,
) -> AddReport:
    """Add files, folders and patterns; `Corpus.add` says how."""
    found = discover(paths)
    sizes = {path: _size(path) for path in found.files}
    total = float(sum(sizes.values())) or 1.0
    done = 0.0

    def tell(share: float, what: str) -> None:
        if progress:
            progress(min(total, done + share), total, what)

    adding = _Adding(index, embedder, tell)
    adding.failed.extend(found.failed)
    for path in found.files:
        source = source_name(path, home)
        tell(0.0, source)
        try:
            data = read_bytes(path, max_bytes=MAX_BYTES if max_bytes is None else max_bytes)
            format_ = format_of(path, data)
            if not adding.knows(source, version_of(data, format_), metadata):
                document = read_document(data, source=source, format=format_, metadata=metadata)
                adding.take(document, size=sizes[path])
        except SourceError as error:
            adding.failed.append(Failure(path=str(path), reason=str(error)))
        done += sizes[path]
    adding.flush()
    return adding.report()


def reembed(index: Index, embedder: Embedder, progress: Progress | None) -> None:
    """Replace every vector of the corpus by another embedder's, all or none."""
    catalog = index.catalog
    with index.rewriting():
        catalog.disown_vectors()
        sources = catalog.sources()
        for n, source in enumerate(sources):
            if progress:
                progress(n, len(sources), source.source)
            document = catalog.document_of(source.source)
            if document is not None:
                catalog.replace(prepare([document], embedder=embedder, catalog=catalog))
        catalog.set_meta("embedder", embedder.name)
        catalog.set_meta("fingerprint", embedder.fingerprint)
    index.refresh()


class _Adding:
    """Documents on their way in, and what became of them."""

    def __init__(
        self, index: Index, embedder: Embedder, tell: Callable[[float, str], None]
    ) -> None:
        self.failed: list[Failure] = []
        self._index = index
        self._embedder = embedder
        self._tell = tell
        self._stored = index.catalog.versions()
        self._pending: list[Document] = []
        self._size = 0
        self._added: list[str] = []
        self._updated: list[str] = []
        self._unchanged: list[str] = []

    def knows(self, source: str, version: str, metadata: Mapping[str, str]) -> bool:
        """Whether this version of a source is in the corpus, with these metadata."""
        stored_version, stored_metadata = self._stored.get(source, ("", {}))
        known = stored_version == version and metadata.items() <= stored_metadata.items()
        if known:
            self._unchanged.append(source)
        return known

    def take(self, document: Document, *, size: int = 0) -> None:
        """Queue a document; a full queue is written."""
        if self.knows(document.source, document.content_hash, document.metadata):
            return
        self._pending.append(document)
        self._size += size
        if sum(len(document.text) for document in self._pending) >= _BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Embed and write what is queued."""
        pending, self._pending = self._pending, []
        size, self._size = self._size, 0
        if not pending:
            return
        label = pending[-1].source
        prepared = prepare(
            pending,
            embedder=self._embedder,
            catalog=self._index.catalog,
            # The bytes of this batch count as done already, all but the embedding.
            progress=lambda share: self._tell(-size * (1.0 - share), label),
        )
        self._index.replace(prepared, self._embedder)
        for document in pending:
            known = document.source in self._stored
            (self._updated if known else self._added).append(document.source)

    def report(self) -> AddReport:
        """What was done."""
        return AddReport(
            added=tuple(self._added),
            updated=tuple(self._updated),
            unchanged=tuple(self._unchanged),
            failed=tuple(self.failed),
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
