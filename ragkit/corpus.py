"""The library's front door: a corpus of documents that can be asked.

>>> from ragkit import Corpus
>>> with Corpus.open(".ragkit") as corpus:
...     corpus.add(["seeds/"])
...     answer = corpus.ask("How many containers did North Korea ship?")
...     for quote in answer.quotes:
...         print(quote.source, quote.line, quote.text)
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ragkit._version import __version__
from ragkit.embedding.embedder import LOCAL, open_embedder
from ragkit.errors import QueryError
from ragkit.index.store import Index
from ragkit.naming import resolve, resolve_all
from ragkit.types import Answer, Provenance

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from ragkit.adding import Progress
    from ragkit.embedding.embedder import Embedder
    from ragkit.retrieval import Retrieved
    from ragkit.types import AddReport, Document, ScoredChunk, Source

__all__ = ["DEFAULT_FOLDER", "Corpus", "CorpusStatus"]

DEFAULT_FOLDER = ".ragkit"
#: A question longer than this is no question; it would cost minutes to embed.
MAX_QUESTION = 200_000
_MOST_HITS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusStatus:
    """What a corpus holds, in numbers."""

    folder: str
    documents: int
    chunks: int
    sentences: int
    characters: int
    embedder: str
    generation: str
    bytes_on_disk: int


class Corpus:
    """Documents in a folder, kept ready to be asked; safe to share between threads.

    Use `Corpus.open`; close it, or use it as a context manager.
    """

    def __init__(self, index: Index, embedder: str | Embedder | None) -> None:
        self._index = index
        self._asked_for = embedder
        self._loaded: tuple[str, Embedder] | None = None

    @classmethod
    def open(
        cls,
        folder: str | os.PathLike[str] = DEFAULT_FOLDER,
        *,
        create: bool = True,
        embedder: str | Embedder | None = None,
    ) -> Self:
        """Open a corpus folder.

        Args:
            folder: where the corpus lives; sources below the folder that holds
                it are named relative to that.
            create: whether to make it if it is absent.
            embedder: `"local"`, `"chroma:NAME"` or an object; None for the one
                that the corpus was made with, `"local"` for a new one.

        Raises:
            CorpusNotFoundError: if it is absent and `create` is false.
            CorpusError: if it cannot be used; the message says what to do.
        """
        return cls(Index(Path(folder), create=create), embedder)

    def close(self) -> None:
        """Close its files."""
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """The corpus folder."""
        return self._index.folder

    @property
    def home(self) -> Path:
        """The folder that source names start from."""
        return Path(self.folder).absolute().parent

    # --- filling it

    def add(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        metadata: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        progress: Progress | None = None,
    ) -> AddReport:
        """Add files, folders and glob patterns; a changed file replaces its old version.

        Args:
            paths: folders are read recursively, without hidden files and what
                `.gitignore` names.
            metadata: stored with every document, to filter by.
            max_bytes: larger files are refused; None for 50 MB.
            progress: called with the bytes done, all bytes, and a file's name.

        Raises:
            SourceNotFoundError: if a path does not exist; nothing is changed then.
        """
        from ragkit.adding import add_paths

        return add_paths(
            self._index,
            self._embedder(),
            paths,
            home=self.home,
            metadata=metadata or {},
            max_bytes=max_bytes,
            progress=progress,
        )

    def add_text(
        self,
        text: str,
        *,
        source: str,
        metadata: Mapping[str, str] | None = None,
    ) -> AddReport:
        """Add a text that is no file.

        Args:
            text: plain text or Markdown.
            source: its stable name; the same name replaces it.
            metadata: stored with it, to filter by.

        Raises:
            UnreadableSourceError: if no visible character is in it.
            QueryError: if the name is empty.
        """
        from ragkit.adding import add_document
        from ragkit.documents.reading import text_document

        if not source.strip():
            raise QueryError("a text needs a source name that is not empty")
        document = text_document(text, source=source, metadata=metadata)
        return add_document(self._index, self._embedder(), document)

    def remove(self, sources: Iterable[str]) -> tuple[str, ...]:
        """Forget sources everywhere, by name, path, folder or unique ending.

        Returns:
            The names of what was removed.

        Raises:
            SourceNotFoundError: if one is not in the corpus; nothing is changed then.
        """
        found = resolve_all(sources, self._names(), self.home)
        if found:
            self._index.remove(found)
        return tuple(found)

    def reembed(self, embedder: str | Embedder, *, progress: Progress | None = None) -> None:
        """Embed every sentence anew with another embedder.

        Args:
            embedder: as in `open`.
            progress: called with the texts done, all texts, and a word.
        """
        from ragkit.adding import reembed

        new = open_embedder(embedder) if isinstance(embedder, str) else embedder
        reembed(self._index, new, progress)
        self._asked_for = new

    # --- looking into it

    def sources(self, where: Mapping[str, str] | None = None) -> list[Source]:
        """The documents, by name, those that `where` leaves."""
        return self._index.catalog.sources(where)

    def document(self, source: str) -> Document:
        """One document with its canonical text.

        Args:
            source: its name, its path, or a unique ending of either.

        Raises:
            SourceNotFoundError: if none or several are meant.
        """
        name = resolve(source, self._names(), self.home)
        found = self._index.catalog.document_of(name)
        if found is None:  # removed by another process in between
            return self.document(source)
        return found

    def status(self) -> CorpusStatus:
        """What the corpus holds, in numbers."""
        catalog = self._index.catalog
        documents, chunks, sentences = catalog.counts()
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return CorpusStatus(
            folder=str(self.folder),
            documents=documents,
            chunks=chunks,
            sentences=sentences,
            characters=sum(source.characters for source in catalog.sources()),
            embedder=catalog.meta("embedder") or LOCAL,
            generation=catalog.generation,
            bytes_on_disk=sum(path.stat().st_size for path in files),
        )

    # --- asking it

    def search(
        self,
        query: str,
        *,
        top_k: int = 5,
        where: Mapping[str, str] | None = None,
        sources: Iterable[str] | None = None,
        neighbors: int = 0,
    ) -> list[ScoredChunk]:
        """The passages that bear on a query, best first.

        Args:
            query: words or a question.
            top_k: how many, 1 to 200. Exact repeats count once, and a passage
                that overlaps a better one is cut to what it adds.
            where: only documents with these metadata (also `title`, `date`, `source`).
            sources: only these sources: names, paths, folders or unique endings.
            neighbors: sentences before and after each passage to take in as well.

        Raises:
            QueryError: if the query is empty or an option makes no sense.
            SourceNotFoundError: if a source is not in the corpus.
        """
        from ragkit.retrieval import scored_chunks

        if neighbors < 0:
            raise QueryError(f"neighbors is {neighbors}; it has to be 0 or more")
        retrieved = self._retrieve(query, top_k=top_k, where=where, sources=sources)
        return scored_chunks(self._index, retrieved.hits, neighbors=neighbors)

    def ask(
        self,
        question: str,
        *,
        where: Mapping[str, str] | None = None,
        sources: Iterable[str] | None = None,
        abstain: bool = True,
        max_statements: int | None = None,
    ) -> Answer:
        """Answer a question with quotes, or say that the corpus does not hold the answer.

        Args:
            question: in the words of the documents where possible.
            where: only documents with these metadata, as in `search`.
            sources: only these sources, as in `search`.
            abstain: whether to refuse when the evidence is weak; false gives
                the best sentences whatever they are worth.
            max_statements: the most sentences to give, 1 to 3.

        Raises:
            QueryError: if the question is empty or an option makes no sense.
            SourceNotFoundError: if a source is not in the corpus.
        """
        from ragkit.answering.extractive import ANSWERER, MAX_STATEMENTS, PASSAGES, extract
        from ragkit.retrieval import scored_chunks

        limit = MAX_STATEMENTS if max_statements is None else max_statements
        if not 1 <= limit <= MAX_STATEMENTS:
            raise QueryError(f"max_statements is {limit}; it has to be 1 to {MAX_STATEMENTS}")
        retrieved = self._retrieve(question, top_k=PASSAGES, where=where, sources=sources)
        extract_ = extract(question, retrieved, abstain=abstain, max_statements=limit)
        settings = f"{ANSWERER} {__version__} abstain={abstain} max={limit}"
        return Answer(
            question=question,
            statements=extract_.statements,
            abstained=not extract_.statements,
            reason=extract_.reason,
            confidence=extract_.confidence,
            retrieved=tuple(scored_chunks(self._index, retrieved.hits)),
            provenance=Provenance(
                answerer=ANSWERER,
                model=self._embedder().name,
                settings_hash=hashlib.sha256(settings.encode()).hexdigest()[:16],
            ),
        )

    def _retrieve(
        self,
        question: str,
        *,
        top_k: int,
        where: Mapping[str, str] | None,
        sources: Iterable[str] | None,
    ) -> Retrieved:
        from ragkit.documents.decode import clean
        from ragkit.retrieval import retrieve

        question = clean(question).replace("\ufffd", " ").strip()
        if not question:
            raise QueryError("the question is empty")
        if len(question) > MAX_QUESTION:
            raise QueryError(
                f"the question has {len(question):,} characters; the most is {MAX_QUESTION:,}"
            )
        if not 1 <= top_k <= _MOST_HITS:
            raise QueryError(f"top_k is {top_k}; it has to be 1 to {_MOST_HITS}")
        documents = self._filtered(where, sources)
        return retrieve(self._index, self._embedder(), question, top_k=top_k, documents=documents)

    def _filtered(
        self, where: Mapping[str, str] | None, sources: Iterable[str] | None
    ) -> Sequence[int] | None:
        """Row numbers of the documents that the filters leave; None for all."""
        if not where and sources is None:
            return None
        names = None
        if sources is not None:
            names = resolve_all(sources, self._names(), self.home)
        return self._index.catalog.document_ids(sources=names, where=where)

    def _names(self) -> list[str]:
        rows = self._index.catalog.rows("SELECT source FROM documents ORDER BY source")
        return [str(source) for (source,) in rows]

    def _embedder(self) -> Embedder:
        """The corpus's embedder, loaded once and compared with what made the vectors."""
        asked = self._asked_for or self._index.catalog.meta("embedder") or LOCAL
        if not isinstance(asked, str):
            embedder = asked
        elif self._loaded is not None and self._loaded[0] == asked:
            embedder = self._loaded[1]
        else:
            embedder = open_embedder(asked)
            self._loaded = (asked, embedder)
        self._index.check_embedder(embedder)
        return embedder
