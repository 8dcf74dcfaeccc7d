"""Elision: parts of a quote joined by marks, and what may be left out between them.

Left out may be what adds detail; what holds a figure, a negation, a bound, a direction,
a hedge or somebody else's saying may not, for the sentence without it says another
thing. Where a clause mark is left out, the left-out words end on punctuation, so that
no subject is carried into another clause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from ragkit.quotes.folding import is_double
from ragkit.quotes.forms import forms
from ragkit.text.polarity import (
    find_directions,
    holds_attribution,
    holds_number,
    markers_over,
)
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.quotes.library import Run, Searched
    from ragkit.quotes.tokens import Tokens

__all__ = ["find_elided", "find_part", "hidden_by"]

# More than this is no elision but two quotes.
_LONGEST = 2000  # characters
# What is left out starts between words, not inside one.
_LOOSE_START = re.compile(r"\s|[,;:.!?…)\]”’\"]+\s|\s?[–—]")
# Parts so short that more pairs of them stand close together say little.
_MOST_TRIES = 5000
# A new paragraph, list item, heading or table row.
_NEW_BLOCK = re.compile(r"\n[ \t]*(?:\n|(?:[-*•+–]|\d{1,3}[.)]|#{1,6}|\|)(?:\s|$))")
_CLAUSE_MARK = re.compile(r"(?<!\d)[,:;.!?](?!\d)|[()—–。，、；：！？]|\s-\s|--")
_PUNCTUATION = re.compile(r"[^\w\s]\s*$")
_LEADS_WITH_MARK = re.compile(r"\s*[,;:.)!?—–。，；：]")


def find_part(searched: Searched, part: str) -> list[Run]:
    """Every place of one part, in the first of its forms that stands anywhere."""
    for form in forms(part):
        runs = searched.find(form)
        if runs:
            return runs
    return []


def find_elided(searched: Searched, found: Sequence[Sequence[Run]]) -> list[tuple[Run, ...]]:
    """Chains of parts, in order, between which nothing that matters was left out.

    The nearest part before is the right one to try: what is left out after a farther
    one holds all of what is left out after it.

    Args:
        searched: the document.
        found: for each part, its places in order.

    Returns:
        One run a part for each place of the last part that such a chain leads to.
    """
    chains: list[tuple[Run, ...]] = [(run,) for run in found[0]]
    for runs in found[1:]:
        ends = [chain[-1][1] for chain in chains]
        longer: list[tuple[Run, ...]] = []
        tries = 0
        for run in runs:
            nearest = bisect_right(ends, run[0]) - 1
            if nearest < 0 or _distance(searched, ends[nearest], run[0]) > _LONGEST:
                continue
            tries += 1
            if tries > _MOST_TRIES:
                break
            if hidden_by(searched, chains[nearest][-1], run) is None:
                longer.append((*chains[nearest], run))
        chains = longer
        if not chains:
            break
    return chains


def _distance(searched: Searched, end: int, start: int) -> int:
    """Characters left out between token `end` (not included) and token `start`."""
    return searched.tokens.starts[start] - searched.tokens.ends[end - 1]


def hidden_by(searched: Searched, left: Run, right: Run) -> str | None:
    """Why the words between two parts may not be left out; None where they may."""
    return next(_objections(searched.tokens, left[1], right[0]), None)


def _objections(tokens: Tokens, first: int, last: int) -> Iterator[str]:
    """What speaks against leaving out tokens `first` to `last`, the cheapest to find first."""
    start, end = tokens.ends[first - 1], tokens.starts[last]
    if end - start > _LONGEST:
        yield "the parts stand too far apart"
        return
    text = tokens.text[start:end]
    if _NEW_BLOCK.search(text):
        yield "the parts stand in different paragraphs"
    loose = _LOOSE_START.match(text) and text[-1].isspace()
    if text.strip() and not loose and "u" not in tokens.kinds[first - 1 : last + 1]:
        yield "the cut goes through a word or a compound"
    yield from _telling_words(tokens, start, end)
    marks = (i for i in range(first, last) if tokens.kinds[i] == "q")
    if sum(is_double(tokens.raw(i)) for i in marks) % 2:
        yield "what is left out opens or closes a quotation"
    closed = _PUNCTUATION.search(text) or _LEADS_WITH_MARK.match(tokens.text, end)
    if _CLAUSE_MARK.search(text) and not closed:
        yield "the parts belong to different clauses"


def _telling_words(tokens: Tokens, start: int, end: int) -> Iterator[str]:
    """Figures, negations, bounds, hedges, directions and "said" among what is left out."""
    hidden = Span(start, end)
    text = hidden.of(tokens.text)
    if holds_number(text):
        yield "what is left out holds a figure"
    for marker in markers_over(tokens.text, hidden):
        yield f"what is left out holds the {marker.kind} {marker.span.of(tokens.text)!r}"
    for _, word in find_directions(tokens.text, start, end):
        yield f"what is left out holds the direction {word!r}"
    if holds_attribution(text):
        yield "what is left out says who says it"
