"""A server that answers as it is told, and embedders that are closed behind each test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from ragkit.embedding.openai import OpenAIEmbedder
from tests.serving.fixtures import openai_process, server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.serving.handle import OpenAIServer

__all__ = ["openai_process", "server"]


class MakeEmbedder(Protocol):
    """An `OpenAIEmbedder` of the server, which tries once unless it is told otherwise."""

    def __call__(self, model: str = "text-embedding-3-small", **options: Any) -> OpenAIEmbedder: ...


@pytest.fixture
def embedder_of(server: OpenAIServer) -> Iterator[MakeEmbedder]:
    made: list[OpenAIEmbedder] = []

    def make(model: str = "text-embedding-3-small", **options: Any) -> OpenAIEmbedder:
        defaults = {"base_url": server.url, "api_key": "k-1", "max_retries": 0, "timeout": 5}
        made.append(OpenAIEmbedder(model, **{**defaults, **options}))
        return made[-1]

    yield make
    for embedder in made:
        embedder.close()
