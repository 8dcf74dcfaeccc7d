"""Documents, places and names of a set that is turned into a suite."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.documents.decode import clean
from ragkit.documents.reading import given_document
from ragkit.errors import UnreadableSourceError
from ragkit.evals.hashes import suite_hash
from ragkit.evals.records import Fact, Suite, SuiteDocument
from ragkit.evals.written import refused, shown
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ragkit.evals.records import Case, Task

__all__ = ["Unique", "document_of", "facts_at", "imported", "places_of", "slug", "span_at"]

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_LONGEST_SLUG = 80


class Unique:
    """Names, each once: the second `x` is `x-2`."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, wanted: str) -> str:
        """The name, or with the first number that makes it new."""
        name, number = wanted, 1
        while name in self._taken:
            number += 1
            name = f"{wanted}-{number}"
        self._taken.add(name)
        return name


def slug(title: str) -> str:
    """A title as part of a file name: letters, digits, `_`, `-` and `.`."""
    return _NOT_IN_NAMES.sub("-", title).strip(".-")[:_LONGEST_SLUG] or "untitled"


def document_of(path: Path, line: int, source: str, text: str) -> SuiteDocument:
    """A document that a set holds as a string.

    Args:
        path: the set, for messages.
        line: where the document stands in it.
        source: what it is called; an ending tells how it is read.
        text: canonical, so that offsets hold.

    Raises:
        SuiteError: if a corpus would read other characters, or none, out of it.
    """
    data = text.encode()
    try:
        read = given_document(data, source=source).text
    except UnreadableSourceError as error:
        raise refused(path, line, f"the document {shown(source)} {error}") from error
    if read != text:
        raise refused(path, line, f"the document {shown(source)} does not read as it is written")
    return SuiteDocument(source=source, data=data)


def span_at(raw: str, start: int, words: str) -> Span | None:
    """Where words stand in `clean(raw)` that stand at `start` of `raw`; None if they do not."""
    if start < 0 or raw[start : start + len(words)] != words:
        return None
    first = len(clean(raw[:start]))
    return Span(first, first + len(clean(words)))


def places_of(text: str, words: str, *, within: Span | None = None) -> list[Span]:
    """Where words stand in a text, whole: as they are, else whatever the case and the blanks.

    Args:
        text: canonical.
        words: of a set, which may have cut them.
        within: the part of the text to look in; None for all.
    """
    start, end = (within.start, within.end) if within else (0, len(text))
    parts = words.split()
    if not parts:
        return []
    # "5" does not stand in "15", and a mark at the end has no edge.
    opening = r"(?<!\w)" if re.match(r"\w", parts[0]) else ""
    closing = r"(?!\w)" if re.search(r"\w\Z", parts[-1]) else ""
    as_written = re.compile(opening + re.escape(words.strip()) + closing)
    loosely = re.compile(opening + r"\s+".join(map(re.escape, parts)) + closing, re.IGNORECASE)
    for pattern in (as_written, loosely):
        found = [Span(*match.span()) for match in pattern.finditer(text, start, end)]
        if found:
            return found
    return []


def facts_at(source: str, text: str, words: str, places: Sequence[Span]) -> tuple[Fact, ...]:
    """A group of facts, one for each place; without places a fact that has no proof.

    An answer that its annotators put together stands nowhere; the answer can still be
    compared with it, and what needs a place is listed as not scored.
    """
    if not places:
        return (Fact(text=words, source=source),)
    return tuple(
        Fact(text=words, source=source, quote=place.of(text), span=place) for place in places
    )


def imported(
    path: Path,
    *,
    documents: Sequence[SuiteDocument],
    cases: Sequence[Case],
    task: Task = "ask",
    name: str | None = None,
    top_k: int = 5,
) -> Suite:
    """The suite of a set.

    Raises:
        SuiteError: if it holds no question.
    """
    if not cases:
        raise refused(path, 1, "holds no questions")
    return Suite(
        name=name or path.stem,
        path=path,
        documents=tuple(documents),
        cases=tuple(cases),
        task=task,
        top_k=top_k,
        suite_hash=suite_hash(cases, documents),
    )
