"""The server that speaks OpenAI's API, for summaries by a model."""

from __future__ import annotations

from tests.serving.fixtures import openai_process, server

__all__ = ["openai_process", "server"]
