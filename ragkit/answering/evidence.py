"""What a model is shown: whole sentences of the best passages, numbered, fenced and counted.

The sentences are somebody's documents and go between fences. A document that holds a fence
of its own has it defused, and each sentence stands on one line, so that no text can pass for
a sentence of another document or for an instruction of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from ragkit.answering.quoting import without_marker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ragkit.index.records import SentenceRow
    from ragkit.retrieval import Retrieved
    from ragkit.types import Document, Span

__all__ = ["Evidence", "NumberedSentence", "gather", "harmless"]

_FENCES = ("document", "documents")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_LONGEST_TITLE = 120  # characters
_PER_SENTENCE = 5  # tokens of a number and a line end
_PER_DOCUMENT = 30  # tokens of the fences, a title and a date


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedSentence:
    """A sentence that a model may point at; `span` is its place in the document."""

    number: int
    document: Document
    span: Span


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
    numbered: list[NumberedSentence] = []
    parts = [
        "\n".join(_lines(documents[name], sorted(rows, key=lambda row: row.n), numbered))
        for name, rows in chosen.items()
    ]
    text = "\n".join(parts)
    return Evidence(sentences=tuple(numbered), text=text)


def _lines(
    document: Document, rows: list[SentenceRow], numbered: list[NumberedSentence]
) -> Iterator[str]:
    """A document as a model sees it; its sentences get the next numbers."""
    title = document.title or document.source.rsplit("/", 1)[-1]
    yield "<document>"
    yield f"title: {harmless(title)[:_LONGEST_TITLE]}"
    if document.date:
        yield f"date: {document.date.isoformat()}"
    # Sentences that follow each other have one difference of number and rank.
    runs = groupby(enumerate(rows), key=lambda pair: pair[1].n - pair[0])
    for n, (_, run) in enumerate(runs):
        if n:
            yield "…"
        for _, row in run:
            span = without_marker(document.text, row.span)
            words = harmless(span.of(document.text))
            if not row.quotable:  # a heading: what stands below it is about
                yield words
                continue
            number = len(numbered) + 1
            numbered.append(NumberedSentence(number=number, document=document, span=span))
            yield f"[{number}] {words}"
    yield "</document>"


def harmless(text: str, *, fences: tuple[str, ...] = _FENCES) -> str:
    """Somebody's words on one line, without a fence of ours and without controls.

    Args:
        text: what a prompt is to hold.
        fences: the names of the tags that it is not to open or close.
    """
    return _fence(fences).sub("(", " ".join(_CONTROLS.sub(" ", text).split()))


@cache
def _fence(names: tuple[str, ...]) -> re.Pattern[str]:
    """Where a tag of one of these names begins, however a text writes it."""
    brackets = "<\uff1c\ufe64\u2039\u2329\u27e8\u3008"
    return re.compile(rf"[{brackets}](?=[\W_]{{0,8}}(?:{'|'.join(names)})\b)", re.IGNORECASE)
