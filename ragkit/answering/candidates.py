"""Candidate sentences of the offline answerer, measured against the question and read.

Each sentence of the best passages gets a score on the scale of a softmax: what its measures
come to, and, where there is a reader, how well its best words answer. The best few are read
twice: in their passage, and again in what stands close around them, where less leads astray.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ragkit.answering.measures import Asked, Measures, found_score
from ragkit.reading.context import context_of
from ragkit.reading.reading import AnswerSpan
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.index.records import SentenceRow
    from ragkit.reading.reader import Reader
    from ragkit.reading.reading import Reading
    from ragkit.retrieval import Hit, Retrieved

__all__ = ["PASSAGES", "Candidate", "find_candidates", "lead_of", "shares"]

#: Passages whose sentences may answer.
PASSAGES = 8
# What the weighted measures count where a reader has read a sentence, and what its margin does,
# which is cut off where it is `_FAR` from "no answer here".
_FOUND, _READ, _FAR = 0.48, 0.40, 12.0
# Candidates that are read twice, the characters around them that are read then, and the most.
_TWICE, _BEFORE, _AFTER, _LONGEST = 4, 250, 150, 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may answer.

    Attributes:
        answer: its words that a reader holds for the answer, placed in the document; None where
            none has read it.
    """

    hit: Hit
    sentence: SentenceRow
    text: str
    measures: Measures
    score: float
    answer: AnswerSpan | None = None

    @property
    def margin(self) -> float:
        """That of the answer, -12 to 12; -12 where there is none."""
        return _margin(self.answer)


def find_candidates(
    question: str, retrieved: Retrieved, *, passages: int = PASSAGES
) -> list[Candidate]:
    """The quotable sentences of the best passages, best first.

    Args:
        question: as it was asked.
        retrieved: its passages.
        passages: how many of them are looked at.
    """
    asked = Asked(question, retrieved)
    texts = {
        (s.document, s.n): s.span.of(hit.document.text)
        for hit in retrieved.hits
        for s in hit.sentences
    }
    found: list[Candidate] = []
    for hit in retrieved.hits[:passages]:
        for sentence in hit.sentences:
            if not sentence.quotable:
                continue
            text = texts[sentence.document, sentence.n]
            before = texts.get((sentence.document, sentence.n - 1), "")
            similarity = float(sentence.vector @ retrieved.vector)
            measures = asked.measure(text, before, passage=hit.fused, similarity=similarity)
            answer = _best_words(hit.reading, sentence.span, hit.span.start)
            found.append(
                Candidate(
                    hit=hit,
                    sentence=sentence,
                    text=text,
                    measures=measures,
                    score=_score(measures, answer, read=hit.reading is not None),
                    answer=answer,
                )
            )
    found.sort(key=_by_score)
    if retrieved.reader is None:
        return found
    twice = [_read_twice(question, one, retrieved.reader) for one in found[:_TWICE]]
    return sorted([*twice, *found[_TWICE:]], key=_by_score)


def _by_score(candidate: Candidate) -> float:
    return -candidate.score


def _score(measures: Measures, answer: AnswerSpan | None, *, read: bool) -> float:
    score = found_score(measures)
    return _FOUND * score + _READ * _margin(answer) if read else score


def _margin(answer: AnswerSpan | None) -> float:
    return min(max(answer.margin, -_FAR), _FAR) if answer else -_FAR


def _best_words(reading: Reading | None, sentence: Span, begin: int) -> AnswerSpan | None:
    """The words of a sentence that a reader holds for the answer, placed in the document.

    Args:
        reading: of a passage that the sentence lies in; None where none has read it.
        sentence: in the document.
        begin: of the passage.
    """
    own = Span(sentence.start - begin, sentence.end - begin)
    best = reading.best(own) if reading else None
    if best is None:
        return None
    return AnswerSpan(Span(best.span.start + begin, best.span.end + begin), best.margin)


def _read_twice(question: str, candidate: Candidate, reader: Reader) -> Candidate:
    """A candidate with the mean of two readings, and the words of the surer one."""
    document, sentence = candidate.hit.document, candidate.sentence.span
    close = Span(max(0, sentence.start - _BEFORE), min(len(document.text), sentence.end + _AFTER))
    if close.contains(candidate.hit.span) or len(close) > _LONGEST:
        return candidate  # there is nothing to leave out, or too much to read
    (reading,) = reader.read(question, [close.of(document.text)], [context_of(document)])
    again = _best_words(reading, sentence, close.start)
    first, second = _margin(candidate.answer), _margin(again)
    surer = again if second > first else candidate.answer
    answer = surer and AnswerSpan(surer.span, (first + second) / 2)
    return replace(candidate, answer=answer, score=_score(candidate.measures, answer, read=True))


def shares(candidates: Sequence[Candidate]) -> list[float]:
    """Each candidate's share of the choice; they add up to 1."""
    scores = np.array([candidate.score for candidate in candidates])
    powers = np.exp(scores - scores.max())
    return [float(share) for share in powers / powers.sum()]


def lead_of(candidates: Sequence[Candidate]) -> float:
    """The share of the best candidate and of those that hold as much of the question, 0 to 1.

    Where several documents say the same, none stands out, and that is no reason to doubt.
    """
    enough = candidates[0].measures.coverage - 1e-9
    return sum(
        share
        for share, candidate in zip(shares(candidates), candidates, strict=True)
        if candidate.measures.coverage >= enough
    )
