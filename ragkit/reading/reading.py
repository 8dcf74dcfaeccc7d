"""What a reader says of a passage: how well each span of it would answer."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["AnswerSpan", "Reading", "Window", "best_span", "sigmoid"]

#: Slope and constant of the logit of a passage's answering, given the margin of its best words:
#: `tools/train_reader.py` fits them on documents that it holds out.
CALIBRATION = (0.2875, 0.0402)
#: Below this margin a passage that a question is asked of alone is best said not to answer it:
#: the best F1 of all questions of the documents held out.
ABSTAIN_MARGIN = 3.423
#: The margin of a passage without words; a number, since JSON has no infinity.
NO_WORDS = -100.0
#: Word pieces of the longest answer.
LONGEST = 30


class AnswerSpan(NamedTuple):
    """Words of a passage that may answer.

    Attributes:
        span: where they stand in the passage, in characters.
        margin: by how much they beat "no answer here", in logits; may be negative.
    """

    span: Span
    margin: float


class Window(NamedTuple):
    """The scores of a run of word pieces.

    Attributes:
        offsets: first and last character of each piece's word in the passage, shape (pieces, 2).
        starts: of each piece, how much more it looks like an answer's first than there looks
            to be none, shape (pieces,).
        ends: the same for the last.
    """

    offsets: NDArray[np.int32]
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]


class Reading:
    """A passage that was read for a question.

    Args:
        windows: the passage's; none for a passage without words.
    """

    def __init__(self, windows: Iterable[Window]) -> None:
        self._windows = tuple(windows)

    def __repr__(self) -> str:
        return f"Reading(margin={self.margin:.2f}, answerable={self.answerable:.2f})"

    def best(self, inside: Span | None = None) -> AnswerSpan | None:
        """The span that answers best; None where there are no words.

        Args:
            inside: the part of the passage to look in, in characters; None for all of it.
        """
        found = (best_span(window, inside) for window in self._windows)
        return max(
            (one for one in found if one is not None), key=lambda one: one.margin, default=None
        )

    @cached_property
    def margin(self) -> float:
        """That of the best span; far below any where there are no words."""
        best = self.best()
        return best.margin if best else NO_WORDS

    @property
    def answerable(self) -> float:
        """Estimated probability that the passage answers, 0 to 1."""
        slope, constant = CALIBRATION
        return sigmoid(slope * self.margin + constant)


def sigmoid(logit: float) -> float:
    """The probability of a logit."""
    return 1.0 / (1.0 + math.exp(-max(logit, -50.0)))


def best_span(window: Window, inside: Span | None = None) -> AnswerSpan | None:
    """The span of a window that answers best; as `Reading.best`."""
    offsets, starts, ends = window
    if inside is not None:
        # Offsets ascend, so that what lies inside is a run.
        first = int(np.searchsorted(offsets[:, 0], inside.start))
        last = int(np.searchsorted(offsets[:, 1], inside.end, side="right"))
        offsets, starts, ends = offsets[first:last], starts[first:last], ends[first:last]
    count = len(offsets)
    if not count:
        return None
    # Row n: the ends of the spans that begin with piece n, shortest first.
    width = min(LONGEST, count)
    padded = np.concatenate([ends, np.full(width - 1, -np.inf, dtype=np.float32)])
    reached = np.lib.stride_tricks.sliding_window_view(padded, width)
    longer = reached.argmax(axis=1)
    sums = starts + reached[np.arange(count), longer]
    begin = int(sums.argmax())
    end = begin + int(longer[begin])
    return AnswerSpan(Span(int(offsets[begin, 0]), int(offsets[end, 1])), float(sums[begin]))
