"""The reader that ships with ragkit: all-MiniLM-L6-v2 with a span head, int8, by onnxruntime.

`tools/train_reader.py` made it; the card beside the model says from what, and how well it reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ragkit.inference import batches, id_of, open_session, open_tokenizer
from ragkit.reading.reading import Reading, Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["QUESTION", "SHARED", "WINDOW", "Reader", "window_starts"]

MODEL_SHA256 = "49ae9156444ecacb085b31af7b5e8d121ea4945c184c95d1bb55da18b23f2b87"
#: Word pieces of a window, question and marks included, and those that two windows share.
WINDOW, SHARED = 320, 96
#: Word pieces of a question that are read.
QUESTION = 64


class _Part(NamedTuple):
    """A window on its way through the model: which passage, its pieces, where they stand."""

    passage: int
    ids: list[int]
    offsets: NDArray[np.int32]


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

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read passages for a question.

        Args:
            question: its first 64 word pieces count.
            passages: of any length; long ones are read in windows that overlap.

        Returns:
            One reading a passage, in their order.
        """
        asked, *texts = self._tokenizer.encode_batch(
            # A lone surrogate is no text to the tokenizer; "?" is as long.
            [text.encode("utf-8", "replace").decode() for text in (question, *passages)],
            add_special_tokens=False,
        )
        head = [self._start, *asked.ids[:QUESTION], self._end]
        parts = [
            _Part(number, [*head, *ids, self._end], offsets)
            for number, text in enumerate(texts)
            for ids, offsets in _windows(text.ids, text.offsets, WINDOW - len(head) - 1)
        ]
        parts.sort(key=_pieces)
        found: list[list[Window]] = [[] for _ in passages]
        for batch in batches(parts, _pieces):
            for part, window in zip(batch, self._scores(batch, len(head)), strict=True):
                found[part.passage].append(window)
        return [Reading(windows) for windows in found]

    def _scores(self, parts: Sequence[_Part], begin: int) -> Iterator[Window]:
        shape = (len(parts), len(parts[-1].ids))
        ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for row, part in enumerate(parts):
            size = len(part.ids)
            ids[row, :size], mask[row, :size], types[row, begin:size] = part.ids, 1, 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        starts, ends = self._session.run(None, feeds)
        for row, part in enumerate(parts):
            inside = slice(begin, begin + len(part.offsets))
            yield Window(
                part.offsets,
                starts[row, inside] - starts[row, 0],
                ends[row, inside] - ends[row, 0],
            )


def _pieces(part: _Part) -> int:
    return len(part.ids)


def window_starts(pieces: int, room: int, shared: int) -> range:
    """The first pieces of the windows of a passage, one at least.

    Args:
        pieces: of the passage.
        room: pieces of it that a window has.
        shared: pieces that two windows share.
    """
    return range(0, max(1, pieces - shared), room - shared)


def _windows(
    ids: Sequence[int], offsets: Sequence[tuple[int, int]], room: int
) -> Iterator[tuple[Sequence[int], NDArray[np.int32]]]:
    places = np.array(offsets, dtype=np.int32).reshape(-1, 2)
    for first in window_starts(len(ids), room, SHARED):
        if part := ids[first : first + room]:
            yield part, places[first : first + room]
