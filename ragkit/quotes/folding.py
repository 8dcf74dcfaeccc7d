"""Folding: one spelling for characters that differ in looks alone.

Ligatures and compatibility forms of letters, wide and narrow forms, composed and
decomposed accents, kinds of quotation marks, apostrophes and dashes, and case. What
NFKC would flatten and a reader would not (10², ½, ①, ™) stays what it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = [
    "APOSTROPHES",
    "DASHES",
    "IGNORED",
    "MARKS",
    "fold",
    "is_double",
    "same_sharp_s",
    "same_unit_case",
]

DASHES = "-‐‑‒–—―−﹘﹣－"
APOSTROPHES = "'’ʼ‘`´＇"
#: Quotation marks, apostrophes and primes; all fold to one.
MARKS = APOSTROPHES + '"“”„‟‚‛«»‹›「」『』〝〞〟＂′″'
_DOUBLE = frozenset('"“”„‟«»「」〝〞〟＂″')
#: Soft hyphen, zero-width space, word joiner, byte-order mark, directional marks.
IGNORED = "\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c"
_WIDTH = frozenset({"<wide>", "<narrow>"})
_FORMS = frozenset({"<compat>", "<font>", "<initial>", "<medial>", "<final>", "<isolated>"})


class _Plain(dict[int, str]):
    """Code point -> plain characters, worked out when a character is first seen."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = self._expand(chr(code))
        return plain

    def _expand(self, char: str) -> str:
        if char in DASHES:
            return "-"
        if char in MARKS:
            return "'"
        if char in IGNORED:
            return ""
        if char.isspace():
            return " "
        tag, *codes = unicodedata.decomposition(char).split() or [""]
        if tag not in _WIDTH | _FORMS:
            return char
        plain = "".join(chr(int(code, 16)) for code in codes).translate(self)
        letters = char.isalpha() and all(unicodedata.category(c)[0] in "LM" for c in plain)
        return plain if tag in _WIDTH or letters else char


_PLAIN = _Plain()


@lru_cache(maxsize=100_000)
def _fold_short(token: str) -> str:
    return _fold(token)


def _fold(token: str) -> str:
    if token.isascii():
        return token.lower().translate(_PLAIN)
    decomposed = unicodedata.normalize("NFD", token.translate(_PLAIN))
    return unicodedata.normalize("NFD", decomposed.casefold())


def fold(token: str) -> str:
    """The spelling under which a token is compared.

    Args:
        token: a word, a figure or a sign, without white space at its ends. Two tokens
            that fold alike may still differ in unit case or in the kind of a mark
            (`same_unit_case`, `is_double`).

    Returns:
        Decomposed (NFD), case-folded characters.
    """
    return _fold_short(token) if len(token) < 40 else _fold(token)


def is_double(mark: str) -> bool:
    """Whether a quotation mark is a double one (or inches, where `'` is feet)."""
    return mark in _DOUBLE or len(mark) > 1


_SHARP = re.compile("[ßẞ]|[sSſ][sSſ]")
_DIVIDED = re.compile(rf"[{re.escape(DASHES + IGNORED)}]\s*")


def same_sharp_s(asked: str, found: str) -> bool:
    """Whether ß stands opposite ß, or opposite the SS that capitals have for it.

    Case folding makes ss of both, and "Masse" (mass) of "Maße" (measures).

    Args:
        asked: the quote's words, as written.
        found: the source's words, which fold alike.
    """
    both = asked + found
    if "ß" not in both and "ẞ" not in both:
        return True
    one, other = (_SHARP.findall(_DIVIDED.sub("", words)) for words in (asked, found))
    return len(one) == len(other) and all(
        "SS" in pair or (pair[0] in "ßẞ") == (pair[1] in "ßẞ")
        for pair in zip(one, other, strict=True)
    )


# SI prefixes and units whose letter case tells them apart, and scales after a figure.
_PREFIXES = ["", *"pnµμmkKMGT"]
_UNITS = """W Wh V Vh A Ah VA J N Pa Hz Sv Gy Bq b B bps Bps bit byte g m s L l eV mol t Ω F T H C K
    lm lx var""".split()
_SYMBOLS = frozenset(prefix + unit for prefix in _PREFIXES for unit in _UNITS) | {"k", "M", "B"}
_BY_FOLD: dict[str, set[str]] = {}
for _symbol in _SYMBOLS:
    _BY_FOLD.setdefault(_fold(_symbol), set()).add(_symbol)
_TOLD_BY_CASE = frozenset(
    folded for folded, symbols in _BY_FOLD.items() if len(symbols) > 1 or len(folded) == 1
)
# Also titles, articles and relatives: units only after a figure, or glued to one.
_WORDS_TOO = frozenset({"ma", "ms", "pa"})
_TAIL = re.compile(r"(?<=[\d°\s])[^\W\d_]+$")
_EXPONENT = re.compile("[²³¹⁰⁴-⁻₀-₋]+$")


def same_unit_case(asked: str, found: str, *, after_figure: bool) -> bool:
    """Whether two tokens that fold alike also agree in the case of a unit symbol.

    Args:
        asked: the quote's token, as written.
        found: the source's token, as written.
        after_figure: whether a figure stands just before (then `5 mw` is held to be a
            unit too, otherwise only what is spelled as one, as in "the MW range").
    """
    if asked == found:
        return True
    asked, found = _EXPONENT.sub("", asked), _EXPONENT.sub("", found)
    glued, real = _TAIL.search(asked), _TAIL.search(found)
    if glued and real:
        # "the 1990s" in capitals.
        plural = glued.group() in {"s", "S"} and asked[: glued.start()].endswith("0")
        same = glued.group().translate(_PLAIN) == real.group().translate(_PLAIN)
        return same or plural or _fold(glued.group()) not in _TOLD_BY_CASE
    folded = _fold(found)
    if folded not in _TOLD_BY_CASE or asked.translate(_PLAIN) == found.translate(_PLAIN):
        return True
    if after_figure:
        # "Article 5 a company": an article, not amperes.
        return folded in {"a", "h"}
    if len(folded) == 1 or folded in _WORDS_TOO:
        return True
    return not {asked, found} <= _SYMBOLS
