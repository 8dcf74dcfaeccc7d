"""What the styles of a DOCX say of a paragraph or a run: its level, its list, whether it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ragkit.documents.docx_numbering import Numbers
from ragkit.documents.zipped import attribute, child, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.documents.markup import Node

__all__ = ["Styles", "is_on"]

_DEEPEST = 12  # styles based on styles
_OFF = frozenset({"0", "false", "off", "none"})


def is_on(properties: Node | None, name: str) -> bool | None:
    """Whether a property is set; None where nothing is said of it."""
    found = child(properties, name)
    return None if found is None else attribute(found, "val", "1") not in _OFF


@dataclass(slots=True)
class Styles:
    """The styles of a document by their ids."""

    _by_id: dict[str, Node] = field(default_factory=dict)
    _default: str = ""

    @classmethod
    def of(cls, root: Node | None) -> Styles:
        """Read the part that defines styles; none at all defines none."""
        styles = cls()
        for style in () if root is None else root:
            if local_name(style) == "style":
                name = attribute(style, "styleId")
                styles._by_id[name] = style
                if attribute(style, "type") == "paragraph" and attribute(style, "default") == "1":
                    styles._default = name
        return styles

    def name(self, paragraph: Node) -> str:
        """The name of a paragraph's style in lower case: "heading 1", "title"; "" for none."""
        style = next(self._chain(_style_id(paragraph, "pPr", "pStyle") or self._default), None)
        return attribute(child(style, "name"), "val").lower()

    def numbers(self, paragraph: Node) -> Numbers | None:
        """What numbers a paragraph, by itself or by its style; None for nothing."""
        chain = list(self._chain(_style_id(paragraph, "pPr", "pStyle")))
        list_id = level = ""
        for element in (paragraph, *chain):
            properties = child(element, "pPr", "numPr")
            list_id = list_id or attribute(child(properties, "numId"), "val")
            level = level or attribute(child(properties, "ilvl"), "val")
        if not list_id or list_id == "0":  # 0 takes a list away
            return None
        return Numbers(list_id, min(int(level), 8) if level.isdecimal() else 0)

    def hides(self, run: Node, paragraph: Node) -> bool:
        """Whether a run is hidden, or struck out: then it is not said."""
        chain = [
            *self._chain(_style_id(run, "rPr", "rStyle")),
            *self._chain(_style_id(paragraph, "pPr", "pStyle") or self._default),
        ]
        return any(self._holds(run, chain, name) for name in ("vanish", "strike", "dstrike"))

    @staticmethod
    def _holds(run: Node, chain: list[Node], name: str) -> bool:
        said = (is_on(child(element, "rPr"), name) for element in (run, *chain))
        return next((value for value in said if value is not None), False)

    def _chain(self, style_id: str) -> Iterator[Node]:
        """A style and those that it is based on; they may go in a circle."""
        for _ in range(_DEEPEST):
            style = self._by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = attribute(child(style, "basedOn"), "val")


def _style_id(element: Node, properties: str, name: str) -> str:
    return attribute(child(element, properties, name), "val")
