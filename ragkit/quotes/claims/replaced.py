"""A word of the quotes that another one of theirs stands for: the wrong router, the other light.

Where a claim repeats a sentence of its quotes almost word for word, the one word that it does
not repeat says what differs. A word that is new altogether is `novelty.py`'s.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.quotes.claims.evidence import check_of
from ragkit.quotes.claims.reading import alike, read
from ragkit.quotes.claims.scopes import elided
from ragkit.text.light import is_light
from ragkit.text.thesaurus import is_verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.claims.evidence import Evidence
    from ragkit.quotes.claims.reading import Word
    from ragkit.types import Check

__all__ = ["check_replaced"]

_CLAUSE = re.compile(r"[,;:.!?][\"”’')]*\s+(?:(?:and|but|while|whereas)\s+)?")
_SENTENCE = re.compile(r"[.!?][\"”’')]*\s+|;\s+")
_MOST = 2  # words that may be replaced
_COPIED = 0.6  # of a claim's clause that has to stand in the quotes' clause, in its order
_FEWEST = 2  # words that do


def check_replaced(claim: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """A check for the first word that stands in another's place."""
    for border in (_CLAUSE, _SENTENCE):
        parts = [part for e in evidence for part in _parted(e.words, border)]
        for own in _parted(claim, border):
            if found := _stands_in(claim, own, parts, evidence):
                yield found
                return


def _stands_in(
    claim: str,
    own: tuple[Word, ...],
    parts: Sequence[tuple[Word, ...]],
    evidence: Sequence[Evidence],
) -> Check | None:
    """The word of a clause that stands in the place of one of the nearest of the quotes' parts."""
    said = frozenset(word.root for word in read(claim) if word.tells)
    near = max(parts, key=lambda part: _common(own, part), default=())
    # A clause without its verb says of its nouns what another does: "and so do the others".
    borrowed = frozenset(root for e in evidence for root in elided(e.words))
    beside = frozenset(w.root for part in parts if part is not near for w in part) - borrowed
    beside -= {word.root for word in near}
    for ours, theirs in _replacements(own, near):
        old = [word for word in theirs if _kind(word) == _kind(ours[0])]
        if not old or any(_kind(word) != _kind(ours[0]) for word in ours):
            continue
        if any(word.root in said for word in old):
            continue
        if any(w.root not in beside and not _qualifies(claim, w, near) for w in ours):
            continue
        if any(is_light(w.text) or alike(w, other) for w in ours for other in old):
            continue
        there, here = " ".join(word.text for word in old), ours[0].span
        detail = f"the quotes say {there!r} where the claim says {here.of(claim)!r}"
        return check_of("wording", claim, here, holds=False, detail=detail)
    return None


def _qualifies(claim: str, word: Word, near: Sequence[Word]) -> bool:
    """Whether a name stands right before a word of the quotes' part: "the Kazakh minister"."""
    behind = next((w for w in read(claim) if w.span.start >= word.span.end), None)
    if not word.capital or behind is None or behind.capital or not behind.tells:
        return False
    return any(behind.root == other.root for other in near)


def _kind(word: Word) -> tuple[bool, bool, bool]:
    """Whether a word is a number, a name, a verb, or none of these."""
    return word.is_number, word.capital, not word.capital and is_verb(word.text)


@lru_cache(maxsize=4096)
def _parted(text: str, border: re.Pattern[str]) -> tuple[tuple[Word, ...], ...]:
    """The words that tell something, by sentence or clause."""
    words = [word for word in read(text) if word.tells]
    ends = [*(m.start() for m in border.finditer(text)), len(text)]
    start, found = 0, []
    for end in ends:
        found.append(tuple(word for word in words if start <= word.span.start < end))
        start = end
    return tuple(part for part in found if part)


def _common(part: tuple[Word, ...], sentence: tuple[Word, ...]) -> int:
    return sum(block.size for block in _matcher(part, sentence).get_matching_blocks())


def _matcher(part: tuple[Word, ...], sentence: tuple[Word, ...]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [w.root for w in sentence], [w.root for w in part], autojunk=False)


def _replacements(
    part: tuple[Word, ...], sentence: tuple[Word, ...]
) -> Iterator[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """Words of a clause with those of the sentence in whose place they stand."""
    copied = _common(part, sentence)
    if copied < _FEWEST or copied < _COPIED * len(part):
        return
    for kind, i, j, k, m in _matcher(part, sentence).get_opcodes():
        alone = i == 0 and k == 0 and part[k].is_number  # "Since 2014", "In 2020"
        if kind == "replace" and m - k <= _MOST and j - i <= _MOST and not alone:
            yield part[k:m], sentence[i:j]
