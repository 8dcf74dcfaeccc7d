"""How likely it is that the best sentence answers, and when to abstain.

Two logistic models, fitted on questions whose answer stands in the corpus, on the same
questions with the answer's document taken away, and on questions written to look answerable:
one of what a reader says of the sentence, and one for where none has read it
(`docs/decisions/0004-answers-and-abstention.md` and `0019-reader.md` name the data and say
what they cannot tell).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.answering.candidates import lead_of
from ragkit.answering.measures import missing_names, names_of, share_held, term_weights
from ragkit.reading.reading import sigmoid
from ragkit.text.numbered import mistaken_measures, mistaken_numbers
from ragkit.text.terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.answering.candidates import Candidate
    from ragkit.retrieval import Retrieved

__all__ = ["Evidence", "ReadEvidence", "confidence", "echoes", "evidence_of"]

# Characters before a sentence and after it in which what it leaves out may be said.
_BEFORE, _AFTER = 350, 200
# Characters of a document's beginning, in which it says what it is about.
_OPENING = 400
_ALIKE = -2.5  # a logit
_MOST = 2  # names or measures; more say no more
_WORD = re.compile(r"[a-z]+")
_PAIRS = (
    *(("north", "south"), ("northern", "southern"), ("east", "west"), ("eastern", "western")),
    *(("import", "export"), ("imports", "exports")),
)
_OPPOSITE = {**dict(_PAIRS), **{other: one for one, other in _PAIRS}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for a sentence that nobody has read; every measure is between -1 and 1.

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

    @property
    def logit(self) -> float:
        """Of the probability that the sentence answers."""
        return (
            -6.36
            + 3.80 * self.sentence
            + 1.97 * self.passage
            + 2.77 * self.coverage
            - 0.12 * self.passage_coverage
            - 1.38 * self.missing_names
            + 1.47 * self.lead
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEvidence:
    """What speaks for a sentence that a reader has read.

    Attributes:
        margin: by how much its best words beat "no answer here", -12 to 12.
        found: the logit of `Evidence`, -2.5 or more: how alike the question and the sentence are.
        unlike: by how much that is below -2.5, 0 or less: what is asked is another matter.
        pairs: share of the question's pairs of neighbouring terms that it holds: given the
            margin, what copies the question is the less likely to answer it.
        missing_names: how many of the question's names and figures neither it nor what stands
            around it has, nor the beginning of its document, 0 to 2.
        mistaken: how many of the question's names with a number ("Halden-3") the document has
            with other numbers only, and of its measures ("20-foot containers") the sentence; 0
            to 2.
        other_time: 1 if it tells of other months, or of other years, than the question.
        turned: 1 if it has "south" where the question has "north", or the like.
        echo: 1 if its best words only say what the question says.
    """

    margin: float
    found: float
    unlike: float
    pairs: float
    missing_names: int
    mistaken: int
    other_time: float
    turned: float
    echo: float

    @property
    def logit(self) -> float:
        """Of the probability that the sentence answers."""
        return (
            0.647
            + 0.200 * self.margin
            + 0.206 * self.found
            + 1.269 * self.unlike
            - 1.579 * self.pairs
            - 0.996 * self.missing_names
            - 4.212 * self.mistaken
            - 3.574 * self.other_time
            - 5.604 * self.turned
            + 1.261 * self.echo
        )


def confidence(evidence: Evidence | ReadEvidence) -> float:
    """Estimated probability that the sentence holds the answer, 0 to 1."""
    return sigmoid(evidence.logit)


def evidence_of(
    question: str, retrieved: Retrieved, candidates: Sequence[Candidate]
) -> Evidence | ReadEvidence:
    """What speaks for the best of the candidates.

    Args:
        question: as it was asked.
        retrieved: what they were chosen from.
        candidates: one or more, best first.
    """
    best = candidates[0]
    found = _found(question, retrieved, candidates)
    return found if best.hit.reading is None else _read(question, best, found)


def _found(question: str, retrieved: Retrieved, candidates: Sequence[Candidate]) -> Evidence:
    best = candidates[0]
    passage = frozenset(terms(best.hit.row.span.of(best.hit.document.text)))
    return Evidence(
        sentence=best.measures.similarity,
        passage=best.hit.dense,
        coverage=best.measures.coverage,
        passage_coverage=share_held(term_weights(retrieved), passage),
        missing_names=missing_names(question, passage),
        lead=lead_of(candidates),
    )


def _read(question: str, best: Candidate, found: Evidence) -> ReadEvidence:
    document, span = best.hit.document, best.sentence.span
    around = document.text[max(0, span.start - _BEFORE) : span.end + _AFTER]
    # What a document is about it says at its beginning, and not again in each sentence.
    opening = document.text[: min(_OPENING, span.start)]
    said = frozenset(terms(f"{document.title or ''} {opening} {around}"))
    return ReadEvidence(
        margin=best.margin,
        found=max(found.logit, _ALIKE),
        unlike=min(found.logit - _ALIKE, 0.0),
        pairs=best.measures.pairs,
        missing_names=min(sum(name not in said for name in names_of(question)), _MOST),
        mistaken=min(
            mistaken_numbers(question, document.text) + mistaken_measures(question, best.text),
            _MOST,
        ),
        other_time=best.measures.other_time,
        turned=float(_is_turned(question, best.text)),
        echo=float(
            best.answer is not None and echoes(best.answer.span.of(document.text), question)
        ),
    )


def _is_turned(question: str, sentence: str) -> bool:
    asked, told = (frozenset(_WORD.findall(text.lower())) for text in (question, sentence))
    return any(word in _OPPOSITE and word not in told and _OPPOSITE[word] in told for word in asked)


def echoes(words: str, question: str) -> bool:
    """Whether words only say what the question says."""
    given = frozenset(terms(words))
    return bool(given) and given <= frozenset(terms(question))
