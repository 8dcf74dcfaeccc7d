"""The reader that ships with ragkit: all-MiniLM-L6-v2 with a span head, int8, by onnxruntime.

`tools/train_reader.py` made it; the card beside the model says from what, and how well it reads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ragkit.inference import id_of, open_session, open_tokenizer
from ragkit.reading.reading import Reading, Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from tokenizers import Encoding

__all__ = ["CONTEXT", "QUESTION", "SHARED", "WINDOW", "Reader", "window_starts"]

MODEL_SHA256 = "1c94d4284b54fd173b2a688a02880d1de074a23266766aa22751c351b767c4b5"
#: Word pieces of a window, question and marks included, and those that two windows share.
WINDOW, SHARED = 320, 96
#: Word pieces of a question that are read, and of what is said of a passage.
QUESTION, CONTEXT = 64, 32
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
        self._start = id_of(self._tokenizer, "[CLS]")
        self._end = id_of(self._tokenizer, "[SEP]")

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
        asked, *encoded = self._encoded([question, *passages, *about])
        head = [self._start, *asked.ids[:QUESTION], self._end]
        count = len(passages)
        return [
            Reading(self._windows(head, context.ids[:CONTEXT], pieces, _words(passage, pieces)))
            for passage, pieces, context in zip(
                passages, encoded[:count], encoded[count:], strict=True
            )
        ]

    def _encoded(self, texts: Sequence[str]) -> list[Encoding]:
        # A lone surrogate is no text to the tokenizer; "?" is as long.
        clean = [text.encode("utf-8", "replace").decode() for text in texts]
        encoded: list[Encoding] = self._tokenizer.encode_batch(clean, add_special_tokens=False)
        return encoded

    def _windows(
        self, head: list[int], told: list[int], text: Encoding, words: NDArray[np.int32]
    ) -> Iterator[Window]:
        before = [*head, *told, self._end] if told else head
        room = WINDOW - len(before) - 1
        for first in window_starts(len(text.ids), room, SHARED):
            if part := text.ids[first : first + room]:
                starts, ends = self._scores([*before, *part, self._end], len(head))
                inside = slice(len(before), len(before) + len(part))
                yield Window(
                    words[first : first + room],
                    starts[inside] - starts[0],
                    ends[inside] - ends[0],
                )

    def _scores(
        self, pieces: list[int], asked: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        # One window a run: the scales of int8 are those of the batch, so that windows that are
        # read together would move each other's scores; and a batch is no faster.
        ids = np.array([pieces], dtype=np.int64)
        types = (np.arange(len(pieces)) >= asked).astype(np.int64)[None]
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}
        starts, ends = self._session.run(None, feeds)
        return starts[0], ends[0]


def _words(passage: str, text: Encoding) -> NDArray[np.int32]:
    """Where the word of each piece stands in the passage, shape (pieces, 2)."""
    pieces = np.array(text.offsets, dtype=np.int32).reshape(-1, 2)
    words = np.array([word.span() for word in _WORD.finditer(passage)], dtype=np.int32)
    if not len(words) or not len(pieces):
        return pieces
    own = words[np.maximum(np.searchsorted(words[:, 0], pieces[:, 0], side="right") - 1, 0)]
    inside = (own[:, 0] <= pieces[:, 0]) & (pieces[:, 1] <= own[:, 1])
    return np.where(inside[:, None], own, pieces)


def window_starts(pieces: int, room: int, shared: int) -> range:
    """The first pieces of the windows of a passage, one at least.

    Args:
        pieces: of the passage.
        room: pieces of it that a window has.
        shared: pieces that two windows share.
    """
    return range(0, max(1, pieces - shared), room - shared)
