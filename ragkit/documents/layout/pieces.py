"""Characters at places of a page to pieces of lines."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ragkit.documents.raised import is_note_mark, lowered, raised

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Char", "Piece", "pieces_of"]


class Char(NamedTuple):
    """A character and its box in reading coordinates: x to the right, y downward, in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool


@dataclass(slots=True, kw_only=True)
class Piece:
    """Characters of one line that stand close together, all of a line or a part of it.

    Attributes:
        size: the height of its characters, which goes with the size of the font.
        bold: whether all its words are in a font that calls itself so.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        """Halfway between its top and its bottom."""
        return (self.top + self.bottom) / 2


# In ems. Justified text seldom has wider blanks; between columns and between the cells of
# a table there are. A line that is parted in error is put together again by its column.
_WIDEST_BLANK = 0.7
_FARTHEST_BACK = 0.5
_LEAST_BLANK = 0.12  # where the file has no blank of its own
_BEFORE_RAISED = 0.25  # which PDFium takes for a blank, with the height of a line in mind
_SMALL = 0.82  # of the size of a line: a raised or lowered character
_SHIFT = 0.12  # of that size
_DROP_CAP = 1.7  # times the size of the text that it starts
# Accents that some fonts set as characters of their own, over or under the letter.
_ACCENTS = MappingProxyType(
    {
        "\u00b4": "\u0301",
        "`": "\u0300",
        "\u00a8": "\u0308",
        "\u02c6": "\u0302",
        "^": "\u0302",
        "\u02dc": "\u0303",
        "~": "\u0303",
        "\u00b8": "\u0327",
        "\u02c7": "\u030c",
        "\u02da": "\u030a",
    }
)


def pieces_of(chars: Iterable[Char]) -> list[Piece]:
    """Put characters together that follow each other on a line, in the order of the file."""
    building = _Building()
    for char in chars:
        building.add(char)
    building.end()
    return _with_drop_caps(building.pieces)


class _Building:
    """The piece that is being put together, and those that are done."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._piece: Piece | None = None
        self._script: list[str] = []  # raised or lowered characters at its end
        self._low = False
        self._blank = False
        self._last: Char | None = None

    def add(self, char: Char) -> None:
        """Take the character that comes next."""
        if char.text == " ":
            self._blank = True
            return
        piece, last = self._piece, self._last
        if piece and last and last.text in _ACCENTS and self._composes(piece, last, char):
            return
        if piece is None or last is None or not self._goes_on(piece, last, char):
            self.end()
            self._start(char)
            return
        self._append(piece, last, char)

    def end(self) -> None:
        """No character of the piece is to come."""
        if self._piece is not None:
            self._settle(self._piece)
            self._piece.text = unicodedata.normalize("NFC", self._piece.text)
            self.pieces.append(self._piece)
        self._piece = self._last = None
        self._blank = False

    def _start(self, char: Char) -> None:
        self._piece = Piece(
            text=char.text,
            x0=char.x0,
            x1=char.x1,
            top=char.top,
            bottom=char.bottom,
            size=char.bottom - char.top,
            bold=char.bold,
        )
        self._last, self._blank = char, False

    def _append(self, piece: Piece, last: Char, char: Char) -> None:
        apart = char.x0 - last.x1 > _LEAST_BLANK * piece.size
        blank = " " if self._blank or apart else ""
        height = char.bottom - char.top
        if height < _SMALL * piece.size and abs(self._shift(piece, char)) > _SHIFT * piece.size:
            self._low = self._shift(piece, char) < 0
            near = not self._script and char.x0 - last.x1 < _BEFORE_RAISED * piece.size
            self._script.append(char.text if near else blank + char.text)
        else:
            self._settle(piece)
            if height * _SMALL > piece.size and len(piece.text) <= 3:
                self._grow(piece, char)  # the number before a note
            piece.text += blank + char.text
        piece.x0, piece.x1 = min(piece.x0, char.x0), max(piece.x1, char.x1)
        piece.bold = piece.bold and char.bold
        self._last, self._blank = char, False

    def _goes_on(self, piece: Piece, last: Char, char: Char) -> bool:
        height = min(piece.size, char.bottom - char.top)
        together = min(piece.bottom, char.bottom) - max(piece.top, char.top)
        gap = char.x0 - last.x1
        if char.x0 == last.x0 and char.x1 == last.x1:
            return True  # of a ligature
        large = char.bottom - char.top > 2 * piece.size or piece.size > 2.5 * height
        return (
            together > 0.45 * height
            and not large
            and -_FARTHEST_BACK * piece.size < gap < _WIDEST_BLANK * piece.size
        )

    def _composes(self, piece: Piece, last: Char, char: Char) -> bool:
        """Whether an accent stands over a letter; then the two become one character."""
        accent = _ACCENTS[last.text]
        width = max(min(last.x1 - last.x0, char.x1 - char.x0), 0.1)
        over = min(last.x1, char.x1) - max(last.x0, char.x0)
        if not char.text.isalpha() or over < 0.6 * width or self._script:
            return False
        composed = unicodedata.normalize("NFC", char.text + accent)
        if len(composed) > 1 or not piece.text.endswith(last.text):
            return False
        piece.text = piece.text.removesuffix(last.text) + composed
        piece.x1 = max(piece.x1, char.x1)
        self._last, self._blank = char, False
        return True

    @staticmethod
    def _shift(piece: Piece, char: Char) -> float:
        """How far a character stands above the line, in points; below it, less than 0."""
        return (piece.bottom - 0.2 * piece.size) - (char.bottom - 0.2 * (char.bottom - char.top))

    @staticmethod
    def _grow(piece: Piece, char: Char) -> None:
        if piece.bottom < char.bottom and (mark := raised(piece.text, before="")):
            piece.text = mark
        piece.top, piece.bottom = char.top, char.bottom
        piece.size = char.bottom - char.top
        piece.bold = char.bold

    def _settle(self, piece: Piece) -> None:
        """Write what was raised or lowered in characters of its own."""
        if not self._script:
            return
        written = "".join(self._script)
        text = written.strip()
        before = piece.text + (" " if written[:1] == " " else "")
        self._script = []
        if self._low:
            piece.text = before + (lowered(text, before=before) or text)
        elif not is_note_mark(text, before=before, named=False):
            piece.text = before + (raised(text, before=before) or text)


def _with_drop_caps(pieces: list[Piece]) -> list[Piece]:
    """Large initials as the first letters of the lines that they start."""
    kept: list[Piece] = []
    for number, piece in enumerate(pieces):
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        if (
            following
            and len(piece.text) == 1
            and piece.text.isupper()
            and piece.size > _DROP_CAP * following.size
            and piece.top - following.size < following.top < piece.middle
            and abs(following.x0 - piece.x1) < following.size
        ):
            following.text = piece.text + following.text
            following.x0 = piece.x0
        else:
            kept.append(piece)
    return kept
