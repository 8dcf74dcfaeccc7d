"""Paths, folders and patterns to files, on real folders."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ragkit.documents.discover import discover
from ragkit.errors import SourceNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty working folder."""
    with contextlib.chdir(tmp_path):
        yield tmp_path


def lay(*names: str) -> None:
    """Make files by path, folders on the way included."""
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("words\n")


def ignore(where: str, *lines: str) -> None:
    path = Path(where) / ".gitignore"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines))


def found(paths: Iterable[str | Path]) -> list[str]:
    return [path.as_posix() for path in discover(paths).files]


def test_a_folder_gives_what_ragkit_reads_sorted_by_name() -> None:
    lay("docs/b.txt", "docs/a/z.MD", "docs/a/page.html", "docs/c.rst", "docs/logo.png", "docs/d.py")
    assert found(["docs"]) == ["docs/a/page.html", "docs/a/z.MD", "docs/b.txt", "docs/c.rst"]


def test_what_office_keeps_beside_an_open_file_is_left_out() -> None:
    lay("docs/minutes.docx", "docs/~$minutes.docx", "docs/a.pdf", "docs/b.eml", "docs/c.epub")
    assert found(["docs"]) == ["docs/a.pdf", "docs/b.eml", "docs/c.epub", "docs/minutes.docx"]


def test_hidden_files_and_corpora_are_left_out() -> None:
    lay("docs/.draft.md", "docs/.git/x.txt", "docs/.notes/x.md", "docs/.ragkit/x.txt", "docs/a.md")
    assert found(["docs"]) == ["docs/a.md"]


def test_what_is_named_is_taken_hidden_or_not() -> None:
    lay(".notes/x.md", "docs/.draft.md", "docs/data.csv", "Makefile")
    names = [".notes", "docs/.draft.md", "docs/data.csv", "Makefile"]
    assert found(names) == [".notes/x.md", "docs/.draft.md", "docs/data.csv", "Makefile"]


def test_a_corpus_folder_is_never_entered() -> None:
    lay(".ragkit/x.txt")
    result = discover([".ragkit"])
    assert result.files == ()
    assert [failure.path for failure in result.failed] == [".ragkit"]


def test_the_order_of_the_arguments_is_kept_and_each_file_comes_once() -> None:
    lay("b.md", "docs/a.md", "docs/c.md")
    absolute = str(Path("docs/c.md").absolute())
    names = ["docs/c.md", "b.md", "docs", "./b.md", absolute, "docs/../b.md"]
    assert found(names) == ["docs/c.md", "b.md", "docs/a.md"]


def test_paths_start_as_the_argument_does(folder: Path) -> None:
    lay("docs/a.md")
    assert found([folder / "docs"]) == [(folder / "docs/a.md").as_posix()]
    assert found(["."]) == ["docs/a.md"]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["build/"], ["a.md", "docs/a.md", "docs/keep.md"]),
        (["*.md"], []),
        (["*.md", "!keep.md"], ["build/keep.md", "docs/keep.md"]),
        (["/a.md"], ["build/keep.md", "docs/a.md", "docs/keep.md"]),
        (["docs/*", "!docs/keep.md"], ["a.md", "build/keep.md", "docs/keep.md"]),
        (["docs/", "!docs/keep.md"], ["a.md", "build/keep.md"]),
        (["build/", "/*", "!/docs/"], ["docs/a.md", "docs/keep.md"]),
        (["**/keep.md"], ["a.md", "docs/a.md"]),
        (["docs/**"], ["a.md", "build/keep.md"]),
        (["# docs", "", "!", "/"], ["a.md", "build/keep.md", "docs/a.md", "docs/keep.md"]),
        (["[!a].md", "kee?.md"], ["a.md", "docs/a.md"]),
        (["\\a.md", "keep.md   "], []),
        (["[", "a\\", "[z-b].md"], ["a.md", "build/keep.md", "docs/a.md", "docs/keep.md"]),
    ],
)
def test_gitignore(lines: list[str], kept: list[str]) -> None:
    lay("a.md", "build/keep.md", "docs/a.md", "docs/keep.md")
    ignore(".", *lines)
    assert found(["."]) == kept


def test_nested_gitignore_holds_below_its_folder_and_the_nearest_decides() -> None:
    lay("a.md", "x.log", "docs/a.md", "docs/x.log", "docs/deep/a.md", "docs/deep/x.log")
    ignore(".", "*.log")
    ignore("docs", "a.md")
    ignore("docs/deep", "!*.log", "!a.md")
    assert found(["."]) == ["a.md", "docs/deep/a.md", "docs/deep/x.log"]


def test_gitignore_of_parents_holds_up_to_the_repository() -> None:
    lay("a.md", "repo/.git/HEAD", "repo/docs/a.md", "repo/docs/b.md", "repo/docs/sub/b.md")
    ignore(".", "*.md")
    ignore("repo", "a.md", "/docs/sub/")
    assert found(["repo/docs"]) == ["repo/docs/b.md"]
    assert found(["repo/docs/sub"]) == ["repo/docs/sub/b.md"]  # named, so its parents' rules lapse


def test_an_ignored_file_is_taken_where_it_is_named() -> None:
    lay("a.md", "build/b.md")
    ignore(".", "*.md", "build/")
    assert found(["a.md", "build/b.md"]) == ["a.md", "build/b.md"]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.md", ["a.md", "c[1].md"]),
        ("**/*.md", ["a.md", "c[1].md", "docs/a.md", "docs/deep/b.md"]),
        ("docs/**/*.md", ["docs/a.md", "docs/deep/b.md"]),
        ("docs/**", ["docs/a.md", "docs/data.csv", "docs/deep/b.md", "docs/n.txt"]),
        ("docs/*", ["docs/a.md", "docs/data.csv", "docs/deep/b.md", "docs/n.txt"]),
        ("d*/?.txt", ["docs/n.txt"]),
        ("*/*/[a-c].md", ["docs/deep/b.md"]),
        ("docs/*.csv", ["docs/data.csv"]),
        ("*/.hidden.md", ["docs/.hidden.md"]),
        ("docs/.*.md", ["docs/.hidden.md"]),
        ("c[1].md", ["c[1].md"]),
        ("c[[]1].md", ["c[1].md"]),
    ],
)
def test_patterns(pattern: str, names: list[str]) -> None:
    lay("a.md", "c[1].md", "docs/a.md", "docs/n.txt", "docs/data.csv", "docs/logo.png")
    lay("docs/deep/b.md", "docs/.hidden.md", ".ragkit/x.md", "build/out/c.md")
    ignore(".", "build/")
    assert found([pattern]) == names


def test_a_file_of_that_very_name_wins_over_the_pattern() -> None:
    lay("note[1].md", "note1.md")
    assert found(["note[1].md"]) == ["note[1].md"]


def test_links_in_a_circle_end_and_each_real_folder_comes_once() -> None:
    lay("docs/a.md", "docs/sub/b.md", "other/c.md")
    Path("docs/sub/up").symlink_to("..", target_is_directory=True)
    Path("docs/again").symlink_to("sub", target_is_directory=True)
    Path("docs/elsewhere").symlink_to("../other", target_is_directory=True)
    expected = ["docs/a.md", "docs/elsewhere/c.md", "docs/sub/b.md"]
    assert found(["docs"]) == expected
    assert sorted(found(["docs/**/*.md"])) == expected


def test_a_link_to_a_file_yields_to_the_file() -> None:
    lay("docs/real.md")
    Path("docs/a-link.md").symlink_to("real.md")
    assert found(["docs"]) == ["docs/real.md"]
    assert found(["docs/a-link.md"]) == ["docs/a-link.md"]


def test_a_broken_link_is_a_failure() -> None:
    lay("docs/a.md")
    Path("docs/gone.md").symlink_to("nowhere.md")
    result = discover(["docs"])
    assert [failure.path for failure in result.failed] == ["docs/gone.md"]
    assert "symbolic link" in result.failed[0].reason


@pytest.mark.parametrize(
    ("paths", "named"),
    [
        (["gone.md"], ["'gone.md'"]),
        (["a.md", "gone.md", "no/folder/"], ["'gone.md'", "'no/folder/'"]),
        (["*.docx"], ["'*.docx'"]),
        (["gone", "**/*.docx"], ["'gone'", "'**/*.docx'"]),
        ([""], ["''"]),
        (["nul\x00byte"], ["'nul\\x00byte'"]),
        (["x" * 5000], ["x"]),
        (["loop"], ["'loop'"]),
    ],
)
def test_all_that_is_missing_is_named_in_one_line(paths: list[str], named: list[str]) -> None:
    lay("a.md")
    Path("loop").symlink_to("loop")
    with pytest.raises(SourceNotFoundError) as caught:
        discover(paths)
    message = str(caught.value)
    assert all(name in message for name in named)
    assert "a.md" not in message
    assert "\n" not in message


def test_pipes_and_sockets_are_refused_by_name_and_skipped_in_folders(folder: Path) -> None:
    lay("docs/a.md")
    os.mkfifo("docs/pipe.md")
    os.mkfifo("docs/.gitignore")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("docs/s.md")
    assert found(["docs"]) == ["docs/a.md"]
    result = discover(["docs/pipe.md", "docs/s.md", "/dev/null"])
    assert result.files == ()
    assert {failure.reason for failure in result.failed} == {"is not a regular file"}


@pytest.mark.skipif(AS_ROOT, reason="root may read everything")
def test_an_unreadable_folder_is_a_failure() -> None:
    lay("docs/a.md", "docs/locked/b.md")
    Path("docs/locked").chmod(0)
    try:
        result = discover(["docs", "docs/locked/b.md"])
    finally:
        Path("docs/locked").chmod(0o700)
    assert [path.as_posix() for path in result.files] == ["docs/a.md"]
    assert {failure.reason for failure in result.failed} == {"no permission to read it"}


def test_nothing_named_is_nothing_found() -> None:
    assert discover([]).files == ()
