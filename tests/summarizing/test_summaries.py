"""Small documents: what is chosen, what is repeated, where two disagree, key figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ragkit import Corpus, QueryError, SourceNotFoundError
from ragkit.summarizing.choosing import hangs
from ragkit.types import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ragkit.types import Summary

    Make = Callable[..., Corpus]

MILL = """# The Ostrand mill

The Ostrand mill ground 17 tonnes of rye a day in May 2024, the county said. It had ground 12 tonnes
in April. Ilse Brandt, who has run the mill since 2019, blamed the drought for the slow spring. She
expects the wheel to be repaired by June. The mill employs 42 people.
"""
SAME = """# Rye in May

In May 2024 the mill at Ostrand ground 17 tonnes of rye a day, according to the county. Prices for
rye flour fell in the towns along the river.
"""
OTHER = """---
date: 2024-06-30
---
# The mill, revised

The Ostrand mill ground 23 tonnes of rye a day in May 2024, the county said. The first figure had
left out the night shift.
"""


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    opened: list[Corpus] = []

    def made(**texts: str) -> Corpus:
        corpus = Corpus.open(tmp_path / f"corpus{len(opened)}")
        opened.append(corpus)
        for name, text in texts.items():
            corpus.add_text(text, source=f"{name}.md")
        return corpus

    yield made
    for corpus in opened:
        corpus.close()


def texts(summary: Summary) -> list[str]:
    return [statement.text for statement in summary.statements]


# --- what may be chosen


@pytest.mark.parametrize(
    "left_out",
    [
        "Has the mill any future at all?",
        "Contact: the county office in Ostrand.",
        "Too short.",
        "Whether the wheel will be repaired this year.",
        "no end and therefore no sentence of any kind",
    ],
)
def test_what_is_no_whole_sentence_is_left_out(make: Make, left_out: str) -> None:
    corpus = make(mill=f"{MILL}\n{left_out}\n")
    assert left_out not in texts(corpus.summarize(words=400))


def test_the_same_sentence_is_told_once(make: Make) -> None:
    line = "The mill was closed by the county in the dry summer of 1987."
    assert texts(make(mill=f"{line}\n\n{line}\n\n{line}\n").summarize(words=100)) == [line]


def test_marks_of_lists_and_emphasis_go(make: Make) -> None:
    corpus = make(mill="1. The **mill** ground *17 tonnes* of rye a day.\n2. The port was shut.\n")
    first = corpus.summarize(sentences=1).statements[0]
    assert first.text == "The mill ground 17 tonnes of rye a day."
    assert first.quotes[0].text.endswith("The **mill** ground *17 tonnes* of rye a day.")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It had ground 12 tonnes in April.", True),
        ("But the mill closed.", True),
        ("“They closed it,” said Ilse Brandt.", True),
        ("In April he had put the total at 12 tonnes.", True),
        ("The stream looked larger than before, he said.", True),
        ("Ilse Brandt said that she would close it.", False),
        ("Its wheel stood still in May.", True),
        ("Italy buys most of the rye.", False),
        ("Theresa Okafor runs the mill.", False),
        ("The mill closed in May.", False),
    ],
)
def test_what_needs_the_sentence_before_it(sentence: str, expected: bool) -> None:
    assert hangs(sentence) is expected


def test_a_sentence_that_points_back_comes_with_the_one_before(make: Make) -> None:
    corpus = make(mill=MILL)
    for words in range(10, 70, 5):
        told = texts(corpus.summarize(words=words))
        for at, sentence in enumerate(told):
            if sentence.startswith("It had ground"):
                assert told[at - 1].startswith("The Ostrand mill ground 17 tonnes")
            if sentence.startswith("She expects"):
                assert told[at - 1].startswith("Ilse Brandt")


def test_a_shorter_form_never_points_at_what_it_left_out(make: Make) -> None:
    corpus = make(
        mill="The county counted two works. Petrel Aero, maker of a drone, gave no figure for May;"
        " it hired 340 people in the second quarter."
    )
    for words in range(10, 40):
        assert not any(text.startswith("It hired") for text in texts(corpus.summarize(words=words)))


def test_tables_alone_are_told_by_their_rows(make: Make) -> None:
    corpus = make(table="| Works | Use |\n|---|---|\n| Ostrand mill, rye | 85 percent |\n")
    summary = corpus.summarize(words=30)
    assert any("85 percent" in text for text in texts(summary))
    assert any("no whole sentence" in warning for warning in summary.warnings)


# --- several documents


def test_what_two_documents_say_is_told_once_with_both_quotes(make: Make) -> None:
    summary = make(a=MILL, b=SAME).summarize(words=120)
    told = [s for s in summary.statements if "17 tonnes" in s.text]
    assert len(told) == 1
    assert {quote.source for quote in told[0].quotes} == {"a.md", "b.md"}
    assert summary.conflicts == ()


def test_where_two_disagree_both_are_shown(make: Make) -> None:
    summary = make(a=MILL, b=OTHER).summarize(words=120)
    (conflict,) = summary.conflicts
    said = [statement.text for statement in conflict.statements]
    assert any("17 tonnes" in text for text in said)
    assert any("23 tonnes" in text for text in said)
    assert {quote.source for quote in summary.quotes} == {"a.md", "b.md"}


# --- key figures


def test_figures_have_their_bounds_and_nouns_and_one_quote_a_sentence(make: Make) -> None:
    corpus = make(
        mill="At least 310 workers and about 42 carts carried 17 tonnes of rye to Ostrand in 2024."
    )
    summary = corpus.summarize(style="figures")
    assert [text.casefold() for text in texts(summary)] == [
        "at least 310 workers",
        "about 42 carts",
        "17 tonnes of rye",
    ]
    (quote,) = summary.quotes
    marked = [span.of(quote.text) for span in quote.highlights]
    assert marked == texts(summary)
    assert all(statement.supported for statement in summary.statements)


def test_a_figure_is_told_once(make: Make) -> None:
    summary = make(a=MILL, b=SAME).summarize(style="figures")
    assert len([text for text in texts(summary) if "17 tonnes" in text]) == 1
    assert len(make(a=MILL).summarize(style="figures", sentences=2).statements) == 2


def test_no_figures_are_said_to_be_none(make: Make) -> None:
    summary = make(mill="The mill was closed by the county long ago.").summarize(style="figures")
    assert summary.statements == ()
    assert any("there are no figures in mill.md" in warning for warning in summary.warnings)


# --- what is odd


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"words": 0}, "words is 0; it has to be 1 to 100,000"),
        ({"words": 100_001}, "words is 100001; it has to be 1 to 100,000"),
        ({"sentences": 0}, "sentences is 0; it has to be 1 to 10,000"),
        ({"words": 20, "sentences": 2}, "not both"),
        ({"style": "long"}, "there is no style 'long'; there are brief, bullets, figures"),
        ({"focus": "  "}, "the focus is"),
        ({"where": {"title": "nothing"}}, "no document is left to summarise"),
    ],
)
def test_what_makes_no_sense_is_refused(make: Make, options: dict[str, object], says: str) -> None:
    corpus = make(mill=MILL)
    with pytest.raises(QueryError, match=says):
        corpus.summarize(**options)  # type: ignore[arg-type]
    with pytest.raises(SourceNotFoundError):
        corpus.summarize("port.md")


def test_more_words_than_there_are_give_all_that_tells(make: Make) -> None:
    summary = make(mill=MILL).summarize(words=400)
    assert len(summary.statements) == 5
    assert any("; 400 were asked for" in warning for warning in summary.warnings)


LANGUAGES = {
    "amharic": "መንግሥት ትላንት አዲስ የባቡር መስመር እንደሚገነባ አስታወቀ። ሥራው በሚቀጥለው ጥር ወር ይጀመራል። "
    "ፕሮጀክቱ ሦስት ቢሊዮን ብር ያስወጣል ተብሏል።",
    "japanese": "政府は月曜日に鉄道事業に三千億円を投資すると発表した。事業は2025年1月に始まる。"
    "大臣は五年で完成すると述べた。",
    "thai": "รัฐบาลประกาศเมื่อวันจันทร์ว่าจะลงทุนสามพันล้านบาทในโครงการรถไฟ\n\n"
    "รัฐมนตรีกล่าวว่างานจะเสร็จในห้าปี และจะสร้างงาน 12,000 ตำแหน่ง",
    "urdu": "حکومت نے پیر کو ریلوے منصوبے میں تین ارب روپے لگانے کا اعلان کیا۔ "
    "کام جنوری میں شروع ہوگا۔",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_whose_rules_are_unknown_is_told_in_its_own_words(
    make: Make, language: str
) -> None:
    text = LANGUAGES[language]
    summary = make(text=text).summarize(words=100)
    assert summary.statements
    for statement in summary.statements:
        assert statement.supported
        assert statement.quotes[0].text in text
    assert 0 < summary.words <= 100


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The mill ran at 30 percent in May.", 8),
        ("政府は月曜日に発表した。", 11),
        ("事業は2025年1月に始まる。", 11),
        ("รัฐบาล", 2),
        ("መንግሥት ትላንት አስታወቀ።", 3),
    ],
)
def test_words_are_counted_as_each_script_has_them(text: str, words: int) -> None:
    assert count_words(text) == words


def test_a_stream_hands_on_each_statement(make: Make) -> None:
    with make(mill=MILL).summarize_stream(words=40) as stream:
        came = list(stream)
    assert tuple(came) == stream.summary.statements


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        (
            "The mill ran at 70 percent in June, down from 92.5 percent in February.",
            ["The mill ran at 70 percent in June", "down from 92.5 percent in February"],
        ),
        (
            "Of its parts 75 percent came from one maker in Oslo and 16 percent from another.",
            ["Of its parts 75 percent came from one maker in Oslo", "16 percent from another"],
        ),
        ("The stock of 152 mm shells fell to 9,400 shells.", ["9,400 shells"]),
        ("The county paid $38.5 million.", ["The county paid $38.5 million"]),
        ("It reads about 150 MB per second.", ["about 150 MB per second"]),
        (
            "Income was £312,400 against a budget of £340,000.",
            ["Income was £312,400 against a budget of £340,000"],
        ),
    ],
)
def test_a_figure_without_a_noun_says_what_it_is_of(
    make: Make, sentence: str, figures: list[str]
) -> None:
    summary = make(a=f"{sentence} It is the county's only mill.").summarize(style="figures")
    assert [statement.text for statement in summary.statements] == figures


def test_a_side_of_a_conflict_is_the_quote_of_its_figure(make: Make) -> None:
    one = "The flood damaged 14 houses in Ostrand in May."
    other = "The flood damaged 17 houses in Ostrand in May."
    summary = make(a=f"{one} It was cold.", b=f"{other} It was wet.").summarize(style="figures")
    places = [(quote.source, quote.span) for quote in summary.quotes]
    assert summary.conflicts
    assert len(places) == len(set(places))
