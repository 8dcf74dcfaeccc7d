"""The checks of a claim on rows of a writer who did not know them: a floor for each kind."""

from __future__ import annotations

from collections import Counter

import pytest

from ragkit.answering.names import is_name
from ragkit.quotes.support import check_support
from ragkit.types import Span
from tests.quotes.more_claims import ROWS

HONEST = [(claim, source) for source, honest, _ in ROWS for claim in honest]
DISTORTED = [(claim, source, kind) for source, _, bad in ROWS for kind, claim in bad]
#: What passes, and is not so: the checks see no more than the words.
MISSED = {
    "Mayor Lydia Prescott vetoed the tram line plan, and the council overrode her veto.",
    "A 34-year-old woman was arrested on Monday and confessed to the theft.",
    "Inspectors found at least 7 fire exits open.",
    "The enzyme Krt-4 inhibits the growth of tumour cells in humans.",
    "Mr Haldane proposed that the parish buy the vicarage.",
    "Until 1 February the committee will meet monthly.",
    (
        "Revenue at Tarrant Instruments was $377 million in fiscal 2022, after $418 million a year"
        " earlier."
    ),
    "Operating profit was $418 million in fiscal 2022.",
    "The group had borrowed more than 80 million Canadian dollars from Perla Mining.",
    "The group increased its stake in Perla Mining in 2020.",
    "The defendant is Delacroix-Huber GmbH.",
    "Washington imposed the 15 percent tariff in 2017.",
    "The interim report blames the co-pilot.",
}


def holds(claim: str, source: str) -> bool:
    quotes = [(source, Span(0, len(source)))]
    checks = check_support(claim, quotes, is_name=lambda word: is_name(word, source))
    for check in checks:
        assert check.claim_span.of(claim) == check.claim
        if check.evidence_span is not None:
            assert check.evidence_span.of(source) == check.evidence
    return all(check.holds for check in checks)


@pytest.mark.parametrize(("claim", "source"), HONEST)
def test_what_is_borne_in_other_words_passes(claim: str, source: str) -> None:
    assert holds(claim, source)


@pytest.mark.parametrize(("claim", "source", "kind"), DISTORTED)
def test_what_is_distorted_fails(claim: str, source: str, kind: str) -> None:
    assert holds(claim, source) == (claim in MISSED)


def test_the_table_is_large_and_little_is_missed_of_any_kind() -> None:
    assert len(HONEST) >= 140
    kinds = Counter(kind for _, _, kind in DISTORTED)
    missed = Counter(kind for claim, _, kind in DISTORTED if claim in MISSED)
    assert sum(kinds.values()) >= 300
    assert {kind for kind in kinds if missed[kind] > 0.25 * kinds[kind]} <= {"invented"}
