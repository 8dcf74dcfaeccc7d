"""Paths, folders and patterns to the files that they name."""

from __future__ import annotations

import contextlib
import fnmatch
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit.documents.formats import is_walked
from ragkit.documents.ignore import Ignore
from ragkit.documents.reading import NOT_REGULAR, why_unreadable
from ragkit.errors import SourceNotFoundError
from ragkit.types import DEFAULT_FOLDER, Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Discovered", "check_there", "discover"]

_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """Files to read, each once, and what could not be looked into."""

    files: tuple[Path, ...]
    failed: tuple[Failure, ...]


def discover(paths: Iterable[str | os.PathLike[str]], *, missing_ok: bool = False) -> Discovered:
    """Find the files that paths, folders and patterns name.

    A file that is named is taken whatever it is called. A folder gives the files
    below it with a suffix that ragkit reads, hidden ones and those that `.gitignore`
    files name left out; symbolic links are followed, each real folder once. In a
    pattern `**` stands for any folders; a file of exactly that name wins.

    Args:
        paths: relative to the working folder, or absolute.
        missing_ok: whether one that does not exist or matches nothing is passed over.

    Returns:
        Files in the order of `paths`, those of a folder sorted by name, as paths
        that start as the argument does.

    Raises:
        SourceNotFoundError: naming every path that does not exist and every pattern
            that matches nothing.
    """
    named = [os.fspath(path) for path in paths]
    matches = _all_matches(named)
    if not missing_ok:
        _check_there(named, matches)
    named = [path for path in named if _exists(path) or matches.get(path)]
    search = _Search()
    for path in named:
        if path in matches:
            search.add_matches(path, matches[path])
        else:
            search.add_named(Path(path))
    return Discovered(files=tuple(search.files.values()), failed=tuple(search.failed.values()))


def check_there(paths: Iterable[str | os.PathLike[str]]) -> None:
    """Refuse paths that `discover` would refuse, before anything is made for them.

    Raises:
        SourceNotFoundError: as `discover`.
    """
    named = [os.fspath(path) for path in paths]
    _check_there(named, _all_matches(named))


def _all_matches(named: Sequence[str]) -> dict[str, list[Path]]:
    """What each pattern matches."""
    return {path: _matches(path) for path in named if _MAGIC.search(path) and not _exists(path)}


def _check_there(named: Sequence[str], matches: Mapping[str, Sequence[Path]]) -> None:
    missing = [path for path in named if not (_exists(path) or matches.get(path))]
    if missing:
        raise SourceNotFoundError(_report(missing))


def _exists(path: str) -> bool:
    """Whether something is there, even if it may not be looked at."""
    try:
        if path:  # Path("") is the working folder
            Path(path).stat()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return bool(path)


def _report(missing: Sequence[str]) -> str:
    patterns = [path for path in missing if _MAGIC.search(path)]
    paths = [path for path in missing if path not in patterns]
    parts = []
    if paths:
        parts.append(f"there is no file or folder {_listed(paths)}")
    if patterns:
        parts.append(f"no file matches {_listed(patterns)}")
    return f"{'; '.join(parts)}; check the spelling and the folder you are in"


def _listed(paths: Sequence[str]) -> str:
    return ", ".join(map(repr, dict.fromkeys(paths)))


def _matches(pattern: str) -> list[Path]:
    """Files and folders that a pattern names, sorted; hidden and ignored ones are not seen."""
    parts = Path(pattern).parts
    fixed = next((n for n, part in enumerate(parts) if _MAGIC.search(part)), len(parts))
    base = Path(*parts[:fixed])
    found: set[Path] = set()
    pending = [(base, Ignore.above(base), parts[fixed:])]
    seen: set[tuple[str, tuple[str, ...]]] = set()  # a link may lead back up
    while pending:
        folder, ignore, rest = pending.pop()
        state = (os.path.realpath(folder), rest)
        if state in seen:
            continue
        seen.add(state)
        if not rest:
            found.add(folder)
        elif rest[0] == "**":
            pending.append((folder, ignore, rest[1:]))
            pending += [
                (path, ignore.within(path.name), rest)
                for path, is_folder in _visible(folder, ignore)
                if is_folder
            ]
        else:
            for path, is_folder in _named(folder, ignore, rest[0]):
                if len(rest) == 1:
                    found.add(path)
                elif is_folder:
                    pending.append((path, ignore.within(path.name), rest[1:]))
    return sorted(found)


def _named(folder: Path, ignore: Ignore, part: str) -> Iterator[tuple[Path, bool]]:
    if not _MAGIC.search(part):
        with contextlib.suppress(OSError):
            path = folder / part
            yield path, stat.S_ISDIR(path.stat().st_mode)
        return
    for path, is_folder in _visible(folder, ignore, hidden=part.startswith(".")):
        if fnmatch.fnmatchcase(path.name, part):
            yield path, is_folder


def _visible(folder: Path, ignore: Ignore, *, hidden: bool = False) -> Iterator[tuple[Path, bool]]:
    """What a folder shows, sorted by name, and whether it is a folder; links are followed.

    Raises nothing: a folder that cannot be read shows nothing.
    """
    with contextlib.suppress(OSError):
        for entry in _entries(folder, ignore, hidden=hidden):
            yield folder / entry.name, _is_folder(entry)


def _entries(folder: Path, ignore: Ignore, *, hidden: bool = False) -> list[os.DirEntry[str]]:
    """The entries of a folder by name, without hidden and ignored ones.

    Raises:
        OSError: the folder cannot be read.
    """
    with os.scandir(folder) as scan:
        entries = sorted(scan, key=lambda entry: entry.name)
    return [
        entry
        for entry in entries
        if (hidden or not entry.name.startswith("."))
        and entry.name != DEFAULT_FOLDER
        and not ignore.leaves_out(entry.name, is_folder=_is_folder(entry))
    ]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links that lead to each other
        return False


@dataclass(slots=True)
class _Search:
    """Collects files by real path, so that each comes once, under its first name."""

    files: dict[str, Path] = field(default_factory=dict)
    failed: dict[str, Failure] = field(default_factory=dict)
    _walked: set[str] = field(default_factory=set)

    def add_named(self, path: Path) -> None:
        """Take what the user named: a file whatever it is, a folder with what is in it."""
        mode = self._mode(path)
        if stat.S_ISDIR(mode):
            self._walk(path)
        elif stat.S_ISREG(mode):
            self._take(path)
        elif mode:
            self._fail(path, NOT_REGULAR)

    def add_matches(self, pattern: str, paths: Iterable[Path]) -> None:
        """Take what a pattern matched; folders with what is in them."""
        last = Path(pattern).name
        # "*.csv" and "*/notes" ask for such files, "docs/*" for what ragkit reads there.
        asked = not _MAGIC.search(Path(pattern).suffix or last)
        for path in paths:
            mode = self._mode(path)
            if stat.S_ISDIR(mode):
                self._walk(path)
            elif stat.S_ISREG(mode) and (asked or is_walked(path)):
                self._take(path)

    def _walk(self, top: Path) -> None:
        """Take the files below a folder, real folders before linked ones."""
        if Path(os.path.abspath(top)).name == DEFAULT_FOLDER:  # noqa: PTH100 -- resolve() follows links
            self._fail(top, "is where ragkit keeps a corpus, not a folder of documents")
            return
        folders = [(top, Ignore.above(top))]
        links: list[tuple[Path, Ignore]] = []
        files: list[tuple[bool, Path]] = []
        while folders or links:
            folder, ignore = folders.pop() if folders else links.pop(0)
            real = os.path.realpath(folder)
            if real in self._walked:
                continue
            self._walked.add(real)
            try:
                entries = _entries(folder, ignore)
            except OSError as error:
                self._fail(folder, why_unreadable(error))
                continue
            for entry in entries:
                path = folder / entry.name
                if _is_folder(entry):
                    below = links if entry.is_symlink() else folders
                    below.append((path, ignore.within(entry.name)))
                elif is_walked(path):
                    files.append((entry.is_symlink(), path))
        self._take_found(files)

    def _take_found(self, files: Iterable[tuple[bool, Path]]) -> None:
        """Take the files of a walk by name; a file goes before a link to it."""
        found: dict[str, Path] = {}
        for _, path in sorted(files):
            if stat.S_ISREG(self._mode(path)):
                found.setdefault(os.path.realpath(path), path)
        for path in sorted(found.values()):
            self._take(path)

    def _mode(self, path: Path) -> int:
        """What kind of file a path leads to, 0 where that cannot be told and is a failure."""
        try:
            return path.stat().st_mode
        except FileNotFoundError as error:
            reason = why_unreadable(error)
            self._fail(path, "is a symbolic link to nothing" if path.is_symlink() else reason)
        except OSError as error:
            self._fail(path, why_unreadable(error))
        return 0

    def _take(self, path: Path) -> None:
        self.files.setdefault(os.path.realpath(path), path)

    def _fail(self, path: Path, reason: str) -> None:
        self.failed.setdefault(os.fspath(path), Failure(path=os.fspath(path), reason=reason))
