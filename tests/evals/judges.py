"""Models that judge from their prompt, in the server's process, and some that answer as well."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.answering import brains


def part(request: dict[str, Any], name: str) -> str:
    """What stands between two tags: behind the last of them, as the most gullible would read."""
    said = request["messages"][-1]["content"]
    found: list[str] = re.findall(rf"<{name}>\n(.*?)\n</{name}>", said, re.DOTALL)
    return found[-1]


def by_the_fence(request: dict[str, Any]) -> str:
    """Lets pass what says what the first gold fact says."""
    gold = part(request, "gold").split("\n")[0]
    right = gold in part(request, "answer")
    reasoning = f"it {'says' if right else 'lacks'} {gold}"
    return json.dumps({"reasoning": reasoning, "verdict": "pass" if right else "fail"})


def says_it_again(request: dict[str, Any], *, where: str) -> str:
    """Lets nothing pass, and repeats the answer word for word around that."""
    answer = part(request, "answer")
    verdict = json.dumps({"reasoning": f"It said: {answer}", "verdict": "fail"})
    return {
        "before": f"The answer is:\n{answer}\n{verdict}",
        "behind": f"{verdict}\nThe answer was:\n{answer}",
        "inside": verdict,
        "in words, before": f"The answer is:\n{answer}\nverdict: fail",
        "in words, behind": f"verdict: fail\nThe answer was:\n{answer}",
    }[where]


def answers_and_judges(request: dict[str, Any]) -> str:
    """A model that is the answerer and the judge."""
    if "<documents>" in request["messages"][-1]["content"]:
        return brains.honest(request)
    return by_the_fence(request)


def half_true(request: dict[str, Any]) -> str:
    """Says what the best sentence says, and something that it does not."""
    best = brains.ranked(request)[0]
    text = brains.passages(request)[best]
    false = brains.stated("Its owner paid 977 crowns for it.", best)
    return brains.reply(brains.stated(text, best), false)
