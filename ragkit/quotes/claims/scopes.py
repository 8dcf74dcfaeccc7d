"""What a sentence denies and what it states: negations with the words that they bear on.

"A boiler, not arson" denies arson; "no employee has passed the course" that one has passed it.
The scope of a negation runs from it to the end of its clause. An elided clause denies or
states what the clause before it says: "no employee has, whereas all staff have".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from ragkit.quotes.claims.reading import FUNCTION_WORDS, Word, read
from ragkit.text.polarity import find_markers
from ragkit.text.thesaurus import are_opposed, lemmas
from ragkit.types import Span

__all__ = ["Denial", "denials", "elided", "stated", "undone"]

# Negations to polarity.py, which looks for whatever a quote must not lose; they deny nothing.
_NOT_QUITE = re.compile(
    r"(?:hardly|scarcely|barely|rarely|seldom|far\s+from|except|excluding|lest|non\Z)",
    re.IGNORECASE,
)
# Words that deny and are no negations there.
_LEXICAL = re.compile(
    r"\b(?:want|lack|absence|shortage)\s+of\b|\bfree\s+(?:of|from)\b|\byet\s+to\b|\bnot\s+yet\b"
    r"|\b(?:fail(?:s|ed|ing|ure)?|refus(?:e|es|ed|ing|al)|declin(?:e|es|ed|ing)"
    r"|neglect(?:s|ed|ing)?|omit(?:s|ted|ting)?)\s+to\b|\bfail(?:s|ed|ing)?\s+at\b",
    re.IGNORECASE,
)
# An absence is said of what stands before it: "water is missing".
_ABSENT = re.compile(
    r"\b(?:is|are|was|were|remain(?:s|ed)?)\s+(?:still\s+|also\s+|both\s+)?(?:missing|lacking|absent"
    r"|unavailable|short|scarce|insufficient|inadequate|wanting)\b(?!\s+(?:from|of)\b)",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"\A(?:un|in|im|ir|il|dis|non-?)(?=[a-z]{4})")
_BORDER = re.compile(
    r"[;:–—()“”]|,(?!\d)|[.!?](?=[\s\"”’')]|$)|\b(?:but|while|whereas|although|though|because|since|unless"
    r"|until|before|after|when|if|where|except|nor|instead\s+of|rather\s+than|as\s+well\s+as)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?][\"”’')]*\s+(?=[^a-z])|;\s")
_AUXILIARY = (
    r"(?:ha[sd]|have|do(?:es)?|did|is|are|was|were|can|could|will|would|may|might|should|must)"
)
# "Whereas all staff in Leipzig have": the clause ends where its verb would come.
_ELIDED = re.compile(
    rf"\b{_AUXILIARY}(?:n['’]t|\s+not)?(?:\s+so\b.*)?[.;,]?\s*\Z", re.IGNORECASE | re.DOTALL
)
_FINITE = re.compile(rf"\b{_AUXILIARY}\b", re.IGNORECASE)
_WITHOUT = re.compile(r"without\b", re.IGNORECASE)
_PHRASE_END = re.compile(
    rf"\b(?:{_AUXILIARY}|in|on|at|from|to|with|by|between|during|within|and)\b", re.IGNORECASE
)
_BUT = re.compile(r"\b(?:but|and),?\s+\Z", re.IGNORECASE)
_IN_PLACE = re.compile(
    r"\s+(?:on|in|at|for|with|by|to|from|when|if|under|during|among)\b", re.IGNORECASE
)
_COMPARED = re.compile(r"\s+(?:\w+\s+)?as\s+\w+", re.IGNORECASE)
_BEHIND_VERB = re.compile(r"\bnot\b|n['’]t\b|never|cannot|\bto\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Denial:
    """A negation.

    Attributes:
        span: the words that deny.
        scope: the words that it bears on.
        heads: those that are denied first: the verb behind "not", the noun behind "no".
        elided: words of other clauses that it bears on without naming them.
        prefixed: whether it is a prefix of the word that it denies.
    """

    span: Span
    scope: tuple[Word, ...]
    heads: tuple[Word, ...]
    elided: tuple[Word, ...] = ()
    prefixed: bool = False

    @property
    def roots(self) -> frozenset[str]:
        """The roots of all that is denied."""
        return frozenset(word.root for word in (*self.scope, *self.elided))


@lru_cache(maxsize=2048)
def denials(text: str) -> tuple[Denial, ...]:
    """The denials of a text, in order; what two of them bear on is in the scope of neither."""
    words = read(text)
    found = [*(_denial(text, words, span) for span in _negations(text)), *_prefixed(words)]
    # What is done without is no part of what is denied around it.
    lacking = [d for d in found if _WITHOUT.match(text, d.span.start)]
    for n, denial in enumerate(found):
        apart = {word.span for d in lacking if d is not denial for word in d.scope}
        found[n] = replace(denial, scope=tuple(w for w in denial.scope if w.span not in apart))
    undone = {
        word.span for word in words if not sum(word in denial.scope for denial in found) % 2
    }  # fmt: skip
    kept = (
        replace(d, scope=tuple(w for w in d.scope if w.span not in undone or w not in words))
        for d in found
    )
    return tuple(sorted(kept, key=lambda denial: denial.span))


@lru_cache(maxsize=2048)
def undone(text: str) -> frozenset[str]:
    """The roots of what a text denies twice in one clause: "no mill has not been sold"."""
    words = read(text)
    found = [_denial(text, words, span) for span in _negations(text)]
    return frozenset(
        word.root
        for word in words
        if sum(word in d.scope for d in found if not _WITHOUT.match(text, d.span.start)) == 2
    )


def _negations(text: str) -> list[Span]:
    markers = find_markers(text)
    bounds = [m.span for m in markers if m.kind == "bound"]
    spans = [
        m.span for m in markers if m.kind == "negation" and not _NOT_QUITE.match(m.span.of(text))
    ]
    for pattern in (_LEXICAL, _ABSENT):
        spans.extend(Span(*match.span()) for match in pattern.finditer(text))
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if found and span.start < found[-1].end:
            continue
        if not _COMPARED.match(text, span.end) and not any(b.overlaps(span) for b in bounds):
            found.append(span)
    return found


def _denial(text: str, words: tuple[Word, ...], span: Span) -> Denial:
    start, end = _clause(text, span)
    if _ABSENT.match(text, span.start):
        scope = _between(words, start, span.start)
        return Denial(span, scope, scope[:2])
    if _WITHOUT.match(text, span.start):
        behind = _PHRASE_END.search(text, span.end, end)
        scope = _between(words, span.end, behind.start() if behind else end)
        return Denial(span, scope, scope[:1])
    scope = _between(words, span.end, end)
    if not scope and not _inherited(text, words, span, end):
        # "It will not before May": what it bears on stands behind the border.
        stop = _SENTENCE.search(text, span.end)
        scope = _between(words, span.end, stop.start() if stop else len(text))
    heads = scope[: 1 if _BEHIND_VERB.search(span.of(text)) else 2]
    return Denial(span, scope, heads, _inherited(text, words, span, end))


def _between(words: tuple[Word, ...], start: int, end: int) -> tuple[Word, ...]:
    return tuple(w for w in words if w.tells and start <= w.span.start < end)


def _clause(text: str, span: Span) -> tuple[int, int]:
    """Where the clause of a negation starts and ends."""
    starts = [m.end() for m in _BORDER.finditer(text, 0, span.start)]
    ends = (
        m.start() for m in _BORDER.finditer(text, span.end) if text[span.end : m.start()].strip()
    )
    return (starts[-1] if starts else 0), next(ends, len(text))


def _inherited(text: str, words: tuple[Word, ...], span: Span, end: int) -> tuple[Word, ...]:
    """What an elided denial takes from its sentence before it.

    "But not on her iPad" leaves out all but the place, which it names instead of another.
    """
    start = max((m.end() for m in _SENTENCE.finditer(text, 0, span.start)), default=0)
    but = _BUT.search(text, start, span.start)
    if but and _IN_PLACE.match(text, span.end):
        places = [m.start() for m in _IN_PLACE.finditer(text, start, but.start())]
        return _between(words, start, places[-1] if places else but.start())
    if _ELIDED.search(text[span.start : end]):
        return _predicate(text, words, start, span.start)
    return ()


def _predicate(text: str, words: tuple[Word, ...], start: int, end: int) -> tuple[Word, ...]:
    """The words behind the first auxiliary of a stretch of text."""
    finite = _FINITE.search(text, start, end)
    return _between(words, finite.end() if finite else start, end)


def _prefixed(words: tuple[Word, ...]) -> list[Denial]:
    """Words that deny what they are made of: "untested", "non-exclusive"."""
    found = []
    for word in words:
        bare = _PREFIX.sub("", word.text, count=1)
        if bare == word.text or word.text in FUNCTION_WORDS or not lemmas(bare):
            continue
        # "Dismissed" has nothing of "missed"; a dictionary tells.
        if not word.text.startswith(("un", "non")) and not are_opposed(word.text, bare):
            continue
        for made in read(bare)[:1]:
            inside = (Word(made.text, made.root, word.span, word.capital),)
            found.append(Denial(word.span, inside, inside, prefixed=True))
    return found


@lru_cache(maxsize=2048)
def stated(text: str) -> tuple[frozenset[str], ...]:
    """For each clause of a text the roots of what it states: of no denial's scope.

    A clause without its verb states what the clauses before it say.
    """
    words, found = read(text), denials(text)
    denied = {word.span for denial in found for word in denial.scope if word in words}
    edges = [0, *(m.end() for m in _BORDER.finditer(text)), len(text)]
    clauses = []
    for start, end in pairwise(edges):
        own = _between(words, start, end)
        roots = {word.root for word in own if word.span not in denied}
        negated = any(start <= denial.span.start < end for denial in found)
        if not negated and _ELIDED.search(text[start:end]):
            sentence = max((m.end() for m in _SENTENCE.finditer(text, 0, start)), default=0)
            roots.update(word.root for word in _predicate(text, words, sentence, start))
        clauses.append(frozenset(roots))
    return tuple(clauses)


@lru_cache(maxsize=2048)
def elided(text: str) -> frozenset[str]:
    """The roots of the clauses of a text that leave out their verb: "whereas all staff have"."""
    words = read(text)
    edges = [0, *(m.end() for m in _BORDER.finditer(text)), len(text)]
    return frozenset(
        word.root
        for start, end in pairwise(edges)
        if _ELIDED.search(text[start:end])
        for word in _between(words, start, end)
    )
