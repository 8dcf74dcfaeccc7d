"""Sources that give different values for the same thing, through `Corpus.ask`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ragkit import Corpus
from tests.doubles import WordEmbedder

if TYPE_CHECKING:
    from pathlib import Path

# question, two sources, what they disagree on ("" for nothing)
CASES = [
    (
        "How long is the Alder bridge?",
        "The Alder bridge is 1,200 metres long.",
        "The Alder bridge is 1,350 metres long.",
        "Alder bridge long",
    ),
    (
        "How much did the audit cost?",
        "The audit cost $12,400.",
        "The audit cost $14,200, the council said.",
        "audit cost",
    ),
    (
        "How many containers did Alder handle?",
        "The port of Alder handled 8,400 containers.",
        "The port of Alder handled 9,100 containers.",
        "containers",
    ),
    (
        "How long is the Alder bridge?",
        "The Alder bridge is 1,200 metres long.",
        "The Alder bridge is 1.2 km long.",
        "",
    ),
    (
        "How long is the Alder bridge?",
        "The Alder bridge is 1,200 metres long.",
        "The Beck bridge is 1,350 metres long.",
        "",
    ),
    (
        "How long is the Alder bridge?",
        "The Alder bridge is 1,200 metres long.",
        "The Alder bridge is 14 metres wide.",
        "",
    ),
    (
        "How much did the audit cost?",
        "The audit cost $12,400.",
        "The audit will cost $14,200.",
        "",
    ),
    (
        "How many containers did Alder handle?",
        "The port of Alder handled 8,400 containers.",
        "The port of Alder did not handle 9,100 containers.",
        "",
    ),
]


@pytest.mark.parametrize(("question", "one", "other", "about"), CASES)
def test_conflicts(tmp_path: Path, question: str, one: str, other: str, about: str) -> None:
    with Corpus.open(tmp_path / ".ragkit", embedder=WordEmbedder()) as corpus:
        corpus.add_text(one, source="one")
        corpus.add_text(other, source="other")
        conflicts = corpus.ask(question, abstain=False).conflicts
    assert [conflict.about for conflict in conflicts] == ([about] if about else [])
    for conflict in conflicts:
        assert {statement.text for statement in conflict.statements} == {one, other}
