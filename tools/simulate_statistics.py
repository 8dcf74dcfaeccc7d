"""Simulate how often intervals hold the truth and tests cry wolf; the tables of decision 9.

    python tools/simulate_statistics.py

Takes a minute or two and prints shares: of intervals that hold the true mean, and of
comparisons of a program with itself that a test at the level of 5 percent calls different.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ragkit.evals.statistics import _resampled, bootstrap_mean, paired_bootstrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RUNS, COMPARISONS, LEVEL = 1_000, 400, 0.05
GRADES = np.array([0.0, 0.5, 1.0])
VALUES: dict[str, tuple[Callable[[np.random.Generator, int], Floats], float]] = {
    "yes or no, mean 0.7": (lambda rng, n: (rng.random(n) < 0.7).astype(float), 0.7),
    "yes or no, mean 0.95": (lambda rng, n: (rng.random(n) < 0.95).astype(float), 0.95),
    "halves, mean 0.8": (lambda rng, n: rng.choice(GRADES, n, p=[0.1, 0.2, 0.7]), 0.8),
    "halves, mean 0.95": (lambda rng, n: rng.choice(GRADES, n, p=[0.02, 0.06, 0.92]), 0.95),
    "IoU, mean 0.14": (lambda rng, n: rng.beta(0.5, 3, n), 0.5 / 3.5),
    "times, skewed": (lambda rng, n: np.exp(rng.normal(0, 0.8, n)), float(np.exp(0.32))),
}


def coverage(name: str, n: int) -> tuple[float, float]:
    """Of the percentile bootstrap and of BCa with Wilson's interval for equal shares."""
    draw, truth = VALUES[name]
    rng = np.random.default_rng(1)
    hits = np.zeros(2)
    for seed in range(RUNS):
        values = draw(rng, n)
        percentile = np.quantile(_resampled(values[:, None], seed)[:, 0] / n, [0.025, 0.975])
        ours = bootstrap_mean(values.tolist(), seed=seed, shares=name != "times, skewed")
        for kind, (low, high) in enumerate((percentile, ours or (truth, truth))):
            hits[kind] += low - 1e-9 <= truth <= high + 1e-9
    return tuple(hits / RUNS)


def false_alarms(n: int, changed: float) -> tuple[float, float, float]:
    """Of the exchange, the bootstrap shifted to no difference, and its percentiles."""
    rng = np.random.default_rng(5)
    calls = np.zeros(3)
    for seed in range(COMPARISONS):
        one = rng.choice(GRADES, n, p=[0.2, 0.2, 0.6])
        anew = np.where(rng.random(n) < changed, rng.choice(GRADES, n, p=[0.2, 0.2, 0.6]), one)
        swapped = rng.random(n) < 0.5
        a, b = np.where(swapped, anew, one), np.where(swapped, one, anew)
        found = paired_bootstrap(a.tolist(), b.tolist(), seed=seed)
        drawn = _resampled((b - a)[:, None], seed)[:, 0] / n
        shifted = (np.abs(drawn - found.value) >= abs(found.value) - 1e-12).mean()
        percentile = 2 * min((drawn <= 0).mean(), (drawn >= 0).mean())
        calls += np.array([found.p, shifted, percentile]) < LEVEL
    return tuple(calls / COMPARISONS)


def main() -> None:
    print(f"{'values':24}{'cases':>6}{'percentile':>12}{'ours':>8}")
    for name in VALUES:
        for n in (20, 60, 200):
            percentile, ours = coverage(name, n)
            print(f"{name:24}{n:>6}{percentile:>12.3f}{ours:>8.3f}")
    print(f"{'cases':>6}{'changed':>9}{'exchange':>10}{'shifted':>9}{'percentile':>12}")
    for n, changed in ((60, 0.1), (400, 0.05), (400, 0.3)):
        exchange, shifted, percentile = false_alarms(n, changed)
        print(f"{n:>6}{changed:>9}{exchange:>10.3f}{shifted:>9.3f}{percentile:>12.3f}")


if __name__ == "__main__":
    main()
