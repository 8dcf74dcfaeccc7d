"""A seeded maker of quotes that lie and quotes that do not, out of real text.

A corruption changes one thing and is kept only if the changed words stand nowhere in
the text, so that every one of them must be refuted. An honest variation changes looks
alone, so that every one must be verified with the span that it was cut from.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ragkit.quotes.tokens import cut_spans
from ragkit.types import Span

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

SWAPS = {
    "unit": [
        ("percent", "percentage points"),
        ("million", "billion"),
        ("percentage points", "percent"),
        ("tonnes", "kilograms"),
        ("rounds", "shells"),
        ("containers", "wagons"),
        ("km", "m"),
    ],
    "negation": [
        ("not ", ""),
        ("no ", "some "),
        ("n't", ""),
        ("cannot", "can"),
        ("none", "all"),
        ("without", "with"),
        ("never", "ever"),
        ("is ", "is not "),
        ("has ", "has never "),
    ],
    "bound": [
        ("at least", "at most"),
        ("about ", ""),
        ("more than", "less than"),
        ("up to", "over"),
        ("nearly", "over"),
        ("less than", "more than"),
        ("over ", "under "),
        ("at most", "at least"),
    ],
    "direction": [
        (" rose", " fell"),
        (" up ", " down "),
        ("before", "after"),
        (" more", " fewer"),
        ("after", "before"),
        ("larger", "smaller"),
        (" fell", " rose"),
        ("since", "until"),
    ],
    "hedge": [
        ("probably ", ""),
        ("may ", "will "),
        ("could ", "can "),
        ("claims", "proves"),
        ("said", "admitted"),
        ("would", "will"),
        ("some ", "all "),
        ("most ", "all "),
    ],
    "month": [
        ("January", "June"),
        ("February", "May"),
        ("March", "April"),
        ("April", "March"),
        ("May ", "July "),
        ("June", "January"),
        ("November", "December"),
        ("October", "August"),
    ],
    "name": [
        ("Russia", "China"),
        ("Seoul", "Tokyo"),
        ("North Korea", "South Korea"),
        ("Shin Won-sik", "Kim Yong-hyun"),
        ("Pyongyang", "Beijing"),
        ("Hwasan", "Daehan"),
        ("Norway", "Sweden"),
        ("Brandal", "Branco"),
        ("South", "North"),
    ],
    "word": [
        (" the ", " a "),
        (" and ", " or "),
        (" of ", " for "),
        (" in ", " near "),
        (" to ", " from "),
    ],
}


def swapped(kind: str) -> Callable[[str, random.Random], str | None]:
    def change(quote: str, rng: random.Random) -> str | None:
        pairs = [pair for pair in SWAPS[kind] if pair[0] in quote]
        return quote.replace(*rng.choice(pairs), 1) if pairs else None

    return change


def _at(
    pattern: str, new: Callable[[str, random.Random], str]
) -> Callable[[str, random.Random], str | None]:
    compiled = re.compile(pattern)

    def change(quote: str, rng: random.Random) -> str | None:
        found = list(compiled.finditer(quote))
        if not found:
            return None
        match = rng.choice(found)
        return quote[: match.start()] + new(match.group(), rng) + quote[match.end() :]

    return change


def _other_digit(digit: str, rng: random.Random) -> str:
    return rng.choice([d for d in "0123456789" if d != digit])


CORRUPTIONS: dict[str, Callable[[str, random.Random], str | None]] = {
    "digit changed": _at(r"\d", _other_digit),
    "digits swapped": _at(r"(\d)(?!\1)\d", lambda two, _: two[::-1]),
    "digit dropped": _at(r"(?<=\d)\d", lambda _, __: ""),
    "digit added": _at(r"\d", lambda digit, rng: digit + _other_digit(digit, rng)),
    "grouping broken": _at(r"\d,\d", lambda three, _: "," + three[0] + three[2]),
    "decimal point moved": _at(r"\d\.\d", lambda three, _: three[0] + three[2]),
    "superscript": _at(r"(?<=\d)\d", lambda digit, _: "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)]),
    "plural": _at(r"(?<=[a-z]{3})\b(?= )", lambda _, __: "s"),
    "word dropped": _at(r"(?<= )[a-z]+ ", lambda _, __: ""),
    "word doubled": _at(r"(?<= )[a-z]+ ", lambda word, _: word + word),
    "words turned round": _at(
        r"(?<= )([a-z]+) (?!\1)[a-z]+(?= )", lambda p, _: " ".join(p.split()[::-1])
    ),
    **{f"{kind} changed": swapped(kind) for kind in SWAPS},
}


_BORDER = re.compile(r"\s*\n\s*?(?:\n|[-*+|#]|\d{1,3}\.\s)")


def _one_line(quote: str, _: random.Random) -> str | None:
    """White space made one space; not honest over a border that no sentence ends at."""
    for border in _BORDER.finditer(quote):
        before = quote[: border.start()].rstrip('”’")]*_ ')
        if before[-1:] not in {*".!?:;…"}:
            return None
    return " ".join(quote.split())


def blocks_in_one(text: str) -> Iterator[str]:
    """Quotes that put the words on both sides of a blank line into one, where no sentence ends."""
    blocks = re.split(r"\n[ \t]*\n", text)
    for one, other in pairwise(blocks):
        before, after = one.rpartition("\n")[2], other.partition("\n")[0]
        words = *before.split()[-3:], *after.split()[:3]
        if all(re.fullmatch(r"[^\W_]+", word) for word in words):
            yield " ".join(words)


def _broken(quote: str, rng: random.Random) -> str | None:
    return _at(r"(?<=[a-z]{2})(?=[a-z]{2})", lambda _, __: "-\n")(quote, rng)


VARIATIONS: dict[str, Callable[[str, random.Random], str | None]] = {
    "as it stands": lambda quote, _: quote,
    "capitals": lambda quote, _: (
        quote.upper() if not re.search(r"(?:\d|^) ?[A-Za-z]{1,3}\b", quote) else None
    ),
    "straight marks": lambda q, _: q.translate(str.maketrans("“”‘’", "\"\"''")),
    "typographic apostrophes": lambda quote, _: quote.replace("'", "’"),
    "other dashes": lambda quote, _: quote.replace("-", "‑").replace("—", "–"),
    "one line": _one_line,
    "white space": lambda quote, rng: re.sub(
        r"(?<!\d) ", lambda _: rng.choice(["\n", "  ", "\u00a0", "\t"]), quote
    ),
    "hyphenated": _broken,
    "soft hyphen": _at(r"(?<=[a-z]{2})(?=[a-z]{2})", lambda _, __: "\u00ad"),
    "ligature": _at(r"fi|fl|ff", lambda two, _: {"fi": "ﬁ", "fl": "ﬂ", "ff": "ﬀ"}[two]),
    "full stop": lambda quote, _: f"“{quote}.”" if quote[-1].isalnum() else None,
    "comma inside": lambda quote, _: f"“{quote},”" if quote[-1].isalnum() else None,
    "bracketed capital": lambda q, _: f"[{q[0].upper()}]{q[1:]}" if q[:2].isalpha() else None,
    "bracketed word": lambda quote, _: (
        None if "[" in quote else re.sub(r"(?<= )([a-z]+)(?= )", r"[\1]", quote, count=1)
    ),
    "wide letters": _at(
        r"(?<= )[a-z]+(?= )", lambda w, _: "".join(chr(ord(c) + 0xFEE0) for c in w)
    ),
}


def slices(text: str, rng: random.Random, count: int) -> Iterator[Span]:
    """Spans of 4 to 25 pieces on token boundaries that hold a letter or digit."""
    pieces = cut_spans(text)
    while count:
        first = rng.randrange(len(pieces) - 4)
        last = min(len(pieces) - 1, first + rng.randint(4, 25))
        span = Span(pieces[first].start, pieces[last].end)
        if any(char.isalnum() for char in span.of(text)):
            count -= 1
            yield span


def folded(text: str) -> str:
    """Letters and digits in lower case, for "does the changed text occur in the source?"."""
    return " ".join(re.findall(r"\w+|[^\w\s]", text.casefold()))
