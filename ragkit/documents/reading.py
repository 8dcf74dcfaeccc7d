"""A file's bytes to a `Document`: the one way in, whatever the format."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from dataclasses import replace
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
    from typing import BinaryIO

__all__ = [
    "GIVEN",
    "MAX_BYTES",
    "SUFFIXES",
    "Format",
    "format_of",
    "given_document",
    "read_bytes",
    "read_document",
    "read_stream",
    "stated_metadata",
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
#: How the version of a document starts that was given by itself: no file changes under it.
GIVEN = "given:"

# Part of a document's version: raise a number when the same bytes give other text,
# title, date or metadata than before, and files are read anew.
_EXTRACTORS: Mapping[Format, str] = MappingProxyType(
    {"text": "text 2", "markdown": "markdown 1", "html": EXTRACTOR}
)
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_SNIFFED = 2048  # bytes
_LARGEST_FRONT_MATTER = 65_536  # bytes
_AT_ONCE = 1_048_576  # bytes
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
            if status.st_size > max_bytes:
                raise UnreadableSourceError(
                    f"is too large: {status.st_size:,} bytes, and the limit is {max_bytes:,};"
                    f" raise it with --max-bytes {status.st_size}"
                )
            return read_stream(file, max_bytes=max_bytes)
    except (OSError, ValueError) as error:
        raise UnreadableSourceError(why_unreadable(error)) from error


def read_stream(file: BinaryIO, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Read an open file or pipe to its end.

    Raises:
        UnreadableSourceError: empty, or more than `max_bytes`; the message
            leaves the name to the caller.
    """
    parts: list[bytes] = []
    size = 0
    try:
        while part := file.read(_AT_ONCE):
            parts.append(part)
            size += len(part)
            if size > max_bytes:
                raise UnreadableSourceError(
                    f"is too large: more than {max_bytes:,} bytes; raise the limit with --max-bytes"
                )
    except (OSError, ValueError) as error:
        raise UnreadableSourceError(why_unreadable(error)) from error
    if not parts:
        raise UnreadableSourceError("is empty")
    return b"".join(parts)


def format_of(path: Path | str, data: bytes) -> Format:
    """Tell the format by the suffix; where that is unknown, by how the data starts."""
    known = SUFFIXES.get(Path(path).suffix.lower())
    if known:
        return known
    start = data[:_LARGEST_FRONT_MATTER].removeprefix(codecs.BOM_UTF8)
    if _HTML.match(start[:_SNIFFED]):
        return "html"
    # Markdown without front matter reads as text does.
    if start.startswith(b"---") and read_front_matter(clean(start.decode(errors="replace"))):
        return "markdown"
    return "text"


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
        title=title and clean(title),
        date=date,
        text=text,
        content_hash=version_of(data, format),
        metadata={**found, **(metadata or {})},
        has_lines=format != "html",
    )


def given_document(
    data: bytes, *, source: str, metadata: Mapping[str, str] | None = None
) -> Document:
    """Read bytes that come from no file as a file of that name is read.

    Raises:
        UnreadableSourceError: as `read_document`.
    """
    format_ = format_of(source, data)
    document = read_document(data, source=source, format=format_, metadata=metadata)
    return replace(document, content_hash=GIVEN + document.content_hash)


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
        content_hash=GIVEN + version_of(text.encode(), "text"),
        metadata=dict(metadata or {}),
    )


def stated_metadata(source: str, text: str) -> dict[str, str]:
    """The metadata that a document's front matter holds, by its name and its text."""
    if format_of(source, text[:_LARGEST_FRONT_MATTER].encode()) != "markdown":
        return {}
    return _cleaned(as_metadata(read_front_matter(text)))


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
    found = _cleaned(as_metadata(front_matter))
    title = " ".join(found.pop("title", "").split()) or markdown_title(body)
    found.pop("date", None)
    return title, stated_date(body, front_matter=front_matter), found


def _cleaned(metadata: Mapping[str, str]) -> dict[str, str]:
    # YAML's "\\ud800" is a lone surrogate, which the catalog cannot hold.
    return {clean(key): clean(value) for key, value in metadata.items()}


def _doc_id(source: str) -> str:
    # A file name that is no valid UTF-8 comes as lone surrogates.
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _check_visible(text: str) -> None:
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise UnreadableSourceError("holds no visible character")
