"""The seeds answer what they were written to answer, with the near-misses beside them.

Each row: a question, words that one of the quotes must hold, the file that they
stand in, and words that no quote may hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ragkit import Answer, Corpus

ANSWERABLE = [
    ("At what capacity are most North Korean arms plants running?", "30 percent of capacity", "arms-plants", "larger"),
    ("Which North Korean plants are running at full capacity?", "running at full capacity", "arms-plants", "Hwasan"),
    ("How many containers of munitions did South Korea estimate in April 2024?", "6,700", "", "6,900"),
    ("How much larger is the flow of containers from Russia to North Korea?", "30 percent larger", "", "of capacity"),
    ("What is the largest part of what Russia sends North Korea?", "ood is", "", "of capacity"),
    ("Packed with 122 mm rounds, how many would the containers hold?", "500,000", "containers", "480,000"),
    ("When was Malligyong-1 launched?", "21 November 2023", "orbit-watch", "Halden-2"),
    ("How many images a day does Halden-2 return?", "140", "orbit-watch", ""),
    ("What rocket carried Malligyong-1?", "Chollima-1", "orbit-watch", ""),
    ("How many North Korean ballistic missiles has Russia fired at Ukraine since late December?", "20", "missile-parts", "114"),
    ("How many civilians did the North Korean missiles kill?", "24", "missile-parts", ""),
    ("How many foreign components did Conflict Armament Research document?", "290", "missile-parts", ""),
    ("What share of the 290 components was tied to US companies?", "75 percent", "missile-parts", "Petrel"),
    ("What share of the 290 components was tied to companies in Europe?", "16 percent", "missile-parts", "Petrel"),
    ("Where is Conflict Armament Research based?", "London", "missile-parts", ""),
    ("How many artillery shells could the 10,000 containers hold?", "4.8 million", "revised", ""),
    ("Who became Russia's defence minister in May 2024?", "Belousov", "revised", ""),
    ("When was Putin in Pyongyang?", "19 June", "revised", ""),
    ("Who is Shin Dae-ho?", "chief of harbor operations", "dispatch", ""),
    ("How many containers did Haesong handle last week?", "8,400", "dispatch", "6,700"),
    ("How many containers did Karsholm handle in March 2024?", "6,900", "containers", ""),
    ("What did a 40-foot container out of Velmora cost in April?", "$1,240", "return-cargo", ""),
    ("At what share of capacity did Zarechensk Mechanical Works run in February 2024?", "92.5", "", ""),
    ("Who led the teardown of the Petrel-3?", "Ines Valdour", "missile-parts", ""),
    ("Who runs the grain desk at Velmora Freight & Forwarding?", "Ilse Brandt", "return-cargo", ""),
]  # fmt: skip

UNANSWERABLE = [
    "Who won the football world cup in 1998?",
    "What is the capital of Portugal?",
    "How do I reset my password?",
    "How many votes did the chancellor get in the coalition vote?",
    "What is the boiling point of ethanol?",
    "When did the Alder bridge reopen?",
    "How much did the central bank raise interest rates?",
    "Which vaccine was approved for children?",
]


def ask(corpus: Corpus, question: str) -> Answer:
    answer = corpus.ask(question)
    for quote in answer.quotes:
        assert quote.text == quote.span.of(corpus.document(quote.source).text)
    return answer


@pytest.mark.parametrize(("question", "holds", "source", "never"), ANSWERABLE)
def test_answerable(
    seeds_corpus: Corpus, question: str, holds: str, source: str, never: str
) -> None:
    answer = ask(seeds_corpus, question)
    assert not answer.abstained, answer.reason
    quotes = answer.quotes
    assert any(holds in quote.text and source in quote.source for quote in quotes), quotes
    assert not never or not any(never in quote.text for quote in quotes), quotes


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_the_seeds_do_not_hold(seeds_corpus: Corpus, question: str) -> None:
    answer = ask(seeds_corpus, question)
    assert answer.abstained
    assert answer.quotes == ()
    assert "seeds/" in (answer.reason or "")


def test_the_worked_example(seeds_corpus: Corpus) -> None:
    answer = ask(
        seeds_corpus, "At what capacity are most North Korean weapons factories operating?"
    )
    words = sum(len(quote.text.split()) for quote in answer.quotes)
    assert words <= 60
    assert all("larger" not in quote.text for quote in answer.quotes)
    first = answer.quotes[0]
    assert [h.of(first.text) for h in first.highlights] == ["30 percent"]


def test_two_sources_that_disagree_are_both_shown(seeds_corpus: Corpus) -> None:
    answer = ask(seeds_corpus, "How many containers of munitions did North Korea ship to Russia?")
    (conflict,) = answer.conflicts
    assert conflict.about == "containers"
    said = [statement.text for statement in conflict.statements]
    assert "6,700" in said[0]
    assert "10,000" in said[-1]
    assert list(conflict.dates) == sorted(date for date in conflict.dates if date)
    assert all(quote in answer.quotes for s in conflict.statements for quote in s.quotes)


@pytest.mark.parametrize(
    "question",
    [
        "At what capacity are most North Korean arms plants running?",
        "How many images a day does Halden-2 return?",
        "How many civilians did the North Korean missiles kill?",
        "What share of the 290 components was tied to US companies?",
    ],
)
def test_sources_that_agree_are_no_conflict(seeds_corpus: Corpus, question: str) -> None:
    assert ask(seeds_corpus, question).conflicts == ()


@pytest.mark.parametrize(
    ("question", "holds", "page"),
    [
        ("How many ships did the pilots of Tarnvik bring through the ice?", "388 ships", 1),
        ("When will the pilot station take on apprentices?", "in September", 2),
        ("Who heads the picture desk?", "Marta Elling", None),
    ],
)
def test_a_quote_of_a_pdf_names_its_page(
    seeds_corpus: Corpus, question: str, holds: str, page: int | None
) -> None:
    first = ask(seeds_corpus, question).quotes[0]
    assert holds in first.text
    assert (first.page, first.line) == (page, None)


def test_a_paragraph_of_the_pdf_goes_on_over_the_page(seeds_corpus: Corpus) -> None:
    document = seeds_corpus.document("seeds/2024-05-03-winter-pilots.pdf")
    sentence = "blames a weld that had been repaired in haste the autumn before."
    start = document.text.index(sentence)
    assert document.page_at(start) == 1
    assert document.page_at(start + len(sentence) - 1) == 2
    assert "EASTGATE MONITOR" not in document.text
    assert "| January | 112 ships | 21 days |" in document.text


def test_no_furniture_ever_answers(seeds_corpus: Corpus) -> None:
    for question in ("What must I read?", "What is the temperature in Chicago?", "Chicago?"):
        for quote in seeds_corpus.ask(question, abstain=False).quotes:
            assert "Must read" not in quote.text
            assert quote.text not in {"Chicago", "58.3 F"}
