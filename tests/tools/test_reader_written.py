"""The passages and questions that were written for the reader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools.reader.written import SOURCE, read_written, written_examples

if TYPE_CHECKING:
    from pathlib import Path

PASSAGE = "The mill runs at 40 percent of capacity. The other runs at 40 percent more."


def file_of(folder: Path, **changes: Any) -> Path:
    row = {"title": "Mills", "date": "3 May 2019", "passage": PASSAGE, "questions": []} | changes
    path = folder / "some.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_all_files_read_and_both_kinds_are_many() -> None:
    train, held = (written_examples(held_out=held_out) for held_out in (False, True))
    assert {example.source for example in train + held} == {SOURCE}
    assert not {example.document for example in train} & {example.document for example in held}
    assert len(held) / len(train) == pytest.approx(1 / 19, rel=0.5)
    assert len({example.id for example in train + held}) == len(train) + len(held)
    unanswerable = sum(not example.answers for example in train) / len(train)
    assert 0.4 < unanswerable < 0.6


def test_an_answer_that_stands_twice_is_told_by_what_is_near(tmp_path: Path) -> None:
    asked = [
        {"q": "How much more?", "a": "40 percent", "near": "40 percent more"},
        {"q": "Who owns it?", "a": None},
    ]
    first, second = read_written(file_of(tmp_path, questions=asked))
    assert first.answers[0].start == PASSAGE.rindex("40 percent")
    assert second.answers == ()
    assert first.context == second.context == "Mills · 3 May 2019"
    (untold, *_) = read_written(file_of(tmp_path, title=None, date=None, questions=asked))
    assert untold.context == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"questions": [{"q": "How much?", "a": "40 percent"}]},
        {"questions": [{"q": "How much?", "a": "41 percent"}]},
        {"questions": [{"q": "How much?", "a": ""}]},
        {"questions": [{"q": "How much?", "a": "40 percent", "near": "40 percent"}]},
        {"questions": [{"q": "How much?", "a": "41", "near": "capacity"}]},
        {"questions": [{"a": "mill"}]},
        {"questions": None},
        {"passage": None, "questions": [{"q": "Who?", "a": "mill"}]},
        {"tags": []},
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"some\.jsonl:1: "):
        list(read_written(file_of(tmp_path, **changes)))
