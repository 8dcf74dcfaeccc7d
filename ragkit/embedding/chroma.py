"""Chroma's embedding functions as embedders, and ragkit's embedder as one of them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np
from chromadb import EmbeddingFunction
from chromadb.utils.embedding_functions import (
    known_embedding_functions,
    register_embedding_function,
)

from ragkit.embedding.local import FINGERPRINT, LocalEmbedder
from ragkit.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chromadb import Documents, Embeddings
    from numpy.typing import NDArray

__all__ = ["ChromaEmbedder", "MiniLMEmbeddingFunction"]

_BATCH = 256


@register_embedding_function
class MiniLMEmbeddingFunction(EmbeddingFunction["Documents"]):
    """The model that ships with ragkit, for any Chroma collection.

    The model is loaded at the first call, so a collection can be opened by
    this name without it.
    """

    def __init__(self) -> None:
        self._embedder: LocalEmbedder | None = None

    def __call__(self, input: Documents) -> Embeddings:  # noqa: A002 - Chroma's name
        """Unit vectors of 384 dimensions, one a text."""
        if self._embedder is None:
            self._embedder = LocalEmbedder()
        return list(self._embedder.embed(input))

    @staticmethod
    def name() -> str:
        """The name that Chroma stores with a collection."""
        return "ragkit_minilm"

    @staticmethod
    def build_from_config(config: dict[str, Any]) -> MiniLMEmbeddingFunction:
        """Make one from what `get_config` gave."""
        stored = config.get("fingerprint", FINGERPRINT)
        if stored != FINGERPRINT:
            raise ValueError(f"made with {stored!r}; this ragkit has {FINGERPRINT!r}")
        return MiniLMEmbeddingFunction()

    def get_config(self) -> dict[str, Any]:
        """The model's fingerprint: another model gives other vectors."""
        return {"fingerprint": FINGERPRINT}

    def default_space(self) -> Any:
        """Cosine, as everywhere in ragkit."""
        return "cosine"


class ChromaEmbedder:
    """One of Chroma's embedding functions, by the name that Chroma knows it by.

    Args:
        function: such as `"ollama"` or `"sentence_transformer"`; it is built with
            its own defaults and reads its own environment variables.

    Raises:
        QueryError: if Chroma knows no such function, or it cannot be built.
    """

    def __init__(self, function: str) -> None:
        kind = known_embedding_functions.get(function)
        if kind is None:
            names = ", ".join(sorted(known_embedding_functions))
            raise QueryError(f"Chroma has no embedding function {function!r}; it has {names}")
        try:
            self._function: Any = kind()
        except Exception as error:
            raise QueryError(
                f"Chroma's embedding function {function!r} cannot be used: {error}"
            ) from error
        self.name = f"chroma:{function}"
        config = json.dumps(self._config(), sort_keys=True, default=str)
        self.fingerprint = f"{self.name}/{hashlib.sha256(config.encode()).hexdigest()[:12]}"

    def _config(self) -> object:
        # Some functions have no config, and some hold what JSON cannot.
        try:
            return self._function.get_config()
        except Exception:
            return {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimension), rows of length 1; (0, 0) for no texts.

        Raises:
            QueryError: if the function fails.
        """
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        parts: list[NDArray[np.float32]] = []
        for start in range(0, len(texts), _BATCH):
            # Several of Chroma's functions refuse an empty text.
            batch = [text or " " for text in texts[start : start + _BATCH]]
            try:
                parts.append(np.asarray(self._function(batch), dtype=np.float32))
            except Exception as error:
                raise QueryError(f"{self.name!r} failed: {error}") from error
        vectors = np.concatenate(parts)
        unit: NDArray[np.float32] = vectors / np.maximum(
            np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12
        )
        return unit
