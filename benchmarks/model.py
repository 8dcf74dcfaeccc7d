"""What ragkit adds to a language model's answer: its own time, and the tokens that it saves.

    python -m benchmarks.model [SUITE]

Two tables over the answerable cases of a suite (default: evals/seeds.yaml). No model is asked:

- Own time: a model in this process replies at once with a statement for each of the offline
  answerer's sentences. What is timed is ragkit's: embedding the question and finding the
  passages (what `search` does), and the rest, which is the answerer's: the prompt, reading the
  reply, cutting the quotes, checking each statement. The questions are asked one after the
  other of one corpus; the offline answerer works in another process, since what was read of a
  sentence is kept.
- Output tokens: the same statements as a reply that points at sentences, and as one that
  writes each of its quotes out with the name of the source, as others ask for them.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ragkit import Corpus, ModelAnswerer
from ragkit.evals.suite import load_suite
from ragkit.llm.chat import Pieces, Reply
from ragkit.tokens import count_tokens

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from ragkit import Answer
    from ragkit.evals.records import Suite
    from ragkit.llm.chat import Message, ReplyStream, Schema

SEEDS = Path(__file__).resolve().parent.parent / "evals" / "seeds.yaml"
PASSAGES = 10


class Instant:
    """A model that replies at once, with what it was told to say."""

    name = "instant"

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def complete(self, messages: Sequence[Message], *, schema: Schema | None = None) -> Reply:
        """The sentences as statements, each pointing at itself."""
        lines = messages[-1].content.splitlines()
        numbers = {
            line.partition("] ")[2]: int(line[1 : line.index("]")])
            for line in lines
            if line.startswith("[") and line[1:2].isdigit()
        }
        statements = [
            {"text": f"It says that {text}", "sentences": [numbers[text]], "phrase": None}
            for text in self.sentences
            if text in numbers
        ]
        return Reply(
            text=json.dumps({"answerable": True, "statements": statements, "conflicts": []}),
            model=self.name,
            usage=None,
            mode="schema",
            finish="stop",
        )

    def stream(self, messages: Sequence[Message], *, schema: Schema | None = None) -> ReplyStream:
        """The same, word by word."""
        reply = self.complete(messages, schema=schema)

        def pieces() -> Generator[str, None, Reply]:
            for word in reply.text.split(" "):
                yield word + " "
            return reply

        return Pieces(pieces())


def pointing(answer: Answer) -> dict[str, Any]:
    """The reply that ragkit asks for."""
    statements = [
        {
            "text": statement.text,
            "sentences": [12],
            "phrase": next((h.of(q.text) for q in statement.quotes for h in q.highlights), None),
        }
        for statement in answer.statements
    ]
    return {"answerable": True, "statements": statements, "conflicts": []}


def verbatim(answer: Answer) -> dict[str, Any]:
    """The same statements with their quotes written out."""
    statements = [
        {
            "text": statement.text,
            "quotes": [{"source": quote.source, "quote": quote.text} for quote in statement.quotes],
        }
        for statement in answer.statements
    ]
    return {"answerable": True, "statements": statements, "conflicts": []}


@contextmanager
def filled(suite: Suite) -> Iterator[Corpus]:
    """A corpus of the suite's documents."""
    with tempfile.TemporaryDirectory() as folder, Corpus.open(Path(folder) / "c") as corpus:
        for document in suite.documents:
            corpus.add_bytes(document.data, source=document.source)
        yield corpus


def asked(suite: Suite) -> list[str]:
    """The questions that have an answer."""
    return [case.question for case in suite.cases if case.answerable]


def offline(path: Path) -> list[Answer]:
    """What the offline answerer says to each question."""
    suite = load_suite(path)
    with filled(suite) as corpus:
        return [
            corpus.ask(q, answerer="extractive", abstain=False, rerank=False) for q in asked(suite)
        ]


def main(path: Path) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        answers = pool.submit(offline, path).result()
    suite = load_suite(path)
    questions = asked(suite)
    ours, theirs, times, searches, checked = [], [], [], [], 0
    with filled(suite) as corpus:
        model = Instant()
        answerer = ModelAnswerer(model)
        answerer.passages = PASSAGES
        for question, answer in zip(questions, answers, strict=True):
            ours.append(count_tokens([json.dumps(pointing(answer), ensure_ascii=False)])[0])
            theirs.append(count_tokens([json.dumps(verbatim(answer), ensure_ascii=False)])[0])
            model.sentences = [statement.text for statement in answer.statements]
            began = time.perf_counter()
            corpus.search(question, top_k=PASSAGES, rerank=False)
            searches.append(1000 * (time.perf_counter() - began))
            began = time.perf_counter()
            checked += len(corpus.ask(question, answerer=answerer, rerank=False).statements)
            times.append(1000 * (time.perf_counter() - began))
    rest = [whole - search for whole, search in zip(times, searches, strict=True)]
    print(f"{len(questions)} questions, {PASSAGES} passages, {checked} statements checked")
    for what, values in (("search", searches), ("answering", rest), ("together", times)):
        p95 = sorted(values)[-len(values) // 20]
        print(f"{what:10} median {statistics.median(values):5.1f} ms, p95 {p95:5.1f} ms")
    one, other = statistics.mean(ours), statistics.mean(theirs)
    print(f"output tokens, mean: {one:.1f} pointing, {other:.1f} with quotes written out")
    print(f"saved: {1 - one / other:.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
