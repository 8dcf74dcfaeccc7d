"""CLAP-NQ: real questions, each with a passage that answers at length or does not answer."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from ragkit.documents.decode import clean
from ragkit.evals.importers.building import (
    Unique,
    document_of,
    facts_at,
    imported,
    places_of,
    slug,
)
from ragkit.evals.importers.foreign import Foreign, read_json_lines
from ragkit.evals.records import Case, Fact
from ragkit.evals.written import refused

if TYPE_CHECKING:
    from pathlib import Path

    from ragkit.evals.records import Suite, SuiteDocument

__all__ = ["read_clapnq"]


class _Passage(Foreign):
    title: str = ""
    text: str


class _Output(Foreign):
    answer: str = ""
    selected_sentences: tuple[str, ...] = ()


class _Record(Foreign):
    id: str
    input: str
    passages: list[_Passage]
    output: tuple[_Output, ...] = ()


_SHAPE = TypeAdapter(_Record)


def read_clapnq(path: Path) -> Suite:
    """Read a CLAP-NQ file, or a folder of them (`…_answerable.jsonl`, `…_unanswerable.jsonl`).

    Every passage is a document of its text as the set has it, tokens apart; its title is
    its name only. Each sentence that one of the annotators selected is a fact of its own. A
    question is unanswerable *from its passage* if none of them wrote an answer. The files of a
    folder take turns, so that the first cases are of both kinds.

    Raises:
        SuiteError: no such file, or another shape.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    shelf = _Shelf()
    by_file: list[list[Case]] = []
    ids = Unique()
    for file in files:
        cases: list[Case] = []
        for number, record in read_json_lines(file, _SHAPE):
            sources = [shelf.add(file, number, passage) for passage in record.passages]
            if not sources:
                raise refused(file, number, "the question has no passage")
            texts = {source: shelf.texts[source] for source in sources}
            cases.append(_case(record, texts, ids))
        by_file.append(cases)
    turns = [case for turn in zip_longest(*by_file) for case in turn if case is not None]
    name = path.resolve().name if path.is_dir() else None
    return imported(path, documents=shelf.documents, cases=turns, name=name)


class _Shelf:
    """The passages, each once: several questions may share one."""

    def __init__(self) -> None:
        self.documents: list[SuiteDocument] = []
        self.texts: dict[str, str] = {}
        self._sources: dict[tuple[str, str], str] = {}
        self._names = Unique()

    def add(self, file: Path, line: int, passage: _Passage) -> str:
        """The name of the document that holds a passage."""
        text = clean(passage.text).strip()
        key = (passage.title, text)
        if key not in self._sources:
            source = self._names.name(slug(passage.title)) + ".txt"
            self.documents.append(document_of(file, line, source, text))
            self._sources[key], self.texts[source] = source, text
        return self._sources[key]


def _case(record: _Record, texts: dict[str, str], ids: Unique) -> Case:
    answers = [output.answer.strip() for output in record.output if output.answer.strip()]
    sentences = (s.strip() for output in record.output for s in output.selected_sentences)
    selected = dict.fromkeys(filter(None, sentences)) if answers else ()
    groups = [_fact(sentence, texts) for sentence in selected]
    # Where the annotators selected nothing, what they wrote is all there is.
    if answers and not groups:
        groups.append(tuple(Fact(text=answer) for answer in dict.fromkeys(answers)))
    return Case(
        case_id=ids.name(record.id),
        question=record.input.strip(),
        facts=tuple(groups),
        answerable=bool(answers),
        tags=("answerable",) if answers else ("unanswerable",),
    )


def _fact(sentence: str, texts: dict[str, str]) -> tuple[Fact, ...]:
    for source, text in texts.items():
        places = places_of(text, sentence)
        if places:
            return facts_at(source, text, sentence, places)
    return (Fact(text=sentence),)
