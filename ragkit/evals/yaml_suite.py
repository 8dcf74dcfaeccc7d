"""A YAML suite to plain values with their lines.

Built from parser events: nothing is resolved, so `id: 2024-01-01`, `text: 30` and
`text: yes` stay the characters that were written, and what a few lines could blow up to
gigabytes (anchors, deep nesting, tags) is refused before anything is built of it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from ragkit.evals.written import Written, refused, shown

if TYPE_CHECKING:
    from pathlib import Path

    from ragkit.errors import SuiteError
    from ragkit.evals.written import Loc

__all__ = ["read_yaml"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 20  # levels; a suite has seven
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_STRING = "tag:yaml.org,2002:str"


def read_yaml(path: Path, text: str) -> Written:
    """Read the text of a YAML suite.

    Args:
        path: where it comes from, for messages.
        text: as `written.read_text` gives it.

    Raises:
        SuiteError: no YAML, no mapping, several documents, a key twice in a mapping,
            an anchor, an alias, a tag, or nesting deeper than 20.
    """
    tree = _Tree(path, text)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            tree.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = ", ".join(filter(None, (error.context, error.problem)))
        hint = "; put quotes around a text that holds ': '" if "mapping values" in reason else ""
        raise tree.refused(mark.index if mark else 0, f"is no YAML: {reason}{hint}") from error
    except yaml.reader.ReaderError as error:
        # The parser in C counts bytes, the one in Python characters.
        at = next((n for n, char in enumerate(text) if _is_control(char)), 0)
        raise tree.refused(at, "is no YAML: it holds a control character") from error
    if not isinstance(tree.root, dict):
        raise tree.refused(0, "is no mapping with 'corpus' and 'cases'")
    return Written(path=path, value=tree.root, lines=tree.lines)


def _is_control(char: str) -> bool:
    return (char < " " and char not in "\t\n") or "\x7f" <= char <= "\x9f" or char in "\ufffe\uffff"


@dataclass(slots=True)
class _Open:
    """A mapping or a list that has not ended, and the key that waits for its value."""

    value: dict[str, Any] | list[Any]
    loc: Loc
    key: str | None = None


@dataclass(slots=True)
class _Tree:
    """Values put together event by event."""

    path: Path
    text: str
    root: object = None
    lines: dict[Loc, int] = field(default_factory=dict)
    _open: list[_Open] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _documents: int = 0

    def __post_init__(self) -> None:
        at = -1
        while (at := self.text.find("\n", at + 1)) >= 0:
            self._starts.append(at + 1)

    def line(self, index: int) -> int:
        """The line of a character. YAML itself counts U+2028 as an end of line; editors do not."""
        return bisect_right(self._starts, index) + 1

    def refused(self, index: int, message: str) -> SuiteError:
        return refused(self.path, self.line(index), message)

    def take(self, event: Any) -> None:
        index = event.start_mark.index
        self._refuse_unsafe(event, index)
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self.refused(index, "holds a second YAML document; a suite is one")
        elif isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0]
            self._put(None if plain and event.value in _NULLS else event.value, index)
        elif isinstance(event, yaml.MappingStartEvent):
            self._put({}, index)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._put([], index)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()

    def _refuse_unsafe(self, event: Any, index: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refused(index, "has an anchor or an alias (& or *); write the value out")
        if getattr(event, "tag", None) not in {None, _STRING}:
            raise self.refused(index, f"has the tag {shown(event.tag)}; suites take none")

    def _put(self, value: Any, index: int) -> None:
        loc = self._place(value, index)
        if loc is not None and isinstance(value, (dict, list)):
            if len(self._open) >= _DEEPEST:
                raise self.refused(index, f"is nested more than {_DEEPEST} deep")
            self._open.append(_Open(value, loc))

    def _place(self, value: Any, index: int) -> Loc | None:
        """Put a value where it belongs; None for a key, which waits for its value."""
        if not self._open:
            self.root = value
            return ()
        top = self._open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            loc = (*top.loc, len(top.value) - 1)
            self.lines[loc] = self.line(index)
            return loc
        if top.key is None:
            self._start_entry(top, value, index)
            return None
        loc = (*top.loc, top.key)
        top.value[top.key], top.key = value, None
        return loc

    def _start_entry(self, top: _Open, key: object, index: int) -> None:
        if not isinstance(key, str):
            raise self.refused(index, "has a key that is no text")
        loc = (*top.loc, key)
        if key in top.value:
            message = f"the key {shown(key)} is given twice; the first is on line {self.lines[loc]}"
            raise self.refused(index, message)
        top.key = key
        self.lines[loc] = self.line(index)
