"""A warm `search` against embedding the question and asking the same Chroma collection for it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.performance.filling import fill
from benchmarks.performance.timing import Row, seconds_in_turns
from ragkit import Corpus
from ragkit.embedding.local import LocalEmbedder

if TYPE_CHECKING:
    from benchmarks.performance.texts import Texts

__all__ = ["collection_of", "rows"]

CHUNKS = 10_000
#: As many as Chroma gives where nobody says.
TOP_K = 10
WARM = 20


def collection_of(corpus: Corpus) -> Any:
    """The open Chroma collection of a corpus that was searched."""
    return corpus._index._vectors._collection  # type: ignore[union-attr]  # noqa: SLF001


def rows(texts: Texts) -> list[Row]:
    """The one, over all questions."""
    embedder = LocalEmbedder()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "corpus"
        (chunks,) = fill(folder, texts, [CHUNKS])
        with Corpus.open(folder, embedder=embedder) as corpus:
            questions = texts.questions
            for question in questions[:WARM]:
                corpus.search(question, top_k=TOP_K)
            collection = collection_of(corpus)

            def search(n: int) -> None:
                corpus.search(questions[n], top_k=TOP_K)

            def bare(n: int) -> None:
                collection.query(query_embeddings=embedder.embed([questions[n]]), n_results=TOP_K)

            ours, theirs = seconds_in_turns(len(questions), search, bare)
    bar = f"search at {chunks:,} chunks against one embedding and a bare Chroma query"
    return [Row.at_most(bar, 1.3, ours, theirs)]
