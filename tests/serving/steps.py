"""The steps of a script: what the server does with a request.

Every step may have `wait` (seconds before it answers) and `refuses`, names of what a server
does not know: "json_schema", "json_object", "stream", "stream_options", "base64". A request that
has one of them is answered with 400 and leaves the step where it is.

Embeddings follow a script of their own: the steps of `vectors` and `embedding`.
"""

from __future__ import annotations

from typing import Any

Step = dict[str, Any]


def reply(content: str, **more: Any) -> Step:
    """A reply. `finish`, `usage` (None: names none), `model` and `tier` may differ.

    `size` is the number of characters of a piece, `delay` the seconds behind each; `extra`
    is put into the body beside the rest; `whole`: a stream is answered with a whole body.
    """
    return {"kind": "reply", "content": content, **more}


def call(function: str, **more: Any) -> Step:
    """The reply that `module:function(request, **arguments)` makes, in the server's process."""
    return {"kind": "call", "function": function, **more}


def http(status: int, message: str = "it went wrong", **more: Any) -> Step:
    """An error as OpenAI writes it: `code`, `param`, `headers`; or `body` as it is given."""
    return {"kind": "http", "status": status, "message": message, **more}


def hang(seconds: float) -> Step:
    """No answer, and then the end of the connection."""
    return {"kind": "hang", "seconds": seconds}


def reset(pieces: int = 0) -> Step:
    """RST: at once, or behind so many pieces of a stream."""
    return {"kind": "reset", "pieces": pieces, "content": "one two three four five six"}


def broken_stream(pieces: int, content: str = "one two three four five six", **more: Any) -> Step:
    """A stream that ends behind so many pieces, politely; `event` comes as the last one."""
    return {"kind": "broken_stream", "pieces": pieces, "content": content, **more}


def stream_error(pieces: int, message: str = "it broke", code: Any = None) -> Step:
    """A stream with an error event behind so many pieces."""
    error = {"error": {"message": message, "type": "server_error", "code": code}}
    return broken_stream(pieces, event=error)


def raw(data: str, content_type: str = "application/json", **more: Any) -> Step:
    """A body as it is, with status 200; `missing` bytes more are announced and not sent."""
    return {"kind": "raw", "data": data, "content_type": content_type, "whole": True, **more}


def body(**fields: Any) -> Step:
    """A reply whose body is that of `reply("ok")`, with other fields."""
    return reply("ok", extra=fields, whole=True)


def embedding(step: Step) -> Step:
    """A step that a request for embeddings meets."""
    return {**step, "embedding": True}


def vectors(**more: Any) -> Step:
    """Vectors of the texts, as they should be, but for what is named.

    `dimension`; `count` (so many more or fewer); `indices` ("none", "twice", "reversed");
    `numbers` in the place of the first vector's first ones; `ragged` (one is shorter); `plain`
    (numbers, whatever was asked for); `usage` (None: names none); `longest` (words of a text),
    `most` (texts of a request); `refuses`: "base64"; `fields` put over the body's own.
    """
    return embedding({"kind": "vectors", **more})


UNAUTHORIZED = http(401, "Incorrect API key provided", code="invalid_api_key")
NO_MODEL = http(404, "The model `gpt-none` does not exist", code="model_not_found")
RATE_LIMITED = http(429, "Rate limit reached", code="rate_limit_exceeded")
NO_QUOTA = http(429, "You exceeded your quota", code="insufficient_quota")
SERVER_ERROR = http(500, "The server had an error")
TOO_LONG = http(
    400,
    "This model's maximum context length is 8192 tokens. However, your messages resulted in"
    " 9000 tokens. Please reduce the length of the messages.",
    code="context_length_exceeded",
    param="messages",
)
HTML = raw("<html><body>Log in to the network</body></html>", "text/html; charset=utf-8")
INVALID_JSON = raw('{"id": "x", "choices": [{]}')
TRUNCATED_JSON = raw('{"id": "x", "choices": [{"index": 0', missing=100)
REFUSAL = reply("", refusal="I cannot help with that.")
CONTENT_FILTER = reply("", finish="content_filter")
LENGTH = reply("cut off in the mid", finish="length")
EMPTY_CHOICES = body(choices=[])
NULL_CONTENT = reply(None)  # type: ignore[arg-type]
TOOL_CALLS = reply(
    None,  # type: ignore[arg-type]
    finish="tool_calls",
    tool_calls=[{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
)
