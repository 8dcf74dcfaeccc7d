"""Figures in a draft's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ragkit.documents.reading import text_document
from ragkit.quotes.draft import divide
from ragkit.quotes.figures import check_figures

if TYPE_CHECKING:
    from ragkit.quotes.report import DraftFigure

SOURCES = [
    text_document(
        "The port of Alder handled 8,400 containers in March 2024.\n\n"
        "Most of the mills at Alder ran at 30 percent of capacity for want of water.\n\n"
        "Exports of wool were 30 percent larger than imports.\n\n"
        "At least 24 civilians were hurt in the fire at the Alder depot.\n\n"
        "The depot holds 500,000 122 mm rounds.",
        source="alder.txt",
    ),
    text_document(
        "The northern mill made 300 tonnes. The old bridge carried 500 cars in May.",
        source="mills.txt",
    ),
    text_document("The port of Beck handled 900 containers in March 2024.", source="beck.txt"),
]

FIGURES = [
    ("The port of Alder handled 8,400 containers in March.", "8,400", "borne"),
    ("In March the port of Alder handled over 8,000 containers.", "8,000", "borne"),
    ("The port of Alder handled 9,400 containers in March 2024.", "9,400", "contradicted"),
    ("The port of Alder handled 9,400 containers in May 2024.", "9,400", "not found"),
    ("The port of Cole handled 9,400 containers in March 2024.", "9,400", "not found"),
    ("The port of Alder handled 8,400 cars in March 2024.", "8,400", "not found"),
    ("Most mills at Alder ran at 30 percent of capacity.", "30 percent", "borne"),
    ("Most mills at Alder ran at 40 percent of capacity.", "40 percent", "contradicted"),
    ("Exports of wool were 30% larger than imports.", "30%", "borne"),
    ("Exports of wool ran at 30 percent of capacity.", "30 percent", "not found"),
    ("At least 24 civilians were hurt in the Alder fire.", "24", "borne"),
    ("In the Alder fire 24 civilians were hurt.", "24", "not found"),
    ("At most 10 civilians were hurt in the Alder fire.", "10", "contradicted"),
    ("The depot holds 600,000 122 mm rounds.", "600,000", "contradicted"),
    ("The southern mill made 400 tonnes.", "400 tonnes", "not found"),
    ("The new bridge carried 600 cars in May.", "600", "not found"),
    ("The old bridge carried 600 cars in May.", "600", "contradicted"),
    ("The old bridge plans to carry 600 cars in May.", "600", "not found"),
    ("The depot holds 600,000 152 mm rounds.", "600,000", "not found"),
]


def checked(draft: str) -> list[DraftFigure]:
    return check_figures(draft, divide(draft)[1], SOURCES)


@pytest.mark.parametrize(("draft", "figure", "verdict"), FIGURES, ids=[row[0] for row in FIGURES])
def test_figures(draft: str, figure: str, verdict: str) -> None:
    item = {item.text: item for item in checked(draft)}[figure]
    assert item.verdict.value == verdict, item
    assert item.span.of(draft) == figure
    texts = {document.source: document.text for document in SOURCES}
    if item.place:
        assert item.place.span.of(texts[item.place.source]) in item.found
    assert item.holds() == (verdict != "contradicted")
    assert item.holds(strict=True) == (verdict == "borne")


def test_quoted_figures_are_the_quotations_own() -> None:
    assert checked("He said “the port handled 9,400 containers”.") == []


def test_years_dates_and_ordinals_are_no_figures() -> None:
    assert checked("On 3 March 2024 the third mill closed.") == []
