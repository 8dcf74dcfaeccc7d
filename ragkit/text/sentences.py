"""Sentences as spans of the text they stand in.

Blocks come first (`blocks.py`); inside a paragraph or a list item sentencex
finds the boundaries. It knows the abbreviations of many languages, and here it
only points: every sentence is a slice of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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
_INITIAL = re.compile(r"(?:^|[\s(“\"'‘])(?:[A-Z]\.)*[A-Z]\.$")
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Gen|Col|Capt|Lt|Sgt|Gov|Sen|Rep|Pres|Sr|Jr|St|Mt|Ft|No|Nos"
    r"|Fig|Figs|Eq|Sec|Ch|Vol|pp|p|vs|v|cf|approx|ca|etc|al|Inc|Ltd|Co|Corp|Dept|Univ|Assn|Bros"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.$"
)
_NEVER_LAST = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Gen|Col|Capt|Lt|Sgt|Gov|Sen|Rep|Mt|Ft|Nos|Figs?|vs|cf|approx|ca)\.$"
)
_STARTERS = frozenset(
    "The A An It He She They We I In On At But And If This That These Those However Its His Her"
    " Their Our As For With When While After Before There".split()
)
_CLOSING = "\"'”’»)]"
# Where sentencex finds no boundary, this looks again: inside a long quotation,
# and in text that has lost its capitals.
_QUOTED_END = re.compile(r"[.!?]['\"”’)\]]*\s+(?=[\"“'‘(\[]?[A-Z0-9])")
_UNCASED_END = re.compile(
    r"(?:(?<=[^\W_]{2})|(?<=[\d%)\]\"'”]))[.!?]['\"”’)\]]*\s+(?=[\"“'‘(\[$]?\w)"
)
_UNCASED_TITLE = re.compile(_TITLE.pattern, re.IGNORECASE)
_LONG = 300


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
    sentences: list[Sentence] = []
    for block in find_blocks(text):
        if block.kind in {"prose", "list"}:
            spans = _within(text, block.span, language)
        else:
            spans = iter((block.span,))
        for span in spans:
            sentences.extend(Sentence(piece, block.kind) for piece in _bounded(text, span))
    return sentences


def _within(text: str, block: Span, language: str) -> Iterator[Span]:
    """Sentences of one paragraph; a boundary after an abbreviation is mended."""
    body = block.of(text)
    uncased = not any(c.isupper() for c in body)
    start = 0
    for end in _boundaries(body, language, uncased=uncased):
        if end < len(body) and _goes_on(body[start:end].rstrip(), body[end:], uncased=uncased):
            continue
        span = _trim(body, start, end)
        start = end
        if span:
            yield Span(block.start + span.start, block.start + span.end)


def _boundaries(body: str, language: str, *, uncased: bool) -> Iterator[int]:
    """Ends of candidate sentences, the end of the body among them."""
    start = 0
    for boundary in sentencex.get_sentence_boundaries(language, body):
        end: int = boundary["end_index"]
        if uncased or end - start > _LONG:
            pattern = _UNCASED_END if uncased else _QUOTED_END
            for match in pattern.finditer(body, start, end):
                yield match.end()
        yield end
        start = end
    yield len(body)


def _goes_on(before: str, after: str, *, uncased: bool) -> bool:
    rest = after.lstrip()
    if not rest or not before:
        return True
    if not any(c.isalnum() for c in before):
        return True
    if rest[0] in _CLOSING or not any(c.isalnum() for c in rest):
        return True
    if uncased:
        return bool(_UNCASED_TITLE.search(before))
    if rest[0].islower():
        return True
    if _NEVER_LAST.search(before):
        return True
    if _INITIAL.search(before) or _TITLE.search(before):
        return rest.split(None, 1)[0].strip("“\"'‘,") not in _STARTERS
    return False


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(stripped))


def _bounded(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut
        piece = _trim(text, start, cut)
        if piece:
            yield piece
        start = cut
    rest = _trim(text, start, span.end)
    if rest:
        yield rest
