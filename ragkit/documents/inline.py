"""Marks inside a paragraph, written into the tree of a page as characters.

What is struck out is taken away, raised and lowered figures become characters, and
quotations get their marks. It is done once, to the tree, so that the blocks of a page
and what trafilatura makes of it agree, and so does its title.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from ragkit.documents.formulas import write_formulas
from ragkit.documents.markup import BLOCKS, INVISIBLE
from ragkit.documents.raised import fraction, is_note_mark, lowered, raised, superscript
from ragkit.documents.rewriting import replace_content, set_tail, set_text, surround

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.documents.markup import Node

__all__ = ["write_inline_marks"]

# Struck words are no longer said; readings of characters and the source code of
# formulas repeat what stands beside them.
_DROPPED = "del"
_GONE = (_DROPPED, "s", "strike", "rt", "rp", "rtc", "annotation", "annotation-xml")
_STYLED = """//*[contains(translate(@style, 'LINETHROUGVCA', 'linethrougvca'), 'line-through')
    or contains(translate(@style, 'LINETHROUGVCA', 'linethrougvca'), 'vertical-align')
    or @role = 'deletion']"""
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*+:[^;]{0,60}line-through", re.IGNORECASE)
_SHIFTED = re.compile(r"vertical-align\s*+:\s*+(sup|sub)", re.IGNORECASE)
_VARIABLES = frozenset({"i", "em", "var"})
_SHIFTABLE = frozenset({"span", "font", "a", "b", "i", "em", "strong", "small"})

_NOTE_NAMES = re.compile(
    r"(?:foot|end|side)[-_]?notes?(?:[-_]?(?:ref|reference|link|anchor|call|mark|number))?"
    r"|notes?[-_]?(?:ref|reference|link|anchor|call|mark|number)|fn(?:[-_]?(?:ref|link))?",
    re.IGNORECASE,
)
_REFERENCE_NAMES = frozenset("note notes reference references xref citation cite cite-ref".split())
_TEMPLATES = frozenset({"inline-template", "reference"})  # of MediaWiki: [citation needed]
_LONGEST_TEMPLATE = 60  # characters
_TO_NOTES = re.compile(
    r"(?:.*[-_.])?(?:fn|ftn|edn|(?:foot|end)?note|cite|ref|bib|cr\d|b\d|r\d)", re.IGNORECASE
)
_LONGEST_FRAGMENT = 100  # characters

_AFTER_PROSE = re.compile(r"[^\W\d_]{4}\W*$")

# What is longer is no mark; the limits also keep the time linear where marks nest.
_LONGEST = 2_000  # characters
_MOST_ELEMENTS = 64
_FARTHEST = 12  # steps back to the text before a mark
_ENOUGH_BEFORE = 32  # characters
_SLASHES = frozenset("/⁄∕")

_Over: TypeAlias = "tuple[Node, str]"


def write_inline_marks(tree: Node) -> None:
    """Replace `<sup>`, `<sub>`, `<q>`, `<del>` and formulas in a tree by what they say."""
    from lxml import etree

    _name_the_styled(tree)
    etree.strip_elements(tree, *_GONE, with_tail=False)
    write_formulas(tree)
    for link in tree.iter("a"):
        if _is_note_link(link):
            link.tag = _DROPPED
    over = None
    for element, depth in _marked(tree):
        if element.tag == "q":
            element.tag = "span"
            surround(element, *("“”" if depth % 2 == 0 else "‘’"))
        else:
            over = _write_shifted(element, over)
    etree.strip_elements(tree, _DROPPED, with_tail=False)


def _name_the_styled(tree: Node) -> None:
    """Give elements that only their style strikes out or shifts the tags for that."""
    for element in tree.xpath(_STYLED):
        style = element.get("style", "")
        if element.tag in {"html", "body"}:
            continue
        if element.get("role") == "deletion" or _STRUCK.search(style):
            element.tag = _DROPPED
        elif element.tag in _SHIFTABLE and (shifted := _SHIFTED.search(style)):
            element.tag = shifted[1].lower()


def _marked(tree: Node) -> list[tuple[Node, int]]:
    """Elements that become characters, inner ones first, and the `<q>` that each is in."""
    from lxml import etree

    found: list[tuple[Node, int]] = []
    depth = 0
    tags = ("sup", "sub", "q")
    for event, element in etree.iterwalk(tree, events=("start", "end"), tag=tags):
        if element.tag == "q":
            depth += 1 if event == "start" else -1
        if event == "end":
            found.append((element, depth))
    return found


def _write_shifted(element: Node, over: _Over | None) -> _Over | None:
    """Write a `<sup>` or `<sub>`.

    Args:
        element: the `<sup>` or `<sub>`.
        over: what the one before it has returned.

    Returns:
        The element and its number where it may be the upper half of a fraction.
    """
    is_sup, element.tag = element.tag == "sup", "span"
    content, whole = _content(element)
    text, before = _tidy(content), _before(element)
    if not text or (is_sup and whole and _is_note(element, text, before)):
        element.tag = _DROPPED if text else "span"
        return None
    if not is_sup and over is not None and _makes_fraction(over, element, text):
        upper, number = over
        replace_content(upper, fraction(number, text))
        upper.tail = None
        replace_content(element, "")
        return None
    is_variable = len(text) == 1 and any(inner.tag in _VARIABLES for inner in element)
    if is_sup:
        written = superscript(text) if is_variable else raised(text, before=before)
    else:
        written = lowered(text, before=before)
    if written is None:
        return None
    written += " " if content[-1].isspace() else ""
    if not whole:
        set_text(element, written)
        return None
    replace_content(element, written)
    return (element, text) if is_sup and text.isdecimal() else None


def _content(element: Node) -> tuple[str, bool]:
    """The text of an element and True, or what it starts with where it holds too much.

    An end tag that was forgotten makes the rest of a page a superscript.
    """
    inner = list(islice(element.iter(), _MOST_ELEMENTS + 1))
    if len(inner) <= _MOST_ELEMENTS and not any(node.tag in BLOCKS for node in inner):
        for node in inner:
            if node.tag == "br":
                set_tail(node, " " + (node.tail or ""))
        text = "".join(element.itertext())
        if len(text) <= _LONGEST:
            return text, True
    return element.text or "", False


def _before(element: Node) -> str:
    """The last characters before an element in its block; "" where it starts the block."""
    node, found = element, ""
    for _ in range(_FARTHEST):
        back = node.getprevious()
        if back is None:
            node = node.getparent()
            if node is None:
                return found
            near, is_start = node.text, node.tag in BLOCKS
        else:
            node, is_start = back, back.tag in BLOCKS or back.tag == "br"
            near = back.tail
            if not near and not is_start and back.tag != _DROPPED:
                near = _last_text(back)
        found = _end(near or "") + found
        if found.strip():
            return found
        if is_start:
            return ""
    return found


def _last_text(element: Node) -> str | None:
    for _ in range(_FARTHEST):
        if not len(element):
            break
        element = element[-1]
        if element.tail:
            return str(element.tail)
    return element.text if not len(element) else None


def _end(text: str) -> str:
    return text[-_ENOUGH_BEFORE:].translate(INVISIBLE)


def _tidy(text: str) -> str:
    return " ".join(text.translate(INVISIBLE).split())


def _makes_fraction(over: _Over, under: Node, text: str) -> bool:
    """Whether a raised number, a slash and a lowered number stand side by side."""
    upper, _ = over
    beside = text.isdecimal() and under.getprevious() is upper
    return beside and (upper.tail or "").strip() in _SLASHES


def _is_note(element: Node, text: str, before: str) -> bool:
    classes = set(element.get("class", "").lower().split())
    if before and len(text) <= _LONGEST_TEMPLATE and text[:1] == "[" and classes & _TEMPLATES:
        return True
    named = _is_named_note(element) or not classes.isdisjoint(_REFERENCE_NAMES)
    named = named or any(_goes_to_notes(link, before) for link in _links(element))
    return is_note_mark(text, before=before, named=named)


def _is_named_note(element: Node) -> bool:
    return (
        element.get("role") == "doc-noteref"
        or element.get("epub:type") == "noteref"
        or any(_NOTE_NAMES.fullmatch(name) for name in element.get("class", "").split())
    )


def _is_note_link(link: Node) -> bool:
    """Whether a link is the mark of a note: one that holds a `<sup>`, or is glued to a word."""
    if not _is_named_note(link):
        return False
    content, whole = _content(link)
    text, before = _tidy(content), _before(link)
    if not whole or not is_note_mark(text, before=before, named=True):
        return False
    # "see note 5" may well be a link to it.
    return bool(before[-1:].strip()) or link.find(".//sup") is not None


def _links(element: Node) -> Iterator[Node]:
    """The links inside, or the one that holds nothing else."""
    yield from element.iter("a")
    above = element.getparent()
    if above is not None and above.tag == "a" and len(above) == 1:
        beside = (above.text or "") + (element.tail or "")
        if not beside.strip():
            yield above


def _goes_to_notes(link: Node, before: str) -> bool:
    address, _, fragment = link.get("href", "").partition("#")
    if _TO_NOTES.match(fragment[:_LONGEST_FRAGMENT]):
        return True
    # Any other place of the page: a unit or a number before it may have an exponent.
    return bool(fragment) and not address and bool(_AFTER_PROSE.search(before))
