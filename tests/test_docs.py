"""The documentation: its reference is fresh, its links lead somewhere, its commands exist."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

import ragkit
from ragkit import Settings
from tests.conftest import ROOT
from tools.make_reference import pages
from tools.reference_of_commands import Command, commands

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = ROOT / "docs"
PAGES = [
    *(ROOT / "README.md", ROOT / "evals" / "README.md", ROOT / "prompts" / "README.md"),
    *sorted(DOCS.rglob("*.md")),
]
# Decisions are of their day: a command in them may be gone by now.
CURRENT = [page for page in PAGES if page.parent.name != "decisions"]
COMMANDS = commands()
ANYWHERE = {"--help", "-h", "--verbose", "--timings", "--debug"}
PROGRAM = {"--install-completion", "--show-completion"}
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(ragkit\s[^`]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(page: Path, language: str) -> Iterator[str]:
    for block in _FENCED.finditer(page.read_text(encoding="utf-8")):
        if block[1] == language:
            yield block[2]


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_the_reference_says_what_the_program_says(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "it is stale: run `make docs`"


def test_every_public_name_is_in_the_reference_of_the_library() -> None:
    told = (DOCS / "reference" / "library.md").read_text(encoding="utf-8")
    for name in ragkit.__all__:
        said = rf"^(### {name}$|\*\*`{name}`\*\*: |.*`ragkit\.{name}`)"
        assert re.search(said, told, re.MULTILINE), name


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    for link in _LINK.findall(text):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in DOCS.rglob("*.md"):
        assert page.name == "README.md" or f"({page.relative_to(DOCS).as_posix()})" in index, page


def command_lines(page: Path) -> Iterator[tuple[str, list[str]]]:
    """What a page has a reader type, each line with the words of each `ragkit` in it."""
    for block in blocks(page, "console"):
        for line in block.splitlines():
            if not line.startswith("$ "):
                continue
            lexer = shlex.shlex(line[2:], posix=True, punctuation_chars=True)
            lexer.whitespace_split = True
            words: list[str] = []
            for word in [*lexer, ";"]:
                if set(word) <= set("|;&<>"):
                    if words[:1] == ["ragkit"]:
                        yield line, words[1:]
                    words = ["to a file"] if set(word) <= set("<>") else []
                else:
                    words.append(word)


def named(words: list[str]) -> tuple[Command, list[str]]:
    """The command that words name, and the rest of them."""
    command, rest = COMMANDS["ragkit"], list(words)
    while rest and (inner := COMMANDS.get(f"{command.name} {rest[0]}")):
        command, rest = inner, rest[1:]
    return command, rest


def values_of(command: Command, rest: list[str]) -> list[str]:
    """The arguments among the words behind a command; options have to be its own."""
    takes = {name: bool(one.value) for one in command.options for name in one.names}
    takes |= dict.fromkeys(ANYWHERE | (PROGRAM if command.name == "ragkit" else set()), False)
    values: list[str] = []
    words = iter(rest)
    for word in words:
        if not word.startswith("-") or word == "-":
            values.append(word)
            continue
        name, equals, _ = word.partition("=")
        assert name in takes, f"`{command.name}` has no option {name}"
        if takes[name] and not equals:
            assert next(words, None) is not None, f"{name} needs a value"
    return values


@pytest.mark.parametrize("page", CURRENT, ids=name_of)
def test_commands_have_these_options(page: Path) -> None:
    for line, words in command_lines(page):
        command, rest = named(words)
        values = values_of(command, rest)
        if ANYWHERE & set(rest):
            continue
        arguments = [one for one in command.options if not one.names]
        least = sum(one.required for one in arguments)
        most = 99 if any(one.value.endswith("…") for one in arguments) else len(arguments)
        assert least <= len(values) <= most, line


@pytest.mark.parametrize("page", CURRENT, ids=name_of)
def test_commands_in_the_text_have_these_options(page: Path) -> None:
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    for words in map(str.split, _INLINE.findall(text)):
        command, rest = named(words[1:])
        assert command.name != "ragkit" or not rest or rest[0].startswith(("-", "[")), words
        values_of(command, [word for word in rest if word not in {"[OPTIONS]", "…"}])


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_python_compiles(page: Path) -> None:
    for code in blocks(page, "python"):
        # A signature of the reference is no statement.
        if page.name != "library.md":
            compile(code, name_of(page), "exec")


def test_every_setting_is_described() -> None:
    told = (DOCS / "how-to" / "set-up.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| `(RAGKIT_\w+)` \|", told, re.MULTILINE))
    assert rows == {name: f"RAGKIT_{name.upper()}" for name in Settings.model_fields}


def test_the_test_command_is_in_the_readme() -> None:
    assert "$ make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
