"""DOCX to text: headings, paragraphs, lists, tables and notes as they would be printed.

What was deleted with changes tracked, is hidden or struck out is not said; what was
inserted is. Heads and feet of pages and comments are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ragkit.documents.dates import stated_date
from ragkit.documents.decode import clean
from ragkit.documents.docx_numbering import Numbering
from ragkit.documents.docx_styles import Styles
from ragkit.documents.docx_tables import is_data, rows_of_table
from ragkit.documents.markup import INVISIBLE
from ragkit.documents.raised import lowered, raised, superscript
from ragkit.documents.titles import text_title
from ragkit.documents.zipped import attribute, child, local_name, open_zip, read_xml, related
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    import datetime as dt
    import zipfile
    from collections.abc import Iterator

    from ragkit.documents.docx_numbering import Numbers
    from ragkit.documents.markup import Node

__all__ = ["ExtractedDocx", "extract_docx"]

_INSIDE = frozenset(
    "ins hyperlink smartTag sdt sdtContent fldSimple moveTo dir bdo customXml".split()
)
_GONE = frozenset({"del", "moveFrom"})
_CHARACTERS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "br": "\n", "cr": "\n"}
_CONTENTS = re.compile(r"toc \d|toc heading|table of figures")
_DEEPEST = 12  # tables in tables, text boxes in text boxes
_ENOUGH_BEFORE = 32  # characters
_LONGEST_TITLE = 200
_NO_TITLE = re.compile(r"(?:untitled|document\d*|word document|title|.*\.(?:docx?|dotx?|odt|rtf))$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedDocx:
    """The text of a DOCX, paragraphs parted by a blank line, and what it says of itself."""

    text: str
    title: str | None
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    group: str = ""  # of a list or a table, whose blocks stand line by line
    style: str = ""


def extract_docx(data: bytes) -> ExtractedDocx:
    """Draw the text out of a DOCX.

    Raises:
        UnreadableSourceError: it is another kind of file, damaged, locked with a password,
            or unpacks to more than memory can take.
    """
    with open_zip(data, "DOCX") as archive:
        main = related(archive, "").get("officeDocument", "word/document.xml")
        if main not in archive.namelist() or not main.startswith("word/"):
            raise UnreadableSourceError(_what_instead(archive))
        reader = _Reader.of(archive, main)
        body = child(read_xml(archive, main), "body")
        blocks = list(reader.blocks(body)) + list(reader.notes())
        stated = _core_title(archive)
    text = clean(_joined(blocks))
    return ExtractedDocx(text=text, title=_title(stated, blocks, text), date=stated_date(text))


def _what_instead(archive: zipfile.ZipFile) -> str:
    folders = {name.partition("/")[0] for name in archive.namelist()}
    for folder, what in (("xl", "an Excel workbook"), ("ppt", "a PowerPoint presentation")):
        if folder in folders:
            return f"is {what}, no DOCX; rename it after what it is"
    return "is a ZIP archive, no DOCX; unpack it and add what is in it"


@dataclass(slots=True)
class _Reader:
    """Reads the elements of a document in order."""

    styles: Styles
    numbering: Numbering
    notes_of: dict[str, Node]
    cited: list[str] = field(default_factory=list)
    _carried: str = ""  # of a paragraph whose end was deleted
    _before: str = ""  # the end of what precedes in a paragraph
    _depth: int = 0

    @classmethod
    def of(cls, archive: zipfile.ZipFile, main: str) -> _Reader:
        """Read the parts that the main part refers to."""
        parts = related(archive, main)
        names = archive.namelist()

        def part(kind: str) -> Node | None:
            return read_xml(archive, parts[kind]) if parts.get(kind) in names else None

        notes: dict[str, Node] = {}
        for kind in ("footnotes", "endnotes"):
            root = part(kind)
            for note in () if root is None else root:
                # Those of other types are the lines that part notes from the text.
                if attribute(note, "type", "normal") == "normal":
                    notes[f"{kind}{attribute(note, 'id')}"] = note
        return cls(Styles.of(part("styles")), Numbering.of(part("numbering")), notes)

    def blocks(self, container: Node | None) -> Iterator[_Block]:
        """The blocks of the body, of a cell, of a note."""
        if container is None or self._depth > _DEEPEST:
            return
        self._depth += 1
        for element in container:
            name = local_name(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name in _INSIDE:
                yield from self.blocks(element)
        self._depth -= 1

    def notes(self) -> Iterator[_Block]:
        """The notes that the text refers to, in its order, each with its number."""
        number = 0
        while number < len(self.cited):  # a note may cite another
            note = self.notes_of.get(self.cited[number])
            number += 1
            words = " ".join(block.text for block in self.blocks(note))
            if words:
                yield _Block(f"{superscript(str(number))} {words}")

    def _paragraph(self, paragraph: Node) -> Iterator[_Block]:
        boxes: list[Node] = []
        self._before = self._carried
        text = self._carried + "".join(self._words(paragraph, paragraph, boxes))
        self._carried = ""
        if child(paragraph, "pPr", "rPr", "del") is not None:
            self._carried = text
            return
        style = self.styles.name(paragraph)
        numbers = self.styles.numbers(paragraph)
        mark = self.numbering.mark(numbers) if numbers else None
        lines = (" ".join(line.split()) for line in text.translate(INVISIBLE).split("\n"))
        written = "\n".join(filter(None, lines))
        shows = any(char.isprintable() and not char.isspace() for char in written)
        if shows and not _CONTENTS.match(style):
            yield _block(written, style, numbers, mark)
        for box in boxes:
            yield from self.blocks(box)

    def _words(self, element: Node, paragraph: Node, boxes: list[Node]) -> Iterator[str]:
        """The characters of a paragraph; its text boxes are put by."""
        for part in element:
            name = local_name(part)
            if name == "r":
                if not self.styles.hides(part, paragraph):
                    yield from self._run(part, boxes)
            elif name in _INSIDE:
                yield from self._words(part, paragraph, boxes)
            elif name in {"oMath", "oMathPara"}:
                yield "".join(each.text or "" for each in part.iter() if local_name(each) == "t")
            elif name == "AlternateContent":
                yield from self._words(_choice(part), paragraph, boxes)

    def _run(self, run: Node, boxes: list[Node]) -> Iterator[str]:
        words: list[str] = []
        for part in run:
            name = local_name(part)
            if name == "t":
                words.append(part.text or "")
            elif name in _CHARACTERS:
                words.append(_CHARACTERS[name])
            elif name == "sym":
                words.append(_symbol(part))
            elif name in {"footnoteReference", "endnoteReference"}:
                self.cited.append(f"{name.removesuffix('Reference')}s{attribute(part, 'id')}")
            elif name in {"drawing", "pict", "object"}:
                boxes += _boxes(part)
            elif name == "AlternateContent":
                boxes += _boxes(_choice(part))
        written = self._shifted(run, "".join(words))
        self._before = (self._before + written)[-_ENOUGH_BEFORE:]
        yield written

    def _shifted(self, run: Node, words: str) -> str:
        """Raised and lowered characters as Unicode has them, as of a page."""
        where = attribute(child(run, "rPr", "vertAlign"), "val")
        text = words.strip()
        if not text or where not in {"superscript", "subscript"}:
            return words
        form = raised if where == "superscript" else lowered
        return words.replace(text, form(text, before=self._before) or text)

    def _table(self, table: Node) -> Iterator[_Block]:
        cells = rows_of_table(table)
        if not is_data(cells):
            for cell in (cell for row in cells for cell in row):
                yield from self.blocks(cell)
            return
        group = f"table {id(table)}"
        for row in cells:
            texts = [self._cell(cell) for cell in row]
            if any(texts):
                yield _Block(f"| {' | '.join(texts)} |", group)

    def _cell(self, cell: Node) -> str:
        merged = child(cell, "tcPr", "vMerge")
        if merged is not None and attribute(merged, "val", "continue") == "continue":
            return ""
        return " ".join(" ".join(block.text.split()) for block in self.blocks(cell))


def _block(text: str, style: str, numbers: Numbers | None, mark: str | None) -> _Block:
    if numbers is None or mark is None:
        return _Block(text, style=style)
    if style.startswith(("heading", "title")):
        return _Block(f"{mark} {text}", style=style)
    line = " ".join(text.split())
    return _Block(f"{'  ' * numbers.level}{mark} {line}", f"list {numbers.list_id}", style)


def _choice(alternatives: Node) -> Node:
    """The first of several ways to say the same."""
    found = child(alternatives, "Choice")
    return alternatives[0:0] if found is None else found


def _boxes(drawing: Node) -> list[Node]:
    found = [each for each in drawing.iter() if local_name(each) == "txbxContent"]
    return [box for box in found if not _is_fallback(box, drawing)]


def _is_fallback(box: Node, drawing: Node) -> bool:
    above = box.getparent()
    while above is not None and above is not drawing:
        if local_name(above) in {"Fallback", "txbxContent"}:
            return True
        above = above.getparent()
    return False


def _symbol(symbol: Node) -> str:
    code = attribute(symbol, "char")
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    # A place of a symbol font's own has no character of its own.
    return "\ufffd" if "\ue000" <= char <= "\uf8ff" else char


def _joined(blocks: list[_Block]) -> str:
    parts: list[str] = []
    group = ""
    for block in blocks:
        if parts:
            parts.append("\n" if block.group and block.group == group else "\n\n")
        parts.append(block.text)
        group = block.group
    return "".join(parts)


def _core_title(archive: zipfile.ZipFile) -> str:
    part = related(archive, "").get("core-properties", "docProps/core.xml")
    if part not in archive.namelist():
        return ""
    title = child(read_xml(archive, part), "title")
    return "" if title is None else " ".join("".join(title.itertext()).split())


def _title(stated: str, blocks: list[_Block], text: str) -> str | None:
    """What is set as the title, else what the properties say, else the first heading."""
    stated = "" if len(stated) < 3 or _NO_TITLE.match(stated.casefold()) else stated
    heads = [
        b for b in blocks if b.style in {"title", "heading 1"} and len(b.text) <= _LONGEST_TITLE
    ]
    set_as = next((block for block in heads if block.style == "title"), None)
    found = set_as.text if set_as else stated or next((block.text for block in heads), "")
    return " ".join(found.split()) or text_title(text)
