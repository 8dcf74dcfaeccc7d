"""What a case is answered by a corpus: an answer with its passages, passages, or a summary."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from ragkit.errors import ChatError
from ragkit.evals.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ragkit.answering.answerer import Answerer
    from ragkit.corpus import Corpus
    from ragkit.evals.records import Case, Suite, SummaryTask
    from ragkit.summarizing.summarizer import Summarizer
    from ragkit.types import Chunk

__all__ = ["outcome_of"]

# Where documents are judged, so many passages are looked at for each that counts.
_PER_DOCUMENT = 4
_MOST_HITS = 200  # what `Corpus.search` gives at most


def outcome_of(
    case: Case,
    *,
    suite: Suite,
    corpus: Corpus,
    texts: Mapping[str, str],
    answerer: Answerer,
    summarizer: Summarizer,
    rerank: bool,
) -> tuple[Outcome, tuple[dict[str, Any], ...]]:
    """What a case was answered, and the passages as the run file has them.

    Args:
        case: what is asked.
        suite: its suite, for the task and the number of passages.
        corpus: the suite's documents.
        texts: their canonical texts, by source.
        answerer: what answers, where the task is to ask.
        summarizer: what summarises, where that is the task.
        rerank: whether the reader reads the passages of a question.

    Raises:
        ChatError: if the answer is not whole: what is there would be scored as all of it.
    """
    if case.summary is not None:
        return _summarized(case.summary, corpus, texts, summarizer), ()
    began = time.perf_counter()
    search = partial(corpus.search, case.question, rerank=rerank)
    answer = None
    if suite.task == "ask":
        answer = corpus.ask(case.question, answerer=answerer, rerank=rerank)
    if answer and answer.incomplete:
        raise ChatError(f"the answer is not whole: {answer.incomplete}")
    hits = answer.retrieved if answer else search(top_k=suite.top_k)
    elapsed_ms = _since(began)
    wanted = min(_MOST_HITS, suite.top_k * (_PER_DOCUMENT if case.relevant else 1))
    if len(hits) < wanted and not (answer and len(hits) < answerer.passages):
        # An answerer sees fewer passages than are to be scored.
        hits = search(top_k=wanted)
    chunks = [hit.chunk for hit in hits]
    outcome = Outcome(
        answer=answer,
        passages=tuple((chunk.source, chunk.span) for chunk in chunks),
        texts=texts,
        elapsed_ms=elapsed_ms,
    )
    return outcome, _records(chunks[: suite.top_k])


def _summarized(
    asked: SummaryTask, corpus: Corpus, texts: Mapping[str, str], summarizer: Summarizer
) -> Outcome:
    began = time.perf_counter()
    request = asked.request
    summary = corpus.summarize(
        asked.sources,
        words=request.words,
        sentences=request.sentences,
        style=request.style,
        focus=request.focus,
        summarizer=summarizer,
    )
    if summary.incomplete:
        raise ChatError(f"the summary is not whole: {summary.incomplete}")
    return Outcome(answer=summary, passages=(), texts=texts, elapsed_ms=_since(began))


def _since(began: float) -> float:
    return round(1000 * (time.perf_counter() - began), 1)


def _records(chunks: Sequence[Chunk]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "source": chunk.source,
            "start": chunk.span.start,
            "end": chunk.span.end,
            "text": chunk.text,
        }
        for chunk in chunks
    )
