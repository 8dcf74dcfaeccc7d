"""Figures of a trained reader: fitted on what is held out, then held to the test sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.reader import calibration, evaluate
from tools.reader.sets import read_held_out, read_tests

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tools.reader.data import Example
    from tools.reader.evaluate import Reading
    from tools.reader.features import Batch, Windows

    Scorer = Callable[[Batch], tuple[NDArray[np.float32], NDArray[np.float32]]]

__all__ = ["load_scorer", "measure", "read_weights"]

#: Held-out sources that the threshold is fitted on: the adversarial questions, and their like.
ENCYCLOPAEDIC = ("dev-v2.0", "new_wiki")


def read_weights(path: Path) -> dict[str, Any]:
    """A checkpoint, on the CPU."""
    import torch

    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


def load_scorer(path: Path, encoder: Path, *, precision: str, threads: int) -> Scorer:
    """A checkpoint or an ONNX file as what scores batches."""
    from tools.reader.export import onnx_scorer

    if path.suffix == ".onnx":
        return onnx_scorer(path, threads=threads)
    import torch

    from tools.reader.model import Reader
    from tools.reader.train import scorer

    state = read_weights(path)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Reader(encoder, layers=state["recipe"]["head_layers"])
    model.load_state_dict(state["model"])
    return scorer(model.to(device), device, precision)


def measure(
    data: Path, windows: Windows, scores: Scorer, *, test: bool
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """What was fitted, and the figures by set.

    Args:
        data: folder of the public sets.
        windows: as the model was trained with.
        scores: the model.
        test: whether the test sets are read too; the threshold and the calibration come from
            the held-out documents either way.
    """
    held = read_held_out(data)
    readings = evaluate.read(held, windows, scores)
    fitted = _fitted(held, readings)
    found = {"held out": evaluate.figures(held, readings, fitted["threshold"])}
    for source in sorted({example.source for example in held}):
        part, read = _of(held, readings, {source})
        found[f"held out, {source}"] = {
            **evaluate.figures(part, read, fitted["threshold"]),
            **calibration.reliability(part, read, (fitted["slope"], fitted["offset"])),
        }
    if test:
        for name, asked in read_tests(data).items():
            found[f"test, {name}"] = _tested(asked, windows, scores, fitted)
    return fitted, found


def _fitted(held: Sequence[Example], readings: Sequence[Reading]) -> dict[str, float]:
    threshold = calibration.best_threshold(*_of(held, readings, ENCYCLOPAEDIC))
    # Sources with answerable questions only say nothing about where to abstain.
    both = {example.source for example in held if not example.answers}
    return {"threshold": threshold, **calibration.calibrated(*_of(held, readings, both))}


def _of(
    examples: Sequence[Example], readings: Sequence[Reading], sources: Collection[str]
) -> tuple[list[Example], list[Reading]]:
    rows = [n for n, example in enumerate(examples) if example.source in sources]
    return [examples[n] for n in rows], [readings[n] for n in rows]


def _tested(
    asked: Sequence[Example], windows: Windows, scores: Scorer, fitted: dict[str, float]
) -> dict[str, float]:
    readings = evaluate.read(asked, windows, scores)
    return {
        **evaluate.figures(asked, readings, fitted["threshold"]),
        **evaluate.abstention(asked, readings, fitted["threshold"]),
        **evaluate.numbers(asked, readings),
        **calibration.reliability(asked, readings, (fitted["slope"], fitted["offset"])),
    }
