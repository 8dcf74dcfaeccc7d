"""The bearers and periods of a made-up passage, and what a fact is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

__all__ = ["MONTHS", "Fact", "World", "number"]

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
MONTHS = """January February March April May June July August September October November
December""".split()


@dataclass
class World:
    """The bearers of one passage, and those that only questions name."""

    rng: random.Random
    bearers: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=_FIRST.copy)
    last: list[str] = field(default_factory=_LAST.copy)

    def __post_init__(self) -> None:
        rng = self.rng
        kind = rng.choice(("place", "firm", "model"))
        count = rng.randint(2, 4)
        names: dict[str, None] = {}
        while len(names) < count + 2:
            names[self.name(kind)] = None
        self.bearers = list(names)
        self.known, self.strangers = self.bearers[:count], self.bearers[count:]
        year = rng.randint(1998, 2027)
        style = rng.choice(("month", "month", "year", "quarter", "half"))
        if style == "month":
            months = rng.sample(MONTHS, 5)
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

    def name(self, kind: str) -> str:
        rng = self.rng
        stem = "".join(rng.sample(_SYLLABLES, rng.randint(1, 2))).capitalize()
        if kind == "place":
            return stem + rng.choice(_ENDINGS)
        if kind == "firm":
            return f"{stem}{rng.choice(_ENDINGS)} {rng.choice(_KINDS)}"
        return f"{stem}-{rng.randint(1, 9)}"

    def person(self) -> str:
        """Somebody who has not been named yet, by neither name."""
        for names in (self.first, self.last):
            self.rng.shuffle(names)
        return f"{self.first.pop()} {self.last.pop()}"


@dataclass(frozen=True)
class Fact:
    """What a passage says once.

    `told` are sentences with `{answer}` in the place of the answer; `asked` are questions that it
    answers, `astray` ones that nothing in the passage does.
    """

    answer: str
    told: Sequence[str]
    asked: Sequence[str]
    astray: Sequence[str]
    row: tuple[str, str, str] | None = None


def number(rng: random.Random) -> str:
    size = rng.choice((99, 999, 9_999, 99_999, 999_999))
    value = rng.randint(2, size)
    return rng.choice(
        (f"{value:,}", f"{value:,}", str(value), f"about {value:,}", f"up to {value:,}")
    )
