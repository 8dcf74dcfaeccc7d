"""What is refused before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ragkit.errors import ChatSetupError
from ragkit.llm import DEFAULT_MODEL, OpenAIChat

if TYPE_CHECKING:
    from tests.serving.handle import OpenAIServer


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "set OPENAI_API_KEY, or OPENAI_BASE_URL"),
        ({"api_key": ""}, "is empty"),
        ({"api_key": "sk abc"}, "white space"),
        ({"api_key": "sk-abc\n"}, "line break"),
        ({"api_key": "sk-abc\x00"}, "control character"),
        ({"api_key": "sk-äbc"}, "not ASCII"),
        ({"api_key": "'sk-abc'"}, "quotation marks"),
        ({"base_url": ""}, "http://"),
        ({"base_url": "localhost:8000/v1"}, "http://"),
        ({"base_url": "ftp://host/v1"}, "http://"),
        ({"base_url": "http://"}, "http://"),
        ({"base_url": "http://host:port/v1"}, "does not read"),
        ({"base_url": "http://[::1/v1"}, "does not read"),
        ({"base_url": "http://ho st/v1"}, "white space"),
        ({"base_url": "http://host/v1\n"}, "white space"),
        ({"base_url": "http://host/v1?version=1"}, "query"),
        ({"base_url": "http://host/v1#top"}, "fragment"),
        ({"base_url": "http://host/v1/chat/completions"}, "the part before"),
        ({"api_key": "k", "headers": {"X Title": "a"}}, "header 'X Title'"),
        ({"api_key": "k", "headers": {"X-Title": "a\r\nb: c"}}, "header 'X-Title'"),
        ({"api_key": "k", "headers": {"X-Title": "ä"}}, "header 'X-Title'"),
        ({"api_key": "k", "parameters": {"stream": True}}, "'stream' is ragkit's own"),
        ({"api_key": "k", "parameters": {"seed": float("nan")}}, "'seed' cannot be put in JSON"),
        ({"api_key": "k", "parameters": {"stop": {1}}}, "'stop' cannot be put in JSON"),
        ({"api_key": "k", "timeout": 0}, "timeout=0"),
        ({"api_key": "k", "max_retries": -1}, "max_retries=-1"),
        ({"api_key": "k", "concurrency": 0}, "concurrency=0"),
        ({"api_key": "k", "model": " "}, "no name of a language model"),
        ({"api_key": "k", "model": "gpt\n"}, "no name of a language model"),
    ],
)
def test_what_cannot_work_is_refused_at_once(
    server: OpenAIServer, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(ChatSetupError) as caught:
        OpenAIChat(**options)
    assert says in str(caught.value)
    assert str(caught.value).isprintable()
    assert server.requests() == []


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("OPENAI_API_KEY", "sk abc", "white space"),
        ("OPENAI_API_KEY", "", "set OPENAI_API_KEY"),
        ("OPENAI_BASE_URL", "", "set OPENAI_API_KEY"),
        ("OPENAI_BASE_URL", "localhost", "http://"),
    ],
)
def test_the_environment_is_checked_as_well(
    server: OpenAIServer, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ChatSetupError, match=says):
        OpenAIChat()


@pytest.mark.parametrize(
    ("given", "url"),
    [
        (None, "https://api.openai.com/v1"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1"),
        ("HTTP://LocalHost/v1", "http://localhost/v1"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
        ("https://anna:secret@host/openai/v1", "https://host/openai/v1"),
    ],
)
def test_what_replies_depend_on(server: OpenAIServer, given: str | None, url: str) -> None:
    parameters = {"temperature": 0, "seed": 7}
    model = OpenAIChat(base_url=given, api_key="any-prefix-is-fine", parameters=parameters)
    assert model.name == DEFAULT_MODEL
    assert model.identity == {"model": DEFAULT_MODEL, "base_url": url, "parameters": parameters}
    assert list(model.identity["parameters"]) == ["seed", "temperature"]
