"""Borders between the blocks of a text: paragraphs, headings, list items, rows of a table.

Words on both sides of a border were never said in one breath: a heading and the
paragraph under it, put into one line, make a sentence that nobody wrote. Judged from
the characters nearby alone, so that it costs the same in a document of any length.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ragkit.quotes.tokens import Tokens

__all__ = ["blocks_of", "is_border", "joins_blocks"]

_REACH = 8  # characters behind a gap that say whether a list item or a heading starts there
_LONGEST_LINE = 500  # characters of the line before that are looked at
# A blank line, a bullet, the marks of a heading, a row or a rule.
_BORDER = re.compile(
    r"\n[^\S\n]*(?:\n|(?:[-*+•‣▪◦]|#{1,6})\s|\||-{3,}[^\S\n]*(?:\n|$))|\u2029", re.MULTILINE
)
_HEADING = re.compile(r"[^\S\n]{0,3}#{1,6}\s")
# These start a wrapped line of a sentence too; a list has them on the line before as well.
_DOUBTFUL_ITEM = re.compile(r"\s*(?:(?P<dash>[–—])|\(?\d{1,3}[.)])\s")
# What closes a paragraph, or announces the next one; and what may stand behind it.
_ENDS = frozenset({".", "!", "?", "...", ":", ";", "。", "！", "？", "：", "；", "।", "؟"})
_CLOSERS = frozenset(")]}*_`~’”）」』")
_MOST_CLOSERS = 6


def is_border(tokens: Tokens, index: int) -> bool:
    """Whether another block starts between tokens `index - 1` and `index`."""
    text, start, end = tokens.text, tokens.ends[index - 1], tokens.starts[index]
    gap = text[start:end]
    if "\n" not in gap:
        # A tab parts cells, or stands behind a bullet.
        return "\u2029" in gap or ("\t" in gap and tokens.kinds[index - 1] != "o")
    if "\f" in gap:  # a page ends anywhere
        return False
    match = _BORDER.search(text, start, end + _REACH)
    if match and match.start() < end:
        return True
    before = text[max(0, start - _LONGEST_LINE) : start].rsplit("\n", 1)[-1]
    if _HEADING.match(before):
        return True
    item, earlier = _DOUBTFUL_ITEM.match(text, start, end + _REACH), _DOUBTFUL_ITEM.match(before)
    return bool(item and earlier and item["dash"] == earlier["dash"])


def blocks_of(tokens: Tokens, first: int, last: int) -> list[tuple[int, int]]:
    """Tokens `first` to `last` parted at the borders where no sentence ends."""
    inner = range(first + 1, last)
    cuts = [at for at in inner if is_border(tokens, at) and not _is_ended(tokens, at)]
    return list(pairwise([first, *cuts, last]))


def joins_blocks(asked: Tokens | None, i: int, source: Tokens, j: int) -> bool:
    """Whether a quote puts into one what a border before token `j` of the source parts.

    It does not where a sentence ends at the border, nor where the quote has a border there
    itself.

    Args:
        asked: the quote; None where nothing stands between its characters there.
        i: its token opposite `j`.
        source: the document.
        j: index of a token, not the first.
    """
    if source.gaps[j] in ".b" or not is_border(source, j) or _is_ended(source, j):
        return False
    if asked is None:
        return True
    gap = asked.text[asked.ends[i - 1] : asked.starts[i]]
    same = gap == source.text[source.ends[j - 1] : source.starts[j]]
    return not same and not is_border(asked, i)


def _is_ended(tokens: Tokens, index: int) -> bool:
    """Whether what stands before token `index` closes a sentence."""
    before = index - 1
    while before > max(0, index - _MOST_CLOSERS) and (
        tokens.kinds[before] == "q" or tokens.keys[before] in _CLOSERS
    ):
        before -= 1
    return tokens.keys[before] in _ENDS
