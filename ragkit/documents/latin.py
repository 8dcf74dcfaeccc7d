"""Tell which 8-bit encoding a mostly-ASCII text in a Latin script uses.

charset-normalizer is strong on other scripts and weak here: it reads "São Paulo"
in windows-1252 as "Săo Paulo" (windows-1250), and a quote would then hold a word
that nobody wrote. The rule is one that a reader would use: decode the bytes each
way and see whether the letters beyond ASCII belong to one language's alphabet and
stand where letters can stand.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["guess_latin"]

# In the order of preference where several read equally well.
_ENCODINGS = (
    "cp1252",
    "iso8859_15",
    "cp1250",
    "iso8859_2",
    "cp1254",
    "cp1257",
    "mac_roman",
    "cp850",
    "cp852",
)
_ALPHABETS = {
    "French": "àâæçéèêëîïôœùûüÿ",
    "German": "äöüßé",
    "Spanish": "áéíñóúü",
    "Portuguese": "áâãàçéêíóôõúü",
    "Italian": "àèéìíîòóù",
    "Catalan": "àçéèíïóòúü",
    "Dutch": "éèëïóöü",
    "Swedish, Finnish": "åäöé",
    "Danish, Norwegian": "æøåéóòô",
    "Icelandic": "áðéíóúýþæö",
    "Estonian": "äõöüšž",
    "Polish": "ąćęłńóśźż",
    "Czech, Slovak": "áäčďéěíĺľňóôŕřšťúůýž",
    "Hungarian": "áéíóöőúüű",
    "Romanian": "ăâîşţșț",
    "Croatian, Slovene": "čćđšž",
    "Turkish": "çğıiöşüâî",
    "Lithuanian": "ąčęėįšųūž",
    "Latvian": "āčēģīķļņšūž",
}
# English text borrows names from everywhere in western Europe; worth a little
# less than one alphabet that holds every letter.
_WESTERN = "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœ"
_WESTERN_WORTH = 0.9

_CONVINCING = 0.85
_LARGEST_SHARE = 0.45  # of the letters; a text in another script is nearly all beyond ASCII
_LONGEST_RUN = 3  # "żółty"; a longer run is a word in another script, misread
# Signs that stand in European text; whatever else a byte may turn into is misread.
_SIGNS = frozenset("‘’‚“”„«»‹›–—…•·€£¥§©®™°ºª²³¹½¼¾×±µ¿¡ \xa0†‡‰´")
_INSIDE_WORDS = frozenset("’‘·–—­")
_APART_FROM_WORDS = frozenset("£€¥¼½¾±")

_CONTROL = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_]+")


def guess_latin(sample: bytes) -> str | None:
    """Name the encoding in which `sample` reads as European text, None if none convinces.

    Args:
        sample: whole lines of a text that is no valid UTF-8.
    """
    best: tuple[float, str] | None = None
    for encoding in _ENCODINGS:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        worth = _worth(text)
        if worth >= _CONVINCING and (best is None or worth > best[0]):
            best = (worth, encoding)
    return best[1] if best else None


def _worth(text: str) -> float:
    """The share of the characters beyond ASCII that make sense, 0 to 1."""
    total = len(_BEYOND_ASCII.findall(text)) + len(_CONTROL.findall(text))
    letters = sum(map(str.isalpha, text))
    good: Counter[str] = Counter(_letters_in_place(text))
    if not total or sum(map(str.isalpha, _BEYOND_ASCII.findall(text))) > _LARGEST_SHARE * letters:
        return 0.0
    signs = sum(_sign_in_place(text, match.start()) for match in _BEYOND_ASCII.finditer(text))
    of_language = max(
        sum(count for letter, count in good.items() if letter in alphabet)
        for alphabet in _ALPHABETS.values()
    )
    western = sum(count for letter, count in good.items() if letter in _WESTERN)
    return (signs + max(of_language, _WESTERN_WORTH * western)) / total


def _letters_in_place(text: str) -> Iterator[str]:
    """Letters beyond ASCII, in lower case, out of words that could be words."""
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii() or any(
            len(run) > _LONGEST_RUN for run in re.findall(r"[^\x00-\x7f]+", word)
        ):
            continue
        if any(a.islower() and b.isupper() and not b.isascii() for a, b in pairwise(word)):
            continue
        yield from (letter.lower()[0] for letter in word if not letter.isascii())


def _sign_in_place(text: str, at: int) -> bool:
    if text[at].isalpha() and text[at] not in "ºª":
        return False
    touching = text[at - 1 : at].isalpha() + text[at + 1 : at + 2].isalpha()
    if text[at] in _APART_FROM_WORDS:
        return touching == 0
    return text[at] in _SIGNS and (touching < 2 or text[at] in _INSIDE_WORDS)
