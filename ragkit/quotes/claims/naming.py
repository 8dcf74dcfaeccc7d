"""The names of a claim: each has to stand in the quotes or beside them, in the same role."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of, quantities
from ragkit.text.english import is_english
from ragkit.text.mentions import find_names
from ragkit.text.terms import STOP_WORDS, content_terms, terms
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.types import Check

__all__ = ["check_names"]

_ACRONYM = re.compile(r"\b(?:[A-Z]\.){2,6}|\b[A-Z]{2,6}\b")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_COMPASS = frozenset(terms("north south east west northern southern eastern western"))
_NUMBERED = re.compile(r"(?:\bNos?\.|\bnumbers?|#)\s*(\d+(?:[.,]\d+)+)", re.IGNORECASE)
_LABEL = re.compile(r"(?<![\w.,–-])(?:[^\W\d_]+-?\d+\w*|\d+)(?![\w.,–-]*\d)")


def check_names(
    claim: str, evidence: Sequence[Evidence], is_name: Callable[[str], bool]
) -> Iterator[Check]:
    """A check for each name and label, and for two names that have changed places."""
    figures = [quantity.span for quantity in quantities(claim)]
    foreign = not is_english(claim)
    context = _Context([e.context for e in evidence])
    for name in sorted({*find_names(claim), *_labels(claim)}):
        words = name.of(claim)
        if any(name.overlaps(figure) for figure in figures):
            continue
        # A lone capital at the start of a sentence may be any word's.
        lone = name.start == 0 and len(words.split()) == 1 and not _DIGIT.search(words)
        if lone and not is_name(words):
            continue
        # Nouns have a capital in German; of another language only what stands there is known.
        if foreign and not _DIGIT.search(words) and not context.has(words):
            continue
        if any(term not in STOP_WORDS for term in terms(words)):
            holds = context.has(words)
            where = "stands in the quotes or beside them"
            detail = f"{words!r} {where if holds else 'does not stand in the quotes'}"
            yield check_of("name", claim, name, holds=holds, detail=detail)
    yield from _exchanged(claim, evidence)


def _labels(claim: str) -> Iterator[Span]:
    """What has digits and is no quantity: "No. 113", "Halden-2"."""
    yield from (Span(*match.span()) for match in _LABEL.finditer(claim))
    yield from (Span(*match.span(1)) for match in _NUMBERED.finditer(claim))


class _Context:
    """The words of the quotes and beside them, whole and in their order."""

    def __init__(self, texts: Sequence[str]) -> None:
        words = [match[0] for text in texts for match in _WORD.finditer(text)]
        keys = [_key(word) for word in words]
        self._words = set(keys)
        self._lower = {key for key, word in zip(keys, words, strict=True) if word[0].islower()}
        self._parts = {part for key in keys for part in key.split("-")}
        self._pairs = set(pairwise(keys))
        self._first = keys[:1]
        self._names = {
            tuple(_key(m[0]) for m in _WORD.finditer(name.of(text)))
            for text in texts
            for name in find_names(text)
        }
        self._short = {_plain(word) for text in texts for word in _ACRONYM.findall(text)}
        self._initials = {initials for name in self._names for initials in _initials(name)}

    def has(self, name: str) -> bool:
        """Whether every word of a name is there, and two that follow each other do so here.

        A title may stand elsewhere: "Defence Minister Shin" is "Shin, the defence minister".
        """
        keys = [_key(match[0]) for match in _WORD.finditer(name)]
        if self._is_shortened(name, keys) or any(_within(keys, whole) for whole in self._names):
            return True
        if len(keys) == 1 and self._is_half(keys[0]):
            return False
        loose = self._lower | STOP_WORDS
        return all(self._stands(key) for key in keys if key not in STOP_WORDS) and all(
            pair in self._pairs or not loose.isdisjoint(pair) for pair in pairwise(keys)
        )

    def _is_half(self, key: str) -> bool:
        """Whether a word is always the second of a name: "Korea" of "North Korea"."""
        before = {one for one, other in self._pairs if other == key}
        return bool(before) and before <= _COMPASS and key not in self._first

    def _is_shortened(self, name: str, keys: Sequence[str]) -> bool:
        """Whether the initials stand for the name, on either side: "U.S.", "United States"."""
        if _ACRONYM.fullmatch(name) or _ACRONYM.fullmatch(f"{name}."):
            return _plain(name) in self._short | self._initials
        return not self._short.isdisjoint(_initials(keys))

    def _stands(self, key: str) -> bool:
        """Whether a word is there: "Jong" is not, where there is "Jong-un" alone."""
        return key in self._words or ("-" in key and self._parts.issuperset(key.split("-")))


def _within(keys: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether words are those of a name with some left out, its last one kept."""
    rest = iter(whole)
    return len(keys) > 1 and keys[-1] == whole[-1] and all(key in rest for key in keys)


def _plain(acronym: str) -> str:
    return acronym.replace(".", "").lower()


def _initials(keys: Sequence[str]) -> Iterator[str]:
    """The initials of a name of several words, with its small words and without them."""
    if len(keys) > 1:
        yield "".join(key[:1] for key in keys)
        yield "".join(key[:1] for key in keys if key not in STOP_WORDS)


def _key(word: str) -> str:
    """A word by its terms; their hyphens stay."""
    return "-".join(terms(word))


def _exchanged(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """Two names with the same words between them, the other way round in a quote.

    "Was replaced by" has other words between than "replaced": a passive is no exchange.
    """
    ours = dict(_joined(claim))
    for e in evidence:
        for (first, second), between in _joined(e.words):
            if ours.get((second, first)) != between or (first, second) in ours:
                continue
            detail = f"the quotes say it the other way round: {e.words.strip()!r}"
            yield check_of("name", claim, Span(0, len(claim)), holds=False, detail=detail)
            return


def _joined(text: str) -> Iterator[tuple[tuple[frozenset[str], frozenset[str]], tuple[str, ...]]]:
    """Names that follow each other, with all words between them, of which one tells something."""
    for one, other in pairwise(find_names(text)):
        words = text[one.end : other.start]
        if content_terms(words):
            names = tuple(frozenset(terms(name.of(text))) - STOP_WORDS for name in (one, other))
            yield (names[0], names[1]), tuple(terms(words))
