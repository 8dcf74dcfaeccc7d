"""The metrics, by name: what each means, how it is averaged, and which way is better."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["CRITERION", "FIRST_RANK", "JUDGED", "METRICS", "Metric", "is_judged", "metric_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """How a metric's scores are put together.

    Attributes:
        kind: "rate" for yes or no in every case (Wilson's interval, McNemar's test);
            "mean" for any other number (bootstrap).
        better: which way is better.
        gated: whether it tells about quality. Times and costs depend on the machine and
            the price list, and a length on what was asked for: they are shown, and no
            comparison calls them worse.
        conditional: whether it depends on what was answered if it applies to a case, and
            not on the case alone: of such a metric, a score less is no loss.
    """

    name: str
    about: str
    kind: Literal["rate", "mean"] = "mean"
    better: Literal["higher", "lower"] = "higher"
    gated: bool = True
    conditional: bool = False


def _rate(name: str, about: str, *, conditional: bool = False) -> Metric:
    return Metric(name=name, about=about, kind="rate", conditional=conditional)


def _mean(name: str, about: str, *, conditional: bool = False) -> Metric:
    return Metric(name=name, about=about, conditional=conditional)


def _cost(name: str, about: str) -> Metric:
    return Metric(name=name, about=about, better="lower", gated=False)


#: What a judge's metrics begin with; the name of a criterion follows.
JUDGED = "judge:"
#: The names that criteria may have.
CRITERION = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")

#: Scored beside `@k`: the first passage alone is what many users see.
FIRST_RANK = ("hit_rate@1",)

METRICS = {
    metric.name: metric
    for metric in (
        _mean("fact_recall", "share of the gold facts that the answer states"),
        _rate("forbidden_avoided", "cases whose answer states none of the forbidden facts"),
        _rate("exact_match", "the short answer is a gold answer (SQuAD's normalisation)"),
        _mean("token_f1", "words shared by the short answer and a gold answer (SQuAD's F1)"),
        _mean("quote_precision", "share of the quoted characters that are gold"),
        _mean("quote_recall", "share of the gold characters that are quoted"),
        _mean("quote_iou", "gold characters quoted over all that are quoted or gold"),
        _mean("support_rate", "share of the statements that their quotes bear", conditional=True),
        _rate("length_kept", "summaries that are no longer than was asked for"),
        _rate("judge:NAME", "answers that the judge lets pass", conditional=True),
        _rate("answered", "answerable cases that were answered"),
        _rate("abstention_precision", "refused cases that are unanswerable", conditional=True),
        _rate("abstention_recall", "unanswerable cases that were refused"),
        _mean("recall@k", "share of the gold items among the first k passages"),
        _mean("mrr", "one over the rank of the first passage that holds a gold item"),
        _mean("ndcg@k", "gain of the first k passages, discounted by rank"),
        _rate("hit_rate@k", "cases with a gold item among the first k passages"),
        _mean("passage_precision", "share of the retrieved characters that are gold"),
        _mean("passage_recall", "share of the gold characters that are retrieved"),
        _mean("passage_iou", "gold characters retrieved over all retrieved or gold"),
        _cost("summary_words", "words of a summary"),
        _cost("latency_ms", "milliseconds that a question took"),
        _cost("input_tokens", "tokens that a model was sent"),
        _cost("output_tokens", "tokens that a model returned"),
        _cost("cost_usd", "US dollars"),
        _cost("judge_tokens", "tokens that the judge was sent and returned"),
        _cost("judge_cost_usd", "US dollars for the judge"),
    )
}


def metric_of(name: str) -> Metric:
    """The metric of a name, be it a key of `METRICS` or of a family.

    "recall@5" is "recall@k", and "judge:concise" is "judge:NAME".

    Raises:
        KeyError: if there is none.
    """
    if is_judged(name):
        return METRICS["judge:NAME"]
    return METRICS[re.sub(r"@[0-9]+\Z", "@k", name)]


def is_judged(name: str) -> bool:
    """Whether a metric is a judge's verdict."""
    return name.startswith(JUDGED) and bool(CRITERION.fullmatch(name, len(JUDGED)))
