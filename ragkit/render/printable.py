"""Text from documents, made harmless before it is shown."""

from __future__ import annotations

import re

__all__ = ["one_line", "printable"]

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Control and direction characters replaced, one for one, so that spans still fit."""
    return _UNPRINTABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`printable`, and no line or column ends inside: names and paths."""
    return re.sub(r"[\n\t]", "\ufffd", printable(text))
