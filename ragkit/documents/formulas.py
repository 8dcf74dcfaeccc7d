"""MathML in one line: 10² where a page has `<msup><mn>10</mn><mn>2</mn></msup>`."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ragkit.documents.markup import INVISIBLE
from ragkit.documents.raised import fraction, subscript, superscript
from ragkit.documents.rewriting import replace_content, set_text, surround

if TYPE_CHECKING:
    from collections.abc import Callable

    from ragkit.documents.markup import Node

__all__ = ["write_formulas"]

_SHIFTS: dict[str, tuple[Callable[[str], str], ...]] = {
    "msup": (superscript,),
    "msub": (subscript,),
    "msubsup": (subscript, superscript),
    "mover": (superscript,),
    "munder": (subscript,),
    "munderover": (subscript, superscript),
    "mroot": (superscript,),
    "mmultiscripts": (subscript, superscript),
}
_WRITTEN = ("mfrac", "msqrt", "mfenced", "mtd", "mspace", *_SHIFTS)
_LEAVES = ("mi", "mn", "mo")
_TAGS = (
    *("math", "semantics", "mrow", "mstyle", "mpadded", "mphantom", "merror", "menclose"),
    *("mtable", "mtr", "mtext", "ms", "mprescripts", "none", *_LEAVES, *_WRITTEN),
)
_LONGEST = 200  # characters, or elements, of a part that is raised


def write_formulas(tree: Node) -> None:
    """Replace the elements of formulas in a tree by `<span>` with plain text."""
    from lxml import etree

    for element in tree.iter(*_TAGS):
        _tighten(element)
    # Those inside others end first, and are written when the others are.
    walk = etree.iterwalk(tree, events=("end",), tag=_WRITTEN)
    for element in [element for _, element in walk]:
        _write(element)
    for element in tree.iter(*_TAGS):
        element.tag = "span"  # trafilatura drops what it does not know


def _write(element: Node) -> None:
    tag = element.tag
    if tag in _SHIFTS:
        _write_shifts(element, _SHIFTS[tag])
        if tag == "mroot" and len(element) == 2:
            surround(element[0], "√(", ")")
            element.insert(0, element[1])
    elif tag == "mfrac" and len(element) == 2:
        _write_fraction(element)
    elif tag == "msqrt":
        surround(element, "√(", ")")
    elif tag == "mfenced":
        surround(element, element.get("open", "("), element.get("close", ")"))
    elif tag == "mspace" or (tag == "mtd" and element.getnext() is not None):
        element.tail = " "


def _write_shifts(element: Node, shifts: tuple[Callable[[str], str], ...]) -> None:
    parts = [part for part in islice(element, 1, None) if part.tag != "mprescripts"]
    for number, part in enumerate(parts):
        shift = shifts[number % len(shifts)]
        text = _text(part)
        if text is None:
            surround(part, "^(" if shift is superscript else "_(", ")")
        elif text:
            replace_content(part, shift(text))


def _write_fraction(element: Node) -> None:
    over, under = map(_text, element)
    if over and under and over.isdecimal() and under.isdecimal():
        replace_content(element, fraction(over, under))
    else:
        surround(element[0], "(", ")/")
        surround(element[1], "(", ")")


def _text(part: Node) -> str | None:
    """The text of a part; None where it is too long to be raised."""
    if len(list(islice(part.iter(), _LONGEST + 1))) > _LONGEST:
        return None
    text = "".join(part.itertext())
    return " ".join(text.translate(INVISIBLE).split()) if len(text) <= _LONGEST else None


def _tighten(element: Node) -> None:
    """Take away white space that MathML does not show."""
    for node in element:
        if node.tail and node.tail.isspace():
            node.tail = None
    if element.text and (element.tag in _LEAVES or element.text.isspace()):
        set_text(element, element.text.strip())
