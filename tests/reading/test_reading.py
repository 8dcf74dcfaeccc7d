"""What a reading makes of the scores of word pieces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.reading.reading import LONGEST, AnswerSpan, Reading, Window
from ragkit.types import Span

SCORES = st.floats(-10, 10, width=32)


def window(*scores: tuple[float, float], first: int = 0) -> Window:
    """Pieces of three characters with one between them."""
    offsets = [(first + 4 * n, first + 4 * n + 3) for n in range(len(scores))]
    starts, ends = zip(*scores, strict=True) if scores else ((), ())
    return Window(
        np.array(offsets, dtype=np.int32).reshape(-1, 2),
        np.array(starts, dtype=np.float32),
        np.array(ends, dtype=np.float32),
    )


def spelled_out(one: Window, inside: Span | None = None) -> AnswerSpan | None:
    """Every span, one after the other."""
    found = [
        AnswerSpan(Span(int(first[0]), int(last[1])), float(one.starts[n] + one.ends[m]))
        for n, first in enumerate(one.offsets)
        for m, last in enumerate(one.offsets)
        if n <= m < n + LONGEST
        and (inside is None or (first[0] >= inside.start and last[1] <= inside.end))
    ]
    return max(found, key=lambda span: span.margin, default=None)


@given(st.lists(st.tuples(SCORES, SCORES), max_size=70), st.integers(0, 150), st.integers(0, 200))
def test_the_best_is_the_best_of_all_spans(
    scores: list[tuple[float, float]], start: int, length: int
) -> None:
    one = window(*scores)
    for inside in (None, Span(start, start + length)):
        best, expected = Reading([one]).best(inside), spelled_out(one, inside)
        if best is None or expected is None:
            assert best == expected
        else:
            assert best.margin == pytest.approx(expected.margin)
            within = spelled_out(one, best.span)
            assert within is not None
            assert within.margin == pytest.approx(expected.margin)


def test_an_answer_ends_behind_its_start() -> None:
    reading = Reading([window((0, 9), (9, 0), (0, 1))])
    assert reading.best() == AnswerSpan(Span(4, 11), 10.0)


def test_an_answer_is_no_longer_than_an_answer() -> None:
    far = [(9.0, 0.0), *[(0.0, 0.0)] * (LONGEST - 1), (0.0, 9.0)]
    best = Reading([window(*far)]).best()
    assert best is not None
    assert best.margin == 9.0
    near = [(9.0, 0.0), *[(0.0, 0.0)] * (LONGEST - 2), (0.0, 9.0)]
    best = Reading([window(*near)]).best()
    assert best == AnswerSpan(Span(0, 4 * LONGEST - 1), 18.0)


def test_of_several_windows_the_surest_counts() -> None:
    reading = Reading([window((1, 1)), window((3, 3), first=400), window((2, 2), first=800)])
    assert reading.best() == AnswerSpan(Span(400, 403), 6.0)
    assert reading.best(Span(700, 900)) == AnswerSpan(Span(800, 803), 4.0)
    assert reading.best(Span(10, 20)) is None
    assert reading.margin == 6.0


def test_without_words_there_is_no_answer() -> None:
    for reading in (Reading([]), Reading([window()])):
        assert reading.best() is None
        assert reading.margin < -50
