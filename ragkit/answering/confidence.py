"""How likely it is that the best sentence answers, and when to abstain.

A logistic model of six measures, fitted on questions whose answer stands in the
corpus, on the same questions with the answer's document taken away, and on
questions written to look answerable (`docs/decisions/0004-answers-and-abstention.md`
names the data and says what it cannot tell).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.text.terms import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ABSTAIN_BELOW", "Evidence", "confidence", "missing_names"]

#: Refuses 11 percent of the answerable questions that it was tuned on, and
#: four in five of those whose document is not in the corpus.
ABSTAIN_BELOW = 0.2
_BIAS = -6.47
_WORD = re.compile(r"[^\W_][\w’'.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for the best sentence; every measure is between -1 and 1.

    Attributes:
        sentence: cosine similarity of the question and the sentence.
        passage: cosine similarity of the question and the chunk.
        coverage: share of the question's terms that the sentence holds, by weight.
        passage_coverage: the same for the chunk.
        missing_names: share of the question's names and figures that the chunk lacks.
        lead: the sentence's share of the choice among all candidates.
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
        + 3.18 * evidence.sentence
        + 2.89 * evidence.passage
        + 1.78 * evidence.coverage
        - 0.61 * evidence.passage_coverage
        - 1.49 * evidence.missing_names
        + 3.02 * evidence.lead
    )
    return 1.0 / (1.0 + math.exp(-logit))


def missing_names(question: str, passage_terms: Iterable[str]) -> float:
    """Share of the names and figures of a question that a passage lacks, 0 to 1.

    The first word's capital tells nothing, so it counts only if it has a digit.
    """
    present = frozenset(passage_terms)
    named = [
        found[0]
        for n, word in enumerate(_WORD.findall(question))
        if (n and word[0].isupper()) or any(c.isdigit() for c in word)
        if (found := terms(word))
    ]
    if not named:
        return 0.0
    return sum(term not in present for term in named) / len(named)
