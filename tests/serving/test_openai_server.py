"""The test server itself: it would be no use if it took anything."""

from __future__ import annotations

import base64
import json
import struct
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import openai
import pytest

from tests.serving.fixtures import openai_process, server
from tests.serving.steps import reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.serving.handle import OpenAIServer

__all__ = ["openai_process", "server"]

GOOD = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


@pytest.fixture
def client(server: OpenAIServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=server.url, api_key="k", max_retries=0) as client:
        yield client


def post(url: str, body: dict[str, Any]) -> int:
    try:
        with urlopen(Request(url, data=json.dumps(body).encode()), timeout=5) as response:
            return int(response.status)
    except HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize(
    "change",
    [
        {"novel": 1},
        {"messages": [{"role": "robot", "content": "hi"}]},
        {"messages": [{"content": "hi"}]},
        {"messages": "hi"},
        {"model": 7},
        {"temperature": "hot"},
        {"response_format": {"type": "json_schema"}},
        {"response_format": {"type": "yaml"}},
        {"stream_options": {"include_usage": True}},
        {"reasoning_effort": "heroic"},
    ],
)
def test_a_request_that_the_types_do_not_know_is_refused(
    server: OpenAIServer, change: dict[str, Any]
) -> None:
    assert post(f"{server.url}/chat/completions", GOOD) == 200
    assert post(f"{server.url}/chat/completions", {**GOOD, **change}) == 400
    assert [request["invalid"] is None for request in server.requests()] == [True, False]
    with pytest.raises(AssertionError):
        server.bodies()


def test_steps_follow_each_other_and_the_last_repeats(
    server: OpenAIServer, client: openai.OpenAI
) -> None:
    server.script(reply("one"), reply("two"))
    said = [
        client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hi"}])
        for _ in range(3)
    ]
    assert [found.choices[0].message.content for found in said] == ["one", "two", "two"]


def test_embeddings_are_the_same_in_both_codes(client: openai.OpenAI) -> None:
    texts = ["a ferry", "a lighthouse"]
    packed = client.embeddings.create(model="e", input=texts, encoding_format="base64")
    plain = client.embeddings.create(model="e", input=texts, encoding_format="float")
    for one, other in zip(packed.data, plain.data, strict=True):
        data = base64.b64decode(str(one.embedding))
        assert struct.unpack("<64f", data) == pytest.approx(other.embedding, abs=1e-6)
    assert plain.data[0].embedding != plain.data[1].embedding
    assert sum(value**2 for value in plain.data[0].embedding) == pytest.approx(1)
    assert plain.usage.prompt_tokens == 4
    small = client.embeddings.create(model="e", input="a ferry", dimensions=8)
    assert len(small.data[0].embedding) == 8


def test_models_are_listed(client: openai.OpenAI) -> None:
    assert "gpt-6-luna" in [model.id for model in client.models.list()]
