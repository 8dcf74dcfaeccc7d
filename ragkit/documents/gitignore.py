"""Patterns of `.gitignore` files, matched as git matches them while it descends.

pathspec answers for whole paths: there `!/docs/` takes everything below `docs`
back in, which git never does, since it judges each folder on its own on the way
down. Random trees compared with `git ls-files` differed in one of twenty, so the
few rules of gitignore(5) and of git's wildmatch.c are kept here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Pattern", "parse_patterns", "verdict"]

_TRAILING_SPACES = re.compile(r"(?<!\\) +$")
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \\t",
    "digit": "0-9",
    "lower": "a-z",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_NEVER = "(?!)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a `.gitignore` file.

    Attributes:
        regex: matches the whole path, or the name alone where `by_name`.
        ignores: False for a line that starts with `!`.
        by_name: the line has no slash but a last one: it holds at any depth.
        folders_only: the line ends in a slash.
    """

    regex: re.Pattern[str]
    ignores: bool
    by_name: bool
    folders_only: bool


def parse_patterns(text: str) -> tuple[Pattern, ...]:
    """Read a `.gitignore` file; blank lines, comments and empty patterns give nothing."""
    parsed = (_parse(line.removesuffix("\r")) for line in text.split("\n"))
    return tuple(pattern for pattern in parsed if pattern)


def verdict(patterns: Sequence[Pattern], path: str, *, is_folder: bool) -> bool | None:
    """Whether a path is ignored, None where no pattern says: the last that matches decides.

    Args:
        patterns: of one file, in its order.
        path: relative to the folder of that file, with `/`, with none at the end.
        is_folder: whether it is a folder.
    """
    name = path.rpartition("/")[2]
    for pattern in reversed(patterns):
        if pattern.folders_only and not is_folder:
            continue
        if pattern.regex.fullmatch(name if pattern.by_name else path):
            return pattern.ignores
    return None


def _parse(line: str) -> Pattern | None:
    if line.startswith("#"):
        return None
    glob = _TRAILING_SPACES.sub("", line)
    ignores = not glob.startswith("!")
    glob = glob.removeprefix("!")
    folders_only = glob.endswith("/")
    glob = glob.removesuffix("/")
    by_name = "/" not in glob
    glob = glob.removeprefix("/")
    if not glob:
        return None
    return Pattern(re.compile(_translated(glob), re.DOTALL), ignores, by_name, folders_only)


def _translated(glob: str) -> str:
    parts: list[str] = []
    at = 0
    while at < len(glob):
        char = glob[at]
        if char == "*":
            part, at = _stars(glob, at)
        elif char == "[":
            part, at = _bracket(glob, at + 1)
        elif char == "?":
            part, at = "[^/]", at + 1
        elif char == "\\":  # at the very end it matches nothing
            part, at = re.escape(glob[at + 1 : at + 2]) or _NEVER, at + 2
        else:
            part, at = re.escape(char), at + 1
        parts.append(part)
    return "".join(parts)


def _stars(glob: str, start: int) -> tuple[str, int]:
    """Two stars that fill a segment stand for any folders, others stay in theirs."""
    end = start
    while glob[end : end + 1] == "*":
        end += 1
    fills = (start == 0 or glob[start - 1] == "/") and glob[end : end + 1] in {"", "/"}
    if end - start < 2 or not fills:
        return "[^/]*", end
    return (".*", end) if end == len(glob) else ("(?:.*/)?", end + 1)


def _bracket(glob: str, start: int) -> tuple[str, int]:
    """A bracket expression from after its `[`; one that is not closed matches nothing."""
    at = start + (glob[start : start + 1] in {"!", "^"})
    items: list[str] = []
    first = True
    while at < len(glob) and (first or glob[at] != "]"):
        first = False
        if named := re.compile(r"\[:(\w+):\]").match(glob, at):
            items.append(_CLASSES.get(named[1], ""))
            at = named.end()
            continue
        low, at = _one(glob, at)
        high = low
        if glob[at : at + 1] == "-" and glob[at + 1 : at + 2] not in {"", "]"}:
            high, at = _one(glob, at + 1)
        # In a range that runs backwards, git still takes the first character.
        items.append(f"{re.escape(low)}-{re.escape(max(low, high))}")
    if at >= len(glob):
        return _NEVER, at
    listed = "".join(items)
    if glob[start] in "!^":
        return f"[^/{listed}]", at + 1
    return (f"(?!/)[{listed}]" if listed else _NEVER), at + 1


def _one(glob: str, at: int) -> tuple[str, int]:
    if glob[at] == "\\" and at + 1 < len(glob):
        at += 1
    return glob[at], at + 1
