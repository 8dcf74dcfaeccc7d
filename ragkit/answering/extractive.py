"""The offline answerer: the best supporting sentences, whole, or an abstention.

Each candidate sentence is scored by its passage, its likeness to the question,
the share of the question's words that it and the sentence before it hold, and
whether it offers what the question asks for. The weights were fitted on public
questions (`docs/decisions/0004-answers-and-abstention.md`), and on their scale
`exp(10 * score)`, shared out over the candidates, estimates which one is right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ragkit.answering.confidence import ABSTAIN_BELOW, Evidence, confidence, missing_names
from ragkit.answering.highlights import highlight, holds_kind
from ragkit.text.questions import question_kind
from ragkit.text.terms import terms
from ragkit.types import Quote, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.index.catalog import Catalog
    from ragkit.index.records import SentenceRow
    from ragkit.retrieval import Hit, Retrieved
    from ragkit.text.questions import QuestionKind
    from ragkit.types import Document

__all__ = ["ANSWERER", "MAX_STATEMENTS", "PASSAGES", "Extract", "extract", "quote_of"]

ANSWERER = "extractive"
#: Passages whose sentences may answer.
PASSAGES = 8
MAX_STATEMENTS = 3
# Sentences are added until they hold this share of the choice.
_ENOUGH = 0.9
_SHARPNESS = 10.0
# Two sentences this alike say the same.
_SAME = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What the answerer found; `statements` is empty where it abstains."""

    statements: tuple[Statement, ...]
    confidence: float
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    hit: Hit
    sentence: SentenceRow
    text: str
    similarity: float
    coverage: float
    score: float


def extract(
    catalog: Catalog,
    question: str,
    retrieved: Retrieved,
    *,
    abstain: bool = True,
    max_statements: int = MAX_STATEMENTS,
) -> Extract:
    """Choose the sentences that answer.

    Args:
        catalog: where the documents are.
        question: as it was asked.
        retrieved: its best passages.
        abstain: whether to refuse when the confidence is low.
        max_statements: the most sentences to give, 1 or more.
    """
    kind = question_kind(question)
    candidates = _candidates(catalog, question, kind, retrieved)
    if not candidates:
        return Extract(statements=(), confidence=0.0, reason="the corpus holds no such words")
    shares = _shares(candidates)
    best = candidates[0]
    sure = confidence(_evidence(catalog, question, retrieved, best, shares[0]))
    if abstain and sure < ABSTAIN_BELOW:
        return Extract(statements=(), confidence=sure, reason=_reason(catalog, retrieved))
    chosen = _choose(candidates, shares, max_statements)
    weights = _term_weights(retrieved)
    statements = tuple(
        _statement(catalog, candidate, highlight(question, kind, candidate.text, weights))
        for candidate in chosen
    )
    return Extract(statements=statements, confidence=sure, reason=None)


def _candidates(
    catalog: Catalog, question: str, kind: QuestionKind, retrieved: Retrieved
) -> list[_Candidate]:
    weights = _term_weights(retrieved)
    asked = frozenset(terms(question))
    own = {(s.document, s.n): s for hit in retrieved.hits for s in hit.sentences}
    held = {
        key: frozenset(terms(s.span.of(catalog.document(s.document).text)))
        for key, s in own.items()
    }
    found: list[_Candidate] = []
    for hit in retrieved.hits[:PASSAGES]:
        text = catalog.document(hit.row.document).text
        for sentence in hit.sentences:
            if not sentence.quotable:
                continue
            words = held[sentence.document, sentence.n]
            before = held.get((sentence.document, sentence.n - 1), frozenset())
            coverage = _coverage(weights, words)
            similarity = float(sentence.vector @ retrieved.vector)
            body = sentence.span.of(text)
            score = (
                0.5 * hit.score
                + 0.5 * similarity
                + 0.7 * coverage
                + 0.3 * (_coverage(weights, words | before) - coverage)
            )
            if holds_kind(kind, body, asked):
                score += 0.18 if kind in {"figure", "date"} else 0.1
            found.append(
                _Candidate(
                    hit=hit,
                    sentence=sentence,
                    text=body,
                    similarity=similarity,
                    coverage=coverage,
                    score=score,
                )
            )
    return sorted(found, key=lambda c: -c.score)


def _term_weights(retrieved: Retrieved) -> dict[str, float]:
    """Inverse document frequency of the question's terms, as BM25 has it, adding up to 1."""
    n = retrieved.chunk_count
    raw = {}
    for term in retrieved.terms:
        count = retrieved.frequencies.get(term, 0)
        raw[term] = math.log(1 + (n - count + 0.5) / (count + 0.5))
    total = sum(raw.values()) or 1.0
    return {term: weight / total for term, weight in raw.items()}


def _coverage(weights: dict[str, float], words: frozenset[str]) -> float:
    return sum(weight for term, weight in weights.items() if term in words)


def _shares(candidates: Sequence[_Candidate]) -> list[float]:
    scores = np.array([candidate.score for candidate in candidates])
    powers = np.exp(_SHARPNESS * (scores - scores.max()))
    return [float(share) for share in powers / powers.sum()]


def _evidence(
    catalog: Catalog, question: str, retrieved: Retrieved, best: _Candidate, lead: float
) -> Evidence:
    passage = frozenset(terms(best.hit.row.span.of(catalog.document(best.hit.row.document).text)))
    return Evidence(
        sentence=best.similarity,
        passage=best.hit.dense,
        coverage=best.coverage,
        passage_coverage=_coverage(_term_weights(retrieved), passage),
        missing_names=missing_names(question, passage),
        lead=lead,
    )


def _choose(
    candidates: Sequence[_Candidate], shares: Sequence[float], limit: int
) -> list[_Candidate]:
    chosen: list[_Candidate] = []
    covered = 0.0
    for candidate, share in zip(candidates, shares, strict=True):
        if len(chosen) == limit or (chosen and covered >= _ENOUGH):
            break
        vector = candidate.sentence.vector
        covered += share
        if any(float(vector @ other.sentence.vector) > _SAME for other in chosen):
            continue
        chosen.append(candidate)
    return chosen


def _statement(catalog: Catalog, candidate: _Candidate, highlights: tuple[Span, ...]) -> Statement:
    document = catalog.document(candidate.sentence.document)
    quote = quote_of(document, candidate.sentence.span, highlights=highlights)
    return Statement(text=" ".join(quote.text.split()), quotes=(quote,))


def quote_of(document: Document, span: Span, *, highlights: tuple[Span, ...] = ()) -> Quote:
    """Cut a quote out of a document; its text is the document's, to the character."""
    return Quote(
        text=span.of(document.text),
        source=document.source,
        doc_id=document.doc_id,
        text_hash=document.text_hash,
        span=span,
        line=document.text.count("\n", 0, span.start) + 1 if document.has_lines else None,
        highlights=highlights,
    )


def _reason(catalog: Catalog, retrieved: Retrieved) -> str:
    nearest = dict.fromkeys(
        catalog.document(hit.row.document).source for hit in retrieved.hits[:MAX_STATEMENTS]
    )
    return "no passage says so; the nearest are in " + ", ".join(nearest)
