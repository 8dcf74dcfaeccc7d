"""Checking words that somebody else wrote: a draft, quotes one by one, a saved answer.

Nothing here loads Chroma or a model: quotes are looked up as characters.
"""

from __future__ import annotations

import codecs
import dataclasses
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ragkit.documents.decode import decode
from ragkit.documents.discover import discover
from ragkit.documents.reading import MAX_BYTES, SUFFIXES, format_of, read_bytes, read_document
from ragkit.errors import QueryError, SourceError, SourceNotFoundError, UnreadableSourceError
from ragkit.naming import source_name
from ragkit.quotes.draft import divide
from ragkit.quotes.figures import check_figures
from ragkit.quotes.library import Library
from ragkit.quotes.locate import locate
from ragkit.quotes.records import Place, QuoteCheck, Verdict
from ragkit.quotes.report import DraftQuote, VerifyReport
from ragkit.quotes.support import check_support
from ragkit.types import Failure, Span

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ragkit.types import Check, Document

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

_BLOCKQUOTE = re.compile(
    rb"<blockquote\b[^>]*>(?P<inside>.{0,20000}?)</blockquote\s*>", re.IGNORECASE | re.DOTALL
)
_PARAGRAPH = re.compile(rb"<p(?:\s[^>]*)?>", re.IGNORECASE)
_QUOTE = re.compile(rb"<(?P<close>/?)q(?:\s[^>]*)?>", re.IGNORECASE)
_JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*[\"}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteItem:
    """A quote to check.

    Attributes:
        quote: its words.
        source: the document that is claimed to hold it, else None.
        claim: the sentence that it is to bear, else None.
        text_hash: of the document when the quote was cut; only a saved answer has it.
        span: where it was cut then.
    """

    quote: str
    source: str | None = None
    claim: str | None = None
    text_hash: str | None = None
    span: Span | None = None


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


def verify_items(items: Iterable[QuoteItem], documents: Iterable[Document]) -> VerifyReport:
    """Check quotes one by one, each in the source that it claims if it claims one.

    Raises:
        QueryError: if a quote holds no letter or digit.
    """
    known = {document.source: document for document in documents}
    library = Library(known.values())
    # A source is hashed once, however many quotes name it.
    hash_of = cache(lambda source: known[source].text_hash)
    quotes = tuple(_verify(item, library, hash_of) for item in items)
    return VerifyReport(quotes=quotes, documents=known)


def parse_items(text: str) -> list[QuoteItem]:
    """Read JSON lines of `{"quote", "source"?, "claim"?}`, or what `ask --json` printed.

    Raises:
        QueryError: with the number of the line that is not such an object.
    """
    items: list[QuoteItem] = []
    for number, record in _json_records(text):
        if not isinstance(record, dict):
            raise QueryError(f"line {number} is no JSON object")
        if isinstance(record.get("quotes"), list):
            items.extend(saved_quotes(record, line=number))
        else:
            items.append(_item(record, line=number))
    return items


def _json_records(text: str) -> Iterator[tuple[int, object]]:
    """JSON values with their lines: one value or a list over several lines, or one a line."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if whole is not None:
        yield from ((1, record) for record in (whole if isinstance(whole, list) else [whole]))
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            raise QueryError(f"line {number} is not JSON: {error}") from error


def saved_quotes(record: Mapping[str, Any], *, line: int = 1) -> list[QuoteItem]:
    """The quotes of an answer that `ask --json` printed, each with the statement it bears."""
    claims: dict[int, str] = {}
    statements = record.get("statements")
    for statement in statements if isinstance(statements, list) else ():
        if isinstance(statement, dict) and isinstance(statement.get("quotes"), list):
            numbers = [n for n in statement["quotes"] if isinstance(n, int)]
            claims.update(dict.fromkeys(numbers, str(statement.get("text", ""))))
    items: list[QuoteItem] = []
    for number, quote in enumerate(record["quotes"]):
        if not isinstance(quote, dict):
            raise QueryError(f"line {line}: quote {number} is no JSON object")
        item = _item({**quote, "quote": quote.get("text")}, line=line)
        start, end, text_hash = quote.get("start"), quote.get("end"), quote.get("text_hash")
        items.append(
            dataclasses.replace(
                item,
                claim=claims.get(number),
                text_hash=text_hash if isinstance(text_hash, str) else None,
                span=_span(start, end),
            )
        )
    return items


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
    """A page with typographic marks around what its elements quote, so that they are seen."""
    opening, closing = b"&#8220;", b"&#8221;"

    def quoted(match: re.Match[bytes]) -> bytes:
        inside: bytes = match["inside"]
        if not _PARAGRAPH.search(inside):
            return b"<blockquote>" + opening + inside + closing + b"</blockquote>"
        inside = _PARAGRAPH.sub(b"<p>" + opening, inside)
        return b"<blockquote>" + inside.replace(b"</p>", closing + b"</p>") + b"</blockquote>"

    page = _QUOTE.sub(lambda match: closing if match["close"] else opening, page)
    return _BLOCKQUOTE.sub(quoted, page)


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
    for source in saved & by_source.keys():
        path = home / source
        try:
            by_source[source] = read_file(path, home=home)
        except SourceError:
            if path.suffix.lower() in SUFFIXES:
                by_source.pop(source, None)
    return list(by_source.values())


def _span(start: object, end: object) -> Span | None:
    if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end:
        return Span(start, end)
    return None


def _item(record: Mapping[str, Any], *, line: int) -> QuoteItem:
    quote, source, claim = record.get("quote"), record.get("source"), record.get("claim")
    if not isinstance(quote, str):
        raise QueryError(f'line {line} has no "quote" that is a string')
    for name, value in (("source", source), ("claim", claim)):
        if not isinstance(value, str | None):
            raise QueryError(f'line {line}: "{name}" is no string')
    if not any(map(str.isalnum, quote)):
        raise QueryError(f"line {line}: the quote holds no letter or digit")
    return QuoteItem(quote=quote, source=source, claim=claim)


def _verify(item: QuoteItem, library: Library, hash_of: Callable[[str], str]) -> DraftQuote:
    check, note = _located(item, library, hash_of)
    checks: tuple[Check, ...] = ()
    if item.claim and check.verified and check.place:
        text = library.text(check.place.source)
        checks = check_support(item.claim, [(text, check.place.span)])
    return DraftQuote(check=check, claimed=item.source, claim=item.claim, checks=checks, note=note)


def _located(
    item: QuoteItem, library: Library, hash_of: Callable[[str], str]
) -> tuple[QuoteCheck, str]:
    """The check of an item and, of a saved quote, what has become of it."""
    saved = item.text_hash is not None
    try:
        searched = library.resolve(item.source) if item.source else None
    except SourceNotFoundError:
        return _elsewhere(item, library), "the source is gone" if saved else ""
    if searched is None or not saved:
        return locate(item.quote, library, source=item.source), ""
    same = hash_of(searched.source) == item.text_hash
    # Located anew even so: a saved file may have been edited.
    check = locate(item.quote, library, source=item.source)
    places = [place.span for place in (check.place, *check.other_places) if place]
    if same and check.verified and item.span in places:
        place = Place(searched.source, item.span)
        return dataclasses.replace(check, place=place, other_places=()), "unchanged"
    if same:
        return check, "the source is as it was, the saved quote is not"
    moved = check.verified and "the source has changed; the quote moved"
    return check, moved or "the source has changed"


def _elsewhere(item: QuoteItem, library: Library) -> QuoteCheck:
    """A quote whose claimed source is not there: misattributed at best."""
    check = locate(item.quote, library)
    missing = f"there is no source {item.source!r}"
    if not check.verified:
        return dataclasses.replace(check, detail=f"{missing}; {check.detail}")
    where = f"{missing}; the words stand in {check.place.source!r}" if check.place else missing
    return dataclasses.replace(check, verdict=Verdict.MISATTRIBUTED, clipped=None, detail=where)
