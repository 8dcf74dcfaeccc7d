"""What kind of words would answer a question: a figure, a date, a name, a place."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["QuestionKind", "question_kind"]

QuestionKind = Literal["figure", "date", "person", "place", "other"]

_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    (
        "date",
        re.compile(
            r"\b(?:when|(?:what|which|in what|in which|by what) (?:year|date|day|month|century"
            r"|decade|time|quarter|season|era|period)|since when|until when|how long ago)\b",
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
            r"|\bat what (?:capacity|rate|speed|price|level|pace)\b",
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


def question_kind(question: str) -> QuestionKind:
    """Tell from its wording what would answer a question; `"other"` where nothing tells."""
    for kind, pattern in _KINDS:
        if pattern.search(question):
            return kind
    return "other"
