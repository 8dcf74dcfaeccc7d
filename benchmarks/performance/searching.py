"""A warm `search` against embedding the question and asking the same Chroma collection for it.

Passages are found, not read: what reading them takes, `benchmarks.reader` measures.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.performance.embedding import chromas_default
from benchmarks.performance.filling import fill
from benchmarks.performance.timing import Row, seconds_in_turns
from ragkit import Corpus
from ragkit.embedding.local import LocalEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.performance.texts import Texts

__all__ = ["collection_of", "rows"]

CHUNKS = 10_000
#: As many as Chroma gives where nobody says.
TOP_K = 10
WARM = 20


def collection_of(corpus: Corpus) -> Any:
    """The open Chroma collection of a corpus that was searched."""
    return corpus._index._vectors._collection  # type: ignore[union-attr]  # noqa: SLF001


def rows(texts: Texts, fp32: Path | None) -> list[Row]:
    """One over all questions, and one against Chroma's default function where it is there."""
    embedder = LocalEmbedder()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "corpus"
        (chunks,) = fill(folder, texts, [CHUNKS])
        functions: list[Callable[[list[str]], Any]] = [embedder.embed]
        if fp32:
            (Path(work) / "model").mkdir()
            functions.append(chromas_default(fp32, Path(work) / "model"))
        with Corpus.open(folder, embedder=embedder) as corpus:
            ours, *theirs = _taken(corpus, texts.questions, functions)
    bars = (
        (f"search at {chunks:,} chunks against one embedding and a bare Chroma query", 1.3),
        ("the same, the question embedded by Chroma's default function", None),
    )
    return [
        Row.at_most(bar, target, ours, other)
        for (bar, target), other in zip(bars, theirs, strict=False)
    ]


def _taken(
    corpus: Corpus, questions: Sequence[str], functions: Sequence[Callable[[list[str]], Any]]
) -> list[list[float]]:
    """Seconds of searches, and of bare queries with each function's vectors."""
    for question in questions[:WARM]:
        corpus.search(question, top_k=TOP_K, rerank=False)
    collection = collection_of(corpus)

    def bare(function: Callable[[list[str]], Any], n: int) -> None:
        collection.query(query_embeddings=function([questions[n]]), n_results=TOP_K)

    return seconds_in_turns(
        len(questions),
        lambda n: corpus.search(questions[n], top_k=TOP_K, rerank=False),
        *(partial(bare, function) for function in functions),
    )
