"""Runs made by hand: what reports and comparisons are shown in the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ragkit.evals.records import CaseResult, Gold, Run, RunHeader, Score

if TYPE_CHECKING:
    from collections.abc import Sequence

SENTENCE = "The Karsholm ferry carries 310 passengers."
PASSAGE = f"The crossing takes an hour. {SENTENCE} It was built in 1987."


def score(metric: str, value: float | None, reason: str = "as counted") -> Score:
    return Score(metric=metric, value=value, reason=reason)


def answer(text: str | None = SENTENCE, *, reason: str | None = None) -> dict[str, Any]:
    """An answer as `ragkit ask --json` prints it, quoted from `PASSAGE`."""
    start = 128
    quote = {"text": text, "source": "ferry.md", "start": start, "end": start + len(text or "")}
    return {
        "question": "How many passengers does the ferry carry?",
        "answer": text,
        "abstained": text is None,
        "reason": reason,
        "statements": [{"text": text, "supported": True, "quotes": [0]}] if text else [],
        "quotes": [{**quote, "line": 3, "highlights": []}] if text else [],
        "elapsed_ms": 12.5,
    }


def result(case_id: str, *scores: Score, **changed: Any) -> CaseResult:
    given: dict[str, Any] = {
        "case_id": case_id,
        "case_hash": f"hash of {case_id}",
        "question": f"What is {case_id}?",
        "tags": ("figure",),
        "answerable": True,
        "gold": (
            (
                Gold(text="310 passengers", source="ferry.md", line=3, quote=SENTENCE),
                Gold(text="310"),
            ),
        ),
        "forbid": (),
        "answer": answer(),
        "passages": (
            {"source": "ferry.md", "start": 100, "end": 100 + len(PASSAGE), "text": PASSAGE},
        ),
        "scores": scores or (score("fact_recall", 1.0), score("answered", 1.0)),
        "elapsed_ms": 12.5,
        **changed,
    }
    return CaseResult(**given)


def a_run(results: Sequence[CaseResult], **changed: Any) -> Run:
    given: dict[str, Any] = {
        "suite": "ferries",
        "suite_hash": "ab" * 32,
        "corpus_hash": "cd" * 32,
        "cases": len(results),
        "versions": {"ragkit": "0.0.1", "python": "3.11.7"},
        "settings": {"task": "ask", "top_k": 5, "limit": None, "tags": []},
        "prompt_hashes": {},
        **changed,
    }
    return Run(header=RunHeader(**given), results=tuple(results))
