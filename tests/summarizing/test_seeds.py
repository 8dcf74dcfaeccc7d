"""Summaries of the seeds: length, whole thoughts, what never appears, and quotes to the letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ragkit.quotes.support import check_support
from ragkit.summarizing.choosing import hangs
from ragkit.summarizing.summarizer import STYLES
from tests.conftest import SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit import Corpus
    from ragkit.types import Span, Summary

NAMES = sorted(path.name for path in SEEDS.iterdir())
WORDS = (60, 90, 150)
# Bylines, navigation, captions, notes to readers: what tells nothing of the news.
FURNITURE = [
    *("58.3 F", "Home World Business", "Must read", "d.whitlock@", "BY DANA", "Print Save"),
    *("LAKESHORE DISPATCH", "Refrigerated boxes wait for a train", "Karsholm ferry resumes"),
    *("Tomas Reyl", "Analyst:", "Desk:", "min read", "18,000 readers", "Date:", "Subscribe"),
]


@pytest.fixture(scope="module")
def told(seeds_corpus: Corpus) -> dict[tuple[str, int], Summary]:
    return {
        (name, words): seeds_corpus.summarize(name, words=words)
        for name in NAMES
        for words in WORDS
    }


def each(told: dict[tuple[str, int], Summary]) -> Iterator[tuple[str, int, Summary]]:
    for (name, words), summary in told.items():
        yield name, words, summary


def test_a_summary_is_never_longer_than_asked_and_within_a_tenth(
    told: dict[tuple[str, int], Summary],
) -> None:
    short = {}
    for name, words, summary in each(told):
        counted = sum(len(statement.text.split()) for statement in summary.statements)
        assert summary.words == counted <= words, name
        if counted < 0.9 * words:
            short[name, words] = counted
    # Whole sentences alone do not always come within a tenth.
    assert len(short) <= 2, short
    assert all(counted >= 0.85 * words for (_, words), counted in short.items()), short


@pytest.mark.parametrize("words", [10, 13, 25, 40, 73, 111, 400])
def test_no_length_is_exceeded(seeds_corpus: Corpus, words: int) -> None:
    for name in NAMES:
        assert seeds_corpus.summarize(name, words=words).words <= words


@pytest.mark.parametrize("sentences", [1, 2, 3, 7])
def test_sentences_are_counted(seeds_corpus: Corpus, sentences: int) -> None:
    for name in NAMES:
        summary = seeds_corpus.summarize(name, sentences=sentences)
        assert len(summary.statements) == sentences


def test_nothing_hangs_on_what_is_left_out(
    seeds_corpus: Corpus, told: dict[tuple[str, int], Summary]
) -> None:
    for name, _, summary in each(told):
        text = seeds_corpus.document(name).text
        before: Span | None = None
        for statement in summary.statements:
            span = statement.quotes[0].span
            if hangs(statement.text) and before is not None:
                between = text[before.end : span.start]
                # The sentence before it stands before it.
                assert not re.search(r"\w{4,}[^.]*\.\s", between), statement.text
            before = span
        assert not hangs(summary.statements[0].text), name


def test_no_furniture_and_no_byline_is_told(told: dict[tuple[str, int], Summary]) -> None:
    for name, _, summary in each(told):
        text = "\n".join(statement.text for statement in summary.statements)
        assert [words for words in FURNITURE if words.casefold() in text.casefold()] == [], name


def test_every_quote_is_a_slice_and_every_statement_is_borne(
    seeds_corpus: Corpus, told: dict[tuple[str, int], Summary]
) -> None:
    texts = {
        source.source: seeds_corpus.document(source.source) for source in seeds_corpus.sources()
    }
    shorter = 0
    for _, _, summary in each(told):
        for quote in summary.quotes:
            document = texts[quote.source]
            assert quote.span.of(document.text) == quote.text
            assert (quote.text_hash, quote.line) == (
                document.text_hash,
                document.line_at(quote.span.start),
            )
        for statement in summary.statements:
            own = statement.quotes[0]
            assert statement.supported
            checks = check_support(statement.text, [(texts[own.source].text, own.span)])
            assert all(check.holds for check in checks)
            assert statement.checks == checks
            shorter += len(statement.text.split()) < len(own.text.split()) - 1
    assert shorter, "no sentence was shortened"


def test_statements_are_in_the_order_of_the_text(told: dict[tuple[str, int], Summary]) -> None:
    for _, _, summary in each(told):
        places = [statement.quotes[0].span for statement in summary.statements]
        assert places == sorted(places)
        assert len(set(places)) == len(places)


@pytest.mark.parametrize("style", STYLES)
def test_shares_add_up_to_all_of_the_text(seeds_corpus: Corpus, style: str) -> None:
    for sources in (NAMES[0], NAMES[:3], None):
        summary = seeds_corpus.summarize(sources, style=style)
        assert sum(section.share for section in summary.coverage) == pytest.approx(1)
        drawn = sum(section.drawn_on > 0 for section in summary.coverage)
        assert 0 < drawn <= len(summary.coverage)
        assert 0 < summary.covered <= 1


def test_a_focus_turns_the_summary_to_it(seeds_corpus: Corpus) -> None:
    name = "2024-04-17-arms-plants.md"
    summary = seeds_corpus.summarize(name, words=60, focus="shortage of cotton linters")
    assert any("cotton linters" in statement.text for statement in summary.statements)
    assert summary.focus == "shortage of cotton linters"
    plain = seeds_corpus.summarize(name, words=60)
    assert not any("cotton linters" in statement.text for statement in plain.statements)


def test_a_whole_corpus_is_told_within_its_words(seeds_corpus: Corpus) -> None:
    summary = seeds_corpus.summarize(words=200)
    assert summary.words <= 200
    assert len(summary.sources) == len(NAMES)
    told_of = {statement.quotes[0].source for statement in summary.statements}
    assert len(told_of) >= 5
    sources = [statement.quotes[0].source for statement in summary.statements]
    assert sources == sorted(sources)
    # The two counts of containers are both shown.
    (conflict,) = [one for one in summary.conflicts if one.about == "containers"]
    assert [date and date.isoformat() for date in conflict.dates] == ["2024-04-16", "2024-06-24"]
