"""All, most, some or none of a claim, and "only", "exactly", "always" that nobody said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of
from ragkit.quotes.claims.reading import read
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.types import Check

__all__ = ["check_extent"]

_NUMBER = (
    r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half"
    r"|(?:a|one)\s+(?:third|quarter|fifth|tenth)|(?:two|three)[- ](?:thirds|quarters|fifths)"
    r"|\d+\s*(?:%|percent))"
)
# The first that fits a place counts: "not all" before "all".
_EXTENTS = (
    ("not all", r"\bnot\s+(?:all|every|each|everyone|everybody|always)\b"),
    (
        "nearly",
        r"\b(?:nearly|almost|virtually|practically|all\s+but)\s+(?:all|every|everyone|the\s+whole)\b",
    ),
    ("part", rf"\b{_NUMBER}\s+(?:out\s+)?of\s+(?:the|its|their|his|her|our|\w+['’]s?)\b"),
    (
        "none",
        r"\b(?:none|nobody|no\s+one|neither)\b|\bno(?=\s+[a-z])(?!\s+(?:longer|more|less|fewer|later)\b)",
    ),
    ("all", r"\b(?:all|every|each|entire|whole|everyone|everybody|both)\b"),
    ("most", r"\b(?:most(?!\s+(?:\w+ly|\w+ed|\w+ing)\b)|mostly|mainly|majority)\b"),
    ("some", r"\b(?:some(?!\s+\d)|several|a\s+few|certain|various)\b"),
    ("few", r"(?<!\ba\s)\bfew\b"),
    ("many", r"\b(?:many|numerous)\b"),
)
_PATTERN = re.compile(
    "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in _EXTENTS), re.IGNORECASE
)
# What a claim may say where its quotes say it of as much, or of more.
_BORNE = {
    "all": {"all"},
    "nearly": {"nearly", "all"},
    "most": {"most", "nearly"},
    "many": {"many", "most", "nearly", "all"},
    "some": {"some", "many", "few", "not all", "part"},
    "few": {"few"},
    "none": {"none"},
    "part": {"part", "some", "few", "many", "most", "nearly", "not all"},
    "not all": {"not all", "some", "most", "many", "few", "part", "nearly"},
}
_NOUNS = 3  # words behind "all" that may be what it is all of
_FINITE = re.compile(
    r"\b(?:ha[sd]|have|do(?:es)?|did|is|are|was|were|can|could|will|would|may|might|should|must)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.!?]\s|\b(?:and|but|while|whereas|although|though|because)\b")
# Words that say more than what is said without them, and what bears each.
_ADDED = (
    (
        re.compile(
            r"(?<!\bnot\s)\b(?:only|solely|exclusively|alone)\b(?!\s+(?:[\d$€£]|(?:when|after|if|two|three|four|five|six|half|a)\b))",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:only|sole|solely|alone|just|merely|exclusively|single|except|other\s+than"
            r"|no\s+(?:other|more|one\s+else)|until|unless|all\s+but|limited|restricted)\b",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(r"\b(?:exactly|precisely)\b", re.IGNORECASE),
        re.compile(r"\b(?:exact|exactly|precise|precisely)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"(?<!\bnot\s)\b(?:always|invariably|constantly|inevitably)\b", re.IGNORECASE),
        re.compile(
            r"\b(?:always|invariably|constantly|every|each|all|never|without\s+exception"
            r"|inevitabl[ey]|at\s+all\s+times|continuous(?:ly)?|permanent(?:ly)?)\b",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Extent:
    """Of how much something is said.

    Attributes:
        of: the roots of what it is all, most or some of.
        told: the roots of what its clause says of that.
    """

    kind: str
    span: Span
    of: frozenset[str]
    told: frozenset[str]


def check_extent(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """A check for each extent that the quotes have otherwise, and each that is added."""
    theirs = [(e, extent) for e in evidence for extent in _extents(e.words)]
    for own in _extents(claim):
        if own.kind not in _BORNE:
            continue
        near = [(e, one) for e, one in theirs if own.of & one.of]
        near = [(e, one) for e, one in near or theirs if own.told & one.told] or near
        if near and not any(one.kind in _BORNE[own.kind] for _, one in near):
            e, other = near[0]
            if {own.kind, other.kind} == {"all", "none"}:
                continue  # "all were unhurt"
            if own.kind == "none" and other.kind not in {"not all", "few"}:
                continue  # whether it is denied is another check's
            place = Span(e.span.start + other.span.start, e.span.start + other.span.end)
            said = place.of(e.text)
            detail = f"the claim says {own.span.of(claim)!r}, the quotes {said!r}"
            yield check_of("extent", claim, own.span, holds=False, detail=detail, by=(e, place))
    yield from _added(claim, evidence)


@lru_cache(maxsize=2048)
def _extents(text: str) -> tuple[_Extent, ...]:
    words = [word for word in read(text) if word.tells]
    found: list[_Extent] = []
    for match in _PATTERN.finditer(text):
        kind = (match.lastgroup or "").replace("_", " ")
        end = next((m.start() for m in _CLAUSE.finditer(text, match.end())), len(text))
        finite = _FINITE.search(text, match.end(), end)
        middle = finite.start() if finite else end
        behind = [w for w in words if match.end() <= w.span.start < end and not w.is_number]
        of = frozenset([w.root for w in behind if w.span.start < middle][:_NOUNS])
        told = frozenset(w.root for w in behind if w.root not in of)
        if found and not of:  # "and some have no power"
            of = next((one.of for one in reversed(found) if one.kind != "none"), of)
        if found and not told and finite:  # "but every other school does"
            told = found[-1].told
        found.append(_Extent(kind, Span(*match.span()), of, told))
    return tuple(found)


def _added(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    for added, borne in _ADDED:
        match = added.search(claim)
        if match and not any(borne.search(e.words) for e in evidence):
            detail = f"no quote says {match[0]!r}"
            yield check_of("extent", claim, Span(*match.span()), holds=False, detail=detail)
