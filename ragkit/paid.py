"""What embedding with a server brings: kept as it comes, and counted."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ragkit.embedding.embedder import RemoteEmbedder
from ragkit.errors import ChatError
from ragkit.index.catalog import hash_text
from ragkit.llm.chat import add_usage, total_usage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.embedding.embedder import Embedder, Part
    from ragkit.index.store import Index
    from ragkit.types import Usage

__all__ = ["Paid"]


class Paid:
    """What a server's requests brought: kept as it comes, and counted.

    Attributes:
        sent_to: where requests went; None where none was made.
    """

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.sent_to: str | None = None
        self._index = index
        self._embedder = embedder
        self._usage: list[Usage | None] = []

    @property
    def usage(self) -> Usage | None:
        """Of all requests; None where none was made, or the server does not say."""
        return total_usage(self._usage)

    def came(self, part: Part) -> None:
        """Keep what a request brought, until its documents are written."""
        if not isinstance(self._embedder, RemoteEmbedder):
            return
        self._usage.append(part.usage)
        self.sent_to = self._embedder.sent_to
        vectors = zip(map(hash_text, part.texts), part.vectors, strict=True)
        self._index.keep(self._embedder, dict(vectors))

    @contextmanager
    def told(self) -> Iterator[None]:
        """Let a server's failure say what was embedded before it, and what all of it took."""
        try:
            yield
        except ChatError as error:
            if self.sent_to is None:
                raise
            spent = add_usage(self.usage, error.usage) if error.usage else self.usage
            tokens = f"{self.usage.input_tokens:,} tokens" if self.usage else "what was"
            text = f"{error}; {tokens} embedded before are kept, and not paid for again"
            raise type(error)(text, usage=spent) from None
