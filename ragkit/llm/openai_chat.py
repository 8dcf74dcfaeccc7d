"""Any server that speaks OpenAI's chat completions: OpenAI, Ollama, vLLM, llama.cpp."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from ragkit.errors import ChatSetupError
from ragkit.llm.asking import Descent, Manners, body, checked_parameters
from ragkit.llm.chat import Pieces, Reply
from ragkit.llm.client import Client
from ragkit.llm.endpoint import Endpoint
from ragkit.llm.failures import Failures, transport_errors
from ragkit.llm.reading import Gathered, Unusable, json_body, usage_in
from ragkit.llm.slots import Slots
from ragkit.llm.streaming import pieces_of
from ragkit.timing import stage
from ragkit.types import DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from ragkit.llm.chat import Message, Mode, ReplyStream, Schema
    from ragkit.llm.failures import Failure
    from ragkit.types import Usage

__all__ = ["DEFAULT_MODEL", "OpenAIChat"]

#: The smallest of the newest generation in openai 3.54's own list of chat models.
DEFAULT_MODEL = "gpt-6-luna"
#: Between tries of a stream that breaks before its first piece; as the client's own.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 8.0


class OpenAIChat:
    """A model behind OpenAI's chat completions.

    Key and address are those of the environment (`OPENAI_API_KEY`, `OPENAI_BASE_URL`) where
    none are given. Retries are the client's own: connections that fail, 408, 409, 429 and
    5xx, after the time that the server asks for, if that is two minutes at most. Redirects
    are not followed, so that documents go to no other address than the one given.

    Args:
        model: what is asked for.
        base_url: of a compatible server, up to and without `/chat/completions`. It needs no
            key; `user:password@` in it is sent as a login.
        api_key: never shown, logged or stored.
        organization: who is billed, at OpenAI.
        project: as `organization`.
        headers: sent with each request; their values are kept as the key is.
        parameters: put into each request: `temperature`, `reasoning_effort`, `seed`, …
        timeout: seconds without a sign of the server, for a try.
        max_retries: tries after the first.
        concurrency: requests at once, streams included; others wait.

    Raises:
        ChatSetupError: if key, address, header, parameter or model cannot be right.
    """

    def __init__(  # noqa: PLR0913  # they are the client's own
        self,
        model: str = DEFAULT_MODEL,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        organization: str | None = None,
        project: str | None = None,
        headers: Mapping[str, str] | None = None,
        parameters: Mapping[str, Any] | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        max_retries: int = 2,
        concurrency: int = 4,
    ) -> None:
        if not model.strip() or not model.isprintable():
            raise ChatSetupError(f"{model!r} is no name of a language model")
        if timeout <= 0 or max_retries < 0 or concurrency < 1:
            raise ChatSetupError(
                f"timeout={timeout!r}, max_retries={max_retries!r}, concurrency={concurrency!r}"
                " is out of range; at least one request in more than no time is needed"
            )
        self.name = model
        self._endpoint = Endpoint.found(base_url, api_key, headers)
        self._parameters = checked_parameters(parameters or {})
        self._max_retries = max_retries
        self._slots = Slots(concurrency)
        self._manners = Manners()
        self._failures = Failures(self._endpoint, model, timeout, self._usage_in)
        self._client = Client(
            self._endpoint,
            timeout=timeout,
            max_retries=max_retries,
            organization=organization,
            project=project,
        )

    def __repr__(self) -> str:
        return f"OpenAIChat({self.name!r}, base_url={self._endpoint.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def identity(self) -> dict[str, Any]:
        """What replies depend on; nothing in it is secret."""
        url = self._endpoint.url
        return {"model": self.name, "base_url": url, "parameters": self._parameters}

    def complete(self, messages: Sequence[Message], *, schema: Schema | None = None) -> Reply:
        """Ask, and wait for the whole reply."""
        descent = Descent(self._manners, schema, streamed=False)
        with self._slots.one(), stage("waiting for the model"):
            while True:
                outcome = self._answered(body(messages, schema, descent.ask), descent.ask.mode)
                if isinstance(outcome, Reply):
                    descent.took()
                    return outcome
                # Not raised where it was caught: the client's error holds the key.
                if error := descent.error_after(outcome):
                    raise error

    def stream(self, messages: Sequence[Message], *, schema: Schema | None = None) -> ReplyStream:
        """Ask when the first piece is wanted; a break is only mended before that piece."""
        return Pieces(self._pieces(messages, schema))

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._client.close()

    def _answered(self, said: dict[str, Any], mode: Mode) -> Reply | Failure:
        client = self._client.opened()
        try:
            raw = client.chat.completions.with_raw_response.create(
                model=self.name, extra_body=self._parameters, **said
            )
        except transport_errors() as error:
            return self._failures.of(error)
        gathered = Gathered(self.name, self._usage_in)
        try:
            found = json_body(raw.text, raw.headers.get("content-type", ""))
            gathered.take(found, part="message")
            return gathered.reply(mode)
        except Unusable as unusable:
            return self._failures.of_reply(unusable)

    def _pieces(
        self, messages: Sequence[Message], schema: Schema | None
    ) -> Generator[str, None, Reply]:
        descent = Descent(self._manners, schema, streamed=True)
        tries = 0
        with self._slots.one():
            while True:
                gathered = Gathered(self.name, self._usage_in)
                said = body(messages, schema, descent.ask)
                if descent.ask.streamed:
                    failure = yield from self._read(said, gathered)
                    outcome = failure or self._whole(gathered, descent.ask.mode)
                else:
                    outcome = self._answered(said, descent.ask.mode)
                if isinstance(outcome, Reply):
                    descent.took()
                    if not descent.ask.streamed:
                        yield outcome.text
                    return outcome
                if any(gathered.pieces):
                    raise outcome.error
                if outcome.again and tries < self._max_retries:
                    time.sleep(min(_FIRST_PAUSE * 2**tries, _LONGEST_PAUSE))
                    tries += 1
                elif error := descent.error_after(outcome):
                    raise error

    def _read(
        self, said: dict[str, Any], gathered: Gathered
    ) -> Generator[str, None, Failure | None]:
        """One try of a stream."""
        from openai import Stream

        client = self._client.opened()
        try:
            raw = client.chat.completions.with_raw_response.create(
                model=self.name, stream=True, extra_body=self._parameters, **said
            )
            stream = raw.parse(to=Stream[object])
        except transport_errors() as error:
            # The client has made its own tries.
            return replace(self._failures.of(error), again=False)
        with closing(stream):
            return (yield from pieces_of(stream, gathered, self._failures))

    def _whole(self, gathered: Gathered, mode: Mode) -> Reply | Failure:
        try:
            return gathered.reply(mode)
        except Unusable as unusable:
            return self._failures.of_reply(unusable)

    def _usage_in(self, found: object) -> Usage | None:
        return usage_in(found, self.name, self._endpoint.url)
