"""The visible text of an HTML page, block by block."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BLOCKS", "INVISIBLE", "Kind", "Node", "PageBlock", "join_blocks", "visible_blocks"]

# lxml ships no types: an element of its tree is Any.
Node = Any


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_UNSEEN = _names("""
    head title script style template noscript iframe object embed applet audio video canvas svg map
    select datalist textarea button input meter progress frameset noframes""")
_UNDISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Tags that part what stands before from what stands after.
BLOCKS = _names("""
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main
    menu nav ol p pre search section summary table tbody td tfoot th thead tr ul""")
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_LISTS = _names("ul ol dir menu dl")

_FURNITURE = _names("nav aside menu dialog search")
_FURNITURE_ROLES = _names("navigation banner contentinfo search complementary menu menubar dialog")
_FURNITURE_NAMES = _names("""
    nav navbar navigation footer sidebar breadcrumb breadcrumbs comments comment-list
    comments-area disqus_thread cookie-banner cookie-notice cookie-consent""")

#: Soft hyphen, zero-width space, word joiner, byte-order mark, unseen operators of formulas:
#: they stand inside words and would keep a quote from being found. Joiners stay: some
#: scripts need them.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"))
_DEEPEST = 2000  # libxml2 drops what is nested deeper than 2,048 elements
_LINE = "\x00"  # a <br>; canonical text holds no NUL

Kind = Literal["text", "heading", "item", "row", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBlock:
    """One paragraph, heading, list item, table row or piece of code of a page.

    Attributes:
        mark: what stands before the text: the indent and the bullet or number of an item.
        text: without outer white space; a `<br>` in a paragraph is a line feed.
        holder: number of the element that holds it among its siblings.
        group: number of its list or table, whose blocks stand line by line; 0 for none.
        headline: whether it is an `<h1>`.
        furniture: whether it stands in navigation, a footer or the like.
        link_share: the part of its characters that are links, 0 to 1.
    """

    mark: str = ""
    text: str
    kind: Kind
    holder: int
    group: int
    headline: bool
    furniture: bool
    link_share: float


def visible_blocks(tree: Node) -> list[PageBlock]:
    """The blocks of a page in order, furniture included, hidden elements left out.

    Raises:
        UnreadableSourceError: the elements nest so deep that the parser lost some.
    """
    from lxml import etree

    reader = _Reader()
    walk = etree.iterwalk(tree, events=("start", "end"))
    unseen = None
    for event, element in walk:
        if event == "start" and _is_unseen(element):
            unseen = element
            walk.skip_subtree()
        elif event == "start":
            reader.open(element)
            reader.add(element.text)
        else:
            if element is not unseen:
                reader.close()
            unseen = None
            reader.add(element.tail)
    return reader.blocks


def join_blocks(blocks: Iterable[PageBlock]) -> str:
    """The blocks as text: a blank line between them, lists and tables line by line."""
    parts: list[str] = []
    group = 0
    for block in blocks:
        if parts:
            parts.append("\n" if block.group and block.group == group else "\n\n")
        parts.append(block.mark + block.text)
        group = block.group
    return "".join(parts)


def _is_unseen(element: Node) -> bool:
    if element.tag in {"html", "body"}:  # some pages hide themselves until a script has run
        return False
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_UNDISPLAYED.search(element.get("style", "")))
    )


def _is_furniture(element: Node) -> bool:
    tag = element.tag
    if tag in {"html", "body", "main", "article"}:
        return False
    if tag in _FURNITURE or element.get("role") in _FURNITURE_ROLES:
        return True
    if tag == "footer":  # of a quotation it names the one who is quoted
        return next(element.iterancestors("blockquote"), None) is None
    if tag == "header":  # of an article it holds the headline
        inside = next(element.iterancestors("article", "main"), None)
        return element.find(".//h1") is None and inside is None
    if tag == "form":  # some frameworks wrap the whole page in one
        return len(element.xpath(".//h1 | .//article | .//main | .//p")) < 3
    names = f"{element.get('id', '')} {element.get('class', '')}".lower().split()
    return not _FURNITURE_NAMES.isdisjoint(names)


def _is_data(table: Node) -> bool:
    """Whether rows and columns mean something; older pages lay themselves out with tables."""
    return (
        table.get("role") not in {"presentation", "none"}
        and bool(table.xpath(".//tr[count(td | th) > 1]"))
        and not table.xpath(".//table | .//pre | .//h1 | .//h2 | .//article | .//td[count(p) > 1]")
    )


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    number: int
    tag: str
    furniture: bool
    parted: bool = False  # it holds blocks of its own
    items: int = 0  # of a list: the number of the latest


@dataclass(slots=True)
class _Reader:
    """Turns the start and the end of elements into blocks."""

    blocks: list[PageBlock] = field(default_factory=list)
    _count: int = 0
    _blocks_open: list[_Open] = field(default_factory=list)
    _lists: list[_Open] = field(default_factory=list)
    _tags: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _linked: int = 0  # characters of `_parts` inside links
    _links: int = 0  # open <a> elements
    _mark: str | None = None  # what the next block of a list item starts with
    _cells: list[str] | None = None  # of the open row of a data table
    _table: _Open | None = None  # the open data table
    _code: bool = False

    def add(self, text: str | None) -> None:
        """Take the characters that come next."""
        if text:
            self._parts.append(text)
            self._linked += len("".join(text.split())) if self._links else 0

    def open(self, element: Node) -> None:
        """Take the start of an element."""
        tag = element.tag
        self._tags.append(tag)
        if len(self._tags) > _DEEPEST:
            raise UnreadableSourceError("nests its HTML elements too deep to be read whole")
        if tag == "br":
            self._parts.append(_LINE)
        elif tag == "a":
            self._links += 1
        elif tag in BLOCKS:
            self._open_block(tag, element)

    def _open_block(self, tag: str, element: Node) -> None:
        above = self._blocks_open[-1] if self._blocks_open else None
        if above:
            above.parted = True
        self._flush()
        self._count += 1
        furniture = (above is not None and above.furniture) or _is_furniture(element)
        opened = _Open(self._count, tag, furniture)
        self._blocks_open.append(opened)
        if tag in _LISTS:
            opened.items = _number(element.get("start"), 1) - 1
            self._lists.append(opened)
        elif tag in {"li", "dt", "dd"}:
            self._mark = self._mark_of(tag, element)
        elif tag == "table" and self._table is None and _is_data(element):
            self._table = opened
        elif tag == "tr" and self._table is not None:
            self._cells = []
        elif tag in {"td", "th"} and self._cells is not None:
            self._cells.append("")
        elif tag == "pre":
            self._code = element.find(".//code") is not None

    def close(self) -> None:
        """Take the end of the innermost open element."""
        tag = self._tags.pop()
        if tag == "a":
            self._links -= 1
        elif tag in BLOCKS:
            self._flush()
            closed = self._blocks_open.pop()
            if tag in _LISTS:
                self._lists.pop()
            elif tag in {"li", "dt", "dd"}:
                self._mark = None
            elif closed is self._table:
                self._table = None
            elif tag == "tr" and self._cells is not None:
                self._close_row(closed)

    def _mark_of(self, tag: str, element: Node) -> str:
        if tag != "li":
            return ""
        indent = "  " * (len(self._lists) - 1)
        if self._lists and self._lists[-1].tag == "ol":
            number = self._lists[-1].items = _number(
                element.get("value"), self._lists[-1].items + 1
            )
            return f"{indent}{number}. "
        return f"{indent}- "

    def _close_row(self, row: _Open) -> None:
        cells, self._cells = self._cells or [], None
        if any(cells):
            self._emit(f"| {' | '.join(cells)} |", "row", row, self._table)

    def _flush(self) -> None:
        """Make a block of the characters since the last start or end of a block element."""
        raw = "".join(self._parts).translate(INVISIBLE)
        self._parts.clear()
        inside = self._blocks_open[-1] if self._blocks_open else None
        if inside and any(char.isprintable() and not char.isspace() for char in raw):
            if self._cells is not None:
                if self._cells:
                    self._cells[-1] = " ".join([*self._cells[-1].split(), *_words(raw)])
            elif any(around.tag == "pre" for around in self._blocks_open):
                self._flush_verbatim(raw, inside)
            else:
                self._flush_prose(raw, inside)
        self._linked = 0

    def _flush_verbatim(self, raw: str, inside: _Open) -> None:
        lines = [line.rstrip() for line in raw.replace(_LINE, "\n").split("\n")]
        text = "\n".join(lines).strip("\n")
        if self._code:
            fence = "~~~" if "```" in text else "```"
            text = f"{fence}\n{text}\n{fence}"
        self._emit(text, "code" if self._code else "text", inside)

    def _flush_prose(self, raw: str, inside: _Open) -> None:
        if self._mark is not None:
            mark, self._mark = self._mark, None
            around = self._lists[0] if self._lists else None
            self._emit(" ".join(_words(raw)), "item", inside, around, mark)
            return
        kind: Kind = "heading" if inside.tag in _HEADINGS else "text"
        # Two <br> in a row part paragraphs.
        for paragraph in re.split(rf"{_LINE}(?:\s*{_LINE})+", raw):
            lines = (" ".join(line.split()) for line in paragraph.split(_LINE))
            if text := "\n".join(filter(None, lines)):
                self._emit(text, kind, inside)

    def _emit(
        self, text: str, kind: Kind, inside: _Open, group: _Open | None = None, mark: str = ""
    ) -> None:
        around = self._blocks_open[-2] if len(self._blocks_open) > 1 else inside
        characters = len("".join(text.split()))
        self.blocks.append(
            PageBlock(
                mark=mark,
                text=text,
                kind=kind,
                holder=inside.number if inside.parted else around.number,
                group=group.number if group else 0,
                headline=inside.tag == "h1",
                furniture=inside.furniture,
                link_share=min(1.0, self._linked / max(1, characters)),
            )
        )


def _words(raw: str) -> list[str]:
    return raw.replace(_LINE, " ").split()


def _number(attribute: str | None, default: int) -> int:
    try:
        return int(attribute or default)
    except ValueError:
        return default
