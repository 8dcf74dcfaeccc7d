"""Whether documents are as their files are, before they are quoted."""

from __future__ import annotations

import logging
import os
import shlex
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ragkit.documents.reading import GIVEN, format_of, read_bytes, version_of
from ragkit.documents.stamps import (
    is_gone,
    is_telling,
    same_file,
    same_times,
    stamp_of,
    times_in,
    times_of,
)
from ragkit.embedding.embedder import RemoteEmbedder
from ragkit.errors import CorpusError, UnreadableSourceError
from ragkit.syncing import read_again
from ragkit.types import DEFAULT_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from ragkit.embedding.embedder import Embedder
    from ragkit.index.records import Stored
    from ragkit.index.store import Index

__all__ = ["Freshness"]

_log = logging.getLogger(__name__)

_State = Literal["fresh", "changed", "gone", "unseen"]
# All files are looked at before a question, but for no longer than this many seconds; where
# there are so many that it takes a while, again only after twenty times that: 10,000 on a
# local disk take 0.02. What a question quotes is always looked at.
_LONGEST_LOOK = 0.5
_A_WHILE, _PAUSE = 0.005, 20
# Bytes of changed files that are read anew at once: about two seconds, if nothing in them was
# there before.
_QUICK = 200_000
#: Of the documents that have changed and are not quoted; those that are quoted are all named.
_MOST_NAMED = 3
_SAID = {
    "changed": "has changed since it was added",
    "gone": "is not there any more",
    "unseen": "may not be looked at: whether it has changed since it was added is not known",
}


class Freshness:
    """What the files of a corpus are by now; safe to share between threads.

    Args:
        index: of the corpus.
        home: the folder that source names start from.
    """

    def __init__(self, index: Index, home: Path) -> None:
        self._index = index
        self._home = home
        self._lock = threading.Lock()
        self._generation = ""
        self._files: dict[str, Stored] = {}
        self._seen: dict[str, tuple[str, tuple[int, ...]]] = {}
        self._changed: frozenset[str] = frozenset()
        self._next_look = 0.0

    def look(self) -> None:
        """Compare the files with what was read of them."""
        with self._lock:
            began, worked = time.monotonic(), time.thread_time()
            if self._load() or began >= self._next_look:
                self._look_at_all(began + _LONGEST_LOOK)
                took = time.monotonic() - began
                # A busy machine is no reason to look less often, a slow disk is.
                long = took if took > 5 * _A_WHILE else time.thread_time() - worked
                self._next_look = began + (took * _PAUSE if long > _A_WHILE else 0.0)

    def _load(self) -> bool:
        """Which files there are; whether they are others than before."""
        generation = self._index.catalog.generation
        if generation == self._generation:
            return False
        self._files = {
            source: stored
            for source, stored in self._index.catalog.stored().items()
            if not stored.content_hash.startswith(GIVEN)
        }
        self._generation = generation
        home = str(self._home)
        self._seen = {
            source: (os.path.join(home, source), times_in(stored.stamp))  # noqa: PTH118
            for source, stored in self._files.items()
            if stored.stamp and is_telling(stored.stamp, os.path.splitext(source)[1])  # noqa: PTH122
        }
        return True

    def _look_at_all(self, until: float) -> None:
        changed: set[str] = set()
        settled: dict[str, str] = {}
        for source in self._files:
            if time.monotonic() > until:
                changed |= self._changed  # what was known before is not forgotten
                break
            if self._is_as_seen(source):
                continue
            if self._state_of(source, settled) == "changed":
                changed.add(source)
        self._changed = frozenset(changed)
        self._index.note(stamps=settled)
        for source, stamp in settled.items():
            self._files[source] = self._files[source]._replace(stamp=stamp)
            if is_telling(stamp, Path(source).suffix):
                self._seen[source] = str(self._home / source), times_in(stamp)

    def _is_as_seen(self, source: str) -> bool:
        """Whether a file that was found to be as it was read still is, in a microsecond."""
        seen = self._seen.get(source)
        if seen is None:
            return False
        path, times = seen
        try:
            return times_of(os.stat(path)) == times  # noqa: PTH116 - a path would be made each time
        except OSError:
            return False

    def _state_of(self, source: str, settled: dict[str, str]) -> _State:
        """What became of a file; `settled` gains the new stamp of one that is as it was."""
        path, known = self._home / source, self._files[source]
        try:
            stamp = stamp_of(path)
        except OSError:
            return "gone" if is_gone(path) else "unseen"
        if same_file(known.stamp, stamp):
            return "fresh"
        try:
            data = read_bytes(path)
        except UnreadableSourceError:
            return "fresh" if same_times(known.stamp, stamp) else "changed"
        if version_of(data, format_of(path, data)) != known.content_hash:
            return "changed"
        if stamp != known.stamp:
            settled[source] = stamp
        return "fresh"

    def states(self) -> dict[str, _State]:
        """What became of each file, however long it takes to look."""
        with self._lock:
            self._load()
            return {source: self._state_of(source, {}) for source in self._files}

    def refresh(self, embedder: Callable[[], Embedder], sources: Collection[str] | None) -> bool:
        """Read what has changed anew, if that is quickly done; whether anything was.

        Args:
            embedder: gives the corpus's own.
            sources: what is asked; None for all.
        """
        changed = self._quick(one for one in self._changed if sources is None or one in sources)
        if not changed:
            return False
        loaded = embedder()
        if isinstance(loaded, RemoteEmbedder):
            # A question is no reason to send documents somewhere, and to pay for it.
            return False
        try:
            report = read_again(self._index, loaded, changed, self._home)
        except CorpusError as error:
            _log.debug("not read anew: %s", error)
            return False
        done = {*report.updated, *report.unchanged}
        if report.updated:
            _log.debug("read anew: %s", ", ".join(report.updated))
        with self._lock:
            self._load()
            self._changed -= done
        return bool(report.updated)

    def _quick(self, changed: Iterable[str]) -> list[str]:
        """Those that are quickly read, the smallest first: a large one holds up no small one."""
        found, total = [], 0
        for size, source in sorted((_size(self._home / one), one) for one in changed):
            total += size
            if total > _QUICK:
                break
            found.append(source)
        return found

    def notes(self, *, asked: Collection[str] | None, quoted: Collection[str]) -> Iterator[str]:
        """What a person should know of documents that are not as their files are.

        Args:
            asked: the sources that were asked; None for all.
            quoted: those that are quoted.
        """
        now: dict[str, _State] = {s: self._state_of(s, {}) for s in quoted if s in self._files}
        # What has changed may hold an answer now, quoted or not; what is gone matters if it is.
        unquoted = (one for one in sorted(self._changed) if one not in now)
        others = [one for one in unquoted if asked is None or one in asked]
        sync = f"run `ragkit sync{_corpus(self._index.folder)}`"
        for source, state in now.items():
            if state != "fresh":
                yield f"{source} {_SAID[state]}" + (f"; {sync}" if state != "unseen" else "")
        if len(others) <= _MOST_NAMED:
            yield from (f"{one} {_SAID['changed']}; {sync}" for one in others)
        else:
            more = "more documents" if len(others) < len(self._changed) else "documents"
            yield (
                f"{len(others)} {more} have changed since they were added ({others[0]}, …); {sync}"
            )


def _corpus(folder: Path) -> str:
    """The option that names a corpus which is not where commands look for it."""
    if folder.absolute() == Path(DEFAULT_FOLDER).absolute():
        return ""
    near = os.path.relpath(folder)
    return f" --corpus {shlex.quote(str(folder) if near.startswith('..') else near)}"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
