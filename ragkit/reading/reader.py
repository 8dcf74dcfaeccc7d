"""The reader that ships with ragkit: all-MiniLM-L6-v2 with a span head, int8, by onnxruntime.

`tools/train_reader.py` made it; the card beside the model says from what, and how well it reads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ragkit.inference import open_session, open_tokenizer
from ragkit.reading.layout import Layout, Pieces
from ragkit.reading.reading import Reading, Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["Reader"]

MODEL_SHA256 = "dc6302c2c1237c8458f350c1f89a94899606eb4edc10c7667b0bbede060ced07"
# What is never halved: a word of Latin letters, a figure with its marks. Word pieces are parts
# of them, and an answer is not to begin with "ght".
_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+(?:(?<=\d)[.,](?=\d)[A-Za-z0-9\u00c0-\u024f]+)*")


class Reader:
    """Finds the words of passages that answer a question, with no key and no network.

    Raises:
        ModelError: at construction, if the model's files are missing or changed.
    """

    def __init__(self) -> None:
        self._session = open_session("reader/model.onnx", MODEL_SHA256)
        self._tokenizer = open_tokenizer()
        self._layout = Layout.of(self._tokenizer)

    def read(
        self, question: str, passages: Sequence[str], contexts: Sequence[str] | None = None
    ) -> list[Reading]:
        """Read passages for a question; each is read alone, so that the others change nothing.

        Args:
            question: its first 64 word pieces count.
            passages: of any length: what is long is read in windows that overlap, about
                20 seconds a million characters on two cores.
            contexts: one a passage: what its document says of it as a whole, its title and
                date, or "" for nothing. Their first 32 word pieces count, and no answer is
                looked for there. None for nothing of any.

        Returns:
            One reading a passage, in their order.

        Raises:
            TypeError: if one string is given for passages or for contexts, or none is a string.
            ValueError: if there are not as many contexts as passages.
        """
        about = [""] * len(passages) if contexts is None else contexts
        for texts in ([question], passages, about):
            if isinstance(texts, str) or not all(isinstance(text, str) for text in texts):
                raise TypeError("Reader.read takes a question, a list of passages, one of contexts")
        if len(about) != len(passages):
            raise ValueError(f"{len(passages)} passages, but {len(about)} contexts")
        asked, *pieces = self._pieces([question, *passages, *about])
        count = len(passages)
        return [
            Reading(self._windows(asked, told, piece, _words(passage, piece.offsets)))
            for passage, piece, told in zip(passages, pieces[:count], pieces[count:], strict=True)
        ]

    def _pieces(self, texts: Sequence[str]) -> list[Pieces]:
        # A lone surrogate is no text to the tokenizer; "?" is as long.
        clean = [text.encode("utf-8", "replace").decode() for text in texts]
        encoded = self._tokenizer.encode_batch(clean, add_special_tokens=False)
        return list(map(Pieces.of, clean, encoded))

    def _windows(
        self, question: Pieces, context: Pieces, passage: Pieces, words: NDArray[np.int32]
    ) -> Iterator[Window]:
        if not passage.ids:
            return
        for window in self._layout.windows(question, context, passage):
            # One window a run: the scales of int8 are those of the batch, so that windows that
            # are read together would move each other's scores; and a batch is no faster.
            ids = np.array([window.ids], dtype=np.int64)
            feeds = {
                "input_ids": ids,
                "attention_mask": np.ones_like(ids),
                "token_type_ids": window.type_ids[None],
            }
            (starts,), (ends,) = self._session.run(None, feeds)
            inside = slice(window.begin, -1)
            yield Window(words[window.part], starts[inside] - starts[0], ends[inside] - ends[0])


def _words(passage: str, pieces: NDArray[np.int32]) -> NDArray[np.int32]:
    """Where the word of each piece stands in the passage, shape (pieces, 2), as the pieces do."""
    words = np.array([word.span() for word in _WORD.finditer(passage)], dtype=np.int32)
    if not len(words) or not len(pieces):
        return pieces
    own = words[np.maximum(np.searchsorted(words[:, 0], pieces[:, 0], side="right") - 1, 0)]
    inside = (own[:, 0] <= pieces[:, 0]) & (pieces[:, 1] <= own[:, 1])
    return np.where(inside[:, None], own, pieces)
