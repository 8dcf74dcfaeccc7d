"""Asking a server for a whole reply: what is sent, what is read, what goes wrong."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from ragkit.errors import (
    ChatError,
    ChatRefusedError,
    ChatSetupError,
    ChatTooLongError,
    ChatUnavailableError,
)
from ragkit.llm import Message
from ragkit.types import Usage
from tests.llm.asked import MESSAGES, SCHEMA
from tests.serving import steps
from tests.serving.steps import body, http, reply

if TYPE_CHECKING:
    from tests.llm.conftest import MakeChat
    from tests.serving.handle import OpenAIServer
    from tests.serving.steps import Step

PLAIN = [{"role": message.role, "content": message.content} for message in MESSAGES]


def test_a_reply(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(reply("seven é 🦆", model="gpt-6-luna-2026-08-01"))
    found = chat().complete(MESSAGES)
    assert (found.text, found.model) == ("seven é 🦆", "gpt-6-luna-2026-08-01")
    assert (found.mode, found.finish, found.from_cache) == ("text", "stop", False)
    assert found.usage == Usage(input_tokens=9, output_tokens=3)
    (request,) = server.requests()
    assert request["path"] == "/v1/chat/completions"
    assert request["invalid"] is None
    assert request["body"] == {"model": "gpt-6-luna", "messages": PLAIN}


def test_everything_is_passed_through(server: OpenAIServer, chat: MakeChat) -> None:
    parameters = {"temperature": 0, "reasoning_effort": "low", "max_completion_tokens": 99}
    model = chat(
        "gpt-6-sol",
        organization="org-1",
        project="proj-1",
        headers={"X-Title": "ragkit"},
        parameters={**parameters, "seed": 7},
    )
    model.complete(MESSAGES, schema=SCHEMA)
    (request,) = server.requests()
    headers = {name.lower(): value for name, value in request["headers"].items()}
    assert headers["openai-organization"] == "org-1"
    assert headers["openai-project"] == "proj-1"
    assert headers["x-title"] == "ragkit"
    assert headers["authorization"].startswith("Bearer sk-proj-")
    wanted = {"name": "answer", "schema": SCHEMA.schema, "strict": True}
    assert server.bodies() == [
        {
            "model": "gpt-6-sol",
            "messages": PLAIN,
            "response_format": {"type": "json_schema", "json_schema": wanted},
            **parameters,
            "seed": 7,
        }
    ]


def test_key_and_address_come_from_the_environment(
    server: OpenAIServer, chat: MakeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "from-the-environment")
    chat(base_url=None, api_key=None).complete(MESSAGES)
    (request,) = server.requests()
    assert request["headers"]["authorization"] == "Bearer from-the-environment"


def test_a_local_server_needs_no_key(server: OpenAIServer, chat: MakeChat) -> None:
    chat(api_key=None).complete(MESSAGES)
    assert server.requests()[0]["headers"]["authorization"] == "Bearer no-key"


def test_a_login_in_the_address_is_sent_as_one(server: OpenAIServer, chat: MakeChat) -> None:
    model = chat(base_url=server.url.replace("//", "//anna:s%20cret@"), api_key=None)
    model.complete(MESSAGES)
    assert server.requests()[0]["headers"]["authorization"] == "Basic YW5uYTpzIGNyZXQ="
    assert "cret" not in repr(model) + repr(model.identity)


@pytest.mark.parametrize(
    ("step", "usage"),
    [
        (reply("ok", usage=None), None),
        (body(usage={"prompt_tokens": 5}), None),
        (body(usage={"prompt_tokens": -5, "completion_tokens": 1}), None),
        (body(usage={"prompt_tokens": True, "completion_tokens": 1}), None),
        (body(usage=[]), None),
        (
            body(
                usage={
                    "prompt_tokens": 50,
                    "completion_tokens": 4,
                    "total_tokens": 54,
                    "prompt_tokens_details": {"cached_tokens": 32, "audio_tokens": None},
                }
            ),
            Usage(input_tokens=50, output_tokens=4, cached_tokens=32),
        ),
    ],
)
def test_usage_is_what_the_server_names(
    server: OpenAIServer, chat: MakeChat, step: Step, usage: Usage | None
) -> None:
    server.script(step)
    assert chat().complete(MESSAGES).usage == usage


@pytest.mark.parametrize(
    "step",
    [
        body(novel={"deep": [1, 2]}, system_fingerprint=7, id=None, created="then"),
        body(model=None),
        body(model="\x1b[31mred"),
        body(model="m" * 1000),
        body(object=None),
        body(choices=[{"message": {"content": "ok", "reasoning": "because"}}]),
        reply("ok", finish="eos"),
        reply("ok", headers={"content-type": "text/plain"}),
    ],
)
def test_what_other_servers_do_is_read(server: OpenAIServer, chat: MakeChat, step: Step) -> None:
    server.script(step)
    found = chat().complete(MESSAGES)
    assert (found.text, found.model, found.finish) == ("ok", "gpt-6-luna", "stop")


def test_a_reply_that_is_cut_off_says_so(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(steps.LENGTH, reply(None, finish="length"))  # type: ignore[arg-type]
    model = chat()
    found = model.complete(MESSAGES)
    assert (found.text, found.finish) == ("cut off in the mid", "length")
    assert model.complete(MESSAGES).text == ""


@pytest.mark.parametrize(
    ("step", "kind", "says"),
    [
        (steps.UNAUTHORIZED, ChatSetupError, "did not accept the key (401: Incorrect"),
        (http(402), ChatSetupError, "paid"),
        (http(403, "Project has no access"), ChatSetupError, "403: Project has no access"),
        (steps.NO_MODEL, ChatSetupError, "has no model 'gpt-6-luna'"),
        (http(307, headers={"location": "/other"}), ChatSetupError, "elsewhere"),
        (http(400, "temperature is not supported"), ChatSetupError, "check the model and its"),
        (http(422, body={"detail": [{"loc": ["body", "x"]}]}), ChatSetupError, '"loc": ["body"'),
        (steps.NO_QUOTA, ChatSetupError, "no quota left"),
        (steps.TOO_LONG, ChatTooLongError, "too long for 'gpt-6-luna' (400: This model's max"),
        (http(413, body="<html>"), ChatTooLongError, "413"),
        (http(400, "the request exceeds the available context size"), ChatTooLongError, "400"),
        (http(400, "filtered", code="content_filter"), ChatRefusedError, "put it otherwise"),
        (steps.RATE_LIMITED, ChatUnavailableError, "turns requests away (429: Rate limit"),
        (steps.SERVER_ERROR, ChatUnavailableError, "failed (500: The server had an error)"),
        (http(503, body="down for repairs"), ChatUnavailableError, "503: down for repairs"),
        (http(502, body=""), ChatUnavailableError, "failed (502);"),
        (steps.reset(), ChatUnavailableError, "reset by peer"),
        (steps.HTML, ChatUnavailableError, "sent text/html in place of JSON"),
        (steps.INVALID_JSON, ChatUnavailableError, "sent JSON that does not read"),
        (steps.raw("[" * 100_000), ChatUnavailableError, "sent JSON that does not read"),
        (steps.raw("[1]"), ChatUnavailableError, "no object"),
        (steps.TRUNCATED_JSON, ChatUnavailableError, "without sending complete message body"),
        (steps.EMPTY_CHOICES, ChatUnavailableError, "without a choice"),
        (body(choices="none"), ChatUnavailableError, "without a choice"),
        (body(choices=[{"message": None}]), ChatUnavailableError, "an empty reply"),
        (steps.NULL_CONTENT, ChatUnavailableError, "an empty reply"),
        (steps.TOOL_CALLS, ChatUnavailableError, "called a tool"),
        (steps.REFUSAL, ChatRefusedError, "refused: I cannot help with that."),
        (steps.CONTENT_FILTER, ChatRefusedError, "content filter stepped in"),
        (body(error={"message": "all busy", "code": 529}), ChatUnavailableError, "529: all busy"),
        (body(error={"message": "who?", "code": 401}), ChatSetupError, "401: who?"),
    ],
)
def test_failures(
    server: OpenAIServer, chat: MakeChat, step: Step, kind: type[ChatError], says: str
) -> None:
    server.script(step)
    with pytest.raises(ChatError) as caught:
        chat().complete(MESSAGES, schema=SCHEMA)
    assert type(caught.value) is kind
    assert says in str(caught.value)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 420
    assert len(server.bodies()) == 1


def test_nobody_there(chat: MakeChat) -> None:
    with pytest.raises(ChatUnavailableError, match=r"127\.0\.0\.1:9/v1 cannot be reached"):
        chat(base_url="http://127.0.0.1:9/v1").complete(MESSAGES)


def test_a_timeout_says_how_long_it_was(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(steps.hang(0.5))
    with pytest.raises(ChatUnavailableError, match=r"did not answer within 0\.1 seconds"):
        chat(timeout=0.1).complete(MESSAGES)


@pytest.mark.parametrize("step", [steps.REFUSAL, steps.NULL_CONTENT, steps.EMPTY_CHOICES])
def test_a_failed_call_says_what_it_cost(server: OpenAIServer, chat: MakeChat, step: Step) -> None:
    server.script(step)
    with pytest.raises(ChatError) as caught:
        chat().complete(MESSAGES)
    assert caught.value.usage is not None
    assert caught.value.usage.input_tokens == 9


def test_an_error_that_names_its_usage(server: OpenAIServer, chat: MakeChat) -> None:
    usage = {"prompt_tokens": 3, "completion_tokens": 2}
    server.script(http(500, body={"error": {"message": "late"}, "usage": usage}))
    with pytest.raises(ChatUnavailableError) as caught:
        chat().complete(MESSAGES)
    assert caught.value.usage == Usage(input_tokens=3, output_tokens=2)


def format_of(request: dict[str, Any]) -> str:
    return str(request.get("response_format", {}).get("type", "text"))


@pytest.mark.parametrize("status", [400, 404, 422, 500])
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    ("refuses", "modes"),
    [
        ([], ["schema"]),
        (["json_schema"], ["schema", "json"]),
        (["json_schema", "json_object"], ["schema", "json", "text"]),
    ],
)
def test_the_way_down_is_found_and_remembered(
    server: OpenAIServer,
    chat: MakeChat,
    refuses: list[str],
    modes: list[str],
    streamed: bool,
    status: int,
) -> None:
    server.script(reply("{}", refuses=refuses, refusal_status=status))
    model = chat()
    formats = {"schema": "json_schema", "json": "json_object", "text": "text"}
    for expected in (modes, modes[-1:]):
        before = len(server.bodies())
        if streamed:
            with model.stream(MESSAGES, schema=SCHEMA) as stream:
                assert "".join(stream) == "{}"
            found = stream.reply
        else:
            found = model.complete(MESSAGES, schema=SCHEMA)
        assert found.mode == modes[-1]
        asked = server.bodies()[before:]
        assert [format_of(request) for request in asked] == [formats[mode] for mode in expected]
    system, user = server.bodies()[-1]["messages"]
    assert user == PLAIN[1]
    if modes == ["schema"]:
        assert system == PLAIN[0]
    else:
        assert system["content"].startswith("Answer in one word.\n\nReply with one JSON object")
        assert json.dumps(SCHEMA.schema) in system["content"]


def test_the_schema_gets_a_message_of_its_own_where_there_is_none(
    server: OpenAIServer, chat: MakeChat
) -> None:
    server.script(reply("{}", refuses=["json_schema"]))
    chat().complete([Message(role="user", content="How many?")], schema=SCHEMA)
    system, user = server.bodies()[-1]["messages"]
    assert system["role"] == "system"
    assert '"word"' in system["content"]
    assert user == {"role": "user", "content": "How many?"}


def test_what_no_request_can_hold_is_replaced(server: OpenAIServer, chat: MakeChat) -> None:
    chat().complete([Message(role="user", content="a \udc80 b 🦆")])
    assert server.bodies()[0]["messages"][0]["content"] == "a \ufffd b 🦆"


def test_without_a_schema_nothing_is_learnt(server: OpenAIServer, chat: MakeChat) -> None:
    model = chat()
    assert model.complete(MESSAGES).mode == "text"
    assert model.complete(MESSAGES, schema=SCHEMA).mode == "schema"


def test_a_refusal_that_stays_is_the_first_one_and_is_forgotten(
    server: OpenAIServer, chat: MakeChat
) -> None:
    first = http(400, "response_format: the schema is wrong")
    again = http(400, "response_format: still wrong")
    server.script(first, again, again, reply("{}"))
    model = chat()
    with pytest.raises(ChatSetupError, match="the schema is wrong"):
        model.complete(MESSAGES, schema=SCHEMA)
    assert len(server.bodies()) == 3
    assert model.complete(MESSAGES, schema=SCHEMA).mode == "schema"


def test_what_is_wrong_besides_is_said_in_its_own_words(
    server: OpenAIServer, chat: MakeChat
) -> None:
    server.script(
        http(400, "json_schema is not supported"), http(400, "temperature must be 1"), reply("{}")
    )
    model = chat()
    with pytest.raises(ChatSetupError, match="temperature must be 1"):
        model.complete(MESSAGES, schema=SCHEMA)
    assert model.complete(MESSAGES, schema=SCHEMA).mode == "schema"


def test_too_long_is_not_taken_for_a_refused_schema(server: OpenAIServer, chat: MakeChat) -> None:
    said = "maximum context length is 8192 tokens, and response_format takes 200 of them"
    server.script(http(400, said, code="context_length_exceeded"))
    with pytest.raises(ChatTooLongError):
        chat().complete(MESSAGES, schema=SCHEMA)
    assert len(server.bodies()) == 1


def test_threads_find_the_way_down_together(server: OpenAIServer, chat: MakeChat) -> None:
    server.script(reply("{}", refuses=["json_schema"]))
    model = chat()
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: model.complete(MESSAGES, schema=SCHEMA), range(8)))
    assert {found.mode for found in replies} == {"json"}
    before = len(server.bodies())
    model.complete(MESSAGES, schema=SCHEMA)
    assert len(server.bodies()) == before + 1


def test_a_closed_model_opens_again(server: OpenAIServer, chat: MakeChat) -> None:
    with chat() as model:
        model.complete(MESSAGES)
    assert model.complete(MESSAGES).text == "ok"
    assert repr(model) == f"OpenAIChat('gpt-6-luna', base_url={server.url!r})"


def test_a_function_of_the_tests_can_be_the_model(server: OpenAIServer, chat: MakeChat) -> None:
    step = steps.call("tests.llm.test_openai_chat:shout", arguments={"mark": "!"})
    server.script(step)
    model = chat()
    assert model.complete(MESSAGES).text == "HOW MANY FERRIES ARE THERE?!"
    assert "".join(model.stream(MESSAGES)) == "HOW MANY FERRIES ARE THERE?!"


def shout(request: dict[str, Any], mark: str) -> str:
    """Runs in the server's process."""
    return str(request["messages"][-1]["content"]).upper() + mark
