"""What a text or Markdown file calls itself."""

from __future__ import annotations

import re

from ragkit.documents.dates import date_in_line
from ragkit.text.blocks import find_blocks

__all__ = ["markdown_title", "text_title"]

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<title>.+?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_NO_TITLE = re.compile(r" {0,3}(?:[#>|]|[-*+][ \t]|\d+[.)][ \t]|    )|\s*$")
_FENCE = re.compile(r" {0,3}(?P<mark>```+|~~~+)")
_LINK = re.compile(r"!?\[(?P<words>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3}|`+)(?P<words>\S(?:.*?\S)?)(?P=mark)(?!\w)")

_HEAD = 12  # lines that are not blank
_LOOKED_AT = 20_000  # characters
_LONGEST = 120  # characters
_FIRST_LINE, _LATER_LINE = ("heading", "furniture", "prose"), ("heading",)
_COLUMN_GAP = re.compile(r"\s{2,}|\t")
_RULE = re.compile(r"([=\-~*#^+_])\1{2,}$")
_SENTENCE_END = re.compile(r"""[.。:;,…][)\]"'”’»]*$""")


def markdown_title(text: str) -> str | None:
    """The first heading outside fenced code, without its marks; None if there is none.

    Args:
        text: Markdown without its front matter.
    """
    fence: str | None = None
    above = ""
    for line in text.split("\n"):
        opening = _FENCE.match(line)
        if opening and fence is None:
            fence = opening["mark"]
        elif opening and fence and opening["mark"].startswith(fence):
            fence = None
        elif fence is None:
            if heading := _HEADING.match(line):
                return _without_marks(heading["title"])
            if _UNDERLINE.match(line) and not _NO_TITLE.match(above):
                return _without_marks(above)
        above = line if fence is None else ""
    return None


def text_title(text: str) -> str | None:
    """The first short line that stands alone near the top and reads as a title, else None.

    A line stands alone with a blank line (or, in reStructuredText, a rule) below it,
    nothing above it, and more text to come. A long line before it is the text itself.
    It is a heading to the text layer too, but for the very first line: there, "Annual
    report" and "Is it open?" are titles, and further down they are layout and text.
    """
    lines = text[:_LOOKED_AT].split("\n")
    kinds = {block.span.start: block.kind for block in find_blocks(text[:_LOOKED_AT])}
    filled = 0
    offset = 0
    for number, line in enumerate(lines):
        words = line.strip()
        start = offset + len(line) - len(line.lstrip())
        offset += len(line) + 1
        if not words or _RULE.match(words):
            continue
        filled += 1
        if filled > _HEAD or len(words) > _LONGEST:
            return None
        above = lines[number - 1].strip() if number else ""
        below, rest = lines[number + 1 : number + 2], lines[number + 2 :]
        alone = not _RULE.sub("", above) and below and not _RULE.sub("", below[0].strip())
        heads = kinds.get(start) in (_FIRST_LINE if filled == 1 else _LATER_LINE)
        if alone and heads and any(map(str.strip, rest)) and _reads_as_title(words):
            return " ".join(words.split())
    return None


def _reads_as_title(words: str) -> bool:
    letters = sum(map(str.isalpha, words))
    if len(_COLUMN_GAP.findall(words)) > 1:  # a bar of links: "Home  World  Opinion"
        return False
    return letters >= 3 and not _SENTENCE_END.search(words) and date_in_line(words) is None


def _without_marks(heading: str) -> str | None:
    words = _LINK.sub(r"\g<words>", heading)
    words = _EMPHASIS.sub(r"\g<words>", _EMPHASIS.sub(r"\g<words>", words))
    return " ".join(words.split()) or None
