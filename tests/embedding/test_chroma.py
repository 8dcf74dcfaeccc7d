"""The model that ships as one of Chroma's embedding functions, and theirs as embedders."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import chromadb
import numpy as np
import pytest
from chromadb.utils.embedding_functions import known_embedding_functions

from ragkit.embedding.chroma import ChromaEmbedder, MiniLMEmbeddingFunction
from ragkit.embedding.embedder import open_embedder
from ragkit.embedding.local import FINGERPRINT, LocalEmbedder
from ragkit.errors import QueryError

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["Penguins eat krill.", "The rent is 40 dollars a month.", "The port closed in May."]

# Written and read by processes of their own: Chroma caches its clients by path.
WRITE = """
import sys, chromadb
from ragkit.embedding.chroma import MiniLMEmbeddingFunction
client = chromadb.PersistentClient(sys.argv[1])
function = MiniLMEmbeddingFunction()
collection = client.create_collection("texts", embedding_function=function)
collection.add(ids=["0", "1", "2"], documents=sys.argv[2:])
"""
READ = """
import sys, chromadb, ragkit.embedding.chroma
client = chromadb.PersistentClient(sys.argv[1])
found = client.get_collection("texts").query(query_texts=[sys.argv[2]], n_results=1)
print(found["ids"][0][0])
"""


def run(code: str, *arguments: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_its_name_and_config_lead_back_to_it() -> None:
    function = MiniLMEmbeddingFunction()
    assert known_embedding_functions[function.name()] is MiniLMEmbeddingFunction
    config = function.get_config()
    assert config == {"fingerprint": FINGERPRINT}
    again = MiniLMEmbeddingFunction.build_from_config(config)
    assert again.get_config() == config
    assert function.default_space() == "cosine"


def test_another_model_is_refused() -> None:
    with pytest.raises(ValueError, match="made with 'other'"):
        MiniLMEmbeddingFunction.build_from_config({"fingerprint": "other"})


def test_it_gives_the_vectors_of_the_embedder() -> None:
    given: Any = MiniLMEmbeddingFunction()(TEXTS)
    np.testing.assert_allclose(np.asarray(given), LocalEmbedder().embed(TEXTS), atol=1e-6)


def test_a_collection_in_memory() -> None:
    function: Any = MiniLMEmbeddingFunction()
    collection = chromadb.EphemeralClient().create_collection(
        "in-memory", embedding_function=function
    )
    collection.add(ids=["0", "1", "2"], documents=TEXTS)
    found = collection.query(query_texts=["What does the tenant pay?"], n_results=1)
    assert found["ids"] == [["1"]]


def test_a_collection_on_disk_is_opened_by_the_name_it_stored(tmp_path: Path) -> None:
    run(WRITE, tmp_path / "db", *TEXTS)
    assert run(READ, tmp_path / "db", "When was the harbour shut?") == "2"


def test_a_function_of_chroma_is_an_embedder() -> None:
    embedder = open_embedder("chroma:ragkit_minilm")
    assert embedder.name == "chroma:ragkit_minilm"
    assert embedder.fingerprint == ChromaEmbedder("ragkit_minilm").fingerprint
    vectors = embedder.embed([*TEXTS, ""])
    assert vectors.shape == (4, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_function_that_lacks_what_it_needs_says_so() -> None:
    # Its key is missing, or its package is.
    with pytest.raises(QueryError, match=r"'cohere' cannot be used"):
        ChromaEmbedder("cohere")
