"""Writing a file whole or not at all: a reader, or a kill, meets the old text or the new one."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, text: str) -> None:
    """Write a file as UTF-8 beside its place and move it there; a link stays one.

    Raises:
        OSError: if it cannot be written; it names `path`, and what was there stays.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not (target.is_file() or target.is_dir()):
        # What is moved there would take a device's place; a folder resists by itself.
        raise OSError(errno.EEXIST, "it is no regular file", str(path))
    fresh = target.with_name(f".ragkit-{secrets.token_hex(8)}.new")
    try:
        try:
            with fresh.open("w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
