"""What kind of words would answer a question: a figure, and of what, a date, a name, a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ragkit.text.mentions import Measure, measure_of
from ragkit.text.terms import STOP_WORDS, terms

__all__ = [
    "FigureAsked",
    "QuestionKind",
    "asks_yes_or_no",
    "figure_asked",
    "names_nothing",
    "question_kind",
]

QuestionKind = Literal["figure", "date", "person", "place", "other"]

_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    (
        "date",
        re.compile(
            r"\b(?:when|(?:what|which|in what|in which|by what) (?:year|date|day|month|century"
            r"|decade|time|quarter|season|era|period)|since when|until when|how long ago)\b"
            r"|\bwhat(?: is| was|['’]s)(?: \w+){1,3} (?:date|deadline)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "figure",
        re.compile(
            r"\bhow (?:many|much|old|long|tall|high|far|fast|large|big|often|wide|deep|heavy|hot"
            r"|cold)\b|\b(?:what|which)(?: \w+){0,2} (?:percent(?:age)?|per cent|share|proportion"
            r"|fraction|number|amount|capacity|rate|ratio|size|cost|price|total|population|length|height|width|weight"
            r"|volume|value|speed|distance|age|score|temperature|sum|budget|figure|revenue|level"
            r"|quantity)\b"
            r"|\bat what (?:capacity|rate|speed|price|level|pace)\b"
            r"|\bwhat(?: is| was| are| were|['’]s)"
            r"(?: (?!of\b|for\b|in\b|to\b|that\b|which\b)[\w-]+){0,3}"
            r" (?:percentage|share|proportion|number|amount|capacity|rate|ratio|size|cost|price"
            r"|population|length|height|width|weight|depth|distance|speed|temperature|total|sum"
            r"|fee|salary|wage|pay|rent|deposit|budget|revenue|turnover|premium|penalty|discount|limit"
            r"|duration|notice period)s?\b"
            r"|\bwhat (?:do|does|did|will|would)\b.{0,60}\b(?:cost|weigh|measure|earn)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "person",
        re.compile(
            r"\b(?:who|whom|whose)\b|\b(?:what|which) (?:person|man|woman|president|minister|king"
            r"|queen|leader|author|scientist|company|organi[sz]ation|agency|group|team|institution|party"
            r"|country|nation|university)\b|\bwhat (?:is|was) the name\b",
            re.IGNORECASE,
        ),
    ),
    (
        "place",
        re.compile(
            r"\bwhere\b|\b(?:what|which)(?: \w+)? (?:city|place|town|state|region|location|river"
            r"|island|continent|province|village|street|area|district|port|sea)\b",
            re.IGNORECASE,
        ),
    ),
)


# The word that a question begins with outweighs a later one: "Who spoke when it opened?"
_FIRST = re.compile(r"\W{0,9}(when|where|who|whom|whose|how (?:many|much))\b", re.IGNORECASE)
_BY_FIRST: dict[str, QuestionKind] = {
    "when": "date",
    "where": "place",
    "who": "person",
    "whom": "person",
    "whose": "person",
    "how": "figure",
}
_YES_OR_NO = re.compile(
    r"\W{0,9}(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|may(?! \d)|might"
    r"|must|shall|should|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|don['’]t|doesn['’]t|didn['’]t|hasn['’]t"
    r"|haven['’]t|can['’]t|won['’]t)\b(?!\s+not\b)",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\bor\b(?! not\b)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# "how many" and the words that say of what.
_COUNTED = re.compile(
    r"\b(?:how many|(?:number|population) of)\b((?:\W{1,3}[\w-]{1,40}){1,5})", re.IGNORECASE
)
_AUXILIARY = frozenset(
    """is are was were be been do does did has have had can could will would may might must shall
    should per a an""".split()
)
# Words that count people, as "people" itself does.
_PEOPLE = frozenset(
    terms(
        "people person persons men women children residents inhabitants employees workers staff"
        " passengers visitors civilians guests members killed dead died injured hurt wounded"
    )
)
_WORDINGS: tuple[tuple[str, tuple[Measure, ...]], ...] = (
    (r"\bhow long (?:is|was|are|were)\b|\blength\b", ("length", "time")),
    (
        r"\bhow long\b|\bhow much (?:longer|time|notice)\b|\bnotice period|\bduration\b",
        ("time",),
    ),
    (r"\bhow old\b|\bage\b", ("time", "count")),
    (r"\bhow (?:far|tall|high|wide|deep)\b|\b(?:height|width|depth|distance)\b", ("length",)),
    (r"\bhow heavy\b|\bweigh", ("weight",)),
    (r"\bhow fast\b|\bspeed\b", ("speed",)),
    (r"\bhow (?:hot|cold)\b|\btemperature\b", ("temperature",)),
    (r"\bhow many\b|\b(?:number|population)\b", ("count",)),
    (
        (
            r"\bper ?cent|\bpercentage|\bshare\b(?! price)|\bproportion\b|\bfraction\b"
            r"|\bat what capacity\b|\bratio\b|\bhow much of\b"
            r"|\b(?:interest|growth|unemployment|inflation|vacancy|tax|success|error|birth|death"
            r"|literacy|turnout|recovery|response|pass|failure) rates?\b"
        ),
        ("share",),
    ),
    (
        (
            r"\brates?\b|\bdiscount\b|\bhow much (?:more|less|\w+er)\b"
            r"|\bhow much\b.{0,60}\b(?:r[io]se|grow|grew|fall|fell|increase|decrease|drop|change)"
        ),
        ("share", "money"),
    ),
    (r"\bcapacity\b", ("count", "volume", "weight", "power")),
    (
        (
            r"\bhow much (?!(?:do|does|did|is|are|was|were|will|would|has|have|had|can|could|should"
            r"|must|money|it|per|each|in|for|a|an|the)\b)[a-z]+\b(?! (?:cost|worth))"
        ),
        ("weight", "volume", "area", "power", "length"),
    ),
    (
        (
            r"\bhow much\b|\bcosts?\b|\bprices?\b|\bbudget\b|\brevenues?\b|\bworth\b|\bpa(?:y|id)\b"
            r"|\bspen[dt]\b|\bdollars?\b|\beuros?\b|\bsalar(?:y|ies)\b|\bwages?\b|\bfees?\b|\brent\b"
            r"|\bdeposit\b|\bearns?\b|\bturnover\b|\bpremium\b|\bpenalty\b"
        ),
        ("money",),
    ),
)
_ASKED_OF = tuple(
    (re.compile(wording, re.IGNORECASE), frozenset(measures)) for wording, measures in _WORDINGS
)


@dataclass(frozen=True, slots=True)
class FigureAsked:
    """What a figure has to measure to answer a question.

    Attributes:
        measures: what it may measure; empty where anything will do.
        things: terms of what is counted ("how many people"); empty where nothing tells.
        unit: whether the question names the unit itself ("how many days"), so that
            the answer is in it.
    """

    measures: frozenset[Measure]
    things: frozenset[str]
    unit: bool


@lru_cache(maxsize=256)
def figure_asked(question: str) -> FigureAsked:
    """Tell what the figure that would answer a question measures."""
    # Kept, since it is asked for every sentence that may answer.
    things = _things(question)
    for thing in (" ".join(things[:2]), *things[:2]):
        measure = measure_of(f"2 {thing}")
        if measure != "count":
            return FigureAsked(frozenset({measure}), frozenset(terms(thing)), unit=True)
    found = frozenset(terms(" ".join(things)))
    if found & _PEOPLE:
        found |= _PEOPLE
    for pattern, measures in _ASKED_OF:
        if pattern.search(question):
            return FigureAsked(measures, found, unit=False)
    return FigureAsked(frozenset(), found, unit=False)


def _things(question: str) -> list[str]:
    """The words that say what "how many" counts: up to the verb, three at most."""
    counted = _COUNTED.search(question)
    things: list[str] = []
    for word in re.findall(r"[\w-]+", counted[1]) if counted else ():
        if word.lower() in _AUXILIARY or (things and word.lower() in STOP_WORDS):
            break
        if word.lower() not in STOP_WORDS:
            things.append(word)
    return things[:3]


def asks_yes_or_no(question: str) -> bool:
    """Whether yes or no would answer: it begins with a verb and offers no choice ("… or …")."""
    return bool(_YES_OR_NO.match(question)) and not _CHOICE.search(question)


def names_nothing(question: str) -> bool:
    """Whether nothing in a question says what it is about: "Who?", "What is it?", a smiley."""
    return all(
        word.lower() in STOP_WORDS and not (word.isupper() and len(word) > 1)  # "WHO?", "US"
        for word in _WORD.findall(question)
    )


def question_kind(question: str) -> QuestionKind:
    """Tell from its wording what would answer a question; `"other"` where nothing tells."""
    if first := _FIRST.match(question):
        return _BY_FIRST[first[1].split()[0].lower()]
    for kind, pattern in _KINDS:
        if pattern.search(question):
            return kind
    return "other"
