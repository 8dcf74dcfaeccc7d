"""PDFium: the characters of a PDF and where they stand. Nothing else knows pypdfium2."""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ragkit.documents.layout.pieces import Char
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PageChars", "PdfFile", "open_pdf"]

# PDFium may be called by one thread at a time, whichever documents are meant.
_LOCK = threading.RLock()
# A page object takes at least so many bytes, compressed: a file that counts more lies.
_BYTES_A_PAGE = 8
_MARK, _MARK_WITHIN = b"%PDF-", 4096  # bytes; readers take no offence at what stands before
_MOST_CHARACTERS = 1_000_000  # of one page
_UPRIGHT = 0.06  # quarter turns off
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_UNMAPPED = frozenset({0, 0xFFFD, 0xFFFF})
_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|\bmedi\b|-b[di]?$", re.IGNORECASE)
_BLANK = Char(" ", 0.0, 0.0, 0.0, 0.0, False)
_LONGEST_NAME = 256  # bytes of the name of a font


@dataclass(frozen=True, slots=True)
class PageChars:
    """The characters of a page, in the order of the file, by the direction that they run in.

    Attributes:
        height: of the page as it is read, in points.
        directions: lists of characters, the one with the most first.
        unmapped: how many glyphs have no character that is known.
        has_images: whether it shows a picture.
    """

    height: float
    directions: list[list[Char]]
    unmapped: int
    has_images: bool


@dataclass(frozen=True, slots=True)
class _Font:
    size: float
    bold: bool


class PdfFile:
    """An open PDF."""

    def __init__(self, document: Any, size: int) -> None:
        self._document = document
        self._size = size

    def __len__(self) -> int:
        with _LOCK:
            return min(len(self._document), max(1, self._size // _BYTES_A_PAGE))

    @property
    def title(self) -> str:
        """The title in the file's properties, "" for none."""
        with _LOCK:
            return str(self._document.get_metadata_value("Title") or "")

    def page(self, index: int) -> PageChars | None:
        """The characters of a page, counted from 0; None where it cannot be read."""
        import pypdfium2

        with _LOCK:
            try:
                page = self._document[index]
            except pypdfium2.PdfiumError:
                return None
            try:
                return _read(page)
            except pypdfium2.PdfiumError:
                return None
            finally:
                page.close()


@contextmanager
def open_pdf(data: bytes) -> Iterator[PdfFile]:
    """Open the bytes of a PDF.

    Raises:
        UnreadableSourceError: a password is needed, or PDFium finds no document in them.
    """
    import pypdfium2

    if _MARK not in data[:_MARK_WITHIN]:
        raise UnreadableSourceError("is no PDF; rename it after what it is")
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UnreadableSourceError(_reason(error)) from error
    try:
        yield PdfFile(document, len(data))
    finally:
        with _LOCK:
            document.close()


def _reason(error: Any) -> str:
    from pypdfium2 import raw

    if error.err_code == raw.FPDF_ERR_PASSWORD:
        return "is a PDF that is locked with a password; save a copy without one"
    if error.err_code == raw.FPDF_ERR_SECURITY:
        return "is a PDF that is locked in a way that cannot be read; save a copy that is not"
    return "is a PDF that is damaged or cut off, and cannot be opened"


def _read(page: Any) -> PageChars:
    from pypdfium2 import raw

    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > _MOST_CHARACTERS:
            return PageChars(height=0.0, directions=[], unmapped=count, has_images=False)
        shown = page.get_bbox()
        found = list(_TextPage(raw, text.raw, shown).chars(count))
    finally:
        text.close()
    turns = Counter(turn for turn, char in found if char.text != " ")
    images = not turns and any(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return PageChars(
        height=_height(shown, turns.most_common(1)[0][0] if turns else 0),
        directions=[
            [char for own, char in found if own == turn] for turn, _ in turns.most_common()
        ],
        unmapped=sum(char.text == "\ufffd" for _, char in found),
        has_images=bool(images),
    )


_Box = tuple[float, float, float, float]  # left, bottom, right, top


def _height(box: _Box, turn: int) -> float:
    return box[2] - box[0] if turn % 2 else box[3] - box[1]


class _TextPage:
    """The characters of one page; a call of PDFium each for what is asked of one."""

    def __init__(self, raw: Any, page: Any, shown: _Box) -> None:
        self._raw, self._page, self._shown = raw, page, shown
        self._fonts: dict[int, _Font] = {}

    def chars(self, count: int) -> Iterator[tuple[int, Char]]:
        """Each character that the page shows, with its quarter turns to the left."""
        raw, page = self._raw, self._page
        left, bottom, right, top = self._shown
        box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        font, turn, tall = _Font(0.0, bold=False), 0, -1.0
        for index in range(count):
            text = _text(raw.FPDFText_GetUnicode(page, index))
            if text == " ":
                tall = -1.0
                yield turn, _BLANK
                continue
            angle = -raw.FPDFText_GetCharAngle(page, index) / (math.pi / 2)
            whole = round(angle)
            if abs(angle - whole) > _UPRIGHT:
                continue  # a stamp across the page
            turn = whole % 4
            if not raw.FPDFText_GetLooseCharBox(page, index, box):
                continue
            if box.left >= right or box.right <= left or box.bottom >= top or box.top <= bottom:
                continue
            raw.FPDFText_GetCharOrigin(page, index, x, y)
            height = box.right - box.left if turn % 2 else box.top - box.bottom
            if abs(height - tall) > 0.02:  # another font, or another size of it
                font, tall = self._font(index), height
            yield turn, self._turned(text, box, (x.value, y.value), turn, font)

    def _font(self, index: int) -> _Font:
        """The font of a character, which all of its text object have in common."""
        raw, page = self._raw, self._page
        of = raw.FPDFText_GetTextObject(page, index)
        address = ctypes.cast(of, ctypes.c_void_p).value or 0
        if not address or address not in self._fonts:
            name = ctypes.create_string_buffer(_LONGEST_NAME)
            raw.FPDFText_GetFontInfo(page, index, name, _LONGEST_NAME, None)
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(page, index, matrix)
            size = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
            bold = bool(_BOLD.search(name.value.decode("latin-1")))
            self._fonts[address] = _Font(max(abs(size), 0.1), bold=bold)
        return self._fonts[address]

    def _turned(
        self, text: str, box: Any, origin: tuple[float, float], turn: int, font: _Font
    ) -> Char:
        """A character in the coordinates of who reads it: to the right, and downward.

        Its height is the size of its font, and a fifth of that is below the line: the boxes
        of fonts differ, and those of a word in another font would part a line.
        """
        x, y = origin
        if turn == 0:
            x0, x1, line = box.left, box.right, self._shown[3] - y
        elif turn == 1:  # upward
            x0, x1, line = box.bottom, box.top, x - self._shown[0]
        elif turn == 2:
            x0, x1, line = -box.right, -box.left, y - self._shown[1]
        else:
            x0, x1, line = -box.top, -box.bottom, self._shown[2] - x
        size = font.size
        return Char(text, x0, x1, line - 0.8 * size, line + 0.2 * size, font.bold)


def _text(code: int) -> str:
    if 0x21 <= code < 0x7F:
        return chr(code)
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code == 0xFFFE:
        return "\ufffe"  # the mark of PDFium for a hyphen at the end of a line
    if code in _UNMAPPED or 0xD800 <= code < 0xE000:
        return "\ufffd"
    char = chr(code)
    if char.isspace():
        return " "
    return "\ufffd" if (code < 0x20 and code != 2) or 0x7F <= code < 0xA0 else char
