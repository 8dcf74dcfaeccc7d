"""The offline summarizer: sentences of the documents, whole or shorter, and their quotes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from ragkit.answering.answerer import Told
from ragkit.answering.quoting import quote_of
from ragkit.quotes.support import check_support
from ragkit.summarizing.choosing import Chosen, choose
from ragkit.summarizing.figures import key_figures
from ragkit.summarizing.focusing import nearness
from ragkit.summarizing.repeats import agreeing, conflicts_of
from ragkit.summarizing.weighing import weights
from ragkit.types import Span, Statement

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from numpy.typing import NDArray

    from ragkit.summarizing.material import Material
    from ragkit.summarizing.summarizer import Request
    from ragkit.types import Conflict

__all__ = ["ExtractiveSummarizer"]


# Of a topic that some sentence is about, the nearest has 0.4 and more; of one that nobody wrote
# of, under 0.2.
_NEAR = 0.3
_UNFOCUSED = "nothing here seems to be about the focus: these are sentences nearest to it"


class ExtractiveSummarizer:
    """Summarises with sentences of the documents, offline."""

    name = "extractive"
    settings = ""
    model_name = None
    prompt_hashes: Mapping[str, str] = MappingProxyType({})

    def summarize(self, material: Material, request: Request) -> Generator[Statement, None, Told]:
        """The sentences that tell most, or the figures of these.

        Args:
            material: what there is to choose from.
            request: how the summary is to be.
        """
        weighed = weights(material)
        if request.style == "figures":
            found: list[Chosen] = []
            chosen = _figures(material, weighed, request)
        else:
            found = choose(material, weighed, words=request.words, sentences=request.sentences)
            chosen = [(one, None) for one in found]
        marked: dict[int, list[Span]] = {}
        for one, figure in chosen:
            if figure:
                marked.setdefault(one.n, []).extend(material.sentences[one.n].places_of(one.text))
        statements = tuple(_stated(material, one, marked.get(one.n, ())) for one, _ in chosen)
        yield from statements
        # What a figure is of stands in its sentence.
        whole = dict.fromkeys(Chosen(one.n, material.sentences[one.n].text) for one, _ in chosen)
        conflicts = conflicts_of(material, list(whole) if request.style == "figures" else found)
        conflicts = [_quoted_once(one, statements) for one in conflicts]
        warnings = (_UNFOCUSED,) if material.focus is not None and not _is_near(material) else ()
        return Told(statements=statements, conflicts=tuple(conflicts), warnings=warnings)


def _quoted_once(conflict: Conflict, statements: Sequence[Statement]) -> Conflict:
    """A conflict whose sides quote as the statements do, with what is marked in them."""
    known = {(q.doc_id, q.span): q for statement in statements for q in statement.quotes}
    sides = tuple(
        replace(side, quotes=tuple(known.get((q.doc_id, q.span), q) for q in side.quotes))
        for side in conflict.statements
    )
    return replace(conflict, statements=sides)


def _is_near(material: Material) -> bool:
    """Whether some sentence is about the focus."""
    return bool(np.any(nearness(material) >= _NEAR))


def _figures(
    material: Material, weighed: NDArray[np.floating], request: Request
) -> list[tuple[Chosen, Span | None]]:
    """The key figures that fit, in the order of the documents."""
    found: list[tuple[Chosen, Span | None]] = []
    left = request.words if request.words is not None else 1 << 30
    for n, span in key_figures(material, weighed):
        sentence = material.sentences[n]
        one = Chosen(n, span.of(sentence.text))
        checks = check_support(one.text, [(sentence.document.text, sentence.span)])
        if not all(check.holds for check in checks):
            continue  # without the rest of its sentence it says something else
        if one.words > left or len(found) == request.sentences:
            break
        left -= one.words
        found.append((one, span))
    return sorted(found, key=lambda pair: (pair[0].n, pair[1] or Span(0, 0)))


def _stated(material: Material, chosen: Chosen, marked: Sequence[Span]) -> Statement:
    """A chosen sentence with its quote, and those of other documents that say the same.

    Args:
        material: what there was to choose from.
        chosen: its sentence.
        marked: every figure of the sentence that is told, by one statement or several: the
            same words are one quote.
    """
    own = material.sentences[chosen.n]
    quotes = [
        quote_of(own.document, own.span, highlights=tuple(sorted(set(marked)))),
        *(quote_of(other.document, other.span) for other in agreeing(material, chosen)),
    ]
    checks = check_support(chosen.text, [(own.document.text, own.span)])
    return Statement(
        text=chosen.text,
        quotes=tuple(quotes),
        supported=all(check.holds for check in checks),
        checks=checks,
    )
