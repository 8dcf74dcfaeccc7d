"""Asking a corpus: a question is checked, passages are found, an answer is put together."""

from __future__ import annotations

import hashlib
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit._version import __version__
from ragkit.answering.answerer import Found
from ragkit.documents.decode import clean
from ragkit.documents.reading import GIVEN, MAX_BYTES, format_of, read_bytes, version_of
from ragkit.embedding.embedder import RemoteEmbedder
from ragkit.errors import QueryError, UnreadableSourceError
from ragkit.retrieval import retrieve, scored_chunks
from ragkit.streams import ReturningStream
from ragkit.types import DEFAULT_FOLDER, Answer, Provenance

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from ragkit.answering.answerer import Answerer, Teller, Told
    from ragkit.embedding.embedder import Embedder
    from ragkit.index.store import Index
    from ragkit.retrieval import Retrieved
    from ragkit.types import ScoredChunk, Statement

__all__ = ["AnswerStream", "answer", "checked_question", "passages", "provenance_of", "stale_note"]

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
    retrieved = retrieve(index, embedder, checked_question(query), top_k=top_k, documents=documents)
    return scored_chunks(index, retrieved.hits, neighbors=neighbors)


class AnswerStream(ReturningStream["Statement", "Answer"]):
    """Statements of an answer, each as soon as it is checked; `answer` is all of it.

    Closing it early ends what is still asked of a model.
    """

    @property
    def answer(self) -> Answer:
        """The whole answer; what has not come yet is waited for.

        Raises:
            QueryError: if the stream was closed, or failed, before its end.
        """
        if (whole := self.drained()) is None:
            raise QueryError("the answer was given up before its end; ask again")
        return whole


def answer(
    index: Index,
    embedder: Embedder,
    question: str,
    *,
    documents: Sequence[int] | None,
    where: Mapping[str, str] | None,
    answerer: Answerer,
) -> Generator[Statement, None, Answer]:
    """Answer a question from documents, by row number; `Corpus.ask_stream` says how."""
    asked = checked_question(question)
    retrieved = retrieve(index, embedder, asked, top_k=answerer.passages, documents=documents)
    if documents is not None and not documents:
        found = Found(reason=_nothing_left(where))
    else:
        found = yield from answerer.answer(asked, retrieved)
    return Answer(
        question=question,
        statements=found.statements,
        abstained=not found.statements,
        reason=found.reason,
        conflicts=found.conflicts,
        confidence=found.confidence,
        retrieved=tuple(scored_chunks(index, retrieved.hits)),
        provenance=provenance_of(answerer, found, embedder, embedded="the question"),
        warnings=(*found.warnings, *_stale_notes(found, retrieved, index.folder)),
        incomplete=found.incomplete,
    )


def provenance_of(
    by: Teller, told: Told, embedder: Embedder, *, embedded: str, asked: str = ""
) -> Provenance:
    """What made an answer or a summary, with which settings, and what left the process.

    Args:
        by: what told it.
        told: what it came to.
        embedder: the corpus's own.
        embedded: what was embedded on the way; "" for nothing.
        asked: settings of this one beside those of `by`.
    """
    sent = [told.sent]
    if embedded and isinstance(embedder, RemoteEmbedder):
        sent.insert(0, f"{embedded} to {embedder.sent_to}")
    return Provenance(
        answerer=by.name,
        model=told.model or embedder.name,
        prompt_hash=_one_hash(by.prompt_hashes),
        settings_hash=_hash(f"{by.name} {__version__} {by.settings}{asked}"),
        usage=told.usage,
        sent="; ".join(filter(None, sent)) or None,
        from_cache=told.from_cache,
    )


def _one_hash(prompts: Mapping[str, str]) -> str | None:
    lines = [f"{name} {sha256}\n" for name, sha256 in sorted(prompts.items())]
    return _hash("".join(lines)) if lines else None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def checked_question(question: str) -> str:
    """A question without what is no text.

    Raises:
        QueryError: if nothing is left of it, or it is too long to be one.
    """
    asked = clean(question).replace("\ufffd", " ").strip()
    if not asked:
        raise QueryError("the question is empty")
    if len(asked) > _LONGEST_QUESTION:
        raise QueryError(
            f"the question has {len(asked):,} characters; the most is {_LONGEST_QUESTION:,}"
        )
    return asked


def _nothing_left(where: Mapping[str, str] | None) -> str:
    if not where:
        return "no document is left to search: the paths and sources named hold none"
    pairs = " and ".join(f"{key}={value}" for key, value in where.items())
    return (
        f"no document is left to search: none of those asked has {pairs};"
        " `ragkit list --json` shows what each has"
    )


def _stale_notes(found: Found, retrieved: Retrieved, folder: Path) -> Iterator[str]:
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
