"""Tokens: the smallest pieces that a quote may be cut into, with their places in the text.

A figure is one token with all that is glued to it (`-$4.25`, `115%`, `10²`, `5kg`,
`2023-24`) or would be but for a space (`50 %`, `5 kg`), so that a part of it is never
found. A word holds its inner
apostrophes; in scripts without spaces each character is a token. Between tokens lie
gaps: nothing, white space, or dashes. Tokens are compared folded, gaps by their kind.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ragkit.quotes.folding import APOSTROPHES, DASHES, IGNORED, MARKS, fold
from ragkit.quotes.number_phrases import goes_on
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Tokens", "cut_spans", "tokenize"]

# Thai to Khmer, kana, Han: written without spaces between words.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
_HAN_NUMERAL = "〇零一二三四五六七八九十百千万萬亿億兆两"
_SMALL = "²³¹⁰⁴-⁻₀-₋"  # superscript and subscript digits and signs
_CURRENCY = "$¢-¥₠-₿＄￥￡￠"
_SPACES = " \u00a0\u2009\u202f"  # that group thousands
# Behind a figure these are units whether a space comes between or not. Left out is what may
# be a word or an initial there: "Table 5 A mill".
_UNITS = """km cm mm nm µm μm m kg mg µg μg g kW MW GW TW mW W kWh MWh GWh TWh kV V mV Hz kHz MHz
    GHz ml mL l L hl ha kB MB GB TB hPa kPa MPa GPa kJ MJ GJ ms ns mph kt Mt bn mn tn""".split()
_WIDE = {code: code + 0xFEE0 for code in range(ord("A"), ord("z") + 1)}
_UNIT = "|".join([*_UNITS, *(unit.translate(_WIDE) for unit in _UNITS)])
_DASH = DASHES.replace("-", r"\-")
_PER = frozenset({"/", "·", "⋅"})
_VULGAR = re.compile(r"\d+[/⁄]\d+")
_LEADS_GROUP = re.compile(r"(?<!\d)\d{1,3}$")
_GROUP = re.compile(r"\d{3}(?!\d)")


@cache
def _marks() -> str:
    """Combining marks and joiners as ranges of a character class: they belong to what is before."""
    ranges: list[str] = []
    start = None
    for code in range(0x300, 0x20000):
        marked = unicodedata.category(chr(code))[0] == "M" or code in {0x200C, 0x200D}
        if marked and start is None:
            start = code
        elif not marked and start is not None:
            ranges.append(f"\\U{start:08x}-\\U{code - 1:08x}")
            start = None
    return "".join(ranges) + "\\U000e0100-\\U000e01ef"


@cache
def _pattern() -> re.Pattern[str]:
    mark = _marks()
    letter = rf"[^\W\d_{_SMALL}{_UNSPACED}]"
    inner = rf"(?:(?![{_UNSPACED}{_SMALL}])[^\W\d_]|[{mark}])"
    run = rf"{letter}(?:{inner})*+"
    joiner = rf"[.．,:/⁄'’′·٫٬^{_DASH}]"
    digits = rf"\d(?:\d|[{mark}])*+"
    core = rf"{digits}(?:{joiner}{digits})*+[{_HAN_NUMERAL}]*+"
    tail = (
        rf"(?:(?:(?![{_UNSPACED}])[^\W_]|[{mark}{_CURRENCY}{_SMALL}%‰°％])++"
        rf"(?:(?<=\d)(?:{joiner}{digits})++)?+)*+"
    )
    space = rf"(?!\s*\n\s*\n)[\s{IGNORED}]{{1,8}}"  # a wrapped line, formatting made invisible
    # What follows decides only where no cut may be made before it, so that a slice of a text
    # has the tokens of the text.
    whole = rf"(?!{inner}|\d)"
    unit = rf"(?:{_UNIT})(?:[{_SMALL}]++(?![\w{mark}])|(?![{_SMALL}]){whole})"
    spaced = (
        rf"(?:(?<=[\d{_SMALL}])(?:{space}(?:[%‰％]|{unit}|[{_CURRENCY}](?!(?:{space})?\d))"
        rf"|(?:{space})?°(?:(?:{space})?[CF]{whole})?))?+"
    )
    currency = rf"(?:[{_CURRENCY}](?:{space})?)?"
    sign = rf"(?:(?<![\w)\]%{mark}])[{_DASH}](?={currency}\d))?+"
    point = rf"(?:(?<![\w.{mark}])\.(?=\d))?+"  # .5 is no 5
    figure = rf"{sign}(?:{run})?+{currency}{point}{core}{tail}{spaced}"
    symbol = rf"{letter}(?:{inner}){{0,2}}[{_SMALL}][\w{mark}]*+"  # km², CO₂e
    # Before a script without spaces a cut may be made, so that it ends "North's" as a blank does.
    apostrophe = rf"[{re.escape(APOSTROPHES)}](?![sS](?:[{_UNSPACED}]|(?![\w{mark}])))"
    word = rf"{run}(?:[{IGNORED}]++{run})*+(?:{apostrophe}{run}(?:[{IGNORED}]++{run})*+)*+"
    numeral = rf"[{_HAN_NUMERAL}]{{2,}}+"
    return re.compile(
        rf"(?P<n>{figure}|{numeral})|(?P<w>{symbol}|{word})|(?P<u>[{_UNSPACED}][{mark}]*+)"
        rf"|(?P<q>''|``|[{re.escape(MARKS)}][{mark}]*+)"
        rf"|(?P<o>\.\.++|[^\s{_DASH}{IGNORED}][{mark}]*+)"
    )


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens; every sequence but `offsets` has one entry a token.

    Attributes:
        text: the raw text that `starts` and `ends` refer to.
        starts: where each token starts.
        ends: where each token ends.
        keys: folded tokens.
        kinds: a letter each: n figure, w word, u character of a script without spaces,
            q quotation mark or apostrophe, o any other sign.
        gaps: what lies before each token, a letter each (see `_gap`), and what lies
            behind the last.
        offsets: where each key starts in `folded`, and at the end its length.
        folded: all keys in one.
    """

    text: str
    starts: array[int]
    ends: array[int]
    keys: list[str]
    kinds: str
    gaps: str
    offsets: array[int]
    folded: str

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, last: int) -> Span:
        """Raw characters from token `first` up to, not including, token `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def raw(self, index: int) -> str:
        """The token as the text has it."""
        return self.text[self.starts[index] : self.ends[index]]

    def may_cut(self, index: int) -> bool:
        """Whether a quote may start at token `index`, or end before it."""
        if not 0 < index < len(self):
            return True
        gap, before, after = self.gaps[index], self.kinds[index - 1], self.kinds[index]
        if gap == "." and before == "q" and self.keys[index] == "s" and index > 1:
            # "North's" may be cut before its apostrophe only.
            return not (self.gaps[index - 1] == "." and self.kinds[index - 2] in "nw")
        if gap == "i" and "n" in (before, after):
            return False
        glued = gap in ".i" and before in "nw" and (after in "nw" or self._is_raised(index))
        if glued or (gap == "." and self._is_rate(index)):
            return False
        if gap == "b":
            return not (before == "w" and after == "w")
        taken_in = gap == "s" and before == "n" and self._takes_in(index)
        return not taken_in and (
            gap not in ".sh" or not goes_on(self.keys, self.kinds, self.gaps, index)
        )

    def _is_raised(self, index: int) -> bool:
        """Whether an exponent or an index is written out there: "10^(3/2)", "V_(max)"."""
        behind = self.keys[index + 1] if index + 1 < len(self) else ""
        return self.keys[index] in {"^", "_"} and behind == "("

    def _is_rate(self, index: int) -> bool:
        """Whether a figure goes on there, or just before, by "/" or "·": "50 km/h", "$5/unit"."""
        sign = index if self.keys[index] in _PER else index - 1
        if self.keys[sign] not in _PER or not 0 < sign < len(self) - 1:
            return False
        glued = self.gaps[sign] == self.gaps[sign + 1] == "."
        return glued and self.kinds[sign - 1] == "n" and self.kinds[sign + 1] in "nw"

    def _takes_in(self, index: int) -> bool:
        """Whether a figure goes on behind white space: "5 ½", "5 1/2", "6 700"."""
        if _is_fraction(self.keys[index]):
            return True
        one_space = self.text[self.ends[index - 1] : self.starts[index]] in _SPACES
        group = _GROUP.match(self.keys[index]) and _LEADS_GROUP.search(self.keys[index - 1])
        return one_space and bool(group)


def _is_fraction(key: str) -> bool:
    return bool(_VULGAR.fullmatch(key)) or (
        len(key) == 1 and unicodedata.decomposition(key).startswith("<fraction>")
    )


def _gap(gap: str) -> str:
    r"""The kind of a gap.

    "." nothing, "i" only invisible characters, "s" white space, "h" a hyphen between
    ("long-term"), "b" a hyphen and a line break ("head-\ncount"), "l" or "r" white space
    on one side of a hyphen alone, "d" a dash with white space about it, "e" a dash
    without ("then—now").
    """
    seen = gap.strip(IGNORED)
    inner = seen.strip()
    if not inner:
        return "s" if seen else "i" if gap else "."
    before, after = seen[0].isspace(), seen[-1].isspace()
    if len(inner) > 1 or inner in "–—―":
        return "d" if before or after else "e"
    if after and not before:
        return "b" if "\n" in seen else "r"
    return {(True, True): "d", (True, False): "l"}.get((before, after), "h")


def tokenize(text: str) -> Tokens:
    """The tokens of a text, in order; time grows linearly with its length."""
    starts, ends, offsets = array("I"), array("I"), array("I", [0])
    keys: list[str] = []
    kinds: list[str] = []
    gaps: list[str] = []
    kind_of_gap: Callable[[str], str] = cache(_gap)
    intern = sys.intern
    end = length = 0
    for match in _pattern().finditer(text):
        start = match.start()
        gaps.append("." if start == end else kind_of_gap(text[end:start]))
        end = match.end()
        kind = match.lastgroup or "o"
        word = match.group()
        if kind == "q" and end - start == 2 and text[start] in "'`":
            key = "'"
        elif kind == "n":
            key = fold("".join(word.split()))
        else:
            key = "..." if word == "…" else fold(word)
        starts.append(start)
        ends.append(end)
        keys.append(intern(key))
        kinds.append(kind)
        length += len(key)
        offsets.append(length)
    gaps.append(kind_of_gap(text[end:]))
    return Tokens(text, starts, ends, keys, "".join(kinds), "".join(gaps), offsets, "".join(keys))


def cut_spans(text: str) -> list[Span]:
    """The pieces of a text that a quote may be put together from: each a span, in order.

    A slice from the start of one piece to the end of another is a quote on token
    boundaries.
    """
    tokens = tokenize(text)
    cuts = [index for index in range(len(tokens)) if tokens.may_cut(index)]
    return [tokens.span(first, last) for first, last in pairwise([*cuts, len(tokens)])]
