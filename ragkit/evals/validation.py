"""What was written, checked against the shape of a suite; errors in words of the suite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from ragkit.evals.schema import (
    TAGS,
    AnyOfInput,
    CaseInput,
    FactInput,
    ForbiddenInput,
    JudgeInput,
    SuiteInput,
)
from ragkit.evals.written import did_you_mean, shown

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from ragkit.evals.written import Loc, Written

__all__ = ["validated"]

# What stands at which keys, and what it may hold.
_PARTS: dict[tuple[str, ...], tuple[str, type[BaseModel]]] = {
    (): ("the suite", SuiteInput),
    ("judge",): ("the judge", JudgeInput),
    ("cases",): ("the case", CaseInput),
    ("cases", "facts"): ("the fact", FactInput),
    ("cases", "facts", "any_of"): ("the fact", FactInput),
    ("cases", "forbid"): ("the forbidden fact", ForbiddenInput),
}
_WANTED = {
    "string_type": "a text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number of a usual size",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


def validated(written: Written) -> SuiteInput:
    """Check the shape of a suite: keys, kinds of values, what must be there.

    Raises:
        SuiteError: for the first thing in the file that is wrong.
    """
    try:
        return SuiteInput.model_validate(written.value)
    except ValidationError as error:
        first = _first(error.errors(include_url=False), written)
        loc = _without_tags(first["loc"])
        raise written.refused(loc, _message(first, loc)) from error


def _first(errors: list[ErrorDetails], written: Written) -> ErrorDetails:
    """The error that stands first in the file.

    A key that is misspelt is one too many and one too few: the first tells more.
    """

    def line_of(one: ErrorDetails) -> int:
        return written.line_at(_without_tags(one["loc"]))

    first = min(errors, key=line_of)
    for one in errors:
        beside = first["type"] == "missing" and one["loc"][:-1] == first["loc"][:-1]
        if one["type"] == "extra_forbidden" and (beside or line_of(one) == line_of(first)):
            return one
    return first


def _without_tags(loc: Loc) -> Loc:
    return tuple(step for step in loc if step not in TAGS)


def _message(error: ErrorDetails, loc: Loc) -> str:
    kind = error["type"]
    key = str(loc[-1]) if loc else ""
    if kind == "missing":
        return _missing(loc, key)
    if kind == "extra_forbidden":
        what, model = _part(loc[:-1], alone="(any_of)" in error["loc"])
        known = ", ".join(model.model_fields)
        return f"unknown key {shown(key)} in {what}" + did_you_mean(
            key, model.model_fields, otherwise=f"it has {known}"
        )
    if kind in {"string_too_short", "too_short"}:
        return "the suite holds no cases" if loc == ("cases",) else f"{_name(loc)} is empty"
    return f"{_name(loc)} {_fault(error)}"


def _fault(error: ErrorDetails) -> str:
    """What is wrong with a value that is there, behind its name."""
    kind, given = error["type"], error["input"]
    faults = {
        "string_pattern_mismatch": "it has to be one line without control characters",
        "literal_error": f"it is {error.get('ctx', {}).get('expected')}",
        "greater_than_equal": f"it is at least {error.get('ctx', {}).get('ge', 0):,g}",
        "less_than_equal": f"it is at most {error.get('ctx', {}).get('le', 0):,g}",
    }
    if kind in _WANTED:
        return f"is {'left empty' if given is None else shown(given)}, not {_WANTED[kind]}"
    if kind in faults:
        return f"is {shown(given)}; {faults[kind]}"
    if kind == "string_unicode":  # as the escape "\\ud800" spells
        return "holds half a character, which UTF-8 cannot spell"
    return error["msg"]


def _missing(loc: Loc, key: str) -> str:
    what, model = _part(loc[:-1])
    if model is FactInput:
        return "a fact without proof: give its 'source' and the 'quote' that proves it"
    return f"{what} lacks {key!r}"


def _part(loc: Loc, *, alone: bool = False) -> tuple[str, type[BaseModel]]:
    """What stands there in words, and its model."""
    keys = tuple(step for step in loc if isinstance(step, str))
    if alone and keys == ("cases", "facts"):
        return "a group of facts", AnyOfInput
    return _PARTS.get(keys, _PARTS[()])


def _name(loc: Loc) -> str:
    """What to call a value: its key, or what an item of its list is."""
    if not loc:
        return "the suite"
    if isinstance(loc[-1], str):
        return repr(loc[-1])
    keys = tuple(step for step in loc if isinstance(step, str))
    return _PARTS[keys][0] if keys in _PARTS else f"an item of {keys[-1]!r}"
