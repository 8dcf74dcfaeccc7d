"""Claims and their sources: what is borne passes, what is distorted does not."""

from __future__ import annotations

from collections import Counter

import pytest

from ragkit.answering.names import is_name
from ragkit.quotes.support import check_support
from ragkit.types import Span
from tests.quotes.claims import DISTORTED, HONEST

#: What only the sense of the sentences tells; `docs/decisions/0011` says so.
MISSED = {"The estimate fell from about 10,000 containers to about 6,700."}


def failing(claim: str, source: str) -> list[str]:
    quotes = [(source, Span(0, len(source)))]
    checks = check_support(claim, quotes, is_name=lambda word: is_name(word, source))
    for check in checks:
        assert check.claim_span.of(claim) == check.claim
        if check.evidence_span is not None:
            assert check.evidence_span.of(source) == check.evidence
    return [check.detail for check in checks if not check.holds]


def test_the_table_is_large_and_of_many_kinds() -> None:
    assert len(HONEST) >= 50
    assert len(DISTORTED) >= 80
    kinds = Counter(kind for _, _, kind in DISTORTED)
    assert {"number", "swap", "name", "date", "negation", "direction"} <= kinds.keys()


@pytest.mark.parametrize(("claim", "source"), HONEST)
def test_what_is_borne_in_other_words_passes(claim: str, source: str) -> None:
    assert failing(claim, source) == []


@pytest.mark.parametrize(("claim", "source", "kind"), DISTORTED)
def test_what_is_distorted_fails(claim: str, source: str, kind: str) -> None:
    assert bool(failing(claim, source)) == (claim not in MISSED)
