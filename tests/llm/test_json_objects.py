"""The JSON object of a reply: found strictly, or refused."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit.llm import json_object_of

WORD = '{"word": "seven"}'


@pytest.mark.parametrize(
    "text",
    [
        WORD,
        f"\n  {WORD}\n",
        f"\ufeff{WORD}",
        f"Here it is: {WORD} I hope it helps.",
        f'He said "so": {WORD}',
        f"```json\n{WORD}\n```",
        f"```\n{WORD}\n```",
        f"Sure!\n\n```JSON\n{WORD}\n```\nAnything else?",
        f"<think>{{maybe}} {{so}}</think>\n{WORD}",
        f"<think>\n```json\n{{}}\n```\n</think>```json\n{WORD}\n```",
    ],
)
def test_found(text: str) -> None:
    assert json_object_of(text) == {"word": "seven"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": "} { \\" ```"}', {"a": '} { " ```'}),
        ('{"a": {"b": [{"c": null}]}}', {"a": {"b": [{"c": None}]}}),
        ("{}", {}),
        ('{"a": 1.5e3, "b": -0, "c": true}', {"a": 1500.0, "b": 0, "c": True}),
    ],
)
def test_values(text: str, value: dict[str, Any]) -> None:
    assert json_object_of(text) == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no JSON objects"),
        ("I cannot say.", "no JSON objects"),
        ("[1, 2]", "no JSON objects"),
        (f"{WORD} {WORD}", "2 JSON objects"),
        (f"Use {{braces}}: {WORD}", "2 JSON objects"),
        (f"```json\n{WORD}\n```\n```json\n{WORD}\n```", "2 JSON objects"),
        (f"{WORD}\n```json\n{WORD}\n```", "2 JSON objects"),
        (f"```json\n[{WORD}]\n```", "no JSON object"),
        ('{"word": "sev', "does not end"),
        ('{"word": "seven"', "does not end"),
        ("{'word': 'seven'}", "property name"),
        ('{"word": "seven",}', "double quotes|trailing comma"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": {"b": 1, "b": 1}}', "twice"),
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": -Infinity}', "Infinity is no number"),
        ('{"a": 1e999}', "1e999 is no number"),
        ('{"a": ' + "9" * 5000 + "}", "digits"),
        ('{"a": ' + "[" * 100 + "]" * 100 + "}", "nested deeper"),
        ('{"a":' * 100_000, "nested deeper"),
        ('{"a": "' + "x" * 1_000_000 + '"}', "longer than"),
        ('{"a": "\\ud800"}', "surrogates"),
    ],
)
def test_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        json_object_of(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(
    value=st.dictionaries(st.text(max_size=4), VALUES, max_size=4),
    around=st.tuples(*[st.text(st.characters(exclude_characters="{}`<"), max_size=12)] * 2),
    form=st.sampled_from(["{}", "```json\n{}\n```", "```\n{}\n```"]),
)
def test_any_object_in_any_words(value: dict[str, Any], around: tuple[str, str], form: str) -> None:
    written = form.replace("{}", json.dumps(value, indent=1))
    assert json_object_of(f"{around[0]}\n{written}\n{around[1]}") == value


@given(st.text(st.sampled_from('{}[]":,`\\ \nab1'), max_size=40))
def test_any_other_text_is_refused_as_one(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(json_object_of(text), dict)
