"""gitignore patterns: random trees, judged by git itself."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from ragkit.documents.discover import discover
from ragkit.documents.gitignore import parse_patterns, verdict

NAMES = ("a", "b", "docs", "build")
FILES = ("x.md", "y.txt", "keep.md", "z.log")
LINES = (
    *("*.md", "!*.md", "build/", "!build/", "docs/*", "!docs/keep.md", "/a", "a/b", "**/x.md"),
    *("a/**", "!a/**/keep.md", "*", "!*/", "!keep.md", "docs/**/b", "b/", "/docs/", "!/docs/"),
    *("x.*", "*.log", "!z.log", "# c", "", "\\#x", "!a/", "[xy].md", "[!x].*", "[^a-c]*.md"),
    *("[x-a].md", "x[.]md", "[[:alpha:]].md", "a**", "**a", "**/", "***", "\\a", "x.md ", "["),
    *("a/*/x.md", "[]x].md", "a/\\*", "doc?", "**/build", "!**/docs/"),
)


def grow(folder: Path, chance: random.Random) -> None:
    """Make a random tree with `.gitignore` files in it."""
    folders = [folder]
    for _ in range(8):
        below = chance.choice(folders) / chance.choice(NAMES)
        below.mkdir(exist_ok=True)
        folders.append(below)
    for place in dict.fromkeys(folders):
        for name in FILES:
            if chance.random() < 0.7:
                (place / name).write_text("words")
        if place == folder or chance.random() < 0.3:
            lines = chance.sample(LINES, chance.randint(1, 4))
            (place / ".gitignore").write_text("".join(f"{line}\n" for line in lines))


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the judge")
@pytest.mark.parametrize("seed", range(25))
def test_a_folder_shows_what_git_shows(tmp_path: Path, seed: int) -> None:
    grow(tmp_path, random.Random(seed))
    own = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "init", "-q", tmp_path], check=True, env=own)
    listed = subprocess.run(
        ["git", "-C", tmp_path, "ls-files", "--others", "--exclude-standard", "-z"],
        check=True,
        env=own,
        capture_output=True,
        text=True,
    ).stdout
    shown = {name for name in listed.split("\0") if name and Path(name).name != ".gitignore"}
    found = {path.relative_to(tmp_path).as_posix() for path in discover([tmp_path]).files}
    assert found == shown


@pytest.mark.parametrize(
    ("lines", "path", "ignored"),
    [
        ("*.md\n!keep.md", "keep.md", False),
        ("*.md", "a.txt", None),
        ("a.md\r\n", "a.md", True),
        ("a.md  ", "a.md", True),
        ("a\\ ", "a ", True),
        ("\\!a", "!a", True),
        ("[[:digit:]]*.md", "1a.md", True),
        ("[a-", "a", None),
        ("a[/]b", "a/b", None),
        ("a\u2028b", "a\u2028b", True),
    ],
)
def test_verdict(lines: str, path: str, ignored: bool | None) -> None:
    assert verdict(parse_patterns(lines), path, is_folder=False) is ignored
