"""The same model against a server that somebody else wrote (fakellm)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from ragkit.errors import ChatSetupError, ChatUnavailableError
from ragkit.llm import Message, OpenAIChat
from tests.llm.asked import MESSAGES, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES = """
rules:
  - name: words
    when: {messages_contain: ferries}
    respond: {content: "Seven ferries, or so."}
  - name: object
    when: {messages_contain: an object}
    respond: {content: '{"word": "seven"}'}
  - name: tool
    when: {messages_contain: a tool}
    respond: {tool_calls: [{name: count, arguments: {}}]}
  - name: key
    when: {messages_contain: no key}
    respond: {status: 401, error: "who are you?"}
  - name: busy
    when: {messages_contain: too much}
    respond: {status: 429, error: "slow down"}
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("fakellm")
    (folder / "rules.yaml").write_text(RULES)
    with subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "fakellm.server:app", "--port", "0"],
        env={**os.environ, "FAKELLM_CONFIG": str(folder / "rules.yaml")},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stderr is not None
        said = ""
        while not (found := re.search(r"running on (http://127\.0\.0\.1:\d+)", said)):
            line = process.stderr.readline()
            assert line, said
            said += line
        rest = threading.Thread(target=process.stderr.read)
        rest.start()
        yield f"{found[1]}/v1"
        process.kill()
        rest.join()


@pytest.fixture
def model(url: str) -> Iterator[OpenAIChat]:
    with OpenAIChat("llama-3", base_url=url, max_retries=0) as model:
        yield model


def user(content: str) -> list[Message]:
    return [Message(role="user", content=content)]


def test_a_reply(model: OpenAIChat) -> None:
    found = model.complete(MESSAGES)
    assert (found.text, found.model, found.finish) == ("Seven ferries, or so.", "llama-3", "stop")
    assert found.usage is not None
    assert found.usage.input_tokens > 0
    assert found.usage.cost is None


def test_an_object(model: OpenAIChat) -> None:
    found = model.complete(user("Give me an object."), schema=SCHEMA)
    assert (found.text, found.mode) == ('{"word": "seven"}', "schema")


def test_a_stream(model: OpenAIChat) -> None:
    with model.stream(MESSAGES) as stream:
        pieces = list(stream)
    assert pieces == ["Seven", " ferries,", " or", " so."]
    assert stream.reply.text == "Seven ferries, or so."
    assert stream.reply.usage is None


def test_failures(model: OpenAIChat) -> None:
    with pytest.raises(ChatSetupError, match=r"did not accept the key \(401: who are you\?\)"):
        model.complete(user("There is no key."))
    with pytest.raises(ChatUnavailableError, match="429: slow down"):
        model.complete(user("This is too much."))
    for asked in (model.complete, lambda said: list(model.stream(said))):
        with pytest.raises(ChatUnavailableError, match="called a tool"):
            asked(user("Use a tool."))
