"""Whether sources bear the figures in a draft's own words.

A figure is compared with those of the sources that count the same thing: the same
noun, unit and kind, in a sentence that speaks of the same subject. What cannot be told
apart from another thing is "not found", never "contradicted".
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.quotes.draft import running_text
from ragkit.quotes.records import Place
from ragkit.quotes.report import DraftFigure, FigureVerdict
from ragkit.text.mentions import find_names
from ragkit.text.quantities import compare, contradicts, find_quantities
from ragkit.text.sentences import split_sentences
from ragkit.text.terms import STOP_WORDS, content_terms, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ragkit.text.quantities import Kind, Quantity
    from ragkit.types import Document, Span

__all__ = ["Figure", "check_figures", "figures_of", "same_thing", "subject_share"]

#: Kinds that tell when or in which order, and are no figures.
_NO_FIGURES: frozenset[Kind] = frozenset({"ordinal", "year", "date", "time"})
_BORDER = re.compile(r"[,;:–—()“”\"«»]\s?|\b(?:and|but|while|whereas)\b")
_PRONOUNS = frozenset(terms("them it those these that this each all both"))
_TIMES: frozenset[Kind] = frozenset({"year", "date"})
# Shares of the claim's words that the source's sentence has to hold.
_BEARS = 0.4
_BEARS_UNNAMED = 0.5  # where one of the figures does not say what it counts
_CONTRADICTS = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity in its sentence.

    Attributes:
        subject: the sentence's content terms, figures and their units left out.
        clause: those of the clause that the quantity stands in.
        names: terms of its names.
        times: its dates and years.
    """

    source: str
    quantity: Quantity
    sentence: Span
    text: str
    subject: frozenset[str]
    clause: frozenset[str]
    names: frozenset[str]
    times: tuple[Quantity, ...]


def check_figures(text: str, documents: Iterable[Document]) -> list[DraftFigure]:
    """Check every figure in a draft's own words.

    Args:
        text: the draft; what it quotes is left out.
        documents: where to look.

    Returns:
        Figures in order, their `line` not filled in.
    """
    own = running_text(text)
    asked = [
        figure
        for figure in figures_of(text, source="")
        if any(part.contains(figure.quantity.span) for part in own)
    ]
    if not asked:
        return []
    known: dict[str, list[Figure]] = defaultdict(list)
    for document in documents:
        for figure in figures_of(document.text, source=document.source):
            known[figure.quantity.dimension].append(figure)
    return [_check(figure, known[figure.quantity.dimension]) for figure in asked]


def figures_of(text: str, *, source: str) -> list[Figure]:
    """The figures of a text, each with what its sentence speaks of."""
    found: list[Figure] = []
    for sentence, quantities in _by_sentence(text):
        figures = [q for q in quantities if q.kind not in _NO_FIGURES]
        if not figures:
            continue
        body = sentence.of(text)
        times = tuple(q for q in quantities if q.kind in _TIMES)
        bare = _without(body, [q.span for q in quantities], sentence.start)
        names = frozenset(
            term for name in find_names(body) for term in terms(name.of(body)) if _tells(term)
        )
        found.extend(
            Figure(
                source=source,
                quantity=quantity,
                sentence=sentence,
                text=body,
                subject=_subject(bare),
                clause=_subject(_clause(bare, quantity.span.start - sentence.start)),
                names=names,
                times=times,
            )
            for quantity in figures
        )
    return found


def _by_sentence(text: str) -> Iterator[tuple[Span, list[Quantity]]]:
    quantities = iter(find_quantities(text))
    quantity = next(quantities, None)
    for sentence in split_sentences(text):
        inside: list[Quantity] = []
        while quantity and quantity.span.start < sentence.span.end:
            if sentence.span.contains(quantity.span):
                inside.append(quantity)
            quantity = next(quantities, None)
        if inside and sentence.kind not in {"code", "furniture"}:
            yield sentence.span, inside


def _without(body: str, spans: Iterable[Span], start: int) -> str:
    """A sentence with its quantities blanked, every other character in its place."""
    for span in spans:
        low, high = span.start - start, span.end - start
        body = body[:low] + " " * (high - low) + body[high:]
    return body


def _clause(body: str, at: int) -> str:
    borders = [0, *(m.start() for m in _BORDER.finditer(body)), len(body)]
    return body[max(b for b in borders if b <= at) : min(b for b in borders if b > at)]


def _subject(words: str) -> frozenset[str]:
    return frozenset(term for term in content_terms(words) if not term[0].isdigit())


def _tells(term: str) -> bool:
    return term not in STOP_WORDS and not term[0].isdigit()


def same_thing(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities count the same: the same noun, and no modifier tells them apart."""
    if one.dimension != other.dimension or one.per != other.per:
        return False
    if not one.counted or not other.counted:
        return False
    if one.counted[0] != other.counted[0]:
        return False
    ours, theirs = set(one.counted[1:]), set(other.counted[1:])
    return not ours or not theirs or ours <= theirs or theirs <= ours


def _unnamed(one: Figure, other: Figure) -> bool:
    """Whether one of two figures leaves open what it counts ("3 million of them")."""
    return any(not f.quantity.counted or f.quantity.counted[0] in _PRONOUNS for f in (one, other))


def _same_sizes(one: Figure, other: Figure) -> bool:
    """Whether the sizes in what is counted ("152 mm rounds") stand in the other's sentence too."""
    for mine, yours in ((one, other), (other, one)):
        sizes = {term for term in mine.quantity.counted if term[0].isdigit()}
        if sizes and not sizes.intersection(terms(yours.text)):
            return False
    return True


def subject_share(one: Figure, other: Figure) -> float:
    """Share of the first sentence's content words that the second holds, 0 to 1.

    What is counted is compared apart and left out, unless nothing else is said.
    """
    return _share(one.subject, one, other)


def _share(words: frozenset[str], one: Figure, other: Figure) -> float:
    asked = words.difference(one.quantity.counted) or words
    return len(asked & other.subject) / max(1, len(asked))


def _check(asked: Figure, known: Sequence[Figure]) -> DraftFigure:
    """The verdict on a figure: of those that count the same, the one in the nearest sentence."""
    rated: dict[FigureVerdict, tuple[float, Figure]] = {}
    for figure in known:
        share = max(subject_share(asked, figure), _share(asked.clause, asked, figure))
        verdict = _compared(asked, figure, share)
        if verdict and share > rated.get(verdict, (0.0, figure))[0]:
            rated[verdict] = (share, figure)
    for verdict in FigureVerdict:
        if verdict in rated:
            figure = rated[verdict][1]
            said = {
                FigureVerdict.BORNE: "a source gives it",
                FigureVerdict.CONTRADICTED: f"the source says {_words(figure)}",
                FigureVerdict.NOT_FOUND: f"the nearest source says less: {_hedged(figure)!r}",
            }
            return _report(asked, verdict, figure, said[verdict])
    return _report(asked, FigureVerdict.NOT_FOUND, None, "no source counts the same thing")


def _compared(asked: Figure, figure: Figure, share: float) -> FigureVerdict | None:
    if share < _BEARS or not _same_sizes(asked, figure):
        return None
    same = same_thing(asked.quantity, figure.quantity)
    open_ended = share >= _BEARS_UNNAMED and _unnamed(asked, figure)
    if compare(asked.quantity, figure.quantity) != "different":
        return FigureVerdict.BORNE if same or open_ended else None
    if contradicts(asked.quantity, figure.quantity):
        close = subject_share(asked, figure) >= _CONTRADICTS
        certain = same and close and asked.names <= figure.names | figure.subject
        return FigureVerdict.CONTRADICTED if certain and not _other_time(asked, figure) else None
    return FigureVerdict.NOT_FOUND if same or open_ended else None


def _words(figure: Figure) -> str:
    """The quantity as it is written; its span is the document's, its text the sentence's."""
    start, span = figure.sentence.start, figure.quantity.span
    return figure.text[span.start - start : span.end - start]


def _hedged(figure: Figure) -> str:
    """The quantity with the two words before it, where its bound or hedge may stand."""
    before = figure.text[: figure.quantity.span.start - figure.sentence.start].split()[-2:]
    return " ".join([*before, _words(figure)])


def _other_time(one: Figure, other: Figure) -> bool:
    """Whether both say when, and never the same."""
    if not one.times or not other.times:
        return False
    return all(contradicts(a, b) for a in one.times for b in other.times)


def _report(
    asked: Figure, verdict: FigureVerdict, figure: Figure | None, detail: str
) -> DraftFigure:
    return DraftFigure(
        text=_words(asked),
        span=asked.quantity.span,
        line=None,
        verdict=verdict,
        place=Place(figure.source, figure.quantity.span) if figure else None,
        found=figure.text if figure else "",
        detail=detail,
    )
