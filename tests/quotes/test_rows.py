"""Claims that nobody tuned the checks on: how many distorted ones are caught, honest ones marked.

The sources and claims in `rows/` were written by people who had not seen the rules. These are
floors and ceilings at what was measured (decision 13), so that a change that makes the checks
worse is seen. `last.json` is the set to measure on: do not look at its rows to better a rule.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.quotes.test_claims import failing

ROWS = Path(__file__).parent / "rows"


@pytest.mark.parametrize(
    ("name", "caught", "marked"),
    [("mixed", 0.80, 0.28), ("reworded", 0.80, 0.34), ("last", 0.86, 0.29)],
)
def test_unseen_claims_are_told_apart_as_well_as_was_measured(
    name: str, caught: float, marked: float
) -> None:
    rows = json.loads((ROWS / f"{name}.json").read_text(encoding="utf-8"))
    honest = [bool(failing(claim, row["source"])) for row in rows for claim in row["honest"]]
    distorted = [
        bool(failing(claim, row["source"])) for row in rows for _, claim in row["distorted"]
    ]
    assert len(honest) > 100
    assert len(distorted) > 100
    assert sum(distorted) / len(distorted) >= caught
    assert sum(honest) / len(honest) <= marked
