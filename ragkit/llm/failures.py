"""What went wrong with a call, as one of ragkit's errors: one line, and no secret in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.errors import (
    ChatError,
    ChatRefusedError,
    ChatSetupError,
    ChatTooLongError,
    ChatUnavailableError,
)
from ragkit.llm.reading import Unusable

if TYPE_CHECKING:
    from collections.abc import Callable

    from ragkit.llm.endpoint import Endpoint
    from ragkit.types import Usage

__all__ = ["CHAT", "Failure", "Failures", "Service", "transport_errors"]

_TOO_LONG = re.compile(
    r"context[_ ](?:length|window|size)|maximum context|max_model_len|prompt is too long"
    r"|input is too long|too many (?:input )?tokens|reduce the length|_above_max_length"
    # Of embeddings: OpenAI's sum over a request, llama.cpp's and TEI's batches.
    r"|max_tokens_per_request|physical batch size|maximum allowed batch size",
    re.IGNORECASE,
)
_FILTERED = re.compile(r"content_filter|content_policy|content management policy", re.IGNORECASE)
_NO_QUOTA = re.compile(r"insufficient_quota|billing_hard_limit", re.IGNORECASE)
#: Statuses that pass.
_PASSING = frozenset({408, 409, 425, 429})
#: Statuses with which servers refuse a part of a request; llama.cpp had 500 for a schema.
_REFUSING = frozenset({400, 404, 415, 422, 500, 501})


@dataclass(frozen=True, slots=True)
class Failure:
    """An error to raise.

    Attributes:
        refusal: the server's words, where it may have refused a part of the request.
        again: another try may help.
    """

    error: ChatError
    refusal: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """What is asked of a server, in the words of a message.

    Attributes:
        api: what the server has to serve.
        sent: what may be too long, or not let through.
        shorter: what to do then.
        otherwise: what to do where a filter stepped in.
    """

    api: str
    sent: str
    shorter: str
    otherwise: str


CHAT = Service(
    "chat API",
    "the question and its passages",
    "ask a model of a longer context",
    "put it otherwise",
)


class Failures:
    """Puts into words what went wrong between ragkit and one server."""

    def __init__(
        self,
        endpoint: Endpoint,
        model: str,
        timeout: float,
        usage_of: Callable[[object], Usage | None],
        service: Service = CHAT,
    ) -> None:
        self._line = endpoint.hider.line
        self._url = endpoint.url
        self._model = model
        self._timeout = timeout
        self._usage_of = usage_of
        self._service = service

    def of(self, error: Exception, spent: Usage | None = None) -> Failure:
        """For what the client raised, and what was spent until then."""
        failure = self._raised(error)
        failure.error.usage = failure.error.usage or spent
        return failure

    def _raised(self, error: Exception) -> Failure:
        import openai

        if isinstance(error, openai.APIStatusError):
            # The client's own `body` is the inner part, without what was spent.
            wait = error.response.headers.get("retry-after", "")
            return self._status(error.status_code, _read(error.response.text), wait)
        if isinstance(error, openai.APITimeoutError):
            said = f"did not answer within {self._timeout:g} seconds; try again, or allow more time"
            return Failure(ChatUnavailableError(f"{self._url} {said}"), again=True)
        if isinstance(error, openai.APIError) and error.body is not None:
            return self._sent_error(error.body)
        if isinstance(error, ValueError):
            return self.of_reply(Unusable("sent a stream that does not read"))
        # The client's own words are "Connection error."; what happened is in the cause.
        reason = self._line(str(error.__cause__ or error)) or type(error).__name__
        text = f"{self._url} cannot be reached, or broke off ({reason})"
        text += "; check the network and the base URL, or try again"
        return Failure(ChatUnavailableError(text), again=True)

    def of_reply(self, found: Unusable) -> Failure:
        """For a reply that is none."""
        if found.why == "error":
            return self._sent_error(found.body, found.usage)
        said = self._line(str(found))
        if found.why == "refused":
            text = f"the model {self._model!r} gave no answer: {said}; put the question otherwise"
            return Failure(ChatRefusedError(text, usage=found.usage))
        text = (
            f"{self._url} {said}; try again, or check that it serves OpenAI's {self._service.api}"
        )
        return Failure(ChatUnavailableError(text, usage=found.usage), again=found.why == "cut off")

    def _sent_error(self, body: object, usage: Usage | None = None) -> Failure:
        """An error that came with status 200, as a body or in a stream."""
        named = body.get("error", body) if isinstance(body, dict) else body
        code = named.get("code") if isinstance(named, dict) else None
        status = code if isinstance(code, int) and 400 <= code < 600 else 500
        failure = self._status(status, body, "")
        failure.error.usage = failure.error.usage or usage
        return failure

    def _status(self, status: int, body: object, wait: str) -> Failure:
        words = _words(body)
        message = self._line(_message(body))
        said = f"({status}: {message})" if message else f"({status})"
        usage = self._usage_of(body)
        refusal = words if status in _REFUSING else ""
        if status == 413 or (status in {400, 422, 500} and _TOO_LONG.search(words)):
            text = f"{self._service.sent} are too long for {self._model!r} {said}"
            error = ChatTooLongError(f"{text}; {self._service.shorter}", usage=usage)
            return Failure(error)
        if _FILTERED.search(words):
            text = f"{self._url} did not let {self._service.sent} through {said}"
            text += f"; {self._service.otherwise}"
            return Failure(ChatRefusedError(text, usage=usage))
        if _NO_QUOTA.search(words):
            text = f"the account at {self._url} has no quota left {said}; check its billing"
            return Failure(ChatSetupError(text, usage=usage))
        if status in _PASSING or status >= 500:
            waiting = f"; it asks to wait {wait[:12]} s" if wait.isdigit() else ""
            what = "turns requests away" if status == 429 else "failed"
            text = f"{self._url} {what} {said}{waiting}; try again later"
            return Failure(ChatUnavailableError(text, usage=usage), refusal=refusal)
        text = f"{self._url} {self._to_do(status, said)}"
        return Failure(ChatSetupError(text, usage=usage), refusal=refusal)

    def _to_do(self, status: int, said: str) -> str:
        if status < 400:
            return f"sends requests elsewhere {said}; give that address as the base URL"
        model = repr(self._model)
        return {
            401: f"did not accept the key {said}; check OPENAI_API_KEY",
            402: f"wants to be paid first {said}; check the account",
            403: f"does not allow the key to use {model} {said}; check what the key may do",
            404: f"has no model {model}, or no {self._service.api} {said}; check name and base URL",
        }.get(status, f"does not take the request {said}; check the model and its parameters")


def transport_errors() -> tuple[type[Exception], ...]:
    """What the client raises, and what it lets through while it reads a body or a stream."""
    import httpx2
    import openai

    return openai.OpenAIError, httpx2.HTTPError, OSError, ValueError


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _inner(body: object) -> object:
    """The part of a body that says what went wrong, wherever servers put it."""
    for key in ("error", "detail"):
        if isinstance(body, dict) and body.get(key):
            body = body[key]
    return body


def _message(body: object) -> str:
    inner = _inner(body)
    said = inner.get("message") if isinstance(inner, dict) else inner
    return said if isinstance(said, str) else json.dumps(inner, default=str)


def _words(body: object) -> str:
    """What decides between errors: the message, and the codes beside it."""
    inner = _inner(body)
    codes = [inner.get(key) for key in ("code", "type", "param")] if isinstance(inner, dict) else []
    return " ".join([_message(body), *(code for code in codes if isinstance(code, str))])
