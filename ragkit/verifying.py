"""Checking words that somebody else wrote: a draft, quotes one by one, a saved answer.

Nothing here loads Chroma or a model: quotes are looked up as characters.
"""

from __future__ import annotations

import codecs
import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit.documents.decode import decode
from ragkit.documents.discover import discover
from ragkit.documents.reading import MAX_BYTES, SUFFIXES, format_of, read_bytes, read_document
from ragkit.errors import SourceError, SourceNotFoundError, UnreadableSourceError
from ragkit.naming import matches, source_name
from ragkit.quoted import QuoteItem, parse_items, saved_quotes, verify_items
from ragkit.quotes.drafts.quotations import divide
from ragkit.quotes.figures.checking import check_figures
from ragkit.quotes.library import Library
from ragkit.quotes.locate import locate
from ragkit.quotes.report import DraftQuote, VerifyReport
from ragkit.types import Failure

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from ragkit.types import Document

__all__ = [
    "QuoteItem",
    "parse_draft",
    "parse_items",
    "read_draft",
    "read_file",
    "read_sources",
    "refreshed",
    "saved_quotes",
    "verify_draft",
    "verify_items",
]

_BLOCKQUOTE = re.compile(rb"<(?P<close>/?)blockquote(?:\s[^<>]*)?>", re.IGNORECASE)
_PARAGRAPH = re.compile(rb"(<(/?)p(?:\s[^<>]*)?>)", re.IGNORECASE)
# Who is quoted stands behind the words.
_CREDIT = re.compile(
    rb"<(?:footer|figcaption)\b|<cite(?:\s[^<>]*)?>[^<>]*</cite>\s*\Z", re.IGNORECASE
)
_MARK = rb"(?:[\"\x84\x93\x94\xab\xbb]|\xe2\x80[\x9c-\x9f]|\xc2[\xab\xbb]|&(?:[lrb]dquo|quot);)"
_IN_MARKS = re.compile(
    rb"(?:\s|<[^<>]*>)*+" + _MARK + rb".*" + _MARK + rb"(?:\s|<[^<>]*>)*\Z", re.DOTALL
)
_JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*[\"}]")


def verify_draft(draft: Document, documents: Iterable[Document]) -> VerifyReport:
    """Check the quotations of a draft, and the figures in its own words.

    Args:
        draft: as `read_document` gives it.
        documents: those that it quotes.
    """
    known = {document.source: document for document in documents}
    library = Library(known.values())
    quotations, own = divide(draft.text)
    quotes = [
        DraftQuote(
            check=locate(quotation.text, library),
            span=quotation.span,
            line=draft.line_at(quotation.span.start),
            note="" if quotation.closed else "its quotation mark is never closed",
        )
        for quotation in quotations
    ]
    figures = [
        dataclasses.replace(figure, line=draft.line_at(figure.span.start))
        for figure in check_figures(draft.text, own, known.values())
    ]
    return VerifyReport(quotes=tuple(quotes), figures=tuple(figures), draft=draft, documents=known)


def read_sources(
    paths: Iterable[str | os.PathLike[str]], *, home: Path
) -> tuple[list[Document], list[Failure]]:
    """Read files, folders and patterns without a corpus.

    Args:
        paths: as `Corpus.add` takes them.
        home: the folder that source names start from.

    Returns:
        The documents, and what could not be read.

    Raises:
        SourceNotFoundError: if a path does not exist.
    """
    found = discover(paths)
    documents: list[Document] = []
    failed = list(found.failed)
    for path in found.files:
        try:
            documents.append(read_file(path, home=home))
        except SourceError as error:
            failed.append(Failure(path=str(path), reason=str(error)))
    return documents, failed


def read_file(path: Path, *, home: Path) -> Document:
    """Read one file as a document.

    Raises:
        SourceError: if it cannot be read as text; the message leaves out its name.
    """
    data = read_bytes(path, max_bytes=MAX_BYTES)
    return read_document(data, source=source_name(path, home), format=format_of(path, data))


def read_draft(path: Path) -> Document | list[QuoteItem]:
    """Read what is to be checked: a document, or JSON that gives quotes one by one.

    Raises:
        SourceNotFoundError: if there is no such file.
        UnreadableSourceError: if it cannot be read.
        QueryError: if it starts as JSON does and is something else.
    """
    try:
        data = read_bytes(path, max_bytes=MAX_BYTES)
    except UnreadableSourceError as error:
        if not path.exists():
            raise SourceNotFoundError(f"there is no file {str(path)!r}") from error
        raise UnreadableSourceError(f"{str(path)!r} {error}") from error
    return parse_draft(data, str(path))


def parse_draft(data: bytes, source: str) -> Document | list[QuoteItem]:
    """What bytes hold that are to be checked; `read_draft` says what is raised."""
    try:
        named = Path(source).suffix.lower() in SUFFIXES
        if not named and _JSON.match(data.removeprefix(codecs.BOM_UTF8)):
            return parse_items(decode(data))
        kind = format_of(source, data)
        marked = _with_marks(data) if kind == "html" else data
        return read_document(marked, source=source, format=kind)
    except UnreadableSourceError as error:
        raise UnreadableSourceError(f"{source!r} {error}") from error


def _with_marks(page: bytes) -> bytes:
    """A page with typographic marks around what its `<blockquote>` quote, so that they are seen.

    The reader puts those of `<q>`.
    """
    parts: list[bytes] = []
    place = start = depth = 0
    for edge in _BLOCKQUOTE.finditer(page):
        if not edge["close"]:
            depth += 1
            start = edge.end() if depth == 1 else start
        elif depth:
            depth -= 1
            if not depth:
                parts += [page[place:start], _quoted(page[start : edge.start()])]
                place = edge.start()
    return b"".join([*parts, page[place:]])


def _quoted(inside: bytes) -> bytes:
    """What a `<blockquote>` holds, each paragraph of it in marks; else all of it."""
    pieces = _PARAGRAPH.split(inside)
    if len(pieces) == 1:
        return _in_marks(inside)
    words = [
        tag + (piece if close else _in_marks(piece))
        for tag, close, piece in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True)
    ]
    return b"".join([pieces[0], *words])


def _in_marks(words: bytes) -> bytes:
    credit = _CREDIT.search(words)
    end = credit.start() if credit else len(words)
    end = len(words[:end].rstrip())
    if not end or _IN_MARKS.match(words, 0, end):
        return words
    return b"&#8220;" + words[:end] + b"&#8221;" + words[end:]


def refreshed(
    documents: Iterable[Document], items: Iterable[QuoteItem], *, home: Path
) -> list[Document]:
    """A corpus's documents, those that saved quotes name as their files are today.

    A source that is called like a file and has none any more is left out.

    Args:
        documents: the corpus's.
        items: quotes; only those with a `text_hash` are from a saved answer.
        home: the folder that source names start from.
    """
    by_source = {document.source: document for document in documents}
    saved = {item.source for item in items if item.text_hash and item.source}
    # Only what the corpus knows: a saved answer must not name any file of the machine.
    meant = {name for asked in saved for name in matches(asked, tuple(by_source), home)}
    for source in meant:
        path = home / source
        try:
            by_source[source] = read_file(path, home=home)
        except SourceError:
            if path.suffix.lower() in SUFFIXES:
                by_source.pop(source, None)
    return list(by_source.values())
