"""Passages with sentences taken out: the answer falls away, or stays and something else goes."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.evals.scorers.squad import normalize
from ragkit.text.sentences import split_sentences
from tools.reader.data import Answer

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from tools.reader.data import Example

__all__ = ["answer_cut_out", "holds", "something_else_cut_out"]

#: A passage that is cut keeps at least this many characters.
SHORTEST = 120


def holds(passage: str, answers: Sequence[Answer]) -> bool:
    """Whether one of the answers stands in the passage as whole words, whatever its case."""
    words = f" {normalize(passage)} "
    return any(f" {normalize(answer.text)} " in words for answer in answers)


def answer_cut_out(example: Example) -> Example | None:
    """The passage without the sentences that hold an answer, if none is left in the rest."""
    sentences = _pieces(example.passage)
    kept = [
        piece
        for piece in sentences
        if not any(answer.start < piece[1] and piece[0] < answer.end for answer in example.answers)
    ]
    passage = "".join(example.passage[start:end] for start, end in kept).strip()
    if len(kept) == len(sentences) or len(passage) < SHORTEST or holds(passage, example.answers):
        return None
    return replace(example, id=f"{example.id}:cut", passage=passage, answers=(), kind="cut")


def something_else_cut_out(example: Example, rng: random.Random) -> Example | None:
    """The passage without some sentences that hold no answer; the answers move along.

    A seam must not give away that the answer is gone.
    """
    sentences = _pieces(example.passage)
    if len(sentences) < 3:
        return None
    needed = {
        number
        for number, (start, end) in enumerate(sentences)
        if any(answer.start < end and start < answer.end for answer in example.answers)
    }
    free = [number for number in range(len(sentences)) if number not in needed]
    if not free:
        return None
    gone = set(rng.sample(free, rng.randint(1, max(1, len(free) // 2))))
    passage, moved = "", {}
    for number, (start, end) in enumerate(sentences):
        if number not in gone:
            moved[number] = len(passage) - start
            passage += example.passage[start:end]
    answers = [
        Answer(answer.start + shift, answer.text)
        for answer in example.answers
        if (shift := _shift(answer, sentences, moved)) is not None
        and passage[answer.start + shift :].startswith(answer.text)
    ]
    if not answers:
        return None
    return replace(example, id=f"{example.id}:less", passage=passage, answers=tuple(answers))


def _shift(
    answer: Answer, sentences: Sequence[tuple[int, int]], moved: dict[int, int]
) -> int | None:
    for number, (start, end) in enumerate(sentences):
        if start <= answer.start < end:
            return moved.get(number)
    return None


@lru_cache(maxsize=20_000)
def _pieces(passage: str) -> tuple[tuple[int, int], ...]:
    """The sentences with the white space that follows them: nothing is lost."""
    starts = [sentence.span.start for sentence in split_sentences(passage)]
    borders = [0, *starts[1:], len(passage)]
    return tuple(itertools.pairwise(borders))
