"""Words that a line end has parted."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ragkit.text.thesaurus import lemmas

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["HYPHENS", "Words"]

#: A hyphen, a soft one, and what PDFium has for one at the end of a line.
HYPHENS = "-\u2010\u00ad\x02\ufffe"
_HARD = re.compile("[\u2010\x02\ufffe]")
_SOFT = "\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:[-\u2010][^\W\d_]+)*")
_LAST = re.compile(r"(?P<word>[^\W\d_]+(?:[-\u2010][^\W\d_]+)*)[-\u2010\u00ad\x02\ufffe]$")
_FIRST = re.compile(r"[^\W\d_]+")
# "short- and long-term": the hyphen stands for the rest of the word.
_AND = frozenset("and or to nor but und oder bis et ou y o e i".split())
# "North Sea– Baltic" would not read; dashes are set close in most houses.
_CLOSE = re.compile(r"(?:\S[—–]|\w/)$")


class Words:
    """The words of a document, which say how a word is written that a line end parts."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        for line in lines:
            self._counts.update(
                word.casefold().replace("\u2010", "-") for word in _WORD.findall(line)
            )

    def joint(self, line: str, following: str) -> tuple[str, str]:
        """The line without its hyphen where that goes, and what joins the two lines."""
        parted = _LAST.search(line)
        first = _FIRST.match(following)
        if not parted or not first:
            return _HARD.sub("-", line), self._plain(line, following)
        if first.group().casefold() in _AND and line[-1] != _SOFT:
            return _HARD.sub("-", line), " "
        whole = _HARD.sub("-", line[:-1])
        if line[-1] == _SOFT or (first.group()[0].islower() and self._is_one(parted, first)):
            return whole, ""
        return f"{whole}-", ""

    def _is_one(self, parted: re.Match[str], first: re.Match[str]) -> bool:
        """Whether two parts make a word without a hyphen.

        It is as the document has it elsewhere, else as English does, else one word: printers
        part words more often than they pair them.
        """
        before = parted["word"].casefold()
        after = first.group().casefold()
        joined, paired = self._counts[before + after], self._counts[f"{before}-{after}"]
        if joined != paired:
            return joined > paired
        if "-" in before:  # "state-of-the-" goes on as it began, a long word does not
            before = before.rpartition("-")[2]
        if lemmas(before + after):
            return True
        return not (len(before) > 2 and len(after) > 2 and lemmas(before) and lemmas(after))

    @staticmethod
    def _plain(line: str, following: str) -> str:
        if line[-1:] in HYPHENS and line[-2:-1].strip() and following[:1].isalnum():
            return ""  # "COVID-" and "19", "2023-" and "24"
        return "" if _CLOSE.search(line) and following[:1].isalnum() else " "
