"""The words that answer, by what the question asks for."""

from __future__ import annotations

import pytest

from ragkit.answering.highlights import closest_answer, highlight
from ragkit.text.questions import question_kind
from ragkit.text.terms import content_terms

CAPACITY = (
    "Most of the northern mills run at 30 percent of capacity for want of cotton,"
    " while the two that spin for export run at 95 percent."
)
PARTS = (
    "Of the 290 parts in the engine, 75 percent came from America, 16 percent from Europe"
    " and 11 percent from Asia."
)
SHIPPED = "By May the port had shipped 6,700 containers worth $4.2 million to Odell Freight."


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("At what capacity do most northern mills run?", CAPACITY, "30 percent"),
        ("At what capacity do the two that spin for export run?", CAPACITY, "95 percent"),
        ("How many parts are in the engine?", PARTS, "290"),
        ("What share of the parts came from Europe?", PARTS, "16 percent"),
        ("What percentage of parts came from Asia?", PARTS, "11 percent"),
        ("What proportion came from America?", PARTS, "75 percent"),
        ("How many containers were shipped?", SHIPPED, "6,700"),
        ("How much were the containers worth?", SHIPPED, "$4.2 million"),
        ("When had the port shipped the containers?", SHIPPED, "May"),
        ("Who received the containers?", SHIPPED, "Odell Freight"),
        ("When was it signed?", "The treaty was signed on 3 March 2024.", "3 March 2024"),
        ("In which year was it built?", "The mill, built in 1894, still runs.", "1894"),
    ],
)
def test_the_span_that_answers(question: str, sentence: str, words: str) -> None:
    weights = dict.fromkeys(content_terms(question), 1.0)
    (span,) = highlight(question, question_kind(question), sentence, weights)
    assert span.of(sentence) == words


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did the mill close?", PARTS),
        ("How many people work there?", "Nobody knows."),
        ("When was it founded?", "It was founded long ago."),
    ],
)
def test_nothing_is_highlighted_where_nothing_of_the_kind_stands(
    question: str, sentence: str
) -> None:
    assert highlight(question, question_kind(question), sentence, {}) == ()


# A question, a sentence, and the words to highlight: none where they are empty.
FIGURES = [
    ("How many people were hurt?", "The blast killed three drivers and hurt 31 in May.", "31"),
    ("How many crates arrived?", "The ship came in on the 11th.", ""),
    ("How many people were hurt?", "Two lorries collided near Elm and 14 people were hurt.", "14"),
    (
        "How many people were hurt?",
        "It puts the toll at 24 killed or more, and at least 100 hurt.",
        "100",
    ),
    ("How many people were hurt?", "Two reports of the fire are read together.", ""),
    (
        "How many people work at the mill?",
        "The mill has 3 looms, 120 employees and 2 yards.",
        "120",
    ),
    (
        "How many days of notice are needed?",
        "After 12 months either side may leave with 90 days of notice.",
        "90 days",
    ),
    (
        "How many weeks does the course take?",
        "The course costs 300 euros and takes 6 weeks.",
        "6 weeks",
    ),
    (
        "How many months of rent are held?",
        "Of the 900 euros paid, 2 months of rent are held back.",
        "2 months",
    ),
    (
        "How many euros does a seat cost?",
        "A seat by the aisle costs 45 euros for 2 hours.",
        "45 euros",
    ),
    ("How many percent of the seats are sold?", "Of 400 seats, 85 percent are sold.", "85 percent"),
    (
        "How many miles of track were laid?",
        "In 3 years 40 workers laid 12 miles of track.",
        "12 miles",
    ),
    ("How many containers were moved?", "In 2023 the 4 cranes moved 1,200 containers.", "1,200"),
    ("How many crates are stored?", "Crates: 48, pallets: 12", "48"),
    ("How many pupils does the school have?", "The school has 1340 pupils.", "1340"),
    ("How many eggs are in the box?", "A box holds a dozen eggs and costs $4.", "dozen"),
    ("How many of the 290 parts were new?", "Of the 290 parts, 81 were new.", "81"),
    (
        "How many shells would the 10,000 crates hold?",
        "The 10,000 crates would hold 4.8 million shells.",
        "4.8 million",
    ),
    ("How many images does Halden-2 return?", "Halden-2 returns 140 images on a clear day.", "140"),
    ("How many parts does the Petrel-3 have?", "The Petrel-3 was taken apart.", ""),
    ("How many pages does section 4 fill?", "Section 4 fills 12 pages.", "12"),
    ("How many rooms are let?", "Under clause 7 of the lease 5 rooms are let.", "5"),
    (
        "How long does the agreement run?",
        "2. Fees. The agreement runs for three years.",
        "three years",
    ),
    (
        "How long does the agreement run?",
        "3.1 The agreement runs for 24 months from signing.",
        "24 months",
    ),
    ("How long does the agreement run?", "2. Fees.", ""),
    (
        "How long is the bridge?",
        "Built in 1931 by 300 men, the bridge is 420 metres long.",
        "420 metres",
    ),
    ("How long do repairs take?", "Repairs cost €200 and take 3 to 5 days.", "3 to 5 days"),
    (
        "How much notice must a tenant give?",
        "A tenant pays $900 and must give 30 days of notice.",
        "30 days",
    ),
    ("How old is the captain?", "The captain, 41, has sailed 6 ships.", "41"),
    ("How high is the tower?", "The tower cost $2 million and is 90 metres high.", "90 metres"),
    ("How fast is the ferry?", "The ferry holds 80 cars and makes 30 knots.", "30 knots"),
    ("How much coal was burnt?", "The plant burnt 40 tonnes of coal, worth $6,000.", "40 tonnes"),
    ("How much did the coffee cost?", "Each of the 3 coffees cost €4.20.", "€4.20"),
    ("How many feet of rope are there?", "There are 60 feet of rope for $20.", "60 feet"),
    (
        "How many shareholders voted?",
        "Of the 212 shareholders who voted, 60 percent agreed.",
        "212",
    ),
    (
        "What is the monthly fee?",
        "2. Fees. The monthly fee is €450 and falls due after 30 days.",
        "€450",
    ),
    (
        "What is the interest rate in the contract?",
        "The contract sets an interest rate of 4.5 percent over 10 years.",
        "4.5 percent",
    ),
    (
        "What's the share of barley?",
        "Of 900 tonnes, the share of barley was 30 percent.",
        "30 percent",
    ),
    ("What is the average salary?", "The 40 drivers earn an average salary of £31,000.", "£31,000"),
    ("What was the deposit?", "The rent is CHF 1,200 and the deposit was CHF 3,600.", "CHF 3,600"),
    (
        "What is the capacity of the stadium?",
        "The stadium, 80 percent full, has a capacity of 31,000.",
        "31,000",
    ),
    (
        "At what capacity does the mill run?",
        "With 12 looms the mill runs at 40 percent of capacity.",
        "40 percent",
    ),
    ("At what capacity does the tank run?", "The tank runs at 900 litres.", "900 litres"),
    (
        "How much larger is the harvest?",
        "The harvest of 600 farms is 12 percent larger.",
        "12 percent",
    ),
    ("What did the repair cost?", "The repair took 3 weeks and cost $1,240.", "$1,240"),
    (
        "How many containers did Karsholm handle in March 2024?",
        "| Karsholm | March 2024 | 6,900 | up 30 percent on February |",
        "6,900",
    ),
    ("What is the deposit?", "| Rent | $400 | Deposit | $800 |", "$800"),
    ("What is the rent?", "| Rent | $400 | Deposit | $800 |", "$400"),
    ("How much does the blue paint cost?", "blue paint, 140, Leeds, £12.50", "£12.50"),
]
DATES = [
    (
        "When will the mail server move?",
        "The mail server moves on Saturday, 15 February, after the last backup.",
        "Saturday, 15 February",
    ),
    (
        "When does the hearing begin?",
        "The hearing begins on 15 February 2025 at 14:30.",
        "15 February 2025 at 14:30",
    ),
    ("At what time does the gate open?", "The gate opens at 6:45 on Monday.", "6:45"),
    ("What time is lunch?", "Lunch is served at 1 pm in May.", "1 pm"),
    (
        "When did the audit of March 2024 end?",
        "The audit of March 2024 ended on 9 April.",
        "9 April",
    ),
    ("In what year did the mine shut?", "The mine, sold in June, shut in 1986.", "1986"),
    ("What is the deadline?", "The deadline is Friday, 3 May.", "Friday, 3 May"),
    (
        "How long ago did she leave?",
        "In 2020 she fell ill; she left two years ago.",
        "two years ago",
    ),
]
NAMES = [
    ("Who became mayor in May 2024?", "Ana Marsh took over from Bo Lind in May 2024.", "Ana Marsh"),
    (
        "Who led the Petrel-3 teardown?",
        "“It is old,” said Dr. Ines Valdour, who led the Petrel-3 teardown for the Tessaly Group.",
        "Dr. Ines Valdour",
    ),
    (
        "Who wrote the report?",
        "The report for the Elm Institute was written by Ana Marsh in Oslo.",
        "Ana Marsh",
    ),
    ("Who founded the mill?", "Odell Freight bought the mill that Bo Lind founded.", "Bo Lind"),
    (
        "Who repaired the crane?",
        "Mr. Thiel repaired the crane of the Karsholm Council.",
        "Mr. Thiel",
    ),
    ("Who is the defence minister?", "Defence Minister Jon Berg spoke in Vienna.", "Jon Berg"),
    (
        "Who is the harbour master?",
        "Harbour master Rasmus Thiel said so on Tuesday.",
        "Rasmus Thiel",
    ),
    (
        "Who runs the grain desk?",
        "At Velmora Freight, Ilse Brandt runs the grain desk.",
        "Ilse Brandt",
    ),
    ("Who is Ana Marsh?", "Ana Marsh drives a crane for Odell Freight.", ""),
    (
        "Which company bought the crane?",
        "Ana Marsh said that Odell Freight bought the crane.",
        "Odell Freight",
    ),
    (
        "Where is Conflict Armament Research based?",
        "Conflict Armament Research (CAR), a group based in London, counted 290 parts.",
        "London",
    ),
    ("Where was she born?", "Ida Mehl was born in Oslo.", "Oslo"),
    (
        "Where is the tracker based?",
        "The figure is from the Skyline Tracker, a Gdynia-based project.",
        "Gdynia",
    ),
    ("Where did the office move to?", "The office moved from Leeds to York.", "York"),
    ("Where do the parts come from?", "The parts come from Vienna and go to Leeds.", "Vienna"),
    (
        "Where does Dr. Valdour work?",
        "Dr. Valdour works at the Tessaly Group with Bo Lind.",
        "Tessaly Group",
    ),
    ("Where was Ana Marsh hired?", "Bo Lind hired Ana Marsh.", ""),
]


@pytest.mark.parametrize("weight", [1.0, 0.05])
@pytest.mark.parametrize(("question", "sentence", "words"), [*FIGURES, *DATES, *NAMES])
def test_the_words_of_the_kind_asked_for(
    question: str, sentence: str, words: str, weight: float
) -> None:
    weights = dict.fromkeys(content_terms(question), weight)
    spans = highlight(question, question_kind(question), sentence, weights)
    assert [span.of(sentence) for span in spans] == ([words] if words else [])


@pytest.mark.parametrize(
    ("question", "sentence", "fits"),
    [
        ("What share was new?", "Of 290 parts 16 percent were new.", True),
        ("What share was new?", "81 parts were new.", False),
        ("How many days of notice?", "It takes 90 days.", True),
        ("How many days of notice?", "It takes 12 months.", False),
        ("How much did it cost?", "It cost $40.", True),
        ("When did it end?", "It ended in May.", False),
    ],
)
def test_only_a_figure_of_the_kind_asked_for_fits(question: str, sentence: str, fits: bool) -> None:
    answer = closest_answer(question, question_kind(question), sentence, {})
    assert answer
    assert answer.fits is fits
