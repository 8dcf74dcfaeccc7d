"""Embedding against the same model in fp32, padded to 256 word pieces in batches of 32.

That is what Chroma's default function (`ONNXMiniLM_L6_V2`) does; where the model lies is the
only thing that is changed of it.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2

from benchmarks.performance.timing import Row, seconds_in_turns
from ragkit.embedding.local import LocalEmbedder
from ragkit.resources import DATA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.performance.texts import Texts

__all__ = ["chromas_default", "rows"]

ROUNDS = 5
SAMPLE = 160


class _TwoInputs:
    """A session of a model that has no `token_type_ids`, which are all 0."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._names = {given.name for given in session.get_inputs()}

    def run(self, names: object, inputs: dict[str, Any]) -> list[Any]:
        kept = {name: value for name, value in inputs.items() if name in self._names}
        found = self._session.run(names, kept)
        # A model that pools by itself leaves nothing to average: one vector for each piece.
        if found[0].ndim == 2:
            shape = (*inputs["input_ids"].shape, found[0].shape[1])
            return [np.broadcast_to(found[0][:, None, :], shape)]
        return list(found)


def rows(texts: Texts, fp32: Path) -> list[Row]:
    """One for the paragraphs, one for slices."""
    ours = LocalEmbedder()
    with tempfile.TemporaryDirectory() as folder:
        theirs = chromas_default(fp32, Path(folder))
        return [
            _row("embed paragraphs", 2.2, ours, theirs, texts.paragraphs),
            _row("embed slices of 300 characters", 3.0, ours, theirs, texts.slices),
        ]


def chromas_default(fp32: Path, folder: Path) -> Any:
    """Chroma's default function, with the model that lies at `fp32`; `folder` is empty."""
    function: Any = ONNXMiniLM_L6_V2(preferred_providers=["CPUExecutionProvider"])
    function.DOWNLOAD_PATH = folder
    inside = folder / function.EXTRACTED_FOLDER_NAME
    inside.mkdir()
    for name in ("config", "special_tokens_map", "tokenizer_config"):
        (inside / f"{name}.json").touch()  # that they are there is all it asks of them
    (inside / "vocab.txt").touch()
    (inside / "model.onnx").symlink_to(fp32.resolve())
    (inside / "tokenizer.json").symlink_to(DATA / "minilm" / "tokenizer.json")
    function.model = _TwoInputs(function.model)
    return function


def _row(bar: str, target: float, ours: LocalEmbedder, theirs: Any, texts: Sequence[str]) -> Row:
    some = random.Random(1).sample(texts, min(SAMPLE, len(texts)))
    found = np.stack(theirs(some[:32]))
    likeness = float(np.mean(np.sum(ours.embed(some[:32]) * found, axis=1)))
    if likeness < 0.9:
        raise SystemExit(f"{bar}: it is another model, of mean cosine {likeness:.3f}")
    one, other = seconds_in_turns(
        ROUNDS,
        lambda _: ours.embed(some),
        lambda _: theirs(some),
    )
    bar = f"{bar} ({len(some)}; mean cosine {likeness:.3f}) against fp32, padded"
    return Row.at_least(bar, target, one, other)
