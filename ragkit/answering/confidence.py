"""How likely it is that the best sentence answers, and when to abstain.

A logistic model of six measures, fitted on questions whose answer stands in the
corpus, on the same questions with the answer's document taken away, and on
questions written to look answerable (`docs/decisions/0004-answers-and-abstention.md`
names the data and says what it cannot tell).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.answering.candidates import missing_names, share_held, term_weights
from ragkit.text.terms import terms

if TYPE_CHECKING:
    from ragkit.answering.candidates import Candidate
    from ragkit.retrieval import Retrieved

__all__ = ["ABSTAIN_BELOW", "Evidence", "confidence", "evidence_of"]

#: On articles that it was not fitted on this refuses 10 percent of the answerable questions
#: and 98 percent of those whose article is not in the corpus.
ABSTAIN_BELOW = 0.2
_BIAS = -6.36


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for the best sentence; every measure is between -1 and 1.

    Attributes:
        sentence: cosine similarity of the question and the sentence.
        passage: cosine similarity of the question and the chunk.
        coverage: share of the question's terms that the sentence holds, by weight.
        passage_coverage: the same for the chunk.
        missing_names: share of the question's names and figures that the chunk lacks.
        lead: the share of the choice that it has, with those that hold as much.
    """

    sentence: float
    passage: float
    coverage: float
    passage_coverage: float
    missing_names: float
    lead: float


def confidence(evidence: Evidence) -> float:
    """Estimated probability that the sentence holds the answer, 0 to 1."""
    logit = (
        _BIAS
        + 3.80 * evidence.sentence
        + 1.97 * evidence.passage
        + 2.77 * evidence.coverage
        - 0.12 * evidence.passage_coverage
        - 1.38 * evidence.missing_names
        + 1.47 * evidence.lead
    )
    return 1.0 / (1.0 + math.exp(-logit))


def evidence_of(question: str, retrieved: Retrieved, best: Candidate, *, lead: float) -> Evidence:
    """What speaks for a candidate.

    Args:
        question: as it was asked.
        retrieved: what it was chosen from.
        best: the candidate.
        lead: as `lead_of` has it.
    """
    passage = frozenset(terms(best.hit.row.span.of(best.hit.document.text)))
    return Evidence(
        sentence=best.measures.similarity,
        passage=best.hit.dense,
        coverage=best.measures.coverage,
        passage_coverage=share_held(term_weights(retrieved), passage),
        missing_names=missing_names(question, passage),
        lead=lead,
    )
