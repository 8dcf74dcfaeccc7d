"""Examples as word pieces, and answers read back from scores."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tokenizers import Tokenizer

from ragkit.inference import TOKENIZER_SHA256, open_session
from ragkit.reading.reader import MODEL_SHA256, Reader
from ragkit.resources import verified_bytes
from tools.reader import calibration, evaluate
from tools.reader.data import Answer
from tools.reader.features import Windows, batches, cached, stack, training_features

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from tools.reader.data import Example
    from tools.reader.features import Batch, Feature

    Asked = Callable[..., Example]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_str(verified_bytes("minilm/tokenizer.json", TOKENIZER_SHA256).decode())


def text_of(example: Example, feature: Feature, span: tuple[int, int]) -> str:
    first, last = (place - feature.begin for place in span)
    return example.passage[feature.offsets[first, 0] : feature.offsets[last, 1]]


def test_the_target_is_the_answer(tokenizer: Tokenizer, asked: Asked) -> None:
    example = asked("Who founded it?", "Ilse Brandt", "Brandt")
    (feature,) = Windows(tokenizer).of(example, 7)
    assert feature.example == 7
    assert [text_of(example, feature, span) for span in feature.spans] == ["Ilse Brandt", "Brandt"]


def test_white_space_around_an_answer_is_not_asked_for(tokenizer: Tokenizer, asked: Asked) -> None:
    example = asked("Who founded it?", " Ilse Brandt")
    (feature,) = Windows(tokenizer).of(example, 0)
    assert [text_of(example, feature, span) for span in feature.spans] == ["Ilse Brandt"]


def test_no_answer_is_the_first_piece(tokenizer: Tokenizer, asked: Asked) -> None:
    (feature,) = Windows(tokenizer).of(asked("Who burnt it?"), 0)
    assert feature.spans == ((0, 0),)


def test_windows_cover_a_long_passage_and_overlap(tokenizer: Tokenizer, asked: Asked) -> None:
    example = asked("When did it close?", "1988")
    windows = Windows(tokenizer, length=40, stride=10).of(example, 0)
    assert len(windows) > 1
    assert all(len(feature.ids) <= 40 for feature in windows)
    covered = [tuple(offset) for feature in windows for offset in feature.offsets.tolist()]
    assert sorted(set(covered)) == [
        tuple(pair) for pair in tokenizer.encode(example.passage, add_special_tokens=False).offsets
    ]
    for one, other in itertools.pairwise(windows):
        assert one.offsets[-10:].tolist() == other.offsets[:10].tolist()
    found = [
        text_of(example, feature, span)
        for feature in windows
        for span in feature.spans
        if span != (0, 0)
    ]
    assert found
    assert set(found) == {"1988"}


def test_empty_passages_and_questions_are_windows_too(tokenizer: Tokenizer, asked: Asked) -> None:
    example = replace(asked("", "1872"), passage="", answers=())
    windows = Windows(tokenizer)
    assert [feature.spans for feature in windows.of(example, 0)] == [((0, 0),)]
    (reading,) = evaluate.read([example], windows, wanting(windows, [example]))
    assert (reading.text, reading.margin) == ("", -math.inf)


def test_windows_without_the_answer_are_thinned_out(tokenizer: Tokenizer, asked: Asked) -> None:
    examples = [asked("When did it close?", "1988"), asked("Who burnt it?")]
    windows = Windows(tokenizer, length=40, stride=10)
    features = training_features(examples, windows, seed=1, keep_empty=0)
    assert all(f.spans != ((0, 0),) for f in features if f.example == 0)
    assert len([f for f in features if f.example == 1]) == len(windows.of(examples[1], 1))


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_targets_are_distributions_over_what_is_allowed(
    tokenizer: Tokenizer, asked: Asked, smoothing: float
) -> None:
    examples = [asked("Who founded it?", "Ilse Brandt", "Brandt"), asked("Who burnt it, and why?")]
    features = training_features(examples, Windows(tokenizer), seed=1)
    batch = stack(features, smoothing=smoothing)
    for target in (batch.starts, batch.ends):
        np.testing.assert_allclose(target.sum(1), 1, atol=1e-5)
        assert not target[~batch.allowed].any()
    assert batch.allowed[:, 0].all()
    assert not (batch.allowed & (batch.mask == 0)).any()
    question, rest = np.split(batch.types[0][: len(features[0].ids)], [features[0].begin])
    assert set(question % 2) == {0}
    assert set(rest % 2) == {1}


def test_batches_hold_every_feature_once_in_an_order_of_the_seed(
    tokenizer: Tokenizer, asked: Asked
) -> None:
    example = asked("Who founded it?", "Ilse Brandt")
    cuts = [replace(example, passage=example.passage[: 60 + 3 * n]) for n in range(50)]
    features = training_features(cuts, Windows(tokenizer), seed=1)
    plans = [batches(features, size=8, seed=seed) for seed in (1, 1, 2)]
    assert plans[0] == plans[1]
    assert plans[0] != plans[2]
    assert sorted(n for rows in plans[0] for n in rows) == list(range(50))
    spread = [np.ptp([len(features[n].ids) for n in rows]) for rows in plans[0]]
    assert max(spread) <= 6


def test_features_are_made_once_and_kept(
    tokenizer: Tokenizer, asked: Asked, tmp_path: Path
) -> None:
    made = []

    def make() -> list[Feature]:
        made.append(1)
        return Windows(tokenizer).of(asked("Who?", "Ilse Brandt"), 0)

    one, other = (cached(tmp_path / "features", "key", make) for _ in range(2))
    assert len(made) == 1
    assert [f.spans for f in one] == [f.spans for f in other]
    assert [path.suffix for path in (tmp_path / "features").iterdir()] == [".pickle"]


def wanting(
    windows: Windows, examples: list[Example], none: float = 0.0
) -> Callable[[Batch], tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """A model that finds the first answer of each question, and scores "none" as it is told."""
    del windows, examples

    def scores(batch: Batch) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        starts, ends = (10 * target for target in (batch.starts, batch.ends))
        starts[:, 0] += none
        return starts, ends

    return scores


def test_reads_the_answer_with_its_offset(tokenizer: Tokenizer, asked: Asked) -> None:
    examples = [asked("When did it close?", "1988"), asked("Who founded it?", "Ilse Brandt")]
    windows = Windows(tokenizer, length=40, stride=10)
    readings = evaluate.read(examples, windows, wanting(windows, examples))
    assert [(r.text, r.start, r.margin) for r in readings] == [
        ("1988", examples[0].answers[0].start, 20),
        ("Ilse Brandt", examples[1].answers[0].start, 20),
    ]


def test_an_answer_has_an_order_and_a_limit(tokenizer: Tokenizer, asked: Asked) -> None:
    example = asked("When?", "1872")

    def scores(batch: Batch) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        rows = np.zeros(batch.ids.shape, dtype=np.float32)
        begin = batch.features[0].begin
        starts, ends = rows.copy(), rows.copy()
        starts[0, begin + 5], ends[0, begin + 2] = 9, 9  # the end before the start
        ends[0, begin + 5 + evaluate.LONGEST] = 9  # one piece too far
        return starts, ends

    (reading,) = evaluate.read([example], Windows(tokenizer), scores)
    assert reading.margin == 9


def test_training_sees_what_use_sees(tokenizer: Tokenizer, asked: Asked) -> None:
    session = open_session("reader/model.onnx", MODEL_SHA256)

    def scores(batch: Batch) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        # Padding moves the scales of int8: it is left out, as in use.
        size = len(batch.features[0].ids)
        names = ("input_ids", "attention_mask", "token_type_ids")
        arrays = (array[:, :size] for array in (batch.ids, batch.mask, batch.types))
        found = session.run(None, dict(zip(names, arrays, strict=True)))
        rest = ((0, 0), (0, batch.ids.shape[1] - size))
        starts, ends = (np.pad(each, rest, constant_values=-1e4) for each in found)
        return starts, ends

    examples = [
        replace(asked(question, about=about), context=context)
        for question in ("Who founded Karsholm Harbour?", "oats?", "how many cranes does it have")
        for about in ("harbour", "ferry")
        for context in ("", "The harbour of Karsholm · 3 June 2011")
    ]
    for example in examples:
        (reading,) = evaluate.read([example], Windows(tokenizer), scores)
        (used,) = Reader().read(example.question, [example.passage], [example.context])
        assert reading.margin == pytest.approx(used.margin, abs=1e-3)


READINGS = [
    evaluate.Reading("1872", 0, 5.0),
    evaluate.Reading("1988", 0, 1.0),
    evaluate.Reading("", 0, 2.0),
    evaluate.Reading("x", 0, -3.0),
]


def questions(asked: Asked) -> list[Example]:
    return [
        asked("When?", "1872"),
        asked("When did it close?", "1988"),
        asked("Who?", "Ilse Brandt"),
        asked("Who burnt it?"),
    ]


def test_the_threshold_gives_the_best_mean(asked: Asked) -> None:
    examples = questions(asked)
    threshold = calibration.best_threshold(examples, READINGS)
    assert -3 < threshold <= 1
    assert evaluate.figures(examples, READINGS, threshold) == {
        "answerable_em": 66.67,
        "answerable_f1": 66.67,
        "answerable_f1_by_threshold": 66.67,
        "unanswerable_abstained": 100.0,
        "all_em": 75.0,
        "all_f1": 75.0,
        "answerable": 3,
        "questions": 4,
    }
    assert evaluate.figures(examples, READINGS, math.inf)["all_f1"] == 25.0


def test_probabilities_follow_the_margin(asked: Asked) -> None:
    examples = [asked("When?", "1872"), asked("Who burnt it?")] * 200
    rng = np.random.default_rng(1)
    readings = [
        evaluate.Reading("1872", 0, float(rng.normal(2 if example.answers else -2, 2)))
        for example in examples
    ]
    fitted = calibration.calibrated(examples, readings)
    # Two normal distributions of one variance: the slope is 2 * mean / variance.
    assert fitted["slope"] == pytest.approx(1, abs=0.2)
    assert fitted["offset"] == pytest.approx(0, abs=0.3)
    weights = fitted["slope"], fitted["offset"]
    reliability = calibration.reliability(examples, readings, weights)
    assert reliability["auc"] == pytest.approx(0.92, abs=0.03)
    assert reliability["ece"] < 0.05
    # With one kind alone there is nothing to tell apart.
    assert calibration.reliability(examples[:1], readings[:1], weights).keys() == {"ece", "brier"}


@pytest.mark.parametrize("share", [1, 5])
def test_it_does_not_matter_how_many_have_an_answer(asked: Asked, share: int) -> None:
    examples = [asked("When?", "1872"), *[asked("Who burnt it?")] * share] * 200
    rng = np.random.default_rng(1)
    readings = [
        evaluate.Reading("1872", 0, float(rng.normal(3 if example.answers else -1, 2)))
        for example in examples
    ]
    fitted = calibration.calibrated(examples, readings)
    assert -fitted["offset"] / fitted["slope"] == pytest.approx(1, abs=0.3)
    assert calibration.best_threshold(examples, readings) == pytest.approx(1, abs=0.8)


def test_answers_that_overlap_a_border_of_a_window_are_left_to_the_other(
    tokenizer: Tokenizer, asked: Asked
) -> None:
    example = asked("When?", "1872")
    windows = Windows(tokenizer, length=40, stride=10)
    whole = replace(example, answers=(Answer(0, example.passage),))
    assert all(feature.spans == ((0, 0),) for feature in windows.of(whole, 0))


def test_abstaining_has_a_precision_and_a_recall(asked: Asked) -> None:
    examples = questions(asked)
    assert evaluate.abstention(examples, READINGS, 1.5) == {
        "abstention_precision": 50.0,
        "abstention_recall": 100.0,
    }
    assert evaluate.abstention(examples[:3], READINGS[:3], 1.5) == {}


def test_answers_in_figures_are_counted_apart(asked: Asked) -> None:
    examples = questions(asked)
    assert evaluate.numbers(examples, READINGS) == {"numeric_em": 100.0, "numeric": 2}
    assert evaluate.numbers(examples[2:], READINGS[2:]) == {}
