"""Requests, held against the client's own published types."""

from __future__ import annotations

from typing import Any

from openai.types import EmbeddingCreateParams
from openai.types.chat import ChatCompletionMessageParam
from openai.types.chat.completion_create_params import (
    CompletionCreateParamsNonStreaming,
    CompletionCreateParamsStreaming,
)
from pydantic import TypeAdapter, ValidationError

_WHOLE = TypeAdapter(CompletionCreateParamsNonStreaming)
_STREAMED = TypeAdapter(CompletionCreateParamsStreaming)
_MESSAGES = TypeAdapter(list[ChatCompletionMessageParam])
_EMBEDDING = TypeAdapter(EmbeddingCreateParams)


def what_is_wrong(path: str, body: dict[str, Any]) -> str | None:
    """Why a request is none that the API takes, None if it is one."""
    checks = {"/chat/completions": _check_chat, "/embeddings": _check_embedding}
    for end, check in checks.items():
        if path.endswith(end):
            try:
                check(body)
            except (ValidationError, ValueError) as error:
                return f"{path}: {error}"
            return None
    return f"there is no {path}"


def _check_chat(body: dict[str, Any]) -> None:
    _check_keys(body, CompletionCreateParamsStreaming)
    (_STREAMED if body.get("stream") else _WHOLE).validate_python(body)
    # What is declared an iterable is checked when it is read, and so not above.
    _MESSAGES.validate_python(body["messages"])
    if "stream_options" in body and not body.get("stream"):
        raise ValueError("stream_options without stream")


def _check_embedding(body: dict[str, Any]) -> None:
    _check_keys(body, EmbeddingCreateParams)
    _EMBEDDING.validate_python(body)


def _check_keys(body: dict[str, Any], kind: Any) -> None:
    if unknown := set(body) - kind.__required_keys__ - kind.__optional_keys__:
        raise ValueError(f"unknown keys: {sorted(unknown)}")
