"""The words inside a quoted sentence that answer: a figure, a date, a name.

Rules point at candidates of the kind that the question asks for; the one
nearest to the question's own words is highlighted. Nothing is highlighted
where the question asks for something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.text.mentions import find_figures, find_names
from ragkit.text.terms import terms
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ragkit.text.questions import QuestionKind

__all__ = ["ClosestAnswer", "closest_answer", "find_dates", "highlight"]

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_YEAR = r"(?:1\d{3}|20\d{2})"
_DATE = re.compile(
    rf"(?:(?:early|mid|late)[- ])?\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+{_YEAR})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,\s*{_YEAR})?"
    rf"|{_MONTH}(?:,?\s+{_YEAR})?"
    rf"|\d{{4}}-\d\d-\d\d"
    rf"|(?:the\s+)?{_YEAR}s?(?:\s?(?:–|-|to|and)\s?{_YEAR})?"
    r"|(?:\w+-?)?\w+(?:st|nd|rd|th)\s+(?:century|centuries)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_PERCENT = re.compile(r"%|percent|per cent|points?\b|half|third|quarter|fifth|tenth")
_MONEY = re.compile(r"[$€£¥₩₹]|dollars?|euros?|pounds?|yen|won\b")
_ASKS_SHARE = re.compile(
    r"percent|per cent|share|proportion|fraction|capacity|ratio|rate\b", re.IGNORECASE
)
_ASKS_MONEY = re.compile(
    r"how much|cost|price|budget|revenue|worth|paid?\b|spen[dt]|dollars?|salary|fee", re.IGNORECASE
)
_ASKS_COUNT = re.compile(r"how many|number of", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_NAMED = re.compile(r"(?<=\s)[A-Z]\w+")
_CLAUSE = re.compile(r"[,;:–—(]\s|\b(?:and|while|but|whereas|or)\b")


def find_dates(text: str) -> list[Span]:
    """Spans of dates, months, years, centuries and week days, in order."""
    return [Span(match.start(), match.end()) for match in _DATE.finditer(text)]


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
    candidates = _candidates(kind, sentence, frozenset(terms(question)))
    if not candidates:
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
    wanted = _wanted_figure(question) if kind == "figure" else None
    rated = [
        ClosestAnswer(
            span,
            _nearness(span, places, borders),
            wanted is not None and wanted(span.of(sentence)),
        )
        for span in candidates
    ]
    return max(rated, key=lambda answer: (answer.fits, answer.nearness))


def _wanted_figure(question: str) -> Callable[[str], bool] | None:
    """Which figures can answer: a share, a count or a sum; None where any can."""
    if _ASKS_SHARE.search(question):
        return lambda figure: bool(_PERCENT.search(figure))
    if _ASKS_COUNT.search(question):
        return lambda figure: not (_PERCENT.search(figure) or _MONEY.search(figure))
    if _ASKS_MONEY.search(question):
        return lambda figure: bool(_MONEY.search(figure))
    return None


def _nearness(
    span: Span, places: Sequence[tuple[int, int, float]], borders: Sequence[int]
) -> float:
    """How much of the question stands around a candidate: in its own clause, or close by.

    A figure counts what follows it, so words behind it weigh more than words before it.
    """
    low = max(border for border in borders if border <= span.start)
    high = min(border for border in borders if border >= span.end)
    total = 0.0
    for start, end, weight in places:
        behind = start >= span.end
        gap = start - span.end if behind else max(0, span.start - end)
        inside = low <= start < high
        total += weight * (inside + (1.0 if behind else 0.7) * 0.4 / (1.0 + gap / 20))
    return total


def _candidates(kind: QuestionKind, sentence: str, asked: frozenset[str]) -> list[Span]:
    if kind == "figure":
        dates = [d for d in find_dates(sentence) if len(d) > 4 or sentence[d.start].isdigit()]
        return [
            span
            for span in find_figures(sentence)
            if not asked.issuperset(terms(span.of(sentence)))
            and not any(date.contains(span) for date in dates)
        ]
    if kind == "date":
        return [
            span for span in find_dates(sentence) if not asked.issuperset(terms(span.of(sentence)))
        ]
    if kind in {"person", "place"}:
        return [
            span
            for span in find_names(sentence)
            if not asked.intersection(terms(span.of(sentence)))
        ]
    return []
