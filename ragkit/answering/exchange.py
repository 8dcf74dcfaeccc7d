"""What is said between ragkit and a model over one question: asked, asked again, sent back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ragkit.answering.replies import ReplyReader, checked_shape, statements_of
from ragkit.errors import ChatError
from ragkit.llm.chat import Message, total_usage
from ragkit.llm.json_objects import json_object_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ragkit.answering.replies import GivenStatement
    from ragkit.llm.chat import ChatModel, Reply
    from ragkit.prompts import PromptSet
    from ragkit.types import Usage

__all__ = ["Exchange"]


class Exchange:
    """One question put to a model, or one summary asked of it.

    Args:
        model: what is asked.
        prompts: the prompts in force.
        first: the messages that ask.

    Attributes:
        model_name: as the server named it, once it did.
        from_cache: a reply was kept from an earlier time.
        data: the reply, once `statements` has ended; empty where it did not come whole.
        broken: what broke the reply off behind its first statement.
        incomplete: why the reply is not whole, in one line.
    """

    def __init__(self, model: ChatModel, prompts: PromptSet, first: Sequence[Message]) -> None:
        self._model = model
        self._prompts = prompts
        self._messages = list(first)
        self.model_name = model.name
        self._usage: list[Usage | None] = []
        self.from_cache = False
        self.data: Mapping[str, Any] = {}
        self.broken: ChatError | None = None
        self.incomplete: str | None = None

    @property
    def usage(self) -> Usage | None:
        """Of all calls so far, failed ones too; None where the server names none."""
        return total_usage(self._usage)

    def statements(self) -> Iterator[GivenStatement]:
        """The statements of the reply, each as soon as it is whole.

        Raises:
            ChatError: if there is no reply, or none that can be read; not if it breaks off
                behind its first statement.
        """
        reader = ReplyReader()
        try:
            with self._model.stream(
                self._messages, schema=self._prompts["answer"].schema
            ) as pieces:
                for piece in pieces:
                    yield from reader.feed(piece)
                reply = pieces.reply
        except ChatError as error:
            self._usage.append(error.usage)
            if not reader.given:
                raise self._with_usage(error) from error.__cause__
            self.broken, self.incomplete = error, str(error)
            return
        self._took(reply)
        if reply.finish == "length":
            self.incomplete = "the reply was cut off at the model's limit of tokens"
        try:
            self.data = checked_shape(json_object_of(reply.text), may_be_empty=False)
        except ValueError as error:
            if reader.given:
                self.incomplete = self.incomplete or f"the reply does not end as JSON: {error}"
                return
            if self.incomplete:
                raise self._failed(f"{self.incomplete}, before its first statement") from None
            reader = ReplyReader()
            self.data = self._again(str(error))
        yield from reader.rest(self.data)

    def repaired(self, failures: str) -> list[GivenStatement]:
        """Send statements back with what failed; what the model makes of them.

        Args:
            failures: a line for each.

        Raises:
            ChatError: if there is no reply, or none that can be read.
        """
        self._messages += self._prompts["repair"].render(failures=failures)
        reply = self._complete()
        try:
            return list(statements_of(json_object_of(reply.text)))
        except ValueError as error:
            raise self._failed(f"the reply cannot be read: {error}") from None

    def _again(self, why: str) -> Mapping[str, Any]:
        """The object of a second reply, where the first was none."""
        self._messages += self._prompts["malformed"].render(error=why)
        try:
            return checked_shape(json_object_of(self._complete().text), may_be_empty=True)
        except ValueError as error:
            raise self._failed(f"two replies cannot be read: {error}") from None

    def _complete(self) -> Reply:
        try:
            reply = self._model.complete(self._messages, schema=self._prompts["answer"].schema)
        except ChatError as error:
            self._usage.append(error.usage)
            raise self._with_usage(error) from error.__cause__
        self._took(reply)
        return reply

    def _took(self, reply: Reply) -> None:
        """Note a reply; what is said next follows it."""
        self._usage.append(reply.usage)
        self.model_name = reply.model
        self.from_cache = self.from_cache or reply.from_cache
        self._messages.append(Message(role="assistant", content=reply.text))

    def _with_usage(self, error: ChatError) -> ChatError:
        """The same error with what all calls took."""
        return type(error)(str(error), usage=self.usage)

    def _failed(self, why: str) -> ChatError:
        return ChatError(f"the model {self._model.name!r} gave no answer: {why}", usage=self.usage)
