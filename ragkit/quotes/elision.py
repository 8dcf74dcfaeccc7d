"""Elision: parts of a quote joined by marks, and what may be left out between them.

Left out may be what adds detail; what holds a figure, a negation, a bound, a direction,
a hedge or somebody else's saying may not, for the sentence without it says another
thing. Where a clause mark or what opens a clause is left out, the left-out words end on
punctuation, so that no subject is carried into another clause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from ragkit.quotes.borders import is_border
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

__all__ = ["MOST_PARTS", "find_elided", "find_part", "hidden_by"]

# More than this is no elision but two quotes.
_LONGEST = 2000  # characters
# What is left out starts between words, not inside one.
_LOOSE_START = re.compile(r"\s|[,;:.!?…)\]”’\"]+\s|\s?[–—]")
# Parts so short that more pairs of them stand close together say little.
_MOST_TRIES = 5000
#: A quote of more parts is a string of quotes, and is refused.
MOST_PARTS = 50
# A new paragraph, list item, heading or table row.
_NEW_BLOCK = re.compile(r"\n[ \t]*(?:\n|(?:[-*•+–]|\d{1,3}[.)]|#{1,6}|\|)(?:\s|$))")
_CLAUSE_MARK = re.compile(r"(?<!\d)[,:;.!?](?!\d)|[()—–。，、；：！？]|\s-\s|--")
# Between two clauses one of these: the words behind it have another subject, or another verb
# than the one that is kept ("the king [was] killed").
_OPENS_CLAUSE = re.compile(
    r"\b(?:and|or|nor|yet|so|while|whilst|whereas|as|because|since|when|where|after|before|that|which"
    r"|whom?|whose|although|though|than|lest|he|she|they|we|I|it|is|are|was|were|be|been|being|am|got"
    r"|gets?|ha[sd]|have|having|will|shall|can|must|do|does|did|made?|makes?|lets?|help(?:s|ed)?|[fs]aw"
    r"|sees?|watch(?:es|ed)?|hear[sd]?|felt|feels?|found|finds?|kn[eo]ws?|fear(?:s|ed)?|wish(?:es|ed)?"
    r"|understands?|understood|learn(?:s|ed|t)|not(?:es|ed)|show(?:s|ed|n)?|prov(?:es?|ed)|reveal(?:s|ed)?"
    r"|order(?:s|ed)?|decid(?:es?|ed))\b"
)
# "fled, and the general, after talks, [resigned]"; "that spin, and a few others, [ran]" may go.
_NEXT_CLAUSE = re.compile(
    r"(?!\s*(?:that|which|who|whose)\b)\s*[^\W_].*[,;:.!?]\W{0,3}\s(?:and|or|but|while|as|so|yet)\s",
    re.DOTALL,
)
_HEAVY = re.compile(r"[;:!?—](?!\d)|\.(?=\s)|\s[-–]\s")
# Cut behind one of these, a phrase is taken out of another: "The [spokesman for the] minister".
_DANGLES = re.compile(
    r"\b(?:the|an?|this|that|these|those|his|her|its|their|our|my|your|of|for|to|by|with|from|in|on|at"
    r"|into|onto|over|under|between|among|against|about|through|during|upon|like|every|each|other)\s*$",
    re.IGNORECASE,
)
# What the sentence says the opposite of, or another thing than, without it.
_TURNS = re.compile(
    r"\b(?:once|too|but|instead|rather|except|until|till|unless|if|former|ex|half|stop\w*|avoid\w*|forg[eo]t\w*"
    r"|ceas\w+|quit\w*|fail\w*|prevent\w*|bann?(?:ed|ing|s)?|block\w*|cancel\w*|halt\w*|abandon\w*"
    r"|reject\w*|oppos\w+|resist\w*|refrain\w*|refus\w+|pretend\w*|tr(?:y|ied|ies|ying)|attempt\w*"
    r"|threaten\w*|promis\w+|offer\w*|agree\w*|propos\w+|fake|mock|counterfeit|imitation|toy)\b"
    r"|但|却|除非|直到|曾|停止|避免|忘",
    re.IGNORECASE,
)
# None of them is a word of another language that is often met; "of", "was", "in", "he" are.
_ENGLISH = re.compile(
    r"\b(?:the|and|this|that|these|those|with|which|from|are|were|has|have|had|been|by|it|its|they"
    r"|their|who|she|would|all|every|could|not|but|into|than|when|because|about|after|before|some|our"
    r"|your|you|what|there|through|while|where|said)\b",
    re.IGNORECASE,
)
_PARAGRAPH = 500  # characters to either side that show the language
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
    most = _MOST_TRIES // len(found)
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
            if tries > most:
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
    if _NEW_BLOCK.search(text) or any(is_border(tokens, at) for at in range(first, last + 1)):
        yield "the parts stand in different paragraphs"
    loose = _LOOSE_START.match(text) and text[-1].isspace()
    if text.strip() and not loose and "u" not in tokens.kinds[first - 1 : last + 1]:
        yield "the cut goes through a word or a compound"
    yield from _telling_words(tokens, start, end)
    marks = (i for i in range(first, last) if tokens.kinds[i] == "q")
    if sum(is_double(tokens.raw(i)) for i in marks) % 2:
        yield "what is left out opens or closes a quotation"
    yield from _clause_objections(text, tokens.text, end)
    if any(map(str.isalnum, text)) and not _is_english(tokens.text, start, end):
        yield "what is left out is in a language whose small words are not known"


def _is_english(text: str, start: int, end: int) -> bool:
    """Whether the paragraph around holds an English word that no long sentence does without."""
    floor, ceiling = max(0, start - _PARAGRAPH), min(len(text), end + _PARAGRAPH)
    left = max(floor, text.rfind("\n\n", floor, start))
    right = text.find("\n\n", end, ceiling)
    return bool(_ENGLISH.search(text, left, ceiling if right < 0 else right))


def _clause_objections(hidden: str, text: str, end: int) -> Iterator[str]:
    """What speaks against leaving out words that end at `end`, by how they are built."""
    leads = _LEADS_WITH_MARK.match(text, end)
    if not leads and not _PUNCTUATION.search(hidden):
        if _CLAUSE_MARK.search(hidden) or _OPENS_CLAUSE.search(hidden):
            yield "the parts belong to different clauses"
        if _DANGLES.search(hidden):
            yield "the cut goes through a phrase"
    elif not leads:
        goes_on = [any(map(str.isalnum, rest)) for rest in _HEAVY.split(hidden)[1:]]
        if goes_on[-1:] == [True] or _NEXT_CLAUSE.match(hidden):
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
    turn = _TURNS.search(text)
    if turn:
        yield f"what is left out holds {turn.group()!r}"
    if holds_attribution(text):
        yield "what is left out says who says it"
