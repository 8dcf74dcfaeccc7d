"""What an embedder is, and which one a name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ragkit.embedding.local import NAME as LOCAL
from ragkit.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LOCAL", "Embedder", "open_embedder"]


class Embedder(Protocol):
    """Texts to vectors of length 1.

    Attributes:
        name: what `open_embedder` makes it from, such as `"chroma:ollama"`.
        fingerprint: changes whenever vectors stop being comparable: another model,
            another rounding. The same text may differ by rounding from batch to batch.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def fingerprint(self) -> str: ...  # noqa: D102

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimension), rows of length 1."""
        ...


def open_embedder(name: str) -> Embedder:
    """Load an embedder.

    Args:
        name: `"local"` (or its full name) for the model that ships with
            ragkit, `"chroma:NAME"` for one of Chroma's embedding functions.

    Raises:
        QueryError: if there is none of that name, or it lacks what it needs.
        ModelError: if the shipped model is missing or changed.
    """
    if name in {"local", LOCAL}:
        from ragkit.embedding.local import LocalEmbedder

        return LocalEmbedder()
    kind, _, function = name.partition(":")
    if kind == "chroma" and function:
        from ragkit.embedding.chroma import ChromaEmbedder

        return ChromaEmbedder(function)
    raise QueryError(f"there is no embedder {name!r}; use 'local' or 'chroma:NAME'")
