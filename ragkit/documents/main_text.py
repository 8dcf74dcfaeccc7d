"""Choose the blocks of a page that are its main text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ragkit.documents.markup import PageBlock

__all__ = ["is_hidden_text", "main_blocks"]

_LONG = 24  # letters: a shorter block may stand inside a line that is not about it
_SENTENCE = re.compile(r"""[.!?…。！？][)\]"'”’»]*$""")
_FEWEST_WORDS = 4
_MOSTLY_LINKS = 0.8
_FEWEST_HIDDEN = 200  # letters


def is_hidden_text(told: Sequence[str], blocks: Sequence[PageBlock]) -> bool:
    """Whether an extractor found its text in the page's data, for a script to show.

    So it is where less than half of at least 200 letters stand in the blocks.
    """
    letters = [_letters(block.text) for block in blocks]
    whole_blocks, shown = frozenset(letters), "".join(letters)
    lines = list(map(_letters, told))
    total = sum(map(len, lines))
    found = sum(len(line) for line in lines if line in whole_blocks or line in shown)
    return total >= _FEWEST_HIDDEN and 2 * found < total


def main_blocks(blocks: Sequence[PageBlock], told: Sequence[str]) -> list[PageBlock]:
    """The blocks that an extractor took, and those that it skipped between them.

    Args:
        blocks: the visible blocks of a page, in order; at least one.
        told: the lines of the text that the extractor made of the page.

    Returns:
        Blocks in order, at least one: where nothing was told, all that are not furniture.
    """
    taken = _taken(blocks, told)
    allowed = {n for n, block in enumerate(blocks) if not block.furniture}
    if _prose(blocks, taken) > 2 * _prose(blocks, taken & allowed):
        allowed = set(range(len(blocks)))  # the page calls its text by a name of furniture
    chosen = taken & allowed
    if chosen:
        chosen |= _skipped(blocks, chosen, allowed - chosen)
    return [blocks[n] for n in sorted(chosen or allowed)] or list(blocks)


def _taken(blocks: Sequence[PageBlock], told: Sequence[str]) -> set[int]:
    """Numbers of the blocks whose words were told, as lines of their own or glued together."""
    letters = [_letters(block.text) for block in blocks]
    lines = frozenset(filter(None, map(_letters, told)))
    taken = {n for n, own in enumerate(letters) if own in lines}
    starts = [0, *accumulate(map(len, letters))]
    shown = "".join(letters)
    # Lines that are no block of their own: several blocks in one.
    for line in lines.difference(letters):
        at = shown.find(line)
        if at >= 0:
            first, end = bisect_left(starts, at), bisect_right(starts, at + len(line)) - 1
            taken.update(n for n in range(first, end) if letters[n])
    whole = "".join(map(_letters, told))
    taken.update(
        n for n, own in enumerate(letters) if n not in taken and len(own) >= _LONG and own in whole
    )
    return taken


def _letters(text: str) -> str:
    """Letters and figures alone: what two renderings of one page agree on."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _prose(blocks: Sequence[PageBlock], numbers: Iterable[int]) -> int:
    """How many characters of sentences that are no links."""
    return sum(len(blocks[n].text) for n in numbers if _is_prose(blocks[n]))


def _is_prose(block: PageBlock) -> bool:
    return (
        bool(_SENTENCE.search(block.text))
        and len(block.text.split()) >= _FEWEST_WORDS
        and block.link_share <= _MOSTLY_LINKS
    )


def _skipped(blocks: Sequence[PageBlock], chosen: set[int], others: set[int]) -> set[int]:
    """Blocks beside chosen ones: an extractor that leaves them out leaves a hole in a text."""
    first, last = min(chosen), max(chosen)
    holders = {blocks[n].holder for n in chosen}
    groups = {blocks[n].group for n in chosen} - {0}
    headlines = [n for n, block in enumerate(blocks) if block.headline]
    found = set(headlines) & others if len(headlines) == 1 else set()
    for n in others:
        block, between = blocks[n], first < n < last
        if block.group:
            belongs = block.group in groups
        elif block.kind == "code":
            belongs = between
        elif block.holder in holders:
            mere_links = block.link_share > _MOSTLY_LINKS and not _SENTENCE.search(block.text)
            belongs = (between and not mere_links) or _is_prose(block)
        else:
            belongs = False
        if belongs:
            found.add(n)
    return found
