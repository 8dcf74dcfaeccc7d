"""What stands on the two sides of a quotation mark, and what that lets the mark be."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Mark", "begins_words", "closes_words", "is_glued", "is_unspaced", "side"]

# Thai to Khmer, kana, Han: written without spaces between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff]"
)
# A footnote's figure, high or not, stands right behind a closing mark.
_NOTE = re.compile(r"[⁰¹²³⁴-⁹]|\d{1,3}(?!\w)")
_NEVER_FIRST = frozenset(",;:!?)]}%”’»›」』")


class Mark(NamedTuple):
    """A quotation mark in a passage; `sign` is what it shows, however it is spelled."""

    start: int
    end: int
    sign: str


def side(view: str, at: int) -> str:
    """The character at a place, a space where the passage has none."""
    return view[at] if 0 <= at < len(view) else " "


def is_unspaced(char: str) -> bool:
    """Whether a character belongs to a script without spaces between words."""
    return bool(_UNSPACED.match(char))


def is_glued(char: str) -> bool:
    """Whether a character next to a mark makes it part of a word."""
    return char.isalnum() and (char.isascii() or not is_unspaced(char))


def begins_words(view: str, mark: Mark) -> bool:
    """Whether quoted words may start right behind a mark."""
    end = mark.end
    after = view[end : end + 1]
    if after.isalnum():
        return True
    if after == ".":  # "...and so on"
        return side(view, end + 1) == "."
    return bool(after) and not after.isspace() and after not in _NEVER_FIRST


def closes_words(view: str, mark: Mark) -> bool:
    """Whether a mark stands behind words, and before none, unless before a footnote's figure."""
    start = mark.start
    before = view[start - 1 : start]  # empty at the start of the passage
    if not before or before.isspace():
        return False
    if not is_glued(side(view, mark.end)):
        return True
    return not before.isdigit() and bool(_NOTE.match(view, mark.end))
