"""How a sentence bears on a question, by its words and by its meaning, nothing read.

The measures' weighted sum is on the scale of a softmax: `exp(score)`, shared out over the
candidates, estimates which one is right. The weights are a conditional logit's,
fitted by `tools/fit_answerer.py` on public questions
(`docs/decisions/0004-answers-and-abstention.md`).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ragkit.answering.highlights import closest_answer
from ragkit.text.mentions import SHORT_MONTH
from ragkit.text.periods import Periods, asked_periods, periods_of
from ragkit.text.questions import question_kind
from ragkit.text.terms import content_terms, terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ragkit.retrieval import Retrieved

__all__ = [
    "Asked",
    "Measures",
    "found_score",
    "missing_names",
    "names_of",
    "share_held",
    "term_weights",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How a sentence bears on a question; each measure is about -1 to 1.

    Attributes:
        passage: the fused score of its passage.
        similarity: cosine similarity of question and sentence.
        coverage: share of the question's terms that it holds, by weight.
        carried: share that only the sentence before it holds.
        pairs: share of the question's pairs of neighbouring terms that it holds.
        kind: 1 if it offers a date, name or figure where one is asked for.
        amount: 1 if that is a date or a figure.
        fits: 1 if that is a figure of the kind asked for: a share, a count, a sum.
        nearness: how much of the question stands around it.
        missing_names: share of the question's names and figures that neither it
            nor the sentence before it holds.
        other_time: 1 if it tells of other months, or of other years, than the question.
    """

    passage: float
    similarity: float
    coverage: float
    carried: float
    pairs: float
    kind: float
    amount: float
    fits: float
    nearness: float
    missing_names: float
    other_time: float


#: What each measure weighs in the score, in the order of `Measures`.
WEIGHTS = Measures(
    passage=5.4,
    similarity=4.0,
    coverage=5.6,
    carried=3.0,
    pairs=2.1,
    kind=0.9,
    amount=0.7,
    fits=0.9,
    nearness=0.3,
    missing_names=-0.5,
    other_time=-0.4,
)
_WORD = re.compile(r"[^\W_](?:[\w’'.-]|,(?=\d))*")
_OTHERWISE = re.compile(rf"\d{{3}}0[’']?s|{SHORT_MONTH}\.?")
# `dataclasses.astuple` copies deeply, which costs more than the measures do.
_values = attrgetter(*(field.name for field in fields(Measures)))
_WEIGHTS = np.array(_values(WEIGHTS))


def found_score(measures: Measures) -> float:
    """What a sentence's measures come to, by their weights."""
    return float(_WEIGHTS @ np.array(_values(measures)))


class _Said(NamedTuple):
    """What a sentence or a question holds, whatever is asked.

    Attributes:
        terms: each once.
        pairs: its pairs of neighbouring content terms.
        periods: the months and years that it names.
    """

    terms: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    periods: Periods


class Asked:
    """A question, taken apart once for all of its candidates."""

    def __init__(self, question: str, retrieved: Retrieved) -> None:
        self._question = question
        self._kind = question_kind(question)
        self._weights = term_weights(retrieved)
        self._pairs = _said(question).pairs
        self._periods = asked_periods(question)

    def measure(self, text: str, before: str, *, passage: float, similarity: float) -> Measures:
        """Measure a sentence.

        Args:
            text: the sentence.
            before: the one that stands before it; "" for none.
            passage: the fused score of its passage.
            similarity: cosine similarity of the question and the sentence.
        """
        said = _said(text)
        held = said.terms
        with_before = held | _said(before).terms
        coverage = share_held(self._weights, held)
        answer = closest_answer(self._question, self._kind, text, self._weights)
        return Measures(
            passage=passage,
            similarity=similarity,
            coverage=coverage,
            carried=share_held(self._weights, with_before) - coverage,
            pairs=len(self._pairs & said.pairs) / max(1, len(self._pairs)),
            kind=float(answer is not None),
            amount=float(answer is not None and self._kind in {"figure", "date"}),
            fits=float(answer is not None and answer.fits),
            nearness=answer.nearness if answer else 0.0,
            missing_names=missing_names(self._question, with_before),
            other_time=float(self._periods.are_others(said.periods)),
        )


def term_weights(retrieved: Retrieved) -> dict[str, float]:
    """Inverse document frequency of the question's terms, as BM25 has it, adding up to 1."""
    n = retrieved.chunk_count
    raw = {}
    for term in retrieved.terms:
        count = retrieved.frequencies.get(term, 0)
        raw[term] = math.log(1 + (n - count + 0.5) / (count + 0.5))
    total = sum(raw.values()) or 1.0
    return {term: weight / total for term, weight in raw.items()}


def share_held(weights: dict[str, float], words: frozenset[str]) -> float:
    """Share of the weighted terms that are among `words`, 0 to 1."""
    return sum(weight for term, weight in weights.items() if term in words)


def missing_names(question: str, passage_terms: Iterable[str]) -> float:
    """Share of the names and figures of a question that a passage lacks, 0 to 1."""
    named = names_of(question)
    if not named:
        return 0.0
    present = frozenset(passage_terms)
    return sum(term not in present for term in named) / len(named)


@lru_cache(maxsize=256)
def names_of(question: str) -> tuple[str, ...]:
    """The terms of a question's names and figures.

    The first word's capital tells nothing, so it counts only if it has a digit. A decade and a
    month cut short are left out: what they mean may be written in many ways.
    """
    # Asked for every candidate of one question.
    return tuple(
        found[0]
        for n, word in enumerate(_WORD.findall(question))
        if ((n and word[0].isupper()) or any(c.isdigit() for c in word))
        and not _OTHERWISE.fullmatch(word)
        if (found := terms(word))
    )


@lru_cache(maxsize=4096)
def _said(text: str) -> _Said:
    # Asked for as the sentence before the next one as well, and for other questions.
    return _Said(
        terms=frozenset(terms(text)),
        pairs=frozenset(pairwise(content_terms(text))),
        periods=periods_of(text),
    )
