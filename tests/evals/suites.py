"""A small suite of invented documents, as a file and as a record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ragkit.evals.suite import load_suite

if TYPE_CHECKING:
    from pathlib import Path

    from ragkit.evals.records import Suite

DOCUMENTS = {
    "ferry.md": (
        "# The Karsholm ferry\n\nThe Karsholm ferry carries 310 passengers and 42 cars.\n\n"
        "Captain Ilse Brandt has commanded it since 4 May 2021.\n"
    ),
    "mill.txt": (
        "The Ostrand mill grinds 17 tonnes of rye a day.\n\n"
        "Its wheel was replaced in 1987 by the brothers Torvald.\n"
    ),
    "bridge.txt": (
        "The Alder bridge reopened on 12 June 2019.\n\nIt carries 12,400 vehicles a day.\n"
    ),
}
SUITE = """\
name: karsholm
corpus: documents
cases:
  - id: passengers
    question: How many passengers does the Karsholm ferry carry?
    facts: [{text: 310 passengers, source: ferry.md, quote: carries 310 passengers}]
    forbid: [{text: 42 passengers}]
    tags: [figure]
  - id: captain
    question: Who has commanded the Karsholm ferry since 2021?
    facts: [{text: Ilse Brandt, source: ferry.md, quote: Captain Ilse Brandt}]
    tags: [name]
  - id: rye
    question: How many tonnes of rye does the Ostrand mill grind a day?
    facts: [{text: 17 tonnes, source: mill.txt, quote: grinds 17 tonnes of rye}]
    tags: [figure]
  - id: wheel
    question: When was the wheel of the Ostrand mill replaced?
    facts: [{text: "1987", source: mill.txt, quote: was replaced in 1987}]
    tags: [date]
  - id: vehicles
    question: How many vehicles does the Alder bridge carry a day?
    facts: [{text: "12,400 vehicles", source: bridge.txt, quote: "carries 12,400 vehicles a day"}]
    tags: [figure]
  - id: football
    question: Who won the 1998 football world cup?
    answerable: false
    tags: [unanswerable]
"""


def write_suite(folder: Path, *, suite: str = SUITE) -> Path:
    """Write the documents and a suite over them; the suite's path."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text, encoding="utf-8")
    path = folder / "karsholm.yaml"
    path.write_text(suite, encoding="utf-8")
    return path


def a_suite(folder: Path) -> Suite:
    """The suite, read."""
    return load_suite(write_suite(folder))


def without_times(path: Path) -> list[str]:
    """The lines of a run file, times left out: what has to be the same in every run."""
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        record = json.loads(line) if line else {}
        record.pop("elapsed_ms", None)
        (record.get("answer") or {}).pop("elapsed_ms", None)
        for score in record.get("scores", ()):
            if score["metric"] == "latency_ms":
                score.update(value=None, reason="")
        lines.append(json.dumps(record))
    return lines
