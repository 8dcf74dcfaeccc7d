"""Marks of formatting that a quote may leave out: emphasis, code, links, quoted lines.

A reader who quotes `It carries **12,400** vehicles` writes no asterisks. The view of a
text without its marks has the same length, so every offset still holds.
"""

from __future__ import annotations

import re

__all__ = ["without_marks", "without_stray_marks"]

_INVISIBLE = "\u2060"
# Marks come in pairs around words: "5 * 3" and "a_b" hold none. Struck-out words stay
# struck out: nobody says them.
_PAIRED = re.compile(
    r"(?<![^\W_])(?<![*_`])(?P<mark>\*{1,3}|_{1,3}|`)(?=[^\s*_`])"
    r"(?P<words>[^*_`\n]*(?:\n(?!\s*\n)[^*_`\n]*){0,8})(?<=[^\s*_`])(?P=mark)(?![^\W_]|[*_`])"
)
_LINK = re.compile(r"!?\[(?P<words>[^\[\]\n]{1,500})\](?P<target>\([^()\s]{1,2000}\))")
_QUOTED_LINE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE)
_STRAY = re.compile(r"(?<!\S)(?:\*{1,3}|_{1,3}|`)(?=\w)|(?<=[\w.,!?%’”])(?:\*{1,3}|_{1,3}|`)(?!\w)")


def without_marks(text: str) -> str:
    """A view of a text, of the same length, its marks of formatting made invisible."""
    if "[" in text:
        text = _LINK.sub(_bare_link, text)
    if "*" in text or "_" in text or "`" in text:
        text = _PAIRED.sub(_bare_words, text)
        text = _PAIRED.sub(_bare_words, text)  # a mark inside another
    return _QUOTED_LINE.sub(lambda match: " " * len(match.group()), text) if ">" in text else text


def without_stray_marks(quote: str) -> str:
    """The words of a quote without marks, those that it was cut from in the middle too."""
    return _STRAY.sub("", without_marks(quote)).replace(_INVISIBLE, "")


def _bare_words(match: re.Match[str]) -> str:
    hidden = _INVISIBLE * len(match["mark"])
    return f"{hidden}{match['words']}{hidden}"


def _bare_link(match: re.Match[str]) -> str:
    start = match.start("words") - match.start()
    return _INVISIBLE * start + match["words"] + _INVISIBLE * (1 + len(match["target"]))
