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
    asked = {body.get("response_format", {}).get("type"), body.get("encoding_format")}
    has = asked | set(body)
    for part in step.get("refuses", ()):
        if part in has:
            names = {"base64": "encoding_format base64", "stream": "streaming"}
            names["stream_options"] = part
            name = names.get(part, f"response_format of type {part}")
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
    if step["kind"] == "vectors":
        status, found = embeddings(step, asked)
        return status, headers, json.dumps(found).encode(), 0
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


def inputs_of(body: dict[str, Any]) -> list[Any]:
    """The texts of a request for embeddings; whole numbers are tokens."""
    given = body["input"]
    one = isinstance(given, str) or (given and isinstance(given[0], int))
    return [given] if one else given


def embeddings(step: dict[str, Any], body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Status, and vectors that follow from a hash of each text."""
    texts = inputs_of(body)
    sizes = [len(text) if isinstance(text, list) else len(text.split()) for text in texts]
    if max(sizes) > step.get("longest", 8192):
        said = f"This model's maximum context length is 8192 tokens, you sent {max(sizes)}."
        return 400, error(said)
    if len(texts) > step.get("most", 2048):
        return 413, error(f"batch size {len(texts)} > maximum allowed batch size {step['most']}")
    dimension = step.get("dimension", body.get("dimensions", DIMENSION))
    rows = [_vector(json.dumps(text), dimension) for text in texts]
    for at, number in enumerate(step.get("numbers", ())):
        rows[0][at] = number
    if step.get("ragged"):
        rows[0].pop()
    rows = (rows + rows[:1])[: len(rows) + step.get("count", 0)]
    coded = body.get("encoding_format") == "base64" and not step.get("plain")
    data = [
        {"object": "embedding", "index": index, "embedding": _packed(row) if coded else row}
        for index, row in enumerate(rows)
    ]
    if step.get("indices") == "none":
        data = [{"object": "embedding", "embedding": item["embedding"]} for item in data]
    elif step.get("indices") == "twice":
        data[-1]["index"] = 0
    elif step.get("indices") == "reversed":
        data.reverse()
    usage = step.get("usage", {"prompt_tokens": sum(sizes), "total_tokens": sum(sizes)})
    found = {"object": "list", "data": data, "model": body["model"], "usage": usage}
    return 200, {**found, **step.get("fields", {})}


def _packed(row: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(row)}f", *row)).decode()


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
