"""Figures and names in running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.text.mentions import find_dates, find_figures, find_names, measure_of

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
        "[3 to 5 days], [20–30 percent], [CHF 1,200], [400 EUR], [60 cents]",
        "Halden-2 and the Petrel-30, a [2-hour] trip",
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
        "an [Elm]-based firm, [Kim Jong-un]",
        "nothing here 42",
        "",
    ],
)
def test_names(marked: str) -> None:
    text, spans = planted(marked)
    assert ends(find_names(text)) == spans


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on 15 April 2024 and April 16, 2024", ["15 April 2024", "April 16, 2024"]),
        ("since late December 2023", ["late December 2023"]),
        ("in 1894, in the 1920s", ["1894", "the 1920s"]),
        ("from 2021 to 2023", ["2021 to 2023"]),
        ("in the 10th and 11th centuries", ["11th centuries"]),
        ("released 2024-06-24 on Monday", ["2024-06-24", "Monday"]),
        ("on Saturday, 15 February 2025 at 14:30.", ["Saturday, 15 February 2025 at 14:30"]),
        ("9:30 on Monday, May 5", ["9:30 on Monday, May 5"]),
        ("by 3 Sept. 2024, 04/05/2024, 4.5.2024", ["3 Sept. 2024", "04/05/2024", "4.5.2024"]),
        ("in Q2 2024, three weeks ago, at noon", ["Q2 2024", "three weeks ago", "noon"]),
        ("Mar the finish", []),
        ("6,700 containers", []),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    assert [span.of(text) for span in find_dates(text)] == dates


@pytest.mark.parametrize(
    ("figure", "measure"),
    [
        ("30 percent", "share"),
        ("three quarters", "share"),
        ("$4.2m", "money"),
        ("CHF 40", "money"),
        ("60 cents", "money"),
        ("90 days", "time"),
        ("12-hour", "time"),
        ("5km", "length"),
        ("40-foot", "length"),
        ("30 knots", "speed"),
        ("2 tonnes", "weight"),
        ("900 litres", "volume"),
        ("40 acres", "area"),
        ("3 MW", "power"),
        ("21 °C", "temperature"),
        ("10th", "rank"),
        ("6,700", "count"),
        ("", "count"),
    ],
)
def test_measures(figure: str, measure: str) -> None:
    assert measure_of(figure) == measure


@pytest.mark.parametrize("find", [find_dates, find_figures, find_names])
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
@pytest.mark.parametrize("find", [find_dates, find_figures, find_names])
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
