"""Replies of an embeddings API: every text has its vector, or the reply is none."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

from ragkit.llm.reading import Unusable

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["vectors_in"]


def vectors_in(body: dict[str, Any], count: int) -> NDArray[np.float32]:
    """The vectors of a reply in the order of the texts, scaled to length 1.

    Args:
        body: the reply; vectors are lists of numbers, or base64 of little-endian float32.
        count: how many texts were sent.

    Returns:
        Array of shape (count, dimension).

    Raises:
        Unusable: if it is an error, or not a vector for each text.
    """
    if body.get("error") or body.get("object") == "error":
        raise Unusable("sent an error", why="error", body=body)
    data = body.get("data")
    if not isinstance(data, list):
        raise Unusable("sent a reply without vectors")
    if len(data) != count:
        raise Unusable(f"sent {len(data)} vectors for {count} texts")
    # A vector that went to another text would be found nowhere, and never missed.
    placed = {i["index"]: i for i in data if isinstance(i, dict) and type(i.get("index")) is int}
    if placed.keys() != set(range(count)):
        raise Unusable("does not say which vector belongs to which text")
    rows = [_row(placed[n].get("embedding")) for n in range(count)]
    if len({len(row) for row in rows}) != 1 or not len(rows[0]):
        raise Unusable("sent vectors of different lengths, or empty ones")
    vectors = np.stack(rows)
    # float64: the squares of large numbers would overflow.
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    if not np.all(np.isfinite(vectors)) or not np.all(lengths > 0):
        raise Unusable("sent vectors that are zero or hold what is no number")
    unit: NDArray[np.float32] = (vectors / lengths).astype(np.float32)
    return unit


def _row(embedding: object) -> NDArray[np.float32]:
    if isinstance(embedding, str):
        try:
            return np.frombuffer(base64.b64decode(embedding, validate=True), dtype="<f4")
        except ValueError:
            raise Unusable("sent a vector whose base64 does not read") from None
    if isinstance(embedding, list) and all(type(x) in {int, float} for x in embedding):
        try:
            # What float32 cannot hold becomes infinite, and is refused as that.
            with np.errstate(over="ignore"):
                return np.asarray(embedding, dtype=np.float64).astype(np.float32)
        except OverflowError:
            pass
    raise Unusable("sent a vector that is no list of numbers")
