"""What stands on which side: from and to, before and after, cause and effect, more than.

The words of a claim may all stand in its quotes, and two of them have changed places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of
from ragkit.quotes.claims.reading import read
from ragkit.text.number_words import SMALL
from ragkit.text.opposites import clash, is_turned
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.quotes.claims.reading import Word
    from ragkit.types import Check

__all__ = ["check_order"]

# Of words of two sides of a row, one before a noun turns round what the other says of it.
_PREPOSITIONS = (
    ("before until till", "after since from"),
    ("from", "to into towards toward"),
    ("by", "to from"),
    ("during", "before after"),
    ("upstream", "downstream"),
)
_PARTICLES = (("in", "out"), ("on", "off"), ("up", "down"))
_FAR = 7  # words before a preposition that a verb may stand in
_REACH = 4  # words between a preposition or a verb and what belongs to it
_DETERMINERS = frozenset(
    """the a an its their his her our your my this that these those every each all both mr mrs ms
    dr""".split()
)
_BECAUSE = re.compile(
    r"\b(?:because(?:\s+of)?|due\s+to|owing\s+to|thanks\s+to|on\s+account\s+of|as\s+a\s+result\s+of)\b",
    re.IGNORECASE,
)
_SO = re.compile(
    r"(?:,\s+so(?:\s+that)?|\b(?:therefore|hence|consequently|which\s+(?:caused|led\s+to)"
    r"|as\s+a\s+result(?!\s+of)))\b",
    re.IGNORECASE,
)
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_LESS = re.compile(r"\b(?:less|fewer|smaller|lower|shorter|slower|weaker|younger)\b", re.IGNORECASE)
_COUNT = rf"(\d[\d,.]*\d|\d|{'|'.join(SMALL)})"
_SHARE = re.compile(
    rf"\b{_COUNT}\s+(?:out\s+)?of\s+(?:(?:the|its|their|our|his|her)\s+)?(?:\w+['’]s?\s+)?{_COUNT}\b",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?;][\"”’')]*(?:\s|\Z)")
_COMMA = re.compile(r"[,;.](?:\s|\Z)|\b(?:and|but|while|whereas)\b")


@dataclass(frozen=True, slots=True)
class _Sides:
    """What stands before and behind a word that parts a sentence, the cause behind."""

    before: frozenset[str]
    behind: frozenset[str]
    at: Span


def check_order(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """A check for each thing that the quotes have the other way round."""
    yield from _prepositions(claim, evidence)
    yield from _particles(claim, evidence)
    yield from _shares(claim, evidence)
    causes = [sides for e in evidence for sides in _causes(e.words)]
    yield from _exchanged(_causes(claim), causes, claim, mostly=True)
    for more in (True, False):
        compared = [sides for e in evidence for sides in _comparisons(e.words, more=more)]
        yield from _exchanged(_comparisons(claim, more=more), compared, claim, mostly=False)


def _against(pairs: Sequence[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        for left, right in ((one, other), (other, one)):
            for word in left.split():
                found.setdefault(word, set()).update(right.split())
    return {word: frozenset(words) for word, words in found.items()}


_OF_AMOUNTS = frozenset({"by", "from", "to"})
_OPPOSED = _against(_PREPOSITIONS)
_APART = _against(_PARTICLES)


@lru_cache(maxsize=2048)
def _led(text: str) -> tuple[tuple[str, Word, tuple[Word, ...]], ...]:
    """Each preposition of a text, the noun or verb that it leads to, and the words before it."""
    words = read(text)
    found = []
    for n, word in enumerate(words):
        if word.text not in _OPPOSED:
            continue
        head = tuple(one for one in words[max(0, n - _FAR) : n] if one.tells)
        for one in words[n + 1 : n + 1 + _REACH]:
            if one.is_number and word.text in _OF_AMOUNTS:
                break  # "by 6 percent": a figure's
            if one.tells:
                found.append((word.text, one, head))
                # "From 1 February" is of the month as well.
                if not one.is_number:
                    break
            elif one.text not in _DETERMINERS:
                break
    return tuple(found)


def _prepositions(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    theirs = [led for e in evidence for led in _led(e.words)]
    for word, noun, head in _led(claim):
        there = [(other, h) for other, one, h in theirs if one.root == noun.root]
        if any(other == word for other, _ in there):
            continue
        for other, their_head in there:
            if other not in _OPPOSED[word]:
                continue
            # Of another verb it may be so: "sent by", "came from".
            if word in _OF_AMOUNTS and not _of_one(head, their_head):
                continue
            detail = f"the claim says {word!r} of {noun.span.of(claim)!r}, the quotes {other!r}"
            yield check_of("direction", claim, noun.span, holds=False, detail=detail)
            break


def _of_one(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Whether a verb stands before both, or one that tells of the same from the other side."""
    return any(
        one.root == other.root
        or (is_turned(one.text, other.text) and clash(one.text, [other.text]))
        for one in ours[-1:]
        for other in theirs
    )


def _shares(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """Parts and wholes that have changed places: "two of the nine", "nine of the two"."""
    theirs = {(m[1].lower(), m[2].lower()) for e in evidence for m in _SHARE.finditer(e.words)}
    for match in _SHARE.finditer(claim):
        part, whole = match[1].lower(), match[2].lower()
        if (whole, part) in theirs and (part, whole) not in theirs:
            detail = f"the quotes have {whole} of {part}, not {part} of {whole}"
            yield check_of("quantity", claim, Span(*match.span()), holds=False, detail=detail)


def _particles(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """Verbs that another particle turns round: "switch on", "switch off"."""
    theirs = [particle for e in evidence for particle in _parted(e.words)]
    for verb, particle in _parted(claim):
        there = {other for one, other in theirs if one.root == verb.root}
        if particle not in there and there & _APART[particle]:
            detail = f"the quotes do not say {particle!r} of it"
            yield check_of("direction", claim, verb.span, holds=False, detail=detail)


@lru_cache(maxsize=2048)
def _parted(text: str) -> tuple[tuple[Word, str], ...]:
    words = read(text)
    found: list[tuple[Word, str]] = []
    for n, word in enumerate(words):
        behind = words[n + 1] if n + 1 < len(words) else None
        leads = behind and (behind.tells or behind.text in _DETERMINERS - {"every", "each"})
        if word.text in _APART and not leads:
            verbs = (v for v in words[max(0, n - _REACH) : n] if v.tells and not v.is_number)
            found.extend((verb, word.text) for verb in verbs)
    return tuple(found)


def _roots(text: str) -> frozenset[str]:
    return frozenset(word.root for word in read(text) if word.tells)


def _causes(text: str) -> list[_Sides]:
    """Effect and cause."""
    found = []
    for pattern in (_BECAUSE, _SO):
        for match in pattern.finditer(text):
            start = max((m.end() for m in _END.finditer(text, 0, match.start())), default=0)
            end = next((m.start() for m in _END.finditer(text, match.end())), len(text))
            before, behind = text[start : match.start()], text[match.end() : end]
            if pattern is _BECAUSE and not _roots(before):
                # "Because it rained, the match was off."
                behind, _, before = behind.partition(",")
            if pattern is _SO:
                before, behind = behind, before
            found.append(_Sides(_roots(before), _roots(behind), Span(*match.span())))
    return found


def _comparisons(text: str, *, more: bool) -> list[_Sides]:
    """What is more than what, or less."""
    found = []
    for match in _THAN.finditer(text):
        start = max((m.end() for m in _COMMA.finditer(text, 0, match.start())), default=0)
        end = next((m.start() for m in _COMMA.finditer(text, match.end())), len(text))
        if bool(_LESS.search(text, start, match.start())) == more:
            continue
        before, behind = _roots(text[start : match.start()]), _roots(text[match.end() : end])
        found.append(_Sides(before, behind, Span(*match.span())))
    return found


def _exchanged(
    ours: Sequence[_Sides], theirs: Sequence[_Sides], claim: str, *, mostly: bool
) -> Iterator[Check]:
    """A check where words of each side have gone to the other; `mostly`, more than have stayed."""
    for own in ours:
        for other in theirs:
            there = own.before & other.behind - other.before
            here = own.behind & other.before - other.behind
            stayed = len(own.before & other.before) + len(own.behind & other.behind)
            if there and here and not (mostly and len(there) + len(here) <= stayed):
                detail = f"the quotes have it the other way round about {own.at.of(claim)!r}"
                yield check_of("direction", claim, own.at, holds=False, detail=detail)
                return
