"""Files of others, read into models; what is malformed is a `SuiteError` with its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ragkit.evals.written import read_text, refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic_core import ErrorDetails

__all__ = ["Foreign", "read_json", "read_json_lines", "read_value"]

T = TypeVar("T")

_LINE = re.compile(r"at line (\d+) column \d+")


class Foreign(BaseModel):
    """A record of a public set: keys that are not asked for are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


def read_json(path: Path, shape: TypeAdapter[T]) -> T:
    """Read a file that is one JSON value.

    Raises:
        SuiteError: no such file, no JSON, or another shape.
    """
    return read_value(path, 1, read_text(path), shape)


def read_json_lines(path: Path, shape: TypeAdapter[T]) -> Iterator[tuple[int, T]]:
    """Read a file with a JSON value a line, each with the number of its line.

    Raises:
        SuiteError: as `read_json`.
    """
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            yield number, read_value(path, number, line, shape)


def read_value(path: Path, line: int, text: str, shape: TypeAdapter[T]) -> T:
    """Read JSON that starts on a line of a file.

    Raises:
        SuiteError: no JSON, or another shape.
    """
    try:
        return shape.validate_json(text)
    except ValidationError as error:
        raise _refused(path, line, error.errors(include_url=False)[0]) from error


def _refused(path: Path, line: int, error: ErrorDetails) -> Exception:
    if error["type"] == "json_invalid":
        reason = str(error["ctx"]["error"])
        within = _LINE.search(reason)
        line += int(within[1]) - 1 if within else 0
        return refused(path, line, f"is no JSON: {_LINE.sub('', reason).strip()}")
    where = ".".join(map(str, error["loc"])) or "it"
    message = error["msg"][:1].lower() + error["msg"][1:]
    return refused(path, line, f"does not have the shape of the set: {where}: {message}")
