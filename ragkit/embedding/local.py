"""The embedder that ships with ragkit: all-MiniLM-L6-v2, int8, run by onnxruntime.

A text that is longer than the model's window is embedded in windows whose
vectors are averaged by their token counts, so nothing is cut off silently.
Batches are sorted by length and padded to their longest text: on mixed text
that is what makes it several times faster than padding to a fixed length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ragkit.inference import id_of, open_session, open_tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["DIMENSION", "FINGERPRINT", "NAME", "LocalEmbedder"]

NAME = "local:all-MiniLM-L6-v2"
DIMENSION = 384
MODEL_SHA256 = "3c8cc8f22f1a985d945706d6dc8e18fd029c830bf3b0dd6d6e519bab7dab0b22"
#: Word pieces that the model was trained on at once, its two marks included.
WINDOW = 256
FINGERPRINT = f"{NAME}/int8/{WINDOW}/{MODEL_SHA256[:12]}"
# Word pieces in one batch, padding included: bounds the memory of a run. Of 1,024 to 16,384
# the smaller were faster on two cores, and lost less where few texts come at once: sentences
# of a batch of an `add` took 9 percent longer at 4,096 than all together, 4 percent at 1,536.
_BATCH_PIECES = 1536


@dataclass(frozen=True, slots=True)
class _Window:
    text: int
    pieces: list[int]


class LocalEmbedder:
    """Texts to unit vectors, with no key and no network.

    Raises:
        ModelError: at construction, if the model files are missing or changed.
    """

    name = NAME
    fingerprint = FINGERPRINT
    dimension = DIMENSION

    def __init__(self) -> None:
        self._session = open_session("minilm/model.onnx", MODEL_SHA256)
        self._tokenizer = open_tokenizer()
        self._start = id_of(self._tokenizer, "[CLS]")
        self._end = id_of(self._tokenizer, "[SEP]")

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts.

        Args:
            texts: any strings; an empty one gets the vector of no words.

        Returns:
            Array of shape (len(texts), 384), rows of length 1.
        """
        sums = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        windows = sorted(self._windows(texts), key=lambda window: len(window.pieces))
        for batch in _batches(windows):
            vectors = self._run(batch)
            for window, vector in zip(batch, vectors, strict=True):
                sums[window.text] += vector * (len(window.pieces) - 2 or 1)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        unit: NDArray[np.float32] = sums / np.maximum(norms, 1e-12)
        return unit

    def _windows(self, texts: Sequence[str]) -> Iterator[_Window]:
        encodings = self._tokenizer.encode_batch_fast(
            # A lone surrogate is no text to the tokenizer.
            [text.encode("utf-8", "replace").decode() for text in texts],
            add_special_tokens=False,
        )
        room = WINDOW - 2
        for index, encoded in enumerate(encodings):
            pieces = encoded.ids
            # Even windows: a short tail would weigh a few words like a page.
            count = max(1, -(-len(pieces) // room))
            size = -(-len(pieces) // count) or 1
            for start in range(0, max(len(pieces), 1), size):
                inside = [self._start, *pieces[start : start + size], self._end]
                yield _Window(index, inside)

    def _run(self, batch: Sequence[_Window]) -> NDArray[np.float32]:
        width = len(batch[-1].pieces)
        ids = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, window in enumerate(batch):
            ids[row, : len(window.pieces)] = window.pieces
            mask[row, : len(window.pieces)] = 1
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        result: NDArray[np.float32] = vectors
        return result


def _batches(windows: Sequence[_Window]) -> Iterator[list[_Window]]:
    """Windows in order of their length, each batch padded to its last within the budget."""
    batch: list[_Window] = []
    for window in windows:
        if batch and (len(batch) + 1) * len(window.pieces) > _BATCH_PIECES:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch
