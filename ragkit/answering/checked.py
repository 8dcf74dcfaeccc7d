"""From what a model gave to what may be shown: numbers become quotes, and each is checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ragkit.answering.names import is_name
from ragkit.answering.quoting import date_order, quote_of, stated
from ragkit.quotes.figures.figure import figures_of, same_measure, same_thing
from ragkit.quotes.support import check_support
from ragkit.text.quantities import contradicts
from ragkit.types import Conflict, Quote, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.answering.evidence import Evidence, NumberedSentence
    from ragkit.answering.replies import GivenConflict, GivenStatement
    from ragkit.types import Check

__all__ = ["Draft", "conflict_of", "draft_of"]

_MOST_SENTENCES = 10  # of a statement: who points at everything points at nothing
_LONGEST = 1_000  # characters of a statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A statement that was checked.

    Attributes:
        given: as the model gave it.
        statement: with its quotes and checks; None where it cannot be shown at all.
        fault: what does not hold, in one line; None where everything does.
    """

    given: GivenStatement
    statement: Statement | None
    fault: str | None


def draft_of(given: GivenStatement, evidence: Evidence) -> Draft:
    """Check a statement against the sentences that it points at."""
    cited = evidence.cited(given.sentences)
    if why := _unshowable(given, cited, evidence):
        return Draft(given=given, statement=None, fault=why)
    cited.sort(key=lambda sentence: sentence.number)
    quotes = tuple(_quotes(cited, given.phrase))
    texts = {sentence.document.source: sentence.document.text for sentence in cited}
    checks = check_support(
        given.text,
        [(texts[quote.source], quote.span) for quote in quotes],
        is_name=lambda word: is_name(word, evidence.text),
    )
    failing = [check for check in checks if not check.holds]
    statement = Statement(text=given.text, quotes=quotes, supported=not failing, checks=checks)
    return Draft(given=given, statement=statement, fault=_reasons(failing))


def _unshowable(
    given: GivenStatement, cited: Sequence[NumberedSentence], evidence: Evidence
) -> str | None:
    if not any(char.isalnum() for char in given.text):
        return "it says nothing"
    if len(given.text) > _LONGEST:
        return f"it has {len(given.text):,} characters; the most is {_LONGEST:,}"
    if not given.sentences:
        return "it points at no sentence"
    if not cited:
        numbers = ", ".join(map(str, given.sentences[:_MOST_SENTENCES]))
        return f"there is no sentence {numbers}: they end at {len(evidence.sentences)}"
    if len(cited) > _MOST_SENTENCES:
        return f"it points at {len(cited)} sentences; the most is {_MOST_SENTENCES}"
    return None


def _reasons(failing: Sequence[Check]) -> str | None:
    return "; ".join(check.detail for check in failing) or None


def _quotes(cited: Sequence[NumberedSentence], phrase: str | None) -> Iterator[Quote]:
    """A quote for each run of sentences that follow each other; the phrase is marked in one."""
    runs: list[list[NumberedSentence]] = [[cited[0]]]
    for one, other in pairwise(cited):
        if _follows(one, other):
            runs[-1].append(other)
        else:
            runs.append([other])
    marked = False
    for run in runs:
        span = Span(run[0].span.start, run[-1].span.end)
        place = None if marked else _place(phrase, span.of(run[0].document.text))
        marked = marked or place is not None
        yield quote_of(run[0].document, span, highlights=(place,) if place else ())


def _follows(one: NumberedSentence, other: NumberedSentence) -> bool:
    if one.document is not other.document or one.span.end > other.span.start:
        return False
    return not one.document.text[one.span.end : other.span.start].strip()


def _place(phrase: str | None, text: str) -> Span | None:
    """Where a phrase stands in a quote, blanks and line ends being one; None where it does not."""
    words = phrase.split() if phrase else []
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return Span(*found.span()) if found else None


def conflict_of(given: GivenConflict, evidence: Evidence) -> Conflict | None:
    """A conflict of quoted sentences, if two of its sides do give different values.

    Returns:
        A statement for each side, the words of its first sentence, the earliest dated first;
        None where no two sides are of different documents and contradict each other.
    """
    sides: dict[str, NumberedSentence] = {}
    for numbers in given.sides:
        if there := evidence.cited(numbers):
            sides.setdefault(there[0].document.doc_id, there[0])
    found = sorted(sides.values(), key=lambda sentence: date_order(sentence.document))
    if not any(_contradict(one, other) for n, one in enumerate(found) for other in found[n + 1 :]):
        return None
    return Conflict(
        about=given.about,
        statements=tuple(stated(quote_of(one.document, one.span)) for one in found),
        dates=tuple(sentence.document.date for sentence in found),
    )


def _contradict(one: NumberedSentence, other: NumberedSentence) -> bool:
    """Whether both count or measure the same thing, and otherwise.

    That they are about the same subject is what the model says; the offline answerer, which
    has no one to ask, looks at that as well (`conflicts.py`).
    """
    if one.document.doc_id == other.document.doc_id:
        return False
    ours, theirs = (
        figures_of(sentence.span.of(sentence.document.text), source="") for sentence in (one, other)
    )
    return any(
        (same_thing(a.quantity, b.quantity) or same_measure(a, b))
        and contradicts(a.quantity, b.quantity)
        for a in ours
        for b in theirs
    )
