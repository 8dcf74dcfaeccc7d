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

from ragkit.quotes.records import Place
from ragkit.quotes.report import DraftFigure, FigureVerdict
from ragkit.text.mentions import find_names
from ragkit.text.quantities import compare, contradicts, find_quantities
from ragkit.text.sentences import split_sentences
from ragkit.text.terms import STOP_WORDS, content_terms, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ragkit.text.quantities import Kind, Quantity
    from ragkit.types import Document, Span

__all__ = [
    "Figure",
    "check_figures",
    "figures_of",
    "other_time",
    "same_thing",
    "told_apart",
]

#: Kinds that tell when or in which order, and are no figures.
_NO_FIGURES: frozenset[Kind] = frozenset({"ordinal", "year", "date", "time"})
_BORDER = re.compile(r"[,;:–—()“”\"«»]\s?|\b(?:and|but|while|whereas)\b")
_PRONOUNS = frozenset(terms("them it those these that this each all both"))
_TIMES: frozenset[Kind] = frozenset({"year", "date"})
# Shares of the claim's words that the source's sentence has to hold.
_BEARS = 0.4
_MOST_COMPARED = 200
_BEARS_UNNAMED = 0.5  # where one of the figures does not say what it counts
_CONTRADICTS = 0.99
# Words of one group tell two things apart: the northern mill and the southern.
_GROUPS = [
    frozenset(terms(group))
    for group in (
        "north south east west northern southern eastern western",
        "summer winter spring autumn fall",
        "new old",
        "first second third fourth last",
        "day night morning evening afternoon",
        "monday tuesday wednesday thursday friday saturday sunday",
        "defence prosecution",
        "import export",
        "profit revenue loss cost",
        "for against",
        "plan expect forecast actual",
        "killed injured hurt wounded",
    )
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity in its sentence.

    Attributes:
        words: the sentence's terms, all of them.
        subject: the sentence's content terms, figures and their units left out.
        clause: those of the clause that the quantity stands in.
        names: terms of its names.
        times: its dates and years.
    """

    source: str
    quantity: Quantity
    sentence: Span
    text: str
    words: frozenset[str]
    subject: frozenset[str]
    clause: frozenset[str]
    names: frozenset[str]
    times: tuple[Quantity, ...]


def check_figures(
    text: str, own: Sequence[Span], documents: Iterable[Document]
) -> list[DraftFigure]:
    """Check every figure in a draft's own words.

    Args:
        text: the draft.
        own: the parts of it that are its own words, as `divide` tells them.
        documents: where to look.

    Returns:
        Figures in order, their `line` not filled in.
    """
    asked = [
        figure
        for figure in figures_of(text, source="")
        if any(part.contains(figure.quantity.span) for part in own)
    ]
    if not asked:
        return []
    known: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for document in documents:
        for figure in figures_of(document.text, source=document.source):
            known[_shelf(figure)].append(figure)
    return [_check(figure, _comparable(figure, known)) for figure in asked]


def _shelf(figure: Figure) -> tuple[str, str]:
    """What a figure is looked up by: its dimension and the noun that it counts."""
    quantity = figure.quantity
    noun = quantity.counted[0] if quantity.counted else ""
    return quantity.dimension, "" if noun in _PRONOUNS else noun


def _comparable(
    asked: Figure, known: Mapping[tuple[str, str], Sequence[Figure]]
) -> Sequence[Figure]:
    """The figures that may be of the same thing."""
    dimension, noun = _shelf(asked)
    if noun:
        return [*known.get((dimension, noun), ()), *known.get((dimension, ""), ())]
    return [f for (kind, _), shelf in known.items() if kind == dimension for f in shelf]


def figures_of(text: str, *, source: str) -> list[Figure]:
    """The figures of a text, each with what its sentence speaks of."""
    found: list[Figure] = []
    for sentence, quantities in _by_sentence(text):
        figures = [q for q in quantities if q.kind not in _NO_FIGURES]
        if not figures:
            continue
        body = sentence.of(text)
        times = tuple(q for q in quantities if q.kind in _TIMES)
        words = frozenset(terms(body))
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
                words=words,
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
        if sizes and not sizes & yours.words:
            return False
    return True


def _share(words: frozenset[str], one: Figure, other: Figure) -> float:
    """Share of one's content words that the other's sentence holds, 0 to 1.

    What is counted is compared apart and left out, unless nothing else is said.
    """
    asked = words.difference(one.quantity.counted) or words
    return len(asked & other.subject) / max(1, len(asked))


def _check(asked: Figure, known: Sequence[Figure]) -> DraftFigure:
    """The verdict on a figure: of those that count the same, the one in the nearest sentence."""
    rated: dict[FigureVerdict, Figure] = {}
    for share, figure in _nearest(asked, known):
        verdict = _compared(asked, figure, share)
        if verdict:
            rated.setdefault(verdict, figure)
        if verdict is FigureVerdict.BORNE:
            break
    for verdict in FigureVerdict:
        if verdict in rated:
            figure = rated[verdict]
            said = {
                FigureVerdict.BORNE: "a source gives it",
                FigureVerdict.CONTRADICTED: f"the source says {_words(figure)}",
                FigureVerdict.NOT_FOUND: f"the nearest source says less: {_hedged(figure)!r}",
            }
            return _report(asked, verdict, figure, said[verdict])
    return _report(asked, FigureVerdict.NOT_FOUND, None, "no source counts the same thing")


def _nearest(asked: Figure, known: Sequence[Figure]) -> list[tuple[float, Figure]]:
    """Figures whose sentences hold most of the asked one's words, best first.

    All of the same value, and of the others so many that a long list of like sentences
    costs no more than its length.
    """
    rated = [
        (max(_share(words, asked, figure) for words in (asked.subject, asked.clause)), figure)
        for figure in known
    ]
    rated.sort(key=lambda row: -row[0])
    value = asked.quantity.low
    return [
        row for n, row in enumerate(rated) if n < _MOST_COMPARED or row[1].quantity.low == value
    ]


def _compared(asked: Figure, figure: Figure, share: float) -> FigureVerdict | None:
    if share < _BEARS or not _same_sizes(asked, figure):
        return None
    same = same_thing(asked.quantity, figure.quantity)
    open_ended = share >= _BEARS_UNNAMED and _unnamed(asked, figure)
    if compare(asked.quantity, figure.quantity) != "different":
        return FigureVerdict.BORNE if same or open_ended else None
    if contradicts(asked.quantity, figure.quantity):
        close = _share(asked.subject, asked, figure) >= _CONTRADICTS
        certain = same and close and asked.names <= figure.names | figure.subject
        apart = other_time(asked, figure) or told_apart(asked, figure)
        return FigureVerdict.CONTRADICTED if certain and not apart else None
    return FigureVerdict.NOT_FOUND if same or open_ended else None


def told_apart(one: Figure, other: Figure) -> bool:
    """Whether words of one group stand in both sentences, and never the same."""
    return any(
        (one.words & group) and (other.words & group) and not (one.words & other.words & group)
        for group in _GROUPS
    )


def _words(figure: Figure) -> str:
    """The quantity as it is written; its span is the document's, its text the sentence's."""
    start, span = figure.sentence.start, figure.quantity.span
    return figure.text[span.start - start : span.end - start]


def _hedged(figure: Figure) -> str:
    """The quantity with the two words before it, where its bound or hedge may stand."""
    before = figure.text[: figure.quantity.span.start - figure.sentence.start].split()[-2:]
    return " ".join([*before, _words(figure)])


def other_time(one: Figure, other: Figure) -> bool:
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
