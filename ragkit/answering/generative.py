"""The answerer with a language model: it may point at sentences, and never writes a quote.

    passages -> numbered sentences -> the model -> statements with numbers
             -> quotes cut from the source -> checks -> shown, or sent back once

A statement is handed on as soon as it is whole and its quotes bear it. What they do not
bear goes back to the model once, with what failed; what still fails is marked as
unsupported, or left out. Nothing that the model writes is shown as a quote, a place or a
reason.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ragkit.answering.answerer import Found, nearest_sources, nothing_found
from ragkit.answering.candidates import find_candidates
from ragkit.answering.checked import conflict_of
from ragkit.answering.evidence import gather
from ragkit.answering.exchange import Exchange
from ragkit.answering.extractive import confidence_of, find_conflict
from ragkit.answering.places import place_of
from ragkit.answering.prompted import PromptedModel, for_statements
from ragkit.answering.replies import conflicts_of
from ragkit.answering.sieve import Sieve, released
from ragkit.errors import ChatError, ChatTooLongError, QueryError
from ragkit.tokens import count_tokens

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from ragkit.answering.candidates import Candidate
    from ragkit.answering.evidence import Evidence
    from ragkit.llm.chat import ChatModel
    from ragkit.retrieval import Retrieved
    from ragkit.types import Conflict, Statement

__all__ = ["MAX_TOKENS", "PASSAGES", "ModelAnswerer"]

#: Passages that the budget is filled from.
PASSAGES = 12
#: Tokens of the passages in a prompt, if they are that many; and where the reader has put the
#: best first, which holds the answer as often (docs/decisions/0019-reader.md).
MAX_TOKENS, READ_TOKENS = 3_000, 1_500
# Passages that tell how likely the answer is in them, and whether two of them disagree.
_WEIGHED = 4
_FEWEST = 200  # tokens of passages: a model that cannot take these cannot answer
_LONGEST_QUESTION = 4_000  # tokens


class ModelAnswerer(PromptedModel):
    """Answers with a language model; safe to share between threads if the model is.

    Args:
        model: what is asked.
        strict: whether statements that their quotes do not bear are left out; else they are
            shown, marked as unsupported.
        prompts: a folder of prompts in the place of those of the same name.
        max_tokens: the most tokens of passages in a prompt, in o200k_base; None for 3,000, or
            1,500 where the reader has put the best first.

    Raises:
        PromptError: if a prompt does not read, or asks for another kind of reply.
        QueryError: if `max_tokens` leaves no room for a passage.
    """

    passages = PASSAGES
    asks = for_statements("answer", "malformed", "repair")
    least_tokens = _FEWEST

    def __init__(
        self,
        model: ChatModel,
        *,
        strict: bool = False,
        prompts: Path | None = None,
        max_tokens: int | None = None,
    ) -> None:
        most = MAX_TOKENS if max_tokens is None else max_tokens
        super().__init__(model, strict=strict, prompts=prompts, max_tokens=most)
        self._of_read = READ_TOKENS if max_tokens is None else max_tokens

    def answer(self, question: str, retrieved: Retrieved) -> Generator[Statement, None, Found]:
        """Answer; each statement is handed on once it is checked.

        Args:
            question: as it was asked.
            retrieved: its best passages.

        Returns:
            All of it. If the model breaks off after something was handed on, what there is.

        Raises:
            QueryError: if the question is too long for a prompt; nothing is sent.
            ChatError: if the model cannot be asked or does not answer.
        """
        # No token is shorter than a byte: most questions need not be counted.
        short = len(question.encode()) <= _LONGEST_QUESTION
        tokens = 0 if short else count_tokens([question])[0]
        if tokens > _LONGEST_QUESTION:
            raise QueryError(
                f"the question has {tokens:,} tokens; a model is sent {_LONGEST_QUESTION:,} at most"
            )
        read = any(hit.reading is not None for hit in retrieved.hits)
        budget = self._of_read if read else self.max_tokens
        sent = None
        while True:
            evidence = gather(retrieved, max_tokens=budget)
            if not evidence.sentences:
                return Found(reason=nothing_found(retrieved), model=self.model.name)
            # What is tried again with fewer was sent with more.
            sent = sent or f"the question and {evidence.counted} to {place_of(self.model)}"
            try:
                return replace((yield from self._asked(question, retrieved, evidence)), sent=sent)
            except ChatTooLongError as error:
                # A model of a small context: half of the passages may do.
                budget //= 2
                if budget < _FEWEST:
                    raise error.having_sent(sent) from error.__cause__
            except ChatError as error:
                raise error.having_sent(sent) from error.__cause__

    def _asked(
        self, question: str, retrieved: Retrieved, evidence: Evidence
    ) -> Generator[Statement, None, Found]:
        first = self.prompts["answer"].render(question=question, passages=evidence.text)
        exchange = Exchange(self.model, self.prompts, first)
        sieve = Sieve(evidence)
        yield from released(exchange, sieve, strict=self.strict)
        candidates = find_candidates(question, retrieved, passages=_WEIGHED)
        return Found(
            statements=tuple(sieve.shown),
            conflicts=tuple(_conflicts(question, retrieved, candidates, exchange, sieve)),
            reason=None if sieve.shown else _reason(sieve, retrieved),
            confidence=confidence_of(question, retrieved, candidates) if candidates else 0.0,
            model=exchange.model_name,
            usage=exchange.usage,
            from_cache=exchange.from_cache,
            incomplete=exchange.incomplete,
            warnings=tuple(sieve.left_out()),
        )


def _reason(sieve: Sieve, retrieved: Retrieved) -> str:
    nearest = nearest_sources(retrieved)
    if why := sieve.reason:
        return f"what the model said does not hold ({why}); the passages are of {nearest}"
    return f"the model found no answer in the passages; the nearest are in {nearest}"


def _conflicts(
    question: str,
    retrieved: Retrieved,
    candidates: Sequence[Candidate],
    exchange: Exchange,
    sieve: Sieve,
) -> Iterator[Conflict]:
    """The conflicts that the model names and its sentences hold; else one that it passed over."""
    if not sieve.shown:
        return
    given = conflicts_of(exchange.data)
    found = list(filter(None, (conflict_of(one, sieve.evidence) for one in given)))
    if not found and (passed_over := find_conflict(question, retrieved, candidates)):
        quoted = [quote for statement in sieve.shown for quote in statement.quotes]
        ours = [quote for statement in passed_over.statements for quote in statement.quotes]
        if any(a.doc_id == b.doc_id and a.span.overlaps(b.span) for a in quoted for b in ours):
            found = [passed_over]
    yield from map(sieve.quoted_once, found)
