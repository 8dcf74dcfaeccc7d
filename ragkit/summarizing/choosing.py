"""Which sentences make a summary of a length: telling, not alike, and none that hangs in the air."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ragkit.quotes.figures.figure import figures_of
from ragkit.quotes.support import check_support
from ragkit.text.shortening import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ragkit.summarizing.material import Material

__all__ = ["Chosen", "choose"]

_CANDIDATES = 300
KEPT = 0.8
COVER, OWN, LENGTH, SHARP = 0.0, 1.0, 0.7, 3.0
# What points back at the sentence before it.
_HANGING = re.compile(
    r"[“\"‘'(\[]*(?:(?:But|And|So|Yet|Still|Then|Also|However|Meanwhile|Moreover|Instead|Nor|Or)\b,?\s+)?"
    r"(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Such|Both|Neither|Either|Another|Others?|There|Here"
    r"|One\s+of\s+them|The\s+(?:latter|former|same|other|others|rest))\b"
)
_LINKED = re.compile(
    r"[“\"‘'(\[]*(?:But|And|So|Yet|Still|Then|Also|However|Meanwhile|Moreover|Instead|Nor|Or|Because\s+of\s+(?:this|that)"
    r"|As\s+a\s+result|In\s+turn|For\s+example|For\s+instance|In\s+addition|By\s+contrast|Even\s+so|Neither)\b"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Sentence `n` of the material, in the words that a summary has for it."""

    n: int
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())


def forms(material: Material, n: int, *, after: bool) -> list[Chosen]:
    key = (n, after)
    cache = material.__dict__.setdefault("_forms", {})
    if key not in cache:
        cache[key] = _made(material, n, after=after)
    return cache[key]


def _made(material: Material, n: int, *, after: bool) -> list[Chosen]:
    """The forms of a sentence that may stand in a summary, as it is first.

    Args:
        material: where it is from.
        n: which sentence.
        after: whether the sentence before it stands in the summary.
    """
    sentence = material.sentences[n]
    found = []
    for text in (sentence.text, *shortened(sentence.text)):
        if not after and sentence.place and (_HANGING.match(text) or _LINKED.match(text)):
            continue
        if text != sentence.text and any(
            not check.holds for check in check_support(text, [(sentence.document.text, sentence.span)])
        ):
            continue
        found.append(Chosen(n, text))
    return found


def choose(
    material: Material, weights: NDArray[np.floating], *, words: int | None, sentences: int | None
) -> list[Chosen]:
    """Sentences of at most a number of words, or of sentences, in the order of the material.

    Each time what adds most for its length: the sentence's own weight, and how much better
    than by those taken so far all the others are represented by it, by their weights
    (facility location, after Lin and Bilmes 2011).
    """
    candidates = [int(n) for n in np.argsort(-weights, kind="stable")[:_CANDIDATES]]
    like = np.maximum(material.vectors[candidates] @ material.vectors.T, 0) ** SHARP
    shares = weights / weights.sum()
    taken: dict[int, Chosen] = {}
    covered = np.zeros(len(material.sentences))
    left = words if words is not None else 1 << 30
    while sentences is None or len(taken) < sentences:
        gain = np.maximum(like - covered, 0) @ shares
        own = weights[candidates] * (1 - covered[candidates])
        worth = {n: COVER * g + OWN * o for n, g, o in zip(candidates, gain, own, strict=True)}
        best: list[Chosen] = []
        most = 0.0
        for n in candidates:
            if n in taken:
                continue
            for group in _groups(material, n, taken):
                cost = sum(one.words for one in group)
                if cost > left or (sentences is not None and len(taken) + len(group) > sentences):
                    continue
                value = sum(worth.get(one.n, 0.0) * _whole(material, one) for one in group)
                if value / cost**LENGTH > most:
                    best, most = group, value / cost**LENGTH
        if not best:
            break
        for one in best:
            taken[one.n] = one
            left -= one.words
            row = np.maximum(material.vectors @ material.sentences[one.n].vector, 0) ** SHARP
            covered = np.maximum(covered, row)
    return _filled(material, [taken[n] for n in sorted(taken)], left)


def _filled(material: Material, chosen: list[Chosen], left: int) -> list[Chosen]:
    """The same sentences, in longer forms as far as there is room: the first ones first."""
    found: list[Chosen] = []
    for one in chosen:
        after = bool(found) and found[-1].n == one.n - 1
        longer = [f for f in forms(material, one.n, after=after) if 0 < f.words - one.words <= left]
        best = max(longer, key=lambda form: form.words, default=one)
        left -= best.words - one.words
        found.append(best)
    return found


def _whole(material: Material, one: Chosen) -> float:
    """How much of a sentence's weight a form keeps, by its figures."""
    full = material.sentences[one.n].text
    if one.text == full:
        return 1.0
    figures = len(material.figures(one.n))
    kept = len(figures_of(one.text, source="")) / figures if figures else one.words / len(full.split())
    return KEPT + (1 - KEPT) * kept


def _groups(material: Material, n: int, taken: dict[int, Chosen]):
    """A sentence's forms, each with the sentence before it where it hangs on that."""
    sentence = material.sentences[n]
    before = n - 1 if sentence.place else None
    for form in forms(material, n, after=before is not None and before in taken):
        yield [form]
    if before is not None and before not in taken:
        for form in forms(material, n, after=True)[:1]:
            if _HANGING.match(form.text) or _LINKED.match(form.text):
                for first in forms(material, before, after=False):
                    yield [first, form]
