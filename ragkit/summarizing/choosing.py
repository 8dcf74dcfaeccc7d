"""Which sentences make a summary of a length: telling, unlike each other, none left hanging."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ragkit.quotes.figures.figure import figures_of
from ragkit.quotes.support import check_support
from ragkit.summarizing.repeats import is_said
from ragkit.text.mentions import find_names
from ragkit.text.shortening import shortened
from ragkit.types import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ragkit.summarizing.material import Material

__all__ = ["Chosen", "choose", "hangs"]

# Sentences that are looked at, the weightiest first.
_CANDIDATES = 300
# The weight of a sentence counts for this power of its words: the shorter tells more of them.
_LENGTH = 0.2
# How alike two sentences are counts by this power: a similarity of 0.6 is no repetition.
_ALIKE = 3.0
# With this share of the words to spare, a sentence has to be worth this much of the mean of
# those that are taken: what merely fits is left out.
_SPARE, _WORTH = 0.1, 0.5
# A shorter form keeps this share of its sentence's weight at least.
_KEPT = 0.4
_OPENING = r"[“\"‘'(\[]*(?:(?:But|And|So|Yet|Still|Then|Also|However|Meanwhile|Moreover)\b,?\s+)?"
# What needs the sentence before it to be understood.
_HANGING = re.compile(
    rf"{_OPENING}(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Such|Both|Neither|Either"
    r"|Another|Others?|There|Here|One\s+of\s+them|The\s+(?:latter|former|same|others?|rest))\b"
    r"|[“\"‘'(\[]*(?:But|And|So|Yet|Still|Then|Also|However|Meanwhile|Moreover|Instead|Nor|Or"
    r"|Because\s+of\s+(?:this|that)|As\s+a\s+result|In\s+turn|For\s+(?:example|instance)"
    r"|In\s+addition|By\s+contrast|Even\s+so)\b"
    # "Without that charge", "Of these, 31", "Two of them", "All three points", "The third came".
    r"|[“\"‘'(\[]*(?:After|Before|By|Despite|During|For|From|In|Of|On|Since|Until|With|Without|Because"
    r"\s+of|At)\s+(?:this|that|these|those|it|them|then|both|either|each)\b"
    r"|\w+\s+of\s+(?:them|these|those)\b|(?:All|The|These|Those)\s+(?:two|three|four|five)\b"
    r"|The\s+(?:second|third|fourth|fifth)\s+(?:is|was|has|had|came|will|of)\b"
)
_PERSON = re.compile(rf"{_OPENING}(?:He|She|His|Her)\b")
# "It ran at 70 percent as a result": of what?
_RESULT = re.compile(
    r"\b(?:as\s+a\s+result(?!\s+of)|(?:from|by|in)\s+the\s+same\s+\w+)[.,;]?", re.IGNORECASE
)
# "In April he had put the total at about 6,700": nobody in the sentence is he.
_PRONOUN = re.compile(r"\b(?:he|she)\b")
_LINKED = 2  # words of a link ("But", "In addition,") that a form may leave out
_IDENTICAL = 0.98  # cosine of two sentences that an embedder does not tell apart
_SAME = 0.7  # cosine of two sentences that may say the same


@dataclass(frozen=True, slots=True)
class Chosen:
    """Sentence `n` of the material, in the words that a summary has for it."""

    n: int
    text: str

    @property
    def words(self) -> int:
        """How many they are."""
        return count_words(self.text)


def choose(
    material: Material, weights: NDArray[np.floating], *, words: int | None, sentences: int | None
) -> list[Chosen]:
    """Sentences of at most a number of words, or of sentences, in the order of the material.

    Each time the one is taken that tells most for its length and is least like those that
    are taken (maximal marginal relevance). A sentence that points back comes with the one
    before it, or not at all. What room is left goes to longer forms of the same sentences.
    """
    forms = _Forms(material)
    candidates = [int(n) for n in np.argsort(-weights, kind="stable")[:_CANDIDATES]]
    taken: dict[int, Chosen] = {}
    out: set[int] = set()  # what is taken, and what would only say it again
    alike = np.zeros(len(material.sentences))
    left = words if words is not None else 1 << 30
    spare = _SPARE * words if words is not None else 0
    worth: list[float] = []
    while sentences is None or len(taken) < sentences:
        gain = weights * (1 - alike)
        best: list[Chosen] = []
        most = 0.0
        for group in (g for n in candidates if n not in out for g in forms.groups(n, taken)):
            if any(one.n in out for one in group):
                continue
            cost = sum(one.words for one in group)
            if cost > left or (sentences is not None and len(taken) + len(group) > sentences):
                continue
            value = sum(gain[one.n] * forms.kept(one) for one in group) / cost**_LENGTH
            if value > most:
                best, most = group, value
        enough = left <= spare or material.focus is not None
        if not best or (enough and worth and most < _WORTH * np.mean(worth)):
            break
        worth.append(most)
        for one in best:
            taken[one.n] = one
            left -= one.words
            similar = _similar(material, one.n)
            alike = np.maximum(alike, similar**_ALIKE)
            out.add(one.n)
            out.update(_repeats(material, one.n, similar))
    return _filled(forms, [taken[n] for n in sorted(taken)], left)


def _similar(material: Material, n: int) -> NDArray[np.floating]:
    """How alike each sentence is to one, 0 to 1.

    An embedder that does not know a script has one vector for all that is written in it:
    where vectors are the same, words decide.
    """
    own = material.sentences[n]
    similar: NDArray[np.floating] = np.clip(material.vectors @ own.vector, 0, 1)
    words = set(own.text.casefold().split())
    for other in map(int, np.flatnonzero(similar > _IDENTICAL)):
        theirs = set(material.sentences[other].text.casefold().split())
        similar[other] = len(words & theirs) / len(words | theirs)
    return similar


def _repeats(material: Material, n: int, similar: NDArray[np.floating]) -> Iterator[int]:
    """Sentences of other documents that say nothing beside what a sentence says."""
    own = material.sentences[n]
    for other in map(int, np.flatnonzero(similar >= _SAME)):
        sentence = material.sentences[other]
        if sentence.document.doc_id == own.document.doc_id:
            continue
        if is_said(sentence.text, own):
            yield other


def _filled(forms: _Forms, chosen: list[Chosen], left: int) -> list[Chosen]:
    """The same sentences, the first ones in longer forms as far as there is room."""
    found: list[Chosen] = []
    for one in chosen:
        after = bool(found) and found[-1].n == one.n - 1 and forms.follows(one.n)
        longer = [f for f in forms.of(one.n, after=after) if 0 < f.words - one.words <= left]
        best = max(longer, key=lambda form: form.words, default=one)
        left -= best.words - one.words
        found.append(best)
    return found


class _Forms:
    """The forms in which each sentence may stand in a summary."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._known: dict[int, list[Chosen]] = {}

    def of(self, n: int, *, after: bool) -> list[Chosen]:
        """The forms of a sentence, as it is first.

        Args:
            n: which sentence.
            after: whether the sentence that it follows stands in the summary.
        """
        if n not in self._known:
            self._known[n] = list(self._made(n))
        return [one for one in self._known[n] if not hangs(one.text) or (after and self._led(n))]

    def follows(self, n: int) -> bool:
        """Whether the sentence before it in the material is the one before it in the text."""
        return self._material.sentences[n].follows

    def _led(self, n: int) -> bool:
        """Whether the sentence before it tells whom it speaks of, where it is of a person."""
        sentences = self._material.sentences
        return not _PERSON.match(sentences[n].text) or bool(find_names(sentences[n - 1].text))

    def groups(self, n: int, taken: dict[int, Chosen]) -> Iterator[list[Chosen]]:
        """A sentence's forms, each with the sentence before it where it hangs on that."""
        before = n - 1 if self.follows(n) else None
        for form in self.of(n, after=before in taken):
            yield [form]
        if before is None or before in taken:
            return
        whole = next(iter(self.of(n, after=True)), None)
        if whole and hangs(whole.text):
            for first in self.of(before, after=False):
                yield [first, whole]

    def kept(self, one: Chosen) -> float:
        """The share of a sentence's weight that a form keeps, by its words and its figures."""
        full = self._material.sentences[one.n].text
        if one.text == full:
            return 1.0
        share = one.words / count_words(full)
        if figures := len(self._material.figures(one.n)):
            share = (share + len(figures_of(one.text, source="")) / figures) / 2
        return _KEPT + (1 - _KEPT) * share

    def _made(self, n: int) -> Iterator[Chosen]:
        sentence = self._material.sentences[n]
        yield Chosen(n, sentence.text)
        quote = [(sentence.document.text, sentence.span)]
        for text in shortened(sentence.text):
            if _is_left_hanging(text, sentence.text):
                continue
            if all(check.holds for check in check_support(text, quote)):
                yield Chosen(n, text)


def hangs(text: str) -> bool:
    """Whether a sentence needs the one before it to be understood."""
    if _HANGING.match(text) or _RESULT.search(text):
        return True
    if not (pronoun := _PRONOUN.search(text)):
        return False
    return not find_names(text[: pronoun.start()])


def _is_left_hanging(form: str, sentence: str) -> bool:
    """Whether a form points back at what it leaves out: "A; it B" is no "It B"."""
    if not hangs(form):
        return False
    dropped = count_words(sentence) - count_words(form)
    linked = sentence.endswith(form[1:]) and dropped <= _LINKED
    return not linked or not hangs(sentence)
