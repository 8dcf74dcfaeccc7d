"""EPUB to text: the chapters of a book in the order of its spine, each read as a page."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ragkit.documents.dates import parse_date
from ragkit.documents.decode import clean, decode
from ragkit.documents.inline import write_inline_marks
from ragkit.documents.markup import join_blocks, visible_blocks
from ragkit.documents.parsing import parse_page
from ragkit.documents.zipped import attribute, child, local_name, open_zip, read_xml
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    import datetime as dt
    import zipfile
    from collections.abc import Iterator

    from ragkit.documents.markup import Node

__all__ = ["ExtractedBook", "extract_epub"]

_CONTAINER = "META-INF/container.xml"
_LOCKS = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedBook:
    """The text of a book, paragraphs parted by a blank line, its title and its date."""

    text: str
    title: str | None
    date: dt.date | None


def extract_epub(data: bytes) -> ExtractedBook:
    """Draw the text out of an EPUB.

    Raises:
        UnreadableSourceError: it is none, damaged, or locked to a reading program.
    """
    with open_zip(data, "EPUB") as archive:
        if _CONTAINER not in archive.namelist():
            raise UnreadableSourceError("is a ZIP archive, no EPUB")
        roots = [e for e in read_xml(archive, _CONTAINER).iter() if local_name(e) == "rootfile"]
        path = attribute(roots[0], "full-path") if roots else ""
        if path not in archive.namelist():
            raise UnreadableSourceError("is an EPUB that is damaged: its list of parts is missing")
        package = read_xml(archive, path)
        chapters = [part for name in _chapters(package, path) for part in _read(archive, name)]
        if not any(chapters) and _LOCKS in archive.namelist():
            raise UnreadableSourceError("is an EPUB that is locked to a reading program")
    metadata = child(package, "metadata")
    return ExtractedBook(
        text=clean("\n\n".join(chapters)),
        title=_said(metadata, "title"),
        date=parse_date(_said(metadata, "date") or ""),
    )


def _chapters(package: Node, path: str) -> Iterator[str]:
    """The names of the members that hold the text, in order, the contents left out."""
    manifest, spine = child(package, "manifest"), child(package, "spine")
    items = {attribute(item, "id"): item for item in ([] if manifest is None else manifest)}
    for reference in [] if spine is None else spine:
        item = items.get(attribute(reference, "idref"))
        if item is None or attribute(item, "media-type") not in _PAGES:
            continue
        if "nav" in attribute(item, "properties").split():
            continue
        name = unquote(attribute(item, "href"))
        yield posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def _read(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """The text of a chapter; none where it is missing, locked or shows nothing."""
    try:
        tree = parse_page(decode(archive.read(name)))
    except (KeyError, UnreadableSourceError):
        return
    if tree is not None:
        write_inline_marks(tree)
        if blocks := visible_blocks(tree):
            yield join_blocks(blocks)


def _said(metadata: Node | None, name: str) -> str | None:
    found = child(metadata, name)
    return " ".join("".join(found.itertext()).split()) or None if found is not None else None
