"""A server that answers as it is told, and models that are closed behind each test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from ragkit.llm import OpenAIChat
from tests.serving.fixtures import openai_process, server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.serving.handle import OpenAIServer

__all__ = ["openai_process", "server"]

KEY = "sk-proj-Zq8vT3xW7mN2kL5pR9sD4fG6hJ1cB0aY"


class MakeChat(Protocol):
    """An `OpenAIChat` of the server, which tries once unless it is told otherwise."""

    def __call__(self, model: str = "gpt-6-luna", **options: Any) -> OpenAIChat: ...


@pytest.fixture
def chat(server: OpenAIServer) -> Iterator[MakeChat]:
    made: list[OpenAIChat] = []

    def make(model: str = "gpt-6-luna", **options: Any) -> OpenAIChat:
        defaults = {"base_url": server.url, "api_key": KEY, "max_retries": 0, "timeout": 5}
        made.append(OpenAIChat(model, **{**defaults, **options}))
        return made[-1]

    yield make
    for model in made:
        model.close()
