"""A seeded generator over the seeds: no lie verified, no honest quote missed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ragkit.quotes.folding import MARKS
from ragkit.quotes.locate import Library, locate
from ragkit.types import Document, Span
from tests.quotes.corruption import CORRUPTIONS, VARIATIONS, blocks_in_one, folded, slices

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.[mt]*"))}
TRIES = 60  # slices a file and kind
#: Honest quotes that are known to be missed, as (variation, source, quote).
MISSED: set[tuple[str, str, str]] = set()


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(
        Document(doc_id=name, source=name, text=text, content_hash="")
        for name, text in TEXTS.items()
    )


def same_but_marks(text: str, found: Span, cut: Span) -> bool:
    """Whether two spans differ by marks that the variation put on and the source has there too."""
    ends = text[min(found.start, cut.start) : max(found.start, cut.start)]
    ends += text[min(found.end, cut.end) : max(found.end, cut.end)]
    return ends.strip(MARKS + "., ") == ""


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_no_corrupted_quote_is_verified(kind: str, library: Library) -> None:
    rng = random.Random(kind)
    tried = 0
    accepted = []
    for source, text in TEXTS.items():
        known = folded(text)
        for span in slices(text, rng, TRIES):
            quote = CORRUPTIONS[kind](span.of(text), rng)
            if quote is None or folded(quote.strip(MARKS + " ")) in known:
                continue
            tried += 1
            check = locate(quote, library, source=source)
            if check.verified:
                accepted.append((source, span.of(text), quote, check.found))
    assert accepted == []
    assert tried >= 5


@pytest.mark.parametrize("kind", VARIATIONS)
def test_honest_quotes_are_verified_with_their_span(kind: str, library: Library) -> None:
    rng = random.Random(kind)
    missed = set()
    for source, text in TEXTS.items():
        for span in slices(text, rng, TRIES):
            quote = VARIATIONS[kind](span.of(text), rng)
            if quote is None:
                continue
            check = locate(quote, library, source=source)
            places = [place for place in (check.place, *check.other_places) if place]
            if not check.verified or not any(
                place.source == source and same_but_marks(text, place.span, span)
                for place in places
            ):
                missed.add((kind, source, quote))
    assert missed == {one for one in MISSED if one[0] == kind}


def test_no_quote_that_puts_two_blocks_into_one_is_verified(library: Library) -> None:
    quotes = [(source, quote) for source, text in TEXTS.items() for quote in blocks_in_one(text)]
    assert [
        quote for source, quote in quotes if locate(quote, library, source=source).verified
    ] == []
    assert len(quotes) >= 5


def test_the_generator_makes_enough() -> None:
    assert len(CORRUPTIONS) >= 12
    assert len(VARIATIONS) >= 8
    assert len(TEXTS) >= 7
