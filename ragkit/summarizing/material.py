"""The sentences that a summary may choose from, with what is known of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ragkit.answering.quoting import without_marker
from ragkit.index.passages import sentence_rows
from ragkit.quotes.figures.figure import figures_of
from ragkit.text.blocks import find_blocks
from ragkit.text.terms import content_terms
from ragkit.types import Span, count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ragkit.embedding.embedder import Embedder
    from ragkit.index.records import SentenceRow
    from ragkit.index.store import Index
    from ragkit.quotes.figures.figure import Figure
    from ragkit.types import Document

__all__ = ["Material", "SourceSentence", "material_of"]

_FEWEST = 5  # words of a sentence that tells something
_FEWEST_SHORT, _FEWEST_LOWER = 3, 2  # of one without names: "Nobody was hurt."
_LOWER = re.compile(r"(?<![\w’'-])[^\W\d_]+(?![\w’'-])")
_NUMBER = re.compile(r"^\(?\d{1,3}[.)]\s+(?=[^\W\d_a-z])")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
_END = re.compile(r"[.!?。！？…।۔。።፨։။។][\s)\]}\"'”’»」』]*$")
_QUESTION = re.compile(r"[?？؟፧][\s)\]}\"'”’»」』]*$")
# Thai and Lao end no sentence with a mark.
_UNMARKED = re.compile(r"[\u0e00-\u0eff]")
# A question within another sentence, that stands alone as the item of a list.
_INDIRECT = re.compile(r"Whether\b(?!.*,)")
_FURNITURE = re.compile(
    r"(?:contacts?|e-?mail|tel\w*|phone|tags?|topics?|see also|sources?|photos?|image|caption"
    r"|credit|address)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(r"[\w ]{1,20}:\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSentence:
    """A sentence of a document.

    Attributes:
        document: which one.
        place: its number among the sentences of its document that may be chosen, from 0.
        follows: the one before it among these is what stands right before it.
        span: where it stands, without a list's bullet.
        text: its words on one line.
        vector: its embedding, of length 1.
        is_row: it is a row of a table, or all that there is is a list or are notes.
    """

    document: Document
    place: int
    follows: bool
    span: Span
    text: str
    vector: NDArray[np.float32]
    is_row: bool

    def places_of(self, words: str) -> tuple[Span, ...]:
        """Where some of its words stand in it, counted from its start; empty if nowhere."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        found = re.search(pattern, self.span.of(self.document.text))
        return (Span(*found.span()),) if found else ()


class Material:
    """Sentences in the order of their documents.

    Attributes:
        titles: the embeddings of the documents' titles, by `doc_id`, where they have one.
        focus: the embedding of what a summary is to be about; None for all of it.
        focus_terms: its terms that tell something, each once.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        sentences: Sequence[SourceSentence],
        titles: Mapping[str, NDArray[np.float32]],
        focus: NDArray[np.float32] | None = None,
        focus_terms: Sequence[str] = (),
    ) -> None:
        self.documents = tuple(documents)
        self.sentences = tuple(sentences)
        self.titles = titles
        self.focus = focus
        self.focus_terms = tuple(focus_terms)
        self._figures: dict[int, list[Figure]] = {}

    @cached_property
    def vectors(self) -> NDArray[np.float32]:
        """Shape (sentences, dimension)."""
        return np.stack([sentence.vector for sentence in self.sentences])

    def figures(self, n: int) -> list[Figure]:
        """The figures of a sentence."""
        if n not in self._figures:
            self._figures[n] = list(figures_of(self.sentences[n].text, source=""))
        return self._figures[n]


def material_of(
    index: Index, embedder: Embedder, rows: Sequence[int], *, focus: str | None = None
) -> Material:
    """What documents hold to choose from.

    Sentences that say the same to the letter count once in a document.

    Args:
        index: where they are.
        embedder: the corpus's own.
        rows: the documents' row numbers.
        focus: what a summary is to be about.
    """
    documents = [index.catalog.document(row) for row in rows]
    found: list[SourceSentence] = []
    for row, document in zip(rows, documents, strict=True):
        stored = [s for s in sentence_rows(index.catalog, row, 0, 1 << 40) if s.quotable]
        # A list alone, or notes of two words, have nothing else to say.
        found += _sentences_of(document, stored) or _sentences_of(document, stored, all_of_it=True)
    titled = [document for document in documents if document.title]
    texts = [document.title or "" for document in titled] + ([focus] if focus else [])
    vectors = list(embedder.embed(texts)) if texts else []
    about = vectors.pop() if focus else None
    titles = {document.doc_id: vector for document, vector in zip(titled, vectors, strict=True)}
    asked = dict.fromkeys(content_terms(focus)) if focus else ()
    return Material(documents, found, titles, about, tuple(asked))


def _sentences_of(
    document: Document, stored: Iterable[SentenceRow], *, all_of_it: bool = False
) -> list[SourceSentence]:
    """The sentences of a document that tell something; `all_of_it` takes the rest as rows."""
    tables = _tables(document.text)
    found: list[SourceSentence] = []
    before = -1
    seen: set[str] = set()
    for sentence in stored:
        span = without_marker(document.text, sentence.span)
        text = _plain(span.of(document.text))
        is_row = all_of_it or any(table.contains(span) for table in tables)
        if text in seen or not (is_row or _tells(text)):
            continue
        seen.add(text)
        found.append(
            SourceSentence(
                document=document,
                place=len(found),
                follows=bool(found) and sentence.n == before + 1,
                span=span,
                text=text,
                vector=sentence.vector,
                is_row=is_row,
            )
        )
        before = sentence.n
    return found


def _plain(words: str) -> str:
    """A sentence on one line, without the marks of a list, of emphasis and of a table's cells."""
    plain = " ".join(_EMPHASIS.sub(r"\2", _NUMBER.sub("", words)).split())
    if plain.startswith("|"):
        return " · ".join(cell.strip() for cell in plain.strip("|").split("|"))
    return plain


def _tells(text: str) -> bool:
    """Whether it is a whole sentence; a label, a header field and a line of links are none."""
    return (
        _has_words(text)
        and bool(_END.search(text) or _UNMARKED.search(text))
        and not _QUESTION.search(text)
        and not _is_field(text)
        and not _INDIRECT.match(text)
    )


def _is_field(text: str) -> bool:
    """Whether it is a label and what it labels: "Present: …", and not "Resolved: to accept …"."""
    label = _FIELD.match(text)
    if label is None:
        return False
    rest = text[label.end() :]
    return count_words(rest) < _FEWEST or not rest[0].islower() or bool(_FURNITURE.match(text))


def _has_words(text: str) -> bool:
    count = count_words(text)
    if count >= _FEWEST or count < _FEWEST_SHORT:
        return count >= _FEWEST
    lower = [word for word in _LOWER.findall(text) if word.islower()]
    return len(lower) >= _FEWEST_LOWER


def _tables(text: str) -> list[Span]:
    return [block.span for block in find_blocks(text) if block.kind == "table"]
