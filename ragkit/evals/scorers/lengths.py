"""Whether a summary keeps to the length that was asked for, and how long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.evals.records import Score
from ragkit.types import Summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.evals.records import Case, Outcome

__all__ = ["length"]


def length(case: Case, outcome: Outcome, _top_k: int) -> Iterator[Score]:
    """length_kept, 1 if a summary has at most the words or sentences asked for, and its words.

    Apply to summaries. A statement is a sentence, as it is to `Corpus.summarize`; words are
    what white space parts.
    """
    summary = outcome.answer
    if not isinstance(summary, Summary) or case.summary is None:
        return
    asked = case.summary.request
    if asked.words is not None:
        found, most, unit = summary.words, asked.words, "words"
    elif asked.sentences is not None:
        found, most, unit = len(summary.statements), asked.sentences, "sentences"
    else:
        return
    reason = f"{found} of {most} {unit}"
    yield Score(metric="length_kept", value=float(found <= most), reason=reason)
    yield Score(metric="summary_words", value=float(summary.words), reason="as counted")
