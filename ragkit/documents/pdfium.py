"""PDFium: the characters of a PDF and where they stand. Nothing else knows pypdfium2."""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ragkit.documents.layout.pieces import Char
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PageChars", "PdfFile", "open_pdf"]

# PDFium may be called by one thread at a time, whichever documents are meant.
_LOCK = threading.RLock()
# A page object takes at least so many bytes, compressed: a file that counts more lies.
_BYTES_A_PAGE = 8
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
_UNMAPPED = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})
_KEPT_CONTROLS = frozenset({2, 9, 10, 13})  # 2 is a hyphen at the end of a line, too
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


class _Font(NamedTuple):
    name: str
    size: float


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
        found = list(_chars(text.raw, count, shown))
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


def _chars(page: Any, count: int, shown: _Box) -> Iterator[tuple[int, Char]]:
    """Each character that the page shows, with its quarter turns to the left."""
    from pypdfium2 import raw

    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    font = _Font("", 0.0)
    turn, tall = 0, -1.0
    for index in range(count):
        text = _text(raw.FPDFText_GetUnicode(page, index))
        if text.isspace():
            tall = -1.0
            yield turn, Char(" ", 0.0, 0.0, 0.0, 0.0, "")
            continue
        angle = raw.FPDFText_GetCharAngle(page, index) / (math.pi / 2)
        if abs(angle - round(angle)) > _UPRIGHT:
            continue  # a stamp across the page
        turn = round(angle) % 4
        if not raw.FPDFText_GetLooseCharBox(page, index, box):
            continue
        if not _overlap(box, shown):
            continue
        raw.FPDFText_GetCharOrigin(page, index, x, y)
        height = box.right - box.left if turn % 2 else box.top - box.bottom
        if abs(height - tall) > 0.02:  # another font, or another size of it
            font, tall = _font(page, index), height
        yield turn, _turned(text, box, (x.value, y.value), turn, shown, font)


def _text(code: int) -> str:
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _UNMAPPED or 0xD800 <= code < 0xE000:
        # The mark of PDFium for a hyphen at the end of a line is no failure.
        return "\ufffe" if code == 0xFFFE else "\ufffd"
    if (code < 0x20 and code not in _KEPT_CONTROLS) or 0x7F <= code < 0xA0:
        return "\ufffd"
    return chr(code)


def _overlap(box: Any, shown: _Box) -> bool:
    left, bottom, right, top = shown
    return bool(box.left < right and box.right > left and box.bottom < top and box.top > bottom)


def _turned(
    text: str, box: Any, origin: tuple[float, float], turn: int, shown: _Box, font: _Font
) -> Char:
    """A character in the coordinates of who reads it: to the right, and downward.

    Its height is the size of its font, and a fifth of that is below the line: the boxes of
    fonts differ, and those of a word in another font would part a line.
    """
    x, y = origin
    if turn == 0:
        ends, line = (box.left, box.right), shown[3] - y
    elif turn == 1:  # upward
        ends, line = (box.bottom, box.top), x - shown[0]
    elif turn == 2:
        ends, line = (-box.right, -box.left), y - shown[1]
    else:
        ends, line = (-box.top, -box.bottom), shown[2] - x
    top, bottom = line - 0.8 * font.size, line + 0.2 * font.size
    return Char(text, *ends, top, bottom, font.name)


def _font(page: Any, index: int) -> _Font:
    from pypdfium2 import raw

    name = ctypes.create_string_buffer(_LONGEST_NAME)
    raw.FPDFText_GetFontInfo(page, index, name, _LONGEST_NAME, None)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, index, matrix)
    size = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
    return _Font(name.value.decode("latin-1"), max(abs(size), 0.1))
