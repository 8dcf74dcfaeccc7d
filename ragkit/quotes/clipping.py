"""Clipping: what stands just outside a cut and turns the meaning of what is inside.

"approve the merger on 3 March" is an exact slice of "did not approve the merger on
3 March"; so is "$4.2" of "$4.2 million". Looked at is the clause that a quote is cut
from, and a condition or a hedge that opens or closes its sentence ("If approved, …").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from ragkit.text.polarity import NUMBER_WORDS, markers_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.quotes.tokens import Tokens
    from ragkit.types import Span

__all__ = ["clipped_by"]

# A clause seldom has more characters; text without marks must not be read to its end.
_FARTHEST = 400
_CLAUSE_MARKS = frozenset(",;:.!?()|。，、；：！？।؟،")
_SENTENCE_MARKS = frozenset(".!?。！？।؟")
_SHORTENED = frozenset(
    "mr mrs ms dr prof gen maj col lt st no inc ltd co vs e.g i.e approx".split()
)
_PREFIX = frozenset("non un anti ex near semi quasi pseudo counter would".split())
_SCALES = frozenset(
    "hundred thousand million billion trillion dozen score mn bn tn lakh crore".split()
)
_UNITS = frozenset(
    """percent percentage per % ‰ basis k m mm cm km kg g mg t kw mw gw kwh mwh gwh w hz khz mhz ghz
    tonne tonnes ton tons barrels cents dollars euros pounds usd eur nok gbp""".split()
)
_OPENS_CONDITION = re.compile(
    r"[\W_]*(?:if|unless|provided|assuming|should|reportedly|allegedly|perhaps|maybe|possibly"
    r"|probably|apparently|supposedly|presumably|except|until|as long as|subject to"
    r"|according to)\b",
    re.IGNORECASE,
)
_HALVED_UNITS = frozenset(
    {("percentage", "points"), ("percentage", "point"), ("basis", "points"), ("per", "cent")}
)
_BLANK_LINE = re.compile(r"\n\s*\n")


def clipped_by(tokens: Tokens, first: int, last: int) -> str | None:
    """What was cut off from tokens `first` to `last` that changes how they read.

    Returns:
        The source's characters ("did not", "more than", "million"), or None.
    """
    return _from_figure(tokens, first, last) or _from_clause(tokens, first, last)


def _from_clause(tokens: Tokens, first: int, last: int) -> str | None:
    cut = tokens.span(first, last)
    for segment in (*_before(tokens, first), *_after(tokens, last)):
        for marker in markers_over(tokens.text, segment):
            if not cut.contains(marker.core):
                return marker.span.of(tokens.text)
    return None


def _from_figure(tokens: Tokens, first: int, last: int) -> str | None:
    """A scale or unit that the cut parts from its figure, or a prefix from its word."""
    return _figure_before(tokens, first) or _figure_behind(tokens, last)


def _figure_before(tokens: Tokens, first: int) -> str | None:
    if not first or tokens.gaps[first] not in "sheb":
        return None
    key, before = tokens.keys[first], tokens.keys[first - 1]
    if before in _PREFIX and tokens.gaps[first] != "s":
        return tokens.text[tokens.starts[first - 1] : tokens.starts[first]]
    in_words = before in NUMBER_WORDS and key in NUMBER_WORDS
    scaled = _is_figure(tokens, first - 1) and key in _SCALES
    return tokens.raw(first - 1) if in_words or scaled else None


def _figure_behind(tokens: Tokens, last: int) -> str | None:
    if last >= len(tokens) or tokens.gaps[last] not in "sheb":
        return None
    before, key = tokens.keys[last - 1], tokens.keys[last]
    if (before, key) in _HALVED_UNITS:
        return tokens.raw(last)
    if not _is_figure(tokens, last - 1):
        return None
    in_words = before in NUMBER_WORDS and key in NUMBER_WORDS
    return tokens.raw(last) if in_words or key in _SCALES or key in _UNITS else None


def _is_figure(tokens: Tokens, index: int) -> bool:
    return tokens.kinds[index] == "n" or tokens.keys[index] in NUMBER_WORDS


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
    gap = tokens.text[tokens.ends[index - 1] : tokens.starts[index]]
    if tokens.gaps[index] == "s" and _BLANK_LINE.search(gap):
        return "sentence"
    if tokens.gaps[index] in "de":
        # A bullet starts a line.
        return "sentence" if "\n" in gap else "clause"
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
