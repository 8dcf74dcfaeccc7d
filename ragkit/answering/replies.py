"""What a model replied, read as it comes: statements as soon as each is whole.

A reply says first whether there is an answer. Nothing is taken from one that has not said so,
so that what it comes to does not depend on how the stream is cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "GivenConflict",
    "GivenStatement",
    "ReplyReader",
    "checked_shape",
    "conflicts_of",
    "numbers_of",
    "statements_of",
]

_MOST = 30  # statements or conflicts of a reply that are looked at
_LONGEST = 200  # characters of what a conflict is about
_LARGEST = 200_000  # characters of a reply that is read while it comes; the rest waits for its end
# A model that was told not to may still put marks of citation into its words.
_BRACKETS = re.compile(r"\s*[\[【{]\d+(?:\s*[,;–-]\s*\d+)*[\]】}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenStatement:
    """A statement as a model gave it, of the right shape and otherwise unchecked.

    Attributes:
        text: on one line, without marks of citation; may be empty.
        sentences: numbers, each once, in the order given.
        phrase: words to highlight; None if none were given.
    """

    text: str
    sentences: tuple[int, ...]
    phrase: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenConflict:
    """A conflict as a model gave it; each side is a tuple of sentence numbers."""

    about: str
    sides: tuple[tuple[int, ...], ...]


class ReplyReader:
    """Reads a reply piece by piece."""

    def __init__(self) -> None:
        self._buffer = ""
        #: Statements that were handed on.
        self.given = 0

    def feed(self, piece: str) -> Iterator[GivenStatement]:
        """Take in a piece; the statements that are whole because of it."""
        self._buffer += piece
        # A statement ends with a brace: nothing is whole before the next one.
        if "}" not in piece or len(self._buffer) > _LARGEST:
            return
        data, whole = _so_far(self._buffer)
        items = data.get("statements")
        if not isinstance(items, list) or not _says_that_there_is_one(data):
            return
        # The last may still grow, unless its brace has closed it or something follows the list.
        last = len(items) if whole or list(data)[-1] != "statements" else len(items) - 1
        for item in items[self.given : min(last, _MOST)]:
            self.given += 1
            yield _statement(item)

    def rest(self, data: Mapping[str, Any]) -> Iterator[GivenStatement]:
        """The statements of the whole reply that `feed` has not given."""
        yield from list(statements_of(data))[self.given :]


def _so_far(text: str) -> tuple[dict[str, Any], bool]:
    """The object that has begun, as far as it goes, and whether its last statement is whole."""
    # Models that reason in the open may try out an answer there.
    if text.lstrip().startswith("<think>"):
        text = text.partition("</think>")[2]
    begun = text[max(0, text.find("{")) : text.rfind("}") + 1]
    # Where the last brace closes a statement, the list and the object may be closed behind it.
    data = _object(begun + "]}", partial=False)
    if data is not None:
        return data, True
    return _object(text[max(0, text.find("{")) :], partial=True) or {}, False


def _object(text: str, *, partial: bool) -> dict[str, Any] | None:
    try:
        data = from_json(text, allow_partial=partial)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def checked_shape(data: Mapping[str, Any], *, may_be_empty: bool) -> Mapping[str, Any]:
    """A reply, if it says whether there is an answer and has a list of statements.

    Args:
        data: the object of the reply.
        may_be_empty: whether it may say that there is an answer and give none.

    Raises:
        ValueError: if it does not.
    """
    if not isinstance(data.get("answerable"), bool):
        raise ValueError("'answerable' has to be true or false")
    if not isinstance(data.get("statements"), list):
        raise ValueError("'statements' has to be a list")
    if data["answerable"] and not data["statements"] and not may_be_empty:
        raise ValueError("'answerable' is true and there are no statements")
    return data


def statements_of(data: Mapping[str, Any]) -> Iterator[GivenStatement]:
    """The statements of a reply; none where it says that there is no answer."""
    items = data.get("statements")
    if isinstance(items, list) and _says_that_there_is_one(data):
        yield from map(_statement, items[:_MOST])


def _says_that_there_is_one(data: Mapping[str, Any]) -> bool:
    return data.get("answerable") is True


def _statement(item: object) -> GivenStatement:
    """A statement of whatever was given: what has another shape is empty and will be refused."""
    if not isinstance(item, dict):
        return GivenStatement(text="", sentences=())
    text, phrase = item.get("text"), item.get("phrase")
    return GivenStatement(
        text=_cleaned(text) if isinstance(text, str) else "",
        sentences=numbers_of(item.get("sentences")),
        phrase=phrase.strip() or None if isinstance(phrase, str) else None,
    )


def conflicts_of(data: Mapping[str, Any]) -> Iterator[GivenConflict]:
    """The conflicts of a reply, those of another shape left out."""
    items = data.get("conflicts")
    for item in items[:_MOST] if isinstance(items, list) else ():
        if isinstance(item, dict) and isinstance(item.get("sides"), list):
            about = item.get("about")
            yield GivenConflict(
                about=_cleaned(about)[:_LONGEST] if isinstance(about, str) else "",
                sides=tuple(filter(None, map(numbers_of, item["sides"]))),
            )


def numbers_of(given: object) -> tuple[int, ...]:
    """The whole numbers of a list that a model gave, each once; none where it is no list."""
    if not isinstance(given, list):
        return ()
    # True is an int to Python, and no sentence.
    found = (n for n in given if isinstance(n, int) and not isinstance(n, bool))
    return tuple(dict.fromkeys(found))


def _cleaned(text: str) -> str:
    """One line without controls and marks of citation; lone surrogates are no characters."""
    plain = text.encode("utf-8", "replace").decode()
    visible = "".join(char if char.isprintable() else " " for char in plain)
    return " ".join(_BRACKETS.sub("", visible).split())
