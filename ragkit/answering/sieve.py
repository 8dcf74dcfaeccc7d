"""What of a model's statements may be shown: those whose quotes bear them, each wording once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ragkit.answering.checked import draft_of
from ragkit.answering.evidence import fenced
from ragkit.errors import ChatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ragkit.answering.checked import Draft
    from ragkit.answering.evidence import Evidence
    from ragkit.answering.exchange import Exchange
    from ragkit.answering.replies import GivenStatement
    from ragkit.types import Conflict, Quote, Span, Statement

__all__ = ["Sieve", "released"]


class Sieve:
    """Lets through what its quotes bear, each wording once.

    Attributes:
        shown: what was handed on.
        failing: what was not.
        withdrawn: what failed and came back neither in the same words nor in others.
    """

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.shown: list[Statement] = []
        self.failing: list[Draft] = []
        self.withdrawn: list[Draft] = []
        self._seen: set[tuple[str, tuple[int, ...]]] = set()
        self._quotes: dict[tuple[str, Span], Quote] = {}
        self._again = False

    def passed(self, given: Iterable[GivenStatement]) -> Iterator[Statement]:
        """The statements that are borne."""
        for one in given:
            key = one.text, one.sentences
            if key in self._seen or any(one.text == other.text for other in self.shown):
                continue
            self._seen.add(key)
            draft = self._checked(one)
            if draft.statement is None or draft.fault:
                self.failing.append(draft)
            else:
                self.shown.append(draft.statement)
                # What was said with worse sentences as well is settled.
                self.failing = [other for other in self.failing if other.given.text != one.text]
                yield draft.statement

    def _checked(self, given: GivenStatement) -> Draft:
        draft = draft_of(given, self.evidence, again=self._again)
        if draft.statement is None:
            return draft
        return replace(draft, statement=self._with_one_quote_each(draft.statement))

    def _with_one_quote_each(self, statement: Statement) -> Statement:
        """The statement, with one quote for what two statements quote, be it marked or not."""
        quotes = tuple(
            self._quotes.setdefault((quote.doc_id, quote.span), quote) for quote in statement.quotes
        )
        return replace(statement, quotes=quotes)

    def quoted_once(self, conflict: Conflict) -> Conflict:
        """The conflict, with the quotes of what was shown where these are the same."""
        sides = tuple(map(self._with_one_quote_each, conflict.statements))
        return replace(conflict, statements=sides)

    def second_try(self, again: Sequence[GivenStatement]) -> Iterator[Statement]:
        """What is borne of what the model made of the statements that failed."""
        first, self.failing = self.failing, []
        self._seen.difference_update((one.given.text, one.given.sentences) for one in first)
        self._again = True
        # Which of them is missing cannot be told where some are.
        self.withdrawn = first[len(again) :] if again else first
        yield from self.passed(again)

    def unsupported(self) -> Iterator[Statement]:
        """What failed and can be shown as such."""
        found = {draft.statement.text: draft.statement for draft in self.failing if draft.statement}
        for statement in found.values():
            self.shown.append(statement)
            yield statement

    def left_out(self) -> Iterator[str]:
        """A line for each statement that is neither shown nor the reason of an abstention."""
        texts = {statement.text for statement in self.shown}
        for draft in self.failing if self.shown else ():
            if draft.given.text not in texts:
                yield f"a statement of the model was left out: {_unborne(draft)}"
        if self.withdrawn and self.shown:
            count = len(self.withdrawn)
            yield (
                f"{count} statement{'s' if count != 1 else ''} of the model did not hold and"
                " came back without a better one"
            )

    @property
    def reason(self) -> str | None:
        """What did not hold, where nothing did; None where the model said nothing."""
        fallen = [*self.failing, *self.withdrawn]
        return _unborne(fallen[0]) if fallen else None


def released(exchange: Exchange, sieve: Sieve, *, strict: bool) -> Iterator[Statement]:
    """What is shown of a model's statements, as each is checked.

    Those that their quotes bear, as they come; what is borne of those that went back; and,
    unless `strict`, what still is not, marked.

    Raises:
        ChatError: if the model breaks off, or cannot be asked again, before one is shown.
    """
    yield from sieve.passed(exchange.statements())
    if exchange.broken and not sieve.shown:
        raise exchange.broken
    if sieve.failing and not exchange.broken:
        yield from _sent_back(exchange, sieve)
    if sieve.shown and not strict:
        yield from sieve.unsupported()


def _sent_back(exchange: Exchange, sieve: Sieve) -> Iterator[Statement]:
    """Send back, once, what its quotes do not bear; what they bear of the second try."""
    try:
        again = exchange.repaired("\n".join(map(_failure, sieve.failing)))
    except ChatError as error:
        if not sieve.shown:
            raise
        exchange.incomplete = f"what its quotes do not bear could not be sent back: {error}"
        return
    yield from sieve.second_try(again)


def _failure(draft: Draft) -> str:
    """A line for the model; what it repeats of the documents is as harmless as they were."""
    numbers = ", ".join(map(str, draft.given.sentences)) or "none"
    return f"- {fenced(draft.given.text)} (sentences: {numbers}): {fenced(draft.fault or '')}"


def _unborne(draft: Draft) -> str:
    """Why a statement did not hold, in ragkit's words alone."""
    if draft.statement is None:
        return draft.sort
    return f"its sentences do not bear {draft.sort}"
