"""The JSON object of a model's reply: found strictly, or not at all."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

__all__ = ["json_object_of", "without_thoughts"]

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 32
#: Models that reason in the open put it before their answer.
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"(?ims)^```(?:json)?[ \t]*\n(.*?)\n?^```[ \t]*$")
_MARK = re.compile(r'["{}\[\]]')
_STRING_END = re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)


def json_object_of(text: str) -> dict[str, Any]:
    """The one JSON object that a reply is, or holds.

    The whole text is one; else the one code block is; else the only `{…}` in the text.
    Thoughts in a leading `<think>` block are left out.

    Raises:
        ValueError: if there is none or more than one, if it is no valid JSON, names a key
            twice, holds NaN or an infinity, or is larger or deeper than any reply has to be.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"the reply is longer than {MAX_CHARACTERS:,} characters")
    words = without_thoughts(text).strip().removeprefix("\ufeff")
    found = _FENCED.findall(words)
    outside = _FENCED.sub("", words)
    if len(found) == 1 and not _objects_in(outside):
        return _parsed(found[0].strip())
    # Outside a code block, so are marks of more than one: its braces are counted as any.
    objects = _objects_in(words)
    if len(objects) != 1:
        raise ValueError(f"the reply holds {len(objects) or 'no'} JSON objects")
    return _parsed(objects[0])


def without_thoughts(text: str) -> str:
    """A reply without the `<think>` block that it begins with."""
    return _THOUGHTS.sub("", text, count=1)


def _objects_in(text: str) -> list[str]:
    """The outermost `{…}` of a text; quotation marks count inside of braces alone."""
    objects, depth, start, at = [], 0, 0, 0
    while mark := _MARK.search(text, at):
        at = mark.end()
        if mark[0] == "{" and depth == 0:
            depth, start = 1, mark.start()
        elif depth == 0:
            continue
        elif mark[0] == '"':
            end = _STRING_END.match(text, at)
            if end is None:
                raise ValueError("a string of the JSON object does not end")
            at = end.end()
        else:
            depth += 1 if mark[0] in "{[" else -1
            if depth > MAX_DEPTH:
                raise ValueError(f"the JSON object is nested deeper than {MAX_DEPTH} levels")
            if depth == 0:
                objects.append(text[start:at])
    if depth:
        raise ValueError("the JSON object does not end")
    return objects


def _parsed(text: str) -> dict[str, Any]:
    if _objects_in(text) != [text]:
        raise ValueError("the reply is no JSON object")
    found = json.loads(
        text,
        parse_constant=_no_number,
        parse_float=_finite,
        object_pairs_hook=_without_doubles,
    )
    if not isinstance(found, dict):
        raise ValueError("the reply is no JSON object")
    # A lone surrogate can be written as an escape, and then neither printed nor stored.
    json.dumps(found, ensure_ascii=False).encode()
    return found


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key of the JSON object is there twice")
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name[:20]} is no number")
