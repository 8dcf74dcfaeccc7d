"""Whether a text states a short fact: quantities as values, names and phrases as words.

    fact -> its quantities and its other words -> looked for in the sentences of the text

A fact with a quantity is stated where one sentence holds an equal quantity and the
fact's other words; a fact without one where its words stand side by side. By rules and
for English, as `ragkit.text.quantities` is. Denial is not looked at: "not 30 percent"
states "30 percent".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ragkit.quotes.tokens import tokenize
from ragkit.text.bounds import hedge_after, hedge_before
from ragkit.text.lexing import lex
from ragkit.text.quantities import Quantity, compare, find_quantities
from ragkit.text.sentences import split_sentences
from ragkit.text.terms import STOP_WORDS, terms
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["find_stated", "states"]

# Words that may stand, or not, between the words of a name: "Ministry of (the) Defence".
_BETWEEN = frozenset("a an the of and s".split())
# Stop words that change what a fact says, so that they must be found.
_TELLING = frozenset(
    """no not nor more most other over under up off out before after until only both same
    against between further""".split()
)
_ASIDE = STOP_WORDS - _TELLING
# Endings that make another word of one stem: "operator" and "operation", "university" and
# "universal". Those of inflection and spelling ("plants", "defense") are let through.
_DERIVED = ("ion", "or", "it", "al", "ly", "iv", "ness", "ment", "ous", "ist", "ism")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word or figure in its place; `term` is what it is found by."""

    span: Span
    raw: str
    term: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, read: words in order, and the quantities and words of each sentence."""

    words: tuple[_Word, ...]
    places: dict[str, list[int]]
    sentences: tuple[tuple[tuple[Quantity, ...], tuple[_Word, ...]], ...]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact, read: `others` are the words that belong to no quantity."""

    words: tuple[_Word, ...]
    quantities: tuple[Quantity, ...]
    others: tuple[_Word, ...]


def states(text: str, fact: str) -> bool:
    """Whether a text states a fact.

    Args:
        text: an answer or a quote; sentences are found in it.
        fact: a short phrase ("Ilse Brandt") or a quantity, with words or without
            ("30 percent", "290 components", "21 November 2023").

    Returns:
        True where a sentence holds every quantity of the fact and its other words in any
        order; or, of a fact without quantities, where its words stand side by side
        (articles, "of" and "and" aside; case, accents, spelling and inflection folded).
        A bound, a hedge or a rate of the text matters only where the fact states one:
        "about 6,700 containers" states "6,700", and "20" does not state "at least 20".
        A date states the month and the year that it lies in.
    """
    return find_stated(text, fact) is not None


def find_stated(text: str, fact: str) -> Span | None:
    """Where a text states a fact first (see `states`); None where it does not."""
    asked, read = _read_fact(fact), _read_text(text)
    if not asked.words and not asked.quantities:  # nothing but signs
        at = text.find(fact.strip()) if fact.strip() else -1
        return Span(at, at + len(fact.strip())) if at >= 0 else None
    if not asked.quantities:
        return next(_side_by_side(read, asked.words), None)
    for quantities, words in read.sentences:
        found = _in_sentence(asked, quantities, words)
        if found:
            return found
    return _as_label(read, asked) if asked.others else None


@lru_cache(maxsize=256)
def _read_text(text: str) -> _Text:
    words = tuple(_words(text))
    quantities = tuple(find_quantities(text))
    sentences = []
    for sentence in split_sentences(text):
        inside = tuple(q for q in quantities if sentence.span.contains(q.span))
        if inside:
            own = tuple(w for w in words if sentence.span.contains(w.span))
            sentences.append((inside, own))
    places: dict[str, list[int]] = {}
    for n, word in enumerate(words):
        places.setdefault(word.term, []).append(n)
    return _Text(words, places, tuple(sentences), quantities)


@lru_cache(maxsize=4096)
def _read_fact(fact: str) -> _Fact:
    words = tuple(_words(fact))
    quantities = tuple(find_quantities(fact))
    taken = [_with_hedge(fact, quantity) for quantity in quantities]
    others = [word for word in words if not any(word.span.overlaps(span) for span in taken)]
    telling = tuple(word for word in others if word.raw.lower() not in _ASIDE)
    return _Fact(words, quantities, telling)


def _words(text: str) -> Iterator[_Word]:
    """Words and figures; "U.S." is one word, and signs are none."""
    tokens = tokenize(text)
    index = 0
    while index < len(tokens):
        end = index + 1
        if tokens.kinds[index] in "qo":
            index = end
            continue
        while _is_initial(tokens.raw(end - 1)) and _joins_initial(text, tokens.ends[end - 1]):
            end += 2
        raw = "".join(tokens.raw(n) for n in range(index, end) if tokens.raw(n) != ".")
        term = " ".join(terms(raw))
        if term:
            yield _Word(tokens.span(index, end), raw, term)
        index = end


def _is_initial(raw: str) -> bool:
    return len(raw) == 1 and raw.isalpha()


def _joins_initial(text: str, at: int) -> bool:
    """Whether ".S" and no further letter stands at an offset."""
    alone = not text[at + 2 : at + 3].isalnum()
    return text[at : at + 1] == "." and _is_initial(text[at + 1 : at + 2]) and alone


def _with_hedge(fact: str, quantity: Quantity) -> Span:
    """A quantity's span with the words that bound it: the quantity holds what they say."""
    lexemes = lex(fact)
    first = next((n for n, x in enumerate(lexemes) if x.start >= quantity.span.start), 0)
    behind = next(n for n, x in enumerate(lexemes) if x.start >= quantity.span.end)
    before = hedge_before(lexemes, first)
    after = hedge_after(lexemes, behind)
    end = lexemes[after.start - 1].end if after else quantity.span.end
    return Span(lexemes[before.start].start, max(end, quantity.span.end))


def _side_by_side(read: _Text, asked: Sequence[_Word]) -> Iterator[Span]:
    """Where the words of a phrase follow each other in the text."""
    wanted = [word for word in asked if word.raw.lower() not in _BETWEEN] or list(asked)
    skipped = _BETWEEN if wanted[0].raw.lower() not in _BETWEEN else frozenset()
    for first in read.places.get(wanted[0].term, ()):
        at = first
        for n, word in enumerate(wanted):
            while n and at < len(read.words) and read.words[at].raw.lower() in skipped:
                at += 1
            if at == len(read.words) or not _same_word(word, read.words[at]):
                break
            at += 1
        else:
            yield Span(read.words[first].span.start, read.words[at - 1].span.end)


def _same_word(asked: _Word, found: _Word) -> bool:
    if asked.term != found.term:
        return False
    one, other = asked.raw.casefold(), found.raw.casefold()
    if one in STOP_WORDS and asked.raw.isupper():
        return asked.raw == found.raw  # US is not "us", nor WHO "who"
    common = 0
    while one[: common + 1] == other[: common + 1] and common < len(one):
        common += 1
    endings = (one[common:], other[common:])
    return not any(ending.startswith(_DERIVED) for ending in endings)


def _in_sentence(
    asked: _Fact, quantities: Sequence[Quantity], words: Sequence[_Word]
) -> Span | None:
    """Where a sentence holds every quantity and every other word of a fact."""
    found: list[Quantity] = []
    for quantity in asked.quantities:
        equal = _equal_to(quantity, quantities)
        if not equal:
            return None
        found += equal
    for word in asked.others:
        if not any(_same_word(word, other) for other in words):
            return None
    return Span(min(q.span.start for q in found), max(q.span.end for q in found))


def _equal_to(asked: Quantity, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantity of a sentence that says what a fact's does; of a range, maybe its two ends."""
    for quantity in quantities:
        if _says(quantity, asked) and not _counts_other(asked, quantity, quantities):
            return [quantity]
    if asked.low == asked.high or asked.kind in {"date", "year"}:
        return []
    # "From 3 to 5" is a range by itself, and two values behind "rose".
    low, high = replace(asked, high=asked.low), replace(asked, low=asked.high)
    for one, other in pairwise(quantities):
        if _says(one, low) and _says(other, high):
            return [one, other]
    return []


def _says(found: Quantity, asked: Quantity) -> bool:
    """Whether a text's quantity says a fact's: as exactly, or more exactly.

    What the fact leaves open (bound, hedge, rate) is left open in the text too.
    """
    if _year_as_count(asked, found) or _year_as_count(found, asked):
        return True
    if _is_far(asked, found):
        return False
    if not asked.bound:
        found = replace(found, bound="")
    if not asked.approximate:
        found = replace(found, approximate=False)
    if not asked.per:
        found = replace(found, per="")
    relation = compare(asked, found)
    if relation == "compatible":
        # A range or a bound holds many values: 45 does not say "at least 20".
        return (asked.approximate and not asked.bound) or _is_calendar_unit(asked)
    return relation == "equal"


def _is_far(asked: Quantity, found: Quantity) -> bool:
    """Whether two quantities cannot be equal: told at once, since most of a text's are not."""
    if asked.kind != found.kind:
        return not {asked.kind, found.kind} <= {"date", "year"}
    if asked.kind in {"date", "year"} or asked.approximate or asked.unit != found.unit:
        return False
    return (asked.low, asked.high) != (found.low, found.high)


def _year_as_count(year: Quantity, count: Quantity) -> bool:
    """Whether four bare digits were read as a year here and as a number there."""
    if year.kind != "year" or count.kind != "count" or len(count.span) != 4:
        return False
    first, last = dt.date.fromordinal(int(year.low)), dt.date.fromordinal(int(year.high))
    return count.low == count.high == first.year == last.year


def _is_calendar_unit(asked: Quantity) -> bool:
    """Whether a date is one day, month, year or decade, which a date within it states."""
    if asked.kind not in {"date", "year"}:
        return False
    first = dt.date.fromordinal(int(asked.low))
    after = dt.date.fromordinal(int(asked.high) + 1)
    if (after - first).days == 1:
        return True
    months = 12 * (after.year - first.year) + after.month - first.month
    decade = months == 120 and first.year % 10 == 0
    year = months == 12 and first.month == 1
    return first.day == after.day == 1 and (months == 1 or year or decade)


def _counts_other(asked: Quantity, found: Quantity, quantities: Iterable[Quantity]) -> bool:
    """Whether another figure of the sentence counts what the fact counts, and this one not.

    "290 components" is not stated by "290 chips and 300 components".
    """
    if not asked.counted or not found.counted or asked.counted[0] in found.counted:
        return False
    return any(asked.counted[0] in other.counted for other in quantities if other is not found)


def _as_label(read: _Text, asked: _Fact) -> Span | None:
    """A fact to the word, where its figure is part of a name in the text ("Halden 2")."""
    for span in _side_by_side(read, asked.words):
        if not any(quantity.span.overlaps(span) for quantity in read.quantities):
            return span
    return None
