"""Intervals and tests for what a run measures, in numpy alone; every result is repeatable.

    a rate            Wilson's interval           wilson
    a mean            bootstrap, BCa              bootstrap_mean
    two runs, yes/no  McNemar's exact test        mcnemar
    two runs          paired bootstrap with a     paired_bootstrap
                      test by swapping the runs
    several tests     Holm's correction           holm

`docs/decisions/0009-evals.md` has what was measured of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Difference", "bootstrap_mean", "holm", "mcnemar", "paired_bootstrap", "wilson"]

_NORMAL = NormalDist()
_RESAMPLES = 2_000
# The least p is one over this: after Holm over 20 metrics it is still below 0.005.
_SWAPS = 4_999
_AT_ONCE = 2_000_000  # numbers that are drawn at a time
# Equal values are drawn together where there are this many times fewer kinds than values.
_GROUPED = 8
# A resampled statistic that equals the observed one but for rounding is as extreme.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """By how much the mean of B is above that of A.

    Attributes:
        value: B's mean less A's.
        low: lower end of the 95 percent interval.
        high: upper end.
        p: two-sided, of the hypothesis that the runs differ by chance; above 0, at most 1.
    """

    value: float
    low: float
    high: float
    p: float


def wilson(successes: float, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a rate, without continuity correction.

    Args:
        successes: 0 to n; a sum of shares gives an interval that is wider than it need be,
            since no values in [0, 1] vary more than yes and no.
        n: cases, 1 or more.
        confidence: 0 to 1.

    Returns:
        Both ends, in [0, 1]. E. B. Wilson, JASA 22 (1927), 209.

    Raises:
        ValueError: if the counts make no rate.
    """
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(f"no rate: {successes} of {n}")
    z = _NORMAL.inv_cdf((1 + confidence) / 2)
    rate = successes / n
    centre = rate + z * z / (2 * n)
    half = z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if successes == 0 else (centre - half) / scale
    high = 1.0 if successes == n else (centre + half) / scale
    return max(0.0, low), min(1.0, high)


def bootstrap_mean(
    values: Sequence[float], *, seed: int = 0, confidence: float = 0.95, shares: bool = False
) -> tuple[float, float] | None:
    """Bias-corrected and accelerated bootstrap interval of a mean.

    Args:
        values: 1 or more, finite.
        seed: of the resampling: equal arguments give equal intervals.
        confidence: 0 to 1.
        shares: whether every value lies in [0, 1] by its nature. Equal values have
            Wilson's interval then: 20 cases that are all right do not make a certainty.

    Returns:
        Both ends. B. Efron, JASA 82 (1987), 171. Equal values that are no shares have an
        interval without width, and one such value has none: None.

    Raises:
        ValueError: if there are no values.
    """
    drawn = np.asarray(values, dtype=np.float64)
    if not len(drawn):
        raise ValueError("no values")
    mean = float(drawn.mean())
    if np.all(drawn == drawn[0]):
        if shares:
            share = min(1.0, max(0.0, float(drawn[0])))
            return wilson(share * len(drawn), len(drawn), confidence)
        return (mean, mean) if len(drawn) > 1 else None
    means = _resampled(drawn[:, None], seed)[:, 0] / len(drawn)
    low, high = np.quantile(means, _bca_levels(drawn, means, confidence))
    return float(low), float(high)


def _bca_levels(values: Floats, means: Floats, confidence: float) -> list[float]:
    """Which quantiles of the resampled means bound the interval."""
    mean = values.mean()
    below = float((means < mean - _ROUNDING).mean())
    tied = float((np.abs(means - mean) <= _ROUNDING).mean())
    least = 1 / len(means)
    bias = _NORMAL.inv_cdf(min(max(below + tied / 2, least), 1 - least))
    off = values - mean
    # In units of the largest: the cubes of tiny numbers are 0.
    off = off / (np.abs(off).max() or 1.0)
    # The jackknife's skewness of a mean, in closed form.
    acceleration = float((off**3).sum() / (6 * max(1.0, (off**2).sum()) ** 1.5))
    z = _NORMAL.inv_cdf((1 + confidence) / 2)
    shifted = [bias + end for end in (-z, z)]
    return [_NORMAL.cdf(bias + x / max(1 - acceleration * x, least)) for x in shifted]


def mcnemar(only_a: int, only_b: int) -> float:
    """McNemar's exact test of two runs over the same yes-or-no cases.

    Args:
        only_a: cases with a yes in A alone.
        only_b: cases with a yes in B alone.

    Returns:
        The two-sided p, above 0 and at most 1: how likely so uneven a split of the
        discordant cases is if either run is as likely to win one (binomial, 1/2).

    Raises:
        ValueError: if a count is negative.
    """
    if min(only_a, only_b) < 0:
        raise ValueError(f"no counts: {only_a} and {only_b}")
    n, k = only_a + only_b, min(only_a, only_b)
    if 2 * k == n:
        return 1.0
    # From the largest term down: each is k / (n - k + 1) times the one before.
    logarithm = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2)
    term, total = 1.0, 0.0
    while k >= 0 and term > total * 1e-17:
        total += term
        term *= k / (n - k + 1)
        k -= 1
    smallest = 5e-324  # so that p is never 0
    return min(1.0, max(smallest, 2 * math.exp(logarithm + math.log(total))))


def paired_bootstrap(
    a: Sequence[float | None], b: Sequence[float | None], *, seed: int = 0
) -> Difference:
    """Compare two runs over the same cases.

    Args:
        a: a value for each case of A; None where it has none (only an answer that was
            refused has an abstention precision).
        b: the same for B, in the same order.
        seed: of the resampling.

    Returns:
        The difference of the means, each over the cases with a value; the percentile
        interval of 2,000 resamplings of whole cases; and the p of 4,999 random exchanges of
        A and B within cases (a permutation test: it holds its level for few cases too).

    Raises:
        ValueError: if the runs are not as long as each other, or one has no value.
    """
    if len(a) != len(b):
        raise ValueError(f"the runs have {len(a)} and {len(b)} cases")
    if all(x is None for x in a) or all(x is None for x in b):
        raise ValueError("a run without a value")
    columns = np.array([_columns(x, y) for x, y in zip(a, b, strict=True)], dtype=np.float64)
    observed = float(_difference(columns.sum(axis=0)[None, :])[0])
    resampled = _difference(_resampled(columns, seed))
    low, high = np.quantile(resampled[np.isfinite(resampled)], [0.025, 0.975])
    p = _swapped_p(columns, observed, seed)
    return Difference(value=observed, low=float(low), high=float(high), p=p)


def _columns(x: float | None, y: float | None) -> tuple[float, float, float, float]:
    """What a case adds: to A's sum and count, and to B's."""
    return x or 0.0, float(x is not None), y or 0.0, float(y is not None)


def _difference(sums: Floats) -> Floats:
    """B's mean less A's, for each row of sums; infinite where one has no case left."""
    counts = sums[:, 1] * sums[:, 3]
    filled = np.where(counts[:, None] > 0, sums, 1.0)
    difference = filled[:, 2] / filled[:, 3] - filled[:, 0] / filled[:, 1]
    return np.where(counts > 0, difference, np.inf)


def _swapped_p(columns: Floats, observed: float, seed: int) -> float:
    """The share of exchanges of A and B that part them as much as they are, or more."""
    exchanged = columns[:, [2, 3, 0, 1]]
    changes = (exchanged - columns)[(exchanged != columns).any(axis=1)]
    if not len(changes):
        return 1.0
    rng = np.random.default_rng(seed + 1)
    kinds, counts = np.unique(changes, axis=0, return_counts=True)
    if len(kinds) * _GROUPED <= len(changes):
        added = rng.binomial(counts, 0.5, size=(_SWAPS, len(kinds))) @ kinds
    else:
        blocks = [
            rng.integers(0, 2, size=(rows, len(changes)), dtype=np.int8) @ changes
            for rows in _blocks(_SWAPS, len(changes))
        ]
        added = np.concatenate(blocks)
    differences = np.abs(_difference(columns.sum(axis=0) + added))
    extreme = int((differences >= abs(observed) - _ROUNDING).sum())
    return (extreme + 1) / (_SWAPS + 1)


def _resampled(columns: Floats, seed: int) -> Floats:
    """Sums of each column over as many rows, drawn with replacement: a row a resampling."""
    rng = np.random.default_rng(seed)
    n = len(columns)
    kinds, counts = np.unique(columns, axis=0, return_counts=True)
    if len(kinds) * _GROUPED <= n:
        return np.asarray(rng.multinomial(n, counts / n, size=_RESAMPLES) @ kinds)
    drawn: list[NDArray[Any]] = []
    for rows in _blocks(_RESAMPLES, n):
        chosen = rng.integers(0, n, size=(rows, n), dtype=np.int32)
        drawn.append(np.stack([column[chosen].sum(axis=1) for column in columns.T], axis=1))
    return np.concatenate(drawn)


def _blocks(total: int, width: int) -> Iterator[int]:
    """How many of `total` rows are drawn at a time, so that memory stays bounded."""
    most = max(1, _AT_ONCE // width)
    for start in range(0, total, most):
        yield min(most, total - start)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down correction for several tests.

    Args:
        p_values: one for each test.

    Returns:
        Adjusted ones in the same order, at most 1: those below 0.05 hold together with an
        error of 5 percent over all of them. S. Holm, Scand. J. Statistics 6 (1979), 65.
    """
    adjusted = [1.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = highest
    return adjusted
