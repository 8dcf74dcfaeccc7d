"""The loop on a toy encoder; skipped where torch is not installed (`pip install '.[train]'`)."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from ragkit.inference import TOKENIZER_SHA256
from ragkit.resources import verified_bytes
from tools.reader import calibration, evaluate
from tools.reader.features import Windows, stack, training_features

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tools.reader.data import Example
    from tools.reader.features import Feature

torch: Any = pytest.importorskip("torch")
transformers: Any = pytest.importorskip("transformers")
pytestmark = pytest.mark.filterwarnings("default")

#: Word pieces in the tokenizer that ships.
VOCABULARY = 30_522


@pytest.fixture(scope="module")
def loop() -> Any:
    return importlib.import_module("tools.reader.train")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    torch.manual_seed(1)
    config = transformers.BertConfig(
        vocab_size=VOCABULARY,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    transformers.BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture
def examples(asked: Callable[..., Example]) -> list[Example]:
    one = asked("Who founded the harbour?", "Ilse Brandt")
    rest = [asked("When did the quay close?", "1988"), asked("Who burnt the mill?", about="mill")]
    return [replace(example, id=f"{n}") for n, example in enumerate([one, *rest] * 4)]


@pytest.fixture
def windows() -> Windows:
    raw = verified_bytes("minilm/tokenizer.json", TOKENIZER_SHA256)
    return Windows(Tokenizer.from_str(raw.decode()))


@pytest.fixture
def features(examples: list[Example], windows: Windows) -> list[Feature]:
    return training_features(examples, windows, seed=1)


def test_a_run_that_was_cut_off_ends_as_if_it_had_not_been(
    loop: Any, encoder: Path, features: list[Feature], tmp_path: Path
) -> None:
    recipe = loop.Recipe(steps=8, batch=4, rate=1e-3)

    def started(name: str) -> Any:
        return loop.Training(recipe, encoder, tmp_path / name, precision="fp32")

    whole = started("whole")
    whole.run(lambda _: features, every=4)
    cut = started("cut")
    for batch, _ in zip(cut._batches(lambda _: features), range(5), strict=False):
        cut.update(batch)
        if cut.step == 4:
            cut.save()
    gone_on = started("cut")
    gone_on.resume(loop.latest(tmp_path / "cut"))
    assert gone_on.step == 4
    gone_on.run(lambda _: features, every=4)
    for name, value in whole.model.state_dict().items():
        assert torch.equal(value, gone_on.model.state_dict()[name]), name


def test_the_last_two_checkpoints_stay_and_an_average(
    loop: Any, encoder: Path, features: list[Feature], tmp_path: Path
) -> None:
    recipe = loop.Recipe(steps=6, batch=4)
    loop.Training(recipe, encoder, tmp_path, precision="fp32").run(lambda _: features, every=2)
    assert sorted(path.name for path in tmp_path.glob("*.pt")) == [
        "averaged.pt",
        "step-000004.pt",
        "step-000006.pt",
    ]
    assert not list(tmp_path.glob("*.new"))


def test_another_recipe_does_not_go_on(loop: Any, encoder: Path, tmp_path: Path) -> None:
    training = loop.Training(loop.Recipe(steps=6), encoder, tmp_path, precision="fp32")
    path = training.save()
    longer = loop.Training(loop.Recipe(steps=9), encoder, tmp_path, precision="fp32")
    longer.resume(path)
    other = loop.Training(loop.Recipe(steps=6, rate=1.0), encoder, tmp_path, precision="fp32")
    with pytest.raises(SystemExit, match="another recipe"):
        other.resume(path)


def test_it_learns_three_questions_by_heart(
    loop: Any,
    encoder: Path,
    examples: list[Example],
    windows: Windows,
    features: list[Feature],
    tmp_path: Path,
) -> None:
    recipe = loop.Recipe(steps=150, batch=12, rate=3e-3, head_rate=3e-3)
    training = loop.Training(recipe, encoder, tmp_path, precision="fp32")
    training.run(lambda _: features, every=150)
    scores = loop.scorer(training.model, training.device, "fp32")
    readings = evaluate.read(examples, windows, scores)
    found = evaluate.figures(examples, readings, calibration.best_threshold(examples, readings))
    assert found["all_f1"] == 100
    lines = [json.loads(line) for line in (tmp_path / "curve.jsonl").read_text().splitlines()]
    assert lines[-1]["loss"] < 0.2


def test_the_exported_model_scores_alike(
    loop: Any, encoder: Path, features: list[Feature], tmp_path: Path
) -> None:
    pytest.importorskip("onnx")
    export = importlib.import_module("tools.reader.export")
    training = loop.Training(loop.Recipe(steps=1), encoder, tmp_path, precision="fp32")
    path = tmp_path / "out" / "model.onnx"
    batch = stack(features)
    export.export(encoder, training.model.state_dict(), 1, path, [batch])
    exact = loop.scorer(training.model, training.device, "fp32")(batch)
    for ours, theirs in zip(export.onnx_scorer(path)(batch), exact, strict=True):
        assert ours.dtype == np.float32
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours[batch.allowed], theirs[batch.allowed], atol=0.1)


def test_evening_out_changes_no_score_and_leaves_no_channel_far_ahead(
    loop: Any, encoder: Path, features: list[Feature], tmp_path: Path
) -> None:
    onnx = pytest.importorskip("onnx")
    export = importlib.import_module("tools.reader.export")
    smoothing = importlib.import_module("tools.reader.smoothing")
    training = loop.Training(loop.Recipe(steps=1), encoder, tmp_path, precision="fp32")
    path = tmp_path / "fp32.onnx"
    export.write_fp32(encoder, training.model.state_dict(), 1, path)
    batch = stack(features)
    before = export.onnx_scorer(path)(batch)
    smoothing.smooth(path, [batch])
    for ours, theirs in zip(export.onnx_scorer(path)(batch), before, strict=True):
        np.testing.assert_allclose(ours[batch.allowed], theirs[batch.allowed], atol=1e-4)
    evened = [node for node in onnx.load(str(path)).graph.node if node.name.endswith("/Smooth")]
    assert evened


def test_a_run_begins_with_the_weights_of_another(loop: Any, encoder: Path, tmp_path: Path) -> None:
    recipe = loop.Recipe(steps=1, seed=1)
    first = loop.Training(recipe, encoder, tmp_path / "first", precision="fp32")
    first.save()
    other = loop.Training(loop.Recipe(steps=1, seed=2), encoder, tmp_path / "b", precision="fp32")
    assert not torch_equal(first.model, other.model)
    other.begin_with(tmp_path / "first" / "averaged.pt")
    assert torch_equal(first.model, other.model)
    assert other.step == 0
    last = loop.Training(loop.Recipe(steps=1, seed=3), encoder, tmp_path / "c", precision="fp32")
    last.begin_with(other.save().parent / "averaged.pt")
    assert [recipe["seed"] for recipe in last.earlier] == [1, 2]


def test_types_that_a_run_did_not_know_begin_as_those_that_it_did(
    loop: Any, encoder: Path, tmp_path: Path
) -> None:
    training = loop.Training(loop.Recipe(steps=1), encoder, tmp_path, precision="fp32")
    training.save()
    state = torch.load(tmp_path / "averaged.pt", weights_only=True)
    (name,) = [name for name in state["model"] if "token_type" in name]
    two = state["model"][name][:2] + 1
    torch.save({**state, "model": {**state["model"], name: two}}, tmp_path / "two.pt")
    training.begin_with(tmp_path / "two.pt")
    known = training.model.encoder.embeddings.token_type_embeddings.weight
    assert torch.equal(known, torch.cat([two, two]))


def test_weights_are_averaged(loop: Any, encoder: Path, tmp_path: Path) -> None:
    averaging = importlib.import_module("tools.reader.averaging")
    for seed in (1, 2):
        recipe = loop.Recipe(steps=1, seed=seed)
        loop.Training(recipe, encoder, tmp_path / f"{seed}", precision="fp32").save()
    one, other = (tmp_path / f"{seed}" / "averaged.pt" for seed in (1, 2))
    mean = averaging.average([(one, 0.25), (other, 0.75)])
    known = [torch.load(path, weights_only=True)["model"] for path in (one, other)]
    for name, value in mean["model"].items():
        torch.testing.assert_close(value, 0.25 * known[0][name] + 0.75 * known[1][name])
    assert [recipe["seed"] for recipe in mean["earlier"]] == [1, 2]
    assert [recipe["share"] for recipe in mean["earlier"]] == [0.25, 0.75]
    with pytest.raises(ValueError, match=r"0\.5 in all"):
        averaging.average([(one, 0.25), (other, 0.25)])


def torch_equal(one: Any, other: Any) -> bool:
    return all((a == b).all() for a, b in zip(one.parameters(), other.parameters(), strict=True))
