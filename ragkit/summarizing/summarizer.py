"""What every summarizer takes and gives, whether it picks sentences or asks a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from ragkit.summarizing.material import Material
    from ragkit.types import Conflict, Statement, Usage

__all__ = [
    "FEWEST_WORDS",
    "MOST_SENTENCES",
    "MOST_WORDS",
    "STYLES",
    "WORDS",
    "Condensed",
    "Request",
    "Style",
    "Summarizer",
]

Style = Literal["brief", "bullets", "figures"]
STYLES: tuple[Style, ...] = ("brief", "bullets", "figures")
#: The most words of a summary, where nobody says.
WORDS = 120
#: Words that a sentence can be told in.
FEWEST_WORDS = 10
MOST_WORDS, MOST_SENTENCES = 5_000, 200


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Condensed:
    """What a summary comes to; the attributes are those of `answering.answerer.Found`."""

    statements: tuple[Statement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    model: str | None = None
    sent: str | None = None
    usage: Usage | None = None
    from_cache: bool = False
    incomplete: str | None = None
    warnings: tuple[str, ...] = ()


class Summarizer(Protocol):
    """Makes a summary out of the sentences of documents."""

    @property
    def name(self) -> str:
        """As the provenance of a summary has it."""

    @property
    def settings(self) -> str:
        """What its summaries depend on beside the documents, a model and the prompts."""

    @property
    def prompt_hashes(self) -> Mapping[str, str]:
        """sha256 of each of its prompts, by name; empty where it has none."""

    def summarize(
        self, material: Material, request: Request
    ) -> Generator[Statement, None, Condensed]:
        """Hand on statements as each is checked, and at the end all of it."""
