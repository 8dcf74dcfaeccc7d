"""Fixtures for tests that talk to a model; a `conftest.py` imports both by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving.handle import OpenAIServer
from tests.serving.steps import reply

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["openai_process", "server"]


@pytest.fixture(scope="session")
def openai_process() -> Iterator[OpenAIServer]:
    """One process for all tests."""
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def server(openai_process: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> OpenAIServer:
    """The server with nothing asked yet, and an environment that names no model."""
    for name in ("API_KEY", "BASE_URL", "CUSTOM_HEADERS", "ORG_ID", "PROJECT_ID", "ADMIN_KEY"):
        monkeypatch.delenv(f"OPENAI_{name}", raising=False)
    openai_process.script(reply("ok"))
    return openai_process
