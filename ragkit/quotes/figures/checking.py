"""Whether sources bear the figures in a draft's own words.

A figure is compared with those of the sources that count the same thing: the same
noun, unit and kind, in a sentence that speaks of the same subject. What cannot be told
apart from another thing is "not found", never "contradicted".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from ragkit.quotes.figures.apart import difference, told_apart
from ragkit.quotes.figures.candidates import Shelves
from ragkit.quotes.figures.figure import figures_of, same_measure, same_thing
from ragkit.quotes.figures.pairing import has_own_subject
from ragkit.quotes.records import Place
from ragkit.quotes.report import DraftFigure, FigureVerdict
from ragkit.text.opposites import find_pointers
from ragkit.text.quantities import compare, contradicts
from ragkit.text.terms import terms
from ragkit.text.units import unit_named
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ragkit.quotes.figures.figure import Figure
    from ragkit.text.quantities import Quantity
    from ragkit.types import Document

__all__ = ["check_figures"]

# Shares of the claim's words that the source's sentence has to hold.
_BEARS = 0.4
_BEARS_UNNAMED = 0.5  # where one of the figures does not say what it counts
_CONTRADICTS = 0.99

# Words that are none of German, French, Spanish, Italian, Dutch or Danish.
_ENGLISH = re.compile(
    r"\b(?:the|and|about|after|because|been|before|being|between|during|from|his|its|only|our|their"
    r"|them|then|there|this|those|through|were|which|while|who|with|would|your|she|should|than"
    r"|per\s?cent|stood|said|sent|made|paid|held"
    r"|[a-z]{2,}(?:ched|cked|lled|shed|ated|nted|rted|dled|uced|yed|pped))\b",
    re.IGNORECASE,
)

#: What a source's figure makes of a draft's, and why.
_Finding = tuple[FigureVerdict, str]


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
    known = Shelves(
        figure
        for document in documents
        for figure in figures_of(document.text, source=document.source)
    )
    return [_check(figure, known.near(figure)) for figure in asked]


def _check(asked: Figure, known: Iterable[Figure]) -> DraftFigure:
    """The verdict on a figure: of those that count the same, the one in the nearest sentence."""
    rated: dict[FigureVerdict, tuple[Figure, str]] = {}
    for share, figure in _nearest(asked, known):
        if share < _BEARS:
            break
        finding = _compared(asked, figure, share)
        if finding and finding[0] is FigureVerdict.BORNE and _is_outdone(asked, figure, rated):
            # Neither: it may be the same in other words, or of another thing.
            rated.pop(FigureVerdict.CONTRADICTED)
            rated[FigureVerdict.NOT_FOUND] = (figure, "the source says it of something else")
            break
        if finding:
            rated.setdefault(finding[0], (figure, finding[1]))
            if finding[0] is FigureVerdict.BORNE:
                break
    for verdict in FigureVerdict:
        if verdict in rated:
            return _report(asked, verdict, *rated[verdict])
    return _report(asked, FigureVerdict.NOT_FOUND, None, "no source counts the same thing")


def _is_outdone(
    asked: Figure, figure: Figure, rated: Mapping[FigureVerdict, tuple[Figure, str]]
) -> bool:
    """Whether a sentence without the draft's first word bears what one with it contradicts."""
    first = next((t for t in terms(asked.part.of(asked.text)) if t in asked.clause), "")
    return FigureVerdict.CONTRADICTED in rated and bool(first) and first not in figure.words


def _nearest(asked: Figure, known: Iterable[Figure]) -> list[tuple[float, Figure]]:
    """Figures with the share of the asked one's words that their sentences hold, best first."""
    rated = [
        (max(_share(words, asked, figure) for words in (asked.subject, asked.clause)), figure)
        for figure in known
    ]
    rated.sort(key=lambda row: -row[0])
    return rated


def _share(words: frozenset[str], one: Figure, other: Figure) -> float:
    """Share of one's content words that the other's sentence holds, 0 to 1.

    What is counted is compared apart and left out, unless nothing else is said.
    """
    asked = words.difference(one.quantity.counted) or words
    return len(asked & other.subject) / max(1, len(asked))


def _same_sizes(one: Figure, other: Figure) -> bool:
    """Whether the sizes in what is counted ("152 mm rounds") stand in the other's sentence too."""
    for mine, yours in ((one, other), (other, one)):
        sizes = {term for term in mine.quantity.counted if term[0].isdigit()}
        if sizes and not sizes & yours.words:
            return False
    return True


def _compared(asked: Figure, figure: Figure, share: float) -> _Finding | None:
    if asked.is_partial or figure.is_partial or not _same_sizes(asked, figure):
        return None
    same = same_thing(asked.quantity, figure.quantity)
    unnamed = not asked.noun or not figure.noun
    about = same or (share >= _BEARS_UNNAMED and unnamed)
    if _other_range(asked.quantity, figure.quantity):
        # That one range lies within another bears neither.
        other = f"the source gives another range: {figure.hedged!r}"
        return (FigureVerdict.NOT_FOUND, other) if about else None
    value = _value(asked.quantity, figure.quantity)
    if value == "as much":
        return _as_much(asked, figure) if about else None
    if value == "otherwise":
        return _otherwise(asked, figure)
    less = f"the nearest source says less: {figure.hedged!r}"
    return (FigureVerdict.NOT_FOUND, less) if about else None


def _value(asked: Quantity, found: Quantity) -> Literal["as much", "otherwise", "neither"]:
    """Whether a source's value bears or contradicts a draft's, whichever way either went."""
    if _is_plain(asked) and _is_plain(found) and asked.unit == found.unit:
        # As `compare` and `contradicts` say, and many times faster.
        if (asked.kind, asked.per) != (found.kind, found.per):
            return "neither"
        return "as much" if asked.low == found.low else "otherwise"
    # Which way it went is compared with the words of the clause.
    if compare(replace(asked, change=""), replace(found, change="")) != "different":
        return "as much"
    return "otherwise" if contradicts(asked, found) else "neither"


def _is_plain(quantity: Quantity) -> bool:
    return not quantity.bound and not quantity.approximate and quantity.low == quantity.high


def _other_range(asked: Quantity, found: Quantity) -> bool:
    """Whether both are ranges, and not the same."""
    if asked.low == asked.high or found.low == found.high:
        return False
    ours, theirs = unit_named(asked.unit), unit_named(found.unit)
    return any(
        ours.to_base(end) != theirs.to_base(other)
        for end, other in ((asked.low, found.low), (asked.high, found.high))
    )


def _as_much(asked: Figure, figure: Figure) -> _Finding:
    """The same value: borne, unless the source says it of another, denies it or plans it."""
    why = difference(asked, figure)
    if not why:
        return FigureVerdict.BORNE, "a source gives it"
    certain = why.against and _speaks_of_all(asked, figure, but=why.said)
    return FigureVerdict.CONTRADICTED if certain else FigureVerdict.NOT_FOUND, why.detail


def _otherwise(asked: Figure, figure: Figure) -> _Finding | None:
    """Another value: a contradiction only where nothing else is different."""
    # "It is one thing to …" counts nothing.
    if asked.written.lower() == "one" or _same_otherwise_written(asked, figure):
        return None
    same = same_thing(asked.quantity, figure.quantity) or same_measure(asked, figure)
    if not same or not _speaks_of_all(asked, figure):
        return None
    if _holds(figure, asked) or not _is_english(asked, figure):
        return None
    if told_apart(asked, figure) or difference(asked, figure):
        return None
    return FigureVerdict.CONTRADICTED, f"the source says {figure.written}"


def _holds(figure: Figure, asked: Figure) -> bool:
    """Whether another figure of the source's sentence may be the draft's.

    Not where it is plainly said of another: "the audit cost $12,400, the survey cost $900".
    """
    wanted = asked.quantity
    rivals = [q for q in figure.figures if q.dimension == wanted.dimension and q is not wanted]
    return any(
        _value(wanted, q) == "as much" and not has_own_subject(figure, q, asked) for q in rivals
    )


def _same_otherwise_written(asked: Figure, figure: Figure) -> bool:
    """Whether only marks tell the numbers apart: 1.500 may be 1500 or one and a half."""
    one, other = (re.sub(r"(?<=\d)[.,\s](?=\d)", "", f.written) for f in (asked, figure))
    return one == other


def _is_english(asked: Figure, figure: Figure) -> bool:
    """Whether a word of either sentence is English: the rules are for no other language.

    Either, for a source contradicts only where it holds all words of the draft.
    """
    return any(
        _ENGLISH.search(f.text) or find_pointers(f.text, Span(0, len(f.text)))
        for f in (asked, figure)
    )


def _speaks_of_all(asked: Figure, figure: Figure, *, but: str = "") -> bool:
    """Whether the source's sentence holds every word and name of the draft's, `but` some."""
    close = _share(asked.subject.difference(terms(but)), asked, figure) >= _CONTRADICTS
    return close and asked.names <= figure.names | figure.subject


def _report(
    asked: Figure, verdict: FigureVerdict, figure: Figure | None, detail: str
) -> DraftFigure:
    return DraftFigure(
        text=asked.written,
        span=asked.quantity.span,
        line=None,
        verdict=verdict,
        place=Place(figure.source, figure.quantity.span) if figure else None,
        found=figure.text if figure else "",
        detail=detail,
    )
