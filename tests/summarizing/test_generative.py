"""Summaries by a model through a real server: in one call, in parts, killed and gone on with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from ragkit import Corpus, OpenAIChat
from ragkit.errors import ChatUnavailableError, QueryError
from ragkit.llm.cache import CachedChat
from ragkit.llm.chat import Reply
from ragkit.summarizing.generative import ModelSummarizer
from ragkit.types import Usage
from tests.answering.brains import passages, reply, stated
from tests.answering.test_adversarial import fault_of, labels_of
from tests.serving import steps
from tests.serving.steps import call

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ragkit.llm.chat import Message, ReplyStream, Schema
    from tests.conftest import Program
    from tests.serving.handle import OpenAIServer

BRAINS = "tests.summarizing.brains:"
MILL = (
    "The Larkmoor mill ran at 40 percent of capacity in May. Its flour went to two bakeries."
    " Rain is forecast for June."
)
TRUE = stated("In May the Larkmoor mill ran at 40 percent of capacity.", 1)
FALSE = stated("The Larkmoor mill ran at 45 percent of capacity in May.", 1)
RAIN = stated("Rain is forecast for June.", 3)


@pytest.fixture
def chat(server: OpenAIServer) -> Iterator[OpenAIChat]:
    with OpenAIChat("gpt-6-luna", base_url=server.url, max_retries=0, timeout=10) as made:
        yield made


@pytest.fixture
def mill(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / ".ragkit") as corpus:
        corpus.add_text(MILL, source="mill.txt")
        yield corpus


def long_text(paragraphs: int) -> str:
    return "\n\n".join(
        f"The mill of parish {n} ground {100 + 7 * n} sacks in {1700 + n}, the abbot wrote."
        f" Its miller paid the abbey a tithe of {n + 3} sacks. Wheel {n} was mended that year."
        for n in range(paragraphs)
    )


def test_a_short_document_goes_in_one_call(
    mill: Corpus, server: OpenAIServer, chat: OpenAIChat
) -> None:
    server.script(steps.reply(reply(TRUE, RAIN)))
    summary = mill.summarize(summarizer=ModelSummarizer(chat), words=60, focus="the mill")
    assert [s.text for s in summary.statements] == [TRUE["text"], RAIN["text"]]
    assert all(s.supported for s in summary.statements)
    for quote in summary.quotes:
        assert quote.text == quote.span.of(MILL)
    (body,) = server.bodies()
    asked = body["messages"][1]["content"]
    assert "at most 60 words" in asked
    assert "about this alone: the mill" in asked
    assert len(passages(body)) == 3
    provenance = summary.provenance
    assert (provenance.answerer, provenance.model) == ("generative", "gpt-6-luna")
    assert provenance.prompt_hash
    assert (provenance.sent or "").startswith("3 sentences of 1 document to 127.0.0.1")
    assert 0 < summary.covered <= 1


@pytest.mark.parametrize("strict", [False, True])
def test_what_is_not_borne_goes_back_once_and_is_marked_or_left_out(
    mill: Corpus, server: OpenAIServer, chat: OpenAIChat, *, strict: bool
) -> None:
    server.script(steps.reply(reply(FALSE, RAIN)), steps.reply(reply(FALSE)))
    summary = mill.summarize(summarizer=ModelSummarizer(chat, strict=strict), words=60)
    shown = [(s.text, s.supported) for s in summary.statements]
    marked = [] if strict else [(FALSE["text"], False)]
    assert shown == [(RAIN["text"], True), *marked]
    assert len(server.bodies()) == 2


def test_no_summary_is_longer_than_was_asked_for(
    mill: Corpus, server: OpenAIServer, chat: OpenAIChat
) -> None:
    server.script(steps.reply(reply(TRUE, RAIN)))
    summary = mill.summarize(summarizer=ModelSummarizer(chat), words=12)
    assert [s.text for s in summary.statements] == [TRUE["text"]]
    server.script(steps.reply(reply(TRUE, RAIN)))
    assert len(mill.summarize(summarizer=ModelSummarizer(chat), sentences=1).statements) == 1


def test_a_long_document_is_read_in_parts_and_keeps_its_evidence(
    tmp_path: Path, server: OpenAIServer, chat: OpenAIChat
) -> None:
    server.script(call(BRAINS + "honest"))
    told: list[str] = []
    done: list[tuple[float, float]] = []
    with Corpus.open(tmp_path / ".ragkit") as corpus:
        corpus.add_text(long_text(100), source="long.txt")
        by = ModelSummarizer(
            chat,
            max_tokens=1_000,
            tell=told.append,
            progress=lambda done_, total, _: done.append((done_, total)),
        )
        summary = corpus.summarize(summarizer=by, words=100)
        text = corpus.document("long.txt").text
    assert summary.statements
    assert all(s.supported for s in summary.statements)
    assert all(quote.text == quote.span.of(text) for quote in summary.quotes)
    bodies = server.bodies()
    assert len(bodies) > 5
    assert sum(len(passages(body)) for body in bodies[:-1]) >= 300
    assert len(told) == 1
    assert "tokens, price unknown; what was asked" in told[0]
    assert done[-1][0] == done[-1][1]
    assert summary.provenance.usage
    assert summary.provenance.usage.input_tokens > 3_000
    assert "300 sentences of 1 document" in (summary.provenance.sent or "")


def test_a_summary_that_was_broken_off_is_not_paid_for_twice(
    tmp_path: Path, server: OpenAIServer, chat: OpenAIChat
) -> None:
    with Corpus.open(tmp_path / ".ragkit") as corpus:
        corpus.add_text(long_text(100), source="long.txt")
        by = ModelSummarizer(CachedChat(chat, tmp_path / "replies"), max_tokens=1_000)
        server.script(call(BRAINS + "honest"))
        whole = corpus.summarize(summarizer=ModelSummarizer(chat, max_tokens=1_000), words=100)
        calls = len(server.bodies())
        server.script(*[call(BRAINS + "honest")] * 4, steps.http(500))
        with pytest.raises(ChatUnavailableError) as broken:
            corpus.summarize(summarizer=by, words=100)
        assert "300 sentences of 1 document" in (broken.value.sent or "")
        before = len([body for body in server.bodies() if passages(body)])
        server.script(call(BRAINS + "honest"))
        summary = corpus.summarize(summarizer=by, words=100)
        assert before >= 5
        assert len(server.bodies()) == calls - 4
    assert [s.text for s in summary.statements] == [s.text for s in whole.statements]


def test_a_limit_needs_a_price(chat: OpenAIChat) -> None:
    with pytest.raises(QueryError, match="the price of 'gpt-6-luna' is not known"):
        ModelSummarizer(chat, max_cost=1.0)
    with pytest.raises(QueryError, match="cannot be less than nothing"):
        ModelSummarizer(chat, max_cost=-1.0)


class Priced:
    """A model in this process, at an address whose prices are known; each call costs a cent."""

    name = "gpt-4o-mini"

    def __init__(self) -> None:
        self.identity = {"base_url": "https://api.openai.com/v1"}
        self.asked: list[str] = []

    def complete(self, messages: Sequence[Message], *, schema: Schema | None = None) -> Reply:
        self.asked.append(schema.name if schema else messages[-1].content)
        usage = Usage(input_tokens=1_000, output_tokens=10, cost=0.01)
        text = '{"sentences": [1, 2]}'
        return Reply(text=text, model=self.name, usage=usage, mode="schema", finish="stop")

    def stream(self, messages: Sequence[Message], *, schema: Schema | None = None) -> ReplyStream:
        raise AssertionError(f"{schema or messages} is asked for once the money is spent")


def test_a_limit_of_cost_ends_a_summary_and_says_where(tmp_path: Path) -> None:
    model = Priced()
    told: list[str] = []
    with Corpus.open(tmp_path / ".ragkit") as corpus:
        corpus.add_text(long_text(150), source="long.txt")
        by = ModelSummarizer(model, max_tokens=1_000, max_cost=0.05, tell=told.append)
        summary = corpus.summarize(summarizer=by, words=100)
    assert "about $0.0" in told[0]
    assert model.asked == ["notes"] * len(model.asked)
    assert len(model.asked) == 4
    assert not summary.statements
    assert (summary.incomplete or "").startswith("the next requests would lead beyond $0.05; ")
    assert summary.provenance.usage
    assert summary.provenance.usage.cost == pytest.approx(0.01 * len(model.asked))


def test_nothing_false_is_shown_as_supported(
    seeds_corpus: Corpus, server: OpenAIServer, chat: OpenAIChat
) -> None:
    texts = {document.source: document.text for document in seeds_corpus.documents()}
    sources = [[source] for source in texts] + [list(texts)]
    false: list[str] = []
    shown: Counter[bool] = Counter()
    for seed in range(90):
        server.script(call(BRAINS + "hostile", arguments={"seed": seed}, size=400))
        by = ModelSummarizer(chat, max_tokens=2_000)
        summary = seeds_corpus.summarize(sources[seed % len(sources)], summarizer=by, words=300)
        labels = labels_of(server, seed, Counter())
        assert summary.words <= 300
        for quote in summary.quotes:
            assert quote.text == quote.span.of(texts[quote.source])
        for statement in summary.statements:
            assert statement.quotes
            shown[statement.supported] += 1
            if statement.supported and (fault := fault_of(statement, labels)):
                false.append(f"{seed}: {fault}: {statement.text}")
    assert not false
    assert shown[True] > 50
    assert shown[False] > 50


def test_a_killed_run_goes_on_without_paying_twice(
    tmp_path: Path, server: OpenAIServer, ragkit: Program
) -> None:
    (tmp_path / "long.txt").write_text(long_text(700))
    assert ragkit("add", "long.txt").returncode == 0
    environment = {"OPENAI_BASE_URL": server.url, "RAGKIT_MODEL": "gpt-6-luna"}
    server.script(call(BRAINS + "honest", wait=0.5))
    command = [sys.executable, "-m", "ragkit", "summarize", "--words", "100"]
    replies = tmp_path / ".ragkit" / "replies"
    with subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, **environment}, stderr=subprocess.PIPE
    ) as running:
        deadline = time.monotonic() + 30
        while len(list(replies.rglob("*.json"))) < 3:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGKILL)
    kept = len(list(replies.rglob("*.json")))
    asked = [passages(body) for body in server.bodies()]
    server.script(call(BRAINS + "honest"))
    done = ragkit("summarize", "--words", "100", env=environment)
    again = [passages(body) for body in server.bodies()]
    assert done.returncode == 0
    assert "ragkit: the text goes to gpt-6-luna in " in done.stderr
    assert "The mill of parish 0 ground 100 sacks in 1700" in " ".join(done.stdout.split())
    assert 3 <= kept < len(again) + kept
    # What was kept is asked for no second time; what was under way when it was killed may be.
    assert len([one for one in again if one in asked]) <= len(asked) - kept
    server.script(call(BRAINS + "honest"))
    third = ragkit("summarize", "--words", "100", env=environment).stdout
    told, _, origin = third.partition("Answerer:")
    assert told == done.stdout.partition("Answerer:")[0]
    assert "Sent at an earlier time" in origin
    assert not server.requests()
    assert ragkit("remove", "long.txt").returncode == 0
    assert not replies.exists()
