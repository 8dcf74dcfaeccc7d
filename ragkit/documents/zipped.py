"""Office documents are ZIP archives: opening them without being drowned by what they unpack to."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.documents.markup import Node

__all__ = [
    "OLE",
    "ZIP",
    "attribute",
    "check_xml",
    "child",
    "local_name",
    "open_zip",
    "read_xml",
    "refuse_ole",
    "related",
]

ZIP = b"PK\x03\x04"
#: How the container of old Office files starts, and of new ones that a password locks.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MOST_UNPACKED = 300_000_000  # bytes; DEFLATE can hold a thousand times what it takes
_LARGEST_MEMBER = 150_000_000
_MOST_MEMBERS = 50_000
_IS_LOCKED = 0x1  # flag of a member
_DTD_WITHIN = 4096  # bytes
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)

_OLD = (
    ("WordDocument", "is a Word document of the old format (.doc); save it as DOCX"),
    ("PowerPoint Document", "is a PowerPoint file of the old format (.ppt); save it as PPTX"),
    ("Workbook", "is an Excel file of the old format (.xls); save it as XLSX"),
    ("__substg1.0_", "is an Outlook message (.msg); save it as .eml"),
)


def refuse_ole(data: bytes, name: str) -> None:
    """Refuse old Office files and locked ones, which share a container; others pass.

    Args:
        data: the whole file.
        name: what it should be, such as "DOCX".

    Raises:
        UnreadableSourceError: saying which it is.
    """
    if not data.startswith(OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableSourceError(f"is locked with a password; save a copy as {name} without one")
    for stream, what in _OLD:
        if stream.encode("utf-16-le") in data:
            raise UnreadableSourceError(what)
    raise UnreadableSourceError(f"is a file of an old Office program; save it as {name}")


@contextmanager
def open_zip(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose members are no larger, all in all, than memory can take.

    Sizes are those that the archive declares: `zipfile` unpacks no more than that of a
    member, and fails where there would be more.

    Args:
        data: the whole file.
        name: what it should be, such as "DOCX".

    Raises:
        UnreadableSourceError: it is none, is damaged, is locked, or unpacks to too much.
    """
    refuse_ole(data, name)
    if not data.startswith(ZIP):
        raise UnreadableSourceError(f"is no {name}; rename it after what it is")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive.infolist(), name)
            yield archive
    except _ERRORS as error:
        raise UnreadableSourceError(
            f"is {_with_article(name)} that is damaged or cut off"
        ) from error


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOX' else 'a'} {name}"


def _check(members: list[zipfile.ZipInfo], name: str) -> None:
    sizes = [member.file_size for member in members]
    if sum(sizes) > _MOST_UNPACKED or max(sizes, default=0) > _LARGEST_MEMBER:
        raise UnreadableSourceError(
            f"is {_with_article(name)} that unpacks to {sum(sizes):,} bytes;"
            f" more than {_MOST_UNPACKED:,} are not read"
        )
    if len(members) > _MOST_MEMBERS:
        raise UnreadableSourceError(
            f"is {_with_article(name)} of {len(members):,} parts, which is too many"
        )
    if any(member.flag_bits & _IS_LOCKED for member in members):
        raise UnreadableSourceError("is locked with a password; save a copy without one")


def check_xml(archive: zipfile.ZipFile) -> None:
    """Refuse XML that declares entities, for the sake of a library that will parse it.

    Raises:
        UnreadableSourceError: naming the part.
    """
    for member in archive.namelist():
        if member.endswith((".xml", ".rels")):
            with archive.open(member) as file:
                _refuse_entities(file.read(_DTD_WITHIN), member)


def _refuse_entities(start: bytes, member: str) -> None:
    """Office needs none, and they may expand to any size."""
    if b"<!ENTITY" in start or re.search(rb"<!DOCTYPE[^>]*(?:\[|$)", start):
        raise UnreadableSourceError(f"declares entities in {member!r}, and is not read")


def read_xml(archive: zipfile.ZipFile, member: str) -> Node:
    """Unpack and parse one member.

    Raises:
        UnreadableSourceError: it declares entities, or is no XML.
        KeyError: there is no such member.
    """
    from lxml import etree

    data = archive.read(member)
    _refuse_entities(data[:_DTD_WITHIN], member)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableSourceError(f"is damaged: {member!r} in it is no XML") from error


def local_name(element: Node) -> str:
    """The name of an element without its namespace: Office has two sets of them."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Node | None, name: str, default: str = "") -> str:
    """An attribute by its name without namespace."""
    if element is not None:
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == name:
                return str(value)
    return default


def child(element: Node | None, *path: str) -> Node | None:
    """The first element at a path of local names; None if there is none."""
    for name in path:
        if element is None:
            return None
        element = next((below for below in element if local_name(below) == name), None)
    return element


def related(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The parts that a part refers to, by the last word of their kind ("styles", "footnotes").

    Args:
        archive: the open file.
        part: the name of the member; "" for the file itself.
    """
    folder, _, name = part.rpartition("/")
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in archive.namelist():
        return {}
    found: dict[str, str] = {}
    for relation in read_xml(archive, rels):
        target = attribute(relation, "Target")
        if attribute(relation, "TargetMode") == "External" or not target:
            continue
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found.setdefault(attribute(relation, "Type").rpartition("/")[2], path)
    return found
