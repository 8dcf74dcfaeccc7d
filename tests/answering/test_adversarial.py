"""500 hostile replies through a real server: nothing false is shown as supported."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
import yaml

from ragkit import ModelAnswerer, OpenAIChat
from ragkit.answering.evidence import fenced
from tests.answering.brains import passages, plan
from tests.conftest import ROOT
from tests.serving.steps import call

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ragkit import Answer, Corpus, Statement
    from tests.serving.handle import OpenAIServer

QUESTIONS: list[str] = [
    case["question"]
    for case in yaml.safe_load((ROOT / "evals/seeds.yaml").read_text(encoding="utf-8"))["cases"]
]
#: A statement and the sentences that it points at, and what is wrong in it.
Labels = dict[tuple[str, frozenset[str]], str]


@pytest.fixture
def answerer(server: OpenAIServer) -> Iterator[ModelAnswerer]:
    with OpenAIChat("hostile", base_url=server.url) as chat:
        yield ModelAnswerer(chat)


def labels_of(server: OpenAIServer, seed: int, seen: Counter[str]) -> Labels:
    """What the model was made to say in all its replies to a question."""
    found: Labels = {}
    for body in server.bodies():
        sentences = passages(body)
        made = plan(body, seed)
        for statement, fault in zip(made.statements, made.faults, strict=True):
            seen[fault] += 1
            text, numbers = statement.get("text"), statement.get("sentences")
            if isinstance(text, str) and isinstance(numbers, list):
                cited = frozenset(
                    sentences[n] for n in numbers if type(n) is int and n in sentences
                )
                found[" ".join(text.split()), cited] = fault
    return found


def fault_of(statement: Statement, labels: Mapping[tuple[str, frozenset[str]], str]) -> str:
    """What is wrong in a statement that is shown; "" for nothing."""
    quoted = [fenced(quote.text) for quote in statement.quotes]
    faults = [
        fault
        for (text, cited), fault in labels.items()
        if text == statement.text
        and cited
        and all(any(sentence in words for words in quoted) for sentence in cited)
    ]
    return min(faults)  # raises where the model said no such thing


def ask(corpus: Corpus, answerer: ModelAnswerer, server: OpenAIServer, seed: int) -> Answer:
    brain = "tests.answering.brains:hostile"
    server.script(call(brain, arguments={"seed": seed}, size=400))
    return corpus.ask(QUESTIONS[seed % len(QUESTIONS)], answerer=answerer)


def check_seeds(
    seeds: range, corpus: Corpus, answerer: ModelAnswerer, server: OpenAIServer
) -> tuple[Counter[str], list[str], list[str]]:
    """What the model said by fault, false statements shown as supported, and honest ones not."""
    texts = {document.source: document.text for document in corpus.documents()}
    seen: Counter[str] = Counter()
    false, doubted = [], []
    for seed in seeds:
        answer = ask(corpus, answerer, server, seed)
        labels = labels_of(server, seed, seen)
        for quote in answer.quotes:
            assert quote.text == quote.span.of(texts[quote.source])
        for statement in answer.statements:
            assert statement.quotes
            fault = fault_of(statement, labels)
            if fault and statement.supported:
                false.append(f"{seed}: {fault}: {statement.text}")
            if not fault and not statement.supported:
                doubted.append(f"{seed}: {statement.text}")
        for conflict in answer.conflicts:
            assert len({s.quotes[0].source for s in conflict.statements}) > 1
            assert all(s.text == " ".join(s.quotes[0].text.split()) for s in conflict.statements)
        assert answer.abstained == (not any(s.supported for s in answer.statements))
        assert (answer.reason is not None) == answer.abstained
    return seen, false, doubted


def test_nothing_false_is_shown_as_supported(
    seeds_corpus: Corpus, answerer: ModelAnswerer, server: OpenAIServer
) -> None:
    seen, false, doubted = check_seeds(range(500), seeds_corpus, answerer, server)
    assert not false
    # Of some 800 honest statements.
    assert len(doubted) <= 4, doubted
    assert seen[""] > 700
    for fault, least in {
        "number": 150,
        "swap": 250,
        "name": 150,
        "negation added": 60,
        "direction": 30,
        "negation dropped": 5,
        "wrong sentence": 100,
        "no sentence": 100,
        "shape": 100,
        "invented": 100,
    }.items():
        assert seen[fault] >= least, (fault, seen)


@pytest.mark.soak
def test_soak_nothing_false_is_shown_as_supported(
    seeds_corpus: Corpus, answerer: ModelAnswerer, server: OpenAIServer
) -> None:
    _, false, doubted = check_seeds(range(500, 4000), seeds_corpus, answerer, server)
    # Of some 5,000 distorted statements that could be shown; 7 were measured.
    assert len(false) <= 8, false
    assert len(doubted) <= 30, doubted
