"""What other documents say of the same: in agreement, or otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ragkit.answering.conflicts import about, disagree
from ragkit.answering.quoting import date_order, quote_of, stated
from ragkit.quotes.figures.figure import figures_of
from ragkit.quotes.support import check_support
from ragkit.types import Conflict, count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.quotes.figures.figure import Figure
    from ragkit.summarizing.choosing import Chosen
    from ragkit.summarizing.material import Material, SourceSentence

__all__ = ["agreeing", "conflicts_of", "is_said"]

# Cosine of two sentences that say the same, and of two about the same.
_SAME, _ALIKE = 0.7, 0.55
_MOST = 3  # other documents that are quoted for one statement
_SENTENCE = 5  # words that are no mere figure
_TELLING = frozenset({"quantity", "date", "name"})


def agreeing(material: Material, chosen: Chosen) -> list[SourceSentence]:
    """Sentences of other documents, one of each, that bear a statement as its own does."""
    found: dict[str, SourceSentence] = {}
    for other in (material.sentences[n] for n in _near(material, chosen.n, least=_SAME)):
        source = other.document.source
        if source in found or len(found) == _MOST:
            continue
        if is_said(chosen.text, other):
            found[source] = other
    return list(found.values())


def is_said(text: str, by: SourceSentence) -> bool:
    """Whether a sentence says what a text does: to the letter, or something of it is the same."""
    if count_words(text) >= _SENTENCE and text.casefold() in by.text.casefold():
        return True
    checks = check_support(text, [(by.document.text, by.span)])
    # Likeness alone is no agreement.
    return all(check.holds for check in checks) and any(c.kind in _TELLING for c in checks)


def conflicts_of(material: Material, chosen: Sequence[Chosen]) -> list[Conflict]:
    """Figures of a summary that other documents give otherwise, each once."""
    found: list[Conflict] = []
    told: set[tuple[str, int]] = set()
    for one in chosen:
        sentence = material.sentences[one.n]
        ours = figures_of(one.text, source="")
        others = _near(material, one.n, least=_ALIKE) if ours else []
        for figure in ours:
            against = {
                material.sentences[n].document.source: material.sentences[n]
                for n in reversed(others)
                for theirs in material.figures(n)
                if disagree(figure, theirs)
                and _of_one_kind(ours, figure, material.figures(n), theirs)
            }
            sides = sorted([sentence, *against.values()], key=lambda s: date_order(s.document))
            keys = {(side.document.doc_id, side.span.start) for side in sides}
            if against and not keys & told:
                told |= keys
                found.append(
                    Conflict(
                        about=about(one.text, figure),
                        statements=tuple(stated(quote_of(s.document, s.span)) for s in sides),
                        dates=tuple(s.document.date for s in sides),
                    )
                )
    return found


def _of_one_kind(
    ours: Sequence[Figure], figure: Figure, others: Sequence[Figure], theirs: Figure
) -> bool:
    """Whether no measure tells what is counted apart: rounds of 152 mm from rounds of 122 mm.

    The two figures themselves, which disagree, may be measures.
    """
    one, two = (
        {
            (f.quantity.dimension, f.quantity.low)
            for f in found
            if f.quantity.kind == "measure" and f.at != own.at
        }
        for found, own in ((ours, figure), (others, theirs))
    )
    return not one or not two or one == two


def _near(material: Material, n: int, *, least: float) -> list[int]:
    """The numbers of sentences of other documents that are like one, the likest first."""
    own = material.sentences[n]
    similar = material.vectors @ own.vector
    order = [int(i) for i in np.argsort(-similar, kind="stable") if similar[i] >= least]
    own_id = own.document.doc_id
    return [i for i in order if material.sentences[i].document.doc_id != own_id]
