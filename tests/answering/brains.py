"""Models that answer from their prompt, in the server's process: well-behaved ones and others.

Each takes the request's body and returns the text of the reply. They read the prompt as a
model would: numbered sentences, a question, and, when something is sent back, what failed.
"""

from __future__ import annotations

import json
import re
from typing import Any

_SENTENCE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_WORD = re.compile(r"[\w’'.-]*\w")
_SMALL = frozenset(
    """a an the of in at on is are was were do does did what which how many much who when where
    to for by from most with that this""".split()
)


def passages(request: dict[str, Any]) -> dict[int, str]:
    """The numbered sentences of a prompt."""
    content = next(
        m["content"]
        for m in request["messages"]
        if "<documents>" in m["content"] and m["role"] == "user"
    )
    return {int(number): text for number, text in _SENTENCE.findall(content)}


def question(request: dict[str, Any]) -> str:
    content: str = next(
        m["content"]
        for m in request["messages"]
        if "<documents>" in m["content"] and m["role"] == "user"
    )
    return content.rpartition("Question: ")[2].strip()


def terms(text: str) -> set[str]:
    return {word.lower()[:6] for word in _WORD.findall(text)} - _SMALL


def ranked(request: dict[str, Any]) -> list[int]:
    """The numbers of the sentences, those first that share most with the question."""
    asked = terms(question(request))
    found = passages(request)
    return sorted(found, key=lambda n: (-len(asked & terms(found[n])), n))


def reply(
    *statements: dict[str, Any], conflicts: list[Any] | None = None, answerable: bool = True
) -> str:
    return json.dumps(
        {"answerable": answerable, "statements": list(statements), "conflicts": conflicts or []}
    )


def stated(text: str, *sentences: Any, phrase: str | None = None) -> dict[str, Any]:
    return {"text": text, "sentences": list(sentences), "phrase": phrase}


def honest(request: dict[str, Any]) -> str:
    """Says what the best sentence says, in its words."""
    best = ranked(request)[0]
    text = passages(request)[best]
    figure = re.search(r"\d[\d,.]*(?: percent|%)?", text)
    return reply(stated(text, best, phrase=figure[0] if figure else None))
