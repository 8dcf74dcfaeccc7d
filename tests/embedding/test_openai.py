"""Embeddings of a server: what is sent, what is believed, and what goes wrong."""

from __future__ import annotations

import base64
import struct
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ragkit.embedding.embedder import LOCAL, RemoteEmbedder, open_embedder
from ragkit.embedding.openai import OpenAIEmbedder
from ragkit.embedding.replies import vectors_in
from ragkit.errors import (
    ChatError,
    ChatSetupError,
    ChatTooLongError,
    ChatUnavailableError,
)
from ragkit.llm.reading import Unusable
from ragkit.tokens import count_tokens
from ragkit.types import Usage
from tests.llm.conftest import KEY
from tests.llm.test_secrets import everything_about, secrets_in
from tests.serving import steps
from tests.serving.answers import DIMENSION
from tests.serving.steps import embedding, http, raw, vectors
from tests.test_package import modules_after

if TYPE_CHECKING:
    from tests.embedding.conftest import MakeEmbedder
    from tests.serving.handle import OpenAIServer
    from tests.serving.steps import Step

TEXTS = ["Penguins eat krill.", "The rent is 40 dollars a month.", "The port closed in May."]
SOON = {"retry-after-ms": "5"}


def inputs(server: OpenAIServer) -> list[list[str]]:
    """The texts of each request."""
    return [body["input"] for body in server.bodies()]


# --- names


def test_it_is_opened_by_name(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    plain = open_embedder("openai:BAAI/bge-m3:567m")
    assert isinstance(plain, RemoteEmbedder)
    assert (plain.name, plain.sent_to) == (
        "openai:BAAI/bge-m3:567m",
        f"BAAI/bge-m3:567m at {server.url}",
    )
    short = open_embedder("openai:small?dimensions=8")
    assert short.name == "openai:small?dimensions=8"
    assert short.embed(TEXTS).shape == (3, 8)
    assert server.bodies()[-1]["dimensions"] == 8


def test_its_fingerprint_tells_models_lengths_and_servers_apart() -> None:
    made = [
        OpenAIEmbedder(api_key="k"),
        OpenAIEmbedder("text-embedding-3-large", api_key="k"),
        OpenAIEmbedder(dimensions=256, api_key="k"),
        OpenAIEmbedder(base_url="http://localhost:11434/v1"),
    ]
    assert len({one.fingerprint for one in made}) == 4
    again = OpenAIEmbedder(base_url="http://anna:secret-1@localhost:11434/v1/")
    assert again.fingerprint == made[3].fingerprint
    assert "secret" not in repr(again) + again.fingerprint + again.sent_to + again.name


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("openai:x?dimensions=", "no number of dimensions"),
        ("openai:x?dimensions=-8", "no number of dimensions"),
        ("openai:?dimensions=8", "no name of an embedding model"),
        ("openai: ", "no name of an embedding model"),
        ("openai:a\nb", "no name of an embedding model"),
        ("openai:x", "'openai:x' cannot be used: there is no key .*set OPENAI_API_KEY"),
    ],
)
def test_what_cannot_be_opened_is_told_before_anything_is_sent(
    server: OpenAIServer, name: str, says: str
) -> None:
    with pytest.raises(ChatSetupError, match=says):
        open_embedder(name)
    assert server.requests() == []


@pytest.mark.parametrize(
    "options", [{"dimensions": 0}, {"timeout": 0}, {"max_retries": -1}, {"api_key": "a b"}]
)
def test_options_out_of_range(options: dict[str, Any]) -> None:
    with pytest.raises(ChatSetupError):
        OpenAIEmbedder(**{"api_key": "k", **options})


@pytest.mark.parametrize(
    "code", ["import ragkit", "import ragkit.embedding.openai", "import ragkit.adding"]
)
def test_the_client_is_loaded_with_the_first_request(code: str) -> None:
    assert not modules_after(code).intersection({"openai", "httpx2", "genai_prices", "tiktoken"})


# --- vectors


def test_one_unit_row_a_text(server: OpenAIServer, embedder_of: MakeEmbedder) -> None:
    embedder = embedder_of()
    found = embedder.embed([*TEXTS, "", "\ud800 x", " "])
    assert found.shape == (6, DIMENSION)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)
    (body,) = server.bodies()
    assert body["input"] == [*TEXTS, " ", "? x", " "]
    assert body["encoding_format"] == "base64"
    assert "dimensions" not in body
    assert embedder.embed([]).shape == (0, 0)
    assert len(server.requests()) == 1


@pytest.mark.parametrize(
    "step", [vectors(plain=True), vectors(indices="reversed"), vectors(refuses=["base64"])]
)
def test_vectors_are_the_same_however_they_are_sent(
    server: OpenAIServer, embedder_of: MakeEmbedder, step: Step
) -> None:
    expected = embedder_of().embed(TEXTS)
    server.script(step)
    np.testing.assert_allclose(embedder_of().embed(TEXTS), expected, atol=1e-6)


def test_a_code_that_was_refused_is_not_tried_again(
    server: OpenAIServer, embedder_of: MakeEmbedder
) -> None:
    embedder = embedder_of()
    server.script(vectors(refuses=["base64"]))
    embedder.embed(TEXTS)
    embedder.embed(TEXTS)
    formats = [body["encoding_format"] for body in server.bodies()]
    assert formats == ["base64", "float", "float"]


def good(count: int, **changes: Any) -> dict[str, Any]:
    data = [{"index": n, "embedding": [float(n), 1.0]} for n in range(count)]
    return {"object": "list", "data": data, **changes}


def with_vector(vector: object) -> dict[str, Any]:
    return good(1, data=[{"index": 0, "embedding": vector}])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (good(2, data=None), "without vectors"),
        (good(3), "sent 3 vectors for 2 texts"),
        (good(1), "sent 1 vectors for 2 texts"),
        (good(2, data=[{"index": 1, "embedding": [1.0]}] * 2), "which vector belongs"),
        (good(2, data=[{"index": True, "embedding": [1.0]}] * 2), "which vector belongs"),
        (good(2, data=[7, "x"]), "which vector belongs"),
        (good(2, error={"message": "no"}), "sent an error"),
    ],
)
def test_a_reply_without_a_vector_for_each_text_is_none(body: dict[str, Any], says: str) -> None:
    with pytest.raises(Unusable, match=says):
        vectors_in(body, 2)


@pytest.mark.parametrize(
    ("vector", "says"),
    [
        (None, "no list of numbers"),
        (["1.0"], "no list of numbers"),
        ([True], "no list of numbers"),
        ([[1.0]], "no list of numbers"),
        ([10**400], "no list of numbers"),
        ([float("nan")], "what is no number"),
        ([1e300], "what is no number"),
        ([0.0, 0.0], "zero"),
        ([], "empty"),
        ("", "empty"),
        ("*", "base64"),
        (base64.b64encode(b"abc").decode(), "base64"),
        (base64.b64encode(struct.pack("<f", float("inf"))).decode(), "what is no number"),
    ],
)
def test_a_vector_that_is_none(vector: object, says: str) -> None:
    with pytest.raises(Unusable, match=says):
        vectors_in(with_vector(vector), 1)


# --- failures

NAN = float("nan")
FAILURES: dict[str, tuple[Step, type[ChatError], str]] = {
    "401": (http(401, "bad key"), ChatSetupError, "did not accept the key"),
    "404": (http(404, "none"), ChatSetupError, "has no model 'text-.*', or no embeddings API"),
    "quota": (steps.NO_QUOTA, ChatSetupError, "no quota left"),
    "429": (steps.RATE_LIMITED, ChatUnavailableError, "turns requests away"),
    "500": (steps.SERVER_ERROR, ChatUnavailableError, "failed"),
    "filter": (http(400, "content_filter"), ChatError, "did not let the texts through"),
    "too long": (steps.TOO_LONG, ChatTooLongError, "the texts are too long for"),
    "redirect": (http(307, headers={"location": "/x"}), ChatSetupError, "sends requests elsewhere"),
    "hang": (steps.hang(0.5), ChatUnavailableError, "did not answer within 0.3 seconds"),
    "reset": (steps.reset(), ChatUnavailableError, "cannot be reached, or broke off"),
    "html": (steps.HTML, ChatUnavailableError, "sent text/html in place of JSON.*embeddings API"),
    "json": (steps.INVALID_JSON, ChatUnavailableError, "JSON that does not read"),
    "truncated": (steps.TRUNCATED_JSON, ChatUnavailableError, "broke off"),
    "no object": (raw("[]"), ChatUnavailableError, "no object"),
    "error": (vectors(fields={"error": {"message": "x", "code": 401}}), ChatSetupError, "the key"),
    "fewer": (vectors(count=-1), ChatUnavailableError, "2 vectors for 3 texts"),
    "more": (vectors(count=1), ChatUnavailableError, "4 vectors for 3 texts"),
    "no index": (vectors(indices="none"), ChatUnavailableError, "which vector belongs"),
    "two of one": (vectors(indices="twice"), ChatUnavailableError, "which vector belongs"),
    "NaN": (vectors(numbers=[NAN]), ChatUnavailableError, "what is no number"),
    "NaN, plain": (vectors(numbers=[NAN], plain=True), ChatUnavailableError, "what is no number"),
    "zero": (vectors(numbers=[0.0] * DIMENSION), ChatUnavailableError, "zero"),
    "ragged": (vectors(ragged=True), ChatUnavailableError, "different lengths"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_line_without_the_key(
    server: OpenAIServer, embedder_of: MakeEmbedder, name: str
) -> None:
    step, kind, says = FAILURES[name]
    server.script(embedding(step))
    embedder = embedder_of(api_key=KEY, timeout=0.3)
    with pytest.raises(kind, match=says) as caught:
        embedder.embed(TEXTS)
    assert str(caught.value).isprintable()
    assert secrets_in(everything_about(caught.value)) == []


def test_a_server_that_echoes_the_key(server: OpenAIServer, embedder_of: MakeEmbedder) -> None:
    server.script(embedding(http(401, f"Incorrect API key provided: {KEY}")))
    with pytest.raises(ChatSetupError, match=r"\[hidden\]") as caught:
        embedder_of(api_key=KEY).embed(TEXTS)
    assert secrets_in(everything_about(caught.value)) == []


def test_another_length_than_was_asked_for(server: OpenAIServer, embedder_of: MakeEmbedder) -> None:
    server.script(vectors(dimension=9))
    with pytest.raises(ChatUnavailableError, match="vectors of 9 numbers, not 8"):
        embedder_of(dimensions=8).embed(TEXTS)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
def test_what_may_pass_is_tried_again(
    server: OpenAIServer, embedder_of: MakeEmbedder, status: int
) -> None:
    server.script(*[embedding(http(status, headers=SOON))] * 2, vectors())
    assert len(embedder_of(max_retries=2).embed(TEXTS)) == 3
    assert len(server.bodies()) == 3


def test_the_server_says_how_long_to_wait(server: OpenAIServer, embedder_of: MakeEmbedder) -> None:
    server.script(embedding(http(429, headers={"retry-after": "1"})), vectors())
    embedder_of(max_retries=1).embed(TEXTS)
    first, second = (request["at"] for request in server.requests())
    assert 0.9 <= second - first < 3


# --- requests


def test_texts_go_in_batches(server: OpenAIServer, embedder_of: MakeEmbedder) -> None:
    texts = [f"Sentence {n} of the report." for n in range(600)]
    embedder = embedder_of()
    parts = list(embedder.requests(texts))
    assert [len(part.texts) for part in parts] == [256, 256, 88]
    assert [text for sent in inputs(server) for text in sent] == texts
    assert embedder.usage == Usage(input_tokens=3000, output_tokens=0, cost=None)
    np.testing.assert_array_equal(parts[1].vectors[3], embedder.embed([texts[259]])[0])


def test_a_request_is_bounded_by_its_tokens(
    server: OpenAIServer, embedder_of: MakeEmbedder
) -> None:
    texts = [f"{n} " + "harbour crane " * 1500 for n in range(40)]
    embedder_of().embed(texts)
    sizes = [sum(count_tokens(sent)) for sent in inputs(server)]
    assert len(sizes) == 2
    assert max(sizes) <= 100_000
    assert [text for sent in inputs(server) for text in sent] == texts


@pytest.mark.parametrize("word", ["harbour ", "雨です。", "\U0001f469\u200d\U0001f680"])
def test_a_long_text_is_cut_at_its_end(
    server: OpenAIServer, embedder_of: MakeEmbedder, word: str
) -> None:
    text = word * 9_000
    embedder_of().embed([text, "short"])
    embedder_of().embed(["short", text])
    (first, short), (_, again) = inputs(server)
    assert short == "short"
    assert first == again
    assert text.startswith(first)
    assert 7_400 < count_tokens([first])[0] <= 7_500


def test_a_server_that_takes_less_at_once(server: OpenAIServer, embedder_of: MakeEmbedder) -> None:
    texts = [f"Sentence {n}." for n in range(100)]
    expected = embedder_of().embed(texts)
    server.script(vectors(most=32))
    parts = list(embedder_of().requests(texts))
    assert max(len(part.texts) for part in parts) <= 32
    np.testing.assert_array_equal(np.concatenate([part.vectors for part in parts]), expected)


def test_a_text_beyond_a_small_window_is_halved(
    server: OpenAIServer, embedder_of: MakeEmbedder
) -> None:
    server.script(vectors(longest=500))
    text = "word " * 1_800
    found = embedder_of().embed(["a", text, "b"])
    assert found.shape == (3, DIMENSION)
    sent = inputs(server)
    assert max(len(one.split()) for one in sent[-2]) <= 500
    assert sent[-1] == ["b"]


def test_threads_share_it(server: OpenAIServer, embedder_of: MakeEmbedder) -> None:
    embedder = embedder_of()
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda n: embedder.embed([f"text {n}"])[0], range(24)))
    assert len({row.tobytes() for row in found}) == 24
    np.testing.assert_array_equal(found[7], embedder.embed(["text 7"])[0])
    assert embedder.usage == Usage(input_tokens=50, output_tokens=0)


# --- usage


@pytest.mark.parametrize(
    ("model", "dollars"), [("text-embedding-3-small", 0.02), ("text-embedding-3-large", 0.13)]
)
def test_what_a_million_tokens_cost(model: str, dollars: float) -> None:
    usage = OpenAIEmbedder(model, api_key="k")._usage_in({"usage": {"prompt_tokens": 1_000_000}})
    assert usage is not None
    assert usage.cost == pytest.approx(dollars)


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": "7"}, {"prompt_tokens": -1}])
def test_a_server_that_names_no_usage(
    server: OpenAIServer, embedder_of: MakeEmbedder, usage: object
) -> None:
    server.script(vectors(usage=usage))
    (part,) = embedder_of().requests(TEXTS)
    assert part.usage is None


def test_a_failed_request_may_have_cost_something(
    server: OpenAIServer, embedder_of: MakeEmbedder
) -> None:
    server.script(vectors(count=-1))
    embedder = embedder_of()
    with pytest.raises(ChatUnavailableError) as caught:
        embedder.embed(TEXTS)
    assert caught.value.usage == embedder.usage == Usage(input_tokens=15, output_tokens=0)


def test_the_local_embedder_sends_nothing() -> None:
    assert not isinstance(open_embedder(LOCAL), RemoteEmbedder)
