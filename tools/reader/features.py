"""Examples as word pieces: windows, targets as distributions, batches by length, a cache."""

from __future__ import annotations

import hashlib
import pickle
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ragkit.reading.layout import SHARED, WINDOW, Layout, Pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from tools.reader.data import Example

__all__ = ["Batch", "Feature", "Windows", "batches", "cached", "stack", "training_features"]

#: Batches have a multiple of so many pieces: each new shape costs a CPU kernels of its own.
ROUNDED = 8


@dataclass(frozen=True, slots=True)
class Feature:
    """One window of one example.

    `spans` are the answers in it as first and last piece, (0, 0) for none; `offsets` are the
    characters of each passage piece, the first of which stands at `begin`.
    """

    example: int
    ids: NDArray[np.int32]
    types: NDArray[np.int8]
    begin: int
    offsets: NDArray[np.int32]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays of shape (rows, pieces): what the model takes, and its targets as distributions."""

    features: list[Feature]
    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    types: NDArray[np.int64]
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]
    #: Where a start or an end may be: the first piece, which means "none", and the passage.
    allowed: NDArray[np.bool_]


@dataclass
class Windows:
    """Cuts examples into windows of at most `length` pieces that overlap by `stride`.

    Args:
        tokenizer: of the encoder, with [CLS] and [SEP].
        length: pieces of a window, question and marks included.
        stride: passage pieces that two windows share.
    """

    tokenizer: Tokenizer
    length: int = WINDOW
    stride: int = SHARED
    _kept: dict[str, Pieces] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self._layout = Layout.of(self.tokenizer, self.length, self.stride)

    def of(self, example: Example, number: int) -> list[Feature]:
        """The windows of an example, in order; `number` says whose they are."""
        texts = (example.question, example.context, example.passage)
        question, context, passage = map(self._pieces, texts)
        found = []
        for window in self._layout.windows(question, context, passage):
            offsets = passage.offsets[window.part]
            found.append(
                Feature(
                    number,
                    np.array(window.ids, dtype=np.int32),
                    window.type_ids.astype(np.int8),
                    window.begin,
                    offsets,
                    _spans(example, offsets, window.begin),
                )
            )
        return found

    def _pieces(self, text: str) -> Pieces:
        if text not in self._kept:
            encoded = self.tokenizer.encode(text, add_special_tokens=False)
            self._kept[text] = Pieces.of(text, encoded)
        return self._kept[text]


def _spans(example: Example, offsets: NDArray[np.int32], begin: int) -> tuple[tuple[int, int], ...]:
    """Each annotator's answer that lies in the window whole, else "none" once."""
    found = []
    for answer in example.answers:
        start = answer.start + len(answer.text) - len(answer.text.lstrip())
        end = answer.start + len(answer.text.rstrip())
        inside = np.nonzero((offsets[:, 1] > start) & (offsets[:, 0] < end))[0]
        if not len(inside):
            continue
        first, last = int(inside[0]), int(inside[-1])
        if offsets[first, 0] <= start and end <= offsets[last, 1]:
            found.append((begin + first, begin + last))
    return tuple(found) or ((0, 0),)


def training_features(
    examples: Sequence[Example], windows: Windows, *, seed: int, keep_empty: float = 0.3
) -> list[Feature]:
    """Windows of all examples; of answerable ones those without the answer are thinned out."""
    rng = random.Random(seed)
    found = []
    for number, example in enumerate(examples):
        for feature in windows.of(example, number):
            empty = feature.spans == ((0, 0),)
            if empty and example.answers and rng.random() >= keep_empty:
                continue
            found.append(feature)
    return found


def batches(
    features: Sequence[Feature], *, size: int, seed: int, bucket: int = 50
) -> list[list[int]]:
    """Numbers of features, shuffled, in batches of like length.

    Features are shuffled, sorted by length within `bucket` batches, cut into batches, and the
    batches are shuffled: little padding, and no order that repeats.
    """
    rng = random.Random(seed)
    order = list(range(len(features)))
    rng.shuffle(order)
    found = []
    for start in range(0, len(order), size * bucket):
        part = sorted(order[start : start + size * bucket], key=lambda n: len(features[n].ids))
        found += [part[at : at + size] for at in range(0, len(part), size)]
    rng.shuffle(found)
    return found


def stack(features: Sequence[Feature], *, smoothing: float = 0.0) -> Batch:
    """One batch, padded to its longest feature and a little more.

    Args:
        features: at least one.
        smoothing: the share of each target that is spread over all allowed places.
    """
    longest = max(len(feature.ids) for feature in features)
    shape = (len(features), -(-longest // ROUNDED) * ROUNDED)
    ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    starts, ends = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    allowed = np.zeros(shape, dtype=np.bool_)
    for row, feature in enumerate(features):
        size = len(feature.ids)
        ids[row, :size], mask[row, :size], types[row, :size] = feature.ids, 1, feature.types
        allowed[row, 0], allowed[row, feature.begin : size - 1] = True, True
        for first, last in feature.spans:
            starts[row, first] += 1 / len(feature.spans)
            ends[row, last] += 1 / len(feature.spans)
    if smoothing:
        spread = allowed / allowed.sum(1, keepdims=True)
        starts = ((1 - smoothing) * starts + smoothing * spread).astype(np.float32)
        ends = ((1 - smoothing) * ends + smoothing * spread).astype(np.float32)
    return Batch(list(features), ids, mask, types, starts, ends, allowed)


def cached(folder: Path, key: str, make: Callable[[], list[Feature]]) -> list[Feature]:
    """What was kept under a key, or what `make` gives, which is kept: whole or not at all."""
    place = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.pickle"
    if place.is_file():
        kept: list[Feature] = pickle.loads(place.read_bytes())
        return kept
    features = make()
    folder.mkdir(parents=True, exist_ok=True)
    fresh = place.with_suffix(".new")
    fresh.write_bytes(pickle.dumps(features))
    fresh.replace(place)
    return features
