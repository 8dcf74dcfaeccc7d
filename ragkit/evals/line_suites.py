"""Suites with a case a line: JSON lines, and CSV with a fact a row."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from ragkit.evals.schema import CaseInput
from ragkit.evals.written import Written, did_you_mean, refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ragkit.evals.written import Loc

__all__ = ["read_csv", "read_jsonl"]

# Columns of a fact, and the keys that they fill.
_FACT_KEYS = {
    "fact": "text",
    "quantity": "quantity",
    "source": "source",
    "quote": "quote",
    "line": "line",
}
_COLUMNS = ("id", "question", *_FACT_KEYS, "forbid", "answerable", "tags")
_BETWEEN_TAGS = re.compile(r"[;|]")


class _NoValueError(ValueError):
    """Something that Python's JSON takes and a suite does not."""


def read_jsonl(path: Path, text: str) -> Written:
    """Read JSON lines: a case a line, below an optional line with the keys of the suite.

    A first line is the suite's if it has no key of a case.

    Args:
        path: where they come from, for messages.
        text: as `written.read_text` gives it.

    Raises:
        SuiteError: a line is no JSON object, or has a key twice.
    """
    head: dict[str, Any] = {}
    cases: list[object] = []
    lines: dict[Loc, int] = {}
    for number, record in _records(path, text):
        first = not cases and not head
        if first and not CaseInput.model_fields.keys() & record.keys():
            head = record
            lines |= {(key,): number for key in record}
            if "cases" in record:
                raise refused(path, number, "'cases' has no place here: each case has its own line")
            continue
        lines[("cases", len(cases))] = number
        cases.append(record)
    return Written(path=path, value={**head, "cases": cases}, lines=lines)


def _records(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            # Numbers as they are written: 30 is a text in one place and a line in another.
            record = json.loads(
                line,
                parse_int=str,
                parse_float=str,
                parse_constant=_no_constant,
                object_pairs_hook=_without_twins,
            )
        except json.JSONDecodeError as error:
            reason = f"is no JSON: {error.msg} at column {error.colno}"
            raise refused(path, number, reason) from error
        except _NoValueError as error:
            raise refused(path, number, str(error)) from error
        except RecursionError as error:
            raise refused(path, number, "is nested too deep") from error
        if not isinstance(record, dict):
            raise refused(path, number, "is no JSON object")
        yield number, record


def _no_constant(name: str) -> object:
    raise _NoValueError(f"is no JSON: {name} is no number")


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record: dict[str, object] = {}
    for key, value in pairs:
        if key in record:
            raise _NoValueError(f"the key {shown(key)} is given twice")
        record[key] = value
    return record


def read_csv(path: Path, text: str) -> Written:
    """Read CSV: a row is a case, or one more fact of the case with the same id and question.

    Args:
        path: where it comes from, for messages.
        text: as `written.read_text` gives it.

    Raises:
        SuiteError: no header, an unknown column, a row that is longer than the header,
            quotation marks that do not close, rows of a case that contradict each other.
    """
    cases: list[dict[str, Any]] = []
    lines: dict[Loc, int] = {}
    by_key: dict[tuple[str, str], int] = {}
    for number, row in _rows(path, text):
        key = (row.get("id", ""), row.get("question", ""))
        at = by_key.setdefault(key, len(cases)) if all(key) else len(cases)
        if at == len(cases):
            cases.append({name: row[name] for name in ("id", "question") if name in row})
            lines[("cases", at)] = number
        _add_row(cases[at], row, path, number)
        for name in ("facts", "forbid"):
            for item in range(len(cases[at].get(name, ()))):
                lines.setdefault(("cases", at, name, item), number)
    return Written(path=path, value={"cases": cases}, lines=lines)


def _add_row(case: dict[str, Any], row: dict[str, str], path: Path, number: int) -> None:
    fact = {key: row[column] for column, key in _FACT_KEYS.items() if column in row}
    if fact:
        case.setdefault("facts", []).append(fact)
    if "forbid" in row:
        case.setdefault("forbid", []).append({"text": row["forbid"]})
    if (
        "answerable" in row
        and case.setdefault("answerable", row["answerable"]) != row["answerable"]
    ):
        message = f"'answerable' is {shown(row['answerable'])} here and was"
        raise refused(path, number, f"{message} {shown(case['answerable'])} in a row before")
    tags = [tag.strip() for tag in _BETWEEN_TAGS.split(row.get("tags", "")) if tag.strip()]
    case["tags"] = list(dict.fromkeys([*case.get("tags", []), *tags]))


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line that each starts on; cells without white space, those left empty out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    before = 0
    try:
        for row in reader:
            number, before = before + 1, reader.line_num
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if not header:
                header = _header(path, number, cells)
                continue
            if len(cells) > len(header):
                message = f"the row has {len(cells)} cells and the header {len(header)}"
                raise refused(path, number, f"{message}; put quotes around a text with commas")
            yield number, {name: cell for name, cell in zip(header, cells, strict=False) if cell}
    except csv.Error as error:
        raise refused(path, before + 1, f"is no CSV: {error}") from error


def _header(path: Path, number: int, cells: list[str]) -> list[str]:
    for at, name in enumerate(cells):
        if name not in _COLUMNS:
            known = f"a suite has {', '.join(_COLUMNS)}, parted by commas"
            hint = did_you_mean(name, _COLUMNS, otherwise=known)
            raise refused(path, number, f"unknown column {shown(name)}{hint}")
        if name in cells[:at]:
            raise refused(path, number, f"the column {name!r} is given twice")
    for name in ("id", "question"):
        if name not in cells:
            raise refused(path, number, f"there is no column {name!r}")
    return cells
