"""A cap on what runs at once."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock, get_ident
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Slots"]


class Slots:
    """So many requests at once; others wait for their turn.

    A thread that holds a slot gets another without waiting: a reply that is asked for in
    the middle of a stream would otherwise wait for the end of that stream, which is read by
    the same thread.
    """

    def __init__(self, count: int) -> None:
        self._free = BoundedSemaphore(count)
        self._held: Counter[int] = Counter()
        self._lock = Lock()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a slot."""
        # The holder is kept here: a stream may be closed by another thread.
        holder = get_ident()
        with self._lock:
            nested = self._held[holder] > 0
        if not nested:
            self._free.acquire()
        with self._lock:
            self._held[holder] += 1
        try:
            yield
        finally:
            with self._lock:
                self._held[holder] -= 1
                if not self._held[holder]:
                    del self._held[holder]
            if not nested:
                self._free.release()
