"""Ranking passages by what a reader says of them, beside how they were found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ragkit.reading.context import context_of
from ragkit.reading.reading import sigmoid
from ragkit.timing import stage

if TYPE_CHECKING:
    from ragkit.reading.reader import Reader
    from ragkit.retrieval import Hit, Retrieved

__all__ = ["READ", "reread"]

#: How many of the best passages are read.
READ = 12
# Characters of a passage that are read: one is longer only where a sentence has no end, as in a
# file of data, and a million of them would take 20 seconds.
_LONGEST = 20_000
# Of the fused score's 1; and how steep the margin is made a share. Both from held-out documents
# (docs/decisions/0019-reader.md).
_READING, _STEEPNESS = 0.5, 0.5


def reread(question: str, retrieved: Retrieved, reader: Reader, *, top_k: int) -> Retrieved:
    """The passages in the order that their readings suggest.

    Args:
        question: as it was asked.
        retrieved: `READ` passages or more, where there are so many.
        reader: reads the first `READ`; what comes after them stays after them.
        top_k: how many are kept.
    """
    hits = retrieved.hits[:READ]
    with stage("reading passages"):
        readings = reader.read(
            question,
            [hit.text[:_LONGEST] for hit in hits],
            [context_of(hit.document) for hit in hits],
        )
    read = [
        replace(hit, reading=reading, score=_score(hit, sigmoid(_STEEPNESS * reading.margin)))
        for hit, reading in zip(hits, readings, strict=True)
    ]
    read.sort(key=lambda hit: -hit.score)
    rest = (replace(hit, score=_score(hit, 0.0)) for hit in retrieved.hits[READ:])
    return replace(retrieved, hits=(*read, *rest)[:top_k], reader=reader)


def _score(hit: Hit, read: float) -> float:
    return (hit.fused + _READING * read) / (1 + _READING)
