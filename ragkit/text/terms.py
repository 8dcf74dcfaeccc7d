"""Search terms: how words are folded and stemmed before they are compared.

The same function serves the full-text index, the questions asked of it and
the answerer, so a term has one document frequency everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import Stemmer

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["STOP_WORDS", "content_terms", "placed_terms", "terms"]

# A word, a figure with its grouping and decimal marks, or the percent sign.
_FIGURE = r"\d+(?:[.,]\d+)*|%"
_TOKEN = re.compile(rf"[^\W\d_]+|{_FIGURE}")
# The same in a text as it stands: letters keep the accents that follow them.
_PLACED = re.compile(rf"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*|{_FIGURE}")
# One accent in a chunk of English is no reason to look at each of its characters.
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
# Scripts written without spaces between words: Thai to Khmer, kana, Han, Hangul is spaced.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
# British spellings and what they are compared as. A rule may touch a word that has only
# one spelling ("rise"): it does so everywhere alike, and no two words meet by it.
_SPELLINGS = (
    (re.compile(r"([^\W\d_]{2})our(s|ed|ing|ite|ites|able|er|ers|hood|ly|y)?$"), r"\1or\2"),
    (re.compile(r"([^\W\d_]{2}[iy])s(e|es|ed|ing|er|ers|able|ation|ations)$"), r"\1z\2"),
    (re.compile(r"^(def|off|lic|pret)ence(s?)$"), r"\1ense\2"),
    (re.compile(r"(met|lit|fib|cent|theat|calib|spect)re(s?)$"), r"\1er\2"),
    (re.compile(r"(cent|calib)red$"), r"\1ered"),
)
_VARIANTS = {
    "programme": "program",
    "programmes": "programs",
    "grey": "gray",
    "aluminium": "aluminum",
    "catalogue": "catalog",
    "catalogues": "catalogs",
    "dialogue": "dialog",
    "judgement": "judgment",
    "ageing": "aging",
    "sulphur": "sulfur",
    "tyre": "tire",
    "tyres": "tires",
}
# An adjective of a country or continent reads as its name: "North Korean plants", "the
# plants of North Korea". Those that are ordinary words too ("polish") are left out.
_PLACES = dict(
    pair.split(":")
    for pair in """
    african:africa american:america argentine:argentina asian:asia australian:australia
    austrian:austria belarusian:belarus belgian:belgium brazilian:brazil british:britain
    bulgarian:bulgaria canadian:canada chilean:chile chinese:china colombian:colombia
    croatian:croatia cuban:cuba czech:czechia danish:denmark egyptian:egypt estonian:estonia
    ethiopian:ethiopia european:europe finnish:finland french:france german:germany greek:greece
    hungarian:hungary indian:india indonesian:indonesia iranian:iran iraqi:iraq irish:ireland
    israeli:israel italian:italy japanese:japan kenyan:kenya korean:korea latvian:latvia
    lebanese:lebanon libyan:libya lithuanian:lithuania malaysian:malaysia mexican:mexico
    moroccan:morocco nigerian:nigeria norwegian:norway pakistani:pakistan peruvian:peru
    portuguese:portugal romanian:romania russian:russia saudi:saudi scottish:scotland
    serbian:serbia singaporean:singapore slovak:slovakia spanish:spain swedish:sweden
    swiss:switzerland syrian:syria taiwanese:taiwan thai:thailand turkish:turkey
    ukrainian:ukraine venezuelan:venezuela vietnamese:vietnam welsh:wales
    """.split()
)
_STEMMER = Stemmer.Stemmer("english")
# The terms of a text of so many characters are kept: a sentence, a clause or a name is looked
# at by many, and for many questions; what is longer is a chunk, and read once.
_KEPT = 500

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

    British and American spellings read the same, and "Korean" as "Korea".
    Figures lose their grouping ("6,700" is `6700`) and keep decimals ("3.5");
    the percent sign reads as the word; runs of unspaced scripts become their
    overlapping pairs of characters.

    Args:
        text: any Unicode.

    Returns:
        Terms made of letters, digits and the dot inside a decimal.
    """
    return list(_kept_terms(text)) if len(text) <= _KEPT else _read(text)


def content_terms(text: str) -> list[str]:
    """The terms of a text that are no stop words; all of them where nothing else is left."""
    words = [token for token in _TOKEN.findall(_fold(text)) if token not in STOP_WORDS]
    return terms(" ".join(words)) or terms(text)


def placed_terms(text: str) -> Iterator[tuple[int, int, str]]:
    """The terms of a text that are no stop words, in order, each with where its word stands.

    Words of scripts without spaces have none: their terms overlap.

    Args:
        text: any Unicode.

    Returns:
        The first character of each, the one behind its last, and the term.
    """
    for token in _PLACED.finditer(text):
        folded = _fold(token[0])
        if folded in STOP_WORDS or _UNSPACED.match(folded):
            continue
        found = _TOKEN.findall(folded)
        # What folds to several words, or to none, has no place of its own.
        if len(found) == 1:
            yield token.start(), token.end(), _stem(found[0])


@lru_cache(maxsize=8192)
def _kept_terms(text: str) -> tuple[str, ...]:
    return tuple(_read(text))


def _read(text: str) -> list[str]:
    folded = _fold(text)
    if folded.isascii():
        return list(map(_stem, _TOKEN.findall(folded)))
    found: list[str] = []
    for token in _TOKEN.findall(folded):
        if not token.isascii() and _UNSPACED.match(token):
            found.extend(_pairs(token))
        else:
            found.append(_stem(token))
    return found


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _BEYOND_ASCII.sub(_without_marks, decomposed)


def _without_marks(found: re.Match[str]) -> str:
    return "".join(c for c in found[0] if not unicodedata.combining(c))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    if word == "%":
        return "percent"
    if word[0].isdigit():
        return _figure(word)
    word = _VARIANTS.get(word) or _PLACES.get(word) or _PLACES.get(word.removesuffix("s")) or word
    for british, american in _SPELLINGS:
        word = british.sub(american, word)
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


def _figure(token: str) -> str:
    """Drop the marks that group by threes; a last mark with another count is a decimal."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", token):
        return token.replace(",", "")
    return token.replace(",", ".")
