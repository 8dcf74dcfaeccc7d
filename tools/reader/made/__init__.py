"""Made-up notes, lists and tables with questions about them, half of them one word away.

What public sets hardly have and people's documents are full of: the same measure for several
bearers and months, side by side in prose, in a list or in a table. A question about one of them is
answered by that one alone; with another month, bearer or measure, by none. All names are made up.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ragkit.reading.context import told
from tools.reader.data import Answer, Example
from tools.reader.made.facts import MAKERS, flows
from tools.reader.made.pairs import PAIRS
from tools.reader.made.world import Fact, World
from tools.reader.plan import any_date

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SOURCE", "made_examples"]

SOURCE = "made"
#: Of the questions, those that nothing answers.
UNANSWERABLE = 0.5
#: Of the passages, those whose only bearer stands in the title of their document; and of all, those
#: with a date that has nothing to do with them.
TITLED, DATED = 0.25, 0.3
#: Of them all, those that are put as somebody in a hurry would.
HASTY = 0.2

_TITLES = (
    "{}",
    "{}: the year so far",
    "Notes on {}",
    "What is new at {}",
    "{}, monthly report",
    "Inside {}",
)
_FILL = (
    "No further details were given.",
    "The figures have not been audited.",
    "Analysts had expected less.",
    "The report was published on a Tuesday.",
    "Nobody from the ministry would comment.",
    "A second review is planned.",
    "The method has changed since, so older figures do not compare.",
)


def made_examples(count: int, *, seed: int) -> list[Example]:
    """So many examples; the same seed gives the same."""
    rng = random.Random(f"{SOURCE} {seed}")
    found: list[Example] = []
    while len(found) < count:
        found += _passage(random.Random(rng.getrandbits(64)), len(found))
    return found[:count]


def _passage(rng: random.Random, number: int) -> Iterator[Example]:
    world = World(rng)
    titled = rng.random() < TITLED
    if titled:
        del world.known[1:]
    # Of one bearer there is no other.
    makers = [m for m in MAKERS if m is not flows] if titled else [*MAKERS, *PAIRS]
    facts = [fact for make in rng.sample(makers, rng.randint(2, 4)) for fact in make(world)]
    if titled:
        facts = [_untold(fact, world.known[0], rng) for fact in facts]
        context = rng.choice(_TITLES).format(world.known[0])
    else:
        context = rng.choice(("", "", "Notes", "Monthly overview", "In brief"))
    if rng.random() < DATED:
        context = told(context, any_date(rng))
    passage, places = _written(rng, facts)
    for fact, place in rng.sample(list(zip(facts, places, strict=True)), min(3, len(facts))):
        name = f"{SOURCE}-{number}"
        answers = () if rng.random() < UNANSWERABLE else (Answer(place, fact.answer),)
        kind = "answerable" if answers else "made astray"
        question = _put(rng, rng.choice(fact.asked if answers else fact.astray))
        yield Example(f"{name}-{place}", SOURCE, name, question, passage, answers, kind, context)


def _untold(fact: Fact, bearer: str, rng: random.Random) -> Fact:
    """A fact whose bearer stands in the title alone."""
    it = rng.choice(("it", "the works", "the site", "the operator"))
    told = []
    for sentence in fact.told:
        shorter = sentence.replace(f"{bearer}'s", "its").replace(bearer, it)
        told.append(shorter[:1].upper() + shorter[1:])
    row = fact.row and ("Total", *fact.row[1:])
    return replace(fact, told=told, row=row)


def _put(rng: random.Random, question: str) -> str:
    """A question as it is, or as somebody in a hurry puts it."""
    if rng.random() >= HASTY:
        return question
    hasty = re.sub(r"\?$", "", question)
    return hasty.lower() if rng.random() < 0.5 else hasty


def _written(rng: random.Random, facts: list[Fact]) -> tuple[str, list[int]]:
    """A passage that tells the facts, and where the answer of each stands."""
    rng.shuffle(facts)
    rows = [fact for fact in facts if fact.row]
    table = rng.random() < 0.4 and len(rows) > 1
    bullets = rng.random() < 0.3
    places: dict[int, int] = {}
    text = rng.choice(("", "", "# Notes of the month\n\n", "OVERVIEW\n\n"))
    for number, fact in enumerate(facts):
        if table and fact.row:
            continue
        told = rng.choice(fact.told)
        begin = text + ("- " if bullets else "")
        before, after = re.split(r"\{[aA]nswer\}", told)
        answer = fact.answer
        if "{Answer}" in told and not bullets and answer[0].isalpha():
            # "About 300" begins a sentence, and is an answer all the same.
            before = "As reported, "
        places[number] = len(begin) + len(before)
        text = begin + before + answer + after
        if rng.random() < 0.2:
            text += f" {rng.choice(_FILL)}"
        text += "\n" if bullets else rng.choice((" ", " ", "\n\n"))
    if table:
        text = text.rstrip() + "\n\n| Who | When | Number |\n| --- | --- | ---: |\n"
        for number, fact in enumerate(facts):
            if fact.row:
                start = f"| {fact.row[0]} | {fact.row[1]} | "
                places[number] = len(text) + len(start)
                text += f"{start}{fact.answer} |\n"
    return text.rstrip(), [places[number] for number in range(len(facts))]
