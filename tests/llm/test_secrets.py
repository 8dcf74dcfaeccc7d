"""The key, and what is as secret, is in no error, log, repr or file."""

from __future__ import annotations

import json
import logging
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from ragkit.errors import ChatError, ChatSetupError
from ragkit.llm import CachedChat, OpenAIChat
from ragkit.llm.hiding import Hider
from tests.llm.asked import MESSAGES, SCHEMA
from tests.llm.conftest import KEY
from tests.serving import steps
from tests.serving.steps import body, broken_stream, http, raw, reply, stream_error

if TYPE_CHECKING:
    from pathlib import Path

    from tests.llm.conftest import MakeChat
    from tests.serving.handle import OpenAIServer
    from tests.serving.steps import Step

HEADER = "tok-98hfw3-header-secret"
SAID = f"Incorrect API key provided: {KEY}. You sent 'Bearer {KEY}' and {HEADER}; {KEY[:14]}…"

ECHOES: dict[str, Step] = {
    "400": http(400, SAID),
    "401": http(401, SAID),
    "403": http(403, SAID),
    "404": http(404, SAID, param=KEY),
    "413": http(413, SAID),
    "429": http(429, SAID, code=KEY),
    "500": http(500, SAID),
    "redirect": http(307, SAID, headers={"location": f"/{KEY}"}),
    "too long": http(400, f"context_length_exceeded {SAID}"),
    "quota": http(429, f"insufficient_quota {SAID}"),
    "filter": http(400, f"content_filter {SAID}"),
    "schema": http(400, f"response_format {SAID}"),
    "retry": http(429, SAID, headers={"retry-after": KEY}),
    "as text": http(502, body=f"<h1>{SAID}</h1>"),
    "as a list": http(422, body={"detail": [{"loc": ["header"], "input": KEY}]}),
    "with its headers": http(500, body={"headers": {"authorization": f"Bearer {KEY}"}}),
    "in a body": body(error={"message": SAID, "code": 401}),
    "as a body": raw(json.dumps(SAID)),
    "as a type": raw("<html>", KEY),
    "refusal": reply("", refusal=SAID),
    "in a stream": stream_error(0, SAID),
    "late in a stream": stream_error(2, SAID, code=KEY),
    "as an event": broken_stream(1, event={"error": SAID}),
    "hang": steps.hang(0.3),
    "reset": steps.reset(),
    "reset late": steps.reset(2),
    "truncated": steps.TRUNCATED_JSON,
}


def everything_about(error: BaseException) -> str:
    """What a program could print of an error: its chain too, also where it is not shown."""
    told, following = [], [error]
    while following:
        current = following.pop()
        told += [str(current), repr(current), repr(vars(current)), repr(current.args)]
        told += traceback.format_exception(current)
        following += [e for e in (current.__cause__, current.__context__) if e is not None]
    return "\n".join(told)


def secrets_in(text: str) -> list[str]:
    parts = [KEY[at : at + 8] for at in range(len(KEY) - 7)]
    return [part for part in [*parts, HEADER] if part in text]


def failure_of(model: OpenAIChat, *, streamed: bool) -> ChatError | None:
    try:
        if streamed:
            list(model.stream(MESSAGES, schema=SCHEMA))
        else:
            model.complete(MESSAGES, schema=SCHEMA)
    except ChatError as error:
        return error
    return None


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("echo", ECHOES)
def test_the_key_is_in_no_error(
    server: OpenAIServer,
    chat: MakeChat,
    caplog: pytest.LogCaptureFixture,
    echo: str,
    streamed: bool,
) -> None:
    server.script(ECHOES[echo])
    model = chat(timeout=0.2, headers={"X-Token": HEADER})
    caplog.set_level(logging.DEBUG)
    error = failure_of(model, streamed=streamed)
    if error is None:
        # What breaks a stream is nothing to a whole reply.
        assert not streamed
        assert ECHOES[echo]["kind"] in {"broken_stream", "reset"}
    else:
        assert secrets_in(everything_about(error)) == []
        assert str(error).isprintable()
    # httpcore logs the headers of answers as they come, so a server that echoes is not asked.
    logged = [line.getMessage() for line in caplog.records if not line.name.startswith("httpcore")]
    assert secrets_in("\n".join(logged)) == []


def test_the_key_is_in_no_log(
    server: OpenAIServer, chat: MakeChat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.script(http(500, headers={"retry-after-ms": "1"}), reply("ok"))
    model = chat(
        base_url=server.url.replace("//", f"//anna:{HEADER}@"),
        max_retries=1,
        headers={"X-Token": HEADER},
    )
    model.complete(MESSAGES)
    list(model.stream(MESSAGES))
    assert len(caplog.records) > 10
    assert secrets_in(caplog.text) == []
    assert secrets_in(repr(model) + repr(model.identity) + repr(model._endpoint)) == []


def test_the_key_is_in_no_cache(server: OpenAIServer, chat: MakeChat, tmp_path: Path) -> None:
    model = chat(headers={"X-Token": HEADER})
    CachedChat(model, tmp_path / "replies").complete(MESSAGES)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1
    for path in files:
        assert secrets_in(f"{path} {path.read_text()}") == []


@pytest.mark.parametrize(
    "options",
    [
        {"api_key": f"{KEY}\n"},
        {"api_key": f" {KEY}"},
        {"api_key": f'"{KEY}"'},
        {"api_key": f"{KEY}é"},
        {"base_url": f"http://anna:{KEY}@"},
        {"base_url": f"ftp://anna:{KEY}@host/"},
        {"base_url": f"https://host/v1?key={KEY}"},
        {"base_url": f"https://anna:{KEY}@host:port/"},
        {"headers": {"X-Token": f"{KEY}\n"}},
    ],
)
def test_the_key_is_not_in_what_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ChatSetupError) as caught:
        OpenAIChat(**{"api_key": KEY, **options})
    assert secrets_in(everything_about(caught.value)) == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"the key {KEY} is bad", "the key [hidden] is bad"),
        (f"the key {KEY.upper()} is bad", "the key [hidden] is bad"),
        (f"the key {KEY[3:30]}, cut", "the key [hidden], cut"),
        ("one sk-proj-other-key-of-others, two", "one [hidden], two"),
        ("sk-abc***************wxyz.", "[hidden]"),
        ("Authorization: Bearer abc", "Authorization: Bearer [hidden]"),
        ("a short one: pw1, not xpw1x", "a short one: [hidden], not xpw1x"),
        (f"{KEY}", "[hidden]"),
        (f"{KEY}{KEY} {KEY}", "[hidden] [hidden]"),
        ("a password with%20space%20%2F and one", "a password [hidden] and one"),
        ("two\nlines\x1b[31m and\u202e more\ud800", "two lines [31m and more"),
        ("x" * 300, "x" * 199 + "…"),
        ("", ""),
    ],
)
def test_a_server_is_quoted_in_one_clean_line(said: str, shown: str) -> None:
    hider = Hider([KEY, "pw1", "with space /", ""])
    assert hider.line(said) == shown
    assert repr(hider) == "Hider()"
