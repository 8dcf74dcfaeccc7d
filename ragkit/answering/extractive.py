"""The offline answerer: the best supporting sentences, whole, or an abstention."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.answering.candidates import (
    PASSAGES,
    find_candidates,
    lead_of,
    shares,
    term_weights,
)
from ragkit.answering.confidence import ABSTAIN_BELOW, confidence, evidence_of
from ragkit.answering.conflicts import about, find_disagreement
from ragkit.answering.highlights import highlight
from ragkit.text.questions import question_kind
from ragkit.types import Conflict, Quote, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.answering.candidates import Candidate
    from ragkit.retrieval import Retrieved
    from ragkit.types import Document

__all__ = ["ANSWERER", "MAX_STATEMENTS", "PASSAGES", "Extract", "extract", "quote_of"]

ANSWERER = "extractive"
MAX_STATEMENTS = 3
# No further sentence is added once one holds this share of the choice, or two hold the
# second: a second opinion is cheap, a third has to be needed.
_ENOUGH = (0.95, 0.82)
# Two sentences this alike say the same.
_SAME = 0.95
# A bullet or a mark of quotation is the list's, not the sentence's. Numbers stay:
# "3. Oktober" starts with one too.
_MARKER = re.compile(r"(?:>\s*)*(?:[-*+•‣▪◦–—]\s+)?(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What the answerer found; `statements` is empty where it abstains."""

    statements: tuple[Statement, ...]
    confidence: float
    reason: str | None
    conflicts: tuple[Conflict, ...] = ()


def extract(
    question: str,
    retrieved: Retrieved,
    *,
    abstain: bool = True,
    max_statements: int = MAX_STATEMENTS,
) -> Extract:
    """Choose the sentences that answer.

    Args:
        question: as it was asked.
        retrieved: its best passages.
        abstain: whether to refuse when the confidence is low.
        max_statements: the most sentences to give, 1 or more.
    """
    candidates = find_candidates(question, retrieved)
    if not candidates:
        empty = "the corpus holds no documents; fill it with `ragkit add PATH`"
        reason = "the corpus holds no such words" if retrieved.chunk_count else empty
        return Extract(statements=(), confidence=0.0, reason=reason)
    lead = lead_of(candidates)
    sure = confidence(evidence_of(question, retrieved, candidates[0], lead=lead))
    if abstain and sure < ABSTAIN_BELOW:
        return Extract(statements=(), confidence=sure, reason=_reason(retrieved))
    kind = question_kind(question)
    weights = term_weights(retrieved)

    def stated(candidate: Candidate) -> Statement:
        document = candidate.hit.document
        span = _without_marker(document.text, candidate.sentence.span)
        highlights = highlight(question, kind, span.of(document.text), weights)
        quote = quote_of(document, span, highlights=highlights)
        return Statement(text=" ".join(quote.text.split()), quotes=(quote,))

    rows = find_disagreement(candidates) if kind == "figure" else []
    conflict = Conflict(
        about=about(*rows[0]) if rows else "",
        statements=tuple(stated(candidate) for candidate, _ in rows),
        dates=tuple(candidate.hit.document.date for candidate, _ in rows),
    )
    return Extract(
        statements=tuple(map(stated, _choose(candidates, max_statements))),
        confidence=sure,
        reason=None,
        conflicts=(conflict,) if rows else (),
    )


def _choose(candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    covered = 0.0
    for candidate, share in zip(candidates, shares(candidates), strict=True):
        if len(chosen) == limit:
            break
        if chosen and covered >= _ENOUGH[min(len(chosen), len(_ENOUGH)) - 1]:
            break
        vector = candidate.sentence.vector
        covered += share
        if any(float(vector @ other.sentence.vector) > _SAME for other in chosen):
            continue
        chosen.append(candidate)
    return chosen


def _without_marker(text: str, span: Span) -> Span:
    marker = _MARKER.match(text, span.start, span.end)
    return Span(marker.end(), span.end) if marker else span


def quote_of(document: Document, span: Span, *, highlights: tuple[Span, ...] = ()) -> Quote:
    """Cut a quote out of a document; its text is the document's, to the character."""
    return Quote(
        text=span.of(document.text),
        source=document.source,
        doc_id=document.doc_id,
        text_hash=document.text_hash,
        span=span,
        line=document.line_at(span.start),
        highlights=highlights,
    )


def _reason(retrieved: Retrieved) -> str:
    nearest = dict.fromkeys(hit.document.source for hit in retrieved.hits[:MAX_STATEMENTS])
    return "no passage says so; the nearest are in " + ", ".join(nearest)
