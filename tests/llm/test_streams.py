"""Replies piece by piece: whole, broken, mended before the first piece, cancelled."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from ragkit.errors import ChatError, ChatRefusedError, ChatSetupError, ChatUnavailableError
from ragkit.types import Usage
from tests.llm.asked import MESSAGES, SCHEMA
from tests.serving import steps
from tests.serving.steps import broken_stream, http, reply, reset, stream_error

if TYPE_CHECKING:
    from ragkit.llm import ReplyStream
    from tests.llm.conftest import MakeChat
    from tests.serving.handle import OpenAIServer
    from tests.serving.steps import Step

LONG = "one two three four five six"


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_pieces_add_up_to_the_reply(server: OpenAIServer, chat: MakeChat, size: int) -> None:
    text = '{"word": "sieben \\u00e9 🦆\\n\\"so\\""}'
    server.script(reply(text, size=size, model="gpt-6-luna-2026-08-01"))
    with chat().stream(MESSAGES, schema=SCHEMA) as stream:
        pieces = list(stream)
    assert "".join(pieces) == stream.reply.text == text
    assert len(pieces) == -(-len(text) // size)
    assert (stream.reply.mode, stream.reply.finish) == ("schema", "stop")
    assert stream.reply.model == "gpt-6-luna-2026-08-01"
    assert stream.reply.usage == Usage(input_tokens=9, output_tokens=len(text.split()))
    (sent,) = server.bodies()
    assert sent["stream_options"] == {"include_usage": True}


def test_nothing_is_sent_before_the_first_piece_is_wanted(
    server: OpenAIServer, chat: MakeChat
) -> None:
    stream = chat().stream(MESSAGES)
    assert server.requests() == []
    with pytest.raises(RuntimeError, match="before the stream has ended"):
        _ = stream.reply
    stream.close()
    assert list(stream) == []
    assert server.requests() == []


def test_a_server_that_refuses_to_be_asked_for_usage(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(reply("ok", refuses=["stream_options"]))
    model = chat()
    for asked in (2, 3):
        with model.stream(MESSAGES) as stream:
            assert list(stream) == ["ok"]
        assert stream.reply.usage is None
        assert len(server.bodies()) == asked


def test_a_server_that_refuses_everything_is_asked_plainly(
    server: OpenAIServer, chat: MakeChat
) -> None:
    server.script(reply("{}", refuses=["json_schema", "json_object", "stream_options"]))
    model = chat()
    for asked in (4, 5):
        with model.stream(MESSAGES, schema=SCHEMA) as stream:
            assert list(stream) == ["{}"]
        assert stream.reply.mode == "text"
        assert len(server.bodies()) == asked


def test_a_server_that_refuses_to_stream_is_asked_for_the_whole(
    server: OpenAIServer, chat: MakeChat
) -> None:
    server.script(reply("{}", refuses=["stream", "json_schema"]))
    model = chat()
    for asked in (3, 4):
        with model.stream(MESSAGES, schema=SCHEMA) as stream:
            assert list(stream) == ["{}"]
        assert (stream.reply.mode, stream.reply.usage is None) == ("json", False)
        assert len(server.bodies()) == asked


def test_a_server_that_knows_no_streams(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(reply(LONG, whole=True))
    with chat().stream(MESSAGES) as stream:
        assert list(stream) == [LONG]
    assert stream.reply.usage == Usage(input_tokens=9, output_tokens=6)


def test_a_stream_may_be_cut_off_at_its_limit(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(steps.LENGTH)
    with chat().stream(MESSAGES) as stream:
        assert "".join(stream) == "cut off in the mid"
    assert stream.reply.finish == "length"


@pytest.mark.parametrize(
    ("step", "pieces", "kind", "says"),
    [
        (steps.UNAUTHORIZED, 0, ChatSetupError, "did not accept the key"),
        (http(500, "no"), 0, ChatUnavailableError, "failed (500: no)"),
        (steps.HTML, 0, ChatUnavailableError, "text/html"),
        (steps.TRUNCATED_JSON, 0, ChatUnavailableError, "complete message body"),
        (reset(), 0, ChatUnavailableError, "reset by peer"),
        (reset(3), 3, ChatUnavailableError, "reset by peer"),
        (broken_stream(0), 0, ChatUnavailableError, "before the reply was whole"),
        (broken_stream(3), 3, ChatUnavailableError, "before the reply was whole"),
        (stream_error(0), 0, ChatUnavailableError, "failed (500: it broke)"),
        (stream_error(3), 3, ChatUnavailableError, "failed (500: it broke)"),
        (stream_error(3, "busy", 429), 3, ChatUnavailableError, "429: busy"),
        (
            broken_stream(2, event={"object": "error", "message": "it broke", "code": 500}),
            2,
            ChatUnavailableError,
            "failed (500: it broke)",
        ),
        (broken_stream(2, event={"error": "as words"}), 2, ChatUnavailableError, "as words"),
        (broken_stream(2, event=[1]), 2, ChatUnavailableError, "no JSON object"),
        (steps.REFUSAL, 0, ChatRefusedError, "I cannot help"),
        (reply(LONG, finish="content_filter"), 9, ChatRefusedError, "content filter"),
        (reply(LONG, finish="error"), 9, ChatUnavailableError, "broke its reply off"),
        (steps.NULL_CONTENT, 0, ChatUnavailableError, "an empty reply"),
        (steps.TOOL_CALLS, 0, ChatUnavailableError, "called a tool"),
    ],
)
def test_what_came_before_a_break_was_handed_out(
    server: OpenAIServer,
    chat: MakeChat,
    step: Step,
    pieces: int,
    kind: type[ChatError],
    says: str,
) -> None:
    server.script(step)
    stream = chat().stream(MESSAGES)
    read, error = read_until_it_breaks(stream)
    assert len(read) == pieces
    assert type(error) is kind
    assert says in str(error)
    assert len(server.bodies()) == 1
    assert list(stream) == []
    with pytest.raises(RuntimeError):
        _ = stream.reply


def read_until_it_breaks(stream: ReplyStream) -> tuple[list[str], ChatError]:
    pieces = []
    try:
        for piece in stream:
            pieces.append(piece)  # noqa: PERF402  # what a break leaves behind is the matter
    except ChatError as error:
        return pieces, error
    raise AssertionError("it did not break")


def test_a_filter_in_a_stream_says_what_it_cost(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(reply(LONG, finish="content_filter"))
    with pytest.raises(ChatRefusedError) as caught:
        list(chat().stream(MESSAGES))
    assert caught.value.usage == Usage(input_tokens=9, output_tokens=6)


@pytest.mark.parametrize("broken", [broken_stream(0), steps.RATE_LIMITED])
def test_a_break_before_the_first_piece_is_mended(
    server: OpenAIServer, chat: MakeChat, broken: Step
) -> None:
    server.script(broken, reply(LONG))
    with chat(max_retries=1).stream(MESSAGES) as stream:
        assert "".join(stream) == LONG
    assert len(server.bodies()) == 2


@pytest.mark.parametrize("broken", [broken_stream(1), reset(1), steps.TOO_LONG, stream_error(0)])
def test_what_a_retry_cannot_mend_is_tried_once(
    server: OpenAIServer, chat: MakeChat, broken: Step
) -> None:
    server.script(broken, reply(LONG))
    with pytest.raises(ChatError):
        list(chat(max_retries=2).stream(MESSAGES))
    assert len(server.bodies()) == 1


@pytest.mark.parametrize("how", ["close", "with", "forgotten"])
def test_a_stream_that_is_left_closes_its_connection(
    server: OpenAIServer, chat: MakeChat, how: str
) -> None:
    server.script(reply("word " * 500, delay=0.01))
    model = chat(concurrency=1)
    stream = model.stream(MESSAGES)
    next(stream)
    next(stream)
    if how == "close":
        stream.close()
        stream.close()
    elif how == "with":
        with pytest.raises(KeyError), stream:
            raise KeyError
    else:
        del stream
        gc.collect()
    server.wait_for("broken_off", 1)
    server.script(reply("ok"))
    assert model.complete(MESSAGES).text == "ok"


def test_a_pause_in_a_stream_is_a_timeout(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(reply(LONG, delay=0.4))
    with pytest.raises(ChatUnavailableError, match=r"within 0\.2 seconds"):
        list(chat(timeout=0.2).stream(MESSAGES))
