"""How long the stages of a command take, as log records of `ragkit.timings`.

A record's level is INFO, and the logger's is WARNING until somebody sets it; a record's `stage`
is a name and its `seconds` a number. What nobody hears costs about a microsecond.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TIMINGS", "Timings", "stage"]

TIMINGS = logging.getLogger("ragkit.timings")
# Heard where it is asked for, and not wherever all of ragkit's records are.
TIMINGS.setLevel(logging.WARNING)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Log how long what is done inside takes, also where it fails; stages may hold others."""
    if not TIMINGS.isEnabledFor(logging.INFO):
        yield
        return
    began = time.perf_counter()
    try:
        yield
    finally:
        seconds = time.perf_counter() - began
        what = {"stage": name, "seconds": seconds}
        TIMINGS.info("%s took %.1f ms", name, seconds * 1000, extra=what)


class Timings(logging.Handler):
    """Adds up what stages took, by name in the order in which they first ended."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._took: dict[str, tuple[int, float]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Take a stage in."""
        name, seconds = record.__dict__.get("stage"), record.__dict__.get("seconds")
        if isinstance(name, str) and isinstance(seconds, float):
            count, total = self._took.get(name, (0, 0.0))
            self._took[name] = count + 1, total + seconds

    def lines(self) -> Iterator[str]:
        """A line a stage: milliseconds, name, how often where it was more than once."""
        for name, (count, seconds) in self._took.items():
            often = f" ({count} times)" if count > 1 else ""
            yield f"{seconds * 1000:9.1f} ms  {name}{often}"
