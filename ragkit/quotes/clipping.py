"""Clipping: what stands just outside a cut and turns the meaning of what is inside.

"approve the merger on 3 March" is an exact slice of "did not approve the merger on
3 March"; so is "7 percent" of "5 to 7 percent". Looked at is the clause that a quote is
cut from, a condition or a hedge that opens or closes its sentence ("If approved, …"),
the question mark behind it, and whether the words are struck out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from ragkit.quotes.borders import is_border
from ragkit.quotes.folding import is_double
from ragkit.quotes.formatting import is_quoting
from ragkit.quotes.number_phrases import FIGURE_UNITS, other_half
from ragkit.text.polarity import NUMBER_WORDS, markers_over
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.quotes.tokens import Tokens

__all__ = ["clipped_by"]

# A clause seldom has more characters; text without marks must not be read to its end.
_FARTHEST = 400
_CLAUSE_MARKS = frozenset(",;:.!?()|。，、；：！？।؟،")
_SENTENCE_MARKS = frozenset(".!?。！？।؟")
_SHORTENED = frozenset(
    "mr mrs ms dr prof gen maj col lt st no inc ltd co vs e.g i.e approx".split()
)
_PREFIX = frozenset("non un anti ex near semi quasi pseudo counter would".split())
_OPENS_CONDITION = re.compile(
    r"[\W_]*(?:if|unless|provided|assuming|should|reportedly|allegedly|perhaps|maybe|possibly"
    r"|probably|apparently|supposedly|presumably|except|until|as long as|subject to"
    r"|according to|myth|false|untrue|fiction|hoax|which (?:is|was) (?:not|a|false|untrue))\b",
    re.IGNORECASE,
)
_HALVED_UNITS = frozenset(
    {("percentage", "points"), ("percentage", "point"), ("basis", "points"), ("per", "cent")}
)
_STRUCK = re.compile(r"(?<!~)~~(?=[^\s~])(?:[^~\n]|\n(?!\s*\n))*+(?<=[^\s~])~~(?!~)")


def clipped_by(tokens: Tokens, first: int, last: int) -> str | None:
    """What was cut off from tokens `first` to `last` that changes how they read.

    Returns:
        The source's characters ("did not", "more than", "5 to", "?"; "~~" where words are
        struck out), or None.
    """
    return (
        _struck(tokens, first, last)
        or _from_figure(tokens, first, last)
        or _from_clause(tokens, first, last)
        or _asked(tokens, last)
    )


def _from_clause(tokens: Tokens, first: int, last: int) -> str | None:
    cut, text = tokens.span(first, last), tokens.text
    for segment in (*_before(tokens, first), *_after(tokens, last)):
        for marker in markers_over(text, segment):
            if not cut.contains(marker.core) and not is_quoting(text, marker.core.start):
                return marker.span.of(text)
    return None


def _struck(tokens: Tokens, first: int, last: int) -> str | None:
    """The marks of words struck out that a cut shares in, without the marks themselves."""
    cut, text = tokens.span(first, last), tokens.text
    if text.find("~~", max(0, cut.start - _FARTHEST), cut.end + 2) < 0:
        return None
    floor = max(0, cut.start - _FARTHEST)
    start = max(text.rfind("\n\n", floor, cut.start), floor)
    for match in _STRUCK.finditer(text, start, cut.end + _FARTHEST):
        words = Span(match.start() + 2, match.end() - 2)
        if words.overlaps(cut) and not cut.contains(Span(*match.span())):
            return "~~"
    return None


def _asked(tokens: Tokens, last: int) -> str | None:
    """The question mark that closes the sentence behind a cut."""
    index, farthest = last, tokens.ends[last - 1] + _FARTHEST
    while index < len(tokens) and tokens.starts[index] < farthest:
        if _break(tokens, index) == "sentence":
            return None
        if tokens.keys[index] in {"?", "؟"}:
            return tokens.raw(index)
        if (
            tokens.kinds[index] == "q"
            and tokens.gaps[index] != "."
            and is_double(tokens.raw(index))
        ):
            return None
        index += 1
    return None


def _from_figure(tokens: Tokens, first: int, last: int) -> str | None:
    """A unit or the other half of a range that is cut from a figure, a prefix from its word."""
    return (
        _figure_before(tokens, first)
        or _figure_behind(tokens, last)
        or other_half(tokens.text, tokens.span(first, last))
    )


def _figure_before(tokens: Tokens, first: int) -> str | None:
    if not first or tokens.gaps[first] not in "sheb":
        return None
    key, before = tokens.keys[first], tokens.keys[first - 1]
    if before in _PREFIX and tokens.gaps[first] != "s":
        return tokens.text[tokens.starts[first - 1] : tokens.starts[first]]
    in_words = before in NUMBER_WORDS and key in NUMBER_WORDS
    return tokens.raw(first - 1) if in_words else None


def _figure_behind(tokens: Tokens, last: int) -> str | None:
    if last >= len(tokens) or tokens.gaps[last] not in "sheb":
        return None
    before, key = tokens.keys[last - 1], tokens.keys[last]
    if (before, key) in _HALVED_UNITS:
        return tokens.raw(last)
    if tokens.kinds[last - 1] != "n" and before not in NUMBER_WORDS:
        return None
    in_words = before in NUMBER_WORDS and key in NUMBER_WORDS
    return tokens.raw(last) if in_words or key in FIGURE_UNITS else None


def _before(tokens: Tokens, first: int) -> Iterator[Span]:
    """The clause to the left of a cut, and earlier ones of its sentence that set a condition."""
    end = index = first
    floor = max(0, tokens.starts[first] - _FARTHEST)
    nearest = True
    while index > 0 and tokens.starts[index - 1] >= floor:
        break_at = _break(tokens, index)
        if break_at:
            yield from _segment(tokens, index, end, nearest=nearest)
            if break_at == "sentence":
                return
            nearest, end = False, index
        index -= 1
    yield from _segment(tokens, index, end, nearest=nearest)


def _after(tokens: Tokens, last: int) -> Iterator[Span]:
    """The clause to the right of a cut, and later ones of its sentence that set a condition."""
    start = index = last
    ceiling = tokens.ends[last - 1] + _FARTHEST
    nearest = True
    while index < len(tokens) and tokens.ends[index] <= ceiling:
        break_at = _break(tokens, index)
        if break_at:
            yield from _segment(tokens, start, index, nearest=nearest)
            if break_at == "sentence":
                return
            nearest, start = False, index
        index += 1
    yield from _segment(tokens, start, index, nearest=nearest)


def _segment(tokens: Tokens, start: int, end: int, *, nearest: bool) -> Iterator[Span]:
    if start < end:
        span = tokens.span(start, end)
        if nearest or _OPENS_CONDITION.match(tokens.text, span.start, span.end):
            yield span


def _break(tokens: Tokens, index: int) -> Literal["clause", "sentence"] | None:
    """What ends between tokens `index - 1` and `index`."""
    if is_border(tokens, index):
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
