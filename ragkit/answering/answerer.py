"""What every answerer takes and gives, whether it picks sentences or asks a model.

Summarizers share what an answer's provenance names and what telling took.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from ragkit.retrieval import Retrieved
    from ragkit.types import Conflict, Statement, Usage

__all__ = ["Answerer", "Found", "Teller", "Told", "nearest_sources", "nothing_found"]

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of documents, and what telling it took.

    Attributes:
        model: what was asked; None for none.
        sent: what was sent to it, and where to; None if nothing was.
        usage: of every call; None where there was none, or the server does not say.
        from_cache: a reply of the model was kept from an earlier time.
        incomplete: why there would have been more; None where it is whole.
        warnings: what a reader should know, a line each.
    """

    statements: tuple[Statement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    model: str | None = None
    sent: str | None = None
    usage: Usage | None = None
    from_cache: bool = False
    incomplete: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Told):
    """What an answer comes to; it has no statements where the answerer abstains.

    Attributes:
        reason: why there are no statements; None where there are.
        confidence: estimated probability that the passages hold the answer, 0 to 1.
    """

    reason: str | None = None
    confidence: float = 0.0


class Teller(Protocol):
    """What answers and what summarises have in common: what their provenance names."""

    @property
    def name(self) -> str:
        """As the provenance has it."""

    @property
    def settings(self) -> str:
        """What it depends on beside the documents, a model and the prompts."""

    @property
    def model_name(self) -> str | None:
        """The language model that it asks for; None for none."""

    @property
    def prompt_hashes(self) -> Mapping[str, str]:
        """sha256 of each of its prompts, by name; empty where it has none."""


class Answerer(Teller, Protocol):
    """Makes an answer out of passages."""

    @property
    def passages(self) -> int:
        """How many it wants."""

    def answer(self, question: str, retrieved: Retrieved) -> Generator[Statement, None, Found]:
        """Hand on statements as each is checked, and at the end all of it."""


def nothing_found(retrieved: Retrieved) -> str:
    """Why there is no answer where there is no passage."""
    if retrieved.chunk_count:
        return "the corpus holds no such words"
    return "the corpus holds no documents; fill it with `ragkit add PATH`"


def nearest_sources(retrieved: Retrieved) -> str:
    """The sources of the best passages, for a reason."""
    hits = retrieved.hits[:_MOST_NAMED]
    return ", ".join(dict.fromkeys(hit.document.source for hit in hits))
