"""Opening the models that ship with ragkit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from ragkit.errors import ModelError
from ragkit.resources import verified_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["batches", "id_of", "open_session", "open_tokenizer"]

_Row = TypeVar("_Row")

TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
# Word pieces in one batch, padding included: bounds the memory of a run. Of 1,024 to 16,384
# the smaller were faster on two cores, and lost less where few texts come at once: sentences
# of a batch of an `add` took 9 percent longer at 4,096 than all together, 4 percent at 1,536.
_BATCH_PIECES = 1536


def open_session(name: str, sha256: str) -> InferenceSession:
    """A model of the package, ready to run on the CPU.

    Args:
        name: path below the package's data folder.
        sha256: of the file.

    Raises:
        ModelError: if the file is missing or changed.
    """
    # From 1.32 on, onnxruntime reports its use over the network and leaves a device
    # number in the home folder, unless this is set before it is imported.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Threads that spin between runs would slow the rest of the process.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        verified_bytes(name, sha256), options, providers=["CPUExecutionProvider"]
    )


def open_tokenizer() -> Tokenizer:
    """The word pieces of all-MiniLM-L6-v2, uncut and unpadded.

    Raises:
        ModelError: if the file is missing or changed.
    """
    from tokenizers import Tokenizer

    raw = verified_bytes("minilm/tokenizer.json", TOKENIZER_SHA256)
    tokenizer = Tokenizer.from_str(raw.decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def id_of(tokenizer: Tokenizer, piece: str) -> int:
    """The number of a piece that every model here needs.

    Raises:
        ModelError: if the tokenizer has none.
    """
    found: int | None = tokenizer.token_to_id(piece)
    if found is None:
        raise ModelError(f"the tokenizer has no {piece!r}: install ragkit again")
    return found


def batches(rows: Sequence[_Row], pieces: Callable[[_Row], int]) -> Iterator[list[_Row]]:
    """Runs of rows, each padded to its last within the budget of word pieces.

    Args:
        rows: in order of their length.
        pieces: the length of a row.
    """
    batch: list[_Row] = []
    for row in rows:
        if batch and (len(batch) + 1) * pieces(row) > _BATCH_PIECES:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
