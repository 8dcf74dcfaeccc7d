"""From documents to what the index keeps: sentences, chunks and their vectors.

Only sentences are embedded. A chunk's vector is the mean of its sentences'
vectors, weighted by their tokens: measured as good as embedding every chunk
(`docs/decisions/0003-chunks-and-fusion.md`), at half to a third of the work, and
the sentence vectors are there when an answer is looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ragkit.embedding.embedder import Part, RemoteEmbedder
from ragkit.index.catalog import hash_text
from ragkit.index.kept import kept_vectors
from ragkit.index.records import PreparedChunk, PreparedDocument
from ragkit.text.chunking import chunk_spans
from ragkit.text.sentences import Sentence, split_sentences
from ragkit.tokens import count_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from ragkit.embedding.embedder import Embedder
    from ragkit.index.catalog import Catalog
    from ragkit.types import Document

__all__ = ["embed_ahead", "mean_vectors", "prepare"]

# Texts handed to the embedder at once: enough to sort by length, few enough
# to report progress.
_SLICE = 1024


def prepare(
    documents: Sequence[Document],
    *,
    embedder: Embedder,
    catalog: Catalog,
    came: Callable[[Part], None] | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[PreparedDocument]:
    """Split and embed documents; texts that the corpus holds are not embedded again.

    Args:
        documents: at least one, each with a visible character.
        embedder: the corpus's own.
        catalog: where known vectors are looked up.
        came: called with what was embedded, part by part; from a server, request by request.
        progress: called with the share that is done, 0 to 1.
    """
    split = [split_sentences(document.text) for document in documents]
    texts = [
        [sentence.span.of(document.text) for sentence in sentences]
        for document, sentences in zip(documents, split, strict=True)
    ]
    new = [text for part in texts for text in part]
    vectors = _embed_new(new, embedder, catalog, came, progress)
    return [
        _prepare(document, sentences, part, vectors)
        for document, sentences, part in zip(documents, split, texts, strict=True)
    ]


def _embed_new(
    texts: Sequence[str],
    embedder: Embedder,
    catalog: Catalog,
    came: Callable[[Part], None] | None,
    progress: Callable[[float], None] | None,
) -> dict[str, NDArray[np.float32]]:
    hashes = {text: hash_text(text) for text in dict.fromkeys(texts)}
    known = catalog.known_vectors(list(hashes.values()))
    if isinstance(embedder, RemoteEmbedder):
        known = kept_vectors(catalog, embedder.fingerprint, list(hashes.values())) | known
    vectors = {text: known[key] for text, key in hashes.items() if key in known}
    # By length, so that a slice holds texts that are padded little.
    missing = sorted((text for text in hashes if text not in vectors), key=len)
    done = 0
    for part in _parts(missing, embedder):
        if came:
            came(part)
        vectors.update(zip(part.texts, part.vectors, strict=True))
        done += len(part.texts)
        if progress:
            progress(done / len(missing))
    return vectors


def _parts(texts: Sequence[str], embedder: Embedder) -> Iterator[Part]:
    if isinstance(embedder, RemoteEmbedder):
        yield from embedder.requests(texts)
        return
    for start in range(0, len(texts), _SLICE):
        part = texts[start : start + _SLICE]
        yield Part(texts=part, vectors=embedder.embed(part), usage=None)


def embed_ahead(
    documents: Iterable[Document],
    *,
    embedder: RemoteEmbedder,
    catalog: Catalog,
    came: Callable[[Part], None],
) -> None:
    """Embed the sentences of documents, those whose vectors are not kept yet.

    Args:
        documents: as in `prepare`.
        embedder: another than the corpus's own.
        catalog: where kept vectors are looked up.
        came: keeps what a request brought.
    """
    texts = (s.span.of(d.text) for d in documents for s in split_sentences(d.text))
    hashes = {text: hash_text(text) for text in texts}
    kept = kept_vectors(catalog, embedder.fingerprint, list(hashes.values()))
    for part in embedder.requests([text for text, key in hashes.items() if key not in kept]):
        came(part)


def _prepare(
    document: Document,
    sentences: Sequence[Sentence],
    texts: Sequence[str],
    vectors: dict[str, NDArray[np.float32]],
) -> PreparedDocument:
    counts = count_tokens(texts)
    chunks = list(_chunks(sentences, counts))
    own = np.stack([vectors[text] for text in texts])
    ranges = [(chunk.first, chunk.last) for chunk in chunks]
    return PreparedDocument(
        document=document,
        sentences=sentences,
        token_counts=counts,
        chunks=chunks,
        vectors=own,
        chunk_vectors=mean_vectors(own, counts, ranges),
    )


def _chunks(sentences: Sequence[Sentence], counts: Sequence[int]) -> Iterator[PreparedChunk]:
    spans = [sentence.span for sentence in sentences]
    first_at = {span.start: n for n, span in enumerate(spans)}
    last_at = {span.end: n + 1 for n, span in enumerate(spans)}
    for span in chunk_spans(spans, counts):
        first, last = first_at[span.start], last_at[span.end]
        yield PreparedChunk(span=span, first=first, last=last)


def mean_vectors(
    vectors: NDArray[np.float32], weights: Sequence[int], ranges: Sequence[tuple[int, int]]
) -> NDArray[np.float32]:
    """Weighted means of runs of rows, scaled to length 1.

    Args:
        vectors: shape (n, dimension).
        weights: n numbers, none below 0.
        ranges: half-open runs of rows.

    Returns:
        Array of shape (len(ranges), dimension).
    """
    weighted = vectors * np.maximum(np.asarray(weights, dtype=np.float32), 1.0)[:, None]
    sums = np.stack([weighted[first:last].sum(axis=0) for first, last in ranges])
    unit: NDArray[np.float32] = sums / np.maximum(
        np.linalg.norm(sums, axis=1, keepdims=True), 1e-12
    )
    return unit
