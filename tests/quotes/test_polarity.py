"""Negations, bounds, hedges and directions, with their spans."""

from __future__ import annotations

import pytest

from ragkit.text.polarity import (
    find_directions,
    find_markers,
    holds_attribution,
    holds_number,
    opposed,
)


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("The board did not approve it", [("negation", "did not")]),
        ("They can't, cannot and won’t", [("negation", w) for w in ("can't", "cannot", "won’t")]),
        ("It ran without a pause", [("negation", "without")]),
        ("neither here nor there", [("negation", "neither"), ("negation", "nor")]),
        ("He hardly slept and never left", [("negation", "hardly"), ("negation", "never")]),
        ("nobody saw nothing", [("negation", "nobody"), ("negation", "nothing")]),
        ("At least 20 looms, up to 30", [("bound", "At least"), ("bound", "up to")]),
        ("no more than six", [("bound", "no more than")]),
        ("over 20 looms", [("bound", "over")]),
        ("over the bridge and about the town", []),
        ("about 20, nearly all", [("hedge", "about"), ("hedge", "nearly")]),
        ("It may rain in May", [("hedge", "may")]),
        ("the alleged thief reportedly fled", [("hedge", "alleged"), ("hedge", "reportedly")]),
        ("unless it could", [("hedge", "unless"), ("hedge", "could")]),
        ("a note on notable knots", []),
        ("~5 looms, a ~~struck~~ loom and ~ more", [("hedge", "~")]),
        (
            "a false, a disputed and an untrue one",
            [("hedge", w) for w in ("false", "disputed", "untrue")],
        ),
        ("dismissed the reports, dismissed the man", [("hedge", "dismissed the reports")]),
        ("stopped at home, stopped selling", [("hedge", "stopped")]),
        ("banned it from sale; a ban", [("hedge", "banned")]),
        ("too weak to run, too weak", [("hedge", "too weak to")]),
        ("tried to run, tried it; about to run", [("hedge", "tried to"), ("hedge", "about to")]),
        ("码头没有关闭", [("negation", "没")]),
        ("Das ist nicht wahr", [("negation", "nicht")]),
        ("a sine qua none, nun, ninth, Nu Skin, EI, NEM, inter alia", [("negation", "none")]),
        ("not only, not merely, only", [("bound", "only")]),
        ("It did n\u00adot rain", [("negation", "did n\u00adot")]),
        ("non-\nprofit", [("negation", "non")]),
        ("", []),
    ],
)
def test_markers(text: str, markers: list[tuple[str, str]]) -> None:
    assert [(m.kind, m.span.of(text)) for m in find_markers(text)] == markers


def test_the_core_of_a_negation_is_what_negates() -> None:
    text = "It did not rain"
    (marker,) = find_markers(text)
    assert (marker.span.of(text), marker.core.of(text)) == ("did not", "not")


def test_directions() -> None:
    text = "It rose before it fell"
    assert [(span.of(text), word) for span, word in find_directions(text)] == [
        ("rose", "rose"),
        ("before", "before"),
        ("fell", "fell"),
    ]


@pytest.mark.parametrize(
    ("left", "right", "opposite"),
    [
        ("rose", "fell", True),
        ("More", "fewer", True),
        ("before", "after", True),
        ("most", "least", True),
        ("rose", "grew", False),
        ("rose", "after", False),
        ("rose", "mill", False),
    ],
)
def test_opposed(left: str, right: str, opposite: bool) -> None:
    assert opposed(left, right) is opposite
    assert opposed(right, left) is opposite


@pytest.mark.parametrize(
    ("text", "held"), [("20", True), ("two mills", True), ("½", True), ("三", True), ("one", False)]
)
def test_numbers(text: str, held: bool) -> None:
    assert holds_number(text) is held


def test_attribution() -> None:
    assert holds_attribution("the minister said that")
    assert not holds_attribution("because of the rain")


@pytest.mark.parametrize(
    "text", ["no " * 100_000, "did " * 100_000, "over " * 100_000, "n't" * 99_999]
)
def test_long_texts_end(text: str) -> None:
    assert isinstance(find_markers(text), list)
