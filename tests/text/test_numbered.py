"""Names that a number tells from others of their kind."""

from __future__ import annotations

import pytest

from ragkit.text.numbered import mistaken_numbers

TEXT = (
    "Halden-2 flew beside HX-31, an X200 and a Boeing 737. It has CO₂ sensors, runs 24 months,"
    " closes at 7 pm, and its third report, of Q3, is due on June 14."
)


@pytest.mark.parametrize(
    "question",
    [
        "Halden-3?",
        "halden-3 price",
        "What does the Halden 3 carry?",
        "How long is HX-3?",
        "X-400 range",
        "Who flew the Boeing 747?",
    ],
)
def test_another_number_is_another_thing(question: str) -> None:
    assert mistaken_numbers(question, TEXT) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Halden-2's mass?",
        "halden‑2 price",
        "Halden 2 price",
        "x-200 range",
        "HX31?",
        "Is there a CO2 sensor?",
        "Is it a 24-month lease?",
        "Does it close at 7pm?",
        "the 3rd report",
        "What is due in Q2?",
        "What is due on June 15?",
        "Is the Vega-7 faster?",
        "bus 4A, 15min, 20km/h, a 32A fuse",
    ],
)
def test_the_same_in_other_letters_and_what_is_no_name(question: str) -> None:
    assert mistaken_numbers(question, TEXT) == 0
