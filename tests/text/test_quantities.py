"""Quantities in running text: where they stand, and what they are worth."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from ragkit.text.quantities import Quantity, find_quantities


def planted(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its braces, and the spans that they held."""
    text, spans = "", []
    for n, piece in enumerate(marked.replace("}", "{").split("{")):
        if n % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return text, spans


def found(marked: str) -> list[Quantity]:
    """The quantities of a text whose planted spans are exactly theirs."""
    text, spans = planted(marked)
    quantities = find_quantities(text)
    assert [(q.span.start, q.span.end) for q in quantities] == spans, [
        q.span.of(text) for q in quantities
    ]
    return quantities


def only(marked: str) -> Quantity:
    (quantity,) = found(marked)
    return quantity


def day(year: int, month: int, day: int) -> Fraction:
    return Fraction(dt.date(year, month, day).toordinal())


@pytest.mark.parametrize(
    ("marked", "value"),
    [
        ("some {6,700} containers", "6700"),
        ("{6\u00a0700} rounds", "6700"),
        ("{6\u2009700} rounds", "6700"),
        ("{6\u202f700} rounds", "6700"),
        ("{6'700} rounds, in Swiss style", "6700"),
        ("{1,234,567.5} in all", "1234567.5"),
        ("{1 000 000} rounds", "1000000"),
        ("{1.234.567} votes", "1234567"),
        ("{1.234,5} in all", "1234.5"),
        ("{1.234} in all", "1.234"),
        ("a ratio: {0.5}", "0.5"),
        ("hit {.300} that year", "0.3"),
        ("{3 million} of them", "3000000"),
        ("{3-million} mark", "3000000"),
        ("{12 thousand} strong", "12000"),
        ("{5 hundred thousand} in all", "500000"),
        ("{4.8bn} in all", "4800000000"),
        ("{1.5 m} people", "1500000"),
        ("{40k} in all", "40000"),
        ("{a dozen} eggs", "12"),
        ("{two dozen} eggs", "24"),
        ("{half a dozen} eggs", "6"),
        ("{half a million} people", "500000"),
        ("{a half-million} people", "500000"),
        ("{a quarter of a million} people", "250000"),
        ("{two hundred and six} pages", "206"),
        ("{a hundred and twenty} pages", "120"),
        ("{twenty-five thousand} pages", "25000"),
        ("{Ten thousand} runners", "10000"),
        ("{five million three hundred thousand two hundred and one} votes", "5300201"),
        ("{two and a half million} people", "2500000"),
        ("{2½} cups and so on", "2.5"),
        ("{2 1/2} cups", "2.5"),
        ("{10²} points and so on", "100"),
        ("{10⁶} cells", "1000000"),
        ("{6,700}¹ boxes", "6700"),
        ("fell to {-5} overnight", "-5"),
        ("fell to {−5} overnight", "-5"),
        ("{minus five} and falling", "-5"),
        ("{٣٤} boxes", "34"),
        ("**{51}** launches", "51"),
        ("{one} missile", "1"),
        ("{zero} missiles", "0"),
        ("{2000} troops", "2000"),
        ("some {2000}", "2000"),
        ("{1984} pages", "1984"),
    ],
)
def test_counts(marked: str, value: str) -> None:
    quantity = only(marked)
    assert (quantity.kind, quantity.dimension) == ("count", "count")
    assert quantity.low == quantity.high == Fraction(value)


@pytest.mark.parametrize(
    ("marked", "kind", "value", "unit", "dimension"),
    [
        ("{30 percent} of it", "percent", "30", "percent", "percent"),
        ("{30 per cent} of it", "percent", "30", "percent", "percent"),
        ("{30%} of it", "percent", "30", "percent", "percent"),
        ("{12,5 %} of it", "percent", "12.5", "percent", "percent"),
        ("{Seventy-five percent} of it", "percent", "75", "percent", "percent"),
        ("{three-fourths} of it", "percent", "75", "percent", "percent"),
        ("over {three quarters} of it", "percent", "75", "percent", "percent"),
        ("{half} of it", "percent", "50", "percent", "percent"),
        ("{a fifth} of it", "percent", "20", "percent", "percent"),
        ("fell by {a fifth} to", "percent", "20", "percent", "percent"),
        ("{20-per-cent} tax", "percent", "20", "percent", "percent"),
        ("{3/4} of it", "percent", "75", "percent", "percent"),
        ("{¾} of it", "percent", "75", "percent", "percent"),
        ("{one in four} homes", "percent", "25", "percent", "percent"),
        ("{9 out of 10} homes", "percent", "90", "percent", "percent"),
        ("up {2.5 percentage points}", "points", "2.5", "pp", "points"),
        ("cut by {25 basis points}", "points", "25", "bp", "points"),
        ("cut by {25bp}", "points", "25", "bp", "points"),
        ("{2.5x} as many", "ratio", "2.5", "", "ratio"),
        ("{twice} as many", "ratio", "2", "", "ratio"),
        ("a {threefold} rise", "ratio", "3", "", "ratio"),
        ("a {3-fold} rise", "ratio", "3", "", "ratio"),
        ("{three times} the number", "ratio", "3", "", "ratio"),
        ("sales {doubled}", "ratio", "2", "", "ratio"),
        ("outnumbered {3 to 1}.", "ratio", "3", "", "ratio"),
        ("a {3-to-1} margin", "ratio", "3", "", "ratio"),
        ("diluted {3:2}.", "ratio", "1.5", "", "ratio"),
        ("{$4.2bn} deal", "money", "4200000000", "USD", "USD"),
        ("{$5m} deal", "money", "5000000", "USD", "USD"),
        ("{$5 m} deal", "money", "5000000", "USD", "USD"),
        ("{US$5} deal", "money", "5", "USD", "USD"),
        ("{USD 5,000} deal", "money", "5000", "USD", "USD"),
        ("{EUR46.3m} deal", "money", "46300000", "EUR", "EUR"),
        ("{A$5} deal", "money", "5", "AUD", "AUD"),
        ("{five Australian dollars} each", "money", "5", "AUD", "AUD"),
        ("{5 million dollars} in all", "money", "5000000", "USD", "USD"),
        ("{80 cents} each", "money", "0.8", "USD", "USD"),
        ("{20 pence} each", "money", "0.2", "GBP", "GBP"),
        ("{5 €} each", "money", "5", "EUR", "EUR"),
        ("{3 million pounds} in all", "money", "3000000", "GBP", "GBP"),
        ("paid {40 pounds} for it", "money", "40", "GBP", "GBP"),
        ("{40 pounds} of flour", "measure", "40", "lb", "mass"),
        ("{400 billion South Korean won} in all", "money", "400000000000", "KRW", "KRW"),
        ("{₩412.6 billion} in all", "money", "412600000000", "KRW", "KRW"),
        ("{NOK 612 million} in all", "money", "612000000", "NOK", "NOK"),
        ("{5,000 Swiss francs} each", "money", "5000", "CHF", "CHF"),
        ("won {3} seats", "count", "3", "", "count"),
        ("a {152-mm} gun", "measure", "152", "mm", "length"),
        ("{5 m} deep", "measure", "5", "m", "length"),
        ("{5km} away", "measure", "5", "km", "length"),
        ("{5,000 metres} away", "measure", "5000", "m", "length"),
        ("{60 mW} laser", "measure", "60", "mW", "power"),
        ("{60 MW} plant", "measure", "60", "MW", "power"),
        ("{100 km/h} limit", "measure", "100", "km/h", "speed"),
        ("{20 square kilometres} of it", "measure", "20", "km²", "area"),
        ("{20 km²} of it", "measure", "20", "km²", "area"),
        ("{-5 °C} at night", "measure", "-5", "°C", "temperature"),
        ("{58.3 F}", "measure", "58.3", "°F", "temperature"),
        ("{5 degrees Celsius} at night", "measure", "5", "°C", "temperature"),
        ("a {12-hour} shift", "measure", "12", "h", "duration"),
        ("a {two-second} delay", "measure", "2", "s", "duration"),
        ("{3.2 years} of work", "measure", "3.2", "year", "months"),
        ("{one and a half years} on", "measure", "1.5", "year", "months"),
        ("{3 metric tons} of it", "measure", "3", "t", "mass"),
        ("{3 tons} of it", "measure", "3", "ton", "ton"),
        ("the {21st} century", "ordinal", "21", "", "ordinal"),
        ("the {third} day", "ordinal", "3", "", "ordinal"),
        ("the {twenty-first} day", "ordinal", "21", "", "ordinal"),
        ("at {14:30} sharp", "time", "870", "", "clock"),
        ("at {2:30 p.m.} sharp", "time", "870", "", "clock"),
        ("at {3pm} sharp", "time", "900", "", "clock"),
    ],
)
def test_kinds(marked: str, kind: str, value: str, unit: str, dimension: str) -> None:
    quantity = only(marked)
    assert (quantity.kind, quantity.unit, quantity.dimension) == (kind, unit, dimension)
    assert quantity.low == quantity.high == Fraction(value)


@pytest.mark.parametrize(
    ("marked", "low", "high"),
    [
        ("{5 to 7} people", "5", "7"),
        ("{5–7} people", "5", "7"),
        ("between {5 and 7 percent}", "5", "7"),
        ("{10-15 percent}", "10", "15"),
        ("from {3 to 4 million}", "3000000", "4000000"),
        ("{$3 to $4 million}", "3000000", "4000000"),
        ("{$3-4 million}", "3000000", "4000000"),
        ("{€18 million to €22 million} in all", "18000000", "22000000"),
        ("{40,000 to 50,000} rounds", "40000", "50000"),
        ("{five or six} people", "5", "6"),
        ("{3- to 5-year} terms", "3", "5"),
        ("{900 to 1,200 km} away", "900", "1200"),
        ("{900 m to 1.2 km} away", "0.9", "1.2"),
    ],
)
def test_ranges(marked: str, low: str, high: str) -> None:
    quantity = only(marked)
    assert (quantity.low, quantity.high) == (Fraction(low), Fraction(high))


def test_a_change_from_one_value_to_another_is_no_range() -> None:
    values = [q.low for q in found("rose from {3} to {4 million}; fell from {$5,150} to {$4,200}")]
    assert values == [3_000_000, 4_000_000, 5_150, 4_200]


@pytest.mark.parametrize(
    ("marked", "bound", "approximate"),
    [
        ("at least {20}", "at least", False),
        ("no fewer than {20}", "at least", False),
        ("{20} or more", "at least", False),
        ("{24} killed or more", "at least", False),
        ("{50}+ homes", "at least", False),
        ("over {20}", "more than", False),
        ("more than {20}", "more than", False),
        ("well over {20}", "more than", False),
        ("in excess of {20}", "more than", False),
        ("up to {20}", "at most", False),
        ("no more than {20}", "at most", False),
        ("as many as {20}", "at most", False),
        ("fewer than {20}", "less than", False),
        ("under {20}", "less than", False),
        ("nearly {20}", "almost", False),
        ("almost {20}", "almost", False),
        ("just over {20}", "just over", False),
        ("about {20}", "", True),
        ("some {20}", "", True),
        ("roughly {20}", "", True),
        ("an estimated {20}", "", True),
        ("{20} or so", "", True),
        ("{20}-odd homes", "", True),
        ("at least some {20}", "at least", True),
        ("add up to {20}", "", False),
        ("for over {10 years}", "more than", False),
        ("spread over {10 years}", "", False),
        ("{20 percent} more than {30}", "", False),
        ("{20}", "", False),
    ],
)
def test_bounds(marked: str, bound: str, approximate: bool) -> None:
    quantity = found(marked)[0]
    assert (quantity.bound, quantity.approximate) == (bound, approximate)


@pytest.mark.parametrize(
    ("marked", "first", "last"),
    [
        ("on {16 April 2024}.", (2024, 4, 16), (2024, 4, 16)),
        ("on {April 16, 2024}.", (2024, 4, 16), (2024, 4, 16)),
        ("on {Apr. 16, 2024}.", (2024, 4, 16), (2024, 4, 16)),
        ("on {16th of April 2024}.", (2024, 4, 16), (2024, 4, 16)),
        ("on {2024-04-16}.", (2024, 4, 16), (2024, 4, 16)),
        ("on {16/04/2024}.", (2024, 4, 16), (2024, 4, 16)),
        ("on {16.04.2024}.", (2024, 4, 16), (2024, 4, 16)),
        ("in {March 2024}.", (2024, 3, 1), (2024, 3, 31)),
        ("in {late December 2023}.", (2023, 12, 21), (2023, 12, 31)),
        ("{3–5 May 2024}", (2024, 5, 3), (2024, 5, 5)),
        ("{May 3-5, 2024}", (2024, 5, 3), (2024, 5, 5)),
        ("between {January and March 2024}", (2024, 1, 1), (2024, 3, 31)),
        ("between {1 and 14 April 2024}", (2024, 4, 1), (2024, 4, 14)),
        ("in {2023}.", (2023, 1, 1), (2023, 12, 31)),
        ("its {2023} sales", (2023, 1, 1), (2023, 12, 31)),
        ("more than {2023}'s", (2023, 1, 1), (2023, 12, 31)),
        ("in {1894}.", (1894, 1, 1), (1894, 12, 31)),
        ("{2021 to 2023}", (2021, 1, 1), (2023, 12, 31)),
        ("in {2021–23}", (2021, 1, 1), (2023, 12, 31)),
        ("in {2019 or 2020}", (2019, 1, 1), (2020, 12, 31)),
        ("the {1990s}", (1990, 1, 1), (1999, 12, 31)),
        ("the ’{90s}", (1990, 1, 1), (1999, 12, 31)),
        ("{fiscal 2023}", (2023, 1, 1), (2023, 12, 31)),
        ("on {19 June}", (2000, 6, 19), (2000, 6, 19)),
        ("in {May} and", (2000, 5, 1), (2000, 5, 31)),
    ],
)
def test_dates(marked: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    quantity = only(marked)
    assert quantity.kind in {"date", "year"}
    assert (quantity.low, quantity.high) == (day(*first), day(*last))


@pytest.mark.parametrize(
    "marked",
    [
        "Halden-2 and Petrel-3’s parts, COVID-19, the B-52, an A380, 747-400",
        "Article 5, Chapter 3, Figure 2, page 12, pages 12–15, Articles 5 and 6, No. 112",
        "call 555-0123, +44 20 7946 0958 or (555) 123-4567",
        "Section 5(2), 5'11\" tall",
        "version 2.1, Python 3.11, 3D, 5G, 24/7, won 2-1, [12], NQW-0709-14, 1.2.3",
        "the one that got away, one of them, no one, each other one, one by one",
        "May I march? They may march on.",
        "At first, first of all, a third-party first-class one-off",
        "1. First,\n2. Then\n",
        "https://example.org/2024/04/16/7 and ann.2024@example.org",
        "dozens, hundreds of thousands, several million",
        "the million, a night, half-way",
        "007 and 99999999999999999999999999999999999999999999",
        "",
        "   \n\n",
    ],
)
def test_what_is_no_quantity(marked: str) -> None:
    assert not [q for q in find_quantities(marked) if q.kind != "ordinal"]


@pytest.mark.parametrize(
    ("marked", "step"),
    [("{6,700}", "100"), ("{6,734}", "1"), ("{4.20}", "0.01"), ("{3 million}", "1000000")],
)
def test_step(marked: str, step: str) -> None:
    assert only(marked).step == Fraction(step)
