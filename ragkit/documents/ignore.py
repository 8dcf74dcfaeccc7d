"""What `.gitignore` files name, folder by folder, as git reads them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ragkit.documents.gitignore import Pattern, parse_patterns, verdict

__all__ = ["Ignore"]


@dataclass(frozen=True, slots=True)
class Ignore:
    """The rules that hold in one folder: its own `.gitignore` and those above it.

    Attributes:
        folder: absolute path, symbolic links not resolved.
        rules: folder of each `.gitignore` with its patterns, the nearest first.
    """

    folder: Path
    rules: tuple[tuple[Path, tuple[Pattern, ...]], ...] = ()

    @classmethod
    def above(cls, folder: Path) -> Ignore:
        """The rules for a folder that was named, from the root of its git repository down.

        A folder that these rules leave out was named all the same: only its own hold.
        """
        folder = Path(os.path.abspath(folder))  # noqa: PTH100 -- resolve() follows links
        chain = [folder, *folder.parents]
        depth = next((n for n, above in enumerate(chain) if _is_repository(above)), 0)
        ignore: Ignore | None = None
        for step in reversed(chain[: depth + 1]):
            if ignore is None or ignore.leaves_out(step.name, is_folder=True):
                ignore = cls(step, _own_rules(step))
            else:
                ignore = ignore.within(step.name)
        return ignore or cls(folder)

    def within(self, name: str) -> Ignore:
        """The rules for the folder of that name below; a repository of its own starts afresh."""
        folder = self.folder / name
        above = () if _is_repository(folder) else self.rules
        return Ignore(folder, _own_rules(folder) + above)

    def leaves_out(self, name: str, *, is_folder: bool) -> bool:
        """Whether the file or folder of that name below is ignored: the nearest rule decides."""
        for root, patterns in self.rules:
            path = (self.folder / name).relative_to(root).as_posix()
            decided = verdict(patterns, path, is_folder=is_folder)
            if decided is not None:
                return decided
        return False


def _is_repository(folder: Path) -> bool:
    return os.path.lexists(folder / ".git")


def _own_rules(folder: Path) -> tuple[tuple[Path, tuple[Pattern, ...]], ...]:
    path = folder / ".gitignore"
    try:
        if not path.is_file():  # a pipe of that name would keep us waiting
            return ()
        text = path.read_text(encoding="utf-8-sig", errors="surrogateescape")
    except OSError:
        return ()
    patterns = parse_patterns(text)
    return ((folder, patterns),) if patterns else ()
