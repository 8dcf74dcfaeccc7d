"""The marks of numbered paragraphs, which a DOCX does not write out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ragkit.documents.zipped import attribute, child, local_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ragkit.documents.markup import Node

__all__ = ["Numbering", "Numbers"]

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST_ROMAN = 4000


@dataclass(frozen=True, slots=True)
class Numbers:
    """What numbers a paragraph: the list that it belongs to, and the level in it from 0."""

    list_id: str
    level: int


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """Counts the paragraphs of a document."""

    _abstract: dict[str, str] = field(default_factory=dict)
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Node | None) -> Numbering:
        """Read the part that defines lists; none at all defines none."""
        numbering = cls()
        for element in () if root is None else root:
            if local_name(element) == "abstractNum":
                name = attribute(element, "abstractNumId")
                numbering._levels[name] = dict(map(_level, _named(element, "lvl")))
            elif local_name(element) == "num":
                name = attribute(element, "numId")
                numbering._abstract[name] = attribute(child(element, "abstractNumId"), "val")
                numbering._restarts[name] = {
                    _number(attribute(override, "ilvl")): _number(
                        attribute(child(override, "startOverride"), "val")
                    )
                    for override in _named(element, "lvlOverride")
                    if child(override, "startOverride") is not None
                }
        return numbering

    def mark(self, numbers: Numbers) -> str | None:
        """The mark of the next paragraph that is so numbered, "-" for a bullet; None for none."""
        abstract = self._abstract.get(numbers.list_id)
        if abstract is None:
            return None
        levels = self._levels.get(abstract, {})
        level = levels.get(numbers.level)
        if level is None or level.format == "none":
            return None
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        restarts = self._restarts[numbers.list_id]
        self._count(counts, numbers.level, levels, restarts)
        if level.format == "bullet":
            return "-"
        return _PLACE.sub(lambda place: _at(int(place[1]) - 1, counts, levels), level.text) or None

    @staticmethod
    def _count(
        counts: list[int | None],
        at: int,
        levels: Mapping[int, _Level],
        restarts: dict[int, int],
    ) -> None:
        first = restarts.pop(at, None)
        before = counts[at]
        if first is not None:
            counts[at] = first
        else:
            counts[at] = levels[at].start if before is None else before + 1
        counts[at + 1 :] = [None] * (_LEVELS - at - 1)


def _at(level: int, counts: list[int | None], levels: Mapping[int, _Level]) -> str:
    known = levels.get(level, _Level())
    count = counts[level]
    return _written(known.start if count is None else count, known.format)


def _level(element: Node) -> tuple[int, _Level]:
    start = attribute(child(element, "start"), "val")
    return _number(attribute(element, "ilvl")), _Level(
        format=attribute(child(element, "numFmt"), "val", "decimal"),
        text=attribute(child(element, "lvlText"), "val"),
        start=_number(start) if start else 1,
    )


def _named(element: Node, name: str) -> list[Node]:
    return [below for below in element if local_name(below) == name]


def _number(text: str) -> int:
    return min(int(text), 10**6) if text.isdecimal() else 0


def _written(number: int, how: str) -> str:
    if how in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter.upper() if how == "upperLetter" else letter
    if how in {"lowerRoman", "upperRoman"} and 0 < number < _LARGEST_ROMAN:
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (number // value)
            number %= value
        return roman.upper() if how == "upperRoman" else roman
    return f"{number:02}" if how == "decimalZero" else str(number)
