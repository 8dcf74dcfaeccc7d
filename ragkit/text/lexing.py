"""Lexemes: the words, numerals and marks that figures are read from.

One pass of one bounded pattern cuts a text; nothing after it looks at the raw
characters again. Addresses of the web, e-mail addresses and telephone numbers
are lexemes of their own, so that no digit inside them is taken for a figure.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

__all__ = ["BLANK", "LINE", "SPACE", "Lexeme", "LexemeKind", "lex"]

LexemeKind = Literal["number", "fraction", "power", "word", "money", "mark", "opaque", "end"]

#: What parts a lexeme from the one before: nothing is 0.
SPACE, LINE, BLANK = 1, 2, 3
# Looking a few lexemes ahead or back, even past either end, meets only these.
_PADDING = 24

_GROUP = ",\u00a0\u202f\u2009'’"
_LEXEME = re.compile(
    r"(?P<opaque>(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.\w[\w.-]*"
    r"|(?<!\w)\+\d{1,3}(?:[ -]\(?\d{1,5}\)?){2,5}|\(\d{3}\)\s?\d{3}[-.]\d{4}"
    r"|(?<!\w)\d{3}[-.]\d{3}[-.]\d{4}(?!\d))"
    rf"|(?P<number>\d{{1,3}}(?P<group>[{_GROUP}])\d{{3}}(?:(?P=group)\d{{3}})*(?!\d)(?:\.\d+)?"
    r"|[1-9]\d{0,2}(?: \d{3}){0,4} 000(?!\d)"
    r"|\d{1,3}(?:\.\d{3})+,\d+|\d+(?:\.\d+)+|\d+,\d{1,2}(?=\s?[%€])|(?<![\w.])\.\d+|\d+)"
    r"|(?P<fraction>[½¼¾⅐-⅞])"
    r"|(?P<power>[⁰¹²³⁴-⁹]+)"
    r"|(?P<money>(?:(?<![^\W\d_])(?:US|AU|A|CA|C|HK|NZ|S|NT|R))?\$|[€£¥₩₹₽₺₴₪฿₫₱₦])"
    r"|(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’](?:s|t|re|ve|ll|d|m)\b)?|°\s?[CF]\b)"
    r"|(?P<mark>[^\w\s*`])"
)
_KINDS: dict[str | None, LexemeKind] = {
    "number": "number",
    "fraction": "fraction",
    "power": "power",
    "word": "word",
    "money": "money",
    "mark": "mark",
    "opaque": "opaque",
}


class Lexeme(NamedTuple):
    """One word, numeral or mark at `text[start:end]`.

    Attributes:
        lower: the text in lower case, with a plain apostrophe.
        gap: what parts it from the lexeme before: 0, `SPACE`, `LINE` (one
            line break) or `BLANK` (a blank line, or the start of the text).
    """

    kind: LexemeKind
    text: str
    lower: str
    start: int
    end: int
    gap: int

    @property
    def capital(self) -> bool:
        """Whether it starts with a capital."""
        return self.text[:1].isupper()


def lex(text: str) -> list[Lexeme]:
    """Cut a text into lexemes.

    Args:
        text: any Unicode; the marks of Markdown emphasis and code part
            lexemes and are left out.

    Returns:
        Lexemes in order, then a run of empty ones: an index a little past the
        last lexeme, or a little below 0, meets one of kind "end".
    """
    lexemes: list[Lexeme] = []
    before = 0
    for match in _LEXEME.finditer(text):
        start, end = match.span()
        found = match.group()
        kind = _KINDS["number" if match.lastgroup == "group" else match.lastgroup]
        gap = _gap(text[before:start]) if lexemes else BLANK
        lexemes.append(Lexeme(kind, found, found.lower().replace("’", "'"), start, end, gap))
        before = end
    last = len(text)
    lexemes.extend([Lexeme("end", "", "", last, last, BLANK)] * _PADDING)
    return lexemes


def _gap(between: str) -> int:
    if not between:
        return 0
    breaks = between.count("\n")
    if breaks:
        return LINE if breaks == 1 else BLANK
    return SPACE
