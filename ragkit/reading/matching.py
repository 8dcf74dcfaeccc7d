"""What the reader is told of each word piece: whose it is, and whether the other side has its word.

A small model sees badly that a word of the question is nowhere in the passage, and by that a
question which the passage does not answer is told from one that it does ("oats" where it has
"wheat"). So the type of each piece says whether its word is met on the other side: the same word
by its stem, as search compares them, and no stop word. It is the "exact match" that DrQA's reader
had among its features (Chen et al. 2017), in the place that BERT has for telling two texts apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ragkit.text.terms import placed_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = ["TYPES", "piece_terms", "piece_types"]

#: How many types there are: 0 for the question and 1 for what is read, 2 and 3 where the word of
#: the piece is met on the other side.
TYPES = 4


def piece_terms(text: str, offsets: Iterable[Sequence[int]]) -> list[str]:
    """The search term that each piece is of, or begins with; "" for stop words and for marks.

    Args:
        text: what the pieces are of.
        offsets: of each piece, in order, its first character and the one behind its last.
    """
    places = placed_terms(text)
    start, end, term = next(places, (0, 0, ""))
    found = []
    for first, last in offsets:
        while term and end <= first:
            start, end, term = next(places, (0, 0, ""))
        # A piece may be more than its word: "1990s" is one, and 1990 is met.
        found.append(term if start < last else "")
    return found


def piece_types(asked: Sequence[str], told: Sequence[str]) -> NDArray[np.int64]:
    """The type of each piece, shape (pieces of the question + pieces behind it).

    Args:
        asked: the terms of the question's pieces, with "" for the special tokens around them.
        told: the terms of all pieces behind it, likewise.
    """
    ours, theirs = set(asked) - {""}, set(told) - {""}
    return np.array(
        [2 * (term in theirs) for term in asked] + [1 + 2 * (term in ours) for term in told],
        dtype=np.int64,
    )
