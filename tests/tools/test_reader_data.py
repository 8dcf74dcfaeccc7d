"""What the reader is trained on: files, the split by document, and what is made of both."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tools.reader.cuts import answer_cut_out, holds, something_else_cut_out
from tools.reader.data import Answer, Example, read_squad, split_by_document
from tools.reader.negatives import Bm25, Neighbours
from tools.reader.plan import Rates, one_pass, validation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Asked = Callable[..., Example]


def test_no_torch_is_needed_to_prepare_data() -> None:
    code = (
        "import sys, tools.reader.plan, tools.reader.features, tools.reader.evaluate,"
        " tools.train_reader; print(sorted({'torch', 'transformers', 'onnx'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def squad_file(path: Path, titles: list[str]) -> Path:
    articles = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": f"{title} lies {side} of the river.",
                    "qas": [
                        {
                            "id": f"{title}-{side}",
                            "question": f" Where does {title} lie? ",
                            "answers": [{"text": side, "answer_start": len(f"{title} lies ")}],
                        },
                        {"id": f"{title}-{side}-no", "question": "Who?", "answers": []},
                    ],
                }
                for side in ("north", "south")
            ],
        }
        for title in titles
    ]
    path.write_text(json.dumps({"data": articles}))
    return path


def test_reads_both_versions_of_the_format(tmp_path: Path) -> None:
    examples = read_squad(squad_file(tmp_path / "towns.json", ["Lund", "Karsholm"]))
    assert [(e.source, e.document, e.kind) for e in examples[:2]] == [
        ("towns", "Lund", "answerable"),
        ("towns", "Lund", "asked"),
    ]
    assert examples[0].question == "Where does Lund lie?"
    assert len(examples) == 8


def test_reads_some_articles_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = squad_file(tmp_path / "towns.json", ["Lund", "Karsholm", "Aarhus"])
    assert {e.document for e in read_squad(path, articles=slice(2))} == {"Lund", "Karsholm"}
    assert {e.document for e in read_squad(path, articles=slice(2, None))} == {"Aarhus"}


def test_paragraphs_with_nothing_in_common_are_documents(tmp_path: Path) -> None:
    examples = read_squad(squad_file(tmp_path / "reddit.json", ["All"]))
    assert {e.document for e in examples} == {"All#0", "All#1"}


def test_an_answer_that_is_not_where_it_says_stops_the_reading(asked: Asked) -> None:
    example = asked("When?", "1872")
    with pytest.raises(ValueError, match="not where it says"):
        Example("1", "town", "d", "When?", example.passage, (Answer(0, "1872"),))


def test_whole_documents_of_every_source_are_held_out(tmp_path: Path) -> None:
    titles = [f"Town{n}" for n in range(40)]
    examples = [
        *read_squad(squad_file(tmp_path / "north.json", titles)),
        *read_squad(squad_file(tmp_path / "south.json", titles[:3])),
    ]
    train, held = split_by_document(examples, share=0.05, seed=1)
    assert len(train) + len(held) == len(examples)
    documents = [{(e.source, e.document) for e in part} for part in (train, held)]
    assert not documents[0] & documents[1]
    assert sorted(source for source, _ in documents[1]) == ["north", "north", "south"]


def test_the_split_depends_on_the_seed_and_on_nothing_else(tmp_path: Path) -> None:
    north = read_squad(squad_file(tmp_path / "north.json", [f"Town{n}" for n in range(40)]))
    south = read_squad(squad_file(tmp_path / "south.json", ["Lund", "Aarhus"]))

    def held(examples: list[Example], seed: int) -> set[str]:
        return {
            e.document
            for e in split_by_document(examples, share=0.05, seed=seed)[1]
            if e.source == "north"
        }

    assert held(north, 1) == held([*south, *reversed(north)], 1)
    assert len({frozenset(held(north, seed)) for seed in range(8)}) > 1


@pytest.mark.parametrize(
    ("answer", "held"),
    [("1872", True), ("ilse brandt", True), ("the 1872", True), ("187", False), ("Brand", False)],
)
def test_holds_whole_words_whatever_their_case(
    passages: dict[str, str], answer: str, held: bool
) -> None:
    assert holds(passages["harbour"], [Answer(0, answer)]) is held


def test_the_answer_falls_away_with_its_sentence(asked: Asked) -> None:
    cut = answer_cut_out(asked("How much do the cranes lift?", "40 tons"))
    assert cut is not None
    assert "40" not in cut.passage
    assert cut.passage.startswith("Karsholm Harbour was founded")
    assert "The eastern quay opened" in cut.passage
    assert (cut.answers, cut.kind) == ((), "cut")


@pytest.mark.parametrize(
    ("about", "answer"),
    [
        ("ferry", "300 passengers"),
        ("ferry", "ferry"),
        ("mill", "mill ground rye for the town. Its"),
    ],
    ids=["too little is left", "stands elsewhere too", "over two sentences, too little is left"],
)
def test_no_cut_where_it_would_not_do(asked: Asked, about: str, answer: str) -> None:
    assert answer_cut_out(asked("What?", answer, about=about)) is None


@pytest.mark.parametrize("seed", range(20))
def test_answers_move_along_when_something_else_is_cut(asked: Asked, seed: int) -> None:
    example = asked("When did it open?", "1951", "in 1951, and closed in 1988")
    shorter = something_else_cut_out(example, random.Random(seed))
    assert shorter is not None
    assert len(shorter.passage) < len(example.passage)
    # The record checks that each stands where it says.
    assert [answer.text for answer in shorter.answers] == ["1951", "in 1951, and closed in 1988"]


def test_bm25_puts_the_rarer_words_first(passages: dict[str, str]) -> None:
    ranked = Bm25(list(passages.values())).ranked("Who sold the mill to the baker?")
    assert ranked[0] == list(passages).index("mill")
    assert Bm25(["", "a"]).ranked("Zebra?") == []


@pytest.mark.parametrize("seed", range(5))
def test_a_near_passage_lacks_the_answer(asked: Asked, passages: dict[str, str], seed: int) -> None:
    question = asked("Who built the ferry to Lund?", "Brandt & Sons", about="ferry")
    others = [asked("When?", "1872"), asked("Who?", "Henrik Moller", about="mill")]
    near = Neighbours([question, *others]).near(question, random.Random(seed), among=1)
    assert near is not None
    assert near.passage == passages["harbour"]
    assert (near.answers, near.kind) == ((), "near by words")


def test_no_near_passage_where_all_others_answer_or_lie_elsewhere(asked: Asked) -> None:
    question = asked("Where does the ferry go?", "Lund", about="ferry")
    same = asked("When was the harbour founded?", "1872")
    away = asked("Who owned the mill of the ferry?", "Henrik Moller", about="mill", source="far")
    assert Neighbours([question, same, away]).near(question, random.Random(1)) is None


@pytest.fixture
def town(asked: Asked) -> list[Example]:
    return [
        asked("When was Karsholm Harbour founded?", "1872"),
        asked("Who founded the harbour in 1872?", "Ilse Brandt"),
        asked("How much do the three cranes lift?", "40 tons"),
        asked("How many passengers does the largest ferry carry?", "300", about="ferry"),
        asked("Who owned the old mill?", "Henrik Moller", about="mill"),
        replace(asked("Who burnt the mill?", about="mill"), kind="asked"),
    ]


RATES = {"town": Rates(answerable=1.5, asked=2, swapped=1, near=1, cut=1)}


def test_a_pass_is_the_same_by_the_same_seed(town: list[Example]) -> None:
    neighbours = Neighbours(town)
    passes = [one_pass(town, neighbours, seed=seed, rates=RATES) for seed in (3, 3, 4)]
    assert passes[0] == passes[1]
    assert passes[0] != passes[2]


@pytest.mark.parametrize("seed", range(10))
def test_what_has_no_answer_does_not_hold_it(town: list[Example], seed: int) -> None:
    known = {example.id: example for example in town}
    made = one_pass(town, Neighbours(town), seed=seed, rates=RATES)
    kinds = {example.kind.split()[0] for example in made}
    assert kinds == {"answerable", "asked", "swapped", "near", "cut"}
    for example in made:
        if example.kind.startswith(("near", "cut")):
            original = known[example.id.rsplit(":", 1)[0]]
            assert not holds(example.passage, original.answers)
        if example.kind.startswith("swapped"):
            original = known[example.id.rsplit(":", 1)[0]]
            assert example.passage == original.passage
            assert example.question != original.question


def test_held_out_questions_stay_as_they_are(town: list[Example]) -> None:
    found = validation(town, Neighbours(town), seed=1)
    assert found[: len(town)] == town
    assert all(example.kind.startswith("near") for example in found[len(town) :])
