"""A writer of small PDFs, in which every piece of text has its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 595, 842


class At(NamedTuple):
    """Text at a place: x from the left and y from the bottom, in points.

    `turn` is in quarters to the left; mode 3 is the invisible text that lies over scans.
    """

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False
    turn: int = 0
    mode: int = 0


def lines(
    text: str, *, x: float = 72, y: float = 700, size: float = 10, pitch: float = 12
) -> list[At]:
    """Lines below each other; an empty one leaves its place blank."""
    return [At(x, y - n * pitch, line, size) for n, line in enumerate(text.split("\n")) if line]


_TURNS = ("1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0")


def _shown(at: At) -> bytes:
    text = at.text.encode("cp1252")
    for mark in (b"\\", b"(", b")"):
        text = text.replace(mark, b"\\" + mark)
    font = "F2" if at.bold else "F1"
    head = f"BT /{font} {at.size} Tf {at.mode} Tr {_TURNS[at.turn]} {at.x} {at.y} Tm ("
    return head.encode() + text + b") Tj ET\n"


def _stream(data: bytes, more: str = "") -> bytes:
    return f"<< /Length {len(data)} {more}>>\nstream\n".encode() + data + b"\nendstream"


def pdf(
    pages: Sequence[Iterable[At] | None],
    *,
    title: str = "",
    turned: int = 0,
    damaged: Sequence[int] = (),
) -> bytes:
    """A PDF of these pages.

    Args:
        pages: their texts; None for a page that shows a picture and no text.
        title: for the properties.
        turned: degrees that pages are turned by when they are shown.
        damaged: pages, from 0, whose object is missing.
    """
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>",
        5: f"<< /Title ({title}) >>".encode("cp1252"),
        6: _stream(
            b"\x00\xff\xff\x00",
            "/Type /XObject /Subtype /Image /Width 2 /Height 2"
            " /BitsPerComponent 8 /ColorSpace /DeviceGray ",
        ),
    }
    kids = []
    for number, page in enumerate(pages):
        first = 10 + 2 * number
        kids.append(f"{first} 0 R")
        if number not in damaged:
            objects[first] = (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {turned}"
                f" /Contents {first + 1} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >>"
                " /XObject << /I 6 0 R >> >> >>"
            ).encode()
        shown = b"q 400 0 0 600 90 90 cm /I Do Q" if page is None else b"".join(map(_shown, page))
        objects[first + 1] = _stream(shown)
    objects[2] = f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(kids)}] >>".encode()
    return assembled(objects)


def assembled(objects: dict[int, bytes]) -> bytes:
    """A file of numbered objects; the first is the catalog, the fifth the properties."""
    data = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(data)
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(data)
    count = max(objects) + 1
    data += f"xref\n0 {count}\n".encode()
    for number in range(count):
        free = number not in places
        data += (
            f"{places.get(number, 0):010} {65535 if free else 0:05} {'fn'[not free]} \n".encode()
        )
    data += f"trailer\n<< /Size {count} /Root 1 0 R /Info 5 0 R >>\n".encode()
    data += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(data)
