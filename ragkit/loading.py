"""The models that a corpus is asked with, each opened when it is first needed, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.embedding.embedder import LOCAL, open_embedder
from ragkit.errors import ModelError
from ragkit.timing import stage

if TYPE_CHECKING:
    from ragkit.embedding.embedder import Embedder
    from ragkit.index.store import Index
    from ragkit.reading.reader import Reader

__all__ = ["Models"]


class Models:
    """The embedder of a corpus, and the reader.

    Args:
        index: of the corpus.
        asked_for: an embedder or its name; None for the one that made the corpus.
    """

    def __init__(self, index: Index, asked_for: str | Embedder | None) -> None:
        self.asked_for = asked_for
        self._index = index
        self._loaded: tuple[str, Embedder] | None = None
        self._reader: Reader | None = None

    def embedder(self) -> Embedder:
        """The embedder, compared with what made the vectors.

        Raises:
            EmbedderMismatchError: if it is another.
        """
        asked = self.asked_for or self._index.catalog.meta("embedder") or LOCAL
        if not isinstance(asked, str):
            embedder = asked
        elif self._loaded is not None and self._loaded[0] == asked:
            embedder = self._loaded[1]
        else:
            with stage("loading the embedder"):
                embedder = open_embedder(asked)
            self._loaded = (asked, embedder)
        self._index.check_embedder(embedder)
        return embedder

    def reader(self, question: str) -> tuple[Reader | None, tuple[str, ...]]:
        """The reader, and what is to be said where it does not read."""
        from ragkit.text.english import asks_in_english

        if not asks_in_english(question):
            return None, ("the reader reads English only: passages are ranked as they are found",)
        if self._reader is None:
            from ragkit.reading.reader import Reader

            with stage("loading the reader"):
                try:
                    self._reader = Reader()
                except ModelError as error:
                    return None, (f"passages are ranked as they are found: {error}",)
        return self._reader, ()
