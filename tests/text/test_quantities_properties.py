"""Quantities in any text: no crash, honest spans, one value in every notation, linear time."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragkit.text.quantities import compare, contradicts, find_quantities

PIECES = st.sampled_from(
    """one two twenty -five hundred million and a half dozen third quarters of in out 1 20 6,700
    3.5 .5 1.234,5 2024 1990 s May March 16 April late to – - from between or at least about over
    more than $ € US$ USD m mm km bn k % percent percentage points ° C ' , . : / ( ) [ ] # + ² ½
    x times twice as rounds containers per day FY page No -- \n \n\n ** 152-mm 00 7 9:30 pm the
    """.split(" ")
)
MONTH_NAMES = """January February March April May June July August September October November
December""".split()
SOUPS = st.lists(PIECES, max_size=30).flatmap(
    lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)])
)


def assert_sound(text: str) -> None:
    quantities = find_quantities(text)
    end = 0
    for quantity in quantities:
        assert end <= quantity.span.start < quantity.span.end <= len(text)
        assert quantity.span.of(text) == quantity.span.of(text).strip()
        assert quantity.low <= quantity.high
        assert quantity.step > 0
        assert compare(quantity, quantity) == "equal"
        end = quantity.span.end
    for first, second in pairwise(quantities):
        compare(first, second)
        contradicts(first, second)


@given(st.text())
def test_any_text(text: str) -> None:
    assert_sound(text)


@given(SOUPS)
def test_any_row_of_number_words(text: str) -> None:
    assert_sound(text)


@pytest.mark.soak
@settings(max_examples=200_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(), SOUPS, st.tuples(SOUPS, st.text(), SOUPS).map("".join)))
def test_any_text_for_long(text: str) -> None:
    assert_sound(text)


def in_words(number: int) -> str:
    """A whole number below a thousand million in English words."""
    small = """zero one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen""".split()
    tens = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
    for scale, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            joint = " and " if 0 < rest < 100 else " "
            tail = joint + in_words(rest) if rest else ""
            return f"{in_words(number // scale)} {name}{tail}"
    if number < 20:
        return small[number]
    return tens[number // 10] + (f"-{small[number % 10]}" if number % 10 else "")


@given(st.integers(0, 10**9 - 1))
def test_a_number_is_the_same_in_any_notation(number: int) -> None:
    grouped = f"{number:,}"
    forms = [grouped, in_words(number), f"{number / 10**6:.6f} million"]
    forms += [grouped.replace(",", mark) for mark in ("\u00a0", "\u202f", "\u2009", "'", "’")]
    for form in forms:
        text = f"They counted {form} boxes."
        (quantity,) = find_quantities(text)
        assert quantity.span.of(text) == form
        assert quantity.low == number
        assert (quantity.kind, quantity.counted) == ("count", ("box",))


@given(st.integers(1, 999), st.sampled_from(["$", "€", "£", "US$", "A$"]))
def test_a_sum_is_the_same_in_any_notation(millions: int, sign: str) -> None:
    forms = [f"{sign}{millions}m", f"{sign}{millions} million", f"{sign}{millions},000,000"]
    first, *others = (find_quantities(form)[0] for form in forms)
    assert all(compare(first, other) == "equal" for other in others)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_date_is_the_same_in_any_notation(date: dt.date) -> None:
    month = MONTH_NAMES[date.month - 1]
    forms = [
        date.isoformat(),
        f"{date.day} {month} {date.year}",
        f"{month} {date.day}, {date.year}",
        f"{month[:3]} {date.day}, {date.year}",
        f"{date.year}/{date.month:02}/{date.day:02}",
    ]
    for form in forms:
        text = f"It was on {form}."
        (quantity,) = find_quantities(text)
        assert quantity.span.of(text) == form
        assert quantity.low == quantity.high == date.toordinal()


HARD = ["1,", "1,111,", "1 000 ", "one hundred million and ", "million ", "twenty-", "1-2-",
        "1–2 to ", "from 3 to 4 to ", "a ", "half a ", "1 May ", "3 of the ", "pages 1, ", "1.1.",
        "a.b-c+", "+1 2 3 4 ", "# ", "*_", "1.\n", "5 or ", "at least about some "]  # fmt: skip


@pytest.mark.parametrize("piece", HARD)
def test_long_texts_end(piece: str) -> None:
    # A step that is quadratic in the length would pass the time limit of every test.
    assert isinstance(find_quantities(piece * (50_000 // len(piece))), list)


def test_a_megabyte_of_digits() -> None:
    assert len(find_quantities("9" * 1_000_000)) <= 1
    assert isinstance(find_quantities("1," * 10 + "1" * 1_000_000), list)


@pytest.mark.soak
@pytest.mark.parametrize("piece", HARD)
def test_a_megabyte_of_anything(piece: str) -> None:
    assert isinstance(find_quantities(piece * (1_000_000 // len(piece))), list)
