"""Source names: how a path becomes one, and which source a person means.

A file below the folder that holds the corpus is named by its path from there,
so that the names hold when the folder moves; any other file by its absolute path.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit.errors import QueryError, SourceNotFoundError
from ragkit.quotes.sources import named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = [
    "check_spelling",
    "is_spellable",
    "matches",
    "resolve",
    "resolve_all",
    "source_name",
]

# The bytes of a file name or an argument that are no UTF-8 come as these.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def is_spellable(text: str) -> bool:
    """Whether UTF-8 can spell a text, and the catalog can hold it."""
    return _LONE_SURROGATE.search(text) is None


def check_spelling(what: str, *texts: str) -> None:
    """Refuse texts that UTF-8 cannot spell.

    Args:
        what: what they are, for the message.
        texts: names, keys or values.

    Raises:
        QueryError: naming the first that is not spellable.
    """
    for text in texts:
        if not is_spellable(text):
            raise QueryError(f"{what} {text!r} is no valid UTF-8; spell it in UTF-8")


def source_name(path: Path, home: Path) -> str:
    """The name of a file: relative to `home` with forward slashes, else absolute.

    Args:
        path: any spelling; the symbolic links of its folders are not followed.
        home: the folder that holds the corpus folder.
    """
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    base = Path(os.path.abspath(home))  # noqa: PTH100
    if absolute.is_relative_to(base):
        return absolute.relative_to(base).as_posix()
    return absolute.as_posix()


def resolve(asked: str, known: Collection[str], home: Path) -> str:
    """The source that a name, a path or a unique ending of one means.

    Raises:
        SourceNotFoundError: if there is none or more than one; it names the candidates.
    """
    found = matches(asked, known, home)
    if len(found) == 1:
        return found[0]
    if found:
        raise SourceNotFoundError(f"{asked!r} could be {_list(found)}; say more of the path")
    raise SourceNotFoundError(_absent(asked, known))


def resolve_all(asked: Iterable[str], known: Collection[str], home: Path) -> list[str]:
    """The sources that names or folders mean, each once, in the order of the corpus.

    Raises:
        SourceNotFoundError: if one of them means no source.
    """
    wanted: set[str] = set()
    for name in asked:
        found = matches(name, known, home, folders=True)
        if not found:
            raise SourceNotFoundError(_absent(name, known))
        wanted.update(found)
    return [source for source in known if source in wanted]


def matches(asked: str, known: Collection[str], home: Path, *, folders: bool = False) -> list[str]:
    """The sources that a name, a path or an ending of one may mean.

    Args:
        asked: what a person wrote.
        known: the names of all sources.
        home: the folder that source names start from.
        folders: whether a folder stands for what is in it.
    """
    if asked in known:
        return [asked]
    path = source_name(Path(asked), home) if "\0" not in asked and asked else asked
    if path in known:
        return [path]
    if folders:
        inside = _below(path, known) or _below(asked.rstrip("/"), known)
        if inside:
            return inside
    return named(asked, known)


def _below(folder: str, known: Collection[str]) -> list[str]:
    if folder == ".":
        return [source for source in known if not source.startswith("/")]
    return [source for source in known if folder and source.startswith(folder + "/")]


def _absent(asked: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(asked, known, n=3, cutoff=0.5)
    hint = f"; did you mean {_list(near)}?" if near else "; `ragkit list` shows what it holds"
    return f"the corpus has no source {asked!r}{hint}"


def _list(names: Iterable[str]) -> str:
    return " or ".join(repr(name) for name in names)
