"""What every summarizer takes and gives, whether it picks sentences or asks a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from ragkit.answering.answerer import Teller

if TYPE_CHECKING:
    from collections.abc import Generator

    from ragkit.answering.answerer import Told
    from ragkit.summarizing.material import Material
    from ragkit.types import Statement

__all__ = [
    "FEWEST_WORDS",
    "MOST_SENTENCES",
    "MOST_WORDS",
    "STYLES",
    "WORDS",
    "Request",
    "Style",
    "Summarizer",
]

Style = Literal["brief", "bullets", "figures"]
STYLES: tuple[Style, ...] = ("brief", "bullets", "figures")
#: The most words of a summary, where nobody says.
WORDS = 120
#: Words that a sentence can be told in.
FEWEST_WORDS = 1
MOST_WORDS, MOST_SENTENCES = 100_000, 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How a summary is to be.

    Attributes:
        words: the most words; None where sentences are counted.
        sentences: the most sentences; None where words are.
        style: its shape.
        focus: a question or topic; None for all that the documents tell.
    """

    words: int | None
    sentences: int | None
    style: Style = "brief"
    focus: str | None = None


class Summarizer(Teller, Protocol):
    """Makes a summary out of the sentences of documents."""

    def summarize(self, material: Material, request: Request) -> Generator[Statement, None, Told]:
        """Hand on statements as each is checked, and at the end all of it."""
