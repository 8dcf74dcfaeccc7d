"""Asking a corpus: a question is checked, passages are found, an answer is put together."""

from __future__ import annotations

import hashlib
import os
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit._version import __version__
from ragkit.answering.extractive import ANSWERER, MAX_STATEMENTS, PASSAGES, Extract, extract
from ragkit.documents.decode import clean
from ragkit.documents.reading import GIVEN, MAX_BYTES, format_of, read_bytes, version_of
from ragkit.errors import QueryError, UnreadableSourceError
from ragkit.quotes.support import check_support
from ragkit.retrieval import retrieve, scored_chunks
from ragkit.types import DEFAULT_FOLDER, Answer, Provenance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ragkit.embedding.embedder import Embedder
    from ragkit.index.store import Index
    from ragkit.retrieval import Retrieved
    from ragkit.types import ScoredChunk, Statement

__all__ = ["answer", "passages", "stale_note"]

# A question longer than this is no question; it would cost minutes to embed.
_LONGEST_QUESTION = 200_000
_MOST_HITS = 200
_MOST_NEIGHBORS = 1000


def passages(
    index: Index,
    embedder: Embedder,
    query: str,
    *,
    documents: Sequence[int] | None,
    top_k: int,
    neighbors: int,
) -> list[ScoredChunk]:
    """The passages that bear on a query; `Corpus.search` says how."""
    if not 1 <= top_k <= _MOST_HITS:
        raise QueryError(f"top_k is {top_k}; it has to be 1 to {_MOST_HITS}")
    if not 0 <= neighbors <= _MOST_NEIGHBORS:
        raise QueryError(f"neighbors is {neighbors}; it has to be 0 to {_MOST_NEIGHBORS}")
    retrieved = retrieve(index, embedder, _checked(query), top_k=top_k, documents=documents)
    return scored_chunks(index, retrieved.hits, neighbors=neighbors)


def answer(
    index: Index,
    embedder: Embedder,
    question: str,
    *,
    documents: Sequence[int] | None,
    where: Mapping[str, str] | None,
    abstain: bool,
    max_statements: int | None,
) -> Answer:
    """Answer a question from documents, by row number; `Corpus.ask` says how."""
    limit = MAX_STATEMENTS if max_statements is None else max_statements
    if not 1 <= limit <= MAX_STATEMENTS:
        raise QueryError(f"max_statements is {limit}; it has to be 1 to {MAX_STATEMENTS}")
    asked = _checked(question)
    retrieved = retrieve(index, embedder, asked, top_k=PASSAGES, documents=documents)
    if documents is not None and not documents:
        found = Extract(statements=(), confidence=0.0, reason=_nothing_left(where))
    else:
        found = extract(question, retrieved, abstain=abstain, max_statements=limit)
    settings = f"{ANSWERER} {__version__} abstain={abstain} max={limit}"
    return Answer(
        question=question,
        statements=tuple(_checked_against_quotes(found, retrieved)),
        abstained=not found.statements,
        reason=found.reason,
        conflicts=found.conflicts,
        confidence=found.confidence,
        retrieved=tuple(scored_chunks(index, retrieved.hits)),
        provenance=Provenance(
            answerer=ANSWERER,
            model=embedder.name,
            settings_hash=hashlib.sha256(settings.encode()).hexdigest()[:16],
        ),
        warnings=tuple(_stale_notes(found, retrieved, index.folder)),
    )


def _checked(question: str) -> str:
    asked = clean(question).replace("\ufffd", " ").strip()
    if not asked:
        raise QueryError("the question is empty")
    if len(asked) > _LONGEST_QUESTION:
        raise QueryError(
            f"the question has {len(asked):,} characters; the most is {_LONGEST_QUESTION:,}"
        )
    return asked


def _checked_against_quotes(found: Extract, retrieved: Retrieved) -> Iterator[Statement]:
    """Each statement with what its quotes say of it: whoever wrote it, the words decide."""
    texts = {hit.document.source: hit.document.text for hit in retrieved.hits}
    for statement in found.statements:
        quoted = [(texts[quote.source], quote.span) for quote in statement.quotes]
        checks = check_support(statement.text, quoted)
        yield replace(statement, supported=all(check.holds for check in checks), checks=checks)


def _nothing_left(where: Mapping[str, str] | None) -> str:
    if not where:
        return "no document is left to search: the paths and sources named hold none"
    pairs = " and ".join(f"{key}={value}" for key, value in where.items())
    return (
        f"no document is left to search: none of those asked has {pairs};"
        " `ragkit list --json` shows what each has"
    )


def _stale_notes(found: Extract, retrieved: Retrieved, folder: Path) -> Iterator[str]:
    """A line for each quoted source whose file has changed or gone."""
    versions = {hit.document.source: hit.document.content_hash for hit in retrieved.hits}
    said = (*found.statements, *(s for c in found.conflicts for s in c.statements))
    for source in dict.fromkeys(q.source for s in said for q in s.quotes):
        if note := stale_note(source, versions[source], folder=folder):
            yield note


def stale_note(source: str, version: str, *, folder: Path) -> str | None:
    """Say that a source's file is not what was added, and what to do; None where it is.

    Args:
        source: its name.
        version: the content hash of its document.
        folder: the corpus folder.
    """
    if version.startswith(GIVEN):
        return None
    path = folder.absolute().parent / source
    away = folder.absolute() != Path(DEFAULT_FOLDER).absolute()
    corpus = f" --corpus {shlex.quote(str(folder))}" if away else ""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return None
        data = read_bytes(path) if size else b""
    except (FileNotFoundError, NotADirectoryError):
        command = f"ragkit remove {shlex.quote(source)}{corpus}"
        return f"{source} is gone since it was added; run `{command}`"
    except (OSError, UnreadableSourceError):  # whether it has changed cannot be told
        return None
    if version_of(data, format_of(path, data)) == version:
        return None
    near = os.path.relpath(path)
    command = f"ragkit add {shlex.quote(str(path) if near.startswith('..') else near)}{corpus}"
    return f"{source} has changed since it was added; run `{command}`"
