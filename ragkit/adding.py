"""Adding documents: what is new or changed is embedded and written in batches."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ragkit.documents.reading import given_document, stated_metadata, text_document
from ragkit.errors import UnreadableSourceError
from ragkit.ingestion import prepare
from ragkit.paid import Paid
from ragkit.timing import stage
from ragkit.types import AddReport, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ragkit.embedding.embedder import Embedder, Part
    from ragkit.index.records import Stored
    from ragkit.index.store import Index
    from ragkit.types import Document

__all__ = ["Adding", "Progress", "add_bytes", "add_text"]

_log = logging.getLogger(__name__)

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
    adding = Adding(index, embedder)
    metadata = adding.metadata_of(source, metadata)
    adding.take(text_document(text, source=source, metadata=metadata))
    adding.flush()
    return adding.report


def add_bytes(
    index: Index, embedder: Embedder, data: bytes, *, source: str, metadata: Mapping[str, str]
) -> AddReport:
    """Add what a file of that name would hold; `Corpus.add_bytes` says how."""
    adding = Adding(index, embedder)
    metadata = adding.metadata_of(source, metadata)
    try:
        adding.take(given_document(data, source=source, metadata=metadata))
    except UnreadableSourceError as error:
        adding.fail(source, str(error))
    adding.flush()
    return adding.report


class _Pending(NamedTuple):
    """A document that waits to be written, with what `Adding.take` was told of it."""

    document: Document
    size: int
    stamp: str | None
    moved: str | None


class Adding:
    """Documents on their way in, and what became of them.

    Attributes:
        stored: the sources that the corpus held at the beginning.
    """

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        tell: Callable[[float, str], None] = lambda _share, _what: None,
    ) -> None:
        self.stored: Mapping[str, Stored] = index.catalog.stored()
        self._index = index
        self._embedder = embedder
        self._paid = Paid(index, embedder)
        self._tell = tell
        self._pending: list[_Pending] = []
        self._enough = float(_FIRST_BATCH)
        self._written_at = time.monotonic()
        self._failed: list[Failure] = []
        self._unchanged: list[str] = []
        self._updated: list[str] = []
        self._added: list[str] = []
        self._moved: list[tuple[str, str]] = []

    def fail(self, path: str, reason: str) -> None:
        """Note what could not be read."""
        self._failed.append(Failure(path=path, reason=reason))

    def knows(self, source: str, version: str, metadata: Mapping[str, str]) -> bool:
        """Whether this version of a source is in the corpus, with these metadata; it is noted."""
        stored = self.stored.get(source)
        if stored is None or stored.content_hash != version:
            return False
        if not metadata.items() <= stored.metadata.items():
            return False
        self._unchanged.append(source)
        return True

    def metadata_of(self, source: str, given: Mapping[str, str]) -> dict[str, str]:
        """What the caller gave a source, now or earlier; what its front matter held lapses."""
        stored = self._index.catalog.document_of(source) if source in self.stored else None
        if stored is None:
            return dict(given)
        stated = stated_metadata(source, stored.text)
        kept = {k: v for k, v in stored.metadata.items() if stated.get(k) != v}
        return {**kept, **given}

    def take(
        self,
        document: Document,
        *,
        size: int = 0,
        stamp: str | None = None,
        moved: str | None = None,
    ) -> None:
        """Queue a document; a full queue is written.

        Args:
            document: one whose version is not known.
            size: bytes that the progress counts for it.
            stamp: of its file.
            moved: the name that it had in the corpus until now.
        """
        if self.knows(document.source, document.content_hash, document.metadata):
            return
        self._pending.append(_Pending(document, size, stamp, moved))
        waited = time.monotonic() - self._written_at
        if self._characters() >= self._enough or waited >= _BATCH_SECONDS:
            self.flush()

    def _characters(self) -> int:
        return sum(len(one.document.text) for one in self._pending)

    def flush(self) -> None:
        """Embed and write what is queued."""
        if not self._pending:
            return
        size, characters = sum(one.size for one in self._pending), self._characters()
        pending, self._pending = self._pending, []
        began = time.monotonic()
        label = pending[-1].document.source
        with stage("embedding documents"), self._paid.told():
            prepared = prepare(
                [one.document for one in pending],
                embedder=self._embedder,
                catalog=self._index.catalog,
                came=self._came,
                # The bytes of this batch count as done already, all but the embedding.
                progress=lambda share: self._tell(-size * (1.0 - share), label),
            )
        with stage("writing"):
            self._index.replace(
                prepared,
                self._embedder,
                stamps={one.document.source: one.stamp for one in pending if one.stamp},
                moved=[one.moved for one in pending if one.moved],
            )
        for one in pending:
            self._note(one)
            _log.debug("written: %s", one.document.source)
        self._written_at = time.monotonic()
        pace = characters / max(self._written_at - began, 0.001)
        self._enough = min(max(pace * _BATCH_SECONDS, _FIRST_BATCH), _LARGEST_BATCH)

    def _came(self, part: Part) -> None:
        self._index.check_dimension(self._embedder, part.vectors.shape[1])
        self._paid.came(part)

    def _note(self, written: _Pending) -> None:
        source = written.document.source
        if written.moved:
            self._moved.append((written.moved, source))
        else:
            (self._updated if source in self.stored else self._added).append(source)

    @property
    def report(self) -> AddReport:
        """What was done."""
        return AddReport(
            added=tuple(self._added),
            updated=tuple(self._updated),
            unchanged=tuple(self._unchanged),
            failed=tuple(self._failed),
            moved=tuple(self._moved),
            usage=self._paid.usage,
            sent_to=self._paid.sent_to,
        )
