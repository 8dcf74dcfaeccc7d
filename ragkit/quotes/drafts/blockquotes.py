"""Block quotations: lines quoted with `>` or by an element, and which words of them are quoted.

Each paragraph and each list item is a quotation of its own: a source may have set them
apart otherwise. Who is quoted is no part of the words, on a line of its own ("— Roe",
"Roe said:") or around words that stand in quotation marks as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ragkit.quotes.drafts.asides import between
from ragkit.quotes.drafts.credits import (
    NOTES,
    credit_line,
    credit_start,
    introduces,
    is_credit,
    is_listed_credit,
    narrates,
)
from ragkit.quotes.drafts.marks import Marked, find_marked
from ragkit.quotes.drafts.passages import Passage, Quotation
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Line", "find_quoted_lines", "read_block"]

_QUOTED = re.compile(
    r"^(?P<indent>[ \t]*+)(?P<item>(?:[-*+•]|\d{1,3}[.)])[ \t]++)?(?P<marks>>[> \t]*+)",
    re.MULTILINE,
)
_OUTER_LINE = re.compile(r"^[ \t]{0,3}(?P<item>(?:[-*+•]|\d{1,3}[.)])[ \t])?\S", re.MULTILINE)
_ITEM = re.compile(r"(?:[-*+•]|(?P<figure>\d{1,3})[.)])[ \t]+(?=\S)")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_RULE = re.compile(r"(?:[-*_][ \t]*){3,}+\Z")
# What a line may start with that does not run on from the quoted line above it.
_OWN_BLOCK = re.compile(
    r"[ \t]*(?:[-*+•][ \t]|1[.)][ \t]|#{1,6}[ \t]|`{3}|~{3}|[-*_]{3,}[ \t]*$|\|)"
)
_CALLOUT = re.compile(r"\[!(?P<kind>\w{1,30})\][+-]?")
#: Callouts that hold somebody else's words; a note or a warning is the author's own.
_QUOTING = frozenset({"quote", "cite"})
_SHALLOW = 3  # columns that a quoted line may be indented by outside a list
_TAIL = 200  # characters looked at for a credit or a note behind the words


class Line(NamedTuple):
    """A line of a block quotation: how deep it is quoted, and its words; empty if it has none."""

    level: int
    content: Span


@dataclass(slots=True)
class _Group:
    """Lines of one paragraph, or of one list item."""

    item: bool = False
    lines: list[Span] = field(default_factory=list)


def find_quoted_lines(view: str, part: Span) -> Iterator[tuple[Span, list[Line]]]:
    """Each run of lines that are quoted with `>`, and what else belongs to it.

    A line right below a quoted one runs on from it without a `>`, as Markdown has it.
    """
    place = part.start
    lists: _Lists | None = None
    for first in _QUOTED.finditer(view, part.start, part.end):
        if first.start() < place:
            continue
        if len(first["indent"].expandtabs(4)) > _SHALLOW:
            lists = lists or _Lists(view, part)
            if not lists.hold(first.start()):
                continue
        lines, place = _run(view, Span(first.start(), part.end))
        yield Span(first.start(), place), lines


class _Lists:
    """Which places of a part of a draft a list item comes last before."""

    def __init__(self, view: str, part: Span) -> None:
        self._view, self._part = view, part
        self._lines = _OUTER_LINE.finditer(view, part.start, part.end)
        self._next = next(self._lines, None)
        self._item = False

    def hold(self, place: int) -> bool:
        """Whether a list is open at a place; places are asked in order."""
        while self._next and self._next.start() < place:
            self._item = bool(self._next["item"])
            self._next = next(self._lines, None)
        return self._item


def _run(view: str, rest: Span) -> tuple[list[Line], int]:
    lines: list[Line] = []
    start = end = rest.start
    while start < rest.end:
        stop = view.find("\n", start, rest.end)
        stop = rest.end if stop < 0 else stop
        quoted = _QUOTED.match(view, start, stop)
        if quoted:
            level = quoted["marks"].count(">")
            words = Span(quoted.end(), stop).stripped(view) if quoted.end() < stop else None
            if lines and lines[-1].content and (quoted["item"] or not words):
                lines.append(Line(level, Span(start, start)))
            if words:
                lines.append(Line(level, words))
        elif lines and lines[-1].content and not _OWN_BLOCK.match(view, start, stop):
            words = Span(start, stop).stripped(view)
            if not words:
                break
            lines.append(Line(lines[-1].level, words))
        else:
            break
        end = stop
        start = stop + 1
    return lines, end


def read_block(text: str, view: str, lines: Sequence[Line]) -> tuple[list[Quotation], list[Span]]:
    """The quotations of a block, and where it says whose words they are; both in order.

    Args:
        text: the draft.
        view: the draft, what stands in code hidden.
        lines: those of the block.
    """
    shown = [line for line in lines if line.content]
    if not shown:
        return [], []
    callout = _CALLOUT.match(view, shown[0].content.start, shown[0].content.end)
    if callout:
        lines = lines[lines.index(shown[0]) + 1 :]
    own = callout is not None and callout["kind"].lower() not in _QUOTING
    groups = list(_groups(view, lines))
    credits_ = [] if own else _take_credits(text, groups)
    passages = [Passage(text, view, group.lines) for group in groups if group.lines]
    found: list[Quotation] = []
    for index, passage in enumerate(passages):
        following = passages[index + 1].view[:_TAIL] if index + 1 < len(passages) else ""
        if own:
            found.extend(_parts(passage, find_marked(passage.view, following)))
        else:
            found.extend(_quoted(passage, following))
    return found, credits_


def _groups(view: str, lines: Iterable[Line]) -> Iterator[_Group]:
    group = _Group()
    level = 0
    for line in lines:
        content = line.content
        if not content or line.level != level or _RULE.match(view, content.start, content.end):
            yield group
            group, level = _Group(), line.level
            if not content or _RULE.match(view, content.start, content.end):
                continue
        item = _ITEM.match(view, content.start, content.end)
        heading = _HEADING.match(view, content.start, content.end)
        if item and (item["figure"] in {None, "1"} or group.item or not group.lines):
            yield group
            group = _Group(item=True, lines=[Span(item.end(), content.end)])
        elif heading:
            yield group
            yield _Group(lines=[Span(heading.end(), content.end)])
            group = _Group()
        else:
            group.lines.append(content)
    yield group


def _take_credits(text: str, groups: list[_Group]) -> list[Span]:
    """Take the lines out of a block that say whose words it holds."""
    groups[:] = [group for group in groups if group.lines]
    if not groups:
        return []
    taken: list[Span] = []
    first = groups[0]
    behind = [line for group in groups for line in group.lines][1:2]
    if behind and introduces(first.lines[0].of(text), behind[0].of(text)):
        taken.append(first.lines.pop(0))
    start = next(line for group in groups for line in group.lines)
    if credit_line(start.of(text)):
        # In a dialogue every line starts with a dash; a credit may stand alone.
        alone = not behind and is_credit(start.of(text))
        return [*taken, first.lines.pop()] if alone else taken
    taken.extend(
        group.lines.pop()
        for group in groups
        if group.lines and group.lines[-1] != start and credit_line(group.lines[-1].of(text))
    )
    last = groups[-1]
    alone = last.item and len(last.lines) == 1 and not any(group.item for group in groups[:-1])
    if alone and len(groups) > 1 and is_listed_credit(last.lines[0].of(text)):
        taken.append(last.lines.pop())
    return taken


def _quoted(passage: Passage, following: str) -> Iterator[Quotation]:
    """A paragraph as a whole, or what it has in quotation marks and who says it around them."""
    words = passage.words
    end = len(words)
    tail = max(0, end - _TAIL)
    notes = NOTES.search(words, tail)
    end = notes.start() if notes else end
    end = credit_start(words, tail, end)
    part = Span(0, end).stripped(words)
    if not part:
        return
    marked = find_marked(passage.view[:end], following)
    gaps = between([one.outer for one in marked], part)
    if marked and narrates(words[:end], gaps):
        yield from _parts(passage, marked)
    elif any(map(str.isalnum, part.of(passage.view))):
        yield passage.quotation(part, block=True)


def _parts(passage: Passage, marked: Iterable[Marked]) -> Iterator[Quotation]:
    for one in marked:
        yield passage.quotation(one.words, block=True, closed=one.closed)
