"""What the file system says of a file: enough to tell that it is as it was when it was read."""

from __future__ import annotations

import hashlib
import stat
import time
from functools import cache
from typing import TYPE_CHECKING, get_args

from ragkit.documents.formats import SUFFIXES, Format, reader_of

if TYPE_CHECKING:
    import os
    from pathlib import Path

__all__ = [
    "is_gone",
    "is_telling",
    "same_file",
    "same_times",
    "size_in",
    "stamp_of",
    "times_in",
    "times_of",
]

# A clock's tick later a file may have changed again under the same times; FAT counts in two
# seconds. The mark makes a stamp unlike every other.
_UNSETTLED, _SETTLED_AFTER = "~", 2.0


def stamp_of(path: Path) -> str:
    """A file's size and times and the version of what reads it, as one string.

    Equal stamps (`same_file`) mean the same content: whoever sets a file's modification time
    back cannot set back when its entry was changed. Take it before the file is read.

    Raises:
        OSError: it cannot be looked at.
    """
    status = path.stat()
    changed = max(status.st_mtime, status.st_ctime)
    mark = "" if time.time() - changed > _SETTLED_AFTER else _UNSETTLED
    times = ":".join(map(str, times_of(status)))
    return f"{mark}{times}:{_reader(SUFFIXES.get(path.suffix.lower()))}"


def same_file(one: str | None, other: str | None) -> bool:
    """Whether two stamps of a path are known to be of the same content."""
    return one is not None and one == other and not one.startswith(_UNSETTLED)


def is_telling(stamp: str | None, suffix: str) -> bool:
    """Whether a file of an ending that has the times of a stamp still is what was read."""
    if stamp is None or stamp.startswith(_UNSETTLED):
        return False
    return stamp.endswith(_reader(SUFFIXES.get(suffix.lower())))


def times_in(stamp: str) -> tuple[int, ...]:
    """Size, times in nanoseconds and inode of a stamp, as `times_of` gives them."""
    return tuple(map(int, stamp.removeprefix(_UNSETTLED).split(":")[:4]))


def times_of(status: os.stat_result) -> tuple[int, ...]:
    """Size, times in nanoseconds and inode of a file."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def same_times(one: str | None, other: str) -> bool:
    """Whether two stamps of a path have the same size and time of modification."""
    return one is not None and _head(one) == _head(other)


def _head(stamp: str) -> list[str]:
    return stamp.removeprefix(_UNSETTLED).split(":")[:2]


def size_in(stamp: str) -> int:
    """The bytes of the file that a stamp was taken of."""
    return int(_head(stamp)[0])


def is_gone(path: Path) -> bool:
    """Whether there is no such file any more; one that may not be looked at is not gone."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False


@cache
def _reader(known: Format | None) -> str:
    """Changes when a file of a format would be read to another text; None for any of them."""
    versions = "\n".join(map(reader_of, get_args(Format) if known is None else (known,)))
    return hashlib.sha256(versions.encode()).hexdigest()[:8]
