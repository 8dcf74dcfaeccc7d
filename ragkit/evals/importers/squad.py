"""SQuAD 1.1 and 2.0: questions about paragraphs of Wikipedia, answers by offset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from ragkit.documents.decode import clean
from ragkit.evals.importers.building import Unique, document_of, imported, slug, span_at
from ragkit.evals.importers.foreign import Foreign, read_json
from ragkit.evals.records import Case, Fact
from ragkit.evals.written import refused, shown

if TYPE_CHECKING:
    from pathlib import Path

    from ragkit.evals.records import Suite, SuiteDocument

__all__ = ["read_squad"]


class _Answer(Foreign):
    text: str
    answer_start: int


class _Question(Foreign):
    id: str
    question: str
    answers: tuple[_Answer, ...] = ()
    is_impossible: bool = False


class _Paragraph(Foreign):
    context: str
    qas: list[_Question]


class _Article(Foreign):
    title: str = "untitled"
    paragraphs: list[_Paragraph]


class _File(Foreign):
    data: list[_Article]


_SHAPE = TypeAdapter(_File)


def read_squad(path: Path) -> Suite:
    """Read a SQuAD file, `dev-v2.0.json` for one.

    Every paragraph is a document, `<article>/0001.txt`; the distinct gold answers of a
    question are wordings of one fact, each with its place. A question that SQuAD 2.0 calls
    impossible cannot be answered *from its own paragraph*: another paragraph of the set may
    well hold the answer. Its plausible answers are no facts.

    Raises:
        SuiteError: no such file, another shape, or an answer that is not at its offset.
    """
    documents: list[SuiteDocument] = []
    cases: list[Case] = []
    folders, ids = Unique(), Unique()
    for article in read_json(path, _SHAPE).data:
        folder = folders.name(slug(article.title))
        for number, paragraph in enumerate(article.paragraphs, start=1):
            source = f"{folder}/{number:04}.txt"
            documents.append(document_of(path, 1, source, clean(paragraph.context)))
            cases += (
                _case(path, question, paragraph.context, source, ids) for question in paragraph.qas
            )
    return imported(path, documents=documents, cases=cases)


def _case(path: Path, question: _Question, context: str, source: str, ids: Unique) -> Case:
    # As the set's own scorer has it: a question without gold answers has no answer.
    answerable = bool(question.answers) and not question.is_impossible
    facts: dict[Fact, None] = {}
    for answer in question.answers if answerable else ():
        span = span_at(context, answer.answer_start, answer.text)
        if span is None:
            message = f"the answer {shown(answer.text)} to the question {shown(question.id)}"
            raise refused(path, 1, f"{message} does not stand at {answer.answer_start}")
        words = clean(answer.text)
        facts[Fact(text=words, source=source, quote=words, span=span)] = None
    return Case(
        case_id=ids.name(question.id),
        question=question.question.strip(),
        facts=(tuple(facts),) if facts else (),
        answerable=answerable,
        tags=("answerable",) if answerable else ("unanswerable",),
        relevant={source: 1} if answerable else {},
    )
