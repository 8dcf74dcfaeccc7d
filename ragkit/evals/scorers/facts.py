"""Whether an answer says what it has to say, and nothing that it must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.evals.records import Score
from ragkit.evals.stated import find_stated, states
from ragkit.types import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.evals.records import Case, Fact, Outcome
    from ragkit.types import Summary

__all__ = ["fact_recall", "forbidden_avoided", "stated_texts"]

_MOST_WORDINGS = 3  # of a fact that a reason lists
_AROUND = 40  # characters beside what a reason shows


def stated_texts(answer: Answer | Summary) -> tuple[str, ...]:
    """What an answer or a summary says, its conflicts too, a text for each statement."""
    disagreeing = (s for conflict in answer.conflicts for s in conflict.statements)
    return tuple(dict.fromkeys(s.text for s in (*answer.statements, *disagreeing)))


def _text(answer: Answer | Summary) -> str:
    """What an answer says; each statement is a paragraph of its own."""
    return "\n\n".join(stated_texts(answer))


def fact_recall(case: Case, outcome: Outcome, _top_k: int) -> Iterator[Score]:
    """The share of the gold facts that the answer states; of a group one suffices.

    Applies to answerable cases with facts; a refused one has 0, and an empty summary.
    """
    if outcome.answer is None or not case.answerable or not case.facts:
        return
    if outcome.refusal is not None:
        was_asked = isinstance(outcome.answer, Answer)
        reason = "it was refused" if was_asked else f"nothing was stated: {outcome.refusal}"
        yield Score(metric="fact_recall", value=0.0, reason=reason)
        return
    text = _text(outcome.answer)
    missing = [group for group in case.facts if not any(states(text, fact.text) for fact in group)]
    value = (len(case.facts) - len(missing)) / len(case.facts)
    if missing:
        reason = f"lacks {'; '.join(map(_wordings, missing))}"
    else:
        reason = f"states {'; '.join(map(_wordings, case.facts))}"
    yield Score(metric="fact_recall", value=value, reason=reason)


def _wordings(group: Sequence[Fact]) -> str:
    texts = list(dict.fromkeys(fact.text for fact in group))
    more = [f"{len(texts) - _MOST_WORDINGS} more"] if len(texts) > _MOST_WORDINGS else []
    return " or ".join([*(repr(text) for text in texts[:_MOST_WORDINGS]), *more])


def forbidden_avoided(case: Case, outcome: Outcome, _top_k: int) -> Iterator[Score]:
    """1 if the answer states none of the forbidden facts, else 0.

    Applies to cases that forbid one, the unanswerable too; a refusal states nothing.
    """
    if outcome.answer is None or not case.forbid:
        return
    text = _text(outcome.answer)
    given = [(fact, span) for fact in case.forbid if (span := find_stated(text, fact.text))]
    if not given:
        yield Score(metric="forbidden_avoided", value=1.0, reason="states nothing forbidden")
        return
    span = given[0][1]
    place = " ".join(text[max(0, span.start - _AROUND) : span.end + _AROUND].split())
    reason = f"states {'; '.join(repr(fact.text) for fact, _ in given)}: … {place} …"
    yield Score(metric="forbidden_avoided", value=0.0, reason=reason)
