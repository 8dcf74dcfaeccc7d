"""The offline summarizer: sentences of the documents, whole or shorter, and their quotes."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ragkit.answering.quoting import quote_of
from ragkit.quotes.support import check_support
from ragkit.summarizing.choosing import choose
from ragkit.summarizing.repeats import agreeing, conflicts_of
from ragkit.summarizing.summarizer import Condensed
from ragkit.summarizing.weighing import weights
from ragkit.types import Statement

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from ragkit.summarizing.choosing import Chosen
    from ragkit.summarizing.material import Material
    from ragkit.summarizing.summarizer import Request

__all__ = ["ExtractiveSummarizer"]


class ExtractiveSummarizer:
    """Summarises with sentences of the documents, offline."""

    name = "extractive"
    settings = ""
    prompt_hashes: Mapping[str, str] = MappingProxyType({})

    def summarize(
        self, material: Material, request: Request
    ) -> Generator[Statement, None, Condensed]:
        """The sentences that tell most.

        Args:
            material: what there is to choose from.
            request: how the summary is to be.
        """
        chosen = choose(
            material,
            weights(material, focus=request.focus_vector),
            words=request.words,
            sentences=request.sentences,
        )
        statements = tuple(_stated(material, one) for one in chosen)
        yield from statements
        return Condensed(
            statements=statements, conflicts=tuple(conflicts_of(material, chosen))
        )


def _stated(material: Material, chosen: Chosen) -> Statement:
    """A chosen sentence with its quote, and those of other documents that say the same."""
    own = material.sentences[chosen.n]
    places = [own, *agreeing(material, chosen)]
    quotes = [(place.document.text, place.span) for place in places]
    return Statement(
        text=chosen.text,
        quotes=tuple(quote_of(place.document, place.span) for place in places),
        checks=check_support(chosen.text, quotes[:1]),
    )
