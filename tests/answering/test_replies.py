"""Replies read while they come, whatever they hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.answering.replies import ReplyReader, conflicts_of, statements_of

STATEMENTS = [
    {"text": "One } is \"a\" [2].", "sentences": [1, 1, 2], "phrase": " x "},
    {"text": "Two\u2028lines\x07", "sentences": [3], "phrase": None},
]  # fmt: skip
REPLY = json.dumps({"answerable": True, "statements": STATEMENTS, "conflicts": []})


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 10_000])
@pytest.mark.parametrize(
    "frame", ["{}", '<think>{{"statements": [1]}}</think>{}', "```json\n{}\n```"]
)
def test_statements_come_as_soon_as_they_are_whole(size: int, frame: str) -> None:
    reader = ReplyReader()
    text = frame.format(REPLY)
    found, ends = [], []
    for at in range(0, len(text), size):
        for statement in reader.feed(text[at : at + size]):
            found.append(statement)
            ends.append(at)
    found += reader.rest(json.loads(REPLY))
    assert [one.text for one in found] == ['One } is "a".', "Two lines"]
    assert [one.sentences for one in found] == [(1, 2), (3,)]
    assert [one.phrase for one in found] == ["x", None]
    if size < 5:
        assert ends[0] < text.index("Two")


def test_who_says_there_is_no_answer_states_nothing() -> None:
    reply = {"answerable": False, "statements": STATEMENTS}
    reader = ReplyReader()
    assert list(reader.feed(json.dumps(reply))) == list(reader.rest(reply)) == []


@pytest.mark.parametrize("size", [1, 9, 10_000])
@pytest.mark.parametrize("last", [{"answerable": False}, {"answerable": True}, {}])
def test_nothing_is_taken_before_the_reply_says_that_there_is_an_answer(
    size: int, last: dict[str, bool]
) -> None:
    text = json.dumps({"statements": STATEMENTS, **last})
    reader = ReplyReader()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    early = [one for piece in pieces[:-1] for one in reader.feed(piece)]
    assert not early
    late = [*reader.feed(pieces[-1]), *reader.rest(json.loads(text))]
    assert len(late) == (2 if last.get("answerable") else 0)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_whatever_is_given_is_read(value: Any) -> None:
    for data in ({"statements": value}, {"statements": [value]}, {"conflicts": value}):
        for statement in statements_of(data):
            assert statement.text == " ".join(statement.text.split())
            assert all(type(n) is int for n in statement.sentences)
        for conflict in conflicts_of(data):
            assert all(type(n) is int for side in conflict.sides for n in side)
        list(ReplyReader().feed(json.dumps(data)))
