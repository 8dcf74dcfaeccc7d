"""Pairs of quotation marks: which mark opens a quotation, and which one closes it.

One pass over the marks of a passage with a stack for each family of marks, so a text of
nothing but marks takes no longer than another. What a mark does is told by its sides: it
opens before a word and closes behind one. An inch looks like a closing mark (`a 5" pipe`):
what stands behind a digit closes only where no better mark follows.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ragkit.quotes.drafts.sides import Mark, begins_words, closes_words, is_glued, side
from ragkit.quotes.drafts.singles import SINGLES, pair_singles
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Marked", "find_marked", "holds_mark", "opens_with"]

_Act = Literal["open", "close", "close perhaps", ""]

_ENTITY = (
    r"&(?:[lrb]dquo|[lr]squo|sbquo|[lr]s?aquo|quot|apos"
    r"|#0{0,4}(?:34|39|171|187|821[678]|822[012]|8249|8250)"
    r"|#[xX]0{0,4}(?:22|27|[aA][bB]|[bB][bB]|201[89aAcCdDeE]|2039|203[aA]));"
)
_SIGN = rf"""["'“”„‟«»‹›「」『』〝〞〟﹁﹂﹃﹄❝❞‘’‚＂＇]|{_ENTITY}|</?[qQ](?:\s[^<>]*)?>"""
_ONE = re.compile(_SIGN)
_RUN = re.compile(rf"(?:{_SIGN})++")
#: More marks side by side are decoration, not quotation marks.
_LONGEST_RUN = 5
_LONGEST_SIGN = 80  # characters of a sign that is spelled out; `<q cite=…>`
_PLAIN = {"＂": '"', "＇": "'", "〟": "〞", "❝": "“", "❞": "”"}
_PAIRED = {"「": "」", "『": "』", "〝": "〞", "﹁": "﹂", "﹃": "﹄", "<q>": "</q>"}
_FAMILY = {
    **dict.fromkeys('"“”„‟', '"'),
    **dict.fromkeys("«»", "«"),
    **dict.fromkeys("‹›", "‹"),
    **{sign: opener for opener, closer in _PAIRED.items() for sign in (opener, closer)},
}
_OPENERS = frozenset({"„", "‟", *_PAIRED})
#: A mark of these that is never closed may be a closing mark, or a sign in a menu.
_OPEN_WHEN_CLOSED = frozenset("”»›‹")
_WORD = re.compile(r"[^\W_]")
# What may stand before the first mark of a passage: emphasis, a list's bullet.
_LEAD = re.compile(r"[\s*_]*")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between two quotation marks.

    Attributes:
        outer: the words with their marks.
        words: the words, without white space at their ends.
        closed: whether a mark closes them, here or in a passage that goes on with them.
    """

    outer: Span
    words: Span
    closed: bool = True


def find_marked(view: str, following: str = "") -> list[Marked]:
    """The outermost pairs of quotation marks of a passage, in order.

    A mark that is never closed opens a quotation up to the next one that is, or up to
    the end of the passage. It counts as closed where the next passage opens with the
    same mark, as a quotation of several paragraphs does.

    Args:
        view: a passage; what stands in code hidden.
        following: the passage behind it.
    """
    stacks = {family: _Stack() for family in _FAMILY.values()}
    singles: list[Mark] = []
    for mark in _marks(view):
        if mark.sign in SINGLES:
            singles.append(mark)
        else:
            stack = stacks[_FAMILY[mark.sign]]
            stack.add(mark, _act(view, mark, stack.top))
    carried = opens_with(following)
    outer = _outermost(view, stacks.values(), carried)
    # Single marks inside double ones belong to what those quote.
    pairs = pair_singles(view, _outside(singles, outer), goes_on=carried in SINGLES)
    if not pairs:
        return outer
    return list(_with_singles(view, pairs, outer))


def holds_mark(view: str, part: Span) -> bool:
    """Whether anything in a part of a view may be a quotation mark."""
    return bool(_ONE.search(view, part.start, part.end))


def opens_with(view: str) -> str:
    """The quotation mark that a passage starts with; empty if it starts with none."""
    lead = _LEAD.match(view)
    first = _ONE.match(view, lead.end() if lead else 0)
    return _sign(first.group()) if first else ""


def _marks(view: str) -> Iterator[Mark]:
    for run in _RUN.finditer(view):
        start, end = run.span()
        if end - start == 1:
            sign = view[start]
            yield Mark(start, end, _PLAIN.get(sign, sign))
        elif end - start <= _LONGEST_RUN * _LONGEST_SIGN:
            signs = list(_ONE.finditer(view, start, end))
            if len(signs) <= _LONGEST_RUN:
                yield from (Mark(*one.span(), _sign(one.group())) for one in signs)


def _sign(spelled: str) -> str:
    if spelled[0] == "<":
        return "</q>" if spelled[1] == "/" else "<q>"
    plain = html.unescape(spelled)
    return _PLAIN.get(plain, plain)


class _Stack:
    """The open marks of one family, the innermost last."""

    def __init__(self) -> None:
        self.open: list[Mark] = []
        self.pairs: list[tuple[Mark, Mark]] = []
        #: What closes the innermost open mark unless a better mark follows.
        self._perhaps: Mark | None = None

    @property
    def top(self) -> str:
        """The sign of the innermost open mark, else empty."""
        return self.open[-1].sign if self.open else ""

    def add(self, mark: Mark, act: _Act) -> None:
        """Take the next mark of the family for what it does."""
        if act == "open":
            self.settle()
            self.open.append(mark)
        elif act == "close" and self.open:
            if len(self.open) > 1:
                self.settle()
            self._perhaps = None
            self.pairs.append((self.open.pop(), mark))
        elif act and self.open and not self._perhaps:
            self._perhaps = mark

    def settle(self) -> None:
        """Close the innermost open mark with what perhaps closes it: nothing better came."""
        if self._perhaps:
            self.pairs.append((self.open.pop(), self._perhaps))
            self._perhaps = None


def _act(view: str, mark: Mark, top: str) -> _Act:
    """What a mark does where the last open mark of its family is `top`."""
    sign = mark.sign
    if sign == '"':
        return _straight(view, mark, top)
    if sign == "“":
        return "close" if top == "„" and closes_words(view, mark) else "open"
    if sign == "”":
        return _high(view, mark, top)
    if sign in "«»‹›":
        return _guillemet(view, mark, top)
    return "open" if sign in _OPENERS else "close"


def _guillemet(view: str, mark: Mark, top: str) -> _Act:
    """«French», »German«, »Swedish»."""
    if mark.sign in "«‹":
        return "close" if top in {"»", "›"} and closes_words(view, mark) else "open"
    if top in {"«", "‹"} or (top and closes_words(view, mark)):
        return "close"
    return "open" if _opens(view, mark) else ""


def _high(view: str, mark: Mark, top: str) -> _Act:
    """”: it closes “ and „, and itself in Swedish and Finnish."""
    if not top:
        return "open" if _opens(view, mark) else ""
    if top in {'"', "”"} and not closes_words(view, mark):
        return ""
    inch = side(view, mark.start - 1).isdigit()
    return "close perhaps" if inch or top == '"' else "close"


def _straight(view: str, mark: Mark, top: str) -> _Act:
    if not closes_words(view, mark):
        return "open" if _opens(view, mark) else ""
    if top or not _opens(view, mark):
        inch = side(view, mark.start - 1).isdigit()
        # „Wort" is closed by a straight mark only where no other one closes it.
        return "close" if top == '"' and not inch else "close perhaps"
    return "open"


def _opens(view: str, mark: Mark) -> bool:
    start = mark.start
    return not is_glued(view[start - 1 : start]) and begins_words(view, mark)


def _outermost(view: str, stacks: Iterable[_Stack], carried: str) -> list[Marked]:
    """What double marks quote: pairs that stand in no other, and what is never closed."""
    pairs: list[tuple[Mark, Mark]] = []
    unclosed: list[Mark] = []
    for stack in stacks:
        stack.settle()
        pairs.extend(stack.pairs)
        unclosed.extend(stack.open)
    closed: list[Span] = []
    found: list[Marked] = []
    for opener, closer in sorted(pairs):
        if not closed or opener.start >= closed[-1].end:
            closed.append(Span(opener.start, closer.end))
            found.extend(_marked(view, closed[-1], Span(opener.end, closer.start)))
    if not unclosed:
        return found
    found.extend(_never_closed(view, sorted(unclosed), closed, carried))
    return sorted(found, key=_place)


def _never_closed(
    view: str, unclosed: Iterable[Mark], closed: Sequence[Span], carried: str
) -> Iterator[Marked]:
    place = index = 0
    for mark in unclosed:
        while index < len(closed) and closed[index].start < mark.start:
            place = max(place, closed[index].end)
            index += 1
        if mark.start < place:
            continue
        end = closed[index].start if index < len(closed) else len(view)
        goes_on = end == len(view) and mark.sign == carried
        if goes_on or mark.sign not in _OPEN_WHEN_CLOSED:
            place = end
            outer = Span(mark.start, end)
            yield from _marked(view, outer, Span(mark.end, end), closed=goes_on)


def _marked(view: str, outer: Span, inner: Span, *, closed: bool = True) -> Iterator[Marked]:
    words = inner.stripped(view)
    if words and _WORD.search(view, words.start, words.end):
        yield Marked(outer, words, closed)


def _outside(marks: Iterable[Mark], outer: Sequence[Marked]) -> Iterator[Mark]:
    index = 0
    for mark in marks:
        while index < len(outer) and outer[index].outer.end <= mark.start:
            index += 1
        if index == len(outer) or mark.start < outer[index].outer.start:
            yield mark


def _with_singles(
    view: str, pairs: Iterable[tuple[Mark, Mark | None]], outer: Sequence[Marked]
) -> Iterator[Marked]:
    """Both in order; double marks inside single ones belong to what those quote."""
    found = list(outer)
    for opener, closer in pairs:
        inner = Span(opener.end, closer.start if closer else len(view))
        span = Span(opener.start, closer.end if closer else len(view))
        found.extend(_marked(view, span, inner))
    place = 0
    for marked in sorted(found, key=_place):
        if marked.outer.start >= place:
            place = marked.outer.end
            yield marked


def _place(marked: Marked) -> int:
    return marked.outer.start
