"""Where the clauses and sentences around a place of a text begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ragkit.quotes.borders import is_border

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.quotes.tokens import Tokens

__all__ = ["FARTHEST", "break_at", "breaks"]

# A clause seldom has more characters; text without marks must not be read to its end.
FARTHEST = 400
_CLAUSE_MARKS = frozenset(",;:.!?()|。，、；：！？।؟،")
_SENTENCE_MARKS = frozenset(".!?。！？।؟")
_SHORTENED = frozenset(
    "mr mrs ms dr prof gen maj col lt st no inc ltd co vs e.g i.e approx ca".split()
)


def breaks(tokens: Tokens, first: int) -> Iterator[tuple[int, str]]:
    """What parts the sentence before a cut: tokens that start a clause, the nearest first.

    The last one starts the sentence, unless that is too far away to be told.
    """
    floor = max(0, tokens.starts[first] - FARTHEST)
    for index in range(first, 0, -1):
        if tokens.starts[index - 1] < floor:
            yield index, "far"
            return
        kind = break_at(tokens, index)
        if kind:
            yield index, kind
        if kind == "sentence":
            return
    yield 0, "sentence"


def break_at(tokens: Tokens, index: int) -> Literal["clause", "sentence"] | None:
    """What ends between tokens `index - 1` and `index`."""
    if is_border(tokens, index) or _ends_inside(tokens, index):
        return "sentence"
    if tokens.gaps[index] in "de":
        return "clause"
    key = tokens.keys[index - 1]
    if tokens.kinds[index - 1] != "o" or key not in _CLAUSE_MARKS:
        return None
    if key not in _SENTENCE_MARKS:
        return "clause"
    if key == "." and index > 1:
        before = tokens.keys[index - 2]
        if tokens.gaps[index] == "." or len(before) == 1 or before in _SHORTENED:
            return None
    return "sentence"


def _ends_inside(tokens: Tokens, index: int) -> bool:
    """Whether a sentence ended inside the closing marks before token `index`: paid.” The mill."""
    if tokens.kinds[index - 1] != "q" or index >= len(tokens):
        return False
    before = index - 1
    while before > max(0, index - 3) and tokens.kinds[before] == "q" and tokens.gaps[before] == ".":
        before -= 1
    if tokens.keys[before] not in _SENTENCE_MARKS:
        return False
    # “It closed?” she asked goes on.
    return tokens.gaps[index] != "." and not tokens.text[tokens.starts[index]].islower()
