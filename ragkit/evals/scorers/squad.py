"""Exact match and token F1 as SQuAD defines them.

Rajpurkar et al., EMNLP 2016 and ACL 2018, and the sets' own script; SQuAD 2.0 holds
the empty answer to be right where there is none.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from typing import TYPE_CHECKING

from ragkit.evals.records import Score
from ragkit.types import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.evals.records import Case, Outcome

__all__ = ["exact_match", "normalize", "short_answer", "short_text", "token_f1"]

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalize(text: str) -> str:
    """Lower case without ASCII punctuation and articles, in single spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(given: str, gold: str) -> float:
    """1 if both are the same when normalised, else 0."""
    return float(normalize(given) == normalize(gold))


def token_f1(given: str, gold: str) -> float:
    """Harmonic mean of the precision and the recall of words, 0 to 1.

    Words count as often as they stand. If either has no words, 1 where neither has.
    """
    ours, theirs = normalize(given).split(), normalize(gold).split()
    if not ours or not theirs:
        return float(ours == theirs)
    shared = (Counter(ours) & Counter(theirs)).total()
    return 2 * shared / (len(ours) + len(theirs))


def short_text(answer: Answer) -> str:
    """The words that answer: the first highlight of the first quote, else the first statement.

    "" of a refusal.
    """
    if answer.abstained or not answer.statements:
        return ""
    first = answer.statements[0]
    quote = first.quotes[0] if first.quotes else None
    return quote.highlights[0].of(quote.text) if quote and quote.highlights else first.text


def short_answer(case: Case, outcome: Outcome, _top_k: int) -> Iterator[Score]:
    """Exact match and token F1 of the short answer, with the gold answer that is nearest.

    Apply to cases that ask for one fact and to unanswerable ones, whose gold answer is "".
    Gold answers that have no words are passed over where another has some.
    """
    answer = outcome.answer
    if not isinstance(answer, Answer) or (case.answerable and not case.gold_texts):
        return
    golds = case.gold_texts if case.answerable else ()
    golds = tuple(gold for gold in golds if normalize(gold)) or ("",)
    given = short_text(answer)
    for metric, measure in (("exact_match", exact_match), ("token_f1", token_f1)):
        best = max(golds, key=lambda gold: measure(given, gold))
        reason = f"{given!r} for {best!r}"
        yield Score(metric=metric, value=measure(given, best), reason=reason)
