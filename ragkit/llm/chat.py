"""What a language model is asked and what it answers, whichever model it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, runtime_checkable

from ragkit.streams import ReturningStream
from ragkit.types import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = [
    "ChatModel",
    "Identified",
    "Message",
    "Mode",
    "Pieces",
    "Reply",
    "ReplyStream",
    "Role",
    "Schema",
    "add_usage",
    "identity_of",
    "total_usage",
]

Role = Literal["system", "user", "assistant"]
#: How the structure of a reply was asked for: a JSON schema that the server holds the model
#: to, JSON of any shape, or words alone.
Mode = Literal["schema", "json", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn of the conversation that a model is shown."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The shape that a reply should have.

    Attributes:
        name: letters, digits, `_` and `-`, at most 64.
        schema: a JSON schema that is valid in OpenAI's strict mode.
    """

    name: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model answered.

    Attributes:
        model: as the server names it, else as it was asked for.
        usage: None where the server names none.
        mode: how the structure was asked for; `text` where no schema was given.
        finish: `length` where the reply was cut off at a limit of tokens.
        from_cache: it was kept from an earlier call, whose usage it carries.
    """

    text: str
    model: str
    usage: Usage | None
    mode: Mode
    finish: Literal["stop", "length"]
    from_cache: bool = False


class ReplyStream(Protocol):
    """Pieces of a reply while it is written; `close` ends the connection at once.

    Nothing is sent before the first piece is asked for. A stream belongs to one thread.
    """

    def __iter__(self) -> Iterator[str]: ...
    def __next__(self) -> str: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def close(self) -> None:
        """Stop, and let go of the connection; a second time does nothing."""

    @property
    def reply(self) -> Reply:
        """The whole reply, once the last piece was read.

        Raises:
            RuntimeError: if there is more to read, or the stream broke.
        """


class ChatModel(Protocol):
    """A model that can be asked.

    Both methods raise a `ChatError`; a stream does so while it is read.
    """

    @property
    def name(self) -> str:
        """What is asked for, such as "gpt-6-luna"."""

    def complete(self, messages: Sequence[Message], *, schema: Schema | None = None) -> Reply:
        """The whole reply."""

    def stream(self, messages: Sequence[Message], *, schema: Schema | None = None) -> ReplyStream:
        """The reply piece by piece."""


@runtime_checkable
class Identified(Protocol):
    """A model that says what its replies depend on; nothing in it is secret."""

    @property
    def identity(self) -> Mapping[str, Any]:
        """Model, address and parameters, as JSON."""


def identity_of(model: ChatModel) -> Mapping[str, Any]:
    """What a model's replies depend on; empty where it does not say."""
    return model.identity if isinstance(model, Identified) else {}


class Pieces(ReturningStream[str, Reply]):
    """A `ReplyStream` over a generator that yields pieces and returns the reply."""

    @property
    def reply(self) -> Reply:
        """The whole reply, once the last piece was read."""
        if self.returned is None:
            raise RuntimeError("the reply is not there before the stream has ended")
        return self.returned


def add_usage(first: Usage | None, second: Usage | None) -> Usage | None:
    """What two calls took together.

    None is a call whose server names no usage: the tokens are those of the other, the cost
    is unknown. A sum starts from `Usage(input_tokens=0, output_tokens=0, cost=0.0)`.
    """
    if first is None and second is None:
        return None
    none = Usage(input_tokens=0, output_tokens=0)
    a, b = first or none, second or none
    return Usage(
        input_tokens=a.input_tokens + b.input_tokens,
        output_tokens=a.output_tokens + b.output_tokens,
        cached_tokens=a.cached_tokens + b.cached_tokens,
        cost=None if a.cost is None or b.cost is None else a.cost + b.cost,
    )


def total_usage(calls: Iterable[Usage | None]) -> Usage | None:
    """What calls took together, as `add_usage` adds them; None for no calls."""
    return reduce(add_usage, list(calls) or [None])
