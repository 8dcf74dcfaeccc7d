"""Writing a run file: a line a case while the run lasts, in the suite's order when it is done."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self

import filelock

from ragkit.errors import SuiteError
from ragkit.evals.metrics import is_judged
from ragkit.evals.runfile import header_line, read_unfinished, result_line
from ragkit.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ragkit.evals.records import CaseResult, RunHeader

__all__ = ["Journal", "claimed", "is_to_retry", "latest_unfinished", "new_path"]


def new_path(folder: Path) -> Path:
    """A file for a new run in a suite's folder, named by the time; it is made, empty."""
    runs = folder / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    now = f"{dt.datetime.now().astimezone():%Y%m%d-%H%M%S}"
    for number in itertools.count(1):
        path = runs / (f"{now}.jsonl" if number == 1 else f"{now}-{number}.jsonl")
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            continue
        return path
    raise AssertionError


def latest_unfinished(folder: Path, *, errors: bool) -> Path:
    """The latest run in a suite's folder that has cases left to run.

    Args:
        folder: of the suite.
        errors: whether a case is left to run that `is_to_retry`.

    Raises:
        SuiteError: if there is none, or a later run is damaged.
    """
    runs = (path for path in (folder / "runs").glob("*.jsonl") if path.stat().st_size)
    for path in sorted(runs, key=lambda path: path.stat().st_mtime_ns, reverse=True):
        run = read_unfinished(path)
        left = len(run.results) < run.header.cases
        if left or (errors and any(map(is_to_retry, run.results))):
            return path
    raise SuiteError(f"there is no run to go on with in {str(folder / 'runs')!r}; start a new one")


def is_to_retry(result: CaseResult) -> bool:
    """Whether a case may come out better: it ended in an error, or its judge gave no verdict."""
    unjudged = any(score.value is None and is_judged(score.metric) for score in result.scores)
    return result.error is not None or unjudged


@contextmanager
def claimed(path: Path) -> Iterator[None]:
    """Keep other runs from a run file while this one lasts.

    Raises:
        SuiteError: if another run has it, or the path is a folder or a device.
    """
    if path.exists() and not path.is_file():
        # A run file is replaced when it is done: /dev/null must outlive that.
        raise SuiteError(f"{str(path)!r} is no regular file; give another `--out`")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside the file and not the file itself, which is replaced at the end.
    beside = path.with_name(f".{path.name}.lock")
    lock = filelock.FileLock(beside)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise SuiteError(
            f"{str(path)!r} is being written by another run; wait for it, or give another `--out`"
        ) from error
    try:
        yield
    finally:
        beside.unlink(missing_ok=True)
        lock.release()


class Journal:
    """A run file that is being written; claim it first.

    Args:
        path: the file; what stands there is replaced.
        header: its first line.
        results: what an earlier start of the same run has done.
    """

    def __init__(self, path: Path, header: RunHeader, results: Iterable[CaseResult] = ()) -> None:
        self._path = path
        self._header = header_line(header)
        self._lines = {result.case_id: result_line(result) for result in results}
        self._lock = threading.Lock()
        write_whole(path, "".join([self._header, *self._lines.values()]))
        self._file = path.open("a", encoding="utf-8", newline="")

    def append(self, result: CaseResult) -> None:
        """Write the line of a case that has ended; a kill after this does not lose it."""
        line = result_line(result)
        with self._lock:
            try:
                self._file.write(line)
                self._file.flush()
            except OSError as error:  # a full disk: which file it was, Python does not say
                error.filename = str(self._path)
                raise
            self._lines[result.case_id] = line

    def finish(self, order: Sequence[str]) -> None:
        """Put the file into the order of these cases, whole or not at all."""
        lines = [self._header, *(self._lines[case_id] for case_id in order)]
        write_whole(self._path, "".join(lines))

    def __len__(self) -> int:
        """The cases that have ended."""
        return len(self._lines)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Every line was flushed as it came: what a full disk did not take, it said then.
        with suppress(OSError):
            self._file.close()
