"""Which sentences are about a question or a topic."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from ragkit.summarizing.coverage import sections_of
from ragkit.text.terms import terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ragkit.summarizing.material import Material

__all__ = ["focused", "nearness"]

_FOCUSED = 0.8  # share of the weight that nearness to a focus has
# What nearness the words of a focus have, and those of a heading beside a sentence's own; less
# than this share of the nearest is about something else, and counts this much.
_SHARED, _HEADING = 0.5, 0.7
_ABOUT_IT, _ASIDE = 0.5, 0.1


def focused(material: Material, found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of what is about the focus; the rest comes in only where there is room."""
    near = nearness(material)
    telling = found / max(float(found.max(initial=0.0)), 1e-9)
    weighed: NDArray[np.float64] = (1 - _FOCUSED) * telling + _FOCUSED * near
    apart = near < _ABOUT_IT * max(float(near.max(initial=0.0)), 1e-9)
    return np.where(apart, _ASIDE * weighed, weighed)


def nearness(material: Material) -> NDArray[np.float64]:
    """How near each sentence is to the focus, 0 to 1: by meaning, and by the words of both.

    The words of its section's heading count as its own, a little less.
    """
    assert material.focus is not None
    likeness: NDArray[np.float64] = np.clip(material.vectors @ material.focus, 0, 1) * 1.0
    asked = material.focus_terms
    if not asked:
        return likeness
    own = [set(terms(sentence.text)) for sentence in material.sentences]
    spread = Counter(term for found in own for term in found if term in asked)
    rarity = {term: np.log(1 + len(own) / (1 + spread[term])) for term in asked}
    total = sum(rarity.values())
    heads = _headings_of(material)
    shared = np.array(
        [
            sum(
                rarity[term] * (1.0 if term in found else _HEADING * (term in head))
                for term in asked
            )
            / total
            for found, head in zip(own, heads, strict=True)
        ]
    )
    return (1 - _SHARED) * likeness + _SHARED * shared


def _headings_of(material: Material) -> list[frozenset[str]]:
    """For each sentence the terms of its section's heading."""
    parts: dict[str, tuple[list[int], list[frozenset[str]]]] = {}
    for document in material.documents:
        sections = list(sections_of(document.text))
        starts = [span.start for _, span in sections]
        parts[document.doc_id] = starts, [frozenset(terms(title)) for title, _ in sections]
    found = []
    for sentence in material.sentences:
        starts, titles = parts[sentence.document.doc_id]
        at = bisect_right(starts, sentence.span.start) - 1
        found.append(titles[at] if at >= 0 else frozenset())
    return found
