"""Made-up notes, lists and tables with questions about them, half of them one word away.

What public sets hardly have and people's documents are full of: the same measure for several
bearers and months, side by side in prose, in a list or in a table. A question about one of them is
answered by that one alone; with another month, bearer or measure, by none. All names are made up.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ragkit.reading.context import told
from tools.reader.data import Answer, Example
from tools.reader.plan import any_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["SOURCE", "made_examples"]

SOURCE = "made"
#: Of the questions, those that nothing answers.
UNANSWERABLE = 0.5
#: Of the passages, those whose only bearer stands in the title of their document; and of all, those
#: with a date that has nothing to do with them.
TITLED, DATED = 0.25, 0.3
#: Of them all, those that are put as somebody in a hurry would.
HASTY = 0.2

_SYLLABLES = (
    "ka vel sto run mar lin dor fen hal bris tor wen gard ost ely nar quin sel vor tam".split()
)
_ENDINGS = "by holm ford wick ton berg sund mouth dale stad haven field".split()
_FIRST = """Anna Peter Ilka Marek Jonas Ruth Clara Tomas Nadia Oskar Lena Hugo Mina Farid Grace Soren
Yusuf Elena Viktor Paula Kenji Amira Louis Petra""".split()
_LAST = """Halvorsen Brandt Okafor Lindqvist Moreau Petrov Tanaka Varga Keller Doyle Ferrante Novak
Aldous Winter Marsh Calloway Iqbal Sorensen Dietz Pryce""".split()
_KINDS = (
    "Freight Works Energy Foods Textiles Instruments Shipping Motors Chemicals Paper Steel".split()
)
_MONTHS = """January February March April May June July August September October November
December""".split()
_COUNTED = (
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
_SUMS = (
    "sales",
    "profit",
    "revenue",
    "debt",
    "wage bill",
    "advertising budget",
    "tax bill",
    "rent",
)
_ROLES = (
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
_REASONS = (
    "a shortage of drivers",
    "late deliveries of steel",
    "the strike in the spring",
    "higher prices for gas",
    "a fault in the new software",
    "too little rain",
    "the closed bridge",
    "a lack of skilled welders",
)
_EVENTS = (
    ("opened a second line", "open its second line", "second line open"),
    ("closed its old depot", "close its old depot", "old depot close"),
    ("began night shifts", "begin night shifts", "night shifts begin"),
    ("launched its new website", "launch its new website", "new website launch"),
    ("moved to a larger hall", "move to a larger hall", "move to a larger hall take place"),
)
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


@dataclass
class _World:
    """The bearers of one passage, and those that only questions name."""

    rng: random.Random
    bearers: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = self.rng
        kind = rng.choice(("place", "firm", "model"))
        count = rng.randint(2, 4)
        names: dict[str, None] = {}
        while len(names) < count + 2:
            names[self._name(kind)] = None
        self.bearers = list(names)
        self.known, self.strangers = self.bearers[:count], self.bearers[count:]
        year = rng.randint(1998, 2027)
        style = rng.choice(("month", "month", "year", "quarter", "half"))
        if style == "month":
            months = rng.sample(_MONTHS, 5)
            with_year = rng.random() < 0.5
            self.periods = [f"{m} {year}" if with_year else m for m in months]
        elif style == "year":
            self.periods = [str(year + n) for n in range(5)]
        elif style == "quarter":
            ranks = ("first", "second", "third", "fourth")
            self.periods = [f"the {rank} quarter" for rank in ranks]
        else:
            self.periods = [
                f"the first half of {year}",
                f"the second half of {year}",
                str(year + 2),
            ]
        rng.shuffle(self.periods)

    def _name(self, kind: str) -> str:
        rng = self.rng
        stem = "".join(rng.sample(_SYLLABLES, rng.randint(1, 2))).capitalize()
        if kind == "place":
            return stem + rng.choice(_ENDINGS)
        if kind == "firm":
            return f"{stem}{rng.choice(_ENDINGS)} {rng.choice(_KINDS)}"
        return f"{stem}-{rng.randint(1, 9)}"

    def person(self) -> str:
        return f"{self.rng.choice(_FIRST)} {self.rng.choice(_LAST)}"


@dataclass(frozen=True)
class _Fact:
    """What a passage says once.

    `told` are sentences with `{answer}` in the place of the answer; `asked` are questions that it
    answers, `astray` ones that nothing in the passage does.
    """

    answer: str
    told: Sequence[str]
    asked: Sequence[str]
    astray: Sequence[str]
    row: tuple[str, str, str] | None = None


def _number(rng: random.Random) -> str:
    size = rng.choice((99, 999, 9_999, 99_999, 999_999))
    value = rng.randint(2, size)
    return rng.choice(
        (f"{value:,}", f"{value:,}", str(value), f"about {value:,}", f"up to {value:,}")
    )


def _counts(world: _World) -> list[_Fact]:
    rng = world.rng
    noun, did, do = rng.choice(_COUNTED)
    others = [row for row in _COUNTED if row[0] != noun]
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
        value = _number(rng)
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
            _Fact(
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


def _sums(world: _World) -> list[_Fact]:
    rng = world.rng
    mark = rng.choice(("$", "€", "£", "NOK ", "₩"))
    period, absent = world.periods[0], world.periods[-1]
    facts = []
    for bearer in rng.sample(world.known, rng.randint(1, len(world.known))):
        what, other = rng.sample(_SUMS, 2)
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
        facts.append(_Fact(value, told, asked, astray))
    return facts


def _shares(world: _World) -> list[_Fact]:
    rng = world.rng
    facts = []
    period, absent = world.periods[0], world.periods[-1]
    for bearer in rng.sample(world.known, rng.randint(1, len(world.known))):
        value = rng.choice(
            (f"{rng.randint(3, 98)} percent", f"{rng.randint(3, 98)}.5%", f"{rng.randint(3, 98)}%")
        )
        stranger = rng.choice(world.strangers)
        facts.append(
            _Fact(
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


def _people(world: _World) -> list[_Fact]:
    rng = world.rng
    bearer, role = rng.choice(world.known), rng.choice(_ROLES)
    person, before = world.person(), world.person()
    other = rng.choice([one for one in _ROLES if one != role])
    stranger = rng.choice(world.strangers)
    facts = [
        _Fact(
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
                f"Where was {person} born?",
                f"Who was the {role} of {bearer} before {person}?",
            ),
        )
    ]
    if before != person:
        newcomer = world.person()
        facts.append(
            _Fact(
                before,
                (
                    f"{newcomer} took over from {{answer}} as {other} of {bearer}.",
                    f"{newcomer} succeeded {{answer}} as {other} of {bearer}.",
                ),
                (
                    f"Whom did {newcomer} succeed as {other} of {bearer}?",
                    f"From whom did {newcomer} take over?",
                ),
                (
                    f"Who succeeded {newcomer} as {other} of {bearer}?",
                    f"Who took over from {newcomer}?",
                    f"Whom did {before} succeed?",
                ),
            )
        )
    return facts


def _events(world: _World) -> list[_Fact]:
    rng = world.rng
    bearer, stranger = rng.choice(world.known), rng.choice(world.strangers)
    (did, do, noun), (_, other, _) = rng.sample(_EVENTS, 2)
    day = f"{rng.randint(1, 28)} {rng.choice(_MONTHS)}"
    if rng.random() < 0.6:
        day += f" {rng.randint(1998, 2027)}"
    return [
        _Fact(
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


def _reasons(world: _World) -> list[_Fact]:
    rng = world.rng
    bearer = rng.choice(world.known)
    rest = [one for one in world.known if one != bearer] or world.strangers
    reason, other = rng.sample(_REASONS, 2)
    return [
        _Fact(
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
                f"What caused the fire at {bearer}?",
                f"How long did the delays at {bearer} last?",
            ),
        )
    ]


def _flows(world: _World) -> list[_Fact]:
    rng = world.rng
    one, other = rng.sample(world.known, 2)
    noun = rng.choice(_COUNTED)[0]
    value = _number(rng)
    stranger = rng.choice(world.strangers)
    return [
        _Fact(
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


_MAKERS: tuple[Callable[[_World], list[_Fact]], ...] = (
    _counts,
    _counts,
    _sums,
    _shares,
    _people,
    _events,
    _reasons,
    _flows,
)


def made_examples(count: int, *, seed: int) -> list[Example]:
    """So many examples; the same seed gives the same."""
    rng = random.Random(f"{SOURCE} {seed}")
    found: list[Example] = []
    while len(found) < count:
        found += _passage(random.Random(rng.getrandbits(64)), len(found))
    return found[:count]


def _passage(rng: random.Random, number: int) -> Iterator[Example]:
    world = _World(rng)
    titled = rng.random() < TITLED
    if titled:
        del world.known[1:]
    # Nothing flows between one bearer.
    makers = [make for make in _MAKERS if not titled or make is not _flows]
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


def _untold(fact: _Fact, bearer: str, rng: random.Random) -> _Fact:
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


def _written(rng: random.Random, facts: list[_Fact]) -> tuple[str, list[int]]:
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
