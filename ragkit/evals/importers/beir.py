"""BEIR folders: a corpus, queries, and which documents answer them in which grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, TypeAdapter

from ragkit.documents.decode import clean
from ragkit.evals.importers.building import imported
from ragkit.evals.importers.foreign import Foreign, read_json_lines
from ragkit.evals.records import Case, SuiteDocument
from ragkit.evals.written import read_text, refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ragkit.evals.records import Suite

__all__ = ["read_beir"]


class _Document(Foreign):
    doc_id: str = Field(alias="_id")
    title: str | None = None
    text: str


class _Query(Foreign):
    query_id: str = Field(alias="_id")
    text: str


_DOCUMENT = TypeAdapter(_Document)
_QUERY = TypeAdapter(_Query)


def read_beir(path: Path, *, split: str | None = None) -> Suite:
    """Read a folder with `corpus.jsonl`, `queries.jsonl` and `qrels/*.tsv`.

    A document is its title and its text, a blank line between, and is called by its id; one
    without any character that shows is left out of the corpus, and still counts as missed
    where it is relevant. A case is a query that the split judges; grades of 0 and below
    mean not relevant.

    Args:
        path: the folder.
        split: which qrels: "test", "dev", "train"; None takes "test", or the only one.

    Raises:
        SuiteError: a file is missing or malformed, an id is given twice, or the qrels name
            a query or a document that is not there.
    """
    documents, known = _documents(path / "corpus.jsonl")
    queries = _queries(path / "queries.jsonl")
    qrels = _qrels_file(path / "qrels", split)
    judged: dict[str, dict[str, int]] = {}
    for number, (query, document, grade) in _judgements(qrels):
        for what, name, there in (("query", query, queries), ("document", document, known)):
            if name not in there:
                raise refused(qrels, number, f"there is no {what} {shown(name)}")
        judged.setdefault(query, {})[document] = grade
    cases = [
        Case(case_id=query, question=queries[query], relevant=relevant)
        for query, relevant in judged.items()
    ]
    return imported(path, documents=documents, cases=cases, task="search", name=path.resolve().name)


def _documents(file: Path) -> tuple[list[SuiteDocument], set[str]]:
    documents: list[SuiteDocument] = []
    known: set[str] = set()
    for number, record in read_json_lines(file, _DOCUMENT):
        if record.doc_id in known:
            raise refused(file, number, f"the id {shown(record.doc_id)} is given twice")
        known.add(record.doc_id)
        parts = (clean(part).strip() for part in (record.title or "", record.text))
        text = "\n\n".join(filter(None, parts))
        if any(char.isprintable() and not char.isspace() for char in text):
            documents.append(SuiteDocument(source=record.doc_id, data=text.encode()))
    return documents, known


def _queries(file: Path) -> dict[str, str]:
    queries: dict[str, str] = {}
    for number, record in read_json_lines(file, _QUERY):
        if record.query_id in queries:
            raise refused(file, number, f"the id {shown(record.query_id)} is given twice")
        queries[record.query_id] = record.text.strip()
    return queries


def _qrels_file(folder: Path, split: str | None) -> Path:
    if split:
        return folder / f"{split}.tsv"
    there = sorted(folder.glob("*.tsv"))
    if folder / "test.tsv" in there or not there:
        return folder / "test.tsv"
    if len(there) > 1:
        names = ", ".join(file.stem for file in there)
        raise refused(folder, 1, f"there are the splits {names} and no 'test'; say which")
    return there[0]


def _judgements(file: Path) -> Iterator[tuple[int, tuple[str, str, int]]]:
    """Rows of query, document and grade; a first row whose grade is no number is the header."""
    for number, line in enumerate(read_text(file).split("\n"), start=1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != 3:
            raise refused(file, number, f"has {len(cells)} columns, not query, document and grade")
        try:
            yield number, (cells[0], cells[1], int(cells[2]))
        except ValueError as error:
            if number > 1:
                reason = f"the grade {shown(cells[2])} is no whole number"
                raise refused(file, number, reason) from error
