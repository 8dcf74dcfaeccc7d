"""Tries after the first, and how many requests run at once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from ragkit.errors import ChatError, ChatUnavailableError
from tests.llm.asked import MESSAGES
from tests.serving import steps
from tests.serving.steps import http, reply, reset

if TYPE_CHECKING:
    from tests.llm.conftest import MakeChat
    from tests.serving.handle import OpenAIServer
    from tests.serving.steps import Step

SOON = {"retry-after-ms": "20"}


@pytest.mark.parametrize(
    ("step", "tries"),
    [
        (http(429, headers=SOON), 3),
        (http(408, headers=SOON), 3),
        (http(409, headers=SOON), 3),
        (http(500, headers=SOON), 3),
        (http(503, headers=SOON), 3),
        (http(500, headers={"x-should-retry": "false"}), 1),
        (http(401, headers=SOON), 1),
        (http(404, headers=SOON), 1),
        (steps.TOO_LONG, 1),
        (steps.HTML, 1),
        (steps.NULL_CONTENT, 1),
    ],
)
def test_what_may_pass_is_tried_again(
    server: OpenAIServer, chat: MakeChat, step: Step, tries: int
) -> None:
    server.script(step)
    with pytest.raises(ChatError):
        chat(max_retries=2).complete(MESSAGES)
    assert len(server.bodies()) == tries


@pytest.mark.parametrize("step", [steps.RATE_LIMITED, reset(), steps.TRUNCATED_JSON])
def test_a_second_try_helps(server: OpenAIServer, chat: MakeChat, step: Step) -> None:
    server.script(step, reply("ok"))
    assert chat(max_retries=1).complete(MESSAGES).text == "ok"
    assert len(server.bodies()) == 2


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"retry-after-ms": "100"}, 0.1, 0.35),
        ({"retry-after": "0.1"}, 0.1, 0.35),
        ({"retry-after": "1"}, 1, 1.35),
        ({}, 0.37, 0.9),  # the client's own pause
    ],
)
def test_the_pause_is_the_one_that_the_server_asks_for(
    server: OpenAIServer, chat: MakeChat, headers: dict[str, str], least: float, most: float
) -> None:
    pauses: list[float] = []
    # A busy machine draws a pause out; nothing shortens one.
    while len(pauses) < 5 and min(pauses, default=most) >= most:
        server.script(http(429, headers=headers), reply("ok"))
        chat(max_retries=1).complete(MESSAGES)
        first, second = (request["at"] for request in server.requests())
        pauses.append(second - first)
    assert least <= min(pauses) < most


def test_a_pause_that_is_too_long_is_told_and_not_waited_for(
    server: OpenAIServer, chat: MakeChat
) -> None:
    server.script(http(429, headers={"retry-after": "300"}))
    with pytest.raises(ChatUnavailableError, match="it asks to wait 300 s"):
        chat(max_retries=2).complete(MESSAGES)
    assert len(server.bodies()) == 1


@pytest.mark.parametrize("streamed", [False, True])
def test_so_many_requests_at_once(server: OpenAIServer, chat: MakeChat, streamed: bool) -> None:
    server.script(reply("one two three", delay=0.02, wait=0.05))
    model = chat(concurrency=2)

    def ask(_: int) -> str:
        if streamed:
            with model.stream(MESSAGES) as stream:
                return "".join(stream)
        return model.complete(MESSAGES).text

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(ask, range(6))) == {"one two three"}
    assert server.counts() == {"running": 0, "most": 2, "broken_off": 0}


def test_a_stream_holds_its_place_until_it_is_closed(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(reply("one two three"))
    model, done = chat(concurrency=1), threading.Event()
    stream = model.stream(MESSAGES)
    next(stream)

    def ask() -> None:
        model.complete(MESSAGES)
        done.set()

    waiting = threading.Thread(target=ask)
    waiting.start()
    time.sleep(0.1)
    assert not done.is_set()
    assert len(server.requests()) == 1
    stream.close()
    assert done.wait(5)
    waiting.join()


def test_a_thread_may_ask_in_the_middle_of_its_stream(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(reply("one two three"))
    model = chat(concurrency=1)
    with model.stream(MESSAGES) as stream:
        next(stream)
        assert model.complete(MESSAGES).text == "one two three"
        assert "".join(stream) == " two three"


def test_a_failure_gives_its_place_back(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(http(400), http(400), reply("ok"))
    model = chat(concurrency=1)
    with pytest.raises(ChatError):
        model.complete(MESSAGES)
    with pytest.raises(ChatError):
        list(model.stream(MESSAGES))
    assert model.complete(MESSAGES).text == "ok"
