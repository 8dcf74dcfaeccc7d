"""Models that summarise from their prompt, in the server's process."""

from __future__ import annotations

import json
from typing import Any

from tests.answering.brains import hostile as hostile_answer
from tests.answering.brains import passages, reply, stated


def asks_for_notes(request: dict[str, Any]) -> bool:
    return "Choose at most" in request["messages"][-1]["content"]


def honest(request: dict[str, Any], each: int = 2) -> str:
    """Chooses the first sentences of a part, and says the first ones of what is left."""
    found = passages(request)
    if asks_for_notes(request):
        return json.dumps({"sentences": list(found)[:each]})
    return reply(*(stated(text, n) for n, text in list(found.items())[:each]))


def hostile(request: dict[str, Any], seed: int) -> str:
    """Statements of which some are distorted; as notes, numbers that there are not as well."""
    if asks_for_notes(request):
        numbers: list[Any] = [0, -3, "x", 9_999, True, None, *list(passages(request))[:6]]
        return json.dumps({"sentences": numbers})
    return hostile_answer(request, seed)
