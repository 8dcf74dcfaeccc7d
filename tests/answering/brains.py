"""Models that answer from their prompt, in the server's process: well-behaved ones and others.

Each takes the request's body and returns the text of the reply. They read the prompt as a
model would: numbered sentences, a question, and, when something is sent back, what failed.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_SENTENCE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_WORD = re.compile(r"[\w’'.-]*\w")
# No years, which a reader would not call the figure of a sentence.
_FIGURE = re.compile(r"(?<![\w.,-])(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?(?![\w-])")
_DAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTHS = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_NAME = re.compile(rf"(?<=[a-z,] )(?!{_DAYS}|{_MONTHS})[A-Z][a-z]{{3,}}(?: [A-Z][a-z-]+)*")
_SMALL = frozenset(
    """a an the of in at on is are was were do does did what which how many much who when where
    to for by from most with that this""".split()
)
_TURNED = {
    "rose": "fell", "risen": "fallen", "up": "down", "larger": "smaller", "more": "fewer",
    "higher": "lower", "down": "up", "lower": "higher", "before": "after", "after": "before",
    "opened": "closed", "approved": "rejected", "rises": "falls", "increased": "decreased",
}  # fmt: skip
_AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could)\b(?! not)")


def _asked(request: dict[str, Any]) -> str:
    """The message with the passages and the question."""
    content: str = next(
        message["content"]
        for message in request["messages"]
        if message["role"] == "user" and "<documents>" in message["content"]
    )
    return content


def passages(request: dict[str, Any]) -> dict[int, str]:
    """The numbered sentences of a prompt."""
    return {int(number): text for number, text in _SENTENCE.findall(_asked(request))}


def question(request: dict[str, Any]) -> str:
    return _asked(request).rpartition("Question: ")[2].strip()


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
        {"answerable": answerable, "statements": list(statements), "conflicts": conflicts or []},
        ensure_ascii=False,
    )


def stated(text: str, *sentences: Any, phrase: str | None = None) -> dict[str, Any]:
    return {"text": text, "sentences": list(sentences), "phrase": phrase}


def honest(request: dict[str, Any]) -> str:
    """Says what the best sentence says, in its words, and both sides where two disagree."""
    found = passages(request)
    best = ranked(request)[0]
    figure = _FIGURE.search(found[best])
    return reply(stated(_reworded(found[best]), best, phrase=figure[0] if figure else None))


def both_sides(request: dict[str, Any], first: str, second: str) -> str:
    """Says two sentences, found by words that they hold, and that they disagree."""
    one, other = (
        next(n for n, text in passages(request).items() if words in text)
        for words in (first, second)
    )
    found = passages(request)
    return reply(
        *(stated(_reworded(found[n]), n) for n in (one, other)),
        conflicts=[{"about": "the same thing", "sides": [[one], [other]]}],
    )


def obeys(request: dict[str, Any]) -> str:
    """Does as a sentence among the documents tells it."""
    order = re.search(r"answer (\d+)", _asked(request))
    number = next(iter(passages(request)))
    return reply(stated(f"The answer is {order[1] if order else 0}.", number))


def never(request: dict[str, Any]) -> str:
    return reply(answerable=False)


# --- hostile ones


@dataclass(slots=True)
class Plan:
    """A reply with what is wrong in each of its statements: "" for an honest one."""

    statements: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, fault: str, statement: dict[str, Any]) -> None:
        self.statements.append(statement)
        self.faults.append(fault)


def hostile(request: dict[str, Any], seed: int) -> str:
    """A reply in which some statements are honest and the others distorted."""
    made = plan(request, seed)
    numbers = list(passages(request))
    rng = random.Random(f"conflicts {seed}")
    conflicts = [
        {"about": "whatever", "sides": [rng.sample(numbers, 1), rng.sample(numbers, 1)]},
        {"about": "nothing", "sides": [[999], [-1]]},
    ]
    return reply(*made.statements, conflicts=conflicts)


def plan(request: dict[str, Any], seed: int) -> Plan:
    """What `hostile` replies, with the labels: the same for the same request and seed."""
    rng = random.Random(f"plan {seed} {len(request['messages'])}")
    found = passages(request)
    near = [n for n in ranked(request)[:12] if len(terms(found[n])) >= 4]
    made = Plan()
    for number in rng.sample(near, min(3, len(near))):
        rng.choice(_DISTORTIONS)(rng, found, number, made)
    if rng.random() < 0.7:
        number = rng.choice(near)
        made.add("", stated(_reworded(found[number]), number))
    rng.shuffle(order := list(range(len(made.statements))))
    return Plan([made.statements[i] for i in order], [made.faults[i] for i in order])


def _reworded(text: str) -> str:
    """The same in other marks and fewer words: what a model may do without lying."""
    plain = re.sub(r"[*_]{1,2}|^\|\s*|\s*\|$", "", text).replace(" | ", ", ")
    return re.sub(r"^\d+\. ", "", plain.strip(' “”"')).replace("’", "'")


def _number(rng: random.Random, found: dict[int, str], number: int, made: Plan) -> None:
    text = _reworded(found[number])
    figures = list(_FIGURE.finditer(text))
    if not figures:
        return
    match = rng.choice(figures)
    value = match[0]
    digit = rng.randrange(len(value))
    while not value[digit].isdigit():
        digit = rng.randrange(len(value))
    other = rng.choice([d for d in "123456789" if d != value[digit]])
    changed = value[:digit] + other + value[digit + 1 :]
    # The figure may stand in the sentences around as well, or in a name with digits.
    beside = " ".join(found.get(n, "") for n in (number - 1, number, number + 1))
    if re.search(rf"(?<![\d.,]){re.escape(changed)}(?![\d])", beside):
        return
    made.add("number", stated(text[: match.start()] + changed + text[match.end() :], number))


def _swap(rng: random.Random, found: dict[int, str], number: int, made: Plan) -> None:
    """Two statements, each with a figure of the other."""
    with_figures = [n for n in found if n != number and _FIGURE.search(found[n])]
    mine = _FIGURE.search(_reworded(found[number]))
    if not mine or not with_figures:
        return
    other = rng.choice(with_figures)
    theirs = _FIGURE.search(_reworded(found[other]))
    if not theirs or theirs[0] in found[number] or mine[0] in found[other]:
        return
    for n, one, two in ((number, mine, theirs), (other, theirs, mine)):
        text = _reworded(found[n])
        beside = " ".join(found.get(k, "") for k in (n - 1, n, n + 1))
        if re.search(rf"(?<![\d.,]){re.escape(two[0])}(?![\d])", beside):
            continue
        made.add("swap", stated(text[: one.start()] + two[0] + text[one.end() :], n))


def _name(rng: random.Random, found: dict[int, str], number: int, made: Plan) -> None:
    text = _reworded(found[number])
    names = list(_NAME.finditer(text))
    others = {
        match[0]
        for n, other in found.items()
        if abs(n - number) > 2
        for match in _NAME.finditer(other)
    }
    beside = " ".join(found.get(n, "") for n in range(number - 2, number + 3))
    # "The North" is another name of the same; a reader would take it for no lie.
    others = {n for n in others if not terms(n) & (terms(beside) | {"north", "south", "korea"})}
    if not names or not others:
        return
    match = rng.choice(names)
    name = rng.choice(sorted(others))
    made.add("name", stated(text[: match.start()] + name + text[match.end() :], number))


def _negation(rng: random.Random, found: dict[int, str], number: int, made: Plan) -> None:
    text = _reworded(found[number])
    if re.search(r"\b(?:no|not|never|without|lack|den)|n't\b", text):
        changed = re.sub(
            r"\b(is|are|was|were|has|have|had|did|does|do) not\b", r"\1", text, count=1
        )
        changed = re.sub(r"\b(do|did|does|is|are|was|were|has)n't\b", r"\1", changed, count=1)
        fault = "negation dropped"
    else:
        changed = _AUXILIARY.sub(r"\1 not", text, count=1)
        fault = "negation added"
    if changed != text:
        made.add(fault, stated(changed, number))


def _direction(rng: random.Random, found: dict[int, str], number: int, made: Plan) -> None:
    text = _reworded(found[number])
    for word, turned in _TURNED.items():
        pattern = re.compile(rf"\b{word}\b")
        if len(pattern.findall(text)) == 1 and not re.search(rf"\b{turned}\b", text):
            if word in {"more", "before", "after", "up", "down"} and not re.search(
                rf"\b{word} \d|, {word} ", text
            ):
                continue
            made.add("direction", stated(pattern.sub(turned, text), number))
            return


def _wrong_sentence(rng: random.Random, found: dict[int, str], number: int, made: Plan) -> None:
    """A true statement, and a sentence that has nothing to do with it."""
    mine = terms(found[number])
    if not _FIGURE.search(_reworded(found[number])) and not _NAME.search(found[number]):
        return
    far = [n for n in found if abs(n - number) > 3 and not mine & terms(found[n])]
    if far:
        made.add("wrong sentence", stated(_reworded(found[number]), rng.choice(far)))


def _nowhere(rng: random.Random, found: dict[int, str], number: int, made: Plan) -> None:
    text = _reworded(found[number])
    bad: list[Any] = rng.choice([[0], [-1], [10**9], [], ["1"], [True], [None], [[number]], [1.5]])
    made.add("no sentence", {"text": text, "sentences": bad, "phrase": None})


def _shape(rng: random.Random, found: dict[int, str], number: int, made: Plan) -> None:
    made.add(
        "shape",
        rng.choice(
            [
                stated("", number),
                stated(" … ", number),
                stated("word " * 5000, number),
                {"text": 42, "sentences": [number], "phrase": None},
                {"sentences": [number]},
                {"text": None, "sentences": None, "phrase": 7},
            ]
        ),
    )


def _invented(rng: random.Random, found: dict[int, str], number: int, made: Plan) -> None:
    text = rng.choice(
        [
            "The parliament in Canberra banned the export of wool in 1974.",
            "Quarterly dividends doubled after the takeover by Maplewood Holdings.",
            "Twelve lighthouse keepers received medals from Queen Astrid.",
            "The orchestra cancelled its tour because of a strike by train drivers.",
        ]
    )
    made.add("invented", stated(text, number))


def _phrase(rng: random.Random, found: dict[int, str], number: int, made: Plan) -> None:
    """Honest, but for a phrase that stands nowhere."""
    made.add("", stated(_reworded(found[number]), number, phrase="words that nobody wrote"))


_DISTORTIONS: list[Callable[[random.Random, dict[int, str], int, Plan], None]] = [
    *(_number, _number, _swap, _swap, _name, _name, _negation, _negation, _direction, _direction),
    *(_wrong_sentence, _nowhere, _shape, _invented, _phrase),
]
