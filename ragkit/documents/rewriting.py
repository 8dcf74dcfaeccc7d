"""Change the text of elements in a tree, whatever characters it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ragkit.documents.markup import Node

__all__ = ["replace_content", "set_tail", "set_text", "surround"]

# libxml2 reads them in HTML, and lxml refuses to write them.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def set_text(element: Node, text: str) -> None:
    """Set what stands before the first child."""
    element.text = _UNWRITABLE.sub(" ", text)


def set_tail(element: Node, text: str) -> None:
    """Set what stands behind an element."""
    element.tail = _UNWRITABLE.sub(" ", text)


def replace_content(element: Node, text: str) -> None:
    """Put text in the place of all that an element holds."""
    del element[:]
    set_text(element, text)


def surround(element: Node, opening: str, closing: str) -> None:
    """Put text before and behind all that an element holds."""
    set_text(element, opening + (element.text or ""))
    if len(element):
        set_tail(element[-1], (element[-1].tail or "") + closing)
    else:
        set_text(element, element.text + closing)
