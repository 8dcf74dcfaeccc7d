"""The probability behind an answer."""

from __future__ import annotations

import dataclasses

import pytest

from ragkit.answering.confidence import Evidence, confidence
from ragkit.answering.measures import missing_names

SURE = Evidence(
    sentence=0.8, passage=0.7, coverage=0.9, passage_coverage=1.0, missing_names=0.0, lead=0.9
)


@pytest.mark.parametrize(
    ("field", "worse"),
    [("sentence", 0.1), ("passage", 0.1), ("coverage", 0.0), ("missing_names", 1.0), ("lead", 0.1)],
)
def test_worse_evidence_gives_less_confidence(field: str, worse: float) -> None:
    assert confidence(dataclasses.replace(SURE, **{field: worse})) < confidence(SURE)


def test_confidence_is_a_probability() -> None:
    nothing = Evidence(
        sentence=-1, passage=-1, coverage=0, passage_coverage=1, missing_names=1, lead=0
    )
    assert 0 < confidence(nothing) < 0.01
    assert 0.8 < confidence(SURE) < 1


@pytest.mark.parametrize(
    ("question", "passage", "share"),
    [
        ("Did Shin speak in Seoul?", {"shin", "spoke"}, 0.5),
        ("Did Shin speak in Seoul?", {"shin", "seoul"}, 0.0),
        ("what is it about?", set(), 0.0),
        ("Was it 30 percent in 2023?", {"30"}, 0.5),
        ("Was it 10,000 in the 1930s, or on 3 Feb?", {"3"}, 0.5),
    ],
)
def test_missing_names(question: str, passage: set[str], share: float) -> None:
    assert missing_names(question, passage) == share
