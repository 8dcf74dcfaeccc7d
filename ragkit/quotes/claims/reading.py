"""The words of a sentence as the checks compare them: terms, forms, and what they may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ragkit.text.terms import STOP_WORDS, terms
from ragkit.text.thesaurus import are_alike, is_verb, may_be_noun, regular
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["BE", "FUNCTION_WORDS", "MODALS", "Word", "alike", "is_told", "read"]

#: Forms of "be", as auxiliaries.
BE = frozenset("is are was were be been being am isn't aren't wasn't weren't gets got".split())
MODALS = frozenset(
    "will would shall should can could may might must cannot won't can't couldn't".split()
)
#: Words that tell who, where and how a clause hangs together, not what it is about.
FUNCTION_WORDS = STOP_WORDS | frozenset(
    """aboard
    above across along although among amongst around away behind below beneath beside besides
    beyond down despite every either neither none nobody nothing everyone everything everybody
    someone somebody something anyone anything however if instead inside like near none onto
    outside per plus rather since so still than though throughout till toward towards unless unlike
    upon versus via whenever whereas wherever whether whichever while within without yet already
    also even ever never might must shall ought may cannot let get gets got getting me my
    mine ours yours theirs myself himself herself themselves yourself another such else thus hence
    therefore thereby meanwhile later then there here now mr mrs ms dr st no nor nothing both each
    few several many much most more less least own due because""".split()
)

# Behind one of these a word is a noun, and behind those a verb's base.
_NOUN_AHEAD = frozenset(
    """a an the its their his her our your my this these those of in at on for with from no
    by""".split()
)
_BASE_AHEAD = frozenset("not to we they you i and or".split())
_HAVE = frozenset({"has", "have", "had"})
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*|%")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        text: as it is compared: in lower case, without a possessive "s".
        root: the stem of its word, which is the same for "sold" and "sell".
        capital: whether it is written with one.
    """

    text: str
    root: str
    span: Span
    capital: bool

    @property
    def tells(self) -> bool:
        """Whether it says what a clause is about."""
        return self.text not in FUNCTION_WORDS

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.text[0].isdigit() or self.text == "%"


@lru_cache(maxsize=2048)
def read(text: str) -> tuple[Word, ...]:
    """The words of a text, in order; the spans refer to it."""
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        word = match[0].replace("’", "'").lower().removesuffix("'s").removesuffix("'")
        if word.endswith("n't"):
            word = "not"
        yield Word(word, _root(word), Span(*match.span()), match[0][0].isupper())


@lru_cache(maxsize=50_000)
def _root(word: str) -> str:
    return " ".join(terms(word if word in FUNCTION_WORDS else regular(word)))


def alike(one: Word, other: Word) -> bool:
    """Whether a word may stand for another."""
    return one.root == other.root or are_alike(one.text, other.text)


def is_told(words: Sequence[Word], n: int) -> bool:
    """Whether a word is used as a verb: it has a verb's form, and stands where a verb may."""
    word = words[n]
    before = words[n - 1].text if n else ""
    behind = words[n + 1].text if n + 1 < len(words) else ""
    if not word.tells or word.is_number or (word.capital and n) or not is_verb(word.text):
        return False
    if before in _NOUN_AHEAD or behind in BE or behind in MODALS or behind in _HAVE:
        return False
    if regular(word.text) != word.text or word.text.endswith(("ed", "ing", "s")):
        return True
    # "They report", and no "interim report".
    return not may_be_noun(word.text) or before.endswith("s") or before in MODALS | _BASE_AHEAD
