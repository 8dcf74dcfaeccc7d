"""A judge's verdict: the last one of its reply, and none that it merely repeats.

A reply is a JSON object with a `verdict`, or words with a line `verdict: pass`. A judge may
repeat what it was shown, so that whatever is shown to it is `unlike_a_verdict` first.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ragkit.llm.json_objects import without_thoughts

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["VERDICTS", "unlike_a_verdict", "verdict_of"]

#: The menu, and what each is worth.
VERDICTS = {"pass": 1.0, "fail": 0.0}

_LONGEST = 50_000  # characters of a reply that is read
_LONGEST_SHOWN = 40
_DECORATION = " \t\r\"'`*_."
_LINE = re.compile(r"^[ \t>#*_-]*verdict[ \t*_]{0,4}[:=](.*)$", re.IGNORECASE | re.MULTILINE)
_KEY = re.compile(r'"verdict"\s{0,4}:')
_EITHER = re.compile(r"verdict(?=[\s*_\"]{0,8}[:=])", re.IGNORECASE)
_DECODER = json.JSONDecoder()


def verdict_of(text: str) -> tuple[str, str]:
    """The last verdict of a reply, and the reasoning beside it.

    Returns:
        A key of `VERDICTS`, and words, which may be "" and are not to be trusted.

    Raises:
        ValueError: if there is no verdict, or the last one is not on the menu.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"it has {len(text):,} characters; the most is {_LONGEST:,}")
    words = without_thoughts(text)
    given: list[tuple[int, object, object]] = [
        *((line.end(), line[1].strip(_DECORATION), "") for line in _LINE.finditer(words)),
        *((end, data["verdict"], data.get("reasoning")) for end, data in _objects(words)),
    ]
    if not given:
        raise ValueError("it holds no verdict")
    _, last, reasoning = max(given, key=lambda one: one[0])
    verdict = last.strip().lower() if isinstance(last, str) else ""
    if verdict not in VERDICTS:
        raise ValueError(f"its verdict is {str(last)[:_LONGEST_SHOWN]!r}, neither pass nor fail")
    return verdict, reasoning if isinstance(reasoning, str) else ""


def _objects(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The outermost JSON objects that give a verdict, each with where it ends."""
    at = 0
    while (at := text.find("{", at)) >= 0:
        try:
            data, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        # A key that is spelt with escapes is none that a judge writes.
        if isinstance(data, dict) and "verdict" in data and _KEY.search(text, at, end):
            yield end, data
        at = end


def unlike_a_verdict(text: str) -> str:
    """A text that no repetition of makes a verdict."""
    return _EITHER.sub(lambda word: f"{word[0]}-", text)
