"""What a corpus is asked: its documents, quotes to check, passages, answers, summaries."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit.embedding.embedder import LOCAL, RemoteEmbedder
from ragkit.errors import QueryError
from ragkit.freshness import Freshness
from ragkit.loading import Models
from ragkit.naming import check_spelling, resolve, resolve_all
from ragkit.timing import stage
from ragkit.types import CorpusStatus, Document

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from ragkit.answering.answerer import Answerer
    from ragkit.asking import AnswerStream
    from ragkit.embedding.embedder import Embedder
    from ragkit.index.store import Index
    from ragkit.quotes.report import VerifyReport
    from ragkit.summarizing.summarizer import Summarizer
    from ragkit.summarizing.summary import SummaryStream
    from ragkit.types import Answer, ScoredChunk, Source, Summary
    from ragkit.verifying import QuoteItem

__all__ = ["Consulted", "check_pairs", "each_of"]

_log = logging.getLogger(__name__)


class Consulted:
    """The half of a `Corpus` that is asked; it changes nothing, but reads changed files anew."""

    def __init__(
        self, index: Index, embedder: str | Embedder | None, *, refresh: bool = True
    ) -> None:
        self._index = index
        self._refreshes = refresh
        self._freshness = Freshness(index, Path(index.folder).absolute().parent)
        self._models = Models(index, embedder)

    @property
    def folder(self) -> Path:
        """The corpus folder."""
        return self._index.folder

    @property
    def home(self) -> Path:
        """The folder that source names start from."""
        return Path(self.folder).absolute().parent

    # --- looking into it

    def sources(self, where: Mapping[str, str] | None = None) -> list[Source]:
        """The documents, by name, those that `where` leaves."""
        check_pairs("where", where)
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

    def documents(self, sources: str | Iterable[str] | None = None) -> list[Document]:
        """The documents with their canonical texts, by name.

        Args:
            sources: only these, as in `search`; None for all.

        Raises:
            SourceNotFoundError: if a source is not in the corpus.
        """
        names = self._names()
        wanted = names if sources is None else self._resolved(sources)
        found = map(self._index.catalog.document_of, wanted)
        # One that another process has removed in between is not there any more.
        return [document for document in found if document is not None]

    def refresh(self, sources: str | Iterable[str] | None = None) -> tuple[str, ...]:
        """Read files that have changed anew, where that is quick, as a question does first.

        Args:
            sources: only these, as in `search`; None for all.

        Returns:
            A line for each document that is not as its file is all the same.

        Raises:
            SourceNotFoundError: if a source is not in the corpus.
        """
        named = None if sources is None else each_of(sources)
        notes = self._up_to_date(named)
        return tuple(notes(self._names() if named is None else self._resolved(named)))

    def status(self) -> CorpusStatus:
        """What the corpus holds, in numbers; every file is looked at."""
        from ragkit.followed import Followed

        states = self._freshness.states()
        followed = Followed.of(self._index.catalog)
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
            followed=(*followed.folders, *followed.patterns),
            changed=tuple(source for source, state in states.items() if state == "changed"),
            gone=tuple(source for source, state in states.items() if state == "gone"),
            unseen=tuple(source for source, state in states.items() if state == "unseen"),
        )

    def verify(
        self,
        quotes: str | Document | Iterable[str | QuoteItem],
        *,
        sources: str | Iterable[str] | None = None,
    ) -> VerifyReport:
        """Check words that somebody else wrote against the documents.

        Args:
            quotes: quotes one by one, or a draft as a `Document` (`read_draft` and
                `text_document` make one) whose quotations and figures are checked.
            sources: look in these only, as in `search`.

        Returns:
            A verdict for each quotation, with its place or what was found instead.

        Raises:
            QueryError: if a quote holds no letter or digit.
            SourceNotFoundError: if a source is not in the corpus.
        """
        from ragkit.verifying import QuoteItem, verify_draft, verify_items

        sources = None if sources is None else each_of(sources)
        _warn(self.refresh(sources))
        documents = self.documents(sources)
        if isinstance(quotes, Document):
            return verify_draft(quotes, documents)
        one_by_one = [quotes] if isinstance(quotes, str) else quotes
        items = [QuoteItem(quote=q) if isinstance(q, str) else q for q in one_by_one]
        return verify_items(items, documents, home=self.home)

    # --- asking it

    def search(
        self,
        query: str,
        *,
        top_k: int = 5,
        where: Mapping[str, str] | None = None,
        sources: str | Iterable[str] | None = None,
        neighbors: int = 0,
        rerank: bool = True,
    ) -> list[ScoredChunk]:
        """The passages that bear on a query, best first.

        Args:
            query: words or a question.
            top_k: how many, 1 to 200. Exact repeats count once, and a passage
                that overlaps a better one is cut to what it adds.
            where: only documents with these metadata (also `title`, `date`, `source`).
            sources: only these sources: names, paths, folders or unique endings.
            neighbors: sentences before and after each passage to take in as well,
                0 to 1000.
            rerank: whether the reader reads the best 12 and has a say in their order, which
                takes about as long as 20 searches. It reads English.

        Raises:
            QueryError: if the query is empty or an option makes no sense.
            SourceNotFoundError: if a source is not in the corpus.
            ChatError: if the embedder is on a server that cannot be asked.
        """
        from ragkit.asking import checked_question, passages

        checked_question(query)
        sources = None if sources is None else each_of(sources)
        notes = self._up_to_date(sources)
        reader, doubts = self._models.reader(query) if rerank else (None, ())
        found = passages(
            self._index,
            self._models.embedder(),
            query,
            documents=self._filtered(where, sources),
            top_k=top_k,
            neighbors=neighbors,
            reader=reader,
        )
        _warn((*doubts, *notes({hit.chunk.source for hit in found})))
        return found

    def ask(
        self,
        question: str,
        *,
        where: Mapping[str, str] | None = None,
        sources: str | Iterable[str] | None = None,
        abstain: bool = True,
        max_statements: int | None = None,
        answerer: str | Answerer = "auto",
        rerank: bool = True,
    ) -> Answer:
        """Answer a question with quotes, or say that the corpus does not hold the answer.

        Args:
            question: in the words of the documents where possible.
            where: only documents with these metadata, as in `search`.
            sources: only these sources, as in `search`.
            abstain: whether to refuse when the evidence is weak; false gives
                the best sentences whatever they are worth. For the offline answerer: a
                model refuses by itself.
            max_statements: the most sentences to give offline, 1 to 3.
            answerer: `"extractive"` is offline, `"openai"` and `"openai:MODEL"` ask a language
                model, and so does a `ModelAnswerer`; `"auto"` is `"openai"` where
                `OPENAI_API_KEY` or `OPENAI_BASE_URL` is set, else `"extractive"`. With a model,
                the question and its passages leave this process; `answer.provenance.sent`
                says so.
            rerank: whether the reader reads the best passages first, as in `search`. Offline
                it then chooses the sentence, marks the words in it that answer, and tells
                better when there is no answer.

        Raises:
            QueryError: if the question is empty or an option makes no sense.
            SourceNotFoundError: if a source is not in the corpus.
            ChatError: if a language model, or an embedder on a server, cannot be asked or
                does not answer.
        """
        return self.ask_stream(
            question,
            where=where,
            sources=sources,
            abstain=abstain,
            max_statements=max_statements,
            answerer=answerer,
            rerank=rerank,
        ).answer

    def ask_stream(
        self,
        question: str,
        *,
        where: Mapping[str, str] | None = None,
        sources: str | Iterable[str] | None = None,
        abstain: bool = True,
        max_statements: int | None = None,
        answerer: str | Answerer = "auto",
        rerank: bool = True,
    ) -> AnswerStream:
        """Answer as `ask` does, handing on each statement once its quotes bear it.

        >>> with corpus.ask_stream("How many containers?", answerer="openai") as stream:
        ...     for statement in stream:
        ...         print(statement.text)
        >>> stream.answer.conflicts

        Args:
            question: as in `ask`.
            where: as in `ask`.
            sources: as in `ask`.
            abstain: as in `ask`.
            max_statements: as in `ask`.
            answerer: as in `ask`.
            rerank: as in `ask`.

        Raises:
            QueryError: as `ask`.
            SourceNotFoundError: as `ask`.
            ChatError: as `ask`, from the stream.
        """
        from ragkit.answering.choice import chosen_answerer
        from ragkit.answering.extractive import Extractive
        from ragkit.asking import AnswerStream, answer, checked_question

        checked_question(question)
        if isinstance(answerer, str):
            offline = Extractive(abstain=abstain, max_statements=max_statements)
            answerer = chosen_answerer(answerer, extractive=offline)
        sources = None if sources is None else each_of(sources)
        notes = self._up_to_date(sources)
        reader, doubts = self._models.reader(question) if rerank else (None, ())
        return AnswerStream(
            answer(
                self._index,
                self._models.embedder(),
                question,
                documents=self._filtered(where, sources),
                where=where,
                answerer=answerer,
                reader=reader,
                notes=lambda quoted: (*doubts, *notes(quoted)),
            )
        )

    def summarize(
        self,
        sources: str | Iterable[str] | None = None,
        *,
        words: int | None = None,
        sentences: int | None = None,
        style: str = "brief",
        focus: str | None = None,
        where: Mapping[str, str] | None = None,
        summarizer: str | Summarizer = "auto",
    ) -> Summary:
        """Tell most of some documents in few words, each statement with its quotes.

        Args:
            sources: what to summarise: names, paths, folders or unique endings; None for all.
            words: the most words, 10 to 5,000; 120 if nobody says.
            sentences: the most sentences, instead of words; 1 to 200.
            style: "brief" and "bullets" are sentences, "figures" each key number with its
                noun and bound, 10 of them if nobody says.
            focus: a question or topic that the summary is to be about.
            where: only documents with these metadata, as in `search`.
            summarizer: as `answerer` in `ask`, or a `ModelSummarizer`. With a model, the
                sentences of the documents leave this process.

        Raises:
            QueryError: if an option makes no sense or no document is left.
            SourceNotFoundError: if a source is not in the corpus.
            ChatError: if a language model, or an embedder on a server, cannot be asked or
                does not answer.
        """
        return self.summarize_stream(
            sources,
            words=words,
            sentences=sentences,
            style=style,
            focus=focus,
            where=where,
            summarizer=summarizer,
        ).summary

    def summarize_stream(
        self,
        sources: str | Iterable[str] | None = None,
        *,
        words: int | None = None,
        sentences: int | None = None,
        style: str = "brief",
        focus: str | None = None,
        where: Mapping[str, str] | None = None,
        summarizer: str | Summarizer = "auto",
    ) -> SummaryStream:
        """Summarise as `summarize` does, handing on each statement once it is checked.

        Args:
            sources: as in `summarize`.
            words: as in `summarize`.
            sentences: as in `summarize`.
            style: as in `summarize`.
            focus: as in `summarize`.
            where: as in `summarize`.
            summarizer: as in `summarize`.

        Raises:
            QueryError: as `summarize`.
            SourceNotFoundError: as `summarize`.
            ChatError: as `summarize`, from the stream.
        """
        from ragkit.summarizing.choice import chosen_summarizer
        from ragkit.summarizing.summary import SummaryStream, checked_request, summary

        request = checked_request(words=words, sentences=sentences, style=style, focus=focus)
        sources = None if sources is None else each_of(sources)
        notes = self._up_to_date(sources)
        rows = self._filtered(where, sources)
        if rows is None:
            rows = self._index.catalog.document_ids(sources=None, where=None)
        if not rows:
            raise QueryError("no document is left to summarise; `ragkit list` shows what there is")
        by = chosen_summarizer(summarizer) if isinstance(summarizer, str) else summarizer
        return SummaryStream(
            summary(self._index, self._models.embedder(), rows, request, by, notes)
        )

    @property
    def sends_to(self) -> str | None:
        """Where texts and questions are sent to be embedded; None if nothing leaves the process.

        Raises:
            EmbedderMismatchError: if the embedder is not what made the corpus.
            ChatSetupError: if it is on a server and cannot be asked.
        """
        embedder = self._models.embedder()
        return embedder.sent_to if isinstance(embedder, RemoteEmbedder) else None

    def _up_to_date(
        self, sources: Sequence[str] | None
    ) -> Callable[[Collection[str]], Iterator[str]]:
        """Look at the files, read what has changed anew; gives what tells of the rest."""
        names = None if sources is None else self._resolved(sources)
        with stage("looking at the files"):
            self._freshness.look()
            if self._refreshes:
                self._freshness.refresh(self._models.embedder, names)
        return lambda quoted: self._freshness.notes(asked=names, quoted=quoted)

    def _resolved(self, sources: str | Iterable[str]) -> list[str]:
        return resolve_all(each_of(sources), self._names(), self.home)

    def _filtered(
        self, where: Mapping[str, str] | None, sources: Sequence[str] | None
    ) -> Sequence[int] | None:
        """Row numbers of the documents that the filters leave; None for all."""
        if not where and sources is None:
            return None
        check_pairs("where", where)
        names = None if sources is None else self._resolved(sources)
        return self._index.catalog.document_ids(sources=names, where=where)

    def _names(self) -> list[str]:
        rows = self._index.catalog.rows("SELECT source FROM documents ORDER BY source")
        return [str(source) for (source,) in rows]


def each_of(named: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str]:
    """One name or path, or several."""
    several = [named] if isinstance(named, str | os.PathLike) else named
    return [os.fspath(one) for one in several]


def _warn(notes: Iterable[str]) -> None:
    """Tell what has no place in a result."""
    for note in notes:
        _log.warning("%s", note)


def check_pairs(what: str, pairs: Mapping[str, str] | None) -> None:
    """Refuse keys and values that UTF-8 cannot spell.

    Raises:
        QueryError: for the first of them.
    """
    for pair in (pairs or {}).items():
        check_spelling(what, *pair)
