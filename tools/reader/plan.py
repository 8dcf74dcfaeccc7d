"""What one pass of the training reads: which questions, how often, and what is made of them."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ragkit.reading.context import day_in_words, told
from tools.reader.cuts import answer_cut_out, something_else_cut_out
from tools.reader.swaps import names_in, swapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.reader.data import Example
    from tools.reader.negatives import Neighbours

__all__ = [
    "RATES",
    "Rates",
    "any_date",
    "names_by_document",
    "one_pass",
    "over_others",
    "validation",
]


@dataclass(frozen=True, slots=True)
class Rates:
    """How often a pass reads each question of a source, in each form, on average.

    `answerable` and `asked` are the questions as they are; the rest is made of answerable ones.
    """

    answerable: float = 1.0
    asked: float = 1.0
    swapped: float = 0.0
    near: float = 0.0
    cut: float = 0.0


#: What is learnt of a source depends on how sure it is that what is made has no answer: in
#: privacy policies and reviews the same question is answered by many a passage.
RATES: Mapping[str, Rates] = {
    "dev-v2.0": Rates(answerable=1.5, asked=1.5, swapped=0.5, near=0.5, cut=0.25),
    "new_wiki": Rates(answerable=1.3, swapped=0.6, near=0.4, cut=0.2),
    "reddit": Rates(answerable=1.0, swapped=0.25, near=0.1, cut=0.12),
    "amazon_reviews": Rates(answerable=1.0, swapped=0.2, near=0.08, cut=0.12),
    "policy_dev": Rates(answerable=0.35, near=0.03, cut=0.05),
    "policy_test": Rates(answerable=0.35, near=0.03, cut=0.05),
}
#: Answers with a digit are read this much more often.
NUMBERS = 1.3
#: Of all questions, those that are put as somebody in a hurry types them.
HASTY = 0.06
#: Of the answerable passages, the share that loses sentences without the answer.
SHORTENED = 0.15

#: Of the passages of an encyclopaedia, those that are read with their title; of all, those with
#: a date that has nothing to do with them.
TITLED, DATED = 0.5, 0.15

_ASKING = frozenset(
    "what which who how did do does is was were are the a an many much of has have had".split()
)


def names_by_document(examples: Sequence[Example]) -> dict[tuple[str, str], list[str]]:
    """The names in the passages of each document: what a question may be asked about instead."""
    passages: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for example in examples:
        passages[example.source, example.document][example.passage] = None
    found = {}
    for key, texts in passages.items():
        counted = Counter(name for text in texts for name in names_in(text))
        found[key] = sorted(counted)
    return found


def one_pass(
    examples: Sequence[Example],
    neighbours: Neighbours,
    *,
    seed: int,
    rates: Mapping[str, Rates] = RATES,
) -> list[Example]:
    """The examples of a pass in random order; the same seed gives the same."""
    rng = random.Random(seed)
    names = names_by_document(examples)
    found: list[Example] = []
    for example in examples:
        rate = rates.get(example.source, Rates())
        if not example.answers:
            found += [example] * _times(rate.asked, rng)
            continue
        number = any(character.isdigit() for character in example.answers[0].text)
        for _ in range(_times(rate.answerable * (NUMBERS if number else 1), rng)):
            shorter = something_else_cut_out(example, rng) if rng.random() < SHORTENED else None
            found.append(shorter or example)
        made: list[Example | None] = []
        pool = names[example.source, example.document]
        made += [swapped(example, pool, rng) for _ in range(_times(rate.swapped, rng))]
        made += [neighbours.near(example, rng) for _ in range(_times(rate.near, rng))]
        made += [answer_cut_out(example) for _ in range(_times(rate.cut, rng))]
        found += [example for example in made if example is not None]
    rng.shuffle(found)
    return [
        replace(
            one,
            question=hasty(one.question, rng) if rng.random() < HASTY else one.question,
            context=_context(one, rng),
        )
        for one in found
    ]


def _context(example: Example, rng: random.Random) -> str:
    titled = example.source in ("dev-v2.0", "new_wiki") and rng.random() < TITLED
    title = example.document.replace("_", " ") if titled else ""
    return told(title, any_date(rng) if rng.random() < DATED else "")


def over_others(examples: Sequence[Example], rng: random.Random, *, share: float) -> list[Example]:
    """Some of the questions over the passage of another, which lacks a name that they hold.

    So are most passages that retrieval brings: near, and about something else.
    """
    found = []
    for example in examples:
        if rng.random() >= share:
            continue
        other = rng.choice(examples)
        told = f"{other.context} {other.passage}".lower()
        if any(name.lower() not in told for name in names_in(example.question)):
            kind, name = "near", f"{example.id}:other"
            here = {"passage": other.passage, "context": other.context}
            found.append(replace(example, id=name, answers=(), kind=kind, **here))
    return found


def any_date(rng: random.Random) -> str:
    """A day of the last decades, as the reader is told it."""
    return day_in_words(dt.date(1995, 1, 1) + dt.timedelta(days=rng.randrange(12_000)))


def hasty(question: str, rng: random.Random) -> str:
    """A question without its mark, its capitals, or what tells that it is one."""
    typed = question.rstrip(" ?")
    if rng.random() < 0.5:
        return typed.lower()
    words = [word for word in typed.split() if word.lower() not in _ASKING]
    return " ".join(words) if len(words) > 2 else typed


def validation(examples: Sequence[Example], neighbours: Neighbours, *, seed: int) -> list[Example]:
    """The questions held out as they are, and as many made unanswerable as are lacking.

    SQuAD 2.0's come with their own unanswerable questions. To the others one each in four is
    added, over a near passage, so that a threshold sees passages as retrieval brings them.
    """
    rng = random.Random(seed)
    found = list(examples)
    for example in examples:
        if example.answers and not example.source.startswith("policy") and rng.random() < 0.25:
            near = neighbours.near(example, rng)
            found += [near] if near else []
    return found


def _times(rate: float, rng: random.Random) -> int:
    whole = int(rate)
    return whole + (rng.random() < rate - whole)
