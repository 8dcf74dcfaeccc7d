"""A suite as it was written: plain values, the line that each stands on, and how to refuse one."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ragkit.documents.decode import clean
from ragkit.documents.reading import read_bytes
from ragkit.errors import SuiteError, UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["Loc", "Written", "did_you_mean", "read_data", "read_text", "refused", "shown"]

#: The way to a value from the top: keys of mappings and indices of lists.
Loc = tuple[str | int, ...]

_LARGEST = 10_000_000_000  # bytes; the corpora of public sets are large
_LONGEST_SHOWN = 80  # characters of a text in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a suite file holds, before anything is made of it.

    Attributes:
        value: mappings, lists, strings, and None for what is left empty. Where a file
            has numbers, they are the characters that were written.
        lines: the line of every value that has one of its own, from 1; an entry of a
            mapping stands where its key does.
    """

    path: Path
    value: Mapping[str, Any]
    lines: Mapping[Loc, int]

    def line_at(self, loc: Loc) -> int:
        """The line of a value, or of the nearest one around it that has a line."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)

    def refused(self, loc: Loc, message: str) -> SuiteError:
        """The error that says what is wrong with a value."""
        return refused(self.path, self.line_at(loc), message)


def refused(path: Path, line: int, message: str) -> SuiteError:
    """The error of a line: `path:line: message`."""
    return SuiteError(f"{path}:{line}: {message}")


def shown(text: object) -> str:
    """A value for a message, on one line and not longer than that."""
    text = text if isinstance(text, str) else str(text)
    return repr(text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…")


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """A hint at the known word that is nearest, or else the other one."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    hint = f"did you mean {near[0]!r}?" if near else otherwise
    return f"; {hint}" if hint else ""


def read_data(path: Path) -> bytes:
    """The bytes of a file of a suite.

    Raises:
        SuiteError: if there is none, or it cannot be read or is empty.
    """
    try:
        return read_bytes(path, max_bytes=_LARGEST)
    except UnreadableSourceError as error:
        raise refused(path, 1, str(error) if path.exists() else "there is no such file") from error


def read_text(path: Path) -> str:
    """The text of a suite file: UTF-8, without a byte-order mark, lines ending in LF.

    Raises:
        SuiteError: as `read_data`; and if it is not UTF-8, with the line that is not.
    """
    data = read_data(path)
    try:
        return clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refused(path, line, "is not UTF-8; save it as UTF-8") from error
