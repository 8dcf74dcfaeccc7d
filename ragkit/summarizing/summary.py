"""Summarising documents of a corpus: a request is checked, a summary is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.answering.answerer import Told
from ragkit.asking import checked_question, provenance_of
from ragkit.errors import QueryError
from ragkit.streams import ReturningStream
from ragkit.summarizing.coverage import coverage_of
from ragkit.summarizing.material import material_of
from ragkit.summarizing.summarizer import (
    FEWEST_WORDS,
    MOST_SENTENCES,
    MOST_WORDS,
    STYLES,
    WORDS,
    Request,
)
from ragkit.timing import stage
from ragkit.types import Summary, count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence

    from ragkit.embedding.embedder import Embedder
    from ragkit.index.store import Index
    from ragkit.summarizing.material import Material
    from ragkit.summarizing.summarizer import Summarizer
    from ragkit.types import Statement

__all__ = ["SummaryStream", "checked_request", "summary"]

_MOST_FIGURES = 10


class SummaryStream(ReturningStream["Statement", "Summary"]):
    """Statements of a summary, each as soon as it is checked; `summary` is all of it."""

    @property
    def summary(self) -> Summary:
        """The whole summary; what has not come yet is waited for.

        Raises:
            QueryError: if the stream was closed, or failed, before its end.
        """
        if (whole := self.drained()) is None:
            raise QueryError("the summary was given up before its end; ask again")
        return whole


def checked_request(
    *, words: int | None, sentences: int | None, style: str, focus: str | None
) -> Request:
    """What is asked for, with what nobody says filled in.

    Raises:
        QueryError: if it makes no sense.
    """
    if style not in STYLES:
        raise QueryError(f"there is no style {style!r}; there are {', '.join(STYLES)}")
    if words is not None and sentences is not None:
        raise QueryError("a summary has a number of words or of sentences, not both")
    for name, given in (("words", words), ("sentences", sentences)):
        if given is not None and (isinstance(given, bool) or not isinstance(given, int)):
            raise QueryError(f"{name} is {given!r}; it has to be a whole number")
    if words is not None and not FEWEST_WORDS <= words <= MOST_WORDS:
        raise QueryError(f"words is {words}; it has to be {FEWEST_WORDS} to {MOST_WORDS:,}")
    if sentences is not None and not 1 <= sentences <= MOST_SENTENCES:
        raise QueryError(f"sentences is {sentences}; it has to be 1 to {MOST_SENTENCES:,}")
    if words is None and sentences is None:
        words, sentences = (None, _MOST_FIGURES) if style == "figures" else (WORDS, None)
    if focus is not None and (not isinstance(focus, str) or not focus.strip()):
        raise QueryError(f"the focus is {focus!r}; it has to be a question or a topic")
    topic = None if focus is None else checked_question(focus)
    return Request(words=words, sentences=sentences, style=style, focus=topic)


def summary(
    index: Index,
    embedder: Embedder,
    rows: Sequence[int],
    request: Request,
    summarizer: Summarizer,
    notes: Callable[[Collection[str]], Iterable[str]],
) -> Generator[Statement, None, Summary]:
    """Summarise documents, by row number; `Corpus.summarize_stream` says how.

    `notes` gives what is to be said of the documents' sources.
    """
    with stage("reading the sentences"):
        material = material_of(index, embedder, rows, focus=request.focus)
    if material.sentences:
        with stage("summarising"):
            found = yield from summarizer.summarize(material, request)
    else:
        found = Told()
    titles = f"the titles of {len(material.titles)} documents" if material.titles else ""
    embedded = " and ".join(filter(None, (titles, "the focus" if request.focus else "")))
    return Summary(
        sources=tuple(document.source for document in material.documents),
        statements=found.statements,
        coverage=coverage_of(material.documents, found.statements),
        conflicts=found.conflicts,
        style=request.style,
        focus=request.focus,
        provenance=provenance_of(
            summarizer, found, embedder, embedded=embedded, asked=f" {request}"
        ),
        warnings=(
            *found.warnings,
            *_warnings(material, request, found),
            *notes([document.source for document in material.documents]),
        ),
        incomplete=found.incomplete,
    )


def _warnings(material: Material, request: Request, found: Told) -> Iterator[str]:
    """What a reader should know: nothing to summarise, a short source."""
    names = ", ".join(document.source for document in material.documents[:3])
    if not material.sentences:
        yield f"there is no sentence to summarise in {names}"
        return
    if all(sentence.is_row for sentence in material.sentences):
        yield f"{names} holds no whole sentence: rows of tables, items and notes stand for them"
    if not found.statements and not found.incomplete and not found.warnings:
        yield (
            f"no sentence of {names} fits into {request.words} words"
            if request.style != "figures"
            else f"there are no figures in {names}"
        )
    total = sum(count_words(sentence.text) for sentence in material.sentences)
    if request.words and total <= request.words and request.style != "figures":
        verb = "tells" if len(material.documents) == 1 else "tell"
        yield f"all that {names} {verb} has {total} words; {request.words} were asked for"
