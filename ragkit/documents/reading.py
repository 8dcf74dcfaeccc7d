"""A file's bytes to a `Document`: the one way in, whatever the format."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ragkit.documents.dates import stated_date
from ragkit.documents.decode import clean, decode
from ragkit.documents.formats import (
    LARGEST_FRONT_MATTER,
    SUFFIXES,
    Format,
    check_installed,
    format_of,
    version_of,
)
from ragkit.documents.front_matter import as_metadata, front_matter_end, read_front_matter
from ragkit.documents.titles import markdown_title, text_title
from ragkit.errors import UnreadableSourceError
from ragkit.types import Document

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path
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

MAX_BYTES = 50_000_000
#: How the version of a document starts that was given by itself: no file changes under it.
GIVEN = "given:"

_WAITS = (0.05, 0.15, 0.4)  # seconds before a file that changes is read again
_AT_ONCE = 1_048_576  # bytes
NOT_REGULAR = "is not a regular file"


def read_bytes(path: Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Read a whole file; a pipe or a device is refused and never waited for.

    A file that is written to meanwhile would give a text that it never held: it is read
    again until it keeps still, a few times.

    Raises:
        UnreadableSourceError: no permission, empty, larger than `max_bytes`, no
            regular file, gone, or never still; the message leaves the path to the caller.
    """
    for wait in (*_WAITS, None):
        data = _read_still(path, max_bytes)
        if data is not None:
            return data
        if wait is not None:
            time.sleep(wait)
    raise UnreadableSourceError("changes while it is read; add it again when it is done")


def _read_still(path: Path, max_bytes: int) -> bytes | None:
    """The bytes of a file; None where it changed while they were read."""
    # Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise UnreadableSourceError(NOT_REGULAR)
            if before.st_size > max_bytes:
                raise UnreadableSourceError(
                    f"is too large: {before.st_size:,} bytes, and the limit is {max_bytes:,};"
                    f" raise it with --max-bytes {before.st_size}"
                )
            data = _read_to_end(file, max_bytes)
            after = os.fstat(file.fileno())
    except (OSError, ValueError) as error:
        raise UnreadableSourceError(why_unreadable(error)) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return None
    return _filled(data)


def read_stream(file: BinaryIO, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Read an open file or pipe to its end.

    Raises:
        UnreadableSourceError: empty, or more than `max_bytes`; the message
            leaves the name to the caller.
    """
    try:
        return _filled(_read_to_end(file, max_bytes))
    except (OSError, ValueError) as error:
        raise UnreadableSourceError(why_unreadable(error)) from error


def _read_to_end(file: BinaryIO, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := file.read(_AT_ONCE):
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            raise UnreadableSourceError(
                f"is too large: more than {max_bytes:,} bytes; raise the limit with --max-bytes"
            )
    return b"".join(parts)


def _filled(data: bytes) -> bytes:
    if not data:
        raise UnreadableSourceError("is empty")
    return data


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
        UnreadableSourceError: binary data, no known encoding, no visible character, a
            damaged or locked file, or an extra that is not installed; the message leaves the
            source to the caller.
    """
    read = _read(data, source, format)
    _check_visible(read.text)
    return Document(
        doc_id=_doc_id(source),
        source=source,
        title=read.title and clean(read.title),
        date=read.date,
        text=read.text,
        content_hash=version_of(data, format),
        metadata={**read.metadata, **(metadata or {})},
        has_lines=format in {"text", "markdown"},
        pages=read.pages,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What the reader of a format makes of a file."""

    text: str
    title: str | None
    date: dt.date | None
    pages: tuple[int, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


def _read(data: bytes, source: str, format: Format) -> _Read:  # noqa: A002, PLR0911 -- a table
    check_installed(format)
    if format == "html":
        from ragkit.documents.html import extract_html

        page = extract_html(data, source=source)
        return _Read(page.text, page.title, page.date or stated_date(page.text))
    if format == "pdf":
        from ragkit.documents.pdf import extract_pdf

        pdf = extract_pdf(data, source=source)
        return _Read(pdf.text, pdf.title, pdf.date, pdf.pages)
    if format == "docx":
        from ragkit.documents.docx import extract_docx

        docx = extract_docx(data)
        return _Read(docx.text, docx.title, docx.date)
    if format in {"pptx", "xlsx"}:
        from ragkit.documents.office import extract_pptx, extract_xlsx

        office = (extract_pptx if format == "pptx" else extract_xlsx)(data)
        return _Read(office.text, office.title, stated_date(office.text), office.pages)
    if format == "epub":
        from ragkit.documents.epub import extract_epub

        book = extract_epub(data)
        return _Read(book.text, book.title, book.date)
    if format == "mail":
        from ragkit.documents.mail import extract_mail

        mail = extract_mail(data, source=source)
        return _Read(mail.text, mail.title, mail.date)
    text = decode(data)
    title, date, metadata = _facts(text, format)
    return _Read(text, title, date, metadata=metadata)


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
    if format_of(source, text[:LARGEST_FRONT_MATTER].encode()) != "markdown":
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
