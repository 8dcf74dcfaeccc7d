"""Files and strings to documents."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from ragkit.documents.formats import reader_of
from ragkit.documents.reading import (
    GIVEN,
    SUFFIXES,
    Format,
    format_of,
    given_document,
    read_bytes,
    read_document,
    read_stream,
    stated_metadata,
    text_document,
    version_of,
)
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from pathlib import Path

    from ragkit.types import Document

DAY = dt.date(2024, 4, 16)
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

MARKDOWN = """---
title: The  bridge
date: 2024-04-16
tags: [port, repairs]
draft: false
---
# Another heading

The bridge is open.
"""


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "words")
    return buffer.getvalue()


def read(text: str, format: Format = "text", **metadata: str) -> Document:  # noqa: A002
    return read_document(text.encode(), source="seeds/x", format=format, metadata=metadata)


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.txt", b"<html>", "text"),
        ("a.MD", b"", "markdown"),
        ("a.xhtml", b"", "html"),
        ("a.log", b"", "text"),
        ("page", b"\xef\xbb\xbf  <!DOCTYPE html><p>x", "html"),
        ("page.php", b"<HTML lang=en>", "html"),
        ("page.asp", b'<?xml version="1.0"?>\n<!-- x -->\n<html>', "html"),
        ("Makefile", b"all: <html>", "text"),
        ("a.csv", b"", "text"),
        ("stdin", b"---\nteam: roads\n---\n# Title\n", "markdown"),
        ("stdin", b"---\n\nA rule comes first.\n", "text"),
        ("a.PDF", b"", "pdf"),
        ("a.docx", b"", "docx"),
        ("a.docm", b"", "docx"),
        ("a.eml", b"", "mail"),
        ("paper", b"%PDF-1.7\n", "pdf"),
        ("paper", zipped("word/document.xml"), "docx"),
        ("paper", zipped("ppt/presentation.xml"), "pptx"),
        ("paper", zipped("xl/workbook.xml"), "xlsx"),
        ("paper", zipped("META-INF/container.xml"), "epub"),
        ("paper", zipped("words.txt"), "text"),
        ("paper", b"PK\x03\x04 and no more", "text"),
        ("a.txt", b"---\nteam: roads\n---\n# Title\n", "text"),
    ],
)
def test_format_of(name: str, data: bytes, format: Format) -> None:  # noqa: A002
    assert format_of(name, data) == format


@pytest.mark.parametrize(
    ("format", "library"),
    [("html", "trafilatura 2"), ("pdf", "pypdfium2 5"), ("xlsx", "openpyxl 3")],
)
def test_the_version_names_the_library(format: Format, library: str) -> None:  # noqa: A002
    assert library in reader_of(format)


def test_every_suffix_is_lower_case_with_its_dot() -> None:
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)


def test_the_version_follows_bytes_and_format() -> None:
    versions = {version_of(data, kind) for data in (b"a", b"b") for kind in ("text", "html")}
    assert len(versions) == 4
    assert version_of(b"a", "text") == version_of(b"a", "text")
    assert {len(version) for version in versions} == {64}


def test_a_markdown_file() -> None:
    document = read(MARKDOWN, "markdown", tags="mine")
    assert document.text == MARKDOWN
    assert document.title == "The bridge"
    assert document.date == DAY
    assert document.metadata == {"tags": "mine", "draft": "false"}
    assert document.has_lines
    assert document.content_hash == version_of(MARKDOWN.encode(), "markdown")


def test_front_matter_is_markdowns_alone() -> None:
    document = read(MARKDOWN)
    assert document.metadata == {}


def test_an_html_page() -> None:
    page = "<title>Page</title><p>One.</p><p>Published: 16 April 2024</p>"
    document = read(page, "html")
    assert document.text == "One.\n\nPublished: 16 April 2024"
    assert (document.title, document.date, document.has_lines) == ("Page", DAY, False)


def test_the_id_is_that_of_the_source() -> None:
    one, two = read("a"), read("b", "markdown")
    assert one.doc_id == two.doc_id
    assert len(one.doc_id) == 16
    assert text_document("a", source="other").doc_id != one.doc_id
    assert text_document("a", source="odd\udcff name").doc_id


def test_line_numbers_are_those_of_the_file() -> None:
    data = b"\xef\xbb\xbfone\r\ntwo\rthree\n\x0cfour\x0bstill\xe2\x80\xa8four\n"
    lines = read_document(data, source="x", format="text").text.split("\n")
    assert lines[:3] == ["one", "two", "three"]
    assert lines[3].endswith("four")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Bridges #\n\nText.\n", "Bridges"),
        ("Text first.\n\n## **Bold** and [link](x) `code`\n", "Bold and link code"),
        ("```\n# no heading\n```\n\nUnder *it*\n========\n", "Under it"),
        ("~~~\n# no\n```\n# no\n~~~\n# yes\n", "yes"),
        ("---\na: b\n---\n\n# After the front matter\n", "After the front matter"),
        ("---\na: b\n---\nText.\n", None),
        ("- item\n---\n# Real\n", "Real"),
        ("#hashtag\n\nText.\n", None),
        ("snake_case_name\n---\n", "snake_case_name"),
        ("", None),
    ],
)
def test_markdown_title(text: str, title: str | None) -> None:
    assert read(text + "\nx", "markdown").title == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The bridge\n\nIt opened on Tuesday.\n", "The bridge"),
        ("\n\n  The   bridge\n\nIt opened.\n", "The bridge"),
        (
            "66.8 F\nLos Angeles\nMonday, April 15, 2024\n\nA bridge opens\n\nYes.\n",
            "A bridge opens",
        ),
        ("April 15, 2024\n\nA bridge opens\n\nIt opened.\n", "A bridge opens"),
        ("Home  World  Opinion\n\nA bridge opens\n\nIt opened.\n", "A bridge opens"),
        ("Chicago\nTuesday\n\nHome  World  City & Lake  Opinion\n\nIt opened.\n", None),
        ("April 15, 2024\n\nMust read\n\nIt opened on Tuesday.\n", None),
        ("The bridge\n==========\n\nIt opened.\n", "The bridge"),
        ("==========\nThe bridge\n==========\n\nIt opened.\n", "The bridge"),
        ("It opened on Tuesday.\n\nMore.\n", None),
        ("Only a line\n", None),
        ("Only a line\n\n\n", None),
        ("x" * 200 + "\n\nA short line\n\nText.\n", None),
        ("wrapped text that goes\non here\n\nand on.\n", None),
        ("Is it open?\n\nYes.\n", "Is it open?"),
        ("12\n\nText.\n", None),
    ],
)
def test_text_title(text: str, title: str | None) -> None:
    assert read(text).title == title


@pytest.mark.parametrize(
    "data", [b" \n\t\n", "\u200b\u00a0\ufeff\n".encode(), b"\xef\xbb\xbf", b""]
)
@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_what_shows_nothing_is_refused(data: bytes, format: Format) -> None:  # noqa: A002
    with pytest.raises(UnreadableSourceError):
        read_document(data, source="x", format=format)


def test_a_string_is_a_document() -> None:
    document = text_document("\ufeffA title\r\n\r\nDate: 16 April 2024\x00", source="note")
    assert document.text == "A title\n\nDate: 16 April 2024�"
    assert (document.title, document.metadata, document.has_lines) == ("A title", {}, True)
    known = text_document("A\n\nb", source="note", title="T", date=DAY, metadata={"k": "v"})
    assert (known.title, known.date, known.metadata) == ("T", DAY, {"k": "v"})
    with pytest.raises(UnreadableSourceError, match="no visible character"):
        text_document(" \n", source="note")


def test_read_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"words")
    assert read_bytes(path) == b"words"
    assert read_bytes(path, max_bytes=5) == b"words"
    assert read_bytes(path, max_bytes=10**30) == b"words"


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"x" * 30_000_000)
    # The size stays: what tells are the times. A process of its own needs none of our lock.
    program = (
        "import sys\n"
        "with open(sys.argv[1], 'r+b', buffering=0) as file:\n"
        "    while True: file.seek(0); file.write(b'line')\n"
    )
    refused = ""
    with subprocess.Popen([sys.executable, "-c", program, path]) as writer:
        try:
            until = time.monotonic() + 60  # a busy machine may not let the writer write meanwhile
            while time.monotonic() < until:
                try:
                    read_bytes(path)
                except UnreadableSourceError as error:
                    refused = str(error)
                    break
        finally:
            writer.kill()
    assert refused.startswith("changes while it is read; add it again")


def test_a_file_that_comes_to_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"x" * 30_000_000)
    started = threading.Event()

    def write() -> None:
        until = time.monotonic() + 0.12
        with path.open("ab", buffering=0) as file:
            while time.monotonic() < until:
                file.write(b"line\n")
                started.set()

    writer = threading.Thread(target=write)
    writer.start()
    started.wait()
    data = read_bytes(path)
    writer.join()
    assert path.read_bytes().startswith(data)
    assert data.endswith(b"line\n")


def test_read_stream() -> None:
    assert read_stream(io.BytesIO(b"words"), max_bytes=5) == b"words"
    with pytest.raises(UnreadableSourceError, match="more than 4 bytes"):
        read_stream(io.BytesIO(b"words"), max_bytes=4)
    with pytest.raises(UnreadableSourceError, match="is empty"):
        read_stream(io.BytesIO())


def test_what_is_given_has_a_version_that_no_file_has() -> None:
    given = given_document(MARKDOWN.encode(), source="x.md", metadata={"a": "b"})
    assert given.content_hash == GIVEN + version_of(MARKDOWN.encode(), "markdown")
    assert (given.title, given.metadata["draft"], given.metadata["a"]) == (
        *("The bridge", "false", "b"),
    )
    assert text_document("a", source="x.txt").content_hash.startswith(GIVEN)
    assert stated_metadata("x.md", given.text)["draft"] == "false"
    assert stated_metadata("x.txt", given.text) == {}


def test_read_bytes_refuses(tmp_path: Path) -> None:
    large, empty, pipe = tmp_path / "large.txt", tmp_path / "empty.txt", tmp_path / "pipe"
    large.write_bytes(b"x" * 2000)
    empty.touch()
    os.mkfifo(pipe)
    reasons = {}
    for path in (large, empty, pipe, tmp_path, tmp_path / "gone.txt"):
        with pytest.raises(UnreadableSourceError) as caught:
            read_bytes(path, max_bytes=1000)
        reasons[path.name] = str(caught.value)
        assert str(tmp_path) not in str(caught.value)
    assert "2,000 bytes" in reasons["large.txt"]
    assert "1,000" in reasons["large.txt"]
    assert "--max-bytes 2000" in reasons["large.txt"]
    assert reasons["empty.txt"] == "is empty"
    assert reasons["pipe"] == "is not a regular file"
    assert "folder" in reasons[tmp_path.name]
    assert "gone" in reasons["gone.txt"]


@pytest.mark.skipif(AS_ROOT, reason="root may read everything")
def test_read_bytes_needs_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"words")
    path.chmod(0)
    with pytest.raises(UnreadableSourceError, match="no permission"):
        read_bytes(path)
