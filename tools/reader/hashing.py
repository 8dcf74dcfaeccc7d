"""The hash of files, by which cards and caches name what they were made of."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["sha256_of", "sha256_of_all"]


def sha256_of(file: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    return sha256_of_all([file])


def sha256_of_all(files: Iterable[Path]) -> str:
    """The sha256 of files, one after the other, in hexadecimal."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()
