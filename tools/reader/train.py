"""The loop: seeded, resumable, bf16 where that is faster, its curve in a log of JSON lines."""

from __future__ import annotations

import json
import math
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import torch

from ragkit.reading.matching import TYPES
from tools.reader.calibration import best_threshold
from tools.reader.evaluate import figures, read
from tools.reader.features import batches, stack
from tools.reader.model import Reader, SharedMasks, cheap_dropout, loss_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tools.reader.data import Example
    from tools.reader.features import Batch, Feature, Windows

_TYPE_WEIGHTS = "encoder.embeddings.token_type_embeddings.weight"

__all__ = ["Recipe", "Training", "latest", "runs_behind", "scorer", "widen"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the result, but for the data."""

    seed: int = 20_261_127
    steps: int = 3000
    batch: int = 32
    rate: float = 1e-4
    head_rate: float = 5e-4
    warm_up: float = 0.06
    decay: float = 0.01
    smoothing: float = 0.0
    head_layers: int = 1
    train_embeddings: bool = False
    #: Steps for which the lower half of the encoder stays as it is.
    frozen_steps: int = 0
    #: Of the running average of the weights, each tenth step.
    average: float = 0.97
    #: The sha256 of the weights that an earlier run left and this one begins with, if any.
    begun_with: str = ""
    #: The sha256 of the questions written for ragkit, all files as one.
    written: str = ""


class Training:
    """A model in training, with what is needed to go on from a checkpoint.

    Args:
        recipe: steps, rates and the rest.
        encoder: folder of the encoder's weights.
        folder: receives checkpoints and the curve.
        precision: "bf16" or "fp32".
    """

    def __init__(self, recipe: Recipe, encoder: Path, folder: Path, *, precision: str) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.folder = folder
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.precision = precision
        # On a CPU the fused attention's backward pass alone took 40 percent of a step.
        attention = "sdpa" if self.device.type == "cuda" else "eager"
        model = Reader(encoder, layers=recipe.head_layers, attention=attention)
        self.model = model.to(self.device)
        if self.device.type == "cpu":
            cheap_dropout(self.model, SharedMasks(0.1, seed=recipe.seed))
        if not recipe.train_embeddings:
            self.model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.optimizer = torch.optim.AdamW(self._groups(), fused=True)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self._factor)
        self.step = 0
        #: The recipes of the runs whose weights this one began with, the first first.
        self.earlier: list[dict[str, Any]] = []
        self.averaged = {name: value.detach().clone() for name, value in self._trained()}

    def _trained(self) -> Iterator[tuple[str, torch.nn.Parameter]]:
        return (
            (name, value) for name, value in self.model.named_parameters() if value.requires_grad
        )

    def _groups(self) -> list[dict[str, Any]]:
        named = list(self._trained())
        fresh = [v for n, v in named if _is_fresh(n)]
        plain = [v for n, v in named if v.ndim < 2 and not _is_fresh(n)]
        matrices = [v for n, v in named if v.ndim >= 2 and not _is_fresh(n)]
        return [
            {"params": matrices, "lr": self.recipe.rate, "weight_decay": self.recipe.decay},
            {"params": plain, "lr": self.recipe.rate, "weight_decay": 0.0},
            {"params": fresh, "lr": self.recipe.head_rate, "weight_decay": self.recipe.decay},
        ]

    def _factor(self, step: int) -> float:
        warm = max(1, round(self.recipe.warm_up * self.recipe.steps))
        if step < warm:
            return (step + 1) / warm
        return max(0.0, (self.recipe.steps - step) / max(1, self.recipe.steps - warm))

    def update(self, batch: Batch) -> float:
        """One step of the optimizer; returns the loss."""
        self.model.train()
        self._freeze(self.step < self.recipe.frozen_steps)
        ids, mask, types, starts, ends, allowed = (
            torch.from_numpy(array).to(self.device)
            for array in (
                batch.ids,
                batch.mask,
                batch.types,
                batch.starts,
                batch.ends,
                batch.allowed,
            )
        )
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.precision == "bf16"):
            scores = self.model(ids, mask, types)
        loss = loss_of(scores, (starts, ends), allowed)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.schedule.step()
        self.step += 1
        if self.step % 10 == 0:
            self._average()
        return float(loss.detach())

    def _freeze(self, frozen: bool) -> None:
        if not self.recipe.frozen_steps:
            return
        layers = self.model.encoder.encoder.layer
        for layer in layers[: len(layers) // 2]:
            layer.requires_grad_(not frozen)

    @torch.no_grad()
    def _average(self) -> None:
        keep = min(self.recipe.average, self.step / (self.step + 100))
        for name, value in self.model.named_parameters():
            if name in self.averaged:
                self.averaged[name].lerp_(value.detach(), 1 - keep)

    def begin_with(self, path: Path) -> None:
        """Take the weights of an earlier run; its optimizer and schedule are left behind."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(widen(state["model"]))
        self.earlier = runs_behind(state)
        self.averaged = {name: value.detach().clone() for name, value in self._trained()}

    def save(self) -> Path:
        """A checkpoint, whole or not at all; the last two stay, and `averaged.pt`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        said = {"step": self.step, "recipe": asdict(self.recipe), "earlier": self.earlier}
        state = {
            **said,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "averaged": self.averaged,
            "random": torch.get_rng_state(),
        }
        path = self.folder / f"step-{self.step:06}.pt"
        _write(state, path)
        weights = {**self.model.state_dict(), **self.averaged}
        _write({**said, "model": weights}, self.folder / "averaged.pt")
        for old in sorted(self.folder.glob("step-*.pt"))[:-2]:
            old.unlink()
        return path

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint of the same recipe; only the number of steps may be another.

        Raises:
            SystemExit: the recipe is another one.
        """
        state = torch.load(path, map_location=self.device, weights_only=True)
        if {**state["recipe"], "steps": 0} != {**asdict(self.recipe), "steps": 0}:
            raise SystemExit(
                f"{path}: made by another recipe, {state['recipe']}; use another folder"
            )
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.averaged = state["averaged"]
        self.earlier = state["earlier"]
        self.step = state["step"]
        torch.set_rng_state(state["random"].cpu())

    def run(
        self,
        features_of: Callable[[int], Sequence[Feature]],
        *,
        every: int,
        check: Callable[[Training], dict[str, float]] | None = None,
        check_every: int = 400,
    ) -> None:
        """Train to the last step of the recipe, from wherever it stands."""
        started, since, losses = time.monotonic(), self.step, []
        for batch in self._batches(features_of):
            losses.append(self.update(batch))
            if not math.isfinite(losses[-1]):
                raise SystemExit(f"step {self.step}: the loss is {losses[-1]}; nothing was saved")
            if self.step % 50 == 0:
                pace = (self.step - since) / (time.monotonic() - started)
                mean = sum(losses) / len(losses)
                self.note(
                    {"step": self.step, "loss": round(mean, 4), "steps_per_s": round(pace, 3)}
                )
                started, since, losses = time.monotonic(), self.step, []
            if self.step % every == 0 or self.step == self.recipe.steps:
                self.save()
            if check and (self.step % check_every == 0 or self.step == self.recipe.steps):
                self.note({"step": self.step, **check(self)})
                started = time.monotonic()
                since = self.step

    def _batches(self, features_of: Callable[[int], Sequence[Feature]]) -> Iterator[Batch]:
        """The batches of one pass after the other; those before the present step are skipped."""
        done, number = 0, 0
        while done < self.recipe.steps:
            features = features_of(number)
            plan = batches(features, size=self.recipe.batch, seed=self.recipe.seed + number)
            for rows in plan[: self.recipe.steps - done]:
                done += 1
                if done > self.step:
                    yield stack([features[row] for row in rows], smoothing=self.recipe.smoothing)
            number += 1

    def note(self, row: dict[str, Any]) -> None:
        """One line of the curve, in the folder and on the screen."""
        line = json.dumps({**row, "at": time.strftime("%H:%M:%S")})
        print(line, flush=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "curve.jsonl").open("a") as file:
            file.write(line + "\n")


def runs_behind(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The recipes of all runs that a checkpoint comes from, its own the last."""
    return [*state.get("earlier", []), {**state["recipe"], "at_step": state["step"]}]


def widen(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Weights in which a type told only question from passage, as ones that know all types.

    They begin alike for words that are met on the other side and for those that are not.
    """
    known = weights[_TYPE_WEIGHTS]
    return {**weights, _TYPE_WEIGHTS: known.repeat(TYPES // len(known), 1)}


def _is_fresh(name: str) -> bool:
    """Whether the encoder came without these weights: its head, and what its types mean now."""
    return name.startswith("head") or name == _TYPE_WEIGHTS


def _write(state: dict[str, Any], path: Path) -> None:
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    fresh.replace(path)


def latest(folder: Path) -> Path | None:
    """The newest checkpoint of a folder."""
    return max(folder.glob("step-*.pt"), default=None)


def scorer(
    model: Reader, device: torch.device, precision: str
) -> Callable[[Batch], tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """What gives `evaluate.read` the scores of a batch."""

    def scores(batch: Batch) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        model.eval()
        ids, mask, types = (
            torch.from_numpy(array).to(device) for array in (batch.ids, batch.mask, batch.types)
        )
        with (
            torch.no_grad(),
            torch.autocast(device.type, torch.bfloat16, enabled=precision == "bf16"),
        ):
            starts, ends = model(ids, mask, types)
        return starts.float().cpu().numpy(), ends.float().cpu().numpy()

    return scores


def checked(training: Training, examples: Sequence[Example], windows: Windows) -> dict[str, float]:
    """The figures of a few held-out questions, for the curve."""
    readings = read(examples, windows, scorer(training.model, training.device, training.precision))
    return figures(examples, readings, best_threshold(examples, readings))


def measured_precision(recipe: Recipe, encoder: Path, folder: Path, batch: Batch) -> str:
    """The faster of bf16 and fp32 on this machine, by the best of three steps each."""
    best = {}
    for precision in ("bf16", "fp32"):
        trial = Training(recipe, encoder, folder, precision=precision)
        times = []
        for _ in range(4):
            started = time.monotonic()
            trial.update(batch)
            times.append(time.monotonic() - started)
        best[precision] = min(times[1:])
    print(
        json.dumps({"seconds_a_step": {name: round(value, 3) for name, value in best.items()}}),
        flush=True,
    )
    return min(best, key=best.__getitem__)
