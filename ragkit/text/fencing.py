"""Somebody's words inside a prompt: on one line, without a fence of ours or a number of ours.

A prompt puts what strangers wrote between tags. A text that writes such a tag itself would
seem to end there, and one that writes "[7]" would seem to be a sentence of that number. Both
are looked for as a reader sees them: letters of another alphabet that look the same, wide and
styled forms and characters that nobody sees make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["harmless", "without_unseen"]

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# Nobody sees these: soft hyphens, zero-width blanks, marks of direction, and the tag
# characters that can spell a whole order. Joiners are part of how some scripts are written.
_HIDDEN = re.compile(
    r"[\u00ad\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]+"
)
_POINTED = r"<‹〈〈⟨⟪《＜﹤≺≪˂ᐸ❮❰⧼«"
_SQUARE = r"\[［【〔⟦〚"
_OTHER = r"{(｛（"
_ANY = re.compile(rf"[{_POINTED}{_SQUARE}{_OTHER}]|&(?:lt|#)", re.IGNORECASE)
_NUMBER = re.compile(rf"[{_SQUARE}]\W*\d{{1,4}}(?:\W{{1,3}}\d{{1,4}})*\W*[\]］】〕⟧〛]")
_UNSEEN = frozenset({"Cf", "Cs", "Mn", "Me"})
# Letters that look like a Latin one; after Unicode's list of confusables.
_LOOKALIKES = str.maketrans(
    "аԁеոоԛрсѕтхуівнкмпгдαενιкорτυχωɑɡɩıօսᴄᴅᴇᴍɴᴏᴛᴜ",
    "adenoqpcstxyibhkmnrdaeviioptuxwagiioucdemnotu",
)


def harmless(text: str, *, fences: tuple[str, ...]) -> str:
    """A text on one line, that opens and closes no tag and begins no numbered sentence.

    A tag loses its bracket, and numbers in square brackets get curly ones.

    Args:
        text: what a prompt is to hold.
        fences: the names of the tags.
    """
    line = " ".join(_CONTROLS.sub(" ", _HIDDEN.sub("", text)).split())
    if not _ANY.search(line):
        return line
    seen, places = _as_seen(line)
    chars = list(line)
    for tag in _tags(fences).finditer(seen):
        first, last = places[tag.start()], places[tag.end()]
        chars[first:last] = ["(", *[""] * (last - first - 1)]
    for number in _NUMBER.finditer(seen):
        chars[places[number.start()]], chars[places[number.end() - 1]] = "{", "}"
    return "".join(chars)


def without_unseen(text: str) -> str:
    """A text without the characters that have no shape of their own: soft hyphens, joiners."""
    return "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Cs"})


def _as_seen(line: str) -> tuple[str, list[int]]:
    """What a reader takes a line for, and where each character of that stands in the line."""
    if line.isascii():
        return line, list(range(len(line) + 1))
    found = [
        (look, at)
        for at, char in enumerate(line)
        for look in unicodedata.normalize("NFKD", char).translate(_LOOKALIKES)
        if unicodedata.category(look) not in _UNSEEN
    ]
    return "".join(look for look, _ in found), [*(at for _, at in found), len(line)]


@lru_cache(maxsize=64)
def _tags(names: tuple[str, ...]) -> re.Pattern[str]:
    """What stands before the name of a tag: "<", "</", "< /" and the like.

    A bracket that is not pointed needs a slash: "(document 3)" opens nothing.
    """
    pointed = rf"(?:[{_POINTED}]|&(?:lt|#0*60|#x0*3c);?)[\W_]{{0,8}}"
    slashed = rf"[{_SQUARE}{_OTHER}][\W_]{{0,4}}[/\\⁄∕╱⧸][\W_]{{0,4}}"
    # Letters that are set apart read as the word all the same.
    name = "|".join(r"[\W_]{0,2}".join(name) for name in names)
    return re.compile(rf"(?:{pointed}|{slashed})(?=(?:{name})(?![^\W\d_]))", re.IGNORECASE)
