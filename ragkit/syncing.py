"""Files and the corpus: what is new, changed, moved or deleted on disk since it was added."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit.adding import Adding
from ragkit.documents.discover import Discovered, discover
from ragkit.documents.formats import is_walked
from ragkit.documents.reading import (
    GIVEN,
    MAX_BYTES,
    format_of,
    read_bytes,
    read_document,
    version_of,
    why_unreadable,
)
from ragkit.documents.stamps import is_gone, same_file, size_in, stamp_of
from ragkit.errors import SourceError, UnreadableSourceError
from ragkit.followed import FOLLOWED, Followed, is_below
from ragkit.naming import is_spellable, source_name
from ragkit.timing import stage

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ragkit.adding import Progress
    from ragkit.embedding.embedder import Embedder
    from ragkit.index.store import Index
    from ragkit.types import AddReport

__all__ = ["add_paths", "read_again", "sync"]


def add_paths(
    index: Index,
    embedder: Embedder,
    paths: Iterable[str | os.PathLike[str]],
    *,
    home: Path,
    metadata: Mapping[str, str],
    max_bytes: int | None,
    progress: Progress | None,
) -> AddReport:
    """Add files, folders and patterns; `Corpus.add` says how."""
    named = [str(path) for path in paths]
    found = discover(named)
    files = {source_name(path, home): path for path in found.files}
    reading = _Reading(index, embedder, home, files, max_bytes, progress)
    followed = Followed.of(index.catalog).and_added(named, home, files)
    # Before anything is read: what a kill leaves undone, `sync` goes on with.
    reading.note_followed(followed)
    reading.read_all(found, metadata)
    folders = [source_name(Path(path), home) for path in named if Path(path).is_dir()]
    lost = [one for one in reading.lost() if any(is_below(one, folder) for folder in folders)]
    report = reading.forget(lost, followed, prune=False)
    reading.note_stamps()
    return report


def sync(
    index: Index,
    embedder: Embedder,
    *,
    home: Path,
    prune: bool,
    max_bytes: int | None,
    progress: Progress | None,
) -> AddReport:
    """Follow what became of the files of a corpus; `Corpus.sync` says how."""
    followed = Followed.of(index.catalog)
    found = discover(followed.paths(home), missing_ok=True)
    files = {source_name(path, home): path for path in found.files}
    files = {source: path for source, path in files.items() if source not in followed.left_out}
    reading = _Reading(index, embedder, home, files, max_bytes, progress)
    lost = reading.lost()
    gone = set(lost)
    for source in reading.known_files():
        if source not in gone:
            files.setdefault(source, home / source)
    for path in reading.beside(one for one in lost if followed.folder_of(one) is None):
        files.setdefault(source_name(path, home), path)
    reading.read_all(found, {})
    report = reading.forget(lost, followed, prune=prune)
    reading.note_stamps()
    return report


def read_again(index: Index, embedder: Embedder, sources: Iterable[str], home: Path) -> AddReport:
    """Bring sources of a corpus to what their files are now."""
    files = {source: home / source for source in sources}
    reading = _Reading(index, embedder, home, files, None, None)
    reading.read_all(Discovered(files=(), failed=()), {})
    return reading.adding.report


@dataclass(slots=True)
class _Reading:
    """Files on their way in."""

    index: Index
    embedder: Embedder
    home: Path
    files: dict[str, Path]
    max_bytes: int | None
    progress: Progress | None
    adding: Adding = field(init=False)
    _stamps: dict[str, str] = field(init=False, default_factory=dict)
    _by_version: dict[str, list[str]] = field(init=False, default_factory=dict)
    _moved: set[str] = field(init=False, default_factory=set)
    _no_text: list[str] = field(init=False, default_factory=list)
    _done: float = field(init=False, default=0.0)
    _total: float = field(init=False, default=1.0)

    def __post_init__(self) -> None:
        self.adding = Adding(self.index, self.embedder, self._tell)
        for source, stored in self.adding.stored.items():
            self._by_version.setdefault(stored.content_hash, []).append(source)

    def _tell(self, share: float, what: str) -> None:
        if self.progress:
            self.progress(min(self._total, self._done + share), self._total, what)

    def known_files(self) -> Iterator[str]:
        """The sources of the corpus that are files."""
        for source, stored in self.adding.stored.items():
            if not stored.content_hash.startswith(GIVEN):
                yield source

    def lost(self) -> list[str]:
        """Those of them that are not on disk."""
        return [source for source in self.known_files() if is_gone(self.home / source)]

    def beside(self, lost: Iterable[str]) -> Iterator[Path]:
        """Files that a lost one may have been renamed to: in its folder, as large as it was."""
        sizes: dict[Path, set[int]] = {}
        for source in lost:
            if stamp := self.adding.stored[source].stamp:
                sizes.setdefault((self.home / source).parent, set()).add(size_in(stamp))
        for folder, wanted in sizes.items():
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                if source_name(path, self.home) in self.adding.stored:
                    continue
                alike = is_walked(path) and _size(path) in wanted
                if alike and self._gone_with(path):
                    yield path

    def _gone_with(self, path: Path) -> bool:
        """Whether a file has the content of a source that is gone."""
        try:
            data = read_bytes(path)
        except UnreadableSourceError:
            return False
        version = version_of(data, format_of(path, data))
        return any(is_gone(self.home / one) for one in self._by_version.get(version, ()))

    def read_all(self, found: Discovered, metadata: Mapping[str, str]) -> None:
        """Read the files, those that are not as the corpus has them, and write what is new."""
        for failure in found.failed:
            self.adding.fail(failure.path, failure.reason)
        sizes = {source: _size(path) for source, path in self.files.items()}
        self._total = float(sum(sizes.values())) or 1.0
        for source, path in self.files.items():
            self._tell(0.0, source)
            try:
                self._read(path, source, sizes[source], metadata)
            except SourceError as error:
                self.adding.fail(_near(path), str(error))
            self._done += sizes[source]
        self.adding.flush()

    def _read(self, path: Path, source: str, size: int, metadata: Mapping[str, str]) -> None:
        if not is_spellable(source):
            raise UnreadableSourceError("its name is no valid UTF-8; rename it")
        try:
            stamp = stamp_of(path)
        except OSError as error:
            raise UnreadableSourceError(why_unreadable(error)) from error
        stored = self.adding.stored.get(source)
        same = stored is not None and same_file(stored.stamp, stamp)
        if same and stored and self.adding.knows(source, stored.content_hash, metadata):
            return
        most = MAX_BYTES if self.max_bytes is None else self.max_bytes
        try:
            data = read_bytes(path, max_bytes=most)
        except UnreadableSourceError as error:
            raise self._lapsed(source, error) if size_in(stamp) == 0 else error from error
        format_ = format_of(path, data)
        version = version_of(data, format_)
        if self.adding.knows(source, version, metadata):
            self._stamps[source] = stamp
            return
        moved = None if stored else self._moved_from(version)
        given = self.adding.metadata_of(moved or source, metadata)
        with stage("reading documents"):
            try:
                document = read_document(data, source=source, format=format_, metadata=given)
            except UnreadableSourceError as error:
                raise self._lapsed(source, error) from error
        self.adding.take(document, size=size, stamp=stamp, moved=moved)

    def _lapsed(self, source: str, error: UnreadableSourceError) -> UnreadableSourceError:
        """Note that the text of a source is not on disk any more; what is to be said of it."""
        if source not in self.adding.stored:
            return error
        self._no_text.append(source)
        return UnreadableSourceError(f"{error}; what it said before is forgotten")

    def _moved_from(self, version: str) -> str | None:
        """A source of this content whose file is gone."""
        for one in self._by_version.get(version, ()):
            if one not in self._moved and is_gone(self.home / one):
                self._moved.add(one)
                return one
        return None

    def forget(self, lost: Sequence[str], followed: Followed, *, prune: bool) -> AddReport:
        """Forget lost sources, those whose folder is there; what was done in all."""
        left = [one for one in lost if one not in self._moved]
        missing = [] if prune else [one for one in left if self._is_away(one, followed)]
        away = set(missing)
        removed = [one for one in left if one not in away] + self._no_text
        if removed:
            self.index.remove(removed)
        return replace(self.adding.report, removed=tuple(removed), missing=tuple(missing))

    def _is_away(self, source: str, followed: Followed) -> bool:
        """Whether a file may be back: its folder is away, or is empty as a mount point is."""
        path = self.home / source
        folder = followed.folder_of(source)
        if not (path.parent if folder is None else self.home / folder).is_dir():
            return True
        nearest = next(parent for parent in path.parents if parent.is_dir())
        try:
            return not any(nearest.iterdir())
        except OSError:
            return True

    def note_followed(self, followed: Followed) -> None:
        """Note what is looked through, if that is not known."""
        if followed != Followed.of(self.index.catalog):
            self.index.note(meta={FOLLOWED: followed.stored()})

    def note_stamps(self) -> None:
        """Note the stamps of files that are as they were."""
        stored = self.adding.stored
        new = {one: s for one, s in self._stamps.items() if s != stored[one].stamp}
        self.index.note(stamps=new)


def _near(path: Path) -> str:
    """A path as short as it can be told from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
