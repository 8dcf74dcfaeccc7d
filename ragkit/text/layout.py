"""Lines that belong to the layout of a page: stock phrases, bylines, dates by themselves."""

from __future__ import annotations

import re

__all__ = ["ends_sentence", "is_layout", "is_teaser"]

_SENTENCE_END = re.compile(r"""[.!?…。！？:;][\s)\]}"'”’»*_]*$""")
_BYLINE = re.compile(
    r"(?i:by)\s+[^\W\d_a-z][\w.'’-]+(\s+[^\W\d_a-z][\w.'’-]*){0,4}\s*([\[(<|,].*)?$"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE_LINE = re.compile(
    rf"(?:\w+,\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d-\d\d)"
    rf"(?:[\s,|]+\d{{1,2}}[:.]\d\d.*)?$",
    re.IGNORECASE,
)
# What follows such a line points at other pages.
_TEASER = re.compile(
    r"(?:must[- ]reads?|read (?:more|also|next)\b|related(?: articles| stories| links)?"
    r"|most (?:read|popular)|trending(?: now)?)[.:!]?$",
    re.IGNORECASE,
)
# A full stop tells the sentence "Read more than one source." from a link to one.
_STOCK = re.compile(
    r"(?:advertise?ments?|sponsored(?: content)?|newsletters?"
    r"|share(?: this)?(?: article| story)?|comments?"
    r"|(?:sign up|subscribe)(?: now| today| here| (?:for|to) our .{0,80})?"
    r"|(?:read (?:more|also|next)|(?:sign up|subscribe) (?:for|to) the)\b.{0,80}(?<![.!?])$"
    r"|cookie (?:policy|settings|notice|preferences)"
    r"|(?:©|\(c\)|copyright (?:©|\(c\)|\d{4}(?! (?:was|is|had|has)\b))).{0,80}"
    r"|all rights reserved.{0,80}|back to top"
    r"|skip to (?:the )?(?:main|content|navigation|footer).{0,20}"
    r"|photo(?: credit)?s?:.{0,80}|page \d+(?: of \d+)?"
    r"|\d+ (?:comments?|shares|views|min(?:ute)?s? read|(?:minutes?|hours?|days?) ago))[.:!]?$",
    re.IGNORECASE,
)


def ends_sentence(line: str) -> bool:
    """Whether a line ends with a mark that ends a sentence or a clause."""
    return bool(_SENTENCE_END.search(line))


def is_layout(line: str) -> bool:
    """Whether a line is a stock phrase of pages, a date by itself or a byline."""
    if _TEASER.match(line) or _STOCK.match(line) or _DATE_LINE.match(line):
        return True
    byline = _BYLINE.match(line) and len(line.split()) <= 8
    return bool(byline) and not ends_sentence(line)


def is_teaser(line: str) -> bool:
    """Whether what follows a line points at other pages: "Must read", "Related"."""
    return bool(_TEASER.match(line))
