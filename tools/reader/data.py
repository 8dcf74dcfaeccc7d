"""Questions with their passages, as SQuAD's files hold them, and the split by document."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["Answer", "Example", "read_squad", "split_by_document"]

#: Files whose "documents" are folders of texts with nothing in common, by name.
SEPARATE = ("reddit",)


@dataclass(frozen=True, slots=True)
class Answer:
    """Where an answer stands in its passage; `text` is that slice."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage; no answers if the passage does not answer it.

    `context` is what its document says of the passage as a whole: its title, its date.
    """

    id: str
    source: str
    document: str
    question: str
    passage: str
    answers: tuple[Answer, ...]
    kind: str = "answerable"
    context: str = ""

    def __post_init__(self) -> None:
        for answer in self.answers:
            if self.passage[answer.start : answer.end] != answer.text:
                raise ValueError(f"{self.id!r}: the answer {answer.text!r} is not where it says")


def read_squad(path: Path, *, articles: slice = slice(None)) -> list[Example]:
    """The questions of a file in SQuAD's format, 1.1 or 2.0.

    Args:
        path: the file; its stem names the source.
        articles: which of its articles, in the file's order.

    Raises:
        ValueError: an answer is not where the file says.
    """
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    source = path.stem
    found: list[Example] = []
    for article in loaded["data"][articles]:
        for number, paragraph in enumerate(article["paragraphs"]):
            title = article["title"]
            separate = source.startswith(SEPARATE)
            document = f"{title}#{number}" if separate else title
            found += (
                _example(row, source, document, paragraph["context"]) for row in paragraph["qas"]
            )
    return found


def _example(row: dict[str, Any], source: str, document: str, passage: str) -> Example:
    answers = tuple(
        Answer(entry["answer_start"], entry["text"]) for entry in row["answers"] if entry["text"]
    )
    kind = "answerable" if answers else "asked"
    return Example(
        str(row["id"]), source, document, row["question"].strip(), passage, answers, kind
    )


def split_by_document(
    examples: Sequence[Example], *, share: float, seed: int
) -> tuple[list[Example], list[Example]]:
    """Examples to train on, and those held out: whole documents of every source.

    Args:
        examples: of any sources.
        share: of the documents of each source that is held out, at least one.
        seed: which documents; the same seed picks the same whatever else is read.
    """
    documents: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        documents[example.source].add(example.document)
    held = {
        (source, name)
        for source, names in documents.items()
        for name in _drawn(names, max(1, round(share * len(names))), f"{seed}:{source}")
    }
    train = [example for example in examples if (example.source, example.document) not in held]
    return train, [example for example in examples if (example.source, example.document) in held]


def _drawn(names: Iterable[str], count: int, salt: str) -> list[str]:
    return sorted(names, key=lambda name: hashlib.sha256(f"{salt}:{name}".encode()).digest())[
        :count
    ]
