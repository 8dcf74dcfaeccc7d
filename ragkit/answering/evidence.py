"""What a model is shown: whole sentences of the best passages, numbered, fenced and counted.

The sentences are somebody's documents and go between fences. A document that holds a fence or
a number of its own has it defused, and each line begins with what it is, so that no text can
pass for a sentence of another document or for an instruction of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ragkit.answering.quoting import without_marker
from ragkit.text.fencing import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ragkit.index.records import SentenceRow
    from ragkit.retrieval import Retrieved
    from ragkit.types import Document, Span

__all__ = ["Evidence", "Line", "NumberedSentence", "fenced", "gather", "listed"]

_FENCES = ("document", "documents", "statements")
_LONGEST_TITLE = 120  # characters
_PER_SENTENCE = 5  # tokens of a number and a line end
_PER_DOCUMENT = 30  # tokens of the fences, a title and a date


class Line(NamedTuple):
    """Sentence or heading `n` of a document; what is not quotable gets no number."""

    n: int
    span: Span
    quotable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedSentence:
    """A sentence that a model may point at; `span` is its place in the document."""

    number: int
    document: Document
    span: Span

    @property
    def words(self) -> str:
        """The sentence."""
        return self.span.of(self.document.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sentences, and the text that shows them.

    Attributes:
        sentences: in the order of their numbers, from 1.
        text: what stands between the fences of the prompt.
    """

    sentences: tuple[NumberedSentence, ...]
    text: str

    def cited(self, numbers: Iterable[int]) -> list[NumberedSentence]:
        """The sentences of these numbers, in their order; numbers that none has are left out."""
        last = len(self.sentences)
        return [self.sentences[number - 1] for number in numbers if 1 <= number <= last]

    @property
    def counted(self) -> str:
        """How many sentences of how many documents they are, in words."""
        count = len(self.sentences)
        documents = len({sentence.document.doc_id for sentence in self.sentences})
        return (
            f"{count} sentence{'s' if count != 1 else ''}"
            f" of {documents} document{'s' if documents != 1 else ''}"
        )


def gather(retrieved: Retrieved, *, max_tokens: int) -> Evidence:
    """Number the sentences of the best passages that fit into a budget.

    Args:
        retrieved: passages, best first: the best are taken first, and of the last one its
            sentences as far as they fit. Documents stand in the order of their best
            passage, sentences in that of their document.
        max_tokens: the budget, in o200k_base, which is what OpenAI's models count in; for
            others it is near enough.
    """
    left = max_tokens
    chosen: dict[str, list[SentenceRow]] = {}
    documents: dict[str, Document] = {}
    for hit in retrieved.hits:
        name = hit.document.doc_id
        if name not in chosen:
            left -= _PER_DOCUMENT
        for sentence in hit.sentences:
            left -= sentence.token_count + _PER_SENTENCE
            if left < 0:
                break
            documents[name] = hit.document
            chosen.setdefault(name, []).append(sentence)
        if left < 0:
            break
    return listed(
        (documents[name], [Line(row.n, row.span, row.quotable) for row in sorted(rows, key=_place)])
        for name, rows in chosen.items()
    )


def _place(row: SentenceRow) -> int:
    return row.n


def _lines(
    document: Document, rows: Sequence[Line], numbered: list[NumberedSentence]
) -> Iterator[str]:
    """A document as a model sees it; its sentences get the next numbers."""
    title = document.title or document.source.rsplit("/", 1)[-1]
    yield "<document>"
    yield f"title: {fenced(title)[:_LONGEST_TITLE]}"
    if document.date:
        yield f"date: {document.date.isoformat()}"
    # Sentences that follow each other have one difference of number and rank.
    runs = groupby(enumerate(rows), key=lambda pair: pair[1].n - pair[0])
    for n, (_, run) in enumerate(runs):
        if n:
            yield "…"
        for _, row in run:
            span = without_marker(document.text, row.span)
            words = fenced(span.of(document.text))
            if not row.quotable:
                # What stands below a heading is about it; front matter is for programs.
                if not words.startswith("---"):
                    yield f"heading: {words}"
                continue
            number = len(numbered) + 1
            numbered.append(NumberedSentence(number=number, document=document, span=span))
            yield f"[{number}] {words}"
    yield "</document>"


def listed(documents: Iterable[tuple[Document, Sequence[Line]]]) -> Evidence:
    """Number the sentences of documents, in their order.

    Args:
        documents: each with its lines, in the order of its text.
    """
    numbered: list[NumberedSentence] = []
    parts = ["\n".join(_lines(document, lines, numbered)) for document, lines in documents]
    return Evidence(sentences=tuple(numbered), text="\n".join(parts))


@lru_cache(maxsize=4096)
def fenced(text: str) -> str:
    """Words that a prompt may hold between its tags, whoever wrote them."""
    return harmless(text, fences=_FENCES)
