"""The trained reader as int8 ONNX, with a card that says what it was made of and what it does."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.reader.hashing import sha256_of
from tools.reader.model import SHA256, Reader
from tools.reader.smoothing import smooth
from tools.reader.written import written_files, written_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tools.reader.features import Batch

__all__ = ["LIMIT", "export", "onnx_scorer", "write_card", "write_fp32"]

#: Bytes that the model may have.
LIMIT = 24_000_000
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start_logits", "end_logits")


def export(
    encoder: Path, weights: Mapping[str, Any], layers: int, target: Path, shown: Sequence[Batch]
) -> None:
    """Write the model: three int64 inputs (rows, pieces), two float32 outputs of that shape.

    Args:
        encoder: folder of the encoder.
        weights: of the whole model.
        layers: that the head sees.
        target: the file.
        shown: texts that show how large the activations are.

    Raises:
        SystemExit: the file is larger than `LIMIT`.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "fp32.onnx"
        write_fp32(encoder, weights, layers, full)
        smooth(full, shown)
        fresh = target.with_suffix(".new")
        # The head is small and decides everything: it stays as it is. Of the rest, what costs most
        # is rounding what goes into the second half of each feed-forward layer.
        head = [
            node.name for node in onnx.load(str(full)).graph.node if node.name.startswith("/head")
        ]
        quantize_dynamic(
            str(full),
            str(fresh),
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_exclude=head,
        )
        fresh.replace(target)
    size = target.stat().st_size
    if size > LIMIT:
        raise SystemExit(f"{target}: {size:,} bytes, more than {LIMIT:,}")


def write_fp32(encoder: Path, weights: Mapping[str, Any], layers: int, path: Path) -> None:
    """Write the model unrounded."""
    import onnx
    import torch

    model = Reader(encoder, layers=layers, attention="eager")
    model.load_state_dict(weights)
    model.eval()
    ids = torch.ones((2, 16), dtype=torch.long)
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        model,
        (ids, torch.ones_like(ids), torch.zeros_like(ids)),
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=dict.fromkeys((*INPUTS, *OUTPUTS), axes),
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(str(path))


def onnx_scorer(
    path: Path, *, threads: int = 2
) -> Callable[[Batch], tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """What gives `evaluate.read` the scores of a batch, by onnxruntime."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def scores(batch: Batch) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        given = dict(zip(INPUTS, (batch.ids, batch.mask, batch.types), strict=True))
        starts, ends = session.run(list(OUTPUTS), given)
        return starts, ends

    return scores


_CARD = """# The reader of ragkit

An extractive reader for English: a question and a passage to the span that answers, and to "no
answer here". The encoder all-MiniLM-L6-v2 with a linear head of two outputs, fine-tuned, int8
per channel, {size:,} bytes, sha256 `{sha256}`. Apache-2.0, as the encoder is; see "Data".

- Inputs `input_ids`, `attention_mask`, `token_type_ids`: int64, (rows, pieces), as
  `[CLS] question [SEP] passage [SEP]`, at most {length} pieces; longer passages in windows that
  share {stride} pieces. Before the passage there may stand what its document says of it,
  `title · date`, and another `[SEP]`. Types are 0 for the question and 1 for what follows it, 2 and
  3 where the word that a piece is of stands on the other side too: by its stem, and no stop word
  (`ragkit/reading/matching.py`). The tokenizer is the encoder's.
- Outputs `start_logits`, `end_logits`: float32, (rows, pieces). The first piece means "none"; the
  margin of a span is start + end less those of the first piece.
- P(answerable) = 1 / (1 + exp(-({slope:.4f} * margin + {offset:.4f}))); the threshold of the
  margin for the best F1 of all questions is {threshold:.3f}. Both fitted on held-out documents.

## Data

| set | licence | used |
|---|---|---|
| SQuADShifts new_wiki, reddit, amazon_reviews | CC BY 4.0 | training |
| PolicyQA dev, test | MIT | training |
| passages and questions written for ragkit (`tools/reader/written/`) | as ragkit's | training |
| SQuAD 2.0, half of the development set, first eight articles | CC BY-SA 4.0 | training |
| the same, last eight articles | CC BY-SA 4.0 | test only |

Five percent of the documents of each set are held out: the curve, threshold and calibration come
from them. Those written for ragkit were written by a language model, passage by passage; half of
the questions have no answer there and are one step away from one that has, and each is read the more
often, the less its words alone give away whether it has one (`tools/reader/balance.py`). Made from the
rest: questions with a name, number, opposite or "not" swapped, passages that are near by words or by
likeness, and passages with the answer cut out; some questions lose their mark, their capitals or their
verb. Of each pass {made:,} are over made-up notes, lists and tables (`tools/reader/made/`), half of
them one word away from what these say. sha256 of what was read:

{hashes}

## Made by

    python -m tools.train_reader train --data {data_folder} …
    python -m tools.train_reader export --data {data_folder} …

One run after the other, each beginning with the averaged weights of an earlier one:

{recipes}

## Measured

{measured}

## Limits

English only. Answers are spans of at most {longest} pieces; a "why" that takes a paragraph gets its
start. What a passage implies but does not say is not found. Unanswerable questions of the
adversarial kind are told apart less well than those that a passage has nothing on: see the figures
above. Trained on encyclopaedic text, comments, reviews, privacy policies and what was written in the
manner of news, reports, rules and notes; on other text the probability may be off.
"""


def write_card(
    path: Path,
    *,
    model: Path,
    data: Sequence[Path],
    encoder: Path,
    recipes: Sequence[Mapping[str, Any]],
    measured: Mapping[str, Mapping[str, float]],
    fitted: Mapping[str, float],
) -> None:
    """Write the model card; `fitted` has the threshold, the calibration and the windows.

    `recipes` are those of all runs, in order.
    """
    from tools.reader.evaluate import LONGEST
    from tools.reader.sets import MADE

    hashes = [f"- {file.name} `{sha256_of(file)}`" for file in data]
    written = len(written_files())
    hashes.append(
        f"- {written} files of tools/reader/written, one after the other `{written_hash()}`"
    )
    hashes += [f"- {encoder.name}/{name} `{known}`" for name, known in SHA256.items()]
    names = list(dict.fromkeys(name for figures in measured.values() for name in figures))
    table = ["| | " + " | ".join(names) + " |", "|---" * (1 + len(names)) + "|"]
    for kind, figures in measured.items():
        cells = [f"{figures[name]:.4g}" if name in figures else "" for name in names]
        table.append(f"| {kind} | " + " | ".join(cells) + " |")
    text = _CARD.format(
        size=model.stat().st_size,
        sha256=sha256_of(model),
        hashes="\n".join(hashes),
        data_folder="PATH",
        recipes="\n".join(f"{number}. {_told(recipe)}" for number, recipe in enumerate(recipes, 1)),
        measured="\n".join(table),
        longest=LONGEST,
        made=MADE,
        **fitted,
    )
    path.write_text(text, encoding="utf-8")


def _told(recipe: Mapping[str, Any]) -> str:
    """What a recipe has, on one line."""
    return ", ".join(f"{name} {value}" for name, value in recipe.items() if value)
