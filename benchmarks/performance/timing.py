"""Ratios: what is compared is done in turns, so that a busy machine slows all of it."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Row", "print_rows", "seconds_in_turns"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Two medians and what their ratio should be.

    Attributes:
        bar: what is compared with what.
        ratio: of the two medians.
        target: as printed, such as `"≤ 1.3"`; empty where there is none.
        ours: seconds of ragkit.
        theirs: seconds of what it is held against.
    """

    bar: str
    ratio: float
    target: str
    ours: float
    theirs: float

    @classmethod
    def at_least(
        cls, bar: str, target: float, ours: Sequence[float], theirs: Sequence[float]
    ) -> Row:
        """How many times as fast as the other ragkit should be."""
        one, other = statistics.median(ours), statistics.median(theirs)
        return cls(bar=bar, ratio=other / one, target=f"≥ {target}", ours=one, theirs=other)

    @classmethod
    def at_most(
        cls, bar: str, target: float | None, ours: Sequence[float], theirs: Sequence[float]
    ) -> Row:
        """How many times as long as the other ragkit may take."""
        one, other = statistics.median(ours), statistics.median(theirs)
        aim = "" if target is None else f"≤ {target}"
        return cls(bar=bar, ratio=one / other, target=aim, ours=one, theirs=other)


def seconds_in_turns(rounds: int, *ways: Callable[[int], object]) -> list[list[float]]:
    """Do each way once a round and measure it.

    Args:
        rounds: how many; the odd ones go through the ways backwards.
        ways: called with the number of the round.

    Returns:
        Seconds, by way and round.
    """
    taken: list[list[float]] = [[] for _ in ways]
    for n in range(rounds):
        turns = list(zip(ways, taken, strict=True))
        for way, times in turns[::-1] if n % 2 else turns:
            began = time.perf_counter()
            way(n)
            times.append(time.perf_counter() - began)
    return taken


def print_rows(rows: Sequence[Row]) -> None:
    """The table."""
    print("| bar | ratio | target | ragkit | the other |\n|---|---:|---:|---:|---:|")
    for row in rows:
        cells = row.bar, f"{row.ratio:.2f}", row.target, _shown(row.ours), _shown(row.theirs)
        print(f"| {' | '.join(cells)} |")
    print(flush=True)


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
