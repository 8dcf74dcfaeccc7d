"""A file's bytes to a `Document`: the one way in, whatever the format."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from ragkit.documents.dates import stated_date
from ragkit.documents.decode import clean, decode
from ragkit.documents.front_matter import as_metadata, front_matter_end, read_front_matter
from ragkit.documents.html import EXTRACTOR, extract_html
from ragkit.documents.titles import markdown_title, text_title
from ragkit.errors import UnreadableSourceError
from ragkit.types import Document

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "Format",
    "format_of",
    "read_bytes",
    "read_document",
    "text_document",
    "version_of",
]

Format = Literal["text", "markdown", "html"]

SUFFIXES: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": "text",
        ".text": "text",
        ".rst": "text",
        ".log": "text",
        ".md": "markdown",
        ".markdown": "markdown",
        ".mdown": "markdown",
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
    }
)
MAX_BYTES = 50_000_000

# Part of a document's version: raise a number when the same bytes give other text,
# title, date or metadata than before, and files are read anew.
_EXTRACTORS: Mapping[Format, str] = MappingProxyType(
    {"text": "text 1", "markdown": "markdown 1", "html": EXTRACTOR}
)
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_SNIFFED = 2048  # bytes
NOT_REGULAR = "is not a regular file"


def version_of(data: bytes, format: Format) -> str:  # noqa: A002 -- the word for it
    """Hash the bytes together with the version of what reads them: equal means nothing to do.

    Returns:
        64 hexadecimal digits.
    """
    digest = hashlib.sha256(f"{_EXTRACTORS[format]}\n".encode())
    digest.update(data)
    return digest.hexdigest()


def read_bytes(path: Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Read a whole file; a pipe or a device is refused and never waited for.

    Raises:
        UnreadableSourceError: no permission, empty, larger than `max_bytes`, no
            regular file, or gone; the message leaves the path to the caller.
    """
    # Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableSourceError(NOT_REGULAR)
            _check_size(status.st_size, max_bytes)
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise UnreadableSourceError(why_unreadable(error)) from error
    _check_size(len(data), max_bytes)
    if not data:
        raise UnreadableSourceError("is empty")
    return data


def format_of(path: Path | str, data: bytes) -> Format:
    """Tell the format by the suffix; where that is unknown, by how the data starts."""
    known = SUFFIXES.get(Path(path).suffix.lower())
    if known:
        return known
    start = data[:_SNIFFED].removeprefix(codecs.BOM_UTF8)
    return "html" if _HTML.match(start) else "text"


def read_document(
    data: bytes,
    *,
    source: str,
    format: Format,  # noqa: A002 -- the word for it
    metadata: Mapping[str, str] | None = None,
) -> Document:
    """Read the bytes of a file as a document.

    Args:
        data: the whole file.
        source: the stable name of the document; its id is derived from it.
        format: as `format_of` tells.
        metadata: strings to filter by; they win over those of the front matter.

    Returns:
        The document; line N of its text is line N of the file where `has_lines`.

    Raises:
        UnreadableSourceError: binary data, no known encoding, or no visible
            character; the message leaves the source to the caller.
    """
    found: dict[str, str] = {}
    if format == "html":
        page = extract_html(data, source=source)
        text, title, date = page.text, page.title, page.date or stated_date(page.text)
    else:
        text = decode(data)
        title, date, found = _facts(text, format)
    _check_visible(text)
    return Document(
        doc_id=_doc_id(source),
        source=source,
        title=title,
        date=date,
        text=text,
        content_hash=version_of(data, format),
        metadata={**found, **(metadata or {})},
        has_lines=format != "html",
    )


def text_document(
    text: str,
    *,
    source: str,
    metadata: Mapping[str, str] | None = None,
    title: str | None = None,
    date: dt.date | None = None,
) -> Document:
    """Make a document of a string, which is read as plain text.

    Args:
        text: any string; `clean` makes it canonical.
        source: the stable name of the document.
        metadata: strings to filter by.
        title: the title where the caller knows it; else the text is asked.
        date: the date where the caller knows it; else the text is asked.

    Raises:
        UnreadableSourceError: the text has no visible character.
    """
    text = clean(text)
    _check_visible(text)
    stated_title, stated, _ = _facts(text, "text")
    return Document(
        doc_id=_doc_id(source),
        source=source,
        title=title if title is not None else stated_title,
        date=date or stated,
        text=text,
        content_hash=version_of(text.encode(), "text"),
        metadata=dict(metadata or {}),
    )


def why_unreadable(error: OSError | ValueError) -> str:
    """Say in a few words why a path could not be read, without naming the path."""
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, FileNotFoundError):
        return "is gone; it was moved or deleted meanwhile"
    if isinstance(error, IsADirectoryError):
        return "is a folder, not a file"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read ({error.strerror})"
    return f"cannot be read ({error})"


def _facts(text: str, kind: Format) -> tuple[str | None, dt.date | None, dict[str, str]]:
    """The title, the date and the metadata that a text or Markdown file states."""
    if kind != "markdown":
        return text_title(text), stated_date(text), {}
    front_matter = read_front_matter(text)
    body = text[front_matter_end(text) :] if front_matter else text
    found = as_metadata(front_matter)
    title = " ".join(found.pop("title", "").split()) or markdown_title(body)
    found.pop("date", None)
    return title, stated_date(body, front_matter=front_matter), found


def _doc_id(source: str) -> str:
    # A file name that is no valid UTF-8 comes as lone surrogates.
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _check_size(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise UnreadableSourceError(
            f"is too large: {size:,} bytes, and the limit is {max_bytes:,};"
            f" raise it with --max-bytes {size}"
        )


def _check_visible(text: str) -> None:
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise UnreadableSourceError("holds no visible character")
