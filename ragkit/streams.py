"""An iterator over a generator that keeps what the generator returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

__all__ = ["ReturningStream"]

T = TypeVar("T")
R = TypeVar("R")


class ReturningStream(Generic[T, R]):
    """What a generator yields; `returned` is what it returned, once it has ended."""

    def __init__(self, parts: Generator[T, None, R]) -> None:
        self._parts = parts
        self.returned: R | None = None

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        try:
            return next(self._parts)
        except StopIteration as end:
            # Asked again, a generator that has ended returns None.
            self.returned = self.returned if end.value is None else end.value
        raise StopIteration

    def drained(self) -> R | None:
        """What the generator returned, after the rest of it; None if it was closed or failed."""
        for _ in self:
            pass
        return self.returned

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop, and let go of what the generator holds; a second time does nothing."""
        self._parts.close()
