"""Which files train, which are held out, and which only test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools.reader.sets import (
    read_clapnq,
    read_held_out,
    read_tatqa,
    read_tests,
    read_training,
    training_files,
)

if TYPE_CHECKING:
    from pathlib import Path

TOWNS = [f"Town{n}" for n in range(16)]


def article(title: str) -> dict[str, Any]:
    passages = [f"{title} has {n + 20} mills and {n + 3} quays." for n in range(4)]
    return {
        "title": title,
        "paragraphs": [
            {
                "context": passage,
                "qas": [
                    {
                        "id": f"{title}:{n}",
                        "question": f"How many mills has {title}?",
                        "answers": [
                            {"text": f"{n + 20} mills", "answer_start": passage.index(f"{n + 20}")}
                        ],
                    }
                ],
            }
            for n, passage in enumerate(passages)
        ],
    }


TATQA = [
    {
        "paragraphs": [
            {"order": 2, "text": "Sales rose to 1,496.5 million."},
            {"order": 1, "text": "By and large, sales are of cranes."},
        ],
        "questions": [
            {"uid": "a", "question": "What are sales of?", "answer": ["Cranes"]}
            | {"answer_type": "span", "answer_from": "text"},
            {"uid": "b", "question": "What is the sum?", "answer": 3}
            | {"answer_type": "arithmetic", "answer_from": "text"},
            {"uid": "c", "question": "What are sales?", "answer": ["1,496.5"]}
            | {"answer_type": "span", "answer_from": "table"},
        ],
    }
]


def asked(number: int, *sentences: str) -> str:
    passages = [{"title": "Cranes", "text": "Cranes lift . They wade ."}]
    output = [{"answer": "", "selected_sentences": list(sentences)}]
    row = {"id": str(number), "input": "what do cranes do", "passages": passages, "output": output}
    return json.dumps(row) + "\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder that is laid out like that of the public sets."""
    for name, titles in {
        "reader/new_wiki.json": ["Lund", "Aarhus", "Odense"],
        "reader/amazon_reviews.json": ["Mills", "Quays"],
        "squad2_dev_half/dev-v2.0.json": TOWNS,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps({"data": [article(title) for title in titles]}))
    (tmp_path / "tatqa_dev").mkdir()
    (tmp_path / "tatqa_dev" / "tatqa_dataset_dev.json").write_text(json.dumps(TATQA))
    (tmp_path / "clapnq_dev").mkdir()
    answerable = asked(1, "Cranes lift .", "They wade .") + asked(2, "It's not there .")
    (tmp_path / "clapnq_dev" / "clapnq_dev_answerable.jsonl").write_text(answerable)
    (tmp_path / "clapnq_dev" / "clapnq_dev_unanswerable.jsonl").write_text(asked(3))
    return tmp_path


def test_no_test_article_is_trained_on_or_held_out(data: Path) -> None:
    train, held = read_training(data)
    seen = {example.document for example in (*train, *held) if example.source == "dev-v2.0"}
    assert seen == set(TOWNS[:8])
    assert {e.document for e in read_tests(data)["squad2, last eight articles"]} == set(TOWNS[8:])
    assert {example.source for example in held} == {"new_wiki", "amazon_reviews", "dev-v2.0"}


def test_what_is_held_out_is_made_of_held_out_documents_alone(data: Path) -> None:
    train, held = read_training(data)
    made = read_held_out(data)
    assert made[: len(held)] == held
    assert not {example.passage for example in made} & {example.passage for example in train}
    assert made == read_held_out(data)


def test_files_whose_hashes_the_card_tells(data: Path) -> None:
    names = [path.name for path in training_files(data)]
    assert names == ["amazon_reviews.json", "new_wiki.json", "dev-v2.0.json"]


def test_tatqa_gives_spans_of_the_text_over_the_paragraphs_in_order(data: Path) -> None:
    (example,) = read_tatqa(data / "tatqa_dev" / "tatqa_dataset_dev.json")
    assert example.passage.startswith("By and large, sales are of cranes.\nSales rose")
    assert [answer.text for answer in example.answers] == ["cranes"]


def test_tatqa_with_an_answer_that_is_nowhere_stops_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "tatqa.json"
    path.write_text(json.dumps(TATQA).replace("Cranes", "Ferries"))
    with pytest.raises(ValueError, match="not in its paragraphs"):
        read_tatqa(path)


def test_clapnq_gives_sentences_or_the_passage(data: Path) -> None:
    one, other = read_clapnq(data / "clapnq_dev" / "clapnq_dev_answerable.jsonl")
    assert [answer.text for answer in one.answers] == ["Cranes lift .", "They wade ."]
    assert [answer.text for answer in other.answers] == ["Cranes lift . They wade ."]
    (none,) = read_clapnq(data / "clapnq_dev" / "clapnq_dev_unanswerable.jsonl")
    assert (none.answers, none.kind) == ((), "asked")
