"""The reader that ships: what it finds, in passages of any kind."""

from __future__ import annotations

import re

import pytest

from ragkit.reading.reader import Reader

PASSAGE = (
    "The ferry Torvald was launched in May 1987 at the yard of Brunn & Sons. Her captain, Edda"
    " Lofthus, retired after a collision with a pier in 2004; nobody was hurt. She carries 310"
    " passengers and, since the refit, 42 cars."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When was the Torvald launched?", "May 1987"),
        ("Who was the captain of the Torvald?", "Edda Lofthus"),
        ("How many passengers does the ferry carry?", "310"),
        ("How many cars does the ferry carry?", "42"),
        ("What did the ferry collide with in 2004?", "a pier"),
    ],
)
def test_it_finds_the_words_that_answer(reader: Reader, question: str, answer: str) -> None:
    (reading,) = reader.read(question, [PASSAGE])
    best = reading.best()
    assert best is not None
    assert best.span.of(PASSAGE).removeprefix("a ") == answer.removeprefix("a ")
    assert best.margin > 0


def test_what_nothing_answers_gets_less(reader: Reader) -> None:
    for question in ("Who won the chess tournament?", "What is the capital of Peru?"):
        (reading,) = reader.read(question, [PASSAGE])
        assert reading.margin < -2


def test_each_passage_is_read_by_itself(reader: Reader) -> None:
    others = ["Bread needs flour, water and salt.", "The Torvald is a ferry.", ""]
    alone = [reader.read("When was the Torvald launched?", [p])[0].margin for p in others]
    readings = reader.read("When was the Torvald launched?", [others[0], PASSAGE, *others[1:]])
    margins = [reading.margin for reading in readings]
    assert margins.index(max(margins)) == 1
    assert [margins[0], *margins[2:]] == alone


def test_an_answer_is_found_anywhere_in_a_long_passage(reader: Reader) -> None:
    filler = "The harbour was quiet that year and little was written about it in the papers. " * 60
    for place in (0, len(filler) // 2, len(filler)):
        at = filler.find("The harbour", place) if place < len(filler) else place
        passage = filler[:at] + PASSAGE + " " + filler[at:]
        (reading,) = reader.read("Who was the captain of the Torvald?", [passage])
        best = reading.best()
        assert best is not None
        assert best.span.of(passage) == "Edda Lofthus"
        assert best.span.start == passage.index("Edda")


def test_places_are_those_of_the_characters(reader: Reader) -> None:
    # Code points outside the first plane, what folds to more letters, and what is no text.
    passage = "🚢🚢 Ünïcode ﬁrst … ẞ\ud800 \u200b" + PASSAGE
    (reading,) = reader.read("Who was the captain of the Torvald?", [passage])
    best = reading.best()
    assert best is not None
    assert best.span.of(passage) == "Edda Lofthus"


@pytest.mark.parametrize("question", ["", "?", "…", "   ", "\ud800", "wer who " * 4000])
def test_a_question_that_is_none_is_read_all_the_same(reader: Reader, question: str) -> None:
    (reading,) = reader.read(question, [PASSAGE])
    best = reading.best()
    assert best is not None
    assert re.search(r"\w", best.span.of(PASSAGE))


def test_a_passage_without_words_has_no_answer(reader: Reader) -> None:
    readings = reader.read("Who?", ["", "  \n ", PASSAGE])
    assert [reading.best() is None for reading in readings] == [True, True, False]
    assert reader.read("Who?", []) == []


def test_no_word_and_no_figure_is_halved(reader: Reader) -> None:
    passage = "It weighs 46.35 kg; the Quizzacious-Flumphery cost 1,204.50 and the x32kw 7."
    for question in ("How heavy is it?", "What did the Quizzacious cost?", "kw?", "flum"):
        (reading,) = reader.read(question, [passage])
        best = reading.best()
        assert best is not None
        edges = {m.start() for m in re.finditer(r"[\w.,]+", passage)}
        edges |= {
            m.start()
            for m in re.finditer(r"(?<=\W)\w", passage)
            if passage[m.start() - 1] not in ".,"
        }
        assert best.span.start in edges
        assert not re.match(r"\w|[.,]\d", passage[best.span.end :])


def test_what_is_said_of_a_passage_is_no_answer(reader: Reader) -> None:
    context = "The ferry Ingrid of Brekke · 3 June 2011"
    for question in ("What is the name of the ferry?", "When?", "Where is the Ingrid from?"):
        (reading,) = reader.read(question, ["It was built in 1987."], [context])
        best = reading.best()
        assert best is not None
        assert 0 <= best.span.start < best.span.end <= len("It was built in 1987.")
    (long,) = reader.read("Who was the captain of the Torvald?", [PASSAGE], ["word " * 500])
    best = long.best()
    assert best is not None
    assert best.span.of(PASSAGE) == "Edda Lofthus"


def test_what_is_given_has_to_be_lists_of_strings(reader: Reader) -> None:
    with pytest.raises(TypeError):
        reader.read("x", "abc")
    with pytest.raises(TypeError):
        reader.read("x", [None])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        reader.read("x", ["abc"], "a")
    with pytest.raises(ValueError, match="1 passages, but 2 contexts"):
        reader.read("x", ["abc"], ["a", "b"])


def test_a_sentence_can_be_asked_for_alone(reader: Reader) -> None:
    (reading,) = reader.read("How many passengers does the ferry carry?", [PASSAGE])
    first, second, third = (m.span() for m in re.finditer(r"[^.]+\.", PASSAGE))
    from ragkit.types import Span

    for start, end in (first, second, third):
        best = reading.best(Span(start, end))
        assert best is not None
        assert start <= best.span.start < best.span.end <= end
    assert reading.best() == reading.best(Span(*third))
