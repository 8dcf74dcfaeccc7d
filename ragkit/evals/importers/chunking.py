"""Chroma's chunking evaluation: five long texts, questions with the excerpts that answer."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from ragkit.documents.decode import clean
from ragkit.evals.importers.building import document_of, imported, span_at
from ragkit.evals.importers.foreign import Foreign, read_value
from ragkit.evals.records import Case, Fact
from ragkit.evals.written import read_text, refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ragkit.evals.records import Suite

__all__ = ["read_chunking"]

_COLUMNS = ("question", "references", "corpus_id")


class _Reference(Foreign):
    content: str
    start_index: int
    end_index: int


_REFERENCES = TypeAdapter(list[_Reference])


def read_chunking(path: Path) -> Suite:
    """Read `evaluation_framework/general_evaluation_data` of brandonstarxel/chunking_evaluation.

    The documents are `corpora/*.md`; every excerpt of a question is a fact of its own, and
    passages are scored against the characters of all of them. The set gives no ids: a case
    is called by its text and its number within it.

    Args:
        path: the folder with `corpora` and `questions_df.csv`.

    Raises:
        SuiteError: a file is missing or malformed, or an excerpt is not at its offsets.
    """
    texts = {file.stem: read_text(file) for file in sorted((path / "corpora").glob("*.md"))}
    table = path / "questions_df.csv"
    counts: Counter[str] = Counter()
    cases: list[Case] = []
    for number, row in _rows(table):
        cases.append(_case(table, number, row, texts, counts))
    documents = [document_of(path, 1, f"corpora/{name}.md", text) for name, text in texts.items()]
    return imported(path, documents=documents, cases=cases, task="search", name=path.resolve().name)


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line that each starts on."""
    reader = csv.DictReader(io.StringIO(read_text(table), newline=""), strict=True)
    before = 1
    try:
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise refused(table, 1, f"there is no column {missing[0]!r}")
        before = reader.line_num
        for row in reader:
            number, before = before + 1, reader.line_num
            if None in row or None in row.values():
                raise refused(table, number, "the row has more or fewer cells than the header")
            yield number, row
    except csv.Error as error:
        raise refused(table, before + 1, f"is no CSV: {error}") from error


def _case(
    table: Path, number: int, row: Mapping[str, str], texts: Mapping[str, str], counts: Counter[str]
) -> Case:
    name = row["corpus_id"]
    text = texts.get(name)
    if text is None:
        raise refused(table, number, f"there is no text {shown(f'corpora/{name}.md')}")
    counts[name] += 1
    groups: list[tuple[Fact, ...]] = []
    for reference in read_value(table, number, row["references"], _REFERENCES):
        span = span_at(text, reference.start_index, reference.content)
        if span is None or reference.end_index != span.end:
            place = f"{reference.start_index} to {reference.end_index} of {name!r}"
            raise refused(table, number, f"{shown(reference.content)} does not stand at {place}")
        words = clean(reference.content)
        groups.append((Fact(text=words, source=f"corpora/{name}.md", quote=words, span=span),))
    if not groups:
        raise refused(table, number, "the question has no references")
    return Case(
        case_id=f"{name}-{counts[name]:03}",
        question=row["question"].strip(),
        facts=tuple(groups),
        tags=(name,),
    )
