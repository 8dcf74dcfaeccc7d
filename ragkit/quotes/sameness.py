"""Whether two runs of tokens that fold to the same characters say the same.

This decides: whoever proposes a candidate (an index, a search) has no say. Everything
but gaps, unit symbols, marks after figures and ß has been settled by folding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.quotes.borders import joins_blocks
from ragkit.quotes.folding import is_double, same_sharp_s, same_unit_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from ragkit.quotes.tokens import Tokens

__all__ = ["same_words"]


def same_words(asked: Tokens, source: Tokens, first: int, last: int) -> bool:
    """Whether all of `asked` and the source's tokens `first` to `last` say the same.

    Args:
        asked: the quote; its `folded` equals that of the source's run.
        source: the document.
        first: index of the run's first token.
        last: index after its last.
    """
    start, end = source.starts[first], source.ends[last - 1]
    if end - start == len(asked.text) and source.text.startswith(asked.text, start):
        return True
    return same_sharp_s(asked.text, source.text[start:end]) and _same_pieces(
        asked, source, first, last
    )


def _same_pieces(asked: Tokens, source: Tokens, first: int, last: int) -> bool:
    base = source.offsets[first]
    i, j = 0, first
    while i < len(asked) and j < last:
        # Tokens may be divided otherwise on the two sides ("headcount", "head-\ncount").
        here, there = asked.offsets[i], source.offsets[j] - base
        if here == there:
            if not _same_token(asked, i, source, j) or (i and not _same_pause(asked, i, source, j)):
                return False
            i, j = i + 1, j + 1
        elif here < there:
            if not _same_gap(asked, i, asked.gaps[i], "."):
                return False
            i += 1
        else:
            if not _same_gap(source, j, ".", source.gaps[j]) or joins_blocks(None, 0, source, j):
                return False
            j += 1
    return all(_same_gap(asked, k, asked.gaps[k], ".") for k in range(i, len(asked))) and all(
        _same_gap(source, k, ".", source.gaps[k]) for k in range(j, last)
    )


# Kinds of gap (`tokens.py`) that differ in looks alone, given the kinds of token around.
_ALIKE: dict[str, Callable[[str, str], bool]] = {
    # Invisible characters; a hyphen at a line break that divides a word or joins two.
    ".i": lambda before, after: not before == after == "n",
    ".b": lambda before, after: before == after == "w",
    "bi": lambda before, after: before == after == "w",
    "bh": lambda before, after: not before == after == "n",
    "be": lambda before, after: not before == after == "n",
    "br": lambda _, __: True,
    # Kinds of dashes, and the space round a long one.
    "eh": lambda _, __: True,
    "de": lambda before, after: "n" not in (before, after),
    # A wrapped line in a script without spaces.
    ".s": lambda before, after: "u" in (before, after) and {before, after} <= set("uoq"),
    "is": lambda before, after: "u" in (before, after) and {before, after} <= set("uoq"),
}


def _same_pause(asked: Tokens, i: int, source: Tokens, j: int) -> bool:
    same = _same_gap(asked, i, asked.gaps[i], source.gaps[j])
    return same and not joins_blocks(asked, i, source, j)


def _same_gap(tokens: Tokens, index: int, one: str, other: str) -> bool:
    """Whether two gaps before token `index` differ in looks alone."""
    if one == other:
        return True
    alike = _ALIKE.get("".join(sorted((one, other))))
    return bool(alike and alike(tokens.kinds[index - 1], tokens.kinds[index]))


def _same_token(asked: Tokens, i: int, source: Tokens, j: int) -> bool:
    if asked.keys[i] != source.keys[j]:
        # One of them goes on where the other has a line break.
        return True
    kind = asked.kinds[i]
    if kind in "nw":
        after_figure = i > 0 and asked.kinds[i - 1] == "n" and asked.gaps[i] in ".sheb"
        after_figure = after_figure or (
            j > 0 and source.kinds[j - 1] == "n" and source.gaps[j] in ".sheb"
        )
        return same_unit_case(asked.raw(i), source.raw(j), after_figure=after_figure)
    if kind == "q" and i and asked.kinds[i - 1] == "n" and asked.gaps[i] == ".":
        return is_double(asked.raw(i)) == is_double(source.raw(j)) or _closes(asked, i)
    return True


def _closes(tokens: Tokens, index: int) -> bool:
    """Whether a mark behind a figure closes a quotation: an odd number stands open before it."""
    return sum(
        tokens.kinds[k] == "q" and (k == 0 or tokens.gaps[k] != "." or tokens.kinds[k - 1] in "oq")
        for k in range(index)
    ) > sum(
        tokens.kinds[k] == "q"
        and k > 0
        and tokens.gaps[k] == "."
        and tokens.kinds[k - 1] in "nwu"
        and tokens.gaps[k + 1] != "."
        for k in range(index)
    )
