"""How long 1,000 quotes take against documents of 0.25 to 4 MB, by the library as it ships.

    python -m benchmarks.locate             a table on standard output
    python -m benchmarks.locate --quotes N  another number of quotes

The documents come from a seeded generator: words drawn as in natural text (frequency
falls with rank), figures, dates and quotation marks, in sentences and paragraphs. A
quarter each of the quotes is cut as it stands, cut and varied in looks, cut and altered
in one word or figure, and made up. Every verdict is checked against how the quote was
made before a time is printed.
"""

from __future__ import annotations

import argparse
import random
import time
from itertools import accumulate

from ragkit.quotes.locate import Library, locate
from ragkit.quotes.tokens import cut_spans
from ragkit.types import Document

SIZES = (250_000, 500_000, 1_000_000, 2_000_000, 4_000_000)  # characters
VOCABULARY = 20_000
KINDS = ("exact", "varied", "altered", "made up")


def vocabulary(rng: random.Random) -> list[str]:
    """Distinct invented words, the frequent ones short."""
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        size = 1 if len(words) < 150 else rng.choice((2, 3, 3, 4))
        word = "".join(rng.choices(syllables, k=size)) + rng.choice(("n", "s", "t"))
        words[word] = None
    return list(words)


def document(rng: random.Random, words: list[str], size: int) -> str:
    """About `size` characters of paragraphs."""
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    sentences: list[str] = []
    length = 0
    while length < size:
        drawn = rng.choices(words, cum_weights=weights, k=rng.randint(6, 24))
        if rng.random() < 0.4:
            drawn[rng.randrange(len(drawn))] = f"{rng.randint(2, 99_999):,}"
        if rng.random() < 0.2:
            at = rng.randrange(len(drawn))
            drawn[at] = f"“{drawn[at]}”"
        text = " ".join(drawn).capitalize() + rng.choice((". ", ". ", ".\n", ".\n\n"))
        sentences.append(text)
        length += len(text)
    return "".join(sentences)


def quotes(rng: random.Random, text: str, count: int) -> list[tuple[str, str]]:
    """Pairs of kind and quote, a quarter of each kind."""
    pieces = cut_spans(text)
    made: list[tuple[str, str]] = []
    while len(made) < count:
        kind = KINDS[len(made) % len(KINDS)]
        first = rng.randrange(len(pieces) - 30)
        last = first + rng.randint(6, 25)
        quote = text[pieces[first].start : pieces[last].end]
        if kind == "varied":
            quote = " ".join(quote.upper().split()).replace("“", '"').replace("”", '"')
        elif kind == "altered":
            middle = pieces[(first + last) // 2]
            changed = "7,777,777" if middle.of(text)[0].isdigit() else "zzyzx"
            quote = text[pieces[first].start : middle.start] + changed
            quote += text[middle.end : pieces[last].end]
        elif kind == "made up":
            words = [rng.choice(pieces).of(text) for _ in range(12)]
            quote = " ".join(words)
        if any(char.isalnum() for char in quote):
            made.append((kind, quote))
    return made


def measure(size: int, count: int) -> tuple[float, float]:
    """Seconds to load one document and seconds for all quotes, verdicts checked."""
    rng = random.Random(size)
    text = document(rng, vocabulary(random.Random(1)), size)
    asked = quotes(rng, text, count)
    started = time.perf_counter()
    library = Library([Document(doc_id="d", source="d", text=text, content_hash="")])
    loaded = time.perf_counter()
    checks = [locate(quote, library) for _, quote in asked]
    done = time.perf_counter()
    for (kind, quote), check in zip(asked, checks, strict=True):
        if check.verified != (kind in {"exact", "varied"}):
            raise SystemExit(f"wrong verdict on a quote that is {kind}: {quote!r}: {check}")
    return loaded - started, done - loaded


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("--quotes", type=int, default=1000)
    count = parser.parse_args().quotes
    print(f"{count} quotes, a quarter each: {', '.join(KINDS)}")
    print(
        "| characters | loading, s | quotes, s | against the size before: size, loading, quotes |"
    )
    print("|---:|---:|---:|---|")
    before: tuple[int, float, float] | None = None
    for size in SIZES:
        loading, asking = measure(size, count)
        ratios = "–"
        if before:
            ratios = ", ".join(
                f"×{now / then:.2f}"
                for now, then in zip((size, loading, asking), before, strict=True)
            )
        print(f"| {size:,} | {loading:.2f} | {asking:.2f} | {ratios} |")
        before = size, loading, asking


if __name__ == "__main__":
    main()
