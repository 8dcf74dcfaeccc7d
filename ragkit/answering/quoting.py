"""Cutting quotes out of documents: the one place where an answer's quotes are made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.types import Quote, Span, Statement

if TYPE_CHECKING:
    from ragkit.types import Document

__all__ = ["date_order", "quote_of", "stated", "without_marker"]

# A bullet or a mark of quotation is the list's, not the sentence's. Numbers stay:
# "3. Oktober" starts with one too.
_MARKER = re.compile(r"(?:>\s*)*(?:[-*+•‣▪◦–—]\s+)?(?=\S)")


def without_marker(text: str, span: Span) -> Span:
    """A sentence without the bullet or the mark of quotation that its list gave it."""
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
        page=document.page_at(span.start),
        highlights=highlights,
    )


def stated(quote: Quote) -> Statement:
    """A quote as a statement: its own words, on one line."""
    return Statement(text=" ".join(quote.text.split()), quotes=(quote,))


def date_order(document: Document) -> str:
    """What sorts documents by their dates, those without one last."""
    return document.date.isoformat() if document.date else "9999"
