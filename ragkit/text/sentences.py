"""Sentences as spans of the text they stand in.

Blocks come first (`blocks.py`); inside a paragraph or a list item sentencex
finds the boundaries. It knows the abbreviations of many languages, and here it
only points: every sentence is a slice of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import sentencex

from ragkit.text.blocks import Kind, find_blocks
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["QUOTABLE", "Sentence", "split_sentences"]

#: Kinds whose sentences may answer a question.
QUOTABLE: frozenset[Kind] = frozenset({"prose", "list", "table"})
#: A sentence of more characters than this (a line with no full stop, a data
#: dump) is cut at white space, so that everything downstream stays bounded.
LONGEST = 2000

# A boundary that is none: after an initial or an abbreviation that a name,
# a figure or a lower-case word follows.
_CAPITAL = "[A-ZÀ-ÖØ-ÞΑ-ΩА-ЯЁ]"
_INITIAL = re.compile(rf"(?:^|[\s(“\"'‘*_])(?:{_CAPITAL}\.)*{_CAPITAL}\.$")
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Gen|Col|Capt|Lt|Sgt|Gov|Sen|Rep|Pres|Sr|Jr|St|Mt|Ft|No|Nos"
    r"|Fig|Figs|Eq|Sec|Ch|Vol|pp|p|vs|v|cf|approx|ca|etc|al|Inc|Ltd|Co|Corp|Dept|Univ|Assn|Bros"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.$"
)
_NEVER_LAST = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Gen|Col|Capt|Lt|Sgt|Gov|Sen|Rep|Mt|Ft|Nos|Figs?|vs|cf|approx|ca)\.$"
)
# "Bis zum 31. Oktober", "23 Mio. Euro": of the languages that write ordinals with a full stop.
_ORDINAL = re.compile(r"(?:^|[\s(])\d{1,2}\.$")
_AFTER_ORDINAL = re.compile(
    r"(?:Jan(?:uar|\.)|Jänner|Feb(?:ruar|\.)|März|April|Mai|Juni|Juli|Aug(?:ust|\.)|Sept?(?:ember|\.)"
    r"|Okt(?:ober|\.)|Nov(?:ember|\.)|Dez(?:ember|\.)|Jahrhunderts?|Jahrestag\w*|Geburtstag\w*"
    r"|Klasse|Stock|Etage|Platz|Auflage|Weltkrieg\w*|Quartals?)\b"
)
_GERMAN = re.compile(r"\b(?:Mio|Mrd|Tsd|Nr|bzw|inkl|exkl|zzgl|evtl|ggf|vgl|Hrsg|Dipl)\.$")
_GERMAN_STARTERS = frozenset(
    "Der Die Das Ein Eine Er Sie Es Wir Ich Im In Am An Auf Bei Mit Und Aber Doch Dies Diese"
    " Damit Dort Nach Vor Seit Für Zu Zum Zur Wenn Als Auch".split()
)
_STARTERS = frozenset(
    "The A An It He She They We I In On At But And If This That These Those However Its His Her"
    " Their Our As For With When While After Before There".split()
)
_CLOSING = "\"'”’»)]"
# What closes at a boundary belongs to the sentence before it: "**Bottom line.** Next".
_CLOSERS = re.compile(r"(?<=\S)[*_\"'”’»)\]]+(?=\s|$)")
# The number or bullet of a list item or a clause is no sentence: "1. First", "2.1. Scope".
_MARK = re.compile(r"(?:(?:[-*+•‣▪◦–>]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z])[.)])\s+)+")
_WORD = re.compile(r"[^\W_]")
# Where sentencex finds no boundary, this looks again: inside a long quotation,
# and in text that has lost its capitals.
_QUOTED_END = re.compile(r"[.!?]['\"”’)\]*_]*\s+(?=[*_]{0,3}[\"“'‘(\[]?[A-Z0-9])")
_UNCASED_END = re.compile(
    r"(?:(?<=[^\W_]{2})|(?<=[\d%)\]\"'”]))[.!?]['\"”’)\]*_]*\s+(?=[*_]{0,3}[\"“'‘(\[$]?\w)"
)
_UNCASED_TITLE = re.compile(_TITLE.pattern, re.IGNORECASE)
_LONG = 300
# The longest abbreviation, or the next word, is seen in a window of this many characters.
_NEARBY = 40
_WINDOW = 20_000
# The sentences of a text of so many characters are kept: those of a quote and around it are
# looked at for each claim that rests on it, and what is longer is a document.
_LONGEST_KEPT = 4_000


# "5. Governing law." before the clause itself: a title, which answers nothing.
_CLAUSE_TITLE = re.compile(
    r"\(?\d{1,3}(?:\.\d{1,3})*[.)]?\s+[*_]{0,2}[^\W\d_]+(?:[\s&’'/-]+[^\W\d_]+){0,2}\.[*_]{0,2}"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading, table row or line of layout, as a span."""

    span: Span
    kind: Kind

    @property
    def quotable(self) -> bool:
        """Whether it may be shown as an answer."""
        return self.kind in QUOTABLE


def split_sentences(text: str, *, language: str = "en") -> list[Sentence]:
    """Divide a text into sentences that hold every visible character exactly once.

    Args:
        text: canonical text of a document.
        language: ISO 639-1 code for abbreviations; an unknown one falls back
            to the rules of a related language.

    Returns:
        Sentences in order, parted by white space only.
    """
    if len(text) > _LONGEST_KEPT:
        return _split(text, language)
    return list(_kept(text, language))


@lru_cache(maxsize=512)
def _kept(text: str, language: str) -> tuple[Sentence, ...]:
    return tuple(_split(text, language))


def _split(text: str, language: str) -> list[Sentence]:
    sentences: list[Sentence] = []
    for block in find_blocks(text):
        spans = [block.span]
        if block.kind in {"prose", "list"}:
            spans = list(_within(text, block.span, language))
        for n, span in enumerate(spans):
            titled = n == 0 and len(spans) > 1 and _CLAUSE_TITLE.fullmatch(span.of(text))
            kind: Kind = "heading" if titled else block.kind
            sentences.extend(Sentence(piece, kind) for piece in _bounded(text, span))
    return sentences


def _within(text: str, block: Span, language: str) -> Iterator[Span]:
    """Sentences of one paragraph; a boundary after an abbreviation is mended."""
    body = block.of(text)
    uncased = not any(c.isupper() for c in body)
    mark = _MARK.match(body)
    start, first = 0, _next_word(body, mark.end() if mark else 0)
    last = next((i for i in range(len(body) - 1, -1, -1) if body[i].isalnum()), 0)
    for boundary in _boundaries(body, language, uncased=uncased):
        closers = _CLOSERS.match(body, boundary)
        end = closers.end() if closers else boundary
        # Each side of a boundary says something.
        if end < len(body) and (end <= first or last < end or _goes_on(body, end, uncased=uncased)):
            continue
        span = Span(start, end).stripped(body)
        if span:
            yield Span(block.start + span.start, block.start + span.end)
        start, first = end, _next_word(body, end)


def _next_word(body: str, start: int) -> int:
    word = _WORD.search(body, start)
    return word.start() if word else len(body)


def _boundaries(body: str, language: str, *, uncased: bool) -> Iterator[int]:
    """Ends of candidate sentences, the end of the body among them."""
    start = 0
    for end in _pointed_at(body, language):
        if uncased or end - start > _LONG:
            pattern = _UNCASED_END if uncased else _QUOTED_END
            for match in pattern.finditer(body, start, end):
                yield match.end()
        yield end
        start = end
    yield len(body)


def _pointed_at(body: str, language: str) -> Iterator[int]:
    """What sentencex finds, in windows that each start with a sentence: its time is quadratic."""
    start = 0
    while start < len(body):
        window = body[start : start + _WINDOW]
        found = sentencex.get_sentence_boundaries(language, window)
        ends: list[int] = [start + boundary["end_index"] for boundary in found]
        if start + _WINDOW < len(body):
            ends = ends[:-1]
        yield from ends
        start = ends[-1] if ends else start + _WINDOW


def _goes_on(body: str, end: int, *, uncased: bool) -> bool:
    """Whether a sentence runs over a boundary: it closes later, or an abbreviation made it."""
    while body[end - 1].isspace():
        end -= 1
    before = body[max(0, end - _NEARBY) : end]
    while body[end].isspace():
        end += 1
    rest = body[end : end + _NEARBY]
    if rest[0] in _CLOSING:
        return True
    if uncased:
        return bool(_UNCASED_TITLE.search(before))
    if rest[0].islower() or _NEVER_LAST.search(before):
        return True
    if _ORDINAL.search(before) and _AFTER_ORDINAL.match(rest):
        return True
    if _GERMAN.search(before):
        return rest.split(None, 1)[0] not in _GERMAN_STARTERS | _STARTERS
    shortened = _INITIAL.search(before) or _TITLE.search(before)
    return bool(shortened) and rest.split(None, 1)[0].strip("“\"'‘,") not in _STARTERS


def _bounded(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut
        piece = Span(start, cut).stripped(text)
        if piece:
            yield piece
        start = cut
    rest = Span(start, span.end).stripped(text)
    if rest:
        yield rest
