"""What is measured on: SQuAD's paragraphs and questions, or text made from the seeds."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.summaries import ROOT, long_text
from ragkit.evals.suite import load_suite

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Texts", "from_seeds", "from_squad"]

PAGES = 150
QUESTIONS = 300
SLICE = 300


class Texts(NamedTuple):
    """Paragraphs to add and questions to ask of them.

    Attributes:
        said: what they are, for the reader of a table.
    """

    paragraphs: list[str]
    questions: list[str]
    said: str

    @property
    def slices(self) -> list[str]:
        """All of the text in pieces of 300 characters."""
        whole = " ".join(self.paragraphs)
        return [whole[start : start + SLICE] for start in range(0, len(whole), SLICE)]


def from_squad(path: Path) -> Texts:
    """All paragraphs of a set in SQuAD's format, and some of its questions."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    paragraphs = [one for article in articles for one in article["paragraphs"]]
    questions = [asked["question"] for one in paragraphs for asked in one["qas"]]
    return Texts(
        [one["context"] for one in paragraphs],
        random.Random(1).sample(questions, min(QUESTIONS, len(questions))),
        f"the {len(paragraphs)} paragraphs of {path.name}",
    )


def from_seeds() -> Texts:
    """Text made from the seeds with other names and figures, and the questions of their suite."""
    made = long_text(PAGES).split("\n\n")
    suite = load_suite(ROOT / "evals" / "seeds.yaml")
    paragraphs = [one for one in made if one and not one.startswith("#")]
    said = f"{len(paragraphs)} paragraphs made from seeds/; --squad takes a public set"
    return Texts(paragraphs, [case.question for case in suite.cases], said)
