"""The real text that is nearest to words which stand nowhere: altered, spliced or made up.

The rarest words of the quote vote for where it may come from; runs of equal tokens grow
from there. The verdict is for a person to act on: nothing here makes a quote verified.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from ragkit.quotes.records import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ragkit.quotes.library import Run, Searched
    from ragkit.quotes.tokens import Tokens

__all__ = ["Near", "Piece", "nearest", "pieces", "spliced_from"]

# So many of the quote's rarest tokens are looked up, at so many places each, over all
# documents: enough to find a passage that shares a few words, at a bounded cost.
_RAREST = 10
_PLACES = 60
# The passages with the longest runs are compared word by word.
_COMPARED = 3
# Longer quotes are compared up to here, and those that say one word again and again up to
# fewer: the time goes with the pairs of equal tokens, and with the runs of them.
_LONGEST = 600  # tokens
_MOST_PAIRS = 20_000
# A quote is said to be spliced from at most so many pieces of at least so many words.
_MOST_PIECES = 4
_SHORTEST_PIECE = 2
_NEAR = 5  # tokens left out between two pieces: rather altered than spliced
_SENTENCE_ENDS = frozenset(".!?。！？")


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens `asked` of the quote that stand as tokens `run` of a document."""

    searched: Searched
    asked: Run
    run: Run

    @property
    def shift(self) -> int:
        """How many tokens farther on it stands in the document than in the quote."""
        return self.run[0] - self.asked[0]


@dataclass(frozen=True, slots=True)
class Near:
    """The passage nearest to a quote.

    Attributes:
        searched: its document.
        run: its tokens.
        likeness: share of tokens, the longer side's, that agree in order; 0 to 1.
        diff: the changes from the quote to it.
    """

    searched: Searched
    run: Run
    likeness: float
    diff: tuple[Change, ...]


def pieces(asked: Tokens, library: Iterable[Searched]) -> list[Piece]:
    """Runs of equal tokens around the quote's rarest words, longest first."""
    found: dict[tuple[int, int, int], Piece] = {}
    for number, searched in enumerate(library):
        for index, at in _anchors(asked, searched):
            piece = _grow(asked, searched, index, at)
            found[number, piece.run[0], piece.asked[0]] = piece
    return sorted(found.values(), key=lambda p: p.asked[0] - p.asked[1])


def _anchors(asked: Tokens, searched: Searched) -> Iterator[tuple[int, int]]:
    known = [
        (len(searched.postings[key]), index)
        for index, key in enumerate(asked.keys[:_LONGEST])
        if asked.kinds[index] in "nwu" and key in searched.postings
    ]
    for _, index in sorted(known)[:_RAREST]:
        for at in searched.postings[asked.keys[index]][:_PLACES]:
            if searched.tokens.keys[at] == asked.keys[index]:
                yield index, at


def _grow(asked: Tokens, searched: Searched, index: int, at: int) -> Piece:
    keys, real = asked.keys, searched.tokens.keys
    back = 0
    while back < min(index, at) and keys[index - back - 1] == real[at - back - 1]:
        back += 1
    ahead = 1
    longest = min(len(keys) - index, len(real) - at)
    while ahead < longest and keys[index + ahead] == real[at + ahead]:
        ahead += 1
    return Piece(searched, (index - back, index + ahead), (at - back, at + ahead))


def nearest(asked: Tokens, found: Sequence[Piece]) -> Near | None:
    """The passage that agrees best with the quote, None where no word of it stands anywhere."""
    best: Near | None = None
    tried: list[Piece] = []
    for piece in found:
        if len(tried) == _COMPARED:
            break
        if any(
            piece.searched is other.searched and abs(piece.shift - other.shift) <= len(asked)
            for other in tried
        ):
            continue
        tried.append(piece)
        for slack in (0, 3 + len(asked) // 4):
            near = _compare(asked, piece, slack)
            if best is None or near.likeness > best.likeness:
                best = near
    return best


def _compare(asked: Tokens, piece: Piece, slack: int) -> Near:
    tokens = piece.searched.tokens
    low = max(0, piece.shift - slack)
    high = min(len(tokens), max(piece.shift + min(len(asked), _LONGEST) + slack, piece.run[1]))
    window = tokens.keys[low : min(high, low + 2 * _LONGEST)]
    keys = _bounded(asked.keys[:_LONGEST], window)
    matcher = SequenceMatcher(None, keys, window, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return Near(piece.searched, piece.run, 0.0, ())
    first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
    # Words changed at the quote's ends stand opposite as many of the source's.
    run = (
        _extended(tokens, low + first, -blocks[0].a),
        _extended(tokens, low + last, len(keys) - blocks[-1].a - blocks[-1].size),
    )
    likeness = sum(block.size for block in blocks) / max(len(asked), run[1] - run[0])
    return Near(piece.searched, run, likeness, _diff(asked, len(keys), tokens, run, matcher))


def _bounded(keys: list[str], window: list[str]) -> list[str]:
    """The first of the quote's tokens, so many that they can be compared with a window's."""
    known = Counter(window)
    while sum(known[key] for key in keys) > _MOST_PAIRS:
        keys = keys[: len(keys) // 2]
    return keys


def _extended(tokens: Tokens, index: int, steps: int) -> int:
    """Token `index` moved by `steps`, up to the end of its sentence."""
    step = 1 if steps > 0 else -1
    for _ in range(abs(steps)):
        inner = index if step > 0 else index - 1
        if not 0 <= inner < len(tokens) or tokens.keys[inner] in _SENTENCE_ENDS:
            break
        index += step
    return index


def _diff(
    asked: Tokens, size: int, tokens: Tokens, run: Run, matcher: SequenceMatcher[str]
) -> tuple[Change, ...]:
    matcher.set_seqs(asked.keys[:size], tokens.keys[run[0] : run[1]])
    changes: list[Change] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        before = asked.span(a, b).of(asked.text) if a < b else ""
        after = tokens.span(run[0] + c, run[0] + d).of(tokens.text) if c < d else ""
        changes.append(Change(kind=kind, asked=before, found=after))
    if len(asked) > size:
        rest = asked.span(size, len(asked)).of(asked.text)
        changes.append(Change(kind="delete", asked=rest, found=""))
    return tuple(changes)


def spliced_from(asked: Tokens, found: Sequence[Piece]) -> tuple[Piece, ...] | None:
    """Pieces that make up the whole quote and stand apart; None where there are none.

    Each has two words or more, and at one junction at least the source goes back, or on
    by more than a few words, or is another.
    """
    cover: list[Piece] = []
    at = 0
    while at < len(asked) and len(cover) < _MOST_PIECES:
        reaching = [p for p in found if p.asked[0] <= at < p.asked[1]]
        if not reaching:
            return None
        best = max(reaching, key=lambda p: p.asked[1])
        size = best.asked[1] - at
        if sum(asked.kinds[i] in "nwu" for i in range(at, best.asked[1])) < _SHORTEST_PIECE:
            return None
        start = best.run[1] - size
        cover.append(Piece(best.searched, (at, best.asked[1]), (start, best.run[1])))
        at = best.asked[1]
    apart = any(
        one.searched is not other.searched or not 0 <= other.run[0] - one.run[1] <= _NEAR
        for one, other in pairwise(cover)
    )
    return tuple(cover) if at == len(asked) and apart else None
