"""Cold starts: `--help` against an empty Python, `ask` against a process that asks Chroma once."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.performance.timing import Row, seconds_in_turns
from ragkit import Corpus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.performance.texts import Texts

__all__ = ["rows"]

HELP_ROUNDS, ASK_ROUNDS = 25, 12
RAGKIT = (sys.executable, "-m", "ragkit")

# As anyone would who has the vectors of a question in hand.
_QUERY = """
import sys
import chromadb
client = chromadb.PersistentClient(sys.argv[1])
collection = client.get_collection("chunks", embedding_function=None)
{vector}
found = collection.query(query_embeddings=[vector], n_results=10)
assert len(found["ids"][0]) == 10
"""
_GIVEN = "vector = [384**-0.5] * 384"
_EMBEDDED = """
from ragkit.embedding.local import LocalEmbedder
vector = LocalEmbedder().embed([sys.argv[2]])[0]
"""


def rows(texts: Texts) -> list[Row]:
    """One for `--help`, three for `ask`."""
    shown, nothing = seconds_in_turns(
        HELP_ROUNDS,
        lambda _: _run((*RAGKIT, "--help")),
        lambda _: _run((sys.executable, "-c", "pass")),
    )
    found = [Row.at_most("`ragkit --help` against `python -c pass`", 8.0, shown, nothing)]
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "corpus"
        with Corpus.open(folder) as corpus:
            for n, text in enumerate(texts.paragraphs[:646]):
                corpus.add_text(text, source=str(n))
            chunks = corpus.status().chunks
        return found + _asking(texts.questions, folder, chunks)


def _asking(questions: Sequence[str], folder: Path, chunks: int) -> list[Row]:
    def question(n: int) -> str:
        return questions[n % len(questions)]

    def ask(n: int, *options: str) -> None:
        # 1 is an answer too: that there is none.
        _run((*RAGKIT, "ask", question(n), "--corpus", str(folder), *options), good=(0, 1))

    def unread(n: int) -> None:
        ask(n, "--no-rerank")

    def query(script: str, n: int) -> None:
        _run((sys.executable, "-c", script, str(folder / "chroma"), question(n)))

    embedded = partial(query, _QUERY.format(vector=_EMBEDDED))
    given = partial(query, _QUERY.format(vector=_GIVEN))
    query(_QUERY.format(vector=_EMBEDDED), 0)
    read, ours, theirs, bare = seconds_in_turns(ASK_ROUNDS, ask, unread, embedded, given)
    own = f"a cold `ragkit ask` at {chunks:,} chunks"
    bar = f"{own}, nothing read, against Chroma imported, opened and asked once"
    return [
        Row.at_most(f"{bar}, the question embedded by the same model", 1.5, ours, theirs),
        Row.at_most(f"{bar}, with a vector at hand", None, ours, bare),
        Row.at_most(f"{own}, passages read, against nothing read", 1.3, read, ours),
    ]


def _run(command: Sequence[str], *, good: Sequence[int] = (0,)) -> None:
    environment = {**os.environ, "RAGKIT_ANSWERER": "extractive"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    if done.returncode not in good:
        raise SystemExit(f"{command} failed: {done.stderr.decode()}")
