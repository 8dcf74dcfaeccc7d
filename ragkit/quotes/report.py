"""What `verify` says of a draft: each quotation and each figure, with where to look."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ragkit.quotes.records import Place, QuoteCheck
    from ragkit.types import Check, Document, Span

__all__ = ["UNCHANGED", "DraftFigure", "DraftQuote", "FigureVerdict", "VerifyReport"]

#: The note on a saved quote that stands where it stood.
UNCHANGED = "unchanged"


class FigureVerdict(StrEnum):
    """Whether the sources bear a figure of the draft.

    borne: a source gives the same value, or one compatible with it, for the same thing.
    contradicted: a source counts the same thing otherwise.
    not_found: no source counts the same thing, or the one that does says less.
    """

    BORNE = "borne"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuote:
    """A quotation of a draft and the verdict on it.

    Attributes:
        check: verdict, place and what was found.
        span: where it stands in the draft; None where it came without one (JSON lines).
        line: the draft's line, 1-based; None where it has no lines.
        claimed: the source that was named for it, else None.
        claims: the sentences that it was to bear, alone or with others of its answer.
        checks: whether they are borne.
        note: what is to be said of the quotation itself ("never closed"), "" for nothing.
    """

    check: QuoteCheck
    span: Span | None = None
    line: int | None = None
    claimed: str | None = None
    claims: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    note: str = ""

    @property
    def label(self) -> str:
        """The verdict in a word."""
        return self.check.verdict.value

    @property
    def words(self) -> str:
        """What the draft says."""
        return self.check.asked

    @property
    def place(self) -> Place | None:
        """Where the source says it, or what is nearest to it."""
        return self.check.place

    @property
    def found(self) -> str:
        """What the source says there."""
        return self.check.found

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know, a line each."""
        failed = [check.detail for check in self.checks if not check.holds]
        return tuple(filter(None, [self.check.detail, self.note, *failed]))

    @property
    def odd(self) -> bool:
        """Whether a person should look, although it may hold."""
        return bool(self.check.clipped or (self.note and self.note != UNCHANGED))

    def holds(self, *, strict: bool = False) -> bool:
        """Whether nothing speaks against it; `strict` counts a clipped quote as a lie."""
        supported = all(check.holds for check in self.checks)
        return self.check.verified and supported and not (strict and self.check.clipped)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFigure:
    """A figure in a draft's own words and the verdict on it.

    Attributes:
        text: the figure as it stands, with its unit.
        place: the source's figure that bears or contradicts it or says less, else None.
        found: the source's sentence, "" where there is none.
    """

    text: str
    span: Span
    line: int | None
    verdict: FigureVerdict
    place: Place | None = None
    found: str = ""
    detail: str = ""

    @property
    def label(self) -> str:
        """The verdict in two words."""
        return f"figure {self.verdict.value}"

    @property
    def words(self) -> str:
        """What the draft says."""
        return self.text

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know, a line each."""
        return (self.detail,) if self.detail else ()

    def holds(self, *, strict: bool = False) -> bool:
        """Whether nothing speaks against it; `strict` wants a source that bears it."""
        if strict:
            return self.verdict is FigureVerdict.BORNE
        return self.verdict is not FigureVerdict.CONTRADICTED


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """All of a draft's quotations and figures, in its order.

    Attributes:
        draft: None where quotes came one by one.
        documents: those that were looked through, by source.
    """

    quotes: tuple[DraftQuote, ...]
    figures: tuple[DraftFigure, ...] = ()
    draft: Document | None = None
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)

    def line_of(self, place: Place) -> int | None:
        """The line of a place, 1-based; None where the document has no lines of its own."""
        return self.documents[place.source].line_at(place.span.start)

    def page_of(self, place: Place) -> int | None:
        """The page of a place, 1-based; None where the document has no pages."""
        return self.documents[place.source].page_at(place.span.start)

    def holds(self, *, strict: bool = False) -> bool:
        """Whether every quotation is verified and no figure is contradicted."""
        quotes = all(item.holds(strict=strict) for item in self.quotes)
        return quotes and all(item.holds(strict=strict) for item in self.figures)
