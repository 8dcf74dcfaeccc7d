"""From what a model gave to what may be shown: numbers become quotes, and each is checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from types import MappingProxyType
from typing import TYPE_CHECKING

from ragkit.answering.conflicts import about, disagree
from ragkit.answering.names import is_name
from ragkit.answering.quoting import date_order, quote_of, stated
from ragkit.quotes.figures.figure import figures_of
from ragkit.quotes.support import check_support
from ragkit.types import Conflict, Quote, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ragkit.answering.evidence import Evidence, NumberedSentence
    from ragkit.answering.replies import GivenConflict, GivenStatement
    from ragkit.types import Check, CheckKind

__all__ = ["Draft", "conflict_of", "draft_of"]

_MOST_SENTENCES = 10  # of a statement: who points at everything points at nothing
_LONGEST = 1_000  # characters of a statement
_NO_SENTENCE = "there is no sentence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A statement that was checked.

    Attributes:
        given: as the model gave it.
        statement: with its quotes and checks; None where it cannot be shown at all.
        fault: what does not hold, in one line for the model, with words of its own and of the
            quotes; None where everything does.
    """

    given: GivenStatement
    statement: Statement | None
    fault: str | None

    @property
    def sort(self) -> str:
        """What does not hold, in ragkit's words alone."""
        if self.statement is None:
            known = self.given.sentences and (self.fault or "").startswith(_NO_SENTENCE)
            return "it points at no sentence that is there" if known else self.fault or ""
        failing = (check.kind for check in self.statement.checks if not check.holds)
        return ", ".join(dict.fromkeys(map(_SORTS.__getitem__, failing)))


def draft_of(given: GivenStatement, evidence: Evidence, *, again: bool = False) -> Draft:
    """Check a statement against the sentences that it points at.

    Args:
        given: as the model gave it.
        evidence: what it was shown.
        again: whether it was sent back before: of its numbers, those that are there do then.
    """
    cited = evidence.cited(given.sentences)
    if why := _unshowable(given, cited, evidence, again=again):
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


# What of a statement its quotes do not bear, by the kind of the check that says so.
_SORTS: Mapping[CheckKind, str] = MappingProxyType(
    {
        "quantity": "a figure",
        "name": "a name",
        "date": "a time",
        "negation": "a denial",
        "direction": "a direction",
        "extent": "an extent",
        "wording": "its wording",
    }
)


def _unshowable(
    given: GivenStatement, cited: Sequence[NumberedSentence], evidence: Evidence, *, again: bool
) -> str | None:
    if not any(char.isalnum() for char in given.text):
        return "it says nothing"
    if len(given.text) > _LONGEST:
        return f"it has {len(given.text):,} characters; the most is {_LONGEST:,}"
    if not given.sentences:
        return "it points at no sentence"
    if not cited or (len(cited) < len(given.sentences) and not again):
        last = len(evidence.sentences)
        wrong = [str(number) for number in given.sentences if not 1 <= number <= last]
        return f"{_NO_SENTENCE} {', '.join(wrong[:_MOST_SENTENCES])}, they end at {last}"
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

    That they speak of the same subject is what the model says; what they count or measure, and
    that nothing tells them apart, is looked at as it is offline.

    Returns:
        A statement for each side, the words of its first sentence, the earliest dated first;
        None where no two sides are of different documents and contradict each other.
    """
    sides: dict[str, NumberedSentence] = {}
    for numbers in given.sides:
        if there := evidence.cited(numbers):
            sides.setdefault(there[0].document.doc_id, there[0])
    found = sorted(sides.values(), key=lambda sentence: date_order(sentence.document))
    figures = [figures_of(one.words, source="") for one in found]
    for one, other in combinations(range(len(found)), 2):
        for ours, theirs in product(figures[one], figures[other]):
            if disagree(ours, theirs):
                return Conflict(
                    about=about(found[one].words, ours),
                    statements=tuple(stated(quote_of(side.document, side.span)) for side in found),
                    dates=tuple(side.document.date for side in found),
                )
    return None
