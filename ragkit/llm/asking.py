"""The body of a request, and a step down where a server refuses a part of it.

Compatible servers differ in how a structure may be asked for (a JSON schema, any JSON, not
at all) and in whether a stream may be asked for its usage. What a server refuses is left
out, and what it then took is remembered.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from ragkit.errors import ChatSetupError
from ragkit.llm.chat import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ragkit.errors import ChatError
    from ragkit.llm.chat import Mode, Schema
    from ragkit.llm.failures import Failure

__all__ = ["Ask", "Descent", "Manners", "body", "checked_parameters"]

_DOWN: dict[Mode, Mode] = {"schema": "json", "json": "text"}
_NAMES_FORMAT = re.compile(
    r"response[_ ]format|json[_ ](?:schema|object|mode)|structured[_ ]output|guided|grammar",
    re.IGNORECASE,
)
_NAMES_STREAM = re.compile(r"\bstream(?:s|ed|ing)?\b(?!_)", re.IGNORECASE)
_NAMES_STREAM_OPTIONS = re.compile(r"stream_options|include_usage", re.IGNORECASE)
_ONLY_JSON = (
    "Reply with one JSON object and nothing else: no words before or after it, no code block."
    " It has to match this JSON schema:"
)
#: What ragkit itself says in a request.
_OWN = frozenset({"messages", "model", "n", "response_format", "stream", "stream_options"})
#: What is said to the client, and would go to the server here.
_OF_THE_CLIENT = frozenset(
    """api_key base_url organization project timeout max_retries extra_headers extra_query
    extra_body default_headers""".split()
)


def _names_a_part(refusal: str) -> bool:
    found = (_NAMES_FORMAT, _NAMES_STREAM_OPTIONS, _NAMES_STREAM)
    return any(pattern.search(refusal) for pattern in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """How a request is put.

    Attributes:
        mode: how the structure of the reply is asked for.
        streamed: whether it is to come piece by piece.
        with_usage: whether a stream is to end with what it took.
    """

    mode: Mode
    streamed: bool
    with_usage: bool

    def without(self, refusal: str) -> Ask | None:
        """The next thing to try, given what a server said; None if it refused something else."""
        if self.with_usage and _NAMES_STREAM_OPTIONS.search(refusal):
            return replace(self, with_usage=False)
        if self.mode in _DOWN and _NAMES_FORMAT.search(refusal):
            return replace(self, mode=_DOWN[self.mode])
        if self.streamed and _NAMES_STREAM.search(refusal):
            return replace(self, streamed=False, with_usage=False)
        return None


class Manners:
    """What a server was found to take, for all threads."""

    def __init__(self) -> None:
        self._mode: Mode = "schema"
        self._streams = True
        self._usage = True
        self._lock = Lock()

    def first(self, schema: Schema | None, *, streamed: bool) -> Ask:
        """How to ask first."""
        with self._lock:
            mode: Mode = "text" if schema is None else self._mode
            streamed = streamed and self._streams
            return Ask(mode=mode, streamed=streamed, with_usage=streamed and self._usage)

    def learn(self, first: Ask, took: Ask) -> None:
        """Remember what had to be left out until the server took it."""
        with self._lock:
            if took.mode != first.mode:
                self._mode = took.mode
            if took.streamed != first.streamed:
                self._streams = False
            elif took.with_usage != first.with_usage:
                self._usage = False


class Descent:
    """One call on its way down to what the server takes.

    Attributes:
        ask: how to put the request now.
    """

    def __init__(self, manners: Manners, schema: Schema | None, *, streamed: bool) -> None:
        self._manners = manners
        self._first = self.ask = manners.first(schema, streamed=streamed)
        self._original: Failure | None = None

    def error_after(self, failure: Failure) -> ChatError | None:
        """None where the request can be put otherwise, else the error to raise."""
        following = self.ask.without(failure.refusal)
        if following is not None:
            self._original = self._original or failure
            self.ask = following
            return None
        original = self._original
        # With nothing left to leave out, what was said first is what is wrong.
        if original and (failure.refusal == original.refusal or _names_a_part(failure.refusal)):
            return original.error
        return failure.error

    def took(self) -> None:
        """The server took the request as it is put now."""
        self._manners.learn(self._first, self.ask)


def body(messages: Sequence[Message], schema: Schema | None, ask: Ask) -> dict[str, Any]:
    """The part of a request that depends on how it is put."""
    if schema is not None and ask.mode != "schema":
        messages = _with_schema_in_words(messages, schema)
    found: dict[str, Any] = {
        "messages": [{"role": m.role, "content": _sendable(m.content)} for m in messages]
    }
    if schema is not None and ask.mode == "schema":
        wanted = {"name": schema.name, "schema": dict(schema.schema), "strict": True}
        found["response_format"] = {"type": "json_schema", "json_schema": wanted}
    elif ask.mode == "json":
        found["response_format"] = {"type": "json_object"}
    if ask.with_usage:
        found["stream_options"] = {"include_usage": True}
    return found


def checked_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters in the order of their names.

    Raises:
        ChatSetupError: for one that ragkit sets itself, or that JSON cannot hold.
    """
    if clients := sorted(_OF_THE_CLIENT.intersection(parameters)):
        raise ChatSetupError(f"{clients[0]!r} is no parameter of a model; leave it out")
    if own := sorted(_OWN.intersection(parameters)):
        raise ChatSetupError(f"the model parameter {own[0]!r} is ragkit's own; leave it out")
    for name, value in parameters.items():
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError, RecursionError):
            raise ChatSetupError(f"the model parameter {name!r} cannot be put in JSON") from None
    return {name: parameters[name] for name in sorted(parameters)}


def _sendable(text: str) -> str:
    """Without lone surrogates, which a command line can hold and UTF-8 cannot."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _with_schema_in_words(messages: Sequence[Message], schema: Schema) -> list[Message]:
    """The messages, with the schema at the end of the last system message."""
    words = f"{_ONLY_JSON}\n{json.dumps(schema.schema, ensure_ascii=False)}"
    told = list(messages)
    last = max((at for at, m in enumerate(told) if m.role == "system"), default=None)
    if last is None:
        return [Message(role="system", content=words), *told]
    told[last] = replace(told[last], content=f"{told[last].content}\n\n{words}")
    return told
