"""The offline answerer: the best supporting sentences, whole, or an abstention."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ragkit.answering.answerer import Found, nearest_sources, nothing_found
from ragkit.answering.candidates import PASSAGES, find_candidates, shares
from ragkit.answering.confidence import confidence, echoes, evidence_of
from ragkit.answering.conflicts import about, find_disagreement
from ragkit.answering.highlights import highlight
from ragkit.answering.measures import term_weights
from ragkit.answering.quoting import quote_of, stated, without_marker
from ragkit.errors import QueryError
from ragkit.text.mentions import find_dates, find_figures
from ragkit.text.questions import asks_yes_or_no, names_nothing, question_kind
from ragkit.types import DEFAULT_ABSTAIN_BELOW, Conflict, Span

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from ragkit.answering.candidates import Candidate
    from ragkit.retrieval import Retrieved
    from ragkit.text.questions import QuestionKind
    from ragkit.types import Statement

__all__ = ["MAX_STATEMENTS", "PASSAGES", "Extractive", "confidence_of", "find_conflict"]

MAX_STATEMENTS = 3
# No further sentence is added once one holds this share of the choice, or two hold the
# second: a second opinion is cheap, a third has to be needed.
_ENOUGH = (0.95, 0.82)
# Two sentences this alike say the same.
_SAME = 0.95
# Where the reader finds so much less than nothing, rules mark the words that answer.
_DOUBTED = -2.0


class Extractive:
    """Answers with sentences of the passages, offline.

    Args:
        abstain: whether to refuse when the confidence is low.
        max_statements: the most sentences to give, 1 to 3.
        abstain_below: the confidence that is low, 0 to 1.

    Raises:
        QueryError: if one of them is not among what it can be.
    """

    name = "extractive"
    passages = PASSAGES
    model_name = None
    prompt_hashes: Mapping[str, str] = MappingProxyType({})

    def __init__(
        self,
        *,
        abstain: bool = True,
        max_statements: int | None = None,
        abstain_below: float = DEFAULT_ABSTAIN_BELOW,
    ) -> None:
        limit = MAX_STATEMENTS if max_statements is None else max_statements
        if not 1 <= limit <= MAX_STATEMENTS:
            raise QueryError(f"max_statements is {limit}; it has to be 1 to {MAX_STATEMENTS}")
        if not 0 <= abstain_below <= 1:
            raise QueryError(f"abstain_below is {abstain_below}; it has to be 0 to 1")
        self._abstain = abstain
        self._below = abstain_below
        self._limit = limit

    @property
    def settings(self) -> str:
        """What its answers depend on."""
        return f"abstain={self._abstain} max={self._limit} below={self._below}"

    def answer(self, question: str, retrieved: Retrieved) -> Generator[Statement, None, Found]:
        """The sentences that answer, each a quote to the letter.

        Args:
            question: as it was asked.
            retrieved: its best passages.
        """
        if self._abstain and names_nothing(question):
            return Found(reason="the question names nothing to look for")
        candidates = find_candidates(question, retrieved)
        if not candidates:
            return Found(reason=nothing_found(retrieved))
        sure = confidence_of(question, retrieved, candidates)
        if self._abstain and sure < self._below:
            reason = f"no passage says so; the nearest are in {nearest_sources(retrieved)}"
            return Found(reason=reason, confidence=sure)
        weights = term_weights(retrieved)
        chosen = _choose(candidates, self._limit)
        statements = tuple(_stated(candidate, question, weights) for candidate in chosen)
        yield from statements
        conflict = find_conflict(question, retrieved, candidates)
        return Found(
            statements=statements,
            confidence=sure,
            conflicts=(conflict,) if conflict else (),
        )


def confidence_of(question: str, retrieved: Retrieved, candidates: Sequence[Candidate]) -> float:
    """Estimated probability that the best of the candidates, of which there is one, answers."""
    return confidence(evidence_of(question, retrieved, candidates))


def find_conflict(
    question: str, retrieved: Retrieved, candidates: Sequence[Candidate]
) -> Conflict | None:
    """Sentences that give other values than the best one; None where none does."""
    rows = find_disagreement(candidates) if question_kind(question) == "figure" else []
    if not rows:
        return None
    weights = term_weights(retrieved)
    return Conflict(
        about=about(rows[0][0].text, rows[0][1]),
        statements=tuple(_stated(candidate, question, weights) for candidate, _ in rows),
        dates=tuple(one.hit.document.date for one, _ in rows),
    )


def _choose(candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    covered = 0.0
    for candidate, share in zip(candidates, shares(candidates), strict=True):
        if len(chosen) == limit:
            break
        if chosen and covered >= _ENOUGH[min(len(chosen), len(_ENOUGH)) - 1]:
            break
        vector = candidate.sentence.vector
        covered += share
        if any(float(vector @ other.sentence.vector) > _SAME for other in chosen):
            continue
        chosen.append(candidate)
    return chosen


def _stated(candidate: Candidate, question: str, weights: Mapping[str, float]) -> Statement:
    """A candidate as a statement: its words, which are its quote."""
    document = candidate.hit.document
    span = without_marker(document.text, candidate.sentence.span)
    return stated(quote_of(document, span, highlights=_marked(candidate, span, question, weights)))


def _marked(
    candidate: Candidate, quoted: Span, question: str, weights: Mapping[str, float]
) -> tuple[Span, ...]:
    """The words of a quote that answer: the reader's, or what rules take for them."""
    if asks_yes_or_no(question):
        return ()  # the sentence as a whole bears on it, and no word of it is a yes
    read = candidate.answer
    kind = question_kind(question)
    ruled = highlight(question, kind, quoted.of(candidate.hit.document.text), weights)
    if read is None or (ruled and read.margin < _DOUBTED) or not quoted.contains(read.span):
        return ruled
    own = Span(read.span.start - quoted.start, read.span.end - quoted.start)
    words = read.span.of(candidate.hit.document.text)
    if ruled and (echoes(words, question) or _rule_is_better(kind, ruled[0], own, words)):
        return ruled
    return (own,)


def _rule_is_better(kind: QuestionKind, ruled: Span, own: Span, words: str) -> bool:
    """Whether rules mark a figure or a date better than the reader, whose words are `own`."""
    if kind not in {"figure", "date"}:
        return False
    found = find_figures(words) if kind == "figure" else find_dates(words)
    if not found or ruled.contains(own):
        return True  # a figure is asked for, and it marks none; "June 1991" rather than "1991"
    # "412 in March and 390": one of them answers.
    return kind == "figure" and len(found) > 1 and own.contains(ruled)
