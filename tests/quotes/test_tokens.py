"""Where a figure ends: what is glued to it by a sign belongs to it."""

from __future__ import annotations

import pytest

from ragkit.documents.reading import text_document
from ragkit.quotes.library import Library
from ragkit.quotes.locate import locate

TEXT = (
    "Growth was .5 percent. The train does 50 km/h. The dose is 5 mg/kg daily. It runs at"
    " 50 kW·h now. Space costs $5/unit. He and/or she paid 5. The rate is 10^(3/2), or V_(max)."
)
LIBRARY = Library([text_document(TEXT, source="notes.txt")])


@pytest.mark.parametrize(
    "quote",
    [
        *("5 percent", "The train does 50 km", "does 50", "The dose is 5 mg", "kg daily"),
        *("It runs at 50 kW", "Space costs $5", "The rate is 10", "or V"),
        *("Growth was 0.5 percent", "The dose is 5 mg daily", "Space costs $5.unit"),
    ],
)
def test_a_part_of_a_figure_is_never_found(quote: str) -> None:
    assert not locate(quote, LIBRARY).verified


@pytest.mark.parametrize(
    "quote",
    [
        *("Growth was .5 percent", ".5 percent", "The train does 50 km/h", "50 km/h"),
        *(
            "The dose is 5 mg/kg",
            "It runs at 50 kW·h",
            "Space costs $5/unit",
            "He and",
            "she paid 5",
        ),
        *("The rate is 10^(3/2)", "or V_(max)"),
    ],
)
def test_the_whole_figure_is(quote: str) -> None:
    check = locate(quote, LIBRARY)
    assert check.verified
    assert check.found == quote


@pytest.mark.parametrize(
    ("source", "quote", "verified"),
    [
        (r"The fee was \$12,400 for M\&S.", "The fee was $12,400 for M&S.", True),
        ("The fee was $12,400 for M&S.", r"The fee was \$12,400", True),
        (r"The fee was \$12,400 for M\&S.", "The fee was $12,401 for M&S.", False),
        ("The fee was $12,400 for M&S.", r"The fee was \€12,400", False),
    ],
)
def test_escapes_of_markdown_are_no_words(source: str, quote: str, verified: bool) -> None:
    library = Library([text_document(source, source="notes.md")])
    assert locate(quote, library).verified is verified
