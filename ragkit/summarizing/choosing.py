"""Which sentences make a summary of a length: telling, unlike each other, none left hanging."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ragkit.quotes.figures.figure import figures_of
from ragkit.quotes.support import check_support
from ragkit.text.shortening import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ragkit.summarizing.material import Material

__all__ = ["Chosen", "choose"]

# Sentences that are looked at, the weightiest first.
_CANDIDATES = 300
# The weight of a sentence counts for this power of its words: the shorter tells more of them.
_LENGTH = 0.7
# How alike two sentences are counts by this power: a similarity of 0.6 is no repetition.
_ALIKE = 3.0
# A shorter form without a figure keeps this share of its sentence's weight.
_KEPT = 0.8
_OPENING = r"[“\"‘'(\[]*(?:(?:But|And|So|Yet|Still|Then|Also|However|Meanwhile|Moreover)\b,?\s+)?"
# What needs the sentence before it to be understood.
_HANGING = re.compile(
    rf"{_OPENING}(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Such|Both|Neither|Either"
    r"|Another|Others?|There|Here|One\s+of\s+them|The\s+(?:latter|former|same|others?|rest))\b"
    r"|[“\"‘'(\[]*(?:But|And|So|Yet|Still|Then|Also|However|Meanwhile|Moreover|Instead|Nor|Or"
    r"|Because\s+of\s+(?:this|that)|As\s+a\s+result|In\s+turn|For\s+(?:example|instance)"
    r"|In\s+addition|By\s+contrast|Even\s+so)\b"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Sentence `n` of the material, in the words that a summary has for it."""

    n: int
    text: str

    @property
    def words(self) -> int:
        """How many they are."""
        return len(self.text.split())


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
    alike = np.zeros(len(material.sentences))
    left = words if words is not None else 1 << 30
    while sentences is None or len(taken) < sentences:
        gain = weights * (1 - alike)
        best: list[Chosen] = []
        most = 0.0
        for group in (g for n in candidates if n not in taken for g in forms.groups(n, taken)):
            cost = sum(one.words for one in group)
            if cost > left or (sentences is not None and len(taken) + len(group) > sentences):
                continue
            value = sum(gain[one.n] * forms.kept(one) for one in group) / cost**_LENGTH
            if value > most:
                best, most = group, value
        if not best:
            break
        for one in best:
            taken[one.n] = one
            left -= one.words
            similar = np.maximum(material.vectors @ material.sentences[one.n].vector, 0)
            alike = np.maximum(alike, similar**_ALIKE)
    return _filled(forms, [taken[n] for n in sorted(taken)], left)


def _filled(forms: _Forms, chosen: list[Chosen], left: int) -> list[Chosen]:
    """The same sentences, the first ones in longer forms as far as there is room."""
    found: list[Chosen] = []
    for one in chosen:
        after = bool(found) and found[-1].n == one.n - 1
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
            after: whether the sentence before it stands in the summary.
        """
        if n not in self._known:
            self._known[n] = list(self._made(n))
        first = not self._material.sentences[n].place
        return [one for one in self._known[n] if after or first or not _HANGING.match(one.text)]

    def groups(self, n: int, taken: dict[int, Chosen]) -> Iterator[list[Chosen]]:
        """A sentence's forms, each with the sentence before it where it hangs on that."""
        before = n - 1 if self._material.sentences[n].place else None
        for form in self.of(n, after=before in taken):
            yield [form]
        if before is None or before in taken:
            return
        whole = self.of(n, after=True)[0]
        if _HANGING.match(whole.text):
            for first in self.of(before, after=False):
                yield [first, whole]

    def kept(self, one: Chosen) -> float:
        """The share of a sentence's weight that a form keeps, by its figures."""
        full = self._material.sentences[one.n].text
        if one.text == full:
            return 1.0
        figures = len(self._material.figures(one.n))
        if figures:
            share = len(figures_of(one.text, source="")) / figures
        else:
            share = one.words / len(full.split())
        return _KEPT + (1 - _KEPT) * share

    def _made(self, n: int) -> Iterator[Chosen]:
        sentence = self._material.sentences[n]
        yield Chosen(n, sentence.text)
        quote = [(sentence.document.text, sentence.span)]
        for text in shortened(sentence.text):
            if all(check.holds for check in check_support(text, quote)):
                yield Chosen(n, text)
