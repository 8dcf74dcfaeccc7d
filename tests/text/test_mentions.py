"""Figures and names in running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.text.mentions import find_figures, find_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from ragkit.types import Span


def planted(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its brackets, and the spans that they held."""
    text, spans = "", []
    for n, piece in enumerate(marked.replace("]", "[").split("[")):
        if n % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return text, spans


def ends(spans: list[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


@pytest.mark.parametrize(
    "marked",
    [
        "shipped [6,700] containers",
        "worth [$4.2 million] in all",
        "run at [30 percent] of capacity, not [30%]",
        "up [1.5 percentage points] to [3.5]",
        "cut by [25 basis points]",
        "[£3bn] and [€40] and [US$ 12], [5km] and [12kWh]",
        "the [10th] and [21st]",
        "about [three quarters] of them",
        "a [dozen] eggs, [twenty-five] hens",
        "[two hundred and fifty] pages",
        "[5 km] away, a [12-hour] shift, [9,000 TEU]",
        "in [1894].",
        "from [2021] to [2023]",
        "Only one of them, half, a third.",
        "the A380, the B2B deal, 3D, 5kmx",
        "someone often weighs tens of them",
        "",
    ],
)
def test_figures(marked: str) -> None:
    text, spans = planted(marked)
    assert ends(find_figures(text)) == spans


@pytest.mark.parametrize(
    "marked",
    [
        "sold to [Odell Freight] in may",
        "the [Bank of England] and others",
        "[Ida Mehl] was born there",
        "The [Port of Elm] closed",
        "[Ludwig van der Rohe] built it",
        "[O’Brien]’s crane",
        "by [Smith & Sons].",
        "However, [Ana] left",
        "It rained. They left.",
        "[Élodie Ångström] came",
        "приехала [Анна Каренина] вчера",
        "in [New York]-",
        "nothing here 42",
        "",
    ],
)
def test_names(marked: str) -> None:
    text, spans = planted(marked)
    assert ends(find_names(text)) == spans


@pytest.mark.parametrize("find", [find_figures, find_names])
@given(text=st.text() | st.text("Aa1 ,.%$’'&-of\n"))
def test_spans_are_in_order_and_hold_something(
    find: Callable[[str], list[Span]], text: str
) -> None:
    last = 0
    for span in find(text):
        assert last <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        last = span.end


# Patterns that backtrack would take hours here, and pytest's timeout would end them.
@pytest.mark.parametrize("find", [find_figures, find_names])
@pytest.mark.parametrize(
    "unit",
    [
        "9",
        "Aa ",
        ",",
        "A",
        "1,",
        "1,000",
        "1.",
        "one ",
        "one and ",
        "A of the ",
        "A.",
        "'s",
        "$",
        "-",
    ],
)
def test_a_hundred_thousand_end(find: Callable[[str], list[Span]], unit: str) -> None:
    find(unit * 100_000 + "!")
