"""Passages and questions that a language model wrote for ragkit, a line of JSON each.

    python -m tools.reader.written [FILE ...]

checks files, all of this folder's where none is named, and says what is in them. A line is an
object: `title` and `date` of the document (or null: what the reader is told beside the passage),
`passage`, and `questions`: each `q` and `a`, the words of the passage that answer or null where
nothing does. Where those words stand more than once, `near` is a longer piece of the passage that
holds them once and stands once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ragkit.reading.context import told
from tools.reader.data import Answer, Example
from tools.reader.hashing import sha256_of_all

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SOURCE", "read_written", "written_examples", "written_files", "written_hash"]

SOURCE = "written"
FOLDER = Path(__file__).parent
#: Of so many passages one is held out.
HELD_OUT = 20


def written_files() -> list[Path]:
    """All files of the folder."""
    return sorted(FOLDER.glob("*.jsonl"))


def written_hash() -> str:
    """The sha256 of all files of the folder, one after the other."""
    return sha256_of_all(written_files())


def written_examples(*, held_out: bool) -> list[Example]:
    """The examples of all files of the folder: of each twentieth passage, or of the others."""
    return [
        one
        for path in written_files()
        for one in read_written(path)
        if (int(one.document.rpartition(":")[2]) % HELD_OUT == 0) == held_out
    ]


def read_written(path: Path) -> Iterator[Example]:
    """The examples of a file; each passage is a document.

    Raises:
        ValueError: a line is not what it should be; the message names the line.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{path.name}:{number}"
        try:
            yield from _examples(json.loads(line), place)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{place}: {error!r}") from error


def _examples(row: dict[str, Any], place: str) -> Iterator[Example]:
    extra = row.keys() - {"title", "date", "passage", "questions"}
    if extra:
        raise ValueError(f"does not know {sorted(extra)}")
    context = told(row["title"], row["date"])
    passage = row["passage"]
    for number, asked in enumerate(row["questions"], 1):
        answers = () if asked["a"] is None else (_place(passage, asked["a"], asked.get("near")),)
        kind = "answerable" if answers else "asked"
        name = f"{place}-{number}"
        yield Example(name, SOURCE, place, asked["q"].strip(), passage, answers, kind, context)


def _place(passage: str, answer: str, near: str | None) -> Answer:
    around = passage if near is None else near
    if not answer or around.count(answer) != 1:
        raise ValueError(f"{answer!r} stands {around.count(answer)} times in {around[:60]!r}")
    if passage.count(around) != 1:
        raise ValueError(f"near {near!r} stands {passage.count(around)} times")
    return Answer(passage.index(around) + around.index(answer), answer)
