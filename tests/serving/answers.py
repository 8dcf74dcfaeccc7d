"""The bodies and events that the server answers with."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

DIMENSION = 64
DONE = b"data: [DONE]\n\n"
MODELS = {
    "object": "list",
    "data": [
        {"id": name, "object": "model", "created": 1, "owned_by": "tests"}
        for name in ("gpt-6-luna", "text-embedding-3-small")
    ],
}


def error(message: str, *, code: Any = None, param: str | None = None) -> dict[str, Any]:
    """An error as OpenAI writes it."""
    kind = "invalid_request_error"
    return {"error": {"message": message, "type": kind, "code": code, "param": param}}


def refused(step: dict[str, Any], body: dict[str, Any]) -> dict[str, Any] | None:
    """The step that refuses a part of a request, if the server does not know that part."""
    has = {body.get("response_format", {}).get("type"), *body}
    for part in step.get("refuses", ()):
        if part in has:
            name = part if part == "stream_options" else f"response_format of type {part}"
            message = f"Invalid parameter: {name} is not supported by this server."
            return {"kind": "http", "status": step.get("refusal_status", 400), "message": message}
    return None


def whole(step: dict[str, Any], asked: dict[str, Any]) -> tuple[int, dict[str, str], bytes, int]:
    """Status, headers, body, and how many bytes of it are held back."""
    headers = {"content-type": "application/json", **step.get("headers", {})}
    if step["kind"] == "raw":
        headers["content-type"] = step["content_type"]
        return 200, headers, step["data"].encode(), step.get("missing", 0)
    if step["kind"] == "http":
        said = error(step["message"], code=step.get("code"), param=step.get("param"))
        found = step.get("body", said)
        data = found if isinstance(found, str) else json.dumps(found)
        return step["status"], headers, data.encode(), 0
    message = {"role": "assistant", "content": _content(step, asked)}
    for name in ("refusal", "tool_calls"):
        if name in step:
            message[name] = step[name]
    choice = {"index": 0, "message": message, "finish_reason": step.get("finish", "stop")}
    completion = {
        **_frame(step, asked, "chat.completion"),
        "choices": [choice],
        "usage": _usage(step, asked, message["content"]),
        **step.get("extra", {}),
    }
    return 200, headers, json.dumps(completion, ensure_ascii=False).encode(), 0


def events(step: dict[str, Any], asked: dict[str, Any]) -> Iterator[bytes]:
    """The events of a stream, as far as the step lets it come."""
    content = _content(step, asked)
    frame = _frame(step, asked, "chat.completion.chunk")

    def event(delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return _event({**frame, "choices": [choice], **step.get("extra", {})})

    size = step.get("size", 3)
    yield event({"role": "assistant", "content": ""})
    for count, at in enumerate(range(0, len(content or ""), size)):
        if count == step.get("pieces"):
            break
        yield event({"content": (content or "")[at : at + size]})
    if "event" in step:
        yield _event(step["event"])
    if "pieces" in step:
        return
    last: dict[str, Any] = {name: step[name] for name in ("refusal", "tool_calls") if name in step}
    yield event(last, step.get("finish", "stop"))
    if asked.get("stream_options", {}).get("include_usage"):
        yield _event({**frame, "choices": [], "usage": _usage(step, asked, content)})
    yield DONE


def embeddings(body: dict[str, Any]) -> dict[str, Any]:
    """Vectors that follow from a hash of each text; whole numbers are tokens."""
    given = body["input"]
    texts = [given] if isinstance(given, str) or (given and isinstance(given[0], int)) else given
    data = []
    for index, text in enumerate(texts):
        vector = _vector(json.dumps(text), body.get("dimensions", DIMENSION))
        packed = base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
        coded = packed if body.get("encoding_format") == "base64" else vector
        data.append({"object": "embedding", "index": index, "embedding": coded})
    tokens = sum(len(text) if isinstance(text, list) else len(text.split()) for text in texts)
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return {"object": "list", "data": data, "model": body["model"], "usage": usage}


def _vector(text: str, dimension: int) -> list[float]:
    digest = hashlib.shake_256(text.encode()).digest(dimension)
    values = [byte / 127.5 - 1 for byte in digest]
    length = sum(value * value for value in values) ** 0.5
    return [value / length for value in values]


def _content(step: dict[str, Any], asked: dict[str, Any]) -> str | None:
    if step["kind"] != "call":
        content: str | None = step.get("content")
        return content
    module, _, name = step["function"].partition(":")
    answer: str = getattr(import_module(module), name)(asked, **step.get("arguments", {}))
    return answer


def _frame(step: dict[str, Any], asked: dict[str, Any], kind: str) -> dict[str, Any]:
    frame = {"id": "chatcmpl-1", "object": kind, "created": 1_750_000_000}
    tier = {"service_tier": step["tier"]} if "tier" in step else {}
    return {**frame, "model": step.get("model", asked["model"]), **tier}


def _usage(step: dict[str, Any], asked: dict[str, Any], content: str | None) -> Any:
    if "usage" in step:
        return step["usage"]
    sent = sum(len(str(message["content"]).split()) for message in asked["messages"])
    returned = len((content or "").split())
    return {
        "prompt_tokens": sent,
        "completion_tokens": returned,
        "total_tokens": sent + returned,
        "prompt_tokens_details": {"cached_tokens": 0},
    }


def _event(found: Any) -> bytes:
    return f"data: {json.dumps(found, ensure_ascii=False)}\n\n".encode()
