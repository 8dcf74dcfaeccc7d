"""The project's own suite holds what it promises, and every gold span is its quote."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from ragkit.documents.reading import format_of, read_document
from ragkit.evals.suite import load_suite
from tests.conftest import ROOT, SEEDS

if TYPE_CHECKING:
    from ragkit.evals.records import Case, Suite

LEAST = {
    "figure": 20,
    "near-miss": 12,
    "name": 10,
    "date": 8,
    "list": 6,
    "conflict": 5,
    "table": 4,
    "one-word-away": 10,
    "off-topic": 4,
}


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load_suite(ROOT / "evals" / "seeds.yaml")


def answerable(suite: Suite) -> list[Case]:
    return [case for case in suite.cases if case.answerable]


def test_it_asks_enough_of_every_kind(suite: Suite) -> None:
    asked = answerable(suite)
    assert len(asked) >= 60
    assert len(suite.cases) - len(asked) >= 20
    tags = Counter(tag for case in suite.cases for tag in case.tags)
    assert {tag: tags[tag] for tag, least in LEAST.items() if tags[tag] < least} == {}


def test_ids_and_questions_are_unique(suite: Suite) -> None:
    assert len({case.case_id for case in suite.cases}) == len(suite.cases)
    assert len({case.question.casefold() for case in suite.cases}) == len(suite.cases)


def test_tags_say_what_a_case_is(suite: Suite) -> None:
    for case in suite.cases:
        assert case.tags, case.case_id
        assert case.answerable == bool(case.facts), case.case_id
        assert case.answerable == ("unanswerable" not in case.tags), case.case_id
        assert bool(case.forbid) == ("near-miss" in case.tags), case.case_id
        assert len(case.facts) > 1 or not {"conflict", "list"} & set(case.tags), case.case_id


def test_every_document_answers_some(suite: Suite) -> None:
    held: Counter[str] = Counter()
    for case in answerable(suite):
        sources = {fact.source for group in case.facts for fact in group if fact.source}
        held.update(PurePosixPath(source).name for source in sources)
    assert set(held) == {path.name for path in SEEDS.iterdir()}
    assert min(held.values()) >= 4


def test_every_gold_span_is_its_quote(suite: Suite) -> None:
    texts = {
        document.source: read_document(
            document.data,
            source=document.source,
            format=format_of(document.source, document.data),
        ).text
        for document in suite.documents
    }
    for case in answerable(suite):
        for fact in (fact for group in case.facts for fact in group):
            assert fact.source is not None, case.case_id
            assert fact.span is not None, case.case_id
            assert fact.span.of(texts[fact.source]) == fact.quote, case.case_id
