"""What `search` takes as a corpus grows: time and memory of a process that does nothing else."""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.performance.filling import fill
from benchmarks.performance.searching import TOP_K, WARM, collection_of
from ragkit import Corpus
from ragkit.embedding.local import LocalEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.performance.texts import Texts

__all__ = ["Taken", "run"]


class Taken(NamedTuple):
    """Milliseconds of searches, of bare queries, and megabytes."""

    searches: list[float]
    bare: list[float]
    resident: float
    without: float


def run(texts: Texts, sizes: Sequence[int]) -> None:
    """Print a line for each size."""
    print("| chunks | search p50 | p95 | bare p50 | p50 ratio | RSS | of it ragkit | on disk |")
    print("|---:|" + "---:|" * 7)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "corpus"
        for chunks in fill(folder, texts, sizes):
            with get_context("spawn").Pool(1) as pool:
                taken = pool.apply(measure, (folder, texts.questions))
            p50, p95 = _percentiles(taken.searches)
            bare = statistics.median(taken.bare)
            files = (path for path in folder.rglob("*") if path.is_file())
            size = sum(path.stat().st_size for path in files) / 2**20
            cells = (
                *(f"{chunks:,}", f"{p50:.1f} ms", f"{p95:.1f} ms", f"{bare:.1f} ms"),
                *(f"{p50 / bare:.2f}", f"{taken.resident:,.0f} MB"),
                *(f"{taken.resident - taken.without:,.0f} MB", f"{size:,.0f} MB"),
            )
            print(f"| {' | '.join(cells)} |", flush=True)
    print(
        "\nbare: one embedding and a Chroma query of as many results, in turns with the searches\n"
        "of it ragkit: what the searches added to a process that had done the bare queries."
    )


def measure(folder: Path, questions: Sequence[str]) -> Taken:
    """Every question once, in this process."""
    embedder = LocalEmbedder()
    searches, bare = [], []
    with Corpus.open(folder, embedder=embedder) as corpus:
        index = corpus._index  # noqa: SLF001 - its Chroma
        vector = embedder.embed(["a"])[0]
        index.nearest(vector, TOP_K)
        collection = collection_of(corpus)
        for question in questions[:WARM]:
            collection.query(query_embeddings=embedder.embed([question]), n_results=TOP_K)
        without = _resident()
        for question in questions[:WARM]:
            corpus.search(question, top_k=TOP_K, rerank=False)
        for question in questions:
            began = time.perf_counter()
            corpus.search(question, top_k=TOP_K, rerank=False)
            searched = time.perf_counter()
            collection.query(query_embeddings=embedder.embed([question]), n_results=TOP_K)
            searches.append(1000 * (searched - began))
            bare.append(1000 * (time.perf_counter() - searched))
        return Taken(searches, bare, _resident(), without)


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]


def _resident() -> float:
    """Megabytes of this process that are in memory."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
