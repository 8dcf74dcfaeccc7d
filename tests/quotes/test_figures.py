"""Figures in a draft's own words."""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from ragkit.documents.reading import text_document
from ragkit.quotes.drafts.quotations import divide
from ragkit.quotes.figures.checking import check_figures
from ragkit.verifying import read_file
from tests.conftest import SEEDS

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


TWO_YEARS = "The mill employed 1,240 people in 2019 and 860 in 2021."
TWO_MONTHS = "Prices rose 3 percent in May, after rising 2 percent in April."
TWO_OFFICES = "The firm has 12 employees in Rome and 300 worldwide."
TWO_CITIES = "In Rome, the cost is $50; in Paris, it is $40."
TWO_SIZES = "The tower is 20 metres wide and 300 metres tall."
FROM_TO = "Unemployment rose from 4% in 2019 to 5% in 2020."

# draft, the only source, verdict on the draft's first figure
PAIRS = [
    # Sums, measures and shares that name no noun.
    ("The audit cost $12,400.", "The audit cost $14,200.", "contradicted"),
    ("The audit cost $12,400.", "The audit cost $14,200, the council said.", "contradicted"),
    ("The audit cost $12,400.", "The audit cost €14,200.", "not found"),
    ("The audit cost $12,400.", "The survey cost $14,200.", "not found"),
    ("The audit cost $12,400.", "The audit will cost $14,200.", "not found"),
    ("The audit cost $12,400.", "The audit of the northern branch cost $14,200.", "not found"),
    ("The audit cost $12,400.", "The audit cost $12,400 and the survey $900.", "borne"),
    (
        "The survey cost $12,400.",
        "The audit cost $12,400 and the survey cost $900.",
        "contradicted",
    ),
    ("He paid a fine of $12,400.", "He paid a fine of $14,200.", "contradicted"),
    ("The mayor earns $90,000 a year.", "The mayor earns $7,000 a month.", "not found"),
    ("The bridge is 1,200 metres long.", "The bridge is 1,350 metres long.", "contradicted"),
    ("The bridge is 1.2 km long.", "The bridge is 1,200 metres long.", "borne"),
    ("The bridge is 1,200 metres long.", "The bridge is 14 metres wide.", "not found"),
    ("The Alder bridge is 40 m long.", "The Beck bridge is 60 m long.", "not found"),
    ("The trial lasted 3 days.", "The trial lasted 5 days.", "contradicted"),
    ("It lasted 3 days.", "It lasted 5 days.", "not found"),
    ("Unemployment stood at 7.2 percent.", "Unemployment stood at 8.1 percent.", "contradicted"),
    ("Unemployment rose to 7.2 percent.", "Unemployment rose by 2 percent.", "not found"),
    ("The death toll was 24.", "The death toll was 31.", "contradicted"),
    ("The death toll was 24.", "The death toll in Beck was 31.", "not found"),
    (
        "Finding oil usually takes five to ten years.",
        "Finding oil usually takes three to ten years.",
        "not found",
    ),
    # Denied, or only planned.
    ("The North shipped 670 tons.", "The North did not ship 670 tons.", "contradicted"),
    ("The North did not ship 670 tons.", "The North shipped 670 tons.", "contradicted"),
    ("The North did not send 670 tons.", "The North did not send 670 tons.", "borne"),
    ("The North sent 670 tons.", "The North did not send 900 tons.", "not found"),
    ("The North sent 670 tons.", "The North failed to send 670 tons.", "not found"),
    ("The North sent 670 tons.", "The 670 tons were never sent by the North.", "not found"),
    ("The North sent 670 tons.", "Seoul denied that the North had sent 670 tons.", "not found"),
    ("The North sent 670 tons.", "There is no proof that the North sent 670 tons.", "not found"),
    ("The North sent 670 tons.", "The North plans to send 670 tons.", "not found"),
    ("The North sent 670 tons.", "The North will send 670 tons in May.", "not found"),
    ("The North sent 670 tons.", "The North may have sent 670 tons.", "not found"),
    ("The North plans to send 670 tons.", "The North plans to send 670 tons.", "borne"),
    ("The North sent 670 tons.", "The North sent 670 tons and will not stop.", "borne"),
    ("The North sent 670 tons.", "The North not only sent 670 tons.", "borne"),
    # Said of somebody else.
    ("Russia sent 6,700 containers.", "Iran sent 6,700 containers.", "not found"),
    ("6,700 boxes were sent by Russia.", "6,700 boxes were sent by Iran.", "not found"),
    ("The port of Beck held 840 boxes.", "The port of Alder held 840 boxes.", "not found"),
    (
        "Russia sent 6,700 containers.",
        "Iran sent 6,700 containers and Russia sent 900 containers.",
        "contradicted",
    ),
    ("Russia got 6,700 boxes from Iran.", "Iran sent Russia 6,700 boxes.", "borne"),
    ("Moscow sent 6,700 containers.", "Russia sent 6,700 containers.", "borne"),
    ("Shin said that 670 boxes were sent.", "The ministry said that 670 boxes were sent.", "borne"),
    ("Output reached 300 tonnes.", "Production reached 300 tonnes last year.", "borne"),
    ("Exports of wool reached 300 tonnes.", "Wool exports reached 300 tonnes.", "borne"),
    ("The northern mill made 300 tonnes.", "The southern mill made 300 tonnes.", "not found"),
    ("24 people were killed in the fire.", "24 people were hurt in the fire.", "not found"),
    # At another time, or the other way.
    ("The port held 840 boxes in May 2024.", "The port held 840 boxes in March 2024.", "not found"),
    ("Sales rose 7 percent.", "Sales fell 7 percent.", "contradicted"),
    ("Costs rose by 7 percent.", "Costs rose to 7 percent.", "not found"),
    ("Prices rose to $4,200.", "Prices rose from $4,200 to $5,150.", "not found"),
    ("In all 12 members voted for it.", "In all 12 members voted against it.", "contradicted"),
    ("24 permits were approved.", "24 permits were rejected.", "not found"),
    ("The firm lost $3 million.", "The firm made a profit of $3 million.", "contradicted"),
    # Two values in one sentence.
    ("The mill employed 860 people in 2021.", TWO_YEARS, "borne"),
    ("The mill employed 1,240 people in 2019.", TWO_YEARS, "borne"),
    ("The mill employed 1,240 people in 2021.", TWO_YEARS, "not found"),
    ("The mill employed 860 people in 2019.", TWO_YEARS, "not found"),
    ("Prices rose 3 percent in May.", TWO_MONTHS, "borne"),
    ("Prices rose 3 percent in April.", TWO_MONTHS, "not found"),
    ("Prices rose 2 percent in April.", TWO_MONTHS, "not found"),
    (
        "Prices rose 2 percent.",
        "Prices rose 3 percent in May and later rose 2 percent in April.",
        "not found",
    ),
    ("Er hat 12 Autos in Berlin.", "Er hat 15 Autos in Berlin.", "not found"),
    ("Iran sent 5 boxes to Cuba.", "Iran sent 5 boxes to Russia, and 7 to Cuba.", "not found"),
    ("Iran sent 7 boxes to Cuba.", "Iran sent 5 boxes to Russia, and 7 boxes to Cuba.", "borne"),
    ("Output reached 300 tonnes.", "Output reached 400 tonnes.", "contradicted"),
    ("The mill has 900 people in 2021.", TWO_YEARS, "not found"),
    ("The firm has 300 employees.", TWO_OFFICES, "not found"),
    ("The firm has 12 employees in Rome.", TWO_OFFICES, "borne"),
    ("Unemployment was 5% in 2019.", FROM_TO, "not found"),
    ("Unemployment was 4% in 2019.", FROM_TO, "borne"),
    ("Unemployment was 5% in 2020.", FROM_TO, "borne"),
    ("Paris paid $50.", "Rome paid $50 and Paris $40.", "not found"),
    ("Paris paid $40.", "Rome paid $50 and Paris $40.", "borne"),
    ("The cost in Paris is $50.", TWO_CITIES, "not found"),
    ("The cost in Paris is $40.", TWO_CITIES, "borne"),
    ("The tower is 20 metres tall.", TWO_SIZES, "not found"),
    ("The tower is 300 metres tall.", TWO_SIZES, "borne"),
    ("The tower is 20 metres wide.", TWO_SIZES, "borne"),
    # Of another thing.
    ("Sales rose 15%.", "Profits rose 15%. Sales rose 5%.", "not found"),
    ("Profits rose 15%.", "Profits rose 15%. Sales rose 5%.", "borne"),
    ("The bridge is 300 metres tall.", "The tower is 300 metres tall.", "not found"),
    # Written otherwise, or in another language.
    ("1.500 Menschen kamen.", "1500 Menschen kamen.", "not found"),
    ("1600 Menschen kamen.", "1500 Menschen kamen.", "not found"),
    ("1,5 Millionen Menschen kamen.", "1.5 Millionen Menschen kamen.", "not found"),
    ("1 500 people fled.", "1,500 people fled.", "not found"),
    ("The 1 500 people fled Beck.", "The 1,500 people fled Beck.", "not found"),
    ("The 1,500 people fled Beck.", "The 1 500 people fled Beck.", "not found"),
    ("The depot holds 5 122 mm guns.", "The depot holds 7 122 mm guns.", "contradicted"),
    ("It is one thing to say so.", "Two things are needed to say so.", "not found"),
]

# No figure: marks of footnotes.
MARKS = [
    "Workers left.[^1]",
    "[^1]: See p. 4.",
    "Workers left [1].",
    "“The mill is idle”1 was said.",
    'He read that "the mill is idle"1 and left.',
    "He was paid.2 Then he left.",
    "He was paid.2",
    "He was paid².",
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


@pytest.mark.parametrize(("draft", "source", "verdict"), PAIRS, ids=map("|".join, PAIRS))
def test_pairs(draft: str, source: str, verdict: str) -> None:
    item = check_figures(draft, divide(draft)[1], [text_document(source, source="s")])[0]
    assert item.verdict.value == verdict, item
    assert item.detail


def test_a_source_that_bears_it_outweighs_one_that_contradicts_it() -> None:
    sources = [
        text_document(f"The audit cost {sum_}.", source=sum_) for sum_ in ("$14,200", "$12,400")
    ]
    draft = "The audit cost $12,400."
    assert check_figures(draft, divide(draft)[1], sources)[0].verdict.value == "borne"


def test_the_reason_is_said() -> None:
    source = text_document("North Korea plans to ship 670 boxes.", source="s")
    draft = "North Korea shipped 670 boxes."
    (item,) = check_figures(draft, divide(draft)[1], [source])
    assert "plans to" in item.detail


def test_no_sentence_of_the_seeds_is_contradicted_by_them() -> None:
    documents = [read_file(path, home=SEEDS) for path in sorted(SEEDS.iterdir())]
    verdicts: Counter[str] = Counter()
    for document in documents:
        figures = check_figures(document.text, divide(document.text)[1], documents)
        verdicts.update(figure.verdict.value for figure in figures)
    # Where they disagree among themselves (6,700 and 10,000 containers), each bears its own.
    assert verdicts["contradicted"] == 0
    assert verdicts["borne"] >= 0.97 * verdicts.total()


def test_the_seeds_do_not_contradict_each_other_beyond_their_conflicts() -> None:
    documents = [read_file(path, home=SEEDS) for path in sorted(SEEDS.iterdir())]
    for document in documents:
        others = [other for other in documents if other is not document]
        for figure in check_figures(document.text, divide(document.text)[1], others):
            assert figure.verdict.value != "contradicted", figure


@pytest.mark.parametrize("value", [None, 6700], ids=["many values", "one value"])
def test_many_figures_against_many(value: int | None) -> None:
    def text(seed: int) -> str:
        rng = random.Random(seed)
        ports = "Alder Beck Cole Dene Elm Fenn Glen Holt Isle Kirk".split()
        verbs = "handled shipped stored moved lost sold".split()
        return "\n\n".join(
            f"The port of {rng.choice(ports)} {rng.choice(verbs)}"
            f" {value or rng.randrange(1000, 99999):,} containers."
            for _ in range(2000)
        )

    draft = text(1)
    start = time.monotonic()
    figures = check_figures(draft, divide(draft)[1], [text_document(text(2), source="s")])
    assert time.monotonic() - start < 30  # 3 to 6 s on two busy cores
    assert len(figures) > 1900  # lines that stand there again and again are furniture


@pytest.mark.parametrize("draft", MARKS)
def test_marks_of_footnotes_are_no_figures(draft: str) -> None:
    assert checked(draft) == []


def test_quoted_figures_are_the_quotations_own() -> None:
    assert checked("He said “the port handled 9,400 containers”.") == []


def test_years_dates_and_ordinals_are_no_figures() -> None:
    assert checked("On 3 March 2024 the third mill closed.") == []
