"""Whether quotes bear a claim: its figures, names, dates, negations and directions.

Each check is a record for a person to read. The checks look for what can be told
from the words alone: a claim that passes them may still say something else than its
quotes, and one that fails says something that they do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.quotes.figures.figure import same_thing
from ragkit.text.mentions import find_names
from ragkit.text.opposites import clash, find_pointers
from ragkit.text.polarity import find_markers
from ragkit.text.quantities import compare, find_quantities
from ragkit.text.sentences import split_sentences
from ragkit.text.terms import STOP_WORDS, content_terms, terms
from ragkit.types import Check, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.text.polarity import Marker
    from ragkit.text.quantities import Quantity
    from ragkit.types import CheckKind

__all__ = ["check_support"]

_AROUND = 1_000  # characters on either side of a quote that its neighbours are looked for in
_CLAUSE = re.compile(r"[,;:–—()]\s|\b(?:and|but|while|whereas|although|though)\b")
_CLAUSE_WORDS = 3  # content words of a claim's clause that is compared by itself
_TIMES = frozenset({"year", "date", "time"})


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A quote in its document, and the sentences just around it."""

    text: str
    span: Span
    around: Span

    @property
    def words(self) -> str:
        return self.span.of(self.text)


def check_support(claim: str, quotes: Sequence[tuple[str, Span]]) -> tuple[Check, ...]:
    """Check a claim against its quotes.

    Args:
        claim: a sentence.
        quotes: for each quote the text of its document and its span there.

    Returns:
        A check for every quantity, name, date and direction of the claim and one for
        its negation; none where the claim is a quote to the letter.
    """
    if any(" ".join(span.of(text).split()) == " ".join(claim.split()) for text, span in quotes):
        return ()
    evidence = [_Evidence(text, span, _around(text, span)) for text, span in quotes]
    return (
        *_quantities(claim, evidence),
        *_names(claim, evidence),
        *_negation(claim, evidence),
        *_directions(claim, evidence),
    )


def _around(text: str, span: Span) -> Span:
    """The quote with the sentence before it and the one behind it."""
    low, high = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    start, end = span.start, span.end
    for sentence in split_sentences(text[low:high]):
        first, last = low + sentence.span.start, low + sentence.span.end
        if last <= span.start:
            start = first
        elif first < span.end:
            start, end = min(start, first), max(end, last)
        else:
            return Span(start, last)
    return Span(start, end)


def _quantities(claim: str, evidence: Sequence[_Evidence]) -> Iterator[Check]:
    offered = [(e, q) for e in evidence for q in find_quantities(e.words)]
    beside = [(e, q) for e in evidence for q in find_quantities(e.around.of(e.text))]
    for asked in find_quantities(claim):
        dated = asked.kind in _TIMES
        kind: CheckKind = "date" if dated else "quantity"
        words = asked.span.of(claim)
        places = beside if dated else offered
        equal = [(e, q) for e, q in places if compare(asked, q) != "different"]
        fitting = [(e, q) for e, q in equal if dated or _counts_alike(asked, q)]
        if fitting:
            e, found = fitting[0]
            base = e.around.start if dated else e.span.start
            span = Span(base + found.span.start, base + found.span.end)
            yield Check(
                kind=kind,
                claim=words,
                claim_span=asked.span,
                holds=True,
                evidence=span.of(e.text),
                evidence_span=span,
                detail=f"{words!r} is borne by {span.of(e.text)!r}",
            )
            continue
        yield Check(
            kind=kind,
            claim=words,
            claim_span=asked.span,
            holds=False,
            detail=_why_not(words, asked, [q for _, q in equal], [q for _, q in offered]),
        )


def _counts_alike(asked: Quantity, found: Quantity) -> bool:
    """The same noun; where one side names none, nothing tells them apart."""
    if same_thing(asked, found) or not asked.counted or not found.counted:
        return True
    return asked.counted[0] in found.counted or found.counted[0] in asked.counted


def _why_not(
    words: str, asked: Quantity, equal: Sequence[Quantity], offered: Sequence[Quantity]
) -> str:
    if equal:
        return f"{words!r} counts something else in the quotes"
    if any(q.dimension == asked.dimension for q in offered):
        return f"the quotes give another figure than {words!r}"
    return f"{words!r} stands in no quote"


def _names(claim: str, evidence: Sequence[_Evidence]) -> Iterator[Check]:
    held = frozenset(term for e in evidence for term in terms(e.around.of(e.text)))
    figures = [quantity.span for quantity in find_quantities(claim)]
    for name in find_names(claim):
        # A lone capital at the start of a sentence may be any word's.
        lone = name.start == 0 and len(name.of(claim).split()) == 1
        if lone or any(name.overlaps(figure) for figure in figures):
            continue
        wanted = [t for t in terms(name.of(claim)) if t not in STOP_WORDS]
        missing = [t for t in wanted if t not in held]
        if wanted:
            words = name.of(claim)
            where = "stands in the quotes or beside them"
            yield Check(
                kind="name",
                claim=words,
                claim_span=name,
                holds=not missing,
                detail=f"{words!r} {where if not missing else 'does not stand in the quotes'}",
            )


def _negation(claim: str, evidence: Sequence[_Evidence]) -> Iterator[Check]:
    """For each clause of the claim, whether it and the quotes deny or state alike."""
    for part in _parts(claim):
        clauses = _nearest_clauses(part.of(claim), evidence)
        asked = _denials(claim, part)
        denied = [(e, m) for e, clause in clauses for m in _denials(e.text, clause)]
        if not clauses or not (asked or denied):
            continue
        holds = bool(asked) == bool(denied)
        span = asked[0].span if asked else part
        found = denied[0][1].span if denied else None
        said = found.of(denied[0][0].text) if found else ""
        if holds:
            detail = "both deny it"
        elif denied:
            detail = f"the quotes deny it ({said!r}), the claim does not"
        else:
            detail = f"the claim denies it ({span.of(claim)!r}), the quotes do not"
        yield Check(
            kind="negation",
            claim=span.of(claim),
            claim_span=span,
            holds=holds,
            evidence=said,
            evidence_span=found,
            detail=detail,
        )


def _denials(text: str, part: Span) -> list[Marker]:
    return [m for m in find_markers(text, part.start, part.end) if m.kind == "negation"]


def _directions(claim: str, evidence: Sequence[_Evidence]) -> Iterator[Check]:
    """Words of direction and outcome that the quotes have the opposite of, and never the same."""
    for part in _parts(claim):
        offered = [
            (word, span.of(e.text), span)
            for e, clause in _nearest_clauses(part.of(claim), evidence)
            for span, word in find_pointers(e.text, clause)
        ]
        words = [word for word, _, _ in offered]
        for span, word in find_pointers(claim, part):
            against = clash(word, words)
            if not against:
                continue
            _, said, found = offered[words.index(against)]
            yield Check(
                kind="direction",
                claim=span.of(claim),
                claim_span=span,
                holds=False,
                evidence=said,
                evidence_span=found,
                detail=f"the claim says {span.of(claim)!r}, the quotes {said!r}",
            )


def _clauses(text: str, part: Span) -> list[Span]:
    borders = [part.start, *(m.start() for m in _CLAUSE.finditer(text, part.start, part.end))]
    ends = [*borders[1:], part.end]
    return [Span(start, end) for start, end in zip(borders, ends, strict=True)]


def _parts(claim: str) -> list[Span]:
    """The clauses of a claim; one of few words belongs to the one before it."""
    parts: list[Span] = []
    for clause in _clauses(claim, Span(0, len(claim))):
        if parts and (_few(claim, clause) or _few(claim, parts[-1])):
            parts[-1] = Span(parts[-1].start, clause.end)
        else:
            parts.append(clause)
    return parts


def _few(claim: str, part: Span) -> bool:
    return len(content_terms(part.of(claim))) < _CLAUSE_WORDS


def _nearest_clauses(claim: str, evidence: Sequence[_Evidence]) -> list[tuple[_Evidence, Span]]:
    """The clauses of the quotes that share most words with the claim."""
    asked = frozenset(content_terms(claim))
    rated = [
        (len(asked.intersection(content_terms(clause.of(e.text)))), e, clause)
        for e in evidence
        for clause in _clauses(e.text, e.span)
    ]
    most = max((shared for shared, _, _ in rated), default=0)
    return [(e, clause) for shared, e, clause in rated if most and shared == most]
