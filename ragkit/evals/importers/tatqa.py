"""TAT-QA: questions about financial reports, here those whose answer is a span of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from ragkit.documents.decode import clean
from ragkit.evals.importers.building import Unique, document_of, facts_at, imported, places_of
from ragkit.evals.importers.foreign import Foreign, read_json
from ragkit.evals.records import Case
from ragkit.evals.written import refused
from ragkit.types import Span

if TYPE_CHECKING:
    from pathlib import Path

    from ragkit.evals.records import Suite, SuiteDocument

__all__ = ["read_tatqa"]

_BETWEEN = "\n\n"


class _Table(Foreign):
    uid: str


class _Paragraph(Foreign):
    order: int
    text: str


class _Question(Foreign):
    uid: str
    question: str
    answer: object = None
    answer_type: str = ""
    answer_from: str = ""
    rel_paragraphs: tuple[int, ...] = ()

    @property
    def span_of_text(self) -> str | None:
        """The answer, if it is one stretch of the paragraphs; else None."""
        if (self.answer_type, self.answer_from) != ("span", "text"):
            return None
        answers = self.answer if isinstance(self.answer, list) else [self.answer]
        return answers[0] if len(answers) == 1 and isinstance(answers[0], str) else None


class _Context(Foreign):
    table: _Table
    paragraphs: list[_Paragraph]
    questions: list[_Question]


_SHAPE = TypeAdapter(list[_Context])


def read_tatqa(path: Path) -> Suite:
    """Read a TAT-QA file, `tatqa_dataset_dev.json` for one, or the folder that holds it alone.

    Every context is a document of its paragraphs, a blank line between; the tables are left
    out, and with them all questions but those that a single span of the text answers. An
    answer is looked for in the paragraphs that the set names; where it stands several times,
    any of the places will do. An answer in other words ("0" for "No losses were recognized")
    keeps its text and has no place.

    Raises:
        SuiteError: no such file, or another shape.
    """
    documents: list[SuiteDocument] = []
    cases: list[Case] = []
    names, ids = Unique(), Unique()
    path = _only_file(path)
    for context in read_json(path, _SHAPE):
        source = names.name(context.table.uid) + ".txt"
        text, places = _joined(context.paragraphs)
        if not text:
            continue
        documents.append(document_of(path, 1, source, text))
        for question in context.questions:
            words = question.span_of_text
            if words is None or not words.strip():
                continue
            found = [
                span
                for order in question.rel_paragraphs
                if order in places
                for span in places_of(text, words, within=places[order])
            ]
            cases.append(
                Case(
                    case_id=ids.name(question.uid),
                    question=question.question.strip(),
                    facts=(facts_at(source, text, words.strip(), found),),
                )
            )
    return imported(path, documents=documents, cases=cases)


def _only_file(path: Path) -> Path:
    if not path.is_dir():
        return path
    files = sorted(path.glob("*.json"))
    if len(files) != 1:
        raise refused(path, 1, f"the folder holds {len(files)} files of JSON; name one of them")
    return files[0]


def _joined(paragraphs: list[_Paragraph]) -> tuple[str, dict[int, Span]]:
    """The text of a context, and where each paragraph stands in it."""
    text = ""
    places: dict[int, Span] = {}
    for paragraph in sorted(paragraphs, key=lambda paragraph: paragraph.order):
        words = clean(paragraph.text).strip()
        if words:
            start = len(text) + len(_BETWEEN) if text else 0
            text += (_BETWEEN if text else "") + words
            places[paragraph.order] = Span(start, len(text))
    return text, places
