"""What `sync` looks through: the folders and patterns that were added."""

from __future__ import annotations

import glob
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit.naming import source_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ragkit.index.catalog import Catalog

__all__ = ["FOLLOWED", "Followed", "is_below"]

#: The key under which it is stored with the corpus.
FOLLOWED = "followed"
_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Folders and patterns, by the names that sources below them start with.

    Attributes:
        folders: such as `"notes"`, `"."` for the folder that holds the corpus, `"/mnt/x"`.
        patterns: such as `"minutes/**/*.txt"`.
        left_out: sources below them that were removed, and that `sync` is not to bring back.
    """

    folders: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()

    @classmethod
    def of(cls, catalog: Catalog) -> Followed:
        """What a corpus follows."""
        stored = catalog.meta(FOLLOWED)
        if stored is None:
            return cls()
        found = json.loads(stored)
        return cls(
            folders=tuple(found["folders"]),
            patterns=tuple(found["patterns"]),
            left_out=frozenset(found["left_out"]),
        )

    def stored(self) -> str:
        """As `of` reads it."""
        return json.dumps(
            {
                "folders": self.folders,
                "patterns": self.patterns,
                "left_out": sorted(self.left_out),
            }
        )

    def and_added(self, paths: Iterable[str], home: Path, sources: Iterable[str]) -> Followed:
        """With what is named to be added, and the sources that were found there."""
        folders, patterns = dict.fromkeys(self.folders), dict.fromkeys(self.patterns)
        for path in paths:
            if Path(path).is_dir():
                folders[source_name(Path(path), home)] = None
            elif _MAGIC.search(path) and not Path(path).exists():
                patterns[source_name(Path(path), home)] = None
        outer = [one for one in folders if not any(is_below(one, other) for other in folders)]
        return replace(
            self,
            folders=tuple(outer),
            patterns=tuple(patterns),
            left_out=self.left_out.difference(sources),
        )

    def without(self, sources: Iterable[str], asked: Iterable[str], home: Path) -> Followed:
        """Without what was removed: folders named for it, and the sources one by one."""
        names = {source_name(Path(one), home) for one in asked if "\0" not in one}
        kept = tuple(one for one in self.folders if one not in names)
        followed = replace(self, folders=kept)
        left_out = (one for one in sources if followed.folder_of(one) or self.patterns)
        return replace(followed, left_out=self.left_out.union(left_out))

    def folder_of(self, source: str) -> str | None:
        """The folder that a source was found in; None for one that was named itself."""
        return next((one for one in self.folders if is_below(source, one)), None)

    def paths(self, home: Path) -> list[str]:
        """What there is of it to look through now."""
        here = glob.escape(str(home))
        folders = [str(home / one) for one in self.folders if (home / one).is_dir()]
        return folders + [str(Path(here) / one) for one in self.patterns]


def is_below(source: str, folder: str) -> bool:
    """Whether a source, or a folder, is in a folder, by their names."""
    if folder == ".":
        return not source.startswith("/") and source != "."
    return source.startswith(folder.rstrip("/") + "/") and source != folder
