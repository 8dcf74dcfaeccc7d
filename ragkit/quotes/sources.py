"""Which source a name means, as far as names alone can tell.

`ragkit/naming.py` adds what the file system knows.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["named"]


def named(asked: str, known: Collection[str]) -> list[str]:
    """The source of that name, else those whose paths end with it.

    Args:
        asked: a name or the end of one; "./" before it says nothing.
        known: the names of all sources.
    """
    if asked in known:
        return [asked]
    plain = posixpath.normpath(asked) if asked else ""
    if plain in known:
        return [plain]
    return [source for source in known if plain and source.endswith("/" + plain)]
