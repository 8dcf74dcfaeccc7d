"""Clipping: what stands just outside a cut and turns the meaning of what is inside.

"approve the merger on 3 March" is an exact slice of "did not approve the merger on
3 March"; so is "7 percent" of "5 to 7 percent". Looked at is the clause that a quote is
cut from, a condition or a hedge that opens or closes its sentence ("If approved, …"),
a negation that an interruption parts from it ("not, he said, …"), a short denial behind it,
the question mark behind it, and whether the words are struck out.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ragkit.quotes.clauses import FARTHEST, break_at, breaks
from ragkit.quotes.folding import is_double
from ragkit.quotes.formatting import is_quoting
from ragkit.quotes.number_phrases import FIGURE_UNITS, other_half
from ragkit.text.polarity import NUMBER_WORDS, markers_over
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.quotes.tokens import Tokens

__all__ = ["clipped_by"]

_PREFIX = frozenset("non un anti ex near semi quasi pseudo counter would".split())
_OPENS_CONDITION = re.compile(
    r"[\W_]*(?:if|unless|provided|assuming|should|reportedly|allegedly|perhaps|maybe|possibly"
    r"|probably|apparently|supposedly|presumably|except|until|as long as|subject to"
    r"|according to|myth|false|untrue|fiction|hoax|which (?:is|was) (?:not|a|false|untrue))\b",
    re.IGNORECASE,
)
# What opens a sentence and makes a condition of all of it; small letters have other senses.
_OPENS_SENTENCE = re.compile(
    r"[\W_]*(Had|Were|Should|Suppos(?:e|ing)|Until|Provid(?:ed|ing)(?!\s+(?:by|with|for|in|from)\b))\s"
)
# Part of a whole: "two of [the mills closed]". A year is no part.
_PART_OF = re.compile(
    r"\b(?:few|some|half|most|many|several|none|(?-i:One|Neither|Either|Part)"
    r"|(?:third|quarter|number|minority|majority|fraction|handful)|NUMBERS"
    r"|(?!(?:1[5-9]|20)\d\d\b)\d[\d.,]*\s?(?:%|percent|per\s+cent)?)\s+of\s+$".replace(
        "NUMBERS", "|".join(sorted(NUMBER_WORDS))
    ),
    re.IGNORECASE,
)
# A negation that waits for its verb behind an interruption: "not, he said, guilty".
_HANGS = re.compile(
    r"\b((?<!\bor\s)not|never|cannot|[a-z]{2,7}n['’]t|hardly|scarcely|barely|rarely|seldom"
    r"|den(?:y|ies|ied|ying)|may|might|could|would|false|untrue|claim(?:s|ed)|alleg(?:es?|ed)"
    r"|not\s+(?:\w+\s+)?(?:true|so|certain|clear|correct|right|likely|possible|proven?|case|believe)"
    r"|(?:fail|refus|declin)(?:s|es|ed)|nicht|non|inte|niet|ikke|pas|nunca|não|nie|не)[\W_]*$",
    re.IGNORECASE,
)
_RELATIVE = frozenset("which who whom whose what whether".split())
_MOST_BETWEEN = 5  # interruptions, or words from the last one to the cut
_LONGEST_HANG = 60  # characters
_NEXT_CLAUSE = frozenset("and but or so yet while because as for nor".split())
# What takes back what was said before it, and is no clause with a subject of its own.
_DENIES = re.compile(
    r"[\W_]*(?:"
    r"(?:but|or|though|although|albeit|and)\s+(?:(?:perhaps|maybe|possibly|probably|certainly)\s+)?"
    r"(?:not|never|hardly)\b(?!\s+only)"
    r"|(?:(?:this|that|it|which|all|or\s+so)\s+)?(?:(?:is|was|are|were)\s+)?(?:(?:all|quite|simply)\s+)?"
    r"(?:false|untrue|not\s+(?:true|so|correct)|a\s+lie|a\s+myth)[\W_]*$"
    r"|(?:(?:but|though|although|or|and)\s+)?(?:(?:it|they|he|she|we)\s+)?"
    r"(?:(?:is|was|are|were|did|does|do|has|have|had|will|would|could|can)\s+)?"
    r"(?:(?:perhaps|maybe|probably|possibly)\s+)?(?:not|never|\w+n['’]t|cannot)"
    r"(?:\s+(?:yet|really|always|quite|at\s+all))?[\W_]*$)",
    re.IGNORECASE,
)
_DENIES_ASIDE = re.compile(
    r"[\W_]*(?:not|never|hardly|except|unless|if|no\s+longer)\b", re.IGNORECASE
)
_MOST_WORDS = 10  # of what takes back the words before it
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
        or _part_of(tokens, first)
        or _from_clause(tokens, first, last)
        or _hanging(tokens, first)
        or _opening(tokens, first)
        or _asked(tokens, last)
    )


def _from_clause(tokens: Tokens, first: int, last: int) -> str | None:
    cut, text = tokens.span(first, last), tokens.text
    for segment in (*_before(tokens, first), *_after(tokens, last)):
        for marker in markers_over(text, segment):
            if not cut.contains(marker.core) and not is_quoting(text, marker.core.start):
                return marker.span.of(text)
    return None


def _part_of(tokens: Tokens, first: int) -> str | None:
    """The part of a whole that a cut leaves out: "Two of" the mills."""
    at = tokens.starts[first]
    match = _PART_OF.search(tokens.text, max(0, at - 40), at)
    return match.group().strip() if match else None


def _opening(tokens: Tokens, first: int) -> str | None:
    """The word that makes a condition of the sentence that a cut is made from."""
    index, kind = list(breaks(tokens, first))[-1]
    match = _OPENS_SENTENCE.match(tokens.text, tokens.starts[index], tokens.starts[first])
    return match.group(1) if match and kind == "sentence" else None


def _struck(tokens: Tokens, first: int, last: int) -> str | None:
    """The marks of words struck out that a cut shares in, without the marks themselves."""
    cut, text = tokens.span(first, last), tokens.text
    if text.find("~~", max(0, cut.start - FARTHEST), cut.end + 2) < 0:
        return None
    floor = max(0, cut.start - FARTHEST)
    start = max(text.rfind("\n\n", floor, cut.start), floor)
    for match in _STRUCK.finditer(text, start, cut.end + FARTHEST):
        words = Span(match.start() + 2, match.end() - 2)
        if words.overlaps(cut) and not cut.contains(Span(*match.span())):
            return "~~"
    return None


def _asked(tokens: Tokens, last: int) -> str | None:
    """The question mark that closes the sentence behind a cut."""
    index, farthest = last, tokens.ends[last - 1] + FARTHEST
    while index < len(tokens) and tokens.starts[index] < farthest:
        if break_at(tokens, index) == "sentence":
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
    end, nearest = first, True
    for index, _ in breaks(tokens, first):
        yield from _segment(tokens, index, end, nearest=nearest)
        end, nearest = index, False


def _hanging(tokens: Tokens, first: int) -> str | None:
    """A negation before an interruption that governs the cut behind it: "not, he said, [sign]"."""
    borders = [index for index, _ in breaks(tokens, first)]
    if any(tokens.keys[at] in _NEXT_CLAUSE for at in (*borders[:1], first)):
        return None  # "not, he said, and the bank paid"
    if first - borders[0] > _MOST_BETWEEN:
        return None
    for place, (end, start) in enumerate(pairwise(borders[:_MOST_BETWEEN])):
        # "those that are not, he said, sank": what is negated is the relative clause.
        if tokens.keys[end - 1] in {";", ":"} or not _RELATIVE.isdisjoint(tokens.keys[start:end]):
            return None
        # One break alone parts two clauses, but for "did not, and could not, approve".
        goes_on = tokens.keys[start] in {"and", "or"} and end == first
        if tokens.keys[end] in _NEXT_CLAUSE or not (place or goes_on):
            continue
        until = tokens.ends[end - 1]
        match = _HANGS.search(tokens.text, max(tokens.starts[start], until - _LONGEST_HANG), until)
        if match:
            markers = markers_over(tokens.text, Span(*match.span()))
            return markers[0].span.of(tokens.text) if markers else match.group(1)
    return None


def _after(tokens: Tokens, last: int) -> Iterator[Span]:
    """The clause to the right of a cut, and later ones of its sentence that set a condition."""
    start = index = last
    ceiling = tokens.ends[last - 1] + FARTHEST
    passed = 0
    while index < len(tokens) and tokens.ends[index] <= ceiling:
        kind = break_at(tokens, index)
        if kind:
            yield from _segment(tokens, start, index, nearest=not passed)
            if passed == 1:
                yield from _denial(tokens, start, index)
            if kind == "sentence":
                return
            passed += 1
            start = index
        index += 1
    yield from _segment(tokens, start, index, nearest=not passed)
    if passed == 1:
        yield from _denial(tokens, start, index)


def _denial(tokens: Tokens, start: int, end: int) -> Iterator[Span]:
    """A short rest of a sentence that takes back what was said: "(but not for children)"."""
    if not start < end <= start + 2 * _MOST_WORDS:
        return
    span = tokens.span(start, end)
    aside = tokens.gaps[start] in "de" or tokens.keys[start - 1] == "("
    denies = _DENIES.match(tokens.text, span.start, span.end) or (
        aside and _DENIES_ASIDE.match(tokens.text, span.start, span.end)
    )
    if denies and len(span.of(tokens.text).split()) <= _MOST_WORDS:
        yield span


def _segment(tokens: Tokens, start: int, end: int, *, nearest: bool) -> Iterator[Span]:
    if start < end:
        span = tokens.span(start, end)
        if nearest or _OPENS_CONDITION.match(tokens.text, span.start, span.end):
            yield span
