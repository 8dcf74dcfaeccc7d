"""Pairs of single quotation marks, which are apostrophes more often than not.

"the workers' union", "rock 'n' roll", "the '90s" and "5'10" hold no quotation. A mark
that may be an apostrophe closes one only where no better mark follows before the next
one opens; a word that is known to lose its first letters opens one only if a mark behind
punctuation closes it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.quotes.drafts.sides import Mark, begins_words, closes_words, is_glued, is_unspaced, side

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SINGLES", "pair_singles"]

SINGLES = frozenset("‘’‚'")
_CLOSERS = {"‘": "’", "'": "'’", "‚": "‘’'"}
#: Fewer words than this between two marks that may be apostrophes are no quotation.
_WORDS = 3
_BEFORE_STRAIGHT = frozenset('([{<>—–―-/*_“„"«»‹:')
# "the dogs' bowls", "his 6' frame", "rockin' around", "o' the".
_MAY_BE_APOSTROPHE = re.compile(r"(?:[sxz\d]|in|(?<!\w)(?:o|an|th|wi|ol))\Z", re.IGNORECASE)
_GOES_ON = re.compile(r"\s+[\w(\[$£€“\"]")
_SHORTENED = re.compile(
    r"(?:\d\d(?:s|\b)|(?:tis|twas|twere|twill|tisn|em|til|till|cause|cos|coz|bout|round|n|neath"
    r"|fraid|nother|cept|appen|im|er|ad|ow|e)\b)",
    re.IGNORECASE,
)


def pair_singles(
    view: str, marks: Iterable[Mark], *, goes_on: bool
) -> list[tuple[Mark, Mark | None]]:
    """Which single marks open a quotation and which ones close them.

    Args:
        view: the passage.
        marks: its single marks in order, those inside double marks left out.
        goes_on: whether the next passage opens with a single mark, as one does that
            carries a quotation on.

    Returns:
        Pairs in order, none inside another. The last one has no closing mark if the
        quotation goes on in the next passage.
    """
    pairs: list[tuple[Mark, Mark | None]] = []
    opener = perhaps = None
    for mark in marks:
        if opener and _may_close(view, mark, opener):
            if not _may_be_apostrophe(view, mark) or opener.sign == "‚":
                pairs.append((opener, mark))
                opener = perhaps = None
            elif not perhaps:
                perhaps = mark
        elif _may_open(view, mark) and not (opener and _is_shortened(view, mark)):
            if opener and perhaps:
                pairs.append((opener, perhaps))
            opener, perhaps = mark, None
    if opener and perhaps:
        pairs.append((opener, perhaps))
    elif opener and goes_on and not _is_shortened(view, opener):
        pairs.append((opener, None))
    return [pair for pair in pairs if _is_quotation(view, *pair)]


def _may_open(view: str, mark: Mark) -> bool:
    if mark.sign == "’" or not begins_words(view, mark):
        return False
    before = side(view, mark.start - 1)
    if mark.sign != "'":
        return not is_glued(before)
    after = side(view, mark.end)
    # A word, or the double marks of what an outer speaker quotes.
    starts = after.isalnum() or after in '“"[$£€….'
    return starts and (before.isspace() or before in _BEFORE_STRAIGHT or is_unspaced(before))


def _may_close(view: str, mark: Mark, opener: Mark) -> bool:
    if mark.sign not in _CLOSERS[opener.sign] or not closes_words(view, mark):
        return False
    return not _is_shortened(view, opener) or not side(view, mark.start - 1).isalnum()


def _may_be_apostrophe(view: str, mark: Mark) -> bool:
    behind = _MAY_BE_APOSTROPHE.search(view, max(0, mark.start - 3), mark.start)
    return bool(behind and _GOES_ON.match(view, mark.end))


def _is_shortened(view: str, mark: Mark) -> bool:
    return bool(_SHORTENED.match(view, mark.end))


def _is_quotation(view: str, opener: Mark, closer: Mark | None) -> bool:
    if opener.sign == "‚" or is_unspaced(side(view, opener.end)):
        return True
    words = view[opener.end : closer.start if closer else len(view)]
    return len(words.split()) >= _WORDS
