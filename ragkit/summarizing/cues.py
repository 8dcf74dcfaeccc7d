"""Words by which a sentence says that it tells what a text comes to."""

from __future__ import annotations

import re

__all__ = ["is_conclusion", "is_decision", "is_outcome", "is_personal", "is_routine"]

_DECISION = re.compile(
    r"\b(?:resolved|decided|agreed|approved|adopted|rejected|ruled|voted|recommend(?:s|ed)?|concluded"
    r"|concludes|found that|deferred)\b",
    re.IGNORECASE,
)
_CONCLUSION = re.compile(
    r"\b(?:resolved|advise[sd]?|recommend(?:s|ed)?|conclude[sd]?|found that|finds that"
    r"|the (?:main |root |probable |immediate )?cause|caused by|in total"
    r"|total \w+ (?:was|came|fell|rose)"
    r"|overall|as a whole|decided|ruled|rejected|is to decide|due to decide)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:resolved|advise[sd]?|recommend(?:s|ed)?|conclude[sd]?|found that|finds that|the cause"
    r"|caused by|the main|in total|a total of|total|in all|overall|as a whole|on average|results?"
    r"|decided|ruled|approved|rejected|must|is to|are to|is due to|will|expects?|expected"
    r"|from \d{1,2} \w+ \d{4}|by (?:the end of|\d{1,2} \w+)"
    r"|(?:the )?(?:lowest|highest|largest) "
    r"|compared with|less than a year|than a year (?:before|earlier))\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:she|he|her|his|i|my|me)\b", re.IGNORECASE)
_ROUTINE = re.compile(
    r"The\s+(?:meeting|session|hearing|sitting)\s+(?:was\s+)?"
    r"(?:opened|open|closed|began|started|ended|adjourned|called\s+to\s+order)\b"
)


def is_decision(sentence: str) -> bool:
    """Whether somebody decides something in it."""
    return _DECISION.search(sentence) is not None


def is_conclusion(sentence: str) -> bool:
    """Whether it has the word of a conclusion, a cause or a sum."""
    return _CONCLUSION.search(sentence) is not None


def is_outcome(sentence: str) -> bool:
    """Whether it has a word of what came of something, or of what comes next."""
    return _OUTCOME.search(sentence) is not None


def is_personal(sentence: str) -> bool:
    """Whether it is of one person, as anecdotes and quotations are."""
    return _PERSONAL.search(sentence) is not None


def is_routine(sentence: str) -> bool:
    """Whether it tells that a meeting was opened or closed."""
    return _ROUTINE.match(sentence) is not None
