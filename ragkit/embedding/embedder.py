"""What an embedder is, and which one a name stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from ragkit.embedding.local import NAME as LOCAL
from ragkit.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ragkit.types import Usage

__all__ = ["LOCAL", "Embedder", "Part", "RemoteEmbedder", "open_embedder"]


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


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Texts that one request embedded.

    Attributes:
        vectors: shape (len(texts), dimension), rows of length 1.
        usage: what the request took; None where its server does not say.
    """

    texts: Sequence[str]
    vectors: NDArray[np.float32]
    usage: Usage | None


@runtime_checkable
class RemoteEmbedder(Embedder, Protocol):
    """An embedder that sends texts to a server, which may want to be paid for each request.

    Attributes:
        sent_to: where texts go, such as
            `"text-embedding-3-small at https://api.openai.com/v1"`.
    """

    @property
    def sent_to(self) -> str: ...  # noqa: D102

    def requests(self, texts: Sequence[str]) -> Iterator[Part]:
        """The parts of `texts`, in order, each as soon as its request has come back."""
        ...


def open_embedder(name: str) -> Embedder:
    """Load an embedder.

    Args:
        name: `"local"` (or its full name) for the model that ships with
            ragkit, `"openai:MODEL"` for a server that speaks OpenAI's API
            (`"openai:MODEL?dimensions=N"` for shorter vectors), `"chroma:NAME"` for
            one of Chroma's embedding functions.

    Raises:
        QueryError: if there is none of that name, or it lacks what it needs.
        ModelError: if the shipped model is missing or changed.
        ChatSetupError: if there is no key or address for the server, or none that can be one.
    """
    if name in {"local", LOCAL}:
        from ragkit.embedding.local import LocalEmbedder

        return LocalEmbedder()
    kind, _, function = name.partition(":")
    if kind == "chroma" and function:
        from ragkit.embedding.chroma import ChromaEmbedder

        return ChromaEmbedder(function)
    if kind == "openai" and function:
        from ragkit.embedding.openai import OpenAIEmbedder

        return OpenAIEmbedder.named(function)
    raise QueryError(f"there is no embedder {name!r}; use 'local', 'openai:MODEL' or 'chroma:NAME'")
