"""Words of a claim that its quotes have nothing for: neither them nor any like them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of, clauses, quantities
from ragkit.quotes.claims.reading import alike, is_told, read
from ragkit.quotes.claims.scopes import denials
from ragkit.quotes.figures.pairing import moments_of
from ragkit.text.english import is_english
from ragkit.text.light import is_light
from ragkit.text.mentions import find_names
from ragkit.text.number_words import ORDINALS, SMALL
from ragkit.text.opposites import clash, is_turned, on_one_side
from ragkit.text.polarity import find_directions, find_markers
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.quotes.claims.reading import Word
    from ragkit.types import Check

__all__ = ["check_novelty"]

# A word with such a beginning denies or repeats the rest of it.
_PREFIX = re.compile(r"\A(?:un|in|im|ir|il|dis|non-?|re-?)(?=\w{4})")
_SUFFIX = re.compile(r"(?<=\w{3})wards?\Z")
_PARTICLES = frozenset("up out off over on in down back away through".split())
_SHORTEST = 3


def check_novelty(
    claim: str, evidence: Sequence[Evidence], is_name: Callable[[str], bool]
) -> Iterator[Check]:
    """A check for each word that brings something in that is not in the quotes or beside them."""
    evidence = [e for e in evidence if is_english(e.context)]
    if not evidence:
        return
    beside = [word for e in evidence for word in read(e.context)]
    held = [*(word for word in beside if word.tells), *_phrases(beside)]
    terms = {word.root for word in held}
    stems = terms | {word.text for word in beside}
    elsewhere = _elsewhere(claim, is_name)
    words = read(claim)
    for part in clauses(claim, Span(0, len(claim))):
        inside = [n for n, word in enumerate(words) if part.contains(word.span) and word.tells]
        new = [n for n in inside if not _is_known(words[n], held, terms, stems)]
        told = [n for n in new if is_told(words, n)]
        # Another verb for what is told of the same is what paraphrases are made of.
        excused = told if len(inside) > len(new) else []
        for n in new:
            word = words[n]
            if n in excused or any(span.overlaps(word.span) for span in elsewhere):
                continue
            detail = f"nothing in the quotes says {word.span.of(claim)!r}"
            yield check_of("wording", claim, word.span, holds=False, detail=detail)


def _is_known(word: Word, held: Sequence[Word], roots: set[str], stems: set[str]) -> bool:
    """Whether the quotes have a word, or it says nothing that they would have to have."""
    if word.is_number or word.root in roots or is_light(word.text):
        return True
    if len(word.text) < _SHORTEST or word.text in SMALL or word.text in ORDINALS:
        return True
    return any(_stands_for(word, one) for one in held) or _is_made_of(word, stems)


def _phrases(words: Sequence[Word]) -> Iterator[Word]:
    """Verbs of two words: "took over"."""
    for n, word in enumerate(words):
        for particle in words[n + 1 : n + 3]:
            if word.tells and particle.text in _PARTICLES:
                yield replace(word, text=f"{word.text}_{particle.text}", root="")


def _elsewhere(claim: str, is_name: Callable[[str], bool]) -> list[Span]:
    """What other checks look at: figures, times, names, directions, denials and bounds."""
    names = []
    for name in find_names(claim):
        first = claim[name.start : name.end].split(maxsplit=1)[0]
        if name.start == 0 and not is_name(first) and name.end == len(first):
            continue
        names.append(name)
    pointers = (span for span, _ in find_directions(claim))
    # A prefix that denies leaves the rest of its word to be looked at here.
    denied = (d.span for d in denials(claim) if not d.prefixed)
    bounds = (marker.span for marker in find_markers(claim) if marker.kind == "bound")
    return [
        *pointers,
        *denied,
        *bounds,
        *(q.span for q in quantities(claim)),
        *moments_of(claim),
        *names,
    ]


def _stands_for(word: Word, other: Word) -> bool:
    """Whether a word says what another does, or the same from the other side: "borrowed"."""
    if alike(word, other) or on_one_side(word.text, other.text):
        return True
    return is_turned(word.text, other.text) and bool(clash(word.text, [other.text]))


def _is_made_of(word: Word, terms: set[str]) -> bool:
    """Whether a word is one of the quotes' with a prefix, or a compound of theirs."""
    parts = word.text.split("-")
    if len(parts) > 1:
        return all(read(part)[0].root in terms or is_light(part) for part in parts if read(part))
    bare = _PREFIX.sub("", _SUFFIX.sub("", word.text))
    return bare != word.text and bool(read(bare)) and read(bare)[0].root in terms
