"""Opening the models that ship with ragkit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ragkit.errors import ModelError
from ragkit.resources import verified_bytes

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["id_of", "open_session", "open_tokenizer"]

TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


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
