"""From a question to ranked chunks: by meaning and by words, fused.

Both lists of candidates are scored by three measures, each divided by its best
value: the chunk's vector, the best of its sentences' vectors, and BM25. A
convex combination of these was measured ahead of reciprocal rank fusion and
of any single one; the weights and their measurements are in
`docs/decisions/0003-chunks-and-fusion.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ragkit.index.lexical import document_frequencies, lexical_search
from ragkit.index.passages import (
    chunk_rows,
    sentence_rows,
    sentence_vectors,
    sentences_of,
)
from ragkit.index.vectors import MOST_NEIGHBOURS
from ragkit.text.terms import content_terms
from ragkit.timing import stage
from ragkit.types import Chunk, ScoredChunk, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ragkit.embedding.embedder import Embedder
    from ragkit.index.records import ChunkRow, SentenceRow
    from ragkit.index.store import Index
    from ragkit.reading.reader import Reader
    from ragkit.reading.reading import Reading
    from ragkit.types import Document

__all__ = ["Hit", "Retrieved", "retrieve", "scored_chunks"]

_CHUNK, _SENTENCE, _LEXICAL = 0.2, 0.4, 0.4
#: Candidates of each kind, twice as many as are asked for at least, since neighbours overlap.
_CANDIDATES = 100
#: Candidates whose sentences are looked at one by one; as many as are asked for at least.
_CLOSER = 60
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A chunk that was found.

    Attributes:
        document: its document, of the version that was searched.
        span: what is left of the chunk once better hits have taken their share.
        sentences: the chunk's sentences that lie in `span`.
        score: what ranks it: `fused`, or with what a reader says of it.
        fused: by meaning and by words.
        reading: what a reader says of `span`; None where none has read it.
    """

    row: ChunkRow
    document: Document
    span: Span
    sentences: tuple[SentenceRow, ...]
    score: float
    fused: float
    dense: float
    lexical: float | None
    reading: Reading | None = None

    @property
    def text(self) -> str:
        """The words of `span`."""
        return self.span.of(self.document.text)


class _Ranked(NamedTuple):
    """A chunk on its way to a hit; what else is stored of it is read only if it becomes one."""

    row: ChunkRow
    score: float
    dense: float
    lexical: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """What a question found, with what an answerer needs to weigh it.

    Attributes:
        vector: the question's, shape (dimension,).
        terms: the question's terms that tell something, each once.
        frequencies: in how many chunks of the corpus each term stands.
        chunk_count: chunks in the corpus.
        hits: best first; none shares a sentence with another.
        reader: what has read them; None where nothing has.
    """

    vector: NDArray[np.float32]
    terms: tuple[str, ...]
    frequencies: dict[str, int]
    chunk_count: int
    hits: tuple[Hit, ...]
    reader: Reader | None = None


def retrieve(
    index: Index,
    embedder: Embedder,
    question: str,
    *,
    top_k: int,
    documents: Sequence[int] | None = None,
) -> Retrieved:
    """Find the chunks that bear on a question.

    Args:
        index: where to look.
        embedder: the corpus's own.
        question: not empty.
        top_k: how many hits at most, 1 or more.
        documents: row numbers to look in; None for all.

    Raises:
        EmbedderMismatchError: if its vectors have another length than the corpus's.
        ChatError: if the embedder is on a server that cannot be asked.
    """
    with stage("embedding the question"):
        vector = embedder.embed([question])[0]
    index.check_dimension(embedder, len(vector))
    terms = tuple(dict.fromkeys(content_terms(question)))
    limit = min(max(_CANDIDATES, 2 * top_k), MOST_NEIGHBOURS)
    for attempt in range(_TRIES):
        # Chroma is asked outside the snapshot: waiting for the lock inside
        # it would pair an old view with newer vectors.
        generation = index.catalog.generation
        with stage("searching by meaning"):
            near = index.nearest(vector, limit, documents=documents)
        with index.catalog.snapshot():
            if index.catalog.generation != generation and attempt + 1 < _TRIES:
                continue
            with stage("searching by words"):
                frequencies = document_frequencies(index.catalog, terms)
                lexical = dict(
                    lexical_search(index.catalog, frequencies, limit=limit, documents=documents)
                )
            found = {chunk for chunk, _ in near} | set(lexical)
            ranked = _rank(index, vector, found, lexical, closer=max(_CLOSER, top_k))
            return Retrieved(
                vector=vector,
                terms=terms,
                frequencies=frequencies,
                chunk_count=index.catalog.counts()[1],
                hits=tuple(_without_shares(index, ranked, top_k)),
            )
    raise AssertionError("the last attempt returns")


def _rank(
    index: Index,
    vector: NDArray[np.float32],
    chunks: Iterable[int],
    lexical: dict[int, float],
    *,
    closer: int,
) -> list[_Ranked]:
    candidates, vectors = _without_repeats(*chunk_rows(index.catalog, chunks))
    if not candidates:
        return []
    dense = vectors @ vector
    words = np.array([lexical.get(row.id, 0.0) for row in candidates])
    rough = _CHUNK * 2 * _scaled(dense) + _LEXICAL * _scaled(words)
    nearer = np.argsort(-rough, kind="stable")[:closer]
    best = _best_sentences(index, [candidates[i].id for i in nearer], vector)
    score = (
        _CHUNK * _scaled(dense)[nearer]
        + _SENTENCE * _scaled(best)
        + _LEXICAL * _scaled(words)[nearer]
    )
    ranked = [
        _Ranked(
            row=candidates[i],
            score=min(1.0, float(value)),  # rounding
            dense=float(dense[i]),
            lexical=lexical.get(candidates[i].id),
        )
        for i, value in zip(nearer, score, strict=True)
    ]
    return sorted(ranked, key=lambda one: (-one.score, one.row.id))


def _best_sentences(
    index: Index, chunks: Sequence[int], vector: NDArray[np.float32]
) -> NDArray[np.float64]:
    """For each chunk, the similarity of its best sentence; every chunk has one."""
    owners, vectors = sentence_vectors(index.catalog, chunks)
    # A chunk's sentences stand together, the chunks by id.
    ids, starts = np.unique(owners, return_index=True)
    best = np.maximum.reduceat(vectors @ vector, starts).astype(np.float64)
    ordered: NDArray[np.float64] = best[np.searchsorted(ids, chunks)]
    return ordered


def _scaled(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Divided by the best; below zero counts as zero."""
    positive = np.maximum(values, 0.0)
    scaled: NDArray[np.floating] = positive / max(float(positive.max()), 1e-9)
    return scaled


def _without_repeats(
    rows: Sequence[ChunkRow], vectors: NDArray[np.float32]
) -> tuple[list[ChunkRow], NDArray[np.float32]]:
    """Of chunks with the same text, the first that was added."""
    firsts: dict[bytes, int] = {}
    for n, row in enumerate(rows):
        firsts.setdefault(row.text_hash, n)
    kept = list(firsts.values())
    return [rows[n] for n in kept], vectors[kept]


def _without_shares(index: Index, ranked: Iterable[_Ranked], top_k: int) -> list[Hit]:
    """Neighbouring chunks overlap: each sentence stays with the best hit that has it."""
    kept: list[tuple[_Ranked, range]] = []
    taken: set[tuple[int, int]] = set()
    for one in ranked:
        row = one.row
        own = [n for n in range(row.first, row.last) if (row.document, n) not in taken]
        if not own:
            continue
        # What is left between two better hits may be in two pieces: the first run counts.
        end = next((n for n in range(own[0], row.last) if (row.document, n) in taken), row.last)
        run = range(own[0], end)
        taken.update((row.document, n) for n in run)
        kept.append((one, run))
        if len(kept) == top_k:
            break
    found = sentences_of(index.catalog, [one.row.id for one, _ in kept])
    return [_hit(index, one, [s for s in found[one.row.id] if s.n in run]) for one, run in kept]


def _hit(index: Index, ranked: _Ranked, sentences: Sequence[SentenceRow]) -> Hit:
    return Hit(
        row=ranked.row,
        document=index.catalog.document(ranked.row.document),
        span=Span(sentences[0].span.start, sentences[-1].span.end),
        sentences=tuple(sentences),
        score=ranked.score,
        fused=ranked.score,
        dense=ranked.dense,
        lexical=ranked.lexical,
    )


def scored_chunks(index: Index, hits: Sequence[Hit], *, neighbors: int = 0) -> list[ScoredChunk]:
    """The public records of hits.

    Args:
        index: where the hits are from.
        hits: best first.
        neighbors: sentences before and after each hit to take in as well.
    """
    found: list[ScoredChunk] = []
    for rank, hit in enumerate(hits, start=1):
        document = hit.document
        sentences: Sequence[SentenceRow] = hit.sentences
        if neighbors:
            first, last = sentences[0].n, sentences[-1].n + 1
            # None are left where another process has replaced the document meanwhile.
            sentences = (
                sentence_rows(
                    index.catalog, hit.row.document, max(0, first - neighbors), last + neighbors
                )
                or sentences
            )
        span = Span(sentences[0].span.start, sentences[-1].span.end)
        chunk = Chunk(
            chunk_id=f"{document.doc_id}:{span.start}:{span.end}",
            doc_id=document.doc_id,
            source=document.source,
            span=span,
            text=span.of(document.text),
            token_count=sum(sentence.token_count for sentence in sentences),
        )
        found.append(
            ScoredChunk(
                chunk=chunk,
                score=hit.score,
                rank=rank,
                dense=hit.dense,
                lexical=hit.lexical,
                answerable=hit.reading.answerable if hit.reading else None,
            )
        )
    return found
