"""What made-up passages tell: each fact with questions that it answers and ones a step away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.reader.made.world import MONTHS, Fact, World, number

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MAKERS", "flows"]

COUNTED = (
    ("containers", "handled", "handle"),
    ("passengers", "carried", "carry"),
    ("parcels", "delivered", "deliver"),
    ("tonnes of grain", "loaded", "load"),
    ("vehicles", "built", "build"),
    ("patients", "treated", "treat"),
    ("licences", "issued", "issue"),
    ("complaints", "received", "receive"),
    ("visitors", "counted", "count"),
    ("tickets", "sold", "sell"),
    ("workers", "hired", "hire"),
    ("shells", "made", "make"),
    ("flights", "cancelled", "cancel"),
    ("homes", "connected", "connect"),
)
SUMS = (
    "sales",
    "profit",
    "revenue",
    "debt",
    "wage bill",
    "advertising budget",
    "tax bill",
    "rent",
)
ROLES = (
    "chief executive",
    "finance director",
    "head of research",
    "harbour master",
    "spokeswoman",
    "chief engineer",
    "chair",
    "editor",
    "purchasing manager",
)
REASONS = (
    "a shortage of drivers",
    "late deliveries of steel",
    "the strike in the spring",
    "higher prices for gas",
    "a fault in the new software",
    "too little rain",
    "the closed bridge",
    "a lack of skilled welders",
)
EVENTS = (
    ("opened a second line", "open its second line", "second line open"),
    ("closed its old depot", "close its old depot", "old depot close"),
    ("began night shifts", "begin night shifts", "night shifts begin"),
    ("launched its new website", "launch its new website", "new website launch"),
    ("moved to a larger hall", "move to a larger hall", "move to a larger hall take place"),
)


def _counts(world: World) -> list[Fact]:
    rng = world.rng
    noun, did, do = rng.choice(COUNTED)
    others = [row for row in COUNTED if row[0] != noun]
    facts = []
    absent = world.periods[-1]
    pairs = [(b, p) for b in world.known for p in world.periods[:-1]]
    chosen = rng.sample(pairs, min(len(pairs), rng.randint(2, 6)))
    once = [b for b in world.known if sum(b == c for c, _ in chosen) == 1]
    for bearer, period in chosen:
        missing = [p for p in world.periods if (bearer, p) not in chosen]
        stranger = rng.choice(world.strangers)
        no_pair = [b for b in world.known if (b, period) not in chosen] or [stranger]
        other, _, other_do = rng.choice(others)
        value = number(rng)
        asked = [
            f"How many {noun} did {bearer} {do} in {period}?",
            f"In {period}, how many {noun} did {bearer} {do}?",
            f"What number of {noun} did {bearer} report for {period}?",
            f"How many {noun} were {did} at {bearer} in {period}?",
            f"{noun.capitalize()} {did} by {bearer} in {period}?",
        ]
        if bearer in once:
            asked.append(f"How many {noun} did {bearer} {do}?")
        facts.append(
            Fact(
                value,
                (
                    f"{bearer} {did} {{answer}} {noun} in {period}.",
                    f"In {period}, {bearer} {did} {{answer}} {noun}, more than anybody had hoped.",
                    f"{bearer} said that it {did} {{answer}} {noun} in {period}.",
                    f"{{Answer}} {noun} were {did} at {bearer} in {period}.",
                    f"The number of {noun} {did} at {bearer} came to {{answer}} in {period}.",
                ),
                asked,
                (
                    f"How many {noun} did {bearer} {do} in {rng.choice(missing)}?",
                    f"How many {noun} did {bearer} {do} in {absent}?",
                    f"How many {noun} did {stranger} {do} in {period}?",
                    f"How many {noun} did {rng.choice(no_pair)} {do} in {period}?",
                    f"How many {other} did {bearer} {other_do} in {period}?",
                ),
                (bearer, period, value),
            )
        )
    return facts


def _sums(world: World) -> list[Fact]:
    rng = world.rng
    mark = rng.choice(("$", "€", "£", "NOK ", "₩"))
    period, absent = world.periods[0], world.periods[-1]
    facts = []
    for bearer in rng.sample(world.known, rng.randint(1, len(world.known))):
        what, other = rng.sample(SUMS, 2)
        value = (
            f"{mark}{rng.randint(2, 990)}.{rng.randint(1, 9)} {rng.choice(('million', 'billion'))}"
        )
        up = f"{rng.randint(2, 60)} percent"
        stranger = rng.choice(world.strangers)
        told = (
            f"{bearer} said its {what} came to {{answer}} in {period}.",
            f"The {what} of {bearer} rose {up}, to {{answer}}, in {period}.",
            f"{bearer}, {what} in {period}: {{answer}}.",
        )
        asked = (
            f"What was {bearer}'s {what} in {period}?",
            f"How large was the {what} of {bearer} in {period}?",
            f"{bearer}'s {what}?",
            f"What did the {what} of {bearer} come to in {period}?",
        )
        astray = (
            f"What was {bearer}'s {other} in {period}?",
            f"What was {bearer}'s {what} in {absent}?",
            f"What was {stranger}'s {what} in {period}?",
            f"How large was the {other} of {bearer}?",
        )
        facts.append(Fact(value, told, asked, astray))
    return facts


def _shares(world: World) -> list[Fact]:
    rng = world.rng
    facts = []
    period, absent = world.periods[0], world.periods[-1]
    for bearer in rng.sample(world.known, rng.randint(1, len(world.known))):
        value = rng.choice(
            (f"{rng.randint(3, 98)} percent", f"{rng.randint(3, 98)}.5%", f"{rng.randint(3, 98)}%")
        )
        stranger = rng.choice(world.strangers)
        facts.append(
            Fact(
                value,
                (
                    f"{bearer} ran at {{answer}} of capacity in {period}.",
                    f"In {period} {{answer}} of the capacity of {bearer} was used.",
                    f"{bearer} used {{answer}} of its capacity in {period}, the operator said.",
                ),
                (
                    f"At what share of capacity did {bearer} run in {period}?",
                    f"What share of its capacity did {bearer} use?",
                    f"How much of its capacity did {bearer} use in {period}?",
                    f"Capacity use of {bearer} in {period}?",
                ),
                (
                    f"At what share of capacity did {bearer} run in {absent}?",
                    f"At what share of capacity did {stranger} run in {period}?",
                    f"What share of the workers of {bearer} were hired in {period}?",
                    f"By what share did the capacity of {bearer} grow in {period}?",
                ),
            )
        )
    return facts


def _people(world: World) -> list[Fact]:
    rng = world.rng
    bearer, role = rng.choice(world.known), rng.choice(ROLES)
    person = world.person()
    other = rng.choice([one for one in ROLES if one != role])
    stranger = rng.choice(world.strangers)
    return [
        Fact(
            person,
            (
                f"{{answer}}, {role} of {bearer}, said so on Monday.",
                f"“We can live with that,” said {{answer}}, the {role} of {bearer}.",
                f"The {role} of {bearer}, {{answer}}, disagreed.",
            ),
            (f"Who is the {role} of {bearer}?", f"What is the name of {bearer}'s {role}?"),
            (
                f"Who is the {other} of {bearer}?",
                f"Who is the {role} of {stranger}?",
                f"How old is {person}?",
                f"Where does {person} come from?",
                f"Who was the {role} of {bearer} before {person}?",
            ),
        )
    ]


def _events(world: World) -> list[Fact]:
    rng = world.rng
    bearer, stranger = rng.choice(world.known), rng.choice(world.strangers)
    (did, do, noun), (_, other, _) = rng.sample(EVENTS, 2)
    day = f"{rng.randint(1, 28)} {rng.choice(MONTHS)}"
    if rng.random() < 0.6:
        day += f" {rng.randint(1998, 2027)}"
    return [
        Fact(
            day,
            (f"{bearer} {did} on {{answer}}.", f"On {{answer}} {bearer} {did}, months late."),
            (
                f"When did {bearer} {do}?",
                f"On what date did {bearer} {do}?",
                f"When did the {noun} at {bearer}?",
            ),
            (
                f"When did {stranger} {do}?",
                f"When did {bearer} {other}?",
                f"Why did {bearer} {do}?",
                f"Who told {bearer} to {do}?",
            ),
        )
    ]


def _reasons(world: World) -> list[Fact]:
    rng = world.rng
    bearer = rng.choice(world.known)
    rest = [one for one in world.known if one != bearer] or world.strangers
    reason, other = rng.sample(REASONS, 2)
    return [
        Fact(
            reason,
            (
                f"{bearer} fell behind because of {{answer}}.",
                f"{bearer} blames {{answer}}, not {other}, for its delays.",
                f"The delays at {bearer} were caused by {{answer}}.",
            ),
            (
                f"Why did {bearer} fall behind?",
                f"What caused the delays at {bearer}?",
                f"What does {bearer} blame for its delays?",
            ),
            (
                f"Why did {rng.choice(rest)} fall behind?",
                f"Why did {bearer} get ahead of its plan?",
                f"What caused the losses of {bearer}?",
                f"How long did the delays at {bearer} last?",
            ),
        )
    ]


def flows(world: World) -> list[Fact]:
    rng = world.rng
    one, other = rng.sample(world.known, 2)
    noun = rng.choice(COUNTED)[0]
    value = number(rng)
    stranger = rng.choice(world.strangers)
    return [
        Fact(
            value,
            (
                f"{one} has sent {{answer}} {noun} to {other}.",
                f"{{Answer}} {noun} have gone from {one} to {other} so far.",
            ),
            (
                f"How many {noun} has {one} sent to {other}?",
                f"How many {noun} went from {one} to {other}?",
                f"How many {noun} did {other} get from {one}?",
            ),
            (
                f"How many {noun} has {other} sent to {one}?",
                f"How many {noun} has {one} sent to {stranger}?",
                f"How many {noun} went from {stranger} to {other}?",
                f"How many {noun} did {one} get from {other}?",
            ),
        )
    ]


MAKERS: tuple[Callable[[World], list[Fact]], ...] = (
    _counts,
    _counts,
    _sums,
    _shares,
    _people,
    _events,
    _reasons,
    flows,
)
