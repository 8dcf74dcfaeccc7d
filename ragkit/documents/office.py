"""PPTX and XLSX to text, by python-pptx and openpyxl, which the extra `formats` brings."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ragkit.documents.decode import clean
from ragkit.documents.markup import INVISIBLE
from ragkit.documents.sheets import shown_value
from ragkit.documents.zipped import check_xml, open_zip
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["ExtractedOffice", "extract_pptx", "extract_xlsx"]

_DEEPEST = 12  # groups in groups
_SPACE = re.compile(r"[\s\x0b]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedOffice:
    """The text of a presentation or a workbook; each slide is a page of its own."""

    text: str
    title: str | None
    pages: tuple[int, ...] = ()


def extract_pptx(data: bytes) -> ExtractedOffice:
    """Draw the text out of a presentation: slides with their tables and notes, hidden ones too.

    Raises:
        UnreadableSourceError: it is another kind of file, damaged, or locked.
    """
    import pptx

    _check(data, "PPTX")
    try:
        presentation = pptx.Presentation(io.BytesIO(data))
        slides = [list(_slide(slide)) for slide in presentation.slides]
        title = presentation.core_properties.title
    except Exception as error:  # its reader raises many kinds on what is merely odd
        raise UnreadableSourceError("is a PPTX that is damaged, or none") from error
    pages, parts, size = [], [], 0
    for blocks in slides:
        pages.append(size)
        if blocks:
            parts.append(clean("\n\n".join(blocks)))
            size += len(parts[-1]) + 2
    first = next((blocks[0] for blocks in slides if blocks), None)
    text = "\n\n".join(parts)
    return ExtractedOffice(
        text=text,
        title=_words(title or "") or (first and first.partition("\n")[0]),
        pages=tuple(min(page, len(text)) for page in pages),
    )


def extract_xlsx(data: bytes) -> ExtractedOffice:
    """Draw the text out of a workbook: its visible sheets, row by row, figures as they show.

    Formulas are not computed: what the program that saved the file made of them is taken.

    Raises:
        UnreadableSourceError: it is another kind of file, damaged, or locked.
    """
    import openpyxl

    _check(data, "XLSX")
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        sheets = [
            part
            for sheet in book.worksheets
            if sheet.sheet_state == "visible" and (rows := list(_rows(sheet)))
            for part in (_words(sheet.title), "\n".join(rows))
        ]
        title = book.properties.title
        book.close()
    except Exception as error:  # as above
        raise UnreadableSourceError("is an XLSX that is damaged, or none") from error
    return ExtractedOffice(text=clean("\n\n".join(sheets)), title=_words(title or "") or None)


def _check(data: bytes, name: str) -> None:
    with open_zip(data, name) as archive:
        check_xml(archive)


def _words(text: str) -> str:
    return _SPACE.sub(" ", text.translate(INVISIBLE)).strip()


def _slide(slide: Any) -> Iterator[str]:
    shapes = list(_shapes(slide.shapes))
    title = slide.shapes.title
    # The title first: it often comes later in the file.
    for shape in sorted(shapes, key=lambda s: title is None or s.shape_id != title.shape_id):
        if getattr(shape, "has_table", False):
            yield "\n".join(_row(_words(c.text) for c in row.cells) for row in shape.table.rows)
        elif shape.has_text_frame and (lines := list(_lines(shape, title))):
            yield "\n".join(lines)
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame):
        yield from filter(None, (_words(paragraph.text) for paragraph in frame.paragraphs))


def _shapes(shapes: Iterable[Any], depth: int = 0) -> Iterator[Any]:
    """Shapes in the order of the file, those of groups too; numbers and dates of slides not."""
    from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

    aside = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE}
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            if depth < _DEEPEST:
                yield from _shapes(shape.shapes, depth + 1)
        elif not (shape.is_placeholder and shape.placeholder_format.type in aside):
            yield shape


def _lines(shape: Any, title: Any) -> Iterator[str]:
    """The paragraphs of a shape; several are items, unless they end as sentences do."""
    paragraphs = [(p.level, text) for p in shape.text_frame.paragraphs if (text := _words(p.text))]
    if len(paragraphs) < 2 or (title is not None and shape.shape_id == title.shape_id):
        yield from (text for _, text in paragraphs)
        return
    for level, text in paragraphs:
        yield f"{'  ' * level}- {text}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rows(sheet: Any) -> Iterator[str]:
    """The rows that hold something, from the first column to the last that holds something."""
    for row in sheet.iter_rows():
        cells = [_words(shown_value(cell.value, cell.number_format)) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield _row(cells)
