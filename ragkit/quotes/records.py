"""What `locate` says of words that somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ragkit.types import Span

__all__ = ["Change", "Place", "QuoteCheck", "Verdict"]


class Verdict(StrEnum):
    """How the words stand in the source.

    The first three are verified:
        exact: as they stand, on token boundaries.
        normalized: equal after changes that cannot alter meaning.
        elided: marked parts, in order, and nothing that matters was left out.
    The others are refuted:
        altered: close, but a word, figure, sign or mark differs.
        spliced: the parts stand in the sources, but apart.
        misattributed: they stand in another source than the one claimed.
        fabricated: they stand nowhere.
    """

    EXACT = "exact"
    NORMALIZED = "normalized"
    ELIDED = "elided"
    ALTERED = "altered"
    SPLICED = "spliced"
    MISATTRIBUTED = "misattributed"
    FABRICATED = "fabricated"

    @property
    def verified(self) -> bool:
        """Whether the source says it."""
        return self in {Verdict.EXACT, Verdict.NORMALIZED, Verdict.ELIDED}


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of a source: `span` refers to the document's text."""

    source: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step of a word diff from the quote to the source.

    Attributes:
        kind: "equal", "replace", "delete" (only in the quote) or "insert" (only in the source).
        asked: the quote's characters, "" for an insertion.
        found: the source's characters, "" for a deletion.
    """

    kind: Literal["equal", "replace", "delete", "insert"]
    asked: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCheck:
    """The verdict on one quote, and where to look.

    Attributes:
        asked: the words as they were given.
        verdict: see `Verdict`.
        place: where the words stand; for an altered quote the real text that is nearest,
            for a misattributed one the place in the other source, for a spliced one its
            first part; None for a fabricated one.
        found: the source's characters at `place`, "" where there is none.
        other_places: every further occurrence, in order of sources and offsets.
        parts: of an elided or spliced quote, where each part stands, in the quote's order.
        clipped: the negation, bound, hedge or unit that the same clause holds just outside
            the cut ("did not"); None where there is none, or the quote is refuted.
        diff: word diff against `found` of an altered quote; empty otherwise.
        detail: one sentence for a person.
    """

    asked: str
    verdict: Verdict
    place: Place | None = None
    found: str = ""
    other_places: tuple[Place, ...] = ()
    parts: tuple[Place, ...] = ()
    clipped: str | None = None
    diff: tuple[Change, ...] = ()
    detail: str = ""

    @property
    def verified(self) -> bool:
        """Whether the source says it; `clipped` may still warn."""
        return self.verdict.verified
