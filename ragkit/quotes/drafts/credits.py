"""Who is quoted, as said in or next to a quotation: "— Jane Roe, 2024", "Roe said:".

Such words are none of the quotation's. They are told by a dash, a colon or brackets and
by what is between: names, a year, a verb of saying. What holds a negation or, around
words in quotation marks, a figure, says more than that and stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.quotes.drafts.marks import opens_with
from ragkit.text.polarity import holds_attribution

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ragkit.types import Span

__all__ = [
    "NOTES",
    "credit_line",
    "credit_start",
    "introduces",
    "is_credit",
    "is_listed_credit",
    "narrates",
]

#: A footnote's sign behind the last word.
NOTES = re.compile(r"(?:[ \t]?(?:\[\^[\w-]{1,20}\]|\[\d{1,3}\]|[⁰¹²³⁴-⁹]))+\s*\Z")
_DASHED = re.compile(r"(?:--+|[–—―]|~(?=[ \t])|&[mn]dash;)[ \t]*(?P<who>\S.{0,119})\Z")
_BEHIND = re.compile(
    r"(?<=[.!?…”\"’')\]])\s*(?:(?:--+|[–—―])[ \t]*(?P<who>[^.!?\n–—―()]{2,80})"
    r"|\((?P<source>[^()\n]{3,80})\)\.?)\s*\Z"
)
_SAYING = re.compile(
    r"\b(?:add(?:s|ed)|repl(?:ies|ied)|not(?:es|ed)|explain(?:s|ed)|continue[sd]|recall(?:s|ed)"
    r"|conclude[sd]|stress(?:es|ed)|answer(?:s|ed)|declare[sd]|wr(?:iting|itten)|speaking"
    r"|sagte?|schrieb|dit|écrit|dijo|disse)\b",
    re.IGNORECASE,
)
# Before a closing mark.
_PAUSED = re.compile(r"[,.!?…—–-](?:\W|&\w{2,7};|</q>)\Z")
_SAYS_MORE = re.compile(
    r"\b(?:not|never|no|nobody|none|neither|nor|cannot|that|which)\b|n['’]t\b", re.IGNORECASE
)
_PARTICLES = frozenset(
    "and et al of the de da di del der den des du la le van von y in at p pp ch vol no ed".split()
)
_LONGEST_MARK = 10  # characters; `&rdquo;` and what it closes
_MOST_WORDS = 10  # around words in quotation marks
_MOST_LISTED = 8


def credit_line(line: str) -> bool:
    """Whether a line starts with a dash and goes on with who is quoted."""
    dashed = _DASHED.match(line)
    if not dashed:
        return False
    who = dashed["who"]
    # "— and closed the bridge." is the rest of a sentence.
    return not who[0].islower() or (who[-1] not in ".!?" and any(map(str.isupper, who)))


def is_credit(line: str) -> bool:
    """Whether nothing but a name, as it is written, stands behind the dash of a line."""
    dashed = _DASHED.match(line)
    return bool(dashed and dashed["who"][-1] not in ".!?" and _names(dashed["who"].split(",")[0]))


def is_listed_credit(line: str) -> bool:
    """Whether a list item says who is quoted: "- Jane Roe, mayor"."""
    words = line.split()
    named = line[0].isupper() and _names(line.split(",", 1)[0])
    return named and len(words) <= _MOST_LISTED and line[-1] not in ".!?;:"


def credit_start(words: str, start: int, end: int) -> int:
    """Where a credit behind the last sentence starts: `end` if there is none.

    It is a name behind a dash, or a name and a year or a page in brackets.
    """
    behind = _BEHIND.search(words, start, end)
    if not behind:
        return end
    who, source = behind["who"], behind["source"]
    credited = _names(who.split(",", 1)[0]) if who else any(map(str.isdigit, source))
    return behind.start() if credited and _names(who.split(",", 1)[0] if who else source) else end


def introduces(line: str, following: str) -> bool:
    """Whether the first line of a block says who speaks in what follows it."""
    line = line.rstrip("*_ ")
    if not line.endswith((":", "：")) or len(line.split()) > _MOST_WORDS or _SAYS_MORE.search(line):
        return False
    return _says(line) or _names(line) or bool(opens_with(following))


def narrates(words: str, gaps: Iterable[Span]) -> bool:
    """Whether all that stands around words in quotation marks says who says them.

    It stands behind a mark that a comma or the end of a sentence goes before ("“Go,” Roe
    said."), or before one and ends with a comma or a colon.

    Args:
        words: a passage.
        gaps: what stands around its marks.
    """
    for gap in gaps:
        around = NOTES.sub("", gap.of(words)).strip()
        if not any(map(str.isalnum, around)):
            continue
        before = _PAUSED.search(words, max(0, gap.start - _LONGEST_MARK), gap.start)
        if not (before or around.startswith(",") or (not gap.start and around[-1] in ",:")):
            return False
        if len(around.split()) > _MOST_WORDS or not _says(around):
            return False
        if any(map(str.isdigit, around)) or _SAYS_MORE.search(around):
            return False
    return True


def _says(words: str) -> bool:
    return holds_attribution(words) or bool(_SAYING.search(words))


def _names(words: str) -> bool:
    """Whether words may be a name, a title, a year or a page: each is written as one."""
    parts = re.findall(r"\w[\w.'’-]*", words)
    return bool(parts) and all(
        not part[0].isalpha() or not part[0].islower() or part.strip(".").lower() in _PARTICLES
        for part in parts
    )
