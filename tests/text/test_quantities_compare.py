"""Whether one quantity bears another: units, bounds, ranges, hedges, dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.text.quantities import Quantity, compare, contradicts, find_quantities


def one(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("claim", "source", "verdict"),
    [
        # The same value, written otherwise.
        ("6,700", "6\u00a0700", "equal"),
        ("three million", "3,000,000", "equal"),
        ("a dozen", "12", "equal"),
        ("half", "50 percent", "equal"),
        ("three quarters", "75%", "equal"),
        ("three-fourths", "75 per cent", "equal"),
        ("one in four", "25 percent", "equal"),
        ("0.25 percentage points", "25 basis points", "equal"),
        ("152 mm", "15.2 cm", "equal"),
        ("5 km", "5,000 m", "equal"),
        ("1 tonne", "1,000 kg", "equal"),
        ("36 km/h", "10 m/s", "equal"),
        ("2 years", "24 months", "equal"),
        ("2 weeks", "14 days", "equal"),
        ("1 mile", "1,609.344 m", "equal"),
        ("0 °C", "32 °F", "equal"),
        ("100 °C", "212 °F", "equal"),
        ("-40 °C", "-40 °F", "equal"),
        ("1 inch", "2.54 cm", "equal"),
        ("10 ha", "0.1 km²", "equal"),
        ("1 kWh", "3.6 MJ", "equal"),
        ("$5m", "US$5,000,000", "equal"),
        ("80 cents", "$0.80", "equal"),
        ("5 million euros", "€5m", "equal"),
        ("$38.5m to $41.2m", "$38.5 million to $41.2 million", "equal"),
        ("at least 20", "no fewer than 20", "equal"),
        ("over 20", "more than 20", "equal"),
        ("about 6,700", "some 6,700", "equal"),
        ("twice as many", "2x as many", "equal"),
        ("2:30 p.m.", "14:30", "equal"),
        ("16 April 2024", "2024-04-16", "equal"),
        ("19 June", "June 19", "equal"),
        ("the 21st", "the twenty-first", "equal"),
        ("140 images a day", "140 images per day", "equal"),
        # A claim that says less than its source.
        ("over 6,000", "6,700", "compatible"),
        ("over 6,000", "over 6,700", "compatible"),
        ("at least 20", "20", "compatible"),
        ("at least about 20", "at least 20", "compatible"),
        ("circa 1850", "in 1850", "compatible"),
        ("at least 20", "over 20", "compatible"),
        ("at least 20", "24", "compatible"),
        ("up to 7", "5 to 7", "compatible"),
        ("fewer than 8", "5 to 7", "compatible"),
        ("about 6,700", "6,734", "compatible"),
        ("about 6,700", "6,700", "compatible"),
        ("about 7,000", "about 6,700", "compatible"),
        ("about 10,000", "10,300", "compatible"),
        ("nearly 7,000", "6,950", "compatible"),
        ("just over 6,700", "6,734", "compatible"),
        ("5 to 7", "6", "compatible"),
        ("5 to 9", "6 to 7", "compatible"),
        ("more than 5 km", "5,100 m", "compatible"),
        ("about 8 km", "5 miles", "compatible"),
        ("in March 2024", "15 March 2024", "compatible"),
        ("in 2024", "15 March 2024", "compatible"),
        ("in late December 2023", "28 December 2023", "compatible"),
        ("in the 1990s", "in 1994", "compatible"),
        ("19 June", "19 June 2024", "compatible"),
        ("29 February", "29 February 2024", "compatible"),
        ("2021 to 2023", "in 2022", "compatible"),
        # A claim that says more, or something else.
        ("20", "at least 20", "different"),
        ("at least 20", "at least about 20", "different"),
        ("about 6,700.0", "about 6,700", "different"),
        ("in 1850", "circa 1850", "different"),
        ("over 20", "at least 20", "different"),
        ("at least 20", "up to 20", "different"),
        ("at least 20", "about 20", "different"),
        ("6,700", "about 6,700", "different"),
        ("6,700", "over 6,000", "different"),
        ("over 7,000", "6,700", "different"),
        ("over 6,700", "6,700", "different"),
        ("nearly 7,000", "7,000", "different"),
        ("nearly 7,000", "7,050", "different"),
        ("about 6,700", "6,790", "different"),
        ("about 10,000", "14,000", "different"),
        ("6", "5 to 7", "different"),
        ("5", "five or six", "different"),
        ("6,700", "16,700", "different"),
        ("15%", "115%", "different"),
        ("30 percent", "30 percentage points", "different"),
        ("30 percent", "30", "different"),
        ("rose 30 percent", "fell 30 percent", "different"),
        ("$5m", "€5m", "different"),
        ("$5m", "A$5m", "different"),
        ("$5m", "5 m", "different"),
        ("60 mW", "60 MW", "different"),
        ("5 kg", "5 km", "different"),
        ("30 °C", "30 °F", "different"),
        ("3 tons", "3 tonnes", "different"),
        ("30 days", "1 month", "different"),
        ("the third", "3", "different"),
        ("in 2023", "2,023", "different"),
        ("in 2023", "in fiscal 2023", "different"),
        ("in 2023", "in 2024", "different"),
        ("15 March 2024", "in March 2024", "different"),
        ("19 June 2024", "19 June", "different"),
        ("in late December 2023", "in December 2023", "different"),
        ("3 April 2024", "03/04/2024", "different"),
        ("twice as many", "2", "different"),
        ("140 images a day", "140 images a week", "different"),
        ("140 images", "140 images a day", "different"),
        ("2:30 p.m.", "2:30 a.m.", "different"),
    ],
)
def test_compare(claim: str, source: str, verdict: str) -> None:
    assert compare(one(claim), one(source)) == verdict


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("20", "24", True),
        ("20", "at least 20", False),
        ("20", "more than 20", True),
        ("20", "at least 30", True),
        ("up to 20", "over 20", True),
        ("up to 20", "at least 20", False),
        ("6,700", "about 6,700", False),
        ("6,700", "about 10,000", True),
        ("5 to 7", "6 to 9", False),
        ("5 to 7", "8 to 9", True),
        ("5 km", "6,000 m", True),
        ("5 km", "5 kg", False),
        ("$5m", "€5m", False),
        ("30 percent", "30 percentage points", False),
        ("19 June 2024", "19 June", False),
        ("19 June 2024", "20 June", True),
        ("in March 2024", "15 March 2024", False),
        ("in March 2024", "15 April 2024", True),
    ],
)
def test_contradicts(first: str, second: str, expected: bool) -> None:
    assert contradicts(one(first), one(second)) is expected
    assert contradicts(one(second), one(first)) is expected


WORDS = ["", "about ", "over ", "at least ", "up to ", "under ", "nearly ", "just over "]
UNITS = ["", " percent", " km", " m", " mm", " kg", " days", " °C", " °F", " dollars"]
QUANTITIES = st.builds(
    lambda words, number, unit: one(f"{words}{number:,}{unit}"),
    st.sampled_from(WORDS),
    st.one_of(st.integers(1, 30), st.integers(1, 10**7)),
    st.sampled_from(UNITS),
)


@given(QUANTITIES)
def test_every_quantity_equals_itself(quantity: Quantity) -> None:
    assert compare(quantity, quantity) == "equal"
    assert not contradicts(quantity, quantity)


@given(QUANTITIES, QUANTITIES, QUANTITIES)
def test_bearing_is_handed_on(weak: Quantity, middle: Quantity, strong: Quantity) -> None:
    if "different" not in {compare(weak, middle), compare(middle, strong)}:
        assert compare(weak, strong) != "different"


@given(QUANTITIES, QUANTITIES)
def test_what_bears_does_not_contradict(claim: Quantity, source: Quantity) -> None:
    if compare(claim, source) != "different":
        assert not contradicts(claim, source)
    if compare(claim, source) == "compatible":
        assert compare(source, claim) != "equal"
