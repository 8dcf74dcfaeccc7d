"""Search terms: how words are folded and stemmed before they are compared.

The same function serves the full-text index, the questions asked of it and
the answerer, so a term has one document frequency everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

__all__ = ["STOP_WORDS", "content_terms", "terms"]

# A figure with its grouping and decimal marks, a word, or the percent sign.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\d+|%")
# Scripts written without spaces between words: Thai to Khmer, kana, Han, Hangul is spaced.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_STEMMER = Stemmer.Stemmer("english")

# Function words and the words that questions are made of: they tell nothing
# about which passage answers.
STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being between both but
    by can could did do does doing done during each for from further had has have having he her here
    hers him his how i if in into is it its itself just me more most my no nor not of off on once
    only or other our out over own said same say says she should so some such than that the their
    them then there these they this those through to too under until up very was we were what when
    where which while who whom whose why will with would you your
    according many much name s t us""".split()
)


def terms(text: str) -> list[str]:
    """The terms of a text, in order: folded, without diacritics, stemmed.

    Figures lose their grouping ("6,700" is `6700`) and keep decimals ("3.5");
    the percent sign reads as the word; runs of unspaced scripts become their
    overlapping pairs of characters.

    Args:
        text: any Unicode.

    Returns:
        Terms made of letters, digits and the dot inside a decimal.
    """
    found: list[str] = []
    for token in _TOKEN.findall(_fold(text)):
        if _UNSPACED.match(token):
            found.extend(_pairs(token))
        else:
            found.append(_stem(token))
    return found


def content_terms(text: str) -> list[str]:
    """The terms of a text that are no stop words; all of them where nothing else is left."""
    words = [token for token in _TOKEN.findall(_fold(text)) if token not in STOP_WORDS]
    return terms(" ".join(words)) or terms(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


@lru_cache(maxsize=200_000)
def _stem(token: str) -> str:
    if token == "%":
        return "percent"
    if token[0].isdigit():
        return _figure(token)
    stemmed: str = _STEMMER.stemWord(token)
    return stemmed


def _figure(token: str) -> str:
    """Drop the marks that group by threes; a last mark with another count is a decimal."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", token):
        return token.replace(",", "")
    return token.replace(",", ".")
