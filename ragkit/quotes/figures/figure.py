"""A figure in its sentence: the quantity, and what the sentence says of it.

`checking.py` compares a draft's figures with those of the sources; `apart.py` knows what
tells two of them apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ragkit.quotes.figures.marks import is_no_figure, starts_number
from ragkit.text.mentions import find_names
from ragkit.text.quantities import find_quantities
from ragkit.text.sentences import split_sentences
from ragkit.text.terms import STOP_WORDS, content_terms, terms
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ragkit.text.quantities import Kind, Quantity

__all__ = [
    "BORDER",
    "DAYS",
    "MONTHS",
    "PRONOUNS",
    "Figure",
    "figures_of",
    "same_measure",
    "same_thing",
]

#: What stands in for a noun, and does not say what is counted ("3 million of them").
PRONOUNS = frozenset(terms("it them those these that this each all both"))

# Kinds that tell when or in which order, and are no figures.
_NO_FIGURES: frozenset[Kind] = frozenset({"ordinal", "year", "date", "time"})
_TIMES: frozenset[Kind] = frozenset({"year", "date"})
#: What parts two clauses.
BORDER = re.compile(r"[,;:–—()“”\"«»]\s?|\b(?:and|but|while|whereas)\b")
# What a measure may be of without a noun behind it: "it cost $12,400", "1,200 metres long".
_MEASURES: frozenset[Kind] = frozenset({"money", "measure", "percent", "points"})
# Shares of the words of two clauses that have to be common for them to measure one thing.
_SAME_CLAUSE = 0.6
_SAME_SENTENCE = 4  # content words that make two sentences of the same words one

# Behind one of these a name is no doer; "of" is let through: "the port of Alder handled".
_PREPOSITION = re.compile(
    r"\b(?:in|at|on|from|to|into|for|by|with|against|near|off|since|between|after|before|during"
    r"|than|until|under|over|through|across|as|via|per)\s+(?:(?:the|a|an|its|their)\s+)?\Z",
    re.IGNORECASE,
)
# Who says it is not who did it.
_SAYS = re.compile(
    r"\b(?:said|says?|saying|told|tells?|wrote|writes?|announce[sd]?|report(?:s|ed)?"
    r"|estimate[sd]?|argue[sd]?|claim(?:s|ed)?|believe[sd]?|admit(?:s|ted)?|confirm(?:s|ed)?"
    r"|insist(?:s|ed)?|den(?:y|ies|ied)|think(?:s)?|thought)\b"
)
_BY = re.compile(r"\bby\s+(?:the\s+)?\Z", re.IGNORECASE)
_LOWER = re.compile(r"\b[a-z]\w+")
# A lone capital at the start of a sentence with such an end is seldom a name ("Exports of").
_WORDLIKE = re.compile(r"(?:[^s]s|ed|ing|ly|tion|ment|ity)\Z")
#: The terms of the months, January first, and of the days of the week.
MONTHS = tuple(
    terms("january february march april may june july august september october november december")
)
DAYS = tuple(terms("monday tuesday wednesday thursday friday saturday sunday"))
_CALENDAR = frozenset((*MONTHS, *DAYS))
_CHANGE = re.compile(
    r"\s+(?:\w+\s+)?(?:rise|raise|increase|gain|growth|cut|drop|fall|decline|decrease|reduction)\b"
)
_LEADS = frozenset({"to", "from", "by"})
# Words that may stand between a preposition and its figure.
_HEDGES = frozenset(
    """about around some nearly almost roughly approximately over under the a an just only at least
    most more less fewer than up close as an additional another what""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity in its sentence.

    Attributes:
        text: the sentence.
        at: where the quantity starts in it.
        part: the clause of the sentence that the quantity stands in.
        words: the sentence's terms, all of them.
        subject: the sentence's content terms, figures and their units left out.
        clause: those of the clause.
        names: terms of the sentence's names.
        times: its dates and years.
        doer: the name that the clause is about, "" where it has none.
        lead: "to", "from" or "by" where one leads to the figure, else "".
        others: the content terms of the sentence's other clauses that hold figures of
            its dimension.
        alone: whether no other figure of its own clause has it.
        turn: which of the sentence's figures it is, and of how many.
        figures: all of the sentence's, this one too.
    """

    source: str
    quantity: Quantity
    sentence: Span
    text: str
    at: int
    part: Span
    words: frozenset[str]
    subject: frozenset[str]
    clause: frozenset[str]
    names: frozenset[str]
    times: tuple[Quantity, ...]
    doer: str
    lead: str
    others: frozenset[frozenset[str]]
    alone: bool
    turn: tuple[int, int]
    figures: tuple[Quantity, ...]

    @property
    def written(self) -> str:
        """The quantity as it stands."""
        return self.text[self.at : self.at + len(self.quantity.span)]

    @property
    def is_partial(self) -> bool:
        """Whether it is the start of a number that is not read: "1 500", "1,5 Millionen"."""
        end = self.at + len(self.quantity.span)
        behind = self.sentence.start + end + 1
        read = any(q.span.start == behind for q in self.figures)
        return not read and starts_number(self.text, self.at, end)

    @property
    def hedged(self) -> str:
        """The quantity with the two words before it, where its bound or hedge may stand."""
        return " ".join([*self.text[: self.at].split()[-2:], self.written])

    @property
    def noun(self) -> str:
        """The term of what is counted, "" where the sentence leaves it open."""
        counted = self.quantity.counted
        return counted[0] if counted and counted[0] not in PRONOUNS else ""


def figures_of(text: str, *, source: str) -> list[Figure]:
    """The figures of a text, each with what its sentence speaks of."""

    @cache
    def common() -> frozenset[str]:
        return frozenset(_LOWER.findall(text))

    found: list[Figure] = []
    for sentence, quantities in _by_sentence(text):
        found.extend(_read(sentence, sentence.of(text), quantities, source, common))
    return found


def _by_sentence(text: str) -> Iterator[tuple[Span, list[Quantity]]]:
    quantities = (q for q in find_quantities(text) if not is_no_figure(text, q))
    quantity = next(quantities, None)
    for sentence in split_sentences(text):
        inside: list[Quantity] = []
        while quantity and quantity.span.start < sentence.span.end:
            if sentence.span.contains(quantity.span):
                inside.append(quantity)
            quantity = next(quantities, None)
        if inside and sentence.kind not in {"code", "furniture"}:
            yield sentence.span, inside


def _read(
    sentence: Span,
    body: str,
    quantities: Sequence[Quantity],
    source: str,
    common: Callable[[], frozenset[str]],
) -> Iterator[Figure]:
    """The figures of one sentence."""
    figures = [q for q in quantities if q.kind not in _NO_FIGURES]
    if not figures:
        return
    names = find_names(body)
    said = frozenset(t for name in names for t in terms(name.of(body)) if _tells(t))
    words = frozenset(terms(body))
    times = tuple(q for q in quantities if q.kind in _TIMES)
    bare = _without(body, [q.span for q in quantities], sentence.start)
    subject = _subject(bare)
    borders = [0, *(m.start() for m in BORDER.finditer(bare)), len(body)]
    starts = [quantity.span.start - sentence.start for quantity in figures]
    parts = [_part(borders, start) for start in starts]
    sorts = [(part, q.dimension) for part, q in zip(parts, figures, strict=True)]
    clauses = {part: _subject(part.of(bare)) for part in parts}
    for turn, (quantity, at, part) in enumerate(zip(figures, starts, parts, strict=True)):
        yield Figure(
            source=source,
            quantity=quantity,
            sentence=sentence,
            text=body,
            at=at,
            part=part,
            words=words,
            subject=subject,
            clause=clauses[part],
            names=said,
            times=times,
            doer=_doer(body, part, at, names, common),
            lead=_lead(body, at, quantity),
            others=frozenset(clauses[p] for p, d in sorts if d == quantity.dimension and p != part),
            alone=sorts.count((part, quantity.dimension)) == 1,
            turn=(turn, len(figures)),
            figures=tuple(figures),
        )


def _without(body: str, spans: Iterable[Span], start: int) -> str:
    """A sentence with its quantities blanked, every other character in its place."""
    for span in spans:
        low, high = span.start - start, span.end - start
        body = body[:low] + " " * (high - low) + body[high:]
    return body


def _part(borders: Sequence[int], at: int) -> Span:
    return Span(max(b for b in borders if b <= at), min(b for b in borders if b > at))


def _subject(words: str) -> frozenset[str]:
    return frozenset(term for term in content_terms(words) if not term[0].isdigit())


def _tells(term: str) -> bool:
    return term not in STOP_WORDS and not term[0].isdigit()


def _doer(
    body: str, part: Span, at: int, names: Sequence[Span], common: Callable[[], frozenset[str]]
) -> str:
    """The first name of the clause before the figure that no preposition leads to.

    Of "were sent by Iran", the name behind the figure.
    """
    says = [m.end() for m in _SAYS.finditer(body, part.start, at)]
    start = says[-1] if says else part.start
    for name in names:
        words = name.of(body)
        if name.start < start or name.end > part.end or _CALENDAR.intersection(terms(words)):
            continue
        before = body[max(0, name.start - 20) : name.start]
        if before[-1:].isalnum():  # "vBNS" is no BNS
            continue
        if name.start > at:
            if _BY.search(before):
                return words
            continue
        first = not re.search(r"\w", body[: name.start])
        if first and (_WORDLIKE.search(words) or words.lower() in common()) and " " not in words:
            continue
        if not _PREPOSITION.search(before):
            return words
    return ""


def _lead(body: str, at: int, quantity: Quantity) -> str:
    """The preposition that leads to a figure: "to" of "rose to about $5,150".

    In "agreed to a 6 percent rise" it leads to the rise.
    """
    if _CHANGE.match(body, at + len(quantity.span)):
        return ""
    before = body[max(0, at - 60) : at].lower().split()[-5:]
    while before and before[-1] in _HEDGES:
        before.pop()
    # Of "up to" and "close to" the preposition is part of a bound.
    bound = len(before) > 1 and before[-2] in {"up", "close", "according", "due", "compared"}
    return before[-1] if before and before[-1] in _LEADS and not bound else ""


def same_thing(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities count the same: the same noun, and no modifier tells them apart."""
    if one.dimension != other.dimension or one.per != other.per:
        return False
    if not one.counted or not other.counted:
        return False
    if one.counted[0] != other.counted[0]:
        return False
    ours, theirs = set(one.counted[1:]), set(other.counted[1:])
    return not ours or not theirs or ours <= theirs or theirs <= ours


def same_measure(one: Figure, other: Figure) -> bool:
    """Whether two figures that name no noun are of the same thing.

    Two sums, measures or shares are, each the only one of its dimension in its clause,
    where the clauses speak of the same: "the audit cost $12,400" and "the whole audit
    cost $14,200"; two bare numbers where the clauses are equal ("the death toll was 24");
    and any two where only the figures of two sentences differ.
    """
    ours, theirs = one.quantity, other.quantity
    alike = (ours.dimension, ours.per, ours.change) == (theirs.dimension, theirs.per, theirs.change)
    if not alike or (one.noun and other.noun):
        return False
    return _same_sentence(one, other) or (one.alone and other.alone and _same_clause(one, other))


def _same_clause(one: Figure, other: Figure) -> bool:
    common = one.clause & other.clause
    nouns = frozenset(filter(None, [one.noun, other.noun]))
    if len(common) < 2 or not nouns <= common:
        return False
    share = _SAME_CLAUSE if one.quantity.kind in _MEASURES else 1
    return len(common) >= share * max(len(one.clause), len(other.clause))


def _same_sentence(one: Figure, other: Figure) -> bool:
    """Whether two sentences differ in nothing but their figures; rows of tables often do."""
    alike = one.subject == other.subject and len(one.subject) >= _SAME_SENTENCE
    return alike and one.turn == other.turn and "|" not in one.text
