"""Intervals and tests against scipy, by hand, and by simulation."""

from __future__ import annotations

import itertools
import math
import random
import time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import binomtest  # type: ignore[import-untyped]

from ragkit.evals.statistics import bootstrap_mean, holm, mcnemar, paired_bootstrap, wilson


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
@pytest.mark.parametrize("n", [1, 2, 7, 30, 400, 100_000])
def test_wilson_agrees_with_scipy(n: int, confidence: float) -> None:
    for successes in {0, 1, n // 3, n // 2, n - 1, n}:
        theirs = binomtest(successes, n).proportion_ci(confidence, method="wilson")
        assert wilson(successes, n, confidence) == pytest.approx((theirs.low, theirs.high))


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (-1, 3), (4, 3)])
def test_what_is_no_rate(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="no rate"):
        wilson(successes, n)


@pytest.mark.parametrize("n", [*range(1, 13), 36, 101, 1_000, 20_001])
def test_mcnemar_agrees_with_scipy(n: int) -> None:
    for k in {0, 1, n // 4, n // 3, int(0.48 * n), n // 2}:
        theirs = binomtest(k, n, 0.5).pvalue
        for one, other in ((k, n - k), (n - k, k)):
            ours = mcnemar(one, other)
            assert 0 < ours <= 1
            assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-300)


def test_mcnemar_of_nothing_and_of_millions() -> None:
    assert mcnemar(0, 0) == 1
    began = time.process_time()
    assert mcnemar(5_000_000, 5_003_000) == pytest.approx(0.343, abs=0.001)
    assert mcnemar(0, 10_000_000) > 0
    assert time.process_time() - began < 1
    with pytest.raises(ValueError, match="no counts"):
        mcnemar(-1, 2)


@pytest.mark.parametrize(
    ("given_", "adjusted"),
    [
        ([], []),
        ([0.03], [0.03]),
        ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
        ([0.02, 0.02, 0.02], [0.06, 0.06, 0.06]),
        ([0.9, 0.001, 0.8], [1.0, 0.003, 1.0]),
    ],
)
def test_holm(given_: list[float], adjusted: list[float]) -> None:
    assert holm(given_) == pytest.approx(adjusted)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_keeps_the_order_and_never_lowers(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(p <= a <= 1 for p, a in zip(p_values, adjusted, strict=True))
    ranked = [a for _, a in sorted(zip(p_values, adjusted, strict=True))]
    assert ranked == sorted(ranked)


def test_the_bootstrap_covers_as_often_as_it_says() -> None:
    """n = 200, p = 0.7: 95 ± 2 percent over 2,000 draws."""
    rng = np.random.default_rng(20_240_601)
    hits = 0
    for seed in range(2_000):
        found = bootstrap_mean((rng.random(200) < 0.7).astype(float).tolist(), seed=seed)
        assert found is not None
        hits += found[0] - 1e-9 <= 0.7 <= found[1] + 1e-9
    assert 0.93 <= hits / 2_000 <= 0.97


@pytest.mark.parametrize(("n", "least"), [(60, 0.93), (200, 0.93)])
def test_the_bootstrap_covers_the_mean_of_shares(n: int, least: float) -> None:
    rng = np.random.default_rng(7)
    hits = 0
    for seed in range(500):
        values = rng.choice([0, 1 / 3, 1 / 2, 1], n, p=[0.1, 0.1, 0.2, 0.6])
        found = bootstrap_mean(values.tolist(), seed=seed, shares=True)
        assert found is not None
        hits += found[0] - 1e-9 <= 0.1 / 3 + 0.1 + 0.6 <= found[1] + 1e-9
    assert least <= hits / 500 <= 0.985


@pytest.mark.parametrize(
    ("values", "shares", "expected"),
    [
        ([3.0], False, None),
        ([3.0, 3.0], False, (3.0, 3.0)),
        ([1.0], True, wilson(1, 1)),
        ([1.0] * 20, True, wilson(20, 20)),
        ([0.0] * 20, True, wilson(0, 20)),
        ([0.5] * 20, True, wilson(10, 20)),
        ([1.0 + 1e-15] * 9, True, wilson(9, 9)),
    ],
)
def test_equal_values(
    values: list[float], shares: bool, expected: tuple[float, float] | None
) -> None:
    assert bootstrap_mean(values, shares=shares) == expected


def test_the_bootstrap_is_repeatable_bounded_and_fast() -> None:
    rng = random.Random(1)
    values = [rng.random() for _ in range(20_000)]
    began = time.process_time()
    found = bootstrap_mean(values)
    assert time.process_time() - began < 5
    assert found == bootstrap_mean(values)
    assert found is not None
    assert 0.49 < found[0] < 0.5 < found[1] < 0.51
    with pytest.raises(ValueError, match="no values"):
        bootstrap_mean([])


@given(st.lists(st.floats(0, 1), min_size=2, max_size=40))
@example([0.0, 5e-324])
@example([0.0, 1e-120, 1e-110])
@example([1.0, 1.0 - 1e-16])
def test_an_interval_of_shares_holds_numbers(values: list[float]) -> None:
    found = bootstrap_mean(values, shares=True)
    assert found is not None
    assert all(math.isfinite(end) for end in found)
    assert 0 <= found[0] <= found[1] <= 1


def test_equal_runs_do_not_differ() -> None:
    same = paired_bootstrap([0.5, None, 1.0], [0.5, None, 1.0])
    assert (same.value, same.low, same.high, same.p) == (0, 0, 0, 1)


def test_a_p_is_that_of_the_exact_exchange() -> None:
    """Few cases: every exchange can be listed."""
    rng = random.Random(3)
    for _ in range(10):
        a = [rng.choice([None, rng.random(), rng.random()]) for _ in range(8)] + [0.5]
        b = [rng.choice([None, rng.random(), rng.random()]) for _ in range(8)] + [0.7]
        found = paired_bootstrap(a, b)
        exchanges = []
        for flips in itertools.product([False, True], repeat=len(a)):
            pairs = [(y, x) if flip else (x, y) for x, y, flip in zip(a, b, flips, strict=True)]
            exchanges.append(abs(mean([y for _, y in pairs]) - mean([x for x, _ in pairs])))
        exact = sum(d >= abs(found.value) - 1e-12 for d in exchanges) / len(exchanges)
        assert found.p == pytest.approx(exact, abs=0.03)


def mean(values: list[float | None]) -> float:
    present = [value for value in values if value is not None]
    return sum(present) / len(present) if present else math.inf


def test_a_difference_is_found_with_its_size() -> None:
    rng = random.Random(5)
    a = [rng.random() for _ in range(300)]
    b = [min(1.0, x + rng.choice([0.0, 0.1, 0.2])) for x in a]
    found = paired_bootstrap(a, b)
    assert found.low < found.value < found.high
    assert found.value == pytest.approx(mean([*b]) - mean([*a]))
    assert found.low > 0.05
    assert found.p < 0.001
    back = paired_bootstrap(b, a)
    assert back.value == pytest.approx(-found.value)
    assert back.p == pytest.approx(found.p, abs=1e-3)


def test_intervals_of_differences_cover() -> None:
    """Runs of 120 cases, a third of the values missing in either, a true difference of 0.05."""
    rng = np.random.default_rng(11)
    hits = 0
    for seed in range(400):
        base = rng.random(120) * 0.9
        a = [x if rng.random() < 2 / 3 else None for x in base.tolist()]
        b = [x + 0.05 if rng.random() < 2 / 3 else None for x in base.tolist()]
        found = paired_bootstrap(a, b, seed=seed)
        hits += found.low <= 0.05 <= found.high
    assert 0.92 <= hits / 400 <= 0.98


def test_a_run_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="without a value"):
        paired_bootstrap([None], [1.0])
    with pytest.raises(ValueError, match="1 and 2 cases"):
        paired_bootstrap([1.0], [1.0, 2.0])
