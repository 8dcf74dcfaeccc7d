"""Facts that come in pairs: what is told of one person or bearer is asked of the other as well.

Each kind of question is answered about as often as not: a reader that learns a kind to have no
answer refuses it where it has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.reader.made.world import MONTHS, Fact, World

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PAIRS"]

_POSTS = (
    *("treasurer", "works manager", "curator", "head coach", "head of sales", "dean", "mayor"),
    *("first violin", "abbot", "director of the museum", "minister of transport", "keeper"),
)
_CAUSES = (
    *("a cracked gas pipe", "an overheated bearing", "a forgotten cigarette", "faulty wiring"),
    *("sparks from a grinder", "a lightning strike", "a burst hose", "dust in the dryer"),
)
_MISHAPS = ("fire", "explosion", "power cut", "flood", "leak", "outage")
_LENGTHS = (
    "nine hours",
    "two days",
    "40 minutes",
    "three weeks",
    "a night",
    "five and a half hours",
)
_GROWING = ("staff", "fleet", "floor space", "order book", "stock", "membership")
_BEING = ("work part-time", "live abroad", "are women", "hold a degree", "are over 60", "are new")
_THINGS = ("new hall", "second quay", "ferry", "library", "boiler", "canteen", "clock tower")
_NAMED = ("Stormvogel", "Evening Star", "Old Margaret", "Perseverance", "White Heron", "Kittiwake")


def _succession(world: World) -> list[Fact]:
    rng = world.rng
    bearer, post = rng.choice(world.known), rng.choice(_POSTS)
    came, went = world.person(), world.person()
    role = f"{post} of {bearer}"
    told = (
        f"{came} took over from {went} as {role}.",
        f"{came} succeeded {went} as {role}.",
        f"{came} has replaced {went} as {role}.",
        f"{went} was followed by {came} as {role}.",
        f"{went} handed over to {came} as {role} in {rng.choice(MONTHS)}.",
        f"As {role}, {went} gave way to {came}.",
        f"{went} was {role} until {rng.choice(MONTHS)}; since then it has been {came}.",
        f"The new {role} is {came}; {went} has retired.",
    )
    successor = (
        f"Who succeeded {went}?",
        f"Who took over from {went}?",
        f"Who replaced {went} as {post}?",
        f"Who came after {went} as {role}?",
        f"Who is {went}'s successor?",
        f"Who is the new {role}?",
    )
    predecessor = (
        f"Whom did {came} succeed?",
        f"Who did {came} replace as {post}?",
        f"Who was the {role} before {came}?",
        f"From whom did {came} take over?",
        f"Who was {came}'s predecessor?",
    )
    never = (
        f"Who succeeded {came}?",
        f"Who took over from {came}?",
        f"Who replaced {came} as {post}?",
        f"Whom did {went} succeed?",
        f"Who did {went} replace as {post}?",
        f"Who was {went}'s predecessor?",
    )
    # One sentence tells both; which of the two is asked for is drawn.
    answer, asked = rng.choice(((came, successor), (came, successor), (went, predecessor)))
    return [Fact(answer, tuple(t.replace(answer, "{answer}") for t in told), asked, never)]


def _lives(world: World) -> list[Fact]:
    rng = world.rng
    bearer = rng.choice(world.known)
    aged, born = world.person(), world.person()
    place = world.name("place")
    return [
        Fact(
            str(rng.randint(19, 91)),
            (
                f"{aged}, {{answer}}, keeps the books of {bearer}.",
                f"{aged}, who is {{answer}}, has never missed a day at {bearer}.",
                f"At {{answer}} {aged} is the oldest hand of {bearer}.",
            ),
            (f"How old is {aged}?", f"What is the age of {aged}?", f"{aged} age?"),
            (f"How old is {born}?", f"Where was {aged} born?", f"Where does {aged} come from?"),
        ),
        Fact(
            place,
            (
                f"{born} of {bearer} was born in {{answer}}.",
                f"{born}, a native of {{answer}}, speaks for {bearer}.",
                f"{born} grew up in {{answer}} and came to {bearer} as a boy.",
            ),
            (f"Where does {born} come from?", f"Where is {born} from?", f"{born} birthplace?"),
            (f"How old is {born}?", f"Where is {aged} from?", f"Where does {born} live now?"),
        ),
    ]


def _mishaps(world: World) -> list[Fact]:
    rng = world.rng
    one, other = rng.sample(world.known, 2)
    mishap, another = rng.sample(_MISHAPS, 2)
    return [
        Fact(
            rng.choice(_CAUSES),
            (
                f"The {mishap} at {one} was caused by {{answer}}.",
                f"The inspectors trace the {mishap} at {one} to {{answer}}.",
                f"The {mishap} at {one} began with {{answer}}, the brigade says.",
            ),
            (
                f"What caused the {mishap} at {one}?",
                f"Why was there a {mishap} at {one}?",
                f"How did the {mishap} at {one} come about?",
            ),
            (
                f"What caused the {another} at {other}?",
                f"What caused the {another} at {one}?",
                f"How long did the {mishap} at {one} last?",
                f"Who was hurt in the {mishap} at {one}?",
            ),
        ),
        Fact(
            rng.choice(_LENGTHS),
            (
                f"The {another} at {other} lasted {{answer}}.",
                f"It took {{answer}} until the {another} at {other} was over.",
                f"{other} had to wait {{answer}} for the end of the {another}.",
            ),
            (
                f"How long did the {another} at {other} last?",
                f"For how long did {other} have the {another}?",
            ),
            (
                f"How long did the {mishap} at {one} last?",
                f"Why was there a {another} at {other}?",
                f"What did the {another} at {other} cost?",
            ),
        ),
    ]


def _staff(world: World) -> list[Fact]:
    rng = world.rng
    one, other = rng.sample(world.known, 2)
    people, gone = rng.randint(12, 4_800), rng.randint(3, 700)
    return [
        Fact(
            f"{people:,}",
            (
                f"{one} employs {{answer}}.",
                f"{one} has {{answer}} people on its payroll.",
                f"With a workforce of {{answer}}, {one} is the smaller of the two.",
            ),
            (
                f"How many people work at {one}?",
                f"How many people does {one} employ?",
                f"{one} headcount?",
                f"How many are employed at {one}?",
            ),
            (
                f"How many people work at {other}?",
                f"How many people has {one} dismissed?",
                f"{other} headcount?",
            ),
        ),
        Fact(
            f"{gone:,}",
            (
                f"{other} has let {{answer}} people go.",
                f"{{answer}} lost their jobs at {other}.",
                f"{other} gave notice to {{answer}} people.",
            ),
            (
                f"How many people has {other} dismissed?",
                f"How many jobs were lost at {other}?",
                f"How many people did {other} lay off?",
            ),
            (
                f"How many people does {other} employ?",
                f"How many people did {one} lay off?",
                f"How many are employed at {other}?",
            ),
        ),
    ]


def _growth(world: World) -> list[Fact]:
    rng = world.rng
    one, other = rng.sample(world.known, 2)
    what, another = rng.sample(_GROWING, 2)
    being, neither = rng.sample(_BEING, 2)
    return [
        Fact(
            f"{rng.randint(2, 70)} percent",
            (
                f"The {what} of {one} grew by {{answer}}.",
                f"{one} has enlarged its {what} by {{answer}} since the spring.",
            ),
            (
                f"By what share did the {what} of {one} grow?",
                f"By how much has {one} enlarged its {what}?",
                f"{one} {what} growth?",
            ),
            (
                f"By how much did the {another} of {one} grow?",
                f"By what share did the {what} of {other} grow?",
                f"By how much did the {what} of {one} shrink?",
            ),
        ),
        Fact(
            f"{rng.randint(2, 97)} percent",
            (
                f"At {other} {{answer}} of the people {being}.",
                f"Of those at {other}, {{answer}} {being}.",
            ),
            (
                f"What share of the people at {other} {being}?",
                f"How many in a hundred at {other} {being}?",
            ),
            (
                f"What share of the people at {one} {being}?",
                f"What share of the people at {other} {neither}?",
            ),
        ),
    ]


def _making(world: World) -> list[Fact]:
    rng = world.rng
    one, other = rng.sample(world.known, 2)
    thing, another = rng.sample(_THINGS, 2)
    founder, year = world.person(), str(rng.randint(1790, 2021))
    named, price = rng.choice(_NAMED), f"{rng.choice('$€£')}{rng.randint(2, 95)} million"
    facts = [
        Fact(
            founder,
            (f"{one} was founded by {{answer}}.", f"{one} goes back to {{answer}}, a cooper."),
            (f"Who founded {one}?", f"Who started {one}?", f"{one} founder?"),
            (f"Who founded {other}?", f"When was {one} founded?", f"Who owns {one}?"),
        ),
        Fact(
            year,
            (
                f"The {thing} of {other} dates from {{answer}}.",
                f"{other} got its {thing} in {{answer}}.",
            ),
            (f"When was the {thing} of {other} built?", f"How old is the {thing} of {other}?"),
            (
                f"When was the {another} of {other} built?",
                f"Who built the {thing} of {other}?",
                f"How old is the {thing} of {one}?",
            ),
        ),
        Fact(
            named,
            (f"The {another} of {one} goes by the name of {{answer}}.",),
            (f"What is the name of the {another} of {one}?", f"What is {one}'s {another} called?"),
            (f"What is the name of the {thing} of {other}?", f"What is {other}'s {thing} called?"),
        ),
        Fact(
            price,
            (
                f"{one} paid {{answer}} for its {thing}.",
                f"The {thing} of {one} came to {{answer}}.",
            ),
            (f"How much did the {thing} of {one} cost?", f"Price of the {thing} of {one}?"),
            (
                f"How much did the {another} of {one} cost?",
                f"How much did the {thing} of {other} cost?",
                f"When was the {thing} of {one} finished?",
            ),
        ),
    ]
    return rng.sample(facts, 2)


PAIRS: tuple[Callable[[World], list[Fact]], ...] = (
    _succession,
    _lives,
    _mishaps,
    _staff,
    _growth,
    _making,
)
