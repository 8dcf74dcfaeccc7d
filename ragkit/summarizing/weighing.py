"""How much a sentence tells of its document: where it stands, what it states, what it is like.

The weights were tuned (decision 14) on news, which says first what matters, and on minutes,
reports and stories, which do not. How far the place of a sentence counts depends on how
central the first ones are; words of a conclusion, figures, names and reasons count, and
whether a sentence is about what the title and the first sentences are about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from ragkit.summarizing.centrality import by_meaning, by_words
from ragkit.summarizing.coverage import sections_of
from ragkit.summarizing.cues import (
    is_conclusion,
    is_decision,
    is_outcome,
    is_personal,
    is_routine,
)
from ragkit.summarizing.focusing import focused
from ragkit.text.blocks import find_blocks
from ragkit.text.mentions import find_names
from ragkit.types import count_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ragkit.summarizing.material import Material

__all__ = ["weights"]

_PLACE = 3.0  # sentences after which the place counts half
# A text of more sentences than this cannot say all that matters first: what its sections say
# first counts this much beside what it says itself.
_LONG, _SECTION = 150, 0.7
# A shorter one that its author has numbered the sections of is of several things too.
_HEADED, _FEWEST_NUMBERED = 0.6, 3
_NUMBERED = re.compile(r"#*\s*(?:item\s+)?\d{1,2}(?:\.\d{1,2})*[.):]?\s+\w", re.IGNORECASE)
# Beside the place's 1; by the words only where there are not too many sentences for a graph.
_CENTRAL, _CENTRAL_BY_WORDS, _FEW = 0.03, 0.1, 1_000
# The first sentences of news are among the most central of it; those of a story are not, and
# their place counts by this power of the share of sentences that are less central.
_OPENING, _TRUST, _EQUAL = 3, 6, 1e-9
_ABOUT = 0.5  # the share of its weight that a sentence loses which is about something else
_FIRST = 2  # sentences that tell, with the title, what a document is about
_PLAIN = 0.5  # what is left of the weight of a sentence that states nothing in particular
_STATED, _NAMED = 2.5, 0.5  # figures that are enough, and what a name counts beside one
_REASONED = 3.0  # what the reason of a figure counts beside all that
_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|for want of|for lack of|as a result|caused by)\b",
    re.IGNORECASE,
)
# What the word of a decision counts, of a conclusion, of what comes of something.
_DECISION, _CONCLUSION, _OUTCOME = 1.0, 2.0, 1.5
_NOTHING = -0.8  # of a sentence that tells nothing at all
_MOST = 4.0  # what all but the conclusions may count
_SHORT, _FEWEST = 0.4, 5  # what is left of the weight of one of fewer words: it only fills
_PERSONAL = 0.9  # what is left of the weight of a sentence about one person


def weights(material: Material) -> NDArray[np.float64]:
    """A weight from 0 for each sentence, shape (sentences,)."""
    sentences = material.sentences
    texts = [sentence.text for sentence in sentences]
    meant = by_meaning(material.vectors)
    worded = by_words(texts) if len(texts) <= _FEW else meant
    trust = _trust(material, (meant / max(float(meant.max()), 1e-9) + worded) / 2)
    found = trust**_TRUST * _placed(material) + _CENTRAL * meant + _CENTRAL_BY_WORDS * worded**2
    telling = np.array([_telling(material, n) for n in range(len(sentences))])
    found *= _PLAIN + (1 - _PLAIN) * telling
    about = _ABOUT * trust
    found *= 1 - about + about * _topical(material)
    found *= np.array([_PERSONAL if is_personal(text) else 1.0 for text in texts])
    found *= np.array([_SHORT if count_words(text) < _FEWEST else 1.0 for text in texts])
    if material.focus is not None:
        found = focused(material, found)
    # A row of a table reads badly; where there is nothing else, it has to do.
    rows = np.array([sentence.is_row for sentence in sentences])
    return found if rows.all() else np.where(rows, 0.0, found)


def _trust(material: Material, central: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each sentence's document says first what matters, 0 to 1."""
    members: dict[str, list[int]] = {}
    for n, sentence in enumerate(material.sentences):
        members.setdefault(sentence.document.doc_id, []).append(n)
    found = np.ones(len(material.sentences))
    for own in members.values():
        if len(own) <= _LONG:
            prose = [n for n in own if not material.sentences[n].is_row]
            best = max((central[n] for n in prose[:_OPENING]), default=np.inf)
            above = np.count_nonzero(central[own] > best + _EQUAL)
            found[own] = 1 - above / max(len(own) - 1, 1)
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
                place = 0 if share == _HEADED and is_decision(sentence.text) else seen[section]
                found[n] = max(found[n], share / (1 + place / _PLACE))
                seen[section] += 1
    return found


def _is_numbered(text: str) -> bool:
    """Whether a text's sections have numbers, as those of minutes and reports do."""
    headings = (block.span.of(text) for block in find_blocks(text) if block.kind == "heading")
    return sum(bool(_NUMBERED.match(heading)) for heading in headings) >= _FEWEST_NUMBERED


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
    if is_routine(text):
        return _NOTHING
    stated = min(1.0, (counted + _NAMED * len(find_names(text))) / _STATED)
    reasoned = _REASONED if counted and _REASON.search(text) else 0.0
    decided = _DECISION if is_decision(text) else 0.0
    concluded = _CONCLUSION * is_conclusion(text) + _OUTCOME * is_outcome(text)
    return min(stated + reasoned + decided, _MOST) + concluded
