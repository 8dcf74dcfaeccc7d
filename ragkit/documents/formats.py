"""Which formats are read, how they are told apart, and which version reads them."""

from __future__ import annotations

import codecs
import hashlib
import importlib.metadata
import importlib.util
import re
import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from ragkit.documents.decode import clean
from ragkit.documents.front_matter import read_front_matter
from ragkit.documents.zipped import ZIP
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "LARGEST_FRONT_MATTER",
    "SUFFIXES",
    "Format",
    "check_installed",
    "format_of",
    "is_walked",
    "reader_of",
    "version_of",
]

Format = Literal["text", "markdown", "html", "pdf", "docx", "pptx", "xlsx", "epub", "mail"]

SUFFIXES: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": "text",
        ".text": "text",
        ".rst": "text",
        ".log": "text",
        ".csv": "text",
        ".tsv": "text",
        ".md": "markdown",
        ".markdown": "markdown",
        ".mdown": "markdown",
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
        ".pdf": "pdf",
        ".docx": "docx",
        ".docm": "docx",
        ".pptx": "pptx",
        ".xlsx": "xlsx",
        ".xlsm": "xlsx",
        ".epub": "epub",
        ".eml": "mail",
    }
)
LARGEST_FRONT_MATTER = 65_536  # bytes

# Part of a document's version: raise a number when the same bytes give other text,
# title, date or metadata than before, and files are read anew. Where a library reads a
# format, its version is part of it too.
_READERS: Mapping[Format, tuple[str, str | None]] = MappingProxyType(
    {
        "text": ("text 2", None),
        "markdown": ("markdown 1", None),
        "html": ("html 2", "trafilatura"),
        "pdf": ("pdf 1", "pypdfium2"),
        "docx": ("docx 1", None),
        "pptx": ("pptx 1", "python-pptx"),
        "xlsx": ("xlsx 1", "openpyxl"),
        "epub": ("epub 1", None),
        "mail": ("mail 1", "trafilatura"),
    }
)
# Formats that an extra brings, by the module that reads them.
_EXTRAS: Mapping[Format, str] = MappingProxyType({"pptx": "pptx", "xlsx": "openpyxl"})
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_SNIFFED = 2048  # bytes
_PDF = b"%PDF-"
_MEMBERS: Mapping[str, Format] = MappingProxyType(
    {
        "word/document.xml": "docx",
        "ppt/presentation.xml": "pptx",
        "xl/workbook.xml": "xlsx",
        "META-INF/container.xml": "epub",
    }
)
# "~$minutes.docx": what Office keeps beside a file that is open, with its suffix.
_LOCK_FILE = "~$"


def format_of(path: Path | str, data: bytes) -> Format:
    """Tell the format by the suffix; where that is unknown, by how the data starts."""
    known = SUFFIXES.get(Path(path).suffix.lower())
    if known:
        return known
    start = data[:LARGEST_FRONT_MATTER].removeprefix(codecs.BOM_UTF8)
    if _HTML.match(start[:_SNIFFED]):
        return "html"
    if start.startswith(_PDF):
        return "pdf"
    if start.startswith(ZIP):
        return _zipped(data)
    # Markdown without front matter reads as text does.
    if start.startswith(b"---") and read_front_matter(clean(start.decode(errors="replace"))):
        return "markdown"
    return "text"


def version_of(data: bytes, format: Format) -> str:  # noqa: A002 -- the word for it
    """Hash the bytes together with the version of what reads them: equal means nothing to do.

    Returns:
        64 hexadecimal digits.
    """
    digest = hashlib.sha256(f"{reader_of(format)}\n".encode())
    digest.update(data)
    return digest.hexdigest()


def is_walked(path: Path) -> bool:
    """Whether a file that a folder holds is read: by its suffix, if what reads it is installed."""
    known = SUFFIXES.get(path.suffix.lower())
    return known is not None and not path.name.startswith(_LOCK_FILE) and _is_installed(known)


def check_installed(format: Format) -> None:  # noqa: A002 -- the word for it
    """Refuse a format that an extra reads which is not installed.

    Raises:
        UnreadableSourceError: naming the extra.
    """
    if not _is_installed(format):
        raise UnreadableSourceError(
            f"is a .{format} file, which the extra `formats` reads; install it with"
            " pip install '.[formats]' in ragkit's checkout"
        )


@lru_cache
def _is_installed(format: Format) -> bool:  # noqa: A002 -- the word for it
    return format not in _EXTRAS or importlib.util.find_spec(_EXTRAS[format]) is not None


@lru_cache
def reader_of(format: Format) -> str:  # noqa: A002 -- the word for it
    """What reads a format, in which version: a part of the version of a document."""
    own, library = _READERS[format]
    try:
        return f"{own}, {library} {importlib.metadata.version(library)}" if library else own
    except importlib.metadata.PackageNotFoundError:
        return own


def _zipped(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return "text"  # which refuses it as an archive
    return next((kind for member, kind in _MEMBERS.items() if member in names), "text")
