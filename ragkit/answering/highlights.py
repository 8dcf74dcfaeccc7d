"""The words inside a quoted sentence that answer: a figure, a date, a name.

Rules point at candidates of the kind that the question asks for. One that
measures or names what was asked for comes first; among those, the one nearest
to the question's own words. Nothing is highlighted where the question asks for
something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.text.mentions import find_dates, find_figures, find_names, measure_of
from ragkit.text.questions import figure_asked
from ragkit.text.terms import STOP_WORDS, terms
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ragkit.text.questions import FigureAsked, QuestionKind

__all__ = ["ClosestAnswer", "closest_answer", "highlight"]

_WORD = re.compile(r"\w+")
_NAMED = re.compile(r"(?<=\s)[A-Z]\w+")
_CLAUSE = re.compile(r"[,;:–—(|\t]\s|\b(?:and|while|but|whereas|or)\b")
_DIGIT = re.compile(r"\d")
_SCALE = re.compile(r"(?:hundr|thousand|million|billion|trillion)", re.IGNORECASE)
# The number of a clause or an item of a list: "2. Fees.", "3.1 The term".
_CLAUSE_NUMBER = re.compile(
    r"(?:^|(?<=[.;:]\s))[\s#*>•–-]{0,8}\(?\d{1,3}(?:(?:\.\d{1,3})+\s+(?=[A-Z])|(?:\.\d{1,3})*[.)]\s)"
)
# What stands before a number that only tells its bearer from others.
_NUMBERED = re.compile(
    r"\b(?:section|clause|article|page|chapter|figure|table|no\.|nos\.|number|room|version|phase"
    r"|step|appendix|paragraph|annex|schedule|lot|gate|pier|berth|platform|route|highway|flight"
    r"|building|form|invoice|§)\s?#?\Z",
    re.IGNORECASE,
)
_KEY = re.compile(r"(\w+)\s?[:=|]?\s?\Z")
_ROW = re.compile(r"\|.*\||\t.*\t")
_TITLE = re.compile(
    r"(?:Dr|Mr|Ms|Mrs|Prof|Professor|Sir|Dame|Lord|Lady|President|Minister|Chancellor|Captain"
    r"|General|Colonel|Judge|King|Queen|Prince|Princess|Pope|Saint|St|Senator|Governor|Mayor)\b\.?\s"
)
_ROLE = re.compile(
    r"\b(?:minister|president|chancellor|master|director|manager|mayor)\s\Z", re.IGNORECASE
)
_BODY = re.compile(
    r"\b(?:Group|Institute|University|Ltd|Limited|Inc|GmbH|AG|Company|Corporation|Corp|Bank|Ministry"
    r"|Department|Agency|Council|Committee|Association|Freight|Research|Works|Club|Party|Union"
    r"|Office|Authority|Commission|Court|College|School|Holdings|Partners|Museum|Hospital|Press"
    r"|Times|Port|Church|Society|Army|Systems|Services|Logistics|Street|Road|Sea|River|Bay|of)\b|&"
)
_ABBREVIATION = re.compile(r"[A-Z]{2,}\d*\Z")
_ASKS_BODY = re.compile(
    r"\b(?:company|companies|firm|supplier|manufacturer|maker|organi[sz]ation|agency|group|team"
    r"|institution|party|country|nation|university|bank|buyer|contractor|name)\b",
    re.IGNORECASE,
)
_ASKS_PERSON = re.compile(
    r"\bwho\b(?:\s(?:is|was|were|are|has|had|have|did|does|will|first|also|originally))*\s(\w+)",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(in|at|from|to|into|near|outside|of|between|through|via|towards?|around|across|on|off)"
    r"\s(?:the\s|(?:north|south|east|west|central)\w*\s|port\sof\s|city\sof\s|town\sof\s)*\Z",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\W*\Z|\bcome\b|\boriginat", re.IGNORECASE)
_TO = re.compile(r"\bto\W*\Z|\b(?:move|go|sen[dt]|travel|flee|export)\b", re.IGNORECASE)
_ONLY_A_NAME = re.compile(r"\W*[Ww]ho (?:is|was|are|were)(?: [^\W\d_a-z][\w.’'-]*)+\W*\Z")
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
_DATE_PARTS = (
    (re.compile(r"\b(?:what|which) (?:\w+ )?year\b", re.IGNORECASE), re.compile(r"\d{4}")),
    (re.compile(r"\b(?:what|which) century\b", re.IGNORECASE), re.compile(r"centur")),
    (re.compile(r"\b(?:what|which) decade\b", re.IGNORECASE), re.compile(r"\d{3}0s")),
    (
        re.compile(r"\b(?:what|which) time\b", re.IGNORECASE),
        re.compile(r":\d\d|[ap]\.?m\b|noon|midnight"),
    ),
    (re.compile(r"\b(?:what|which) month\b", re.IGNORECASE), re.compile(r"[A-Z][a-z]{2}")),
    (re.compile(r"\bhow long ago\b", re.IGNORECASE), re.compile(r"ago\Z")),
    (
        re.compile(r"\b(?:what|which) (?:day|date)\b|\bdeadline\b", re.IGNORECASE),
        re.compile(r"\d|day\Z"),
    ),
)


@dataclass(frozen=True, slots=True)
class ClosestAnswer:
    """The words of a sentence that answer best.

    Attributes:
        span: where they stand in the sentence.
        nearness: how much of the question stands around them, about 0 to 2.
        fits: whether they are a figure of the very kind that was asked for.
    """

    span: Span
    nearness: float
    fits: bool


def highlight(
    question: str, kind: QuestionKind, sentence: str, weights: Mapping[str, float]
) -> tuple[Span, ...]:
    """The span in `sentence` that answers, as a tuple of one or none.

    Args:
        question: as it was asked.
        kind: what it asks for, as `question_kind` tells.
        sentence: the words of a quote.
        weights: the question's terms, the telling ones heavier.
    """
    closest = closest_answer(question, kind, sentence, weights)
    return (closest.span,) if closest else ()


def closest_answer(
    question: str, kind: QuestionKind, sentence: str, weights: Mapping[str, float]
) -> ClosestAnswer | None:
    """The figure, date or name in `sentence` that answers best; None if there is none.

    What the question says itself is no answer. The arguments are `highlight`'s.
    """
    rated = _rated(question, kind, sentence)
    if not rated:
        return None
    # What the question names tells the clauses of a sentence apart best.
    named = {t for word in _NAMED.findall(question) for t in terms(word)}
    places = [
        (m.start(), m.end(), weights[term] * (2.0 if term in named else 1.0))
        for m in _WORD.finditer(sentence)
        for term in terms(m.group())
        if term in weights
    ]
    borders = [0, *(m.start() for m in _CLAUSE.finditer(sentence)), len(sentence)]
    # A figure counts what follows it; in a row of a table it belongs to the cell before it.
    ahead, back = (1.0, 0.7) if not _ROW.search(sentence) else (0.7, 1.0)
    total = sum(weights.values()) or 1.0
    best: tuple[int, float, ClosestAnswer] | None = None
    for span, level, liking in rated:
        near = _nearness(span, places, borders, ahead=ahead, back=back)
        answer = ClosestAnswer(span, near, kind == "figure" and level > 0)
        if best is None or (level, near / total + liking) > best[:2]:
            best = (level, near / total + liking, answer)
    return best[2] if best else None


def _nearness(
    span: Span,
    places: Sequence[tuple[int, int, float]],
    borders: Sequence[int],
    *,
    ahead: float,
    back: float,
) -> float:
    """How much of the question stands around a candidate: in its own clause, or close by."""
    low = max(border for border in borders if border <= span.start)
    high = min(border for border in borders if border >= span.end)
    total = 0.0
    for start, end, weight in places:
        behind = start >= span.end
        gap = start - span.end if behind else max(0, span.start - end)
        inside = low <= start < high
        total += weight * (inside + (ahead if behind else back) * 0.4 / (1.0 + gap / 20))
    return total


def _rated(question: str, kind: QuestionKind, sentence: str) -> list[tuple[Span, int, float]]:
    """The candidates, each with how well it fits (0 to 2) and a liking among those alike."""
    asked = frozenset(terms(question))
    if kind == "figure":
        return _figures(figure_asked(question), sentence, asked)
    if kind == "date":
        parts = [part for asks, part in _DATE_PARTS if asks.search(question)]
        return [
            (span, int(any(part.search(span.of(sentence)) for part in parts)), len(span) / 200)
            for span in find_dates(sentence)
            if not asked.issuperset(terms(span.of(sentence)))
        ]
    if kind == "person":
        return _people(question, sentence, asked)
    if kind == "place":
        return _places(question, sentence, asked)
    return []


def _figures(
    wanted: FigureAsked, sentence: str, asked: frozenset[str]
) -> list[tuple[Span, int, float]]:
    figures = find_figures(sentence)
    if not figures:
        return []
    barred = [d for d in find_dates(sentence) if _DIGIT.search(d.of(sentence))]
    barred += [Span(m.start(), m.end()) for m in _CLAUSE_NUMBER.finditer(sentence)]
    found = []
    for n, span in enumerate(figures):
        end = figures[n + 1].start if n + 1 < len(figures) else len(sentence)
        bound = _counts(wanted, sentence, span, end)
        if any(bar.contains(span) for bar in barred) and not (bound and len(span) > 2):
            continue
        if _is_told(span.of(sentence), asked) or _NUMBERED.search(_before(sentence, span)):
            continue
        if wanted.measures and measure_of(span.of(sentence)) == "rank":
            continue
        if not _DIGIT.search(span.of(sentence)) and not bound and wanted.things:
            after = frozenset(terms(sentence[span.end : end])[:4])
            if not asked & after:
                continue
        found.append((span, _level(wanted, span.of(sentence), bound=bound), 0.0))
    return found


def _level(wanted: FigureAsked, figure: str, *, bound: bool) -> int:
    """2 if a figure counts the very thing asked for, 1 if it measures the same, else 0."""
    if wanted.measures and measure_of(figure) not in wanted.measures:
        return 0
    if wanted.unit and not wanted.things.intersection(terms(figure)):
        return int(not wanted.measures.isdisjoint({"money", "share"}))
    return 1 + bound


def _counts(wanted: FigureAsked, sentence: str, span: Span, end: int) -> bool:
    """Whether what is asked for stands in a figure, right after it or right before."""
    if wanted.things.intersection(terms(span.of(sentence))):
        return True
    stop = _CLAUSE.search(sentence, span.end, end)
    near = terms(sentence[span.end : stop.start() if stop else end])[:3]
    if key := _KEY.search(_before(sentence, span)):
        near += terms(key[1])
    return not wanted.things.isdisjoint(near)


def _before(sentence: str, span: Span) -> str:
    return sentence[max(0, span.start - 40) : span.start]


def _is_told(figure: str, asked: frozenset[str]) -> bool:
    """Whether the question names the figure itself, whatever unit stands beside it."""
    words = terms(figure)
    if _DIGIT.search(figure):
        words = [word for word in words if _DIGIT.search(word) or _SCALE.match(word)]
    return asked.issuperset(words)


def _names(sentence: str, asked: frozenset[str]) -> list[Span]:
    """Names that the question doesn't hold; a title or role that it holds is cut off."""
    found = []
    for span in find_names(sentence):
        start = span.start
        words = list(_WORD.finditer(sentence, span.start, span.end))
        while words and asked.issuperset(terms(words[0].group())):
            words.pop(0)
            start = words[0].start() if words else span.end
        if start < span.end and not asked.intersection(terms(sentence[start : span.end])):
            found.append(Span(start, span.end))
    return found


def _abbreviations(question: str) -> set[str]:
    """The initials of the names in a question: none of them is an answer to it."""
    names = [span.of(question).split() for span in find_names(question)]
    return {"".join(word[0] for word in name if word[0].isupper()) for name in names}


def _is_person(sentence: str, span: Span) -> float:
    """How much a name looks like a person's, -1 to 2."""
    name = span.of(sentence)
    if _TITLE.match(name) or _ROLE.search(_before(sentence, span)):
        return 2.0
    if _BODY.search(name) or _ABBREVIATION.match(name):
        return -1.0
    at = _AT.search(_before(sentence, span))
    if (at and at[1].lower() not in {"from", "to", "of"}) or _is_base(sentence, span):
        return -0.5
    words = name.split()
    return 1.0 if 2 <= len(words) <= 4 and all(w[0].isupper() for w in words) else 0.0


def _is_base(sentence: str, span: Span) -> bool:
    return sentence.startswith(("-based", "-born", "-built", "-made"), span.end)


def _people(question: str, sentence: str, asked: frozenset[str]) -> list[tuple[Span, int, float]]:
    if _ONLY_A_NAME.match(question):
        return []  # a description would answer, and no rule finds one
    verb = _ASKS_PERSON.search(question)
    does = set() if not verb or verb[1].lower() in STOP_WORDS else set(terms(verb[1]))
    liked = -0.2 if _ASKS_BODY.search(question) else 0.4
    short = _abbreviations(question)
    found = []
    for span in _names(sentence, asked):
        if span.of(sentence) in short:
            continue
        liking = liked * _is_person(sentence, span)
        before = terms(_before(sentence, span))[-3:]
        after = terms(sentence[span.end : span.end + 40])[:2]
        if does.intersection(after) or ("by" in before and does.intersection(before)):
            liking += 0.5
        if span.start == 0 and " " not in span.of(sentence) and not does.intersection(after):
            liking -= 0.2
        at = _AT.search(_before(sentence, span))
        if at and at[1].lower() == "from" and not _FROM.search(question):
            liking -= 0.5  # "took over from", "fled from": the other side
        found.append((span, 0, liking))
    return found


def _places(question: str, sentence: str, asked: frozenset[str]) -> list[tuple[Span, int, float]]:
    where = bool(_WHERE.search(question))
    way = "from" if _FROM.search(question) else "to" if _TO.search(question) else ""
    short = _abbreviations(question)
    found = []
    for span in _names(sentence, asked):
        name = span.of(sentence)
        at = _AT.search(_before(sentence, span))
        placed = bool(at) or _is_base(sentence, span)
        if name in short or _TITLE.match(name):
            continue
        if where and not placed and (span.start < 5 or _is_person(sentence, span)):
            continue
        liking = 0.5 if placed else -0.2
        if at and way and at[1].lower() in {"from", "to"}:
            liking += 0.3 if at[1].lower() == way else -0.3
        found.append((span, 0, liking))
    return found
