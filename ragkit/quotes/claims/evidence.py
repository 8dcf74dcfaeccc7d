"""A quote as evidence for a claim: its words, and the sentences just around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.text.number_words import SMALL
from ragkit.text.orders import is_an_order
from ragkit.text.quantities import find_quantities
from ragkit.text.sentences import split_sentences
from ragkit.text.terms import content_terms
from ragkit.types import Check, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ragkit.text.quantities import Quantity
    from ragkit.types import CheckKind

__all__ = [
    "Evidence",
    "check_of",
    "clauses",
    "evidence_of",
    "nearest_clauses",
    "parts",
    "quantities",
    "telling",
]

_AROUND = 600  # characters on either side of a quote that its neighbours are looked for in
_CLAUSE = re.compile(
    r"[,;:–—()]\s|[.!?][\"”’')]*\s|\b(?:and|but|while|whereas|although|though|that)\b"
)
# A figure in words with its digits behind it, as contracts have it.
_TWICE = re.compile(
    rf"(\b(?:(?:{'|'.join(SMALL)}|hundred|thousand)[\s-]+)+)\((\d[\d,.]*)\)", re.IGNORECASE
)
_CLAUSE_WORDS = 3  # content words of a claim's clause that is compared by itself


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote in its document, and the sentences just around it.

    Attributes:
        text: the document as it is read: what bears nothing is blank in it.
        span: the quote's place.
        around: that of the sentences around it, the quote's own included.
        source: the document as it is.
    """

    text: str
    span: Span
    around: Span
    source: str

    @property
    def words(self) -> str:
        """The quote."""
        return self.span.of(self.text)

    @property
    def context(self) -> str:
        """The quote with the sentence before it and the one behind it."""
        return self.around.of(self.text)


_Place = tuple[Evidence, Span]


def evidence_of(text: str, span: Span, *, orders: bool = False) -> Evidence:
    """The quote at a span of a document's text.

    Args:
        text: the document.
        span: where the quote stands.
        orders: whether sentences that give orders to the reader count.
    """
    low, high = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    start, end = span.start, span.end
    given: list[Span] = []
    behind = False
    for sentence in split_sentences(text[low:high]):
        first, last = low + sentence.span.start, low + sentence.span.end
        if not orders and is_an_order(text[first:last]):
            given.append(Span(first, last))
        if last <= span.start:
            start = first
        elif first < span.end:
            start, end = min(start, first), max(end, last)
        elif not behind:
            end, behind = last, True
    return Evidence(_readable(text, given, low, high), span, Span(start, end), text)


def _readable(text: str, blank: Sequence[Span], low: int, high: int) -> str:
    """The text with orders blanked, and "thirty (30)" as "30"; every character in its place."""
    read = text[low:high]
    for span in blank:
        start, end = span.start - low, span.end - low
        read = read[:start] + " " * (end - start) + read[end:]
    read = _TWICE.sub(lambda m: " " * len(m[1]) + f" {m[2]} ", read)
    return text if read == text[low:high] else text[:low] + read + text[high:]


def check_of(
    kind: CheckKind,
    claim: str,
    part: Span,
    *,
    holds: bool,
    detail: str,
    by: tuple[Evidence, Span] | None = None,
) -> Check:
    """The record of one thing that a claim says.

    Args:
        kind: what sort of thing it is.
        claim: the claim.
        part: where it says so.
        holds: whether the quotes say it too.
        detail: one line for a person.
        by: the words that bear or contradict it, as a place in a quote's document.
    """
    return Check(
        kind=kind,
        claim=part.of(claim),
        claim_span=part,
        holds=holds,
        evidence=by[1].of(by[0].source) if by else "",
        evidence_span=by[1] if by else None,
        detail=detail,
    )


@lru_cache(maxsize=8192)
def telling(words: str) -> frozenset[str]:
    """The content terms of a clause, which several checks ask for."""
    return frozenset(content_terms(words))


@lru_cache(maxsize=1024)
def quantities(words: str) -> tuple[Quantity, ...]:
    """The quantities of a claim or a quote, which several checks ask for."""
    return tuple(find_quantities(words))


def clauses(text: str, part: Span) -> list[Span]:
    """A part of a text, divided at marks and conjunctions."""
    borders = [part.start, *(m.start() for m in _CLAUSE.finditer(text, part.start, part.end))]
    ends = [*borders[1:], part.end]
    return [Span(start, end) for start, end in zip(borders, ends, strict=True)]


def parts(text: str, within: Span | None = None, *, least: int = _CLAUSE_WORDS) -> list[Span]:
    """The clauses of a text; one of fewer content words than `least` joins the one before it."""

    def few(part: Span) -> bool:
        return len(telling(part.of(text))) < least

    found: list[Span] = []
    for clause in clauses(text, within or Span(0, len(text))):
        if found and (few(clause) or few(found[-1])):
            found[-1] = Span(found[-1].start, clause.end)
        else:
            found.append(clause)
    return found


def nearest_clauses(
    claim: str, evidence: Sequence[Evidence], *, least: int = _CLAUSE_WORDS
) -> list[tuple[Evidence, Span]]:
    """The clauses of the quotes that share most words with the claim; none where none does.

    Where clauses joined as those of a claim are share more than any by itself, the joined.
    """
    asked = telling(claim)

    def rated(divided: Callable[[Evidence], list[Span]]) -> tuple[int, list[_Place]]:
        found = [
            (len(asked & telling(span.of(e.text))), (e, span))
            for e in evidence
            for span in divided(e)
        ]
        most = max((shared for shared, _ in found), default=0)
        return most, [place for shared, place in found if most and shared == most]

    single = rated(lambda e: clauses(e.text, e.span))
    joined = rated(lambda e: parts(e.text, e.span, least=least))
    return joined[1] if joined[0] > single[0] else single[1]
