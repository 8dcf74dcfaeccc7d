"""How much a sentence tells of its document: where it stands, what it states, what it is like.

The weights were tuned on `evals/summaries.yaml` (decision 14): place counts most, as it does
in all writing that says first what matters; then whether a sentence is about what the title
and the first sentences are about, for a text has asides; then figures, names and reasons. The
graph of similarities decides where a text is too long to say anything first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from ragkit.summarizing.coverage import sections_of
from ragkit.text.blocks import find_blocks
from ragkit.text.mentions import find_names
from ragkit.text.terms import terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ragkit.summarizing.material import Material

__all__ = ["centrality", "nearness", "weights"]

_PLACE = 3.0  # sentences after which the place counts half
# A text of more sentences than this cannot say all that matters first: what its sections say
# first counts this much beside what it says itself.
_LONG, _SECTION = 150, 0.7
# A shorter one that its author has numbered the sections of is of several things too.
_HEADED, _FEWEST_NUMBERED = 0.6, 3
_NUMBERED = re.compile(r"#*\s*(?:item\s+)?\d{1,2}(?:\.\d{1,2})*[.):]?\s+\w", re.IGNORECASE)
_CENTRAL = 0.03  # beside the place's 1
_ABOUT = 0.5  # the share of its weight that a sentence loses which is about something else
_FIRST = 2  # sentences that tell, with the title, what a document is about
_PLAIN = 0.5  # what is left of the weight of a sentence that states nothing in particular
_FOCUSED = 0.8  # share of the weight that likeness to a focus has, where there is one
# What nearness the words of a focus have, and those of a heading beside a sentence's own; less
# than this share of the nearest is about something else, and counts this much.
_SHARED, _HEADING = 0.5, 0.7
_ABOUT_IT, _ASIDE = 0.5, 0.1
_STATED, _NAMED = 2.5, 0.5  # figures that are enough, and what a name counts beside one
_REASONED = 3.0  # what the reason of a figure counts beside all that
_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|for want of|for lack of|as a result|caused by)\b",
    re.IGNORECASE,
)
_ROUTINE = re.compile(
    r"The\s+(?:meeting|session|hearing|sitting)\s+(?:was\s+)?"
    r"(?:opened|open|closed|began|started|ended|adjourned|called\s+to\s+order)\b"
)
_DECISION = 1.0  # what the word of a decision counts
_DECIDED = re.compile(
    r"\b(?:resolved|decided|agreed|approved|adopted|rejected|ruled|voted|recommend(?:s|ed)?|concluded"
    r"|concludes|found that|deferred)\b",
    re.IGNORECASE,
)
# LexRank (Erkan and Radev 2004), with similarities above this as its edges.
_EDGE, _DAMPING, _STEPS = 0.2, 0.85, 30
_SMALL = 3_000  # sentences of which the whole graph is held
_BLOCK = 2_000  # rows of it that are held at a time, of more


def weights(material: Material) -> NDArray[np.float64]:
    """A weight from 0 for each sentence, shape (sentences,)."""
    sentences = material.sentences
    telling = np.array([_telling(material, n) for n in range(len(sentences))])
    found = _placed(material) + _CENTRAL * centrality(material.vectors)
    found *= _PLAIN + (1 - _PLAIN) * telling
    found *= 1 - _ABOUT + _ABOUT * _topical(material)
    if material.focus is not None:
        found = focused(material, found)
    # A row of a table reads badly; where there is nothing else, it has to do.
    rows = np.array([sentence.is_row for sentence in sentences])
    return found if rows.all() else np.where(rows, 0.0, found)


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


def _placed(material: Material) -> NDArray[np.float64]:
    """What the place of each sentence counts, 0 to 1."""
    found = np.array([1 / (1 + sentence.place / _PLACE) for sentence in material.sentences])
    counted = Counter(sentence.document.doc_id for sentence in material.sentences)
    for document in material.documents:
        share = _SECTION if counted[document.doc_id] > _LONG else _HEADED
        if share == _HEADED and not _is_numbered(document.text):
            continue
        starts = [span.start for _, span in sections_of(document.text)]
        seen: Counter[int] = Counter()
        for n, sentence in enumerate(material.sentences):
            if sentence.document.doc_id == document.doc_id:
                section = bisect_right(starts, sentence.span.start)
                # What a section of minutes comes to stands at its end.
                place = 0 if share == _HEADED and _DECIDED.search(sentence.text) else seen[section]
                found[n] = max(found[n], share / (1 + place / _PLACE))
                seen[section] += 1
    return found


def _is_numbered(text: str) -> bool:
    """Whether a text's sections have numbers, as those of minutes and reports do."""
    headings = (block.span.of(text) for block in find_blocks(text) if block.kind == "heading")
    return sum(bool(_NUMBERED.match(heading)) for heading in headings) >= _FEWEST_NUMBERED


def centrality(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """How central each sentence is in the graph of their similarities; the most central has 1.

    Args:
        vectors: shape (sentences, dimension), rows of length 1.

    Returns:
        Shape (sentences,): LexRank; of more than some thousands the degree in the same
        graph, which needs it once and in parts.
    """
    n = len(vectors)
    if n < 3:
        return np.ones(n)
    if n > _SMALL:
        parts = (vectors[start : start + _BLOCK] for start in range(0, n, _BLOCK))
        degree = np.concatenate([_edges(part, vectors).sum(axis=1) for part in parts])
        return degree.astype(np.float64) / max(float(degree.max()), 1e-9)
    edges = _edges(vectors, vectors).astype(np.float64)
    np.fill_diagonal(edges, 0)
    out = edges.sum(axis=1, keepdims=True)
    walk = np.divide(edges, out, out=np.full_like(edges, 1 / n), where=out > 0)
    rank = np.full(n, 1 / n)
    for _ in range(_STEPS):
        rank = (1 - _DAMPING) / n + _DAMPING * (rank @ walk)
    scaled: NDArray[np.float64] = rank / rank.max()
    return scaled


def _edges(some: NDArray[np.float32], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    similar = some @ vectors.T
    return np.where(similar > _EDGE, similar, np.float32(0))


def _topical(material: Material) -> NDArray[np.float64]:
    """How like each sentence is to its document's title and first sentences, 0 to 1."""
    opening: dict[str, list[NDArray[np.float32]]] = {}
    for sentence in material.sentences:
        doc_id = sentence.document.doc_id
        if sentence.place < _FIRST:
            opening.setdefault(doc_id, []).append(sentence.vector)
    for doc_id, title in material.titles.items():
        opening.setdefault(doc_id, []).append(title)
    topics = {doc_id: _direction(np.mean(found, axis=0)) for doc_id, found in opening.items()}
    alike = [float(one.vector @ topics[one.document.doc_id]) for one in material.sentences]
    clipped: NDArray[np.float64] = np.clip(np.array(alike), 0, 1)
    return clipped


def _direction(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _telling(material: Material, n: int) -> float:
    """Whether it gives figures of something, names, or the reason of a figure."""
    text = material.sentences[n].text
    counted = len(material.figures(n))
    if _ROUTINE.match(text):
        return 0.0
    stated = min(1.0, (counted + _NAMED * len(find_names(text))) / _STATED)
    decided = _DECISION if _DECIDED.search(text) else 0.0
    return stated + decided + (_REASONED if counted and _REASON.search(text) else 0.0)
