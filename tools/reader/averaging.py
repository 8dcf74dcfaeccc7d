"""The weights of several checkpoints as one: better on what each learnt than either.

Averaging a model with the one that it was trained on from keeps most of what is new and loses less
of what was there (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from tools.reader.hashing import sha256_of
from tools.reader.train import runs_behind, widen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["average"]


def average(parts: Sequence[tuple[Path, float]]) -> dict[str, Any]:
    """A checkpoint of the mean weights; its recipe is that of the last part.

    Args:
        parts: checkpoints and their shares.

    Raises:
        ValueError: the shares are not 1 in all.
    """
    total = sum(share for _, share in parts)
    if abs(total - 1) > 1e-6:
        raise ValueError(f"the shares are {total:g} in all, not 1")
    mean: dict[str, torch.Tensor] = {}
    earlier: list[dict[str, Any]] = []
    for path, share in parts:
        state = torch.load(path, map_location="cpu", weights_only=True)
        for name, value in widen(state["model"]).items():
            mean[name] = mean.get(name, 0) + share * value
        *before, own = runs_behind(state)
        earlier += [*before, {**own, "share": share, "sha256": sha256_of(path)}]
    return {"step": state["step"], "recipe": state["recipe"], "earlier": earlier, "model": mean}
