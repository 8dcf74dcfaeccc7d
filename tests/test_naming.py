"""Which source a person means."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragkit import SourceNotFoundError
from ragkit.naming import resolve, resolve_all, source_name
from ragkit.quotes.library import Library
from ragkit.types import Document

HOME = Path("/home/ana/desk")
KNOWN = ["/srv/archive/plan.md", "minutes/2024/may.txt", "minutes/june.txt", "plan.md", "stdin"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/ana/desk/plan.md", "plan.md"),
        ("/home/ana/desk/a/../minutes/june.txt", "minutes/june.txt"),
        ("/home/ana/other.txt", "/home/ana/other.txt"),
        ("/home/ana/desktop/x.txt", "/home/ana/desktop/x.txt"),
    ],
)
def test_a_file_is_named_from_the_folder_that_holds_the_corpus(path: str, name: str) -> None:
    assert source_name(Path(path), HOME) == name


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("plan.md", "plan.md"),
        ("/home/ana/desk/plan.md", "plan.md"),
        ("archive/plan.md", "/srv/archive/plan.md"),
        ("may.txt", "minutes/2024/may.txt"),
        ("./june.txt", "minutes/june.txt"),
        ("./2024/../june.txt", "minutes/june.txt"),
        ("./plan.md", "plan.md"),
        ("stdin", "stdin"),
    ],
)
def test_a_name_a_path_or_a_unique_ending(asked: str, name: str) -> None:
    assert resolve(asked, KNOWN, HOME) == name


@pytest.mark.parametrize(
    "asked", ["", "mey.txt", "ay.txt", "plan", "\0", "minutes", "../plan.md", "/plan.md"]
)
def test_anything_else_is_an_error(asked: str) -> None:
    with pytest.raises(SourceNotFoundError, match="no source"):
        resolve(asked, KNOWN, HOME)


def test_an_ending_of_several_names_them() -> None:
    known = ["a/plan.md", "b/plan.md"]
    with pytest.raises(SourceNotFoundError, match=r"'a/plan.md' or 'b/plan.md'"):
        resolve("plan.md", known, HOME)


@pytest.mark.parametrize("asked", ["plan.md", "./plan.md", "june.txt", "archive/plan.md", "plan"])
def test_a_library_means_the_same_by_a_name(asked: str) -> None:
    documents = [Document(doc_id=k, source=k, text=k, content_hash="") for k in KNOWN]
    library = Library(documents)
    try:
        meant = resolve(asked, KNOWN, HOME)
    except SourceNotFoundError:
        with pytest.raises(SourceNotFoundError):
            library.resolve(asked)
    else:
        assert library.resolve(asked).source == meant


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (["minutes"], ["minutes/2024/may.txt", "minutes/june.txt"]),
        (["minutes/"], ["minutes/2024/may.txt", "minutes/june.txt"]),
        (["/home/ana/desk/minutes/2024"], ["minutes/2024/may.txt"]),
        (["stdin", "plan.md", "plan.md"], ["plan.md", "stdin"]),
        (["/srv"], ["/srv/archive/plan.md"]),
        ([], []),
    ],
)
def test_folders_stand_for_what_is_in_them(asked: list[str], names: list[str]) -> None:
    assert resolve_all(asked, KNOWN, HOME) == names
