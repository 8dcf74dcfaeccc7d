"""Answers, passages and sources as JSON: the contract that scripts build on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.quotes.records import Place
    from ragkit.quotes.report import VerifyReport
    from ragkit.types import (
        AddReport,
        Answer,
        Check,
        Conflict,
        Provenance,
        Quote,
        ScoredChunk,
        Section,
        Source,
        Statement,
        Summary,
        Usage,
    )

__all__ = [
    "add_record",
    "answer_record",
    "chunk_record",
    "source_record",
    "summary_record",
    "verify_records",
]


def answer_record(answer: Answer, *, elapsed_ms: float) -> dict[str, Any]:
    """The object that `ragkit ask --json` prints."""
    numbers = {quote: n for n, quote in enumerate(answer.quotes)}
    return {
        "question": answer.question,
        "answer": " ".join(statement.text for statement in answer.statements) or None,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "confidence": round(answer.confidence, 4),
        "statements": [_statement(statement, numbers) for statement in answer.statements],
        "quotes": [_quote(quote) for quote in answer.quotes],
        "conflicts": [_conflict(conflict, numbers) for conflict in answer.conflicts],
        "provenance": _provenance(answer.provenance),
        "warnings": list(answer.warnings),
        "incomplete": answer.incomplete,
        "elapsed_ms": round(elapsed_ms, 1),
    }


def summary_record(summary: Summary, *, elapsed_ms: float) -> dict[str, Any]:
    """The object that `ragkit summarize --json` prints."""
    numbers = {quote: n for n, quote in enumerate(summary.quotes)}
    return {
        "sources": list(summary.sources),
        "style": summary.style,
        "focus": summary.focus,
        "summary": " ".join(statement.text for statement in summary.statements) or None,
        "words": summary.words,
        "statements": [_statement(statement, numbers) for statement in summary.statements],
        "quotes": [_quote(quote) for quote in summary.quotes],
        "conflicts": [_conflict(conflict, numbers) for conflict in summary.conflicts],
        "covered": round(summary.covered, 4),
        "coverage": [_section(section) for section in summary.coverage],
        "provenance": _provenance(summary.provenance),
        "warnings": list(summary.warnings),
        "incomplete": summary.incomplete,
        "elapsed_ms": round(elapsed_ms, 1),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "source": section.source,
        "title": section.title,
        "start": section.span.start,
        "end": section.span.end,
        "share": round(section.share, 4),
        "drawn_on": section.drawn_on,
    }


def chunk_record(found: ScoredChunk) -> dict[str, Any]:
    """A line of `ragkit search --json`."""
    return {
        "rank": found.rank,
        "score": round(found.score, 4),
        "dense": None if found.dense is None else round(found.dense, 4),
        "lexical": None if found.lexical is None else round(found.lexical, 4),
        "answerable": None if found.answerable is None else round(found.answerable, 4),
        "source": found.chunk.source,
        "doc_id": found.chunk.doc_id,
        "chunk_id": found.chunk.chunk_id,
        "start": found.chunk.span.start,
        "end": found.chunk.span.end,
        "text": found.chunk.text,
    }


def verify_records(report: VerifyReport, *, strict: bool) -> Iterator[dict[str, Any]]:
    """The lines of `ragkit verify --json`: quotations, then figures."""
    for item in report.quotes:
        check = item.check
        yield {
            "quote": check.asked,
            "verdict": check.verdict.value,
            "verified": check.verified,
            "holds": item.holds(strict=strict),
            **_place(check.place, report),
            "found": check.found or None,
            "other_places": [_place(place, report) for place in check.other_places],
            "clipped": check.clipped,
            "diff": [[change.kind, change.asked, change.found] for change in check.diff],
            "detail": check.detail,
            "note": item.note or None,
            "draft_line": item.line,
            "claimed": item.claimed,
            "claims": list(item.claims),
            "checks": [_check(check) for check in item.checks],
        }
    for figure in report.figures:
        yield {
            "figure": figure.text,
            "verdict": figure.verdict.value,
            "holds": figure.holds(strict=strict),
            **_place(figure.place, report),
            "found": figure.found or None,
            "detail": figure.detail,
            "draft_line": figure.line,
        }


def _place(place: Place | None, report: VerifyReport) -> dict[str, Any]:
    if place is None:
        return dict.fromkeys(("source", "start", "end", "line", "page"))
    return {
        "source": place.source,
        "start": place.span.start,
        "end": place.span.end,
        "line": report.line_of(place),
        "page": report.page_of(place),
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "kind": check.kind,
        "holds": check.holds,
        "claim": check.claim,
        "evidence": check.evidence,
        "detail": check.detail,
    }


def source_record(source: Source) -> dict[str, Any]:
    """A line of `ragkit list --json`."""
    return {
        "source": source.source,
        "doc_id": source.doc_id,
        "title": source.title,
        "date": source.date.isoformat() if source.date else None,
        "characters": source.characters,
        "chunks": source.chunks,
        "content_hash": source.content_hash,
        "metadata": dict(source.metadata),
    }


def add_record(report: AddReport) -> dict[str, Any]:
    """The object that `ragkit add --json` and `ragkit sync --json` print."""
    return {
        "added": list(report.added),
        "updated": list(report.updated),
        "unchanged": list(report.unchanged),
        "moved": [{"from": before, "to": now} for before, now in report.moved],
        "removed": list(report.removed),
        "missing": list(report.missing),
        "failed": [{"path": f.path, "reason": f.reason} for f in report.failed],
        "usage": _usage(report.usage),
        "sent_to": report.sent_to,
    }


def _statement(statement: Statement, numbers: dict[Quote, int]) -> dict[str, Any]:
    return {
        "text": statement.text,
        "supported": statement.supported,
        "quotes": [numbers[quote] for quote in statement.quotes],
        "checks": [_check(check) for check in statement.checks],
    }


def _conflict(conflict: Conflict, numbers: dict[Quote, int]) -> dict[str, Any]:
    return {
        "about": conflict.about,
        "dates": [date.isoformat() if date else None for date in conflict.dates],
        "statements": [_statement(statement, numbers) for statement in conflict.statements],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "text": quote.text,
        "source": quote.source,
        "doc_id": quote.doc_id,
        "text_hash": quote.text_hash,
        "start": quote.span.start,
        "end": quote.span.end,
        "line": quote.line,
        "page": quote.page,
        "highlights": [[span.start, span.end] for span in quote.highlights],
    }


def _provenance(provenance: Provenance) -> dict[str, Any]:
    return {
        "answerer": provenance.answerer,
        "model": provenance.model,
        "prompt_hash": provenance.prompt_hash,
        "settings_hash": provenance.settings_hash,
        "usage": _usage(provenance.usage),
        "sent": provenance.sent,
    }


def _usage(usage: Usage | None) -> dict[str, Any] | None:
    if usage is None:
        return None
    return {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cached_tokens": usage.cached_tokens,
        "cost": usage.cost,
    }
