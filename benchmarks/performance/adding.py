"""A whole `add` against embedding alone: the same sentences through the same embedder."""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.performance.timing import Row, seconds_in_turns
from ragkit import Corpus
from ragkit.embedding.local import LocalEmbedder
from ragkit.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.performance.texts import Texts

__all__ = ["rows"]

ROUNDS = 5
LARGEST = 646
#: What an article has about.
TOGETHER = 40


def rows(texts: Texts) -> list[Row]:
    """One where each paragraph is a file, one where each file is an article."""
    embedder = LocalEmbedder()
    some = texts.paragraphs[:LARGEST]
    articles = ["\n\n".join(some[n : n + TOGETHER]) for n in range(0, len(some), TOGETHER)]
    return [
        _row("a file each", some, embedder),
        _row(f"files of {TOGETHER} paragraphs", articles, embedder),
    ]


def _row(how: str, texts: Sequence[str], embedder: LocalEmbedder) -> Row:
    spans = ((text, one.span) for text in texts for one in split_sentences(text))
    sentences = list(dict.fromkeys(span.of(text) for text, span in spans))
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "files"
        folder.mkdir()
        for n, text in enumerate(texts):
            (folder / f"{n:05}.txt").write_text(text, encoding="utf-8")
        corpora = (Path(work) / f"corpus-{n}" for n in count())

        def add(_: int) -> None:
            with Corpus.open(next(corpora), embedder=embedder) as corpus:
                report = corpus.add([folder])
            assert len(report.added) == len(texts)

        add(0)
        ours, theirs = seconds_in_turns(ROUNDS, add, lambda _: embedder.embed(sentences))
    bar = f"add {len(texts)} paragraphs, {how}, against embedding their {len(sentences)} sentences"
    if how.startswith("files"):
        bar = f"add {len(texts)} {how}, against embedding their {len(sentences)} sentences"
    return Row.at_most(bar, 1.15, ours, theirs)
