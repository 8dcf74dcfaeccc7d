"""How a question and a passage are laid out for the reader."""

from __future__ import annotations

import numpy as np
import pytest

from ragkit.reading.layout import Layout, Pieces

START, END = 101, 102
LAYOUT = Layout(START, END, length=20, shared=4)


def pieces(count: int, first: int = 1000, term: str = "") -> Pieces:
    ids = list(range(first, first + count))
    offsets = np.array([(n, n + 1) for n in range(count)], dtype=np.int32).reshape(-1, 2)
    return Pieces(ids, offsets, [term] * count)


def test_question_context_and_passage_stand_apart() -> None:
    (window,) = LAYOUT.windows(pieces(2, 10), pieces(1, 20), pieces(3, 30))

    assert window.ids == [START, 10, 11, END, 20, END, 30, 31, 32, END]
    assert window.type_ids.tolist() == [0] * 4 + [1] * 6
    assert (window.begin, window.part) == (6, slice(0, 3))


def test_without_a_context_it_leaves_no_mark() -> None:
    (window,) = LAYOUT.windows(pieces(1, 10), pieces(0), pieces(1, 30))

    assert window.ids == [START, 10, END, 30, END]


def test_windows_overlap_and_hold_the_whole_passage() -> None:
    windows = list(LAYOUT.windows(pieces(2, 10), pieces(0), pieces(40, 30)))

    assert [window.part for window in windows] == [
        slice(0, 15),
        slice(11, 26),
        slice(22, 37),
        slice(33, 40),
    ]
    assert all(len(window.ids) == len(window.type_ids) <= 20 for window in windows)
    assert windows[1].ids[windows[1].begin :] == [*range(41, 56), END]


@pytest.mark.parametrize("count", [0, 1, 15, 16])
def test_a_passage_has_one_window_at_least(count: int) -> None:
    windows = list(LAYOUT.windows(pieces(2), pieces(0), pieces(count)))

    assert len(windows) == max(1, -(-(count - 4) // 11))
    assert windows[-1].part.stop == count


def test_of_long_questions_and_contexts_the_beginning_is_read() -> None:
    (window,) = Layout(START, END).windows(pieces(100, 1000), pieces(100, 2000), pieces(5, 3000))

    assert window.ids == [
        *[START, *range(1000, 1064), END],
        *[*range(2000, 2032), END],
        *[*range(3000, 3005), END],
    ]
    assert window.begin == 1 + 64 + 1 + 32 + 1


def test_a_question_that_leaves_no_room_is_an_error() -> None:
    with pytest.raises(ValueError, match="share 4 pieces have room for 4"):
        list(LAYOUT.windows(pieces(13), pieces(0), pieces(9)))
    assert list(LAYOUT.windows(pieces(12), pieces(0), pieces(9)))


def test_what_another_window_has_is_not_met_in_this_one() -> None:
    passage = pieces(40)
    passage.terms[:] = ["oat"] + [""] * 39
    first, second, *_ = LAYOUT.windows(pieces(1, 10, "oat"), pieces(0), passage)

    assert first.type_ids[:4].tolist() == [0, 2, 0, 3]
    assert set(second.type_ids[:3]) == {0}
    assert set(second.type_ids[3:]) == {1}
