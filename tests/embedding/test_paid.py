"""What was paid for is kept: kills, failures half-way, and what the user is told of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from ragkit import Corpus
from ragkit.errors import ChatUnavailableError, EmbedderMismatchError
from ragkit.types import Usage
from tests.conftest import Program, assert_one_line_error
from tests.doubles import WordEmbedder
from tests.serving.steps import embedding, http, vectors

if TYPE_CHECKING:
    from pathlib import Path

    from tests.embedding.conftest import MakeEmbedder
    from tests.serving.handle import OpenAIServer

SMALL = "openai:text-embedding-3-small"
BRIDGE = "The Alder bridge reopened in May. It carries 12,400 vehicles a day."
REQUEST = 256
REFUSED = embedding(http(429, headers={"retry-after-ms": "1"}))


def report(sentences: int) -> str:
    """A document of so many sentences, each other than the rest."""
    return "\n\n".join(
        f"Unit number {n} made {n * 7 + 1000} parts in its best week." for n in range(sentences)
    )


def sent(server: OpenAIServer) -> list[str]:
    """Every text that was sent, as often as it was sent."""
    return [text for body in server.bodies() for text in body["input"]]


def kept(corpus: Corpus) -> int:
    catalog = corpus._index.catalog
    if not catalog.rows("SELECT 1 FROM sqlite_master WHERE name = 'kept'"):
        return 0
    ((count,),) = catalog.rows("SELECT count(*) FROM kept")
    return int(str(count))


def wait_for_requests(server: OpenAIServer, count: int) -> None:
    deadline = time.monotonic() + 30
    while len(server.requests()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.parametrize("requests", [1, 4])
def test_a_kill_costs_one_request(
    server: OpenAIServer, tmp_path: Path, ragkit: Program, requests: int
) -> None:
    (tmp_path / "big.txt").write_text(report(1500))
    environment = {"OPENAI_BASE_URL": server.url, "RAGKIT_EMBEDDER": SMALL}
    server.script(vectors(wait=0.1))
    command = [sys.executable, "-m", "ragkit", "add", "big.txt"]
    with subprocess.Popen(command, cwd=tmp_path, env={**os.environ, **environment}) as adding:
        wait_for_requests(server, requests)
        os.kill(adding.pid, signal.SIGKILL)
    assert adding.returncode == -signal.SIGKILL
    before = sent(server)
    server.script(vectors())
    done = ragkit("add", "big.txt", env=environment)
    assert done.stdout.startswith("1 added\nembedded "), done.stderr
    after = sent(server)
    assert len(before) >= (requests - 1) * REQUEST
    assert set(before) | set(after) == set(report(1500).split("\n\n"))
    assert len(before) + len(after) <= 1500 + REQUEST
    with Corpus.open(tmp_path / ".ragkit", create=False) as corpus:
        assert kept(corpus) == 0
        assert corpus.status().sentences == 1500
        assert corpus.document("big.txt").text.strip() == report(1500)


def test_a_failure_half_way_costs_one_request(
    server: OpenAIServer, embedder_of: MakeEmbedder, tmp_path: Path
) -> None:
    server.script(vectors(), vectors(), REFUSED)
    embedder = embedder_of(max_retries=1)
    with Corpus.open(tmp_path / "c", embedder=embedder) as corpus:
        with pytest.raises(ChatUnavailableError) as caught:
            corpus.add_text(report(1000), source="report")
        assert "turns requests away" in str(caught.value)
        assert str(caught.value).endswith("tokens embedded before are kept, and not paid for again")
        assert caught.value.usage is not None
        assert caught.value.usage.input_tokens == 512 * 10
        assert (corpus.sources(), kept(corpus)) == ([], 512)
        server.script(vectors())
        added = corpus.add_text(report(1000), source="report")
        assert (len(sent(server)), kept(corpus)) == (488, 0)
        assert added.usage == Usage(input_tokens=488 * 10, output_tokens=0)
        assert added.sent_to == f"text-embedding-3-small at {server.url}"


def test_what_was_kept_is_what_would_have_been_sent(
    server: OpenAIServer, embedder_of: MakeEmbedder, tmp_path: Path
) -> None:
    with Corpus.open(tmp_path / "whole", embedder=embedder_of()) as corpus:
        corpus.add_text(report(400), source="report")
        expected = corpus.search("unit number 7", top_k=5)
    server.script(vectors(), REFUSED, vectors())
    with Corpus.open(tmp_path / "resumed", embedder=embedder_of()) as corpus:
        with pytest.raises(ChatUnavailableError):
            corpus.add_text(report(400), source="report")
        corpus.add_text(report(400), source="report")
        found = corpus.search("unit number 7", top_k=5)
    assert [hit.chunk for hit in found] == [hit.chunk for hit in expected]
    assert [hit.dense for hit in found] == pytest.approx([hit.dense for hit in expected], abs=1e-3)


def test_embedding_anew_pays_once_too(
    server: OpenAIServer, embedder_of: MakeEmbedder, tmp_path: Path
) -> None:
    with Corpus.open(tmp_path / "c", embedder=WordEmbedder()) as corpus:
        corpus.add_text(report(300), source="a")
        corpus.add_text(report(600), source="b")
        server.script(vectors(), REFUSED)
        with pytest.raises(ChatUnavailableError, match="are kept"):
            corpus.reembed(embedder_of())
        assert corpus.search("unit number 7"), "the old vectors serve"
        assert (corpus.status().embedder, kept(corpus)) == ("words", 256)
        server.script(vectors())
        anew = corpus.reembed(embedder_of())
        assert len(sent(server)) == 600 - 256
        assert anew.updated == ("a", "b")
        assert anew.usage == Usage(input_tokens=344 * 10, output_tokens=0)
        assert (corpus.status().embedder, kept(corpus)) == (SMALL, 0)
        assert corpus.search("unit number 7")


def test_removing_forgets_what_was_kept(
    server: OpenAIServer, embedder_of: MakeEmbedder, tmp_path: Path
) -> None:
    with Corpus.open(tmp_path / "c", embedder=embedder_of()) as corpus:
        corpus.add_text(BRIDGE, source="bridge")
        server.script(vectors(), REFUSED)
        with pytest.raises(ChatUnavailableError):
            corpus.add_text(report(300), source="report")
        assert kept(corpus) == 256
        corpus.remove("bridge")
        assert kept(corpus) == 0


def test_vectors_of_one_server_are_not_those_of_another(
    server: OpenAIServer, embedder_of: MakeEmbedder, tmp_path: Path
) -> None:
    server.script(vectors(), REFUSED, vectors())
    with (
        Corpus.open(tmp_path / "c", embedder=embedder_of()) as corpus,
        pytest.raises(ChatUnavailableError),
    ):
        corpus.add_text(report(300), source="report")
    with Corpus.open(tmp_path / "c", embedder=embedder_of("another")) as corpus:
        corpus.add_text(report(300), source="report")
    # 256 and 44 of the one, 300 of the other.
    assert len(sent(server)) == 600
    with (
        Corpus.open(tmp_path / "c", embedder=embedder_of()) as corpus,
        pytest.raises(EmbedderMismatchError, match="was made with 'openai:another/full/http"),
    ):
        corpus.search("unit")
    elsewhere = embedder_of("another", base_url=f"{server.url}/elsewhere")
    with (
        Corpus.open(tmp_path / "c", embedder=elsewhere) as corpus,
        pytest.raises(EmbedderMismatchError, match="the server that made it"),
    ):
        corpus.search("unit")
    assert len(sent(server)) == 600, "nothing went to the wrong server"


def test_a_model_that_was_changed_behind_its_name(
    server: OpenAIServer, embedder_of: MakeEmbedder, tmp_path: Path
) -> None:
    with Corpus.open(tmp_path / "c", embedder=embedder_of()) as corpus:
        corpus.add_text(BRIDGE, source="bridge")
        server.script(vectors(dimension=32))
        for use in (
            lambda: corpus.search("vehicles"),
            lambda: corpus.ask("How many vehicles?", answerer="extractive"),
            lambda: corpus.add_text(BRIDGE + " It is red.", source="more"),
        ):
            with pytest.raises(EmbedderMismatchError, match=r"of 32 numbers.* have 64; .*reembed"):
                use()
        corpus.reembed(embedder_of())
        assert corpus.search("vehicles")


# --- the command line


def test_adding_says_what_was_sent_where(
    server: OpenAIServer, run: Program, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(BRIDGE)
    environment = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "k-1"}
    first = run("add", "a.txt", "--embedder", SMALL, env=environment)
    line = f"embedded 12 tokens with text-embedding-3-small at {server.url}, price unknown\n"
    assert (first.returncode, first.stdout, first.stderr) == (0, f"1 added\n{line}", "")
    (tmp_path / "b.txt").write_text("The ferry sails at noon.")
    anew = ["add", "--reembed", "--embedder", "openai:other", "b.txt", "--json"]
    found = json.loads(run(*anew, env=environment).stdout)
    assert (found["added"], found["updated"]) == (["b.txt"], [])
    assert found["sent_to"] == f"other at {server.url}"
    # 12 anew and 5 of the new document.
    tokens = {"input_tokens": 17, "output_tokens": 0, "cached_tokens": 0, "cost": None}
    assert found["usage"] == tokens


def test_a_question_is_embedded_as_the_documents_were(
    server: OpenAIServer, run: Program, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(BRIDGE)
    environment = {"OPENAI_BASE_URL": server.url, "RAGKIT_ANSWERER": "extractive"}
    question = "How many vehicles does the Alder bridge carry?"
    asked = run("ask", question, "a.txt", "--embedder", SMALL, env=environment)
    assert asked.stderr.startswith("ragkit: embedded 12 tokens with text-embedding-3-small at")
    assert f"Sent: the question to text-embedding-3-small at {server.url}" in asked.stdout
    assert "Answerer: offline\n" in asked.stdout
    found = run("search", "the bridge", env=environment)
    sent_to = f"text-embedding-3-small at {server.url}"
    assert (found.returncode, found.stderr) == (0, f"ragkit: the query was sent to {sent_to}\n")
    assert [body["model"] for body in server.bodies()] == ["text-embedding-3-small"] * 3
    assert sent(server)[2:] == [question, "the bridge"]


def test_without_a_key_there_is_one_line(
    server: OpenAIServer, embedder_of: MakeEmbedder, run: Program, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(BRIDGE)
    says = f"the embedder '{SMALL}' cannot be used: there is no key"
    for path in ("a.txt", "-"):
        assert_one_line_error(run("add", path, "--embedder", SMALL), says)
    with Corpus.open(tmp_path / ".ragkit", embedder=embedder_of()) as corpus:
        corpus.add_text(BRIDGE, source="bridge")
    for command in ("ask", "search"):
        assert_one_line_error(run(command, "How many?"), says)
    assert len(server.requests()) == 1


def test_a_failure_is_one_line(server: OpenAIServer, run: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BRIDGE)
    server.script(embedding(http(401, "bad key")))
    done = run("add", "a.txt", "--embedder", SMALL, env={"OPENAI_BASE_URL": server.url})
    assert_one_line_error(done, "did not accept the key (401: bad key); check OPENAI_API_KEY")
    # Nothing was embedded: another embedder may have the corpus.
    with Corpus.open(tmp_path / ".ragkit", embedder=WordEmbedder()) as corpus:
        assert corpus.add_text(BRIDGE, source="bridge").sent_to is None
