"""Asking a corpus: a question is checked, passages are found, an answer is put together."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ragkit._version import __version__
from ragkit.answering.answerer import Found
from ragkit.documents.decode import clean
from ragkit.embedding.embedder import RemoteEmbedder
from ragkit.errors import QueryError
from ragkit.reranking import READ, reread
from ragkit.retrieval import retrieve, scored_chunks
from ragkit.streams import ReturningStream
from ragkit.timing import stage
from ragkit.types import Answer, Provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence

    from ragkit.answering.answerer import Answerer, Teller, Told
    from ragkit.embedding.embedder import Embedder
    from ragkit.index.store import Index
    from ragkit.reading.reader import Reader
    from ragkit.retrieval import Retrieved
    from ragkit.types import ScoredChunk, Statement

__all__ = ["AnswerStream", "answer", "checked_question", "passages", "provenance_of", "quoted_by"]

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
    reader: Reader | None,
) -> list[ScoredChunk]:
    """The passages that bear on a query; `Corpus.search` says how."""
    if not 1 <= top_k <= _MOST_HITS:
        raise QueryError(f"top_k is {top_k}; it has to be 1 to {_MOST_HITS}")
    if not 0 <= neighbors <= _MOST_NEIGHBORS:
        raise QueryError(f"neighbors is {neighbors}; it has to be 0 to {_MOST_NEIGHBORS}")
    asked = checked_question(query)
    retrieved = _retrieved(index, embedder, asked, documents=documents, top_k=top_k, reader=reader)
    return scored_chunks(index, retrieved.hits, neighbors=neighbors)


def _retrieved(
    index: Index,
    embedder: Embedder,
    asked: str,
    *,
    documents: Sequence[int] | None,
    top_k: int,
    reader: Reader | None,
) -> Retrieved:
    """The passages for a question, read where there is a reader."""
    wanted = top_k if reader is None else max(top_k, READ)
    with stage("finding passages"):
        retrieved = retrieve(index, embedder, asked, top_k=wanted, documents=documents)
    if reader is None:
        return retrieved
    return reread(asked, retrieved, reader, top_k=top_k)


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
    reader: Reader | None,
    notes: Callable[[Collection[str]], Iterable[str]],
) -> Generator[Statement, None, Answer]:
    """Answer a question from documents, by row number; `Corpus.ask_stream` says how.

    `notes` gives what is to be said of the sources that are quoted.
    """
    asked = checked_question(question)
    retrieved = _retrieved(
        index, embedder, asked, documents=documents, top_k=answerer.passages, reader=reader
    )
    if documents is not None and not documents:
        found = Found(reason=_nothing_left(where))
    else:
        with stage("answering"):
            found = yield from answerer.answer(asked, retrieved)
    return Answer(
        question=question,
        statements=found.statements,
        abstained=not found.statements,
        reason=found.reason,
        conflicts=found.conflicts,
        confidence=found.confidence,
        retrieved=tuple(scored_chunks(index, retrieved.hits)),
        provenance=provenance_of(
            answerer,
            found,
            embedder,
            embedded="the question",
            asked="" if reader is None else " read",
        ),
        warnings=(*found.warnings, *notes(quoted_by(found))),
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


def quoted_by(told: Told) -> list[str]:
    """The sources of all quotes, those of conflicts too, each once."""
    said = (*told.statements, *(s for c in told.conflicts for s in c.statements))
    return list(dict.fromkeys(quote.source for one in said for quote in one.quotes))


def _nothing_left(where: Mapping[str, str] | None) -> str:
    if not where:
        return "no document is left to search: the paths and sources named hold none"
    pairs = " and ".join(f"{key}={value}" for key, value in where.items())
    return (
        f"no document is left to search: none of those asked has {pairs};"
        " `ragkit list --json` shows what each has"
    )
