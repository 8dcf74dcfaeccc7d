"""Where the installation keeps its data: the model, the token ranks, the prompts."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ragkit.errors import ModelError

__all__ = ["prompts_folder", "verified_bytes"]

PACKAGE = Path(__file__).resolve().parent
DATA = PACKAGE / "_data"


def verified_bytes(name: str, sha256: str) -> bytes:
    """Read a data file of the package and check it against its published hash.

    Args:
        name: path below the package's data folder, such as `"minilm/model.onnx"`.
        sha256: the hexadecimal hash that the bytes must have.

    Raises:
        ModelError: if the file is missing, unreadable or not the one expected.
    """
    path = DATA / name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"the installation lacks {str(path)!r} ({error.strerror}); install ragkit again"
        ) from error
    actual = hashlib.sha256(data).hexdigest()
    if actual != sha256:
        raise ModelError(
            f"{str(path)!r} is not the file that ragkit shipped"
            f" (sha256 {actual[:12]}…, expected {sha256[:12]}…); install ragkit again"
        )
    return data


def prompts_folder() -> Path:
    """The folder of prompt templates.

    A wheel carries it as `ragkit/_data/prompts`; an editable install leaves
    it where it is edited, at the top of the checkout.

    Raises:
        ModelError: if neither exists.
    """
    for folder in (DATA / "prompts", PACKAGE.parent / "prompts"):
        if folder.is_dir():
            return folder
    raise ModelError(f"the installation lacks {str(DATA / 'prompts')!r}; install ragkit again")
