"""Things that a number tells from others of their kind."""

from __future__ import annotations

import pytest

from ragkit.text.numbered import mistaken_measures, mistaken_numbers

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


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What does a 20-foot container cost?", "A 40-foot container costs $1,240."),
        ("price of the 75 kW motor", "The 90 kW motor is sold for EUR 4,100."),
        ("How many 2 kg bags were sold?", "It sold 300 bags of 5 kg and 40 5 kg bags."),
        ("Is the 32 GB model in stock?", "The 16 GB and the 64 GB models are."),
    ],
)
def test_another_measure_is_another_thing(question: str, sentence: str) -> None:
    assert mistaken_measures(question, sentence) == 1


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            "What does a 20-foot container cost?",
            "A 20-foot container costs $900, a 40-foot $1,240.",
        ),
        ("What does a 20-foot container cost?", "A 40-foot container costs $9, a 20-foot one $7."),
        (
            "What does the 75 kW motor cost?",
            "The 90 kW motor costs EUR 4,100, the 75 kW EUR 3,000.",
        ),
        ("Who won the 5 km race?", "The 10 km race was won by Ann; the 5 km by Bob."),
        ("What does a 20-foot container cost?", "Our 20- and 40-foot containers are new."),
        ("What does a 20-foot container weigh?", "A 40-foot trailer weighs 3 t."),
        ("What does a 20-foot container cost?", "A 40-foot trailer costs $1,240."),
        ("What does a 1 km cable weigh?", "The 1,000 m cable weighs 40 kg."),
        ("Which motors are over 75 kW?", "The 90 kW motor."),
        ("about 75 kW motors", "The 76 kW motor."),
        ("What does a 20-foot container cost?", "It holds 40 kg a container and costs $900."),
        ("Who won 30 percent of the vote?", "She won 31 percent of the vote."),
        ("How far is it?", "It is 40 km away."),
    ],
)
def test_the_same_measure_or_none(question: str, sentence: str) -> None:
    assert mistaken_measures(question, sentence) == 0


def test_a_measure_that_is_named_twice_counts_once() -> None:
    question = "a 20-foot container or a 20 foot container"

    assert mistaken_measures(question, "A 40-foot container costs $1,240.") == 1
