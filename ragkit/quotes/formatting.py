"""Marks that a quote may leave out: emphasis, code, links, quoted lines, notes.

A reader who quotes `It carries **12,400** vehicles[^2]` writes neither asterisks nor the
note. The view of a text without its marks has the same length, so every offset holds.
"""

from __future__ import annotations

import re

from ragkit.text.polarity import NUMBER_WORDS

__all__ = ["is_quoting", "without_marks", "without_stray_marks"]

_INVISIBLE = "\u2060"
# Marks come in pairs around words: "5 * 3" and "a_b" hold none. Struck-out words stay
# struck out: nobody says them.
_PAIRED = re.compile(
    r"(?<![^\W_])(?<![*_`])(?P<mark>\*{1,3}|_{1,3}|`)(?=[^\s*_`])"
    r"(?P<words>[^*_`\n]*(?:\n(?!\s*\n)[^*_`\n]*){0,8})(?<=[^\s*_`])(?P=mark)(?![^\W_]|[*_`])"
)
_LINK = re.compile(r"!?\[(?P<words>[^\[\]\n]{1,500})\](?P<target>\([^()\s]{1,2000}\))")
_QUOTED_LINE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE)
# At the start of a line `>` marks what is quoted, but "Losses were\n> 5 million" holds a bound.
_FIGURE = re.compile(rf"[^\w\n]{{0,3}}\d|(?:{'|'.join(sorted(NUMBER_WORDS))})\b", re.IGNORECASE)
_ENDS, _CLOSERS = frozenset(".!?:…。！？"), " \t*_`~)]}\"'”’»"
_LONGEST_LINE = 2000  # characters of the line before that are looked at
_MOST_LINES = 20  # figures quoted line by line
# Notes stand directly behind a word or a mark: `[5]` behind a space may be a figure that an
# editor put in, `1[5]` a digit, `x[1]` code.
_NOTE = re.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=\d%)|(?<=[^\W\d_][.,;:!?”’\")…])|(?<=[.,;:!?)][”’\"])"
    r"|(?<=[^\W\d_][”’\")][.,;:!?])|(?<=\d[.;:!?])(?=(?:\[\d+\])+(?:\s+[A-Z“\"]|\s*\Z)))"
    r"(?:\[[1-9]\d{0,2}\])++(?![\w(=\[])"
    r"|(?<=\S)\[\^[\w-]{1,40}\](?![:\w])|[ ]?\[citation needed\]"
)
_RAISED = re.compile(r"(?<=[\w.,;:!?…”’\"])(?<![²³¹⁰⁴-⁹])[²³¹⁰⁴-⁹]{1,3}(?!\w)")
# Behind a figure, a short symbol or a measure a raised digit is an exponent (10², km²).
_NOTED = re.compile(r"(?:(?<![^\W_])([^\W\d_]{4,})|[^\W_][.,;:!?…]|[^\W\d_][.,;:!?]?[”’\"])\Z")
_LONGEST_WORD = 40
_MEASURES = frozenset(
    """metre meter centimetre centimeter kilometre kilometer millimetre millimeter inch inche foot
    feet yard mile acre second hour alpha beta gamma delta sigma theta lambda omega""".split()
)
# "\\$12,400": Markdown's way to write a sign that it might take for a mark.
_ESCAPE = re.compile(r"\\(?=[$&*_#€£%<>\[\](){}.!+|~^@`'\"-])")
_SIC = re.compile(r"\s?\[sic[.!]?\]", re.IGNORECASE)
_STRAY = re.compile(r"(?<!\S)(?:\*{1,3}|_{1,3}|`)(?=\w)|(?<=[\w.,!?%’”])(?:\*{1,3}|_{1,3}|`)(?!\w)")


def without_marks(text: str) -> str:
    """A view of a text, of the same length, its marks of formatting made invisible."""
    if "[" in text:
        text = _NOTE.sub(lambda match: _INVISIBLE * len(match.group()), text)
        text = _LINK.sub(_bare_link, text)
    text = _RAISED.sub(_bare_note, text)
    if "\\" in text:
        text = _ESCAPE.sub(_INVISIBLE, text)
    if "*" in text or "_" in text or "`" in text:
        text = _PAIRED.sub(_bare_words, text)
        text = _PAIRED.sub(_bare_words, text)  # a mark inside another
    return _without_quoting(text) if ">" in text else text


def without_stray_marks(quote: str) -> str:
    """The words of a quote without marks, those that it was cut from in the middle too."""
    # A quote that starts with "> 5 million" has a bound, whatever its source has.
    bound = _QUOTED_LINE.match(quote.lstrip())
    lead = ""
    if bound and _FIGURE.match(quote.lstrip(), bound.end()):
        quote = quote.lstrip()
        lead, quote = quote[: bound.end()], quote[bound.end() :]
    return lead + _STRAY.sub("", without_marks(_SIC.sub("", quote))).replace(_INVISIBLE, "")


def is_quoting(text: str, at: int) -> bool:
    """Whether the character at `at` marks a quoted line: a `>` that is no bound."""
    if not text.startswith(">", at):
        return False
    start = text.rfind("\n", max(0, at - _LONGEST_LINE), at) + 1
    match = _QUOTED_LINE.match(text, start)
    return bool(match and match.end() > at and not _is_bound(text, match))


def _without_quoting(text: str) -> str:
    def bare(match: re.Match[str]) -> str:
        return match.group() if _is_bound(text, match) else " " * len(match.group())

    return _QUOTED_LINE.sub(bare, text)


def _is_bound(text: str, match: re.Match[str]) -> bool:
    """Whether a `>` before a figure goes on a sentence of running text on the line before."""
    for _ in range(_MOST_LINES):
        end = match.start()
        if not end or not _FIGURE.match(text, match.end()):
            return False
        start = text.rfind("\n", max(0, end - _LONGEST_LINE), end - 1) + 1
        before = text[start : end - 1].rstrip(_CLOSERS)
        if not before.strip() or before[-1] in _ENDS:
            return False
        quoted = _QUOTED_LINE.match(text, start)
        if not quoted:
            return True
        match = quoted
    return False


def _bare_words(match: re.Match[str]) -> str:
    hidden = _INVISIBLE * len(match["mark"])
    return f"{hidden}{match['words']}{hidden}"


def _bare_link(match: re.Match[str]) -> str:
    start = match.start("words") - match.start()
    return _INVISIBLE * start + match["words"] + _INVISIBLE * (1 + len(match["target"]))


def _bare_note(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - _LONGEST_WORD) : match.start()]
    noted = _NOTED.search(before)
    if not noted or (noted[1] or "").lower().removesuffix("s") in _MEASURES:
        return match.group()
    return _INVISIBLE * len(match.group())
