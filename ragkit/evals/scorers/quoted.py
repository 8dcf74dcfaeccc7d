"""Whether an answer quotes the words that prove it, and its quotes bear what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.evals.records import Score
from ragkit.evals.spans import located, merged, overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ragkit.evals.records import Case, Fact, Outcome
    from ragkit.evals.spans import Overlap, Place
    from ragkit.types import Answer, Summary

__all__ = ["absent_sources", "overlap_scores", "quote_overlap", "support_rate"]


def quote_overlap(case: Case, outcome: Outcome, _top_k: int) -> Iterator[Score]:
    """Precision, recall and IoU of the quoted characters against the gold ones.

    Apply to answerable cases with located facts. Quotes are those of all statements, a
    conflict's too, a character counting once. Of a group, the fact that is quoted most has
    to be quoted, and to quote another of them is not wrong. Gold is often a clause of the
    sentence that is quoted, so precision and IoU of a right answer are below 1. A refusal
    quotes nothing and has 0 in all three, and so does an empty summary.
    """
    if outcome.answer is None or not case.answerable:
        return
    groups = located(case)
    if groups:
        yield from overlap_scores("quote", _quoted(outcome.answer), groups, outcome.texts)


def _quoted(answer: Answer | Summary) -> list[Place]:
    """What is quoted, as disjoint places."""
    sources = dict.fromkeys(quote.source for quote in answer.quotes)
    return [
        (source, span)
        for source in sources
        for span in merged(quote.span for quote in answer.quotes if quote.source == source)
    ]


def overlap_scores(
    prefix: str,
    found: Sequence[Place],
    groups: Sequence[Sequence[tuple[Fact, Place]]],
    texts: Mapping[str, str],
) -> Iterator[Score]:
    """The three scores of places that were found; without a value where gold is out of reach."""
    names = [f"{prefix}_{kind}" for kind in ("precision", "recall", "iou")]
    absent = absent_sources(groups, texts)
    if absent:
        for name in names:
            yield Score(metric=name, value=None, reason=absent)
        return
    result = overlap(found, [[place for _, place in group] for group in groups])
    reason = _account(result)
    values = (result.precision, result.recall, result.iou)
    for name, value in zip(names, values, strict=True):
        yield Score(metric=name, value=value, reason=reason)


def absent_sources(
    groups: Sequence[Sequence[tuple[Fact, Place]]], texts: Mapping[str, str]
) -> str | None:
    """Why gold is out of reach: the corpus lacks a document; None where it lacks none."""
    for group in groups:
        if not any(source in texts for _, (source, _) in group):
            return f"the corpus holds no {group[0][1][0]!r}, which proves {group[0][0].text!r}"
    return None


def _account(result: Overlap) -> str:
    covered = f"{result.covered} of {result.gold} gold characters"
    more = f" and {more} of other gold" if (more := result.right - result.covered) else ""
    return f"{covered}{more}, among {result.found}"


def support_rate(_case: Case, outcome: Outcome, _top_k: int) -> Iterator[Score]:
    """The share of the statements that their quotes bear.

    Applies where something was stated. The statements of a conflict are quotes to the
    letter and are left out.
    """
    statements = outcome.answer.statements if outcome.answer else ()
    if not statements:
        return
    unborne = [statement for statement in statements if not statement.supported]
    reason = f"its quotes bear all {len(statements)} statements"
    if unborne:
        failing = [check.detail for check in unborne[0].checks if not check.holds]
        reason = failing[0] if failing else f"its quotes do not bear {unborne[0].text!r}"
    borne = len(statements) - len(unborne)
    yield Score(metric="support_rate", value=borne / len(statements), reason=reason)
