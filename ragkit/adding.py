"""Adding documents: what is new or changed is read, embedded and written in batches."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from ragkit.documents.discover import discover
from ragkit.documents.reading import (
    MAX_BYTES,
    format_of,
    given_document,
    read_bytes,
    read_document,
    stated_metadata,
    text_document,
    version_of,
)
from ragkit.embedding.embedder import RemoteEmbedder
from ragkit.errors import ChatError, SourceError, UnreadableSourceError
from ragkit.index.catalog import hash_text
from ragkit.ingestion import embed_ahead, prepare
from ragkit.llm.chat import add_usage, total_usage
from ragkit.naming import is_spellable, source_name
from ragkit.types import AddReport, Failure

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from ragkit.embedding.embedder import Embedder, Part
    from ragkit.index.store import Index
    from ragkit.types import Document, Usage

__all__ = ["Progress", "add_bytes", "add_paths", "add_text", "reembed"]

# New documents are written together, as many as take this long at the pace of the batch
# before, so that a kill loses little on a slow machine too. A write costs about 15 ms
# beside the embedding; 600 notes of 600 characters took 5.3 s in batches of 200,000
# characters, 8 s in batches of 20,000, and 15 s in batches of 5,000.
_BATCH_SECONDS = 2.0
_FIRST_BATCH, _LARGEST_BATCH = 20_000, 200_000  # characters


class Progress(Protocol):
    """How long work tells how far it is."""

    def __call__(self, done: float, total: float, what: str) -> None:
        """Report `done` of `total`, and what is being worked on."""
        ...


def add_text(
    index: Index, embedder: Embedder, text: str, *, source: str, metadata: Mapping[str, str]
) -> AddReport:
    """Add a text that is no file; `Corpus.add_text` says how."""
    adding = _Adding(index, embedder)
    metadata = adding.metadata_of(source, metadata)
    adding.take(text_document(text, source=source, metadata=metadata))
    adding.flush()
    return adding.report()


def add_bytes(
    index: Index, embedder: Embedder, data: bytes, *, source: str, metadata: Mapping[str, str]
) -> AddReport:
    """Add what a file of that name would hold; `Corpus.add_bytes` says how."""
    adding = _Adding(index, embedder)
    metadata = adding.metadata_of(source, metadata)
    try:
        adding.take(given_document(data, source=source, metadata=metadata))
    except UnreadableSourceError as error:
        adding.failed.append(Failure(path=source, reason=str(error)))
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
            if not is_spellable(source):
                raise UnreadableSourceError("its name is no valid UTF-8; rename it")
            data = read_bytes(path, max_bytes=MAX_BYTES if max_bytes is None else max_bytes)
            format_ = format_of(path, data)
            if not adding.knows(source, version_of(data, format_), metadata):
                given = adding.metadata_of(source, metadata)
                document = read_document(data, source=source, format=format_, metadata=given)
                adding.take(document, size=sizes[path])
        except SourceError as error:
            adding.failed.append(Failure(path=str(path), reason=str(error)))
        done += sizes[path]
    adding.flush()
    return adding.report()


def reembed(index: Index, embedder: Embedder, progress: Progress | None) -> AddReport:
    """Replace every vector of the corpus by another embedder's, all or none."""
    catalog = index.catalog
    paid = _Paid(index, embedder)
    if isinstance(embedder, RemoteEmbedder):
        # Before the transaction: with it, a kill would undo what was paid for.
        for documents in _groups(index, progress):
            with paid.told():
                embed_ahead(documents, embedder=embedder, catalog=catalog, came=paid.came)
    with index.rewriting(), paid.told():
        catalog.disown_vectors()
        sources = catalog.sources()
        for n, source in enumerate(sources):
            if progress:
                progress(n, len(sources), source.source)
            document = catalog.document_of(source.source)
            if document is not None:
                prepared = prepare([document], embedder=embedder, catalog=catalog, came=paid.came)
                catalog.replace(prepared)
        catalog.set_meta("embedder", embedder.name)
        catalog.set_meta("fingerprint", embedder.fingerprint)
    index.refresh()
    names = tuple(source.source for source in sources)
    return AddReport(updated=names, usage=paid.usage, sent_to=paid.sent_to)


def _groups(index: Index, progress: Progress | None) -> Iterator[list[Document]]:
    """The documents of a corpus, small ones together, so that a request is full."""
    sources = index.catalog.sources()
    group: list[Document] = []
    for n, source in enumerate(sources):
        if progress:
            progress(n, len(sources), source.source)
        document = index.catalog.document_of(source.source)
        if document is not None:
            group.append(document)
        if sum(len(document.text) for document in group) >= _LARGEST_BATCH:
            yield group
            group = []
    yield group


class _Paid:
    """What a server's requests brought: kept as it comes, and counted.

    Attributes:
        sent_to: where requests went; None where none was made.
    """

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.sent_to: str | None = None
        self._index = index
        self._embedder = embedder
        self._usage: list[Usage | None] = []

    @property
    def usage(self) -> Usage | None:
        """Of all requests; None where none was made, or the server does not say."""
        return total_usage(self._usage)

    def came(self, part: Part) -> None:
        """Keep what a request brought, until its documents are written."""
        if not isinstance(self._embedder, RemoteEmbedder):
            return
        self._usage.append(part.usage)
        self.sent_to = self._embedder.sent_to
        vectors = zip(map(hash_text, part.texts), part.vectors, strict=True)
        self._index.keep(self._embedder, dict(vectors))

    @contextmanager
    def told(self) -> Iterator[None]:
        """Let a server's failure say what was embedded before it, and what all of it took."""
        try:
            yield
        except ChatError as error:
            if self.sent_to is None:
                raise
            spent = add_usage(self.usage, error.usage) if error.usage else self.usage
            tokens = f"{self.usage.input_tokens:,} tokens" if self.usage else "what was"
            text = f"{error}; {tokens} embedded before are kept, and not paid for again"
            raise type(error)(text, usage=spent) from None


class _Adding:
    """Documents on their way in, and what became of them."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        tell: Callable[[float, str], None] = lambda _share, _what: None,
    ) -> None:
        self.failed: list[Failure] = []
        self._index = index
        self._embedder = embedder
        self._paid = _Paid(index, embedder)
        self._tell = tell
        self._stored = index.catalog.versions()
        self._pending: list[Document] = []
        self._size = 0
        self._characters = 0
        self._enough = float(_FIRST_BATCH)
        self._written_at = time.monotonic()
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

    def metadata_of(self, source: str, given: Mapping[str, str]) -> dict[str, str]:
        """What the caller gave a source, now or earlier; what its front matter held lapses."""
        stored = self._index.catalog.document_of(source) if source in self._stored else None
        if stored is None:
            return dict(given)
        stated = stated_metadata(source, stored.text)
        kept = {k: v for k, v in stored.metadata.items() if stated.get(k) != v}
        return {**kept, **given}

    def take(self, document: Document, *, size: int = 0) -> None:
        """Queue a document; a full queue is written."""
        if self.knows(document.source, document.content_hash, document.metadata):
            return
        self._pending.append(document)
        self._size += size
        self._characters += len(document.text)
        waited = time.monotonic() - self._written_at
        if self._characters >= self._enough or waited >= _BATCH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Embed and write what is queued."""
        pending, self._pending = self._pending, []
        size, self._size = self._size, 0
        characters, self._characters = self._characters, 0
        if not pending:
            return
        began = time.monotonic()
        label = pending[-1].source
        with self._paid.told():
            prepared = prepare(
                pending,
                embedder=self._embedder,
                catalog=self._index.catalog,
                came=self._came,
                # The bytes of this batch count as done already, all but the embedding.
                progress=lambda share: self._tell(-size * (1.0 - share), label),
            )
        self._index.replace(prepared, self._embedder)
        for document in pending:
            known = document.source in self._stored
            (self._updated if known else self._added).append(document.source)
        self._written_at = time.monotonic()
        pace = characters / max(self._written_at - began, 0.001)
        self._enough = min(max(pace * _BATCH_SECONDS, _FIRST_BATCH), _LARGEST_BATCH)

    def _came(self, part: Part) -> None:
        self._index.check_dimension(self._embedder, part.vectors.shape[1])
        self._paid.came(part)

    def report(self) -> AddReport:
        """What was done."""
        return AddReport(
            added=tuple(self._added),
            updated=tuple(self._updated),
            unchanged=tuple(self._unchanged),
            failed=tuple(self.failed),
            usage=self._paid.usage,
            sent_to=self._paid.sent_to,
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
