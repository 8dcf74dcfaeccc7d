"""`python -m benchmarks.performance`: see the package."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import benchmarks.performance
from benchmarks.performance import adding, embedding, growth, searching, starting
from benchmarks.performance.texts import from_seeds, from_squad
from benchmarks.performance.timing import print_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.performance.timing import Row

NAMES = ("embed", "add", "search", "start", "grow")
SIZES = (1_000, 10_000, 100_000)
SOAK = 500_000


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=benchmarks.performance.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--squad", type=Path, help="SQuAD 2.0's `dev-v2.0.json`")
    parser.add_argument("--fp32", type=Path, help="all-MiniLM-L6-v2 in fp32, as ONNX")
    parser.add_argument("--only", action="append", choices=NAMES)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="chunks, for `grow`")
    parser.add_argument("--soak", action="store_true", help=f"`grow` to {SOAK:,} chunks too")
    given = parser.parse_args(arguments)
    names = given.only or NAMES
    texts = from_squad(given.squad) if given.squad else from_seeds()
    print(f"Text: {texts.said}. Times are medians.\n", flush=True)
    rows: list[Row] = []
    if "embed" in names and given.fp32:
        rows += embedding.rows(texts, given.fp32)
    if "add" in names:
        rows += adding.rows(texts)
    if "search" in names:
        rows += searching.rows(texts, given.fp32)
    if "start" in names:
        rows += starting.rows(texts)
    if rows:
        print_rows(rows)
    if "grow" in names:
        growth.run(texts, sorted({*given.sizes, *([SOAK] if given.soak else [])}))


if __name__ == "__main__":
    main()
