"""PDF to text: what a page shows, in the order in which it is read.

PDFium, which reads PDFs for Chrome, says which character stands where; lines, columns,
paragraphs and tables are made of that here (`documents/layout`).
"""

from __future__ import annotations

import itertools
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.documents.dates import date_in_line, stated_date
from ragkit.documents.decode import clean
from ragkit.documents.layout.columns import regions_of
from ragkit.documents.layout.flow import join_pages, written
from ragkit.documents.layout.furniture import PagePieces, take_furniture
from ragkit.documents.layout.paragraphs import blocks_of
from ragkit.documents.layout.pieces import pieces_of
from ragkit.documents.pdfium import open_pdf
from ragkit.documents.titles import text_title
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ragkit.documents.layout.paragraphs import Block
    from ragkit.documents.layout.pieces import Piece
    from ragkit.documents.pdfium import PdfFile

__all__ = ["ExtractedPdf", "extract_pdf"]

_log = logging.getLogger(__name__)

_MOST_DAMAGED = 200  # pages in a row: what is behind them is not there
_UNKNOWN = 0.5  # of the glyphs: with so many that have no character, it is no text
_HEADLINE = 1.15  # times the size of the text
_LONGEST_TITLE = 200  # characters
_LETTERS = re.compile(r"\W+")
# What programs write into the properties by themselves.
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)|untitled|unnamed|document\d*$|title$|slide \d+"
    r"|\(?anonymous"
    r"|.*\.(?:docx?|pptx?|xlsx?|od[tps]|pdf|tex|dvi|indd|qxd|rtf|txt|html?|ps)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedPdf:
    """The text of a PDF, paragraphs parted by a blank line, and where its pages start in it."""

    text: str
    pages: tuple[int, ...]
    title: str | None
    date: dt.date | None


@dataclass(slots=True)
class _Read:
    """The text of the pages, each by its number from 0, and what is amiss."""

    count: int
    pages: list[PagePieces]
    turned: dict[int, list[list[Piece]]]
    damaged: list[int]
    images: list[int]
    glyphs: int = 0
    unmapped: int = 0


def extract_pdf(data: bytes, *, source: str) -> ExtractedPdf:
    """Draw the text out of a PDF.

    Pages that cannot be read, or hold a picture and no text, are named in a warning of the
    logger `ragkit.documents.pdf`, and the others are taken.

    Args:
        data: the whole file.
        source: its name, for the warning.

    Raises:
        UnreadableSourceError: it is locked with a password, damaged, or holds no text.
    """
    with open_pdf(data) as file:
        read = _read(file)
        stated_title = " ".join(file.title.split())
    if not read.pages or read.unmapped > _UNKNOWN * read.glyphs:
        raise UnreadableSourceError(_why_empty(read))
    heads = take_furniture(read.pages)
    blocks = _blocks(read)
    text, pages = written(blocks, read.count)
    _warn(read, source)
    return ExtractedPdf(
        text=clean(text),
        pages=pages,
        title=_title(stated_title, blocks, text),
        date=stated_date(text) or next(filter(None, map(date_in_line, heads)), None),
    )


def _read(file: PdfFile) -> _Read:
    read = _Read(len(file), [], {}, [], [])
    failed = 0
    for number in range(read.count):
        page = file.page(number)
        if page is None:
            read.damaged.append(number)
            failed += 1
            if failed >= _MOST_DAMAGED:
                read.count = number + 1
                break
            continue
        failed = 0
        read.glyphs += sum(map(len, page.directions))
        read.unmapped += page.unmapped
        if not page.directions:
            if page.has_images:
                read.images.append(number)
            continue
        upright, *turned = map(pieces_of, page.directions)
        read.pages.append(PagePieces(number, page.height, upright))
        read.turned[number] = turned
    return read


def _why_empty(read: _Read) -> str:
    if read.unmapped:
        return (
            "is a PDF whose fonts do not say which characters they show;"
            " print it to a PDF anew, or run OCR over it"
        )
    if read.images:
        return (
            "is a PDF that holds no text, only images; run OCR over it, for example with ocrmypdf"
        )
    if read.damaged:
        return "is a PDF that is damaged or cut off; none of its pages can be read"
    return "is a PDF that holds no text"


def _blocks(read: _Read) -> list[Block]:
    groups = itertools.count(1)
    blocks: list[Block] = []
    for page in read.pages:
        # What is set sideways is read after the rest of its page.
        for pieces in [page.pieces, *read.turned[page.number]]:
            blocks += blocks_of(regions_of(pieces), page=page.number, groups=groups)
        page.clear()
    return join_pages(blocks)


def _warn(read: _Read, source: str) -> None:
    for pages, what in (
        (read.damaged, "cannot be read"),
        (read.images, "held no text, only an image (OCR is needed)"),
    ):
        if pages:
            named = f"page {pages[0] + 1}" if len(pages) == 1 else f"pages {_ranges(pages)}"
            _log.warning("%s: %s %s; the rest was taken", source, named, what)


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers from 1, runs of them as ranges, and not too many."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = [f"{r[0] + 1}" if len(r) == 1 else f"{r[0] + 1}-{r[-1] + 1}" for r in runs[:8]]
    return ", ".join(named) + (" and more" if len(runs) > len(named) else "")


def _title(stated: str, blocks: Sequence[Block], text: str) -> str | None:
    """The title in the properties where the first page shows it, else the largest line there.

    Where no line stands out, the one in the properties, if no program made it up.
    """
    first_page = [block for block in blocks if block.lines[0][0] == blocks[0].lines[0][0]]
    shown = _letters("".join(line for block in first_page for _, line in block.lines))
    stated = "" if len(stated) < 3 or _NO_TITLE.match(stated) else stated
    if stated and _letters(stated) in shown:
        return stated
    return _headline(first_page, blocks) or stated or text_title(text)


def _letters(text: str) -> str:
    return _LETTERS.sub("", text.casefold())


def _headline(first_page: Sequence[Block], blocks: Sequence[Block]) -> str | None:
    sizes: dict[float, int] = {}
    for block in blocks:
        size = round(block.first.size, 1)
        sizes[size] = sizes.get(size, 0) + sum(len(line) for _, line in block.lines)
    usual = max(sizes, key=lambda size: (sizes[size], -size))
    wordy = [b for b in first_page if b.kind == "text" and sum(map(str.isalpha, b.lines[0][1])) > 2]
    largest = max(wordy, key=lambda block: block.first.size, default=None)
    if largest is None or largest.first.size < _HEADLINE * usual:
        return None
    title = " ".join(line for _, line in largest.lines)
    return title if len(title) <= _LONGEST_TITLE else None
