"""What a quantity counts, the rate that it belongs to, and whether it is a change."""

from __future__ import annotations

import pytest

from tests.text.test_quantities import found, only


@pytest.mark.parametrize(
    ("marked", "counted"),
    [
        ("{6,700} containers of munitions", ["contain", "munit"]),
        ("{30 percent} of capacity", ["capac"]),
        ("at {30 percent} capacity", ["capac"]),
        ("{30 percent} larger", ["larger"]),
        ("{30 percent} of its cotton linters from", ["linter", "cotton"]),
        ("{290} foreign components.", ["compon", "foreign"]),
        ("killed {24} civilians", ["civilian"]),
        ("{24} killed", ["kill"]),
        ("{340} aircraft were", ["aircraft"]),
        ("{20} missiles hit targets", ["missil"]),
        ("{38} arms plants in", ["plant", "arm"]),
        ("{61 percent} of the Petrel-3's components", ["compon", "petrel"]),
        ("{3 million} of them", []),
        ("{1,100}-box vessel", ["box"]),
        ("a resolution of {0.7 m},", ["resolut"]),
        ("premiums of {€7.9 million}.", ["premium"]),
        ("{40 pounds} of flour", ["flor"]),
        ("{8,700}, but the ministry", []),
        ("{12 days}\nHwasan", []),
        ("the {second} line", ["line"]),
    ],
)
def test_what_it_counts(marked: str, counted: list[str]) -> None:
    assert list(only(marked).counted) == counted


def test_a_measure_inside_what_is_counted_is_a_quantity_of_its_own() -> None:
    rounds, calibre, more, other = found("{500,000} {122 mm} rounds; {3 million} {152-mm} rounds")
    assert rounds.counted == ("round", "122", "mm")
    assert more.counted == ("round", "152", "mm")
    assert calibre.counted == other.counted == ("round",)
    assert calibre.low == 122
    assert calibre.unit == "mm"


@pytest.mark.parametrize(
    ("marked", "per"),
    [
        ("{140} images a day", "day"),
        ("{140} images per day", "day"),
        ("{20 percent} a year", "year"),
        ("{78 percent} a year earlier", ""),
        ("{5} deaths per {100,000} people", "100000"),
        ("{3 tonnes} per hectare", "hectar"),
        ("{140} images", ""),
    ],
)
def test_rates(marked: str, per: str) -> None:
    assert found(marked)[0].per == per


@pytest.mark.parametrize(
    ("marked", "change"),
    [
        ("rose {30 percent}", "up"),
        ("up {30 percent}", "up"),
        ("fell by about {30 percent}", "down"),
        ("{30 percent} larger", "up"),
        ("a {30 percent} drop", "down"),
        ("rose to {30 percent}", ""),
        ("made up {30 percent} of it", ""),
        ("fell by {300}", "down"),
        ("{30 percent} of capacity", ""),
    ],
)
def test_change(marked: str, change: str) -> None:
    assert only(marked).change == change
