"""Embedding a whole corpus anew, with another embedder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.embedding.embedder import RemoteEmbedder
from ragkit.ingestion import embed_ahead, prepare
from ragkit.paid import Paid
from ragkit.types import AddReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.adding import Progress
    from ragkit.embedding.embedder import Embedder
    from ragkit.index.store import Index
    from ragkit.types import Document

__all__ = ["reembed"]

# Characters of documents that are embedded together, so that a request is full.
_GROUP = 200_000


def reembed(index: Index, embedder: Embedder, progress: Progress | None) -> AddReport:
    """Replace every vector of the corpus by another embedder's, all or none."""
    catalog = index.catalog
    paid = Paid(index, embedder)
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
        if sum(len(document.text) for document in group) >= _GROUP:
            yield group
            group = []
    yield group
