"""What a question took: time, and a model's tokens and price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.evals.records import Score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.evals.records import Case, Outcome

__all__ = ["FROM_CACHE", "latency", "usage"]

#: The reason of a time that is not a model's.
FROM_CACHE = "the reply came from the cache"


def latency(_case: Case, outcome: Outcome, _top_k: int) -> Iterator[Score]:
    """Milliseconds from the question to the answer; applies to every case."""
    cached = outcome.answer is not None and outcome.answer.provenance.from_cache
    reason = FROM_CACHE if cached else "as measured"
    yield Score(metric="latency_ms", value=outcome.elapsed_ms, reason=reason)


def usage(_case: Case, outcome: Outcome, _top_k: int) -> Iterator[Score]:
    """Tokens and dollars.

    Apply where a model was asked and its server counts; one whose price is not known yields
    no cost. Of a reply that came from the cache they are those of the first time.
    """
    used = outcome.answer.provenance.usage if outcome.answer else None
    # No model is sent nothing: then its server did not count.
    if used is None or not used.input_tokens:
        return
    cached = f", {used.cached_tokens} of them cached" if used.cached_tokens else ""
    sent = f"sent{cached}"
    yield Score(metric="input_tokens", value=float(used.input_tokens), reason=sent)
    yield Score(metric="output_tokens", value=float(used.output_tokens), reason="returned")
    if used.cost is not None:
        yield Score(metric="cost_usd", value=used.cost, reason="by the price list")
