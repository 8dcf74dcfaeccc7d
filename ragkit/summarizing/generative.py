"""The summarizer with a language model: it may point at sentences, and never writes a quote.

    sentences -> one call, where they fit -> statements with numbers -> checks -> shown
    sentences -> parts -> which of each matter -> these sentences -> the same call

A long text is read in parts. What comes out of a part are numbers of its sentences and
nothing else, so that the evidence of a statement is the source's own however long the text
is, and no model summarises what another has written.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ragkit.answering.answerer import Told
from ragkit.answering.checked import conflict_of
from ragkit.answering.evidence import Line, listed
from ragkit.answering.exchange import Exchange
from ragkit.answering.places import place_of
from ragkit.answering.prompted import PromptedModel, for_statements
from ragkit.answering.replies import conflicts_of, numbers_of
from ragkit.answering.sieve import Sieve, released
from ragkit.errors import ChatError
from ragkit.llm.chat import total_usage
from ragkit.llm.json_objects import json_object_of
from ragkit.summarizing.spending import Budget
from ragkit.tokens import count_tokens
from ragkit.types import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    from ragkit.answering.evidence import Evidence
    from ragkit.llm.chat import ChatModel, Reply
    from ragkit.summarizing.material import Material
    from ragkit.summarizing.summarizer import Request
    from ragkit.types import Conflict, Statement, Usage

__all__ = ["MAX_TOKENS", "ModelSummarizer"]

#: Tokens of the sentences in a prompt, if they are that many.
MAX_TOKENS = 8_000
_FEWEST = 500
_PER_SENTENCE = 5  # tokens of a number and a line end
_CALLS = 4  # parts that are read at a time
# Sentences that are chosen of a part, for each hundred words of the summary; and at least.
_PER_HUNDRED, _LEAST = 6, 5
_MUCH = 5_000  # words of a summary
_PER_WORD, _FRAME = 3, 200  # tokens of a reply, with the numbers of its sentences
_LEVELS = 4  # times that what was chosen is chosen from again
_SHAPES = {
    "brief": "in sentences that follow each other",
    "bullets": "as separate points",
    "figures": "one key figure each, with what it counts, its bound and its time",
}


class ModelSummarizer(PromptedModel):
    """Summarises with a language model; safe to share between threads if the model is.

    Args:
        model: what is asked.
        strict: whether statements that their quotes do not bear are left out; else they are
            shown, marked as unsupported.
        prompts: a folder of prompts in the place of those of the same name.
        max_tokens: the most tokens of sentences in a prompt, in o200k_base.
        max_cost: US dollars; before a call would lead beyond them, the summary stops.
        progress: called with the parts done, all parts, and what is done.
        tell: called with a line that says what a summary in parts will take, before it begins.

    Raises:
        PromptError: if a prompt does not read, or asks for another kind of reply.
        QueryError: if `max_tokens` leaves no room, or the price of the model is not known
            and `max_cost` is given.
    """

    asks = for_statements("summary", "malformed", "repair", notes=("sentences",))
    least_tokens = _FEWEST

    def __init__(
        self,
        model: ChatModel,
        *,
        strict: bool = False,
        prompts: Path | None = None,
        max_tokens: int = MAX_TOKENS,
        max_cost: float | None = None,
        progress: Callable[[float, float, str], None] | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(model, strict=strict, prompts=prompts, max_tokens=max_tokens)
        self.budget = Budget(model, max_cost)
        self.progress = progress
        self.tell = tell

    def summarize(self, material: Material, request: Request) -> Generator[Statement, None, Told]:
        """Summarise; each statement is handed on once it is checked.

        Args:
            material: what there is to summarise.
            request: how the summary is to be.

        Raises:
            ChatError: if the model cannot be asked or does not answer; what was paid for
                is in a cache, where the model has one.
        """
        reading = _Reading(self, material, request)
        try:
            chosen = reading.chosen()
        except ChatError as error:
            raise error.having_sent(reading.sent(len(material.sentences))) from error.__cause__
        if chosen is None or not self.budget.allows(
            reading.usage,
            # The summary, and the repair of what its quotes do not bear.
            [reading.tokens(chosen)] * 2,
            reply=_PER_WORD * reading.words + _FRAME,
        ):
            return Told(
                model=self.model.name,
                sent=reading.sent(reading.read),
                usage=total_usage(reading.usage),
                incomplete=self.budget.why_stopped(reading.done, reading.parts),
            )
        evidence = _evidence(material, chosen)
        first = self.prompts["summary"].render(
            passages=evidence.text, length=_length(request, reading.words), focus=_focus(request)
        )
        exchange = Exchange(self.model, self.prompts, first)
        sieve = Sieve(evidence)
        sent = reading.sent(max(reading.read, len(chosen)))
        try:
            yield from _within(sieve, released(exchange, sieve, strict=self.strict), request)
        except ChatError as error:
            raise error.having_sent(sent) from error.__cause__
        warnings = list(sieve.left_out())
        if not sieve.shown and (why := sieve.reason):
            warnings.append(f"what the model said does not hold ({why})")
        return Told(
            statements=tuple(sieve.shown),
            conflicts=tuple(_conflicts(exchange, evidence, sieve)),
            model=exchange.model_name,
            sent=sent,
            usage=total_usage([*reading.usage, exchange.usage]),
            from_cache=exchange.from_cache,
            incomplete=exchange.incomplete,
            warnings=tuple(warnings),
        )


@dataclass(slots=True)
class _Part:
    """Sentences of the material that go into one prompt, and how many are wanted of them."""

    sentences: list[int]
    most: int


class _Reading:
    """A long text on its way to the sentences that its summary is made of."""

    def __init__(self, summarizer: ModelSummarizer, material: Material, request: Request) -> None:
        self._summarizer = summarizer
        self._material = material
        self._request = request
        self._tokens = count_tokens([sentence.text for sentence in material.sentences])
        self.usage: list[Usage | None] = []
        self.parts = self.done = self.read = 0
        asked = request.words or 25 * (request.sentences or 1)
        # No more is asked of a model than there is, where that is much.
        told = sum(count_words(one.text) for one in material.sentences)
        self.words = min(asked, max(told, _MUCH))

    def chosen(self) -> list[int] | None:
        """The sentences to summarise; None if the budget was spent before they were found."""
        chosen = list(range(len(self._material.sentences)))
        for _ in range(_LEVELS):
            parts = list(self._divided(chosen))
            if len(parts) < 2:
                return chosen
            if not self.parts and self._summarizer.tell:
                self._summarizer.tell(self._summarizer.budget.estimate(self._costs(parts)))
            self.parts += len(parts)
            picked = self._picked(parts)
            if picked is None:
                return None
            if not picked or len(picked) >= len(chosen):
                break
            chosen = picked
        # What still does not fit is more than anybody asked for: the first of each part.
        parts = list(self._divided(chosen))
        each = max(1, len(parts[0].sentences) // len(parts))
        return sorted(n for part in parts for n in part.sentences[:each])

    def sent(self, sentences: int) -> str:
        """What was sent, and where to."""
        documents = len({s.document.doc_id for s in self._material.sentences})
        return (
            f"{sentences:,} sentences of {documents} document{'s' if documents != 1 else ''}"
            f" to {place_of(self._summarizer.model)}"
        )

    def _divided(self, chosen: Sequence[int]) -> Iterator[_Part]:
        """The sentences in stretches that fit into a prompt."""
        most = max(_LEAST, _PER_HUNDRED * self.words // 100)
        stretch: list[int] = []
        left = self._summarizer.max_tokens
        for n in chosen:
            cost = self._tokens[n] + _PER_SENTENCE
            if stretch and cost > left:
                yield _Part(stretch, most)
                stretch, left = [], self._summarizer.max_tokens
            stretch.append(n)
            left -= cost
        if stretch:
            yield _Part(stretch, most)

    def _picked(self, parts: Sequence[_Part]) -> list[int] | None:
        """The sentences that matter of each part, in order; None if the budget ends it."""
        budget, progress = self._summarizer.budget, self._summarizer.progress
        found: list[int] = []
        with ThreadPoolExecutor(max_workers=_CALLS) as pool:
            waiting = list(parts)
            while waiting:
                now, waiting = waiting[:_CALLS], waiting[_CALLS:]
                if not budget.allows(self.usage, self._costs(now)):
                    return None
                for part, (numbers, usage) in zip(now, pool.map(self._notes, now), strict=True):
                    self.usage.append(usage)
                    self.done += 1
                    self.read += len(part.sentences)
                    found += numbers
                    if progress:
                        progress(self.done, self.parts, f"part {self.done} of {self.parts}")
        return sorted(set(found))

    def _costs(self, parts: Sequence[_Part]) -> list[int]:
        return [self.tokens(part.sentences) for part in parts]

    def tokens(self, sentences: Sequence[int]) -> int:
        """Those of sentences in a prompt."""
        return sum(self._tokens[n] + _PER_SENTENCE for n in sentences)

    def _notes(self, part: _Part) -> tuple[list[int], Usage | None]:
        """Which sentences of a part its summary needs, and what asking took."""
        evidence = _evidence(self._material, part.sentences)
        prompt = self._summarizer.prompts["notes"]
        messages = prompt.render(
            passages=evidence.text, most=str(part.most), focus=_focus(self._request)
        )
        reply = self._summarizer.model.complete(messages, schema=prompt.schema)
        return [part.sentences[n - 1] for n in _numbers(reply, part)], reply.usage


def _numbers(reply: Reply, part: _Part) -> list[int]:
    """The numbers of a reply that there are, the first ones as many as were wanted."""
    try:
        given = json_object_of(reply.text).get("sentences")
    except ValueError:
        given = None
    if not isinstance(given, list):
        # A part that was not understood is not lost: its first sentences stand for it.
        return list(range(1, min(_LEAST, len(part.sentences)) + 1))
    return [n for n in numbers_of(given) if 1 <= n <= len(part.sentences)][: part.most]


def _evidence(material: Material, chosen: Sequence[int]) -> Evidence:
    sentences = [material.sentences[n] for n in chosen]
    groups = groupby(sentences, key=lambda sentence: sentence.document.doc_id)
    return listed(
        (group[0].document, [Line(one.place, one.span, quotable=True) for one in group])
        for group in (list(part) for _, part in groups)
    )


def _length(request: Request, words: int) -> str:
    most = f"{words} words" if request.words else f"{request.sentences} statements"
    return f"at most {most}, {_SHAPES[request.style]}"


def _focus(request: Request) -> str:
    return f"It is to be about this alone: {request.focus}" if request.focus else ""


def _within(sieve: Sieve, statements: Iterator[Statement], request: Request) -> Iterator[Statement]:
    """The statements that the length asked for has room for; the others are not shown."""
    for statement in statements:
        words = sum(count_words(one.text) for one in sieve.shown)
        over = request.words is not None and words > request.words
        if over or (request.sentences is not None and len(sieve.shown) > request.sentences):
            sieve.shown.remove(statement)
        else:
            yield statement


def _conflicts(exchange: Exchange, evidence: Evidence, sieve: Sieve) -> Iterator[Conflict]:
    for given in conflicts_of(exchange.data) if sieve.shown else ():
        if found := conflict_of(given, evidence):
            yield sieve.quoted_once(found)
