"""YAML front matter, and what of it becomes metadata."""

from __future__ import annotations

import pytest

from ragkit.documents.front_matter import as_metadata, front_matter_end, read_front_matter

BOMB = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: Bridges\n---\n# Heading\n", {"title": "Bridges"}),
        ("---  \ntitle: Bridges\n...\n", {"title": "Bridges"}),
        (
            "---\nversion: 1.10\nid: 007\nat: 12:30\n---\n",
            {"version": "1.10", "id": "007", "at": "12:30"},
        ),
        ("---\ncountry: NO\ndraft: true\n---\n", {"country": "NO", "draft": True}),
        ("---\ndate: 2024-04-16\n---\n", {"date": "2024-04-16"}),
        (
            "---\ntags: [a, b]\nauthor:\n  name: Lee\n---\n",
            {"tags": ["a", "b"], "author": {"name": "Lee"}},
        ),
        ("---\nempty:\nnone: ~\n---\n", {"empty": None, "none": None}),
        ("---\n---\ntext", {}),
        ("---\njust words\n---\n", {}),
        ("---\n- a\n- list\n---\n", {}),
        ("---\ntitle: [unclosed\n---\n", {}),
        ("---\ntitle: never closed\n", {}),
        ("\n---\ntitle: not at the start\n---\n", {}),
        ("----\ntitle: a rule\n----\n", {}),
        (f"---\n{BOMB}---\n", {}),
        ("---\na: &x 1\n---\n", {}),
        ("---\na: !!python/object:os.system {}\n---\n", {}),
        ("---\na: !!timestamp soon\n---\n", {}),
        ("---\na: " + "[" * 500 + "]" * 500 + "\n---\n", {}),
        ("---\na: " + "[" * 20000 + "\n---\n", {}),
        ("---\na: b\n" + "# long\n" * 20000 + "---\n", {}),
        ("---\n? [a, b]\n: c\n---\n", {}),
        ("No front matter.\n", {}),
        ("", {}),
    ],
)
def test_read_front_matter(text: str, found: dict[str, object]) -> None:
    assert read_front_matter(text) == found


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("---\na: b\n---\nbody", "body"),
        ("---\na: b\n---", ""),
        ("---\na: '---x'\n---\nbody", "body"),
        ("body\n---\n", "body\n---\n"),
    ],
)
def test_front_matter_end(text: str, rest: str) -> None:
    assert text[front_matter_end(text) :] == rest


def test_metadata_is_strings() -> None:
    found = as_metadata(
        {
            "author": "Ann Lee",
            "draft": False,
            "tags": ["port", True, None],
            "empty": None,
            "nothing": [],
            "nested": {"a": "b"},
            "mixed": ["a", ["b"]],
        }
    )
    assert found == {"author": "Ann Lee", "draft": "false", "tags": "port, true"}
