"""Hashes that tell whether two runs were asked the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ragkit.evals.records import Case, Fact, SuiteDocument

__all__ = ["case_hash", "document_versions", "suite_hash"]


def case_hash(case: Case) -> str:
    """sha256 over what a case asks and what counts as its answer.

    The line it stands on, its tags and where in its source a proof stands are left out: a
    case that was moved or tagged anew is the same case, and so is one whose document grew.

    Returns:
        64 hexadecimal digits.
    """
    return _sha256(_definition(case))


def suite_hash(cases: Iterable[Case], documents: Iterable[SuiteDocument]) -> str:
    """sha256 over the cases, in order, and over the names and the bytes of the documents.

    Returns:
        64 hexadecimal digits.
    """
    return _sha256(
        {
            "cases": [_definition(case) for case in cases],
            "documents": document_versions(documents),
        }
    )


def document_versions(documents: Iterable[SuiteDocument]) -> list[tuple[str, str]]:
    """The names of documents with the sha256 of their bytes, by name."""
    return sorted(
        (document.source, hashlib.sha256(document.data).hexdigest()) for document in documents
    )


def _definition(case: Case) -> dict[str, object]:
    asked: dict[str, object] = {"question": case.question}
    if case.summary:
        # Not by its question: that is worded for reports.
        asked = {"sources": case.summary.sources, **asdict(case.summary.request)}
    return {
        "id": case.case_id,
        **asked,
        "facts": [[_fact(fact) for fact in group] for group in case.facts],
        "forbid": [_fact(fact) for fact in case.forbid],
        "answerable": case.answerable,
        "relevant": dict(case.relevant),
    }


def _fact(fact: Fact) -> list[object]:
    return [fact.text, fact.source, fact.quote]


def _sha256(value: object) -> str:
    written = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
