"""Retrieval and offline answers on public question sets, by the library as it ships.

    python -m benchmarks.retrieval chunking PATH     folder of brandonstarxel/chunking_evaluation's
                                                     `evaluation_framework/general_evaluation_data`
                                                     (`corpora/*.md` and `questions_df.csv`)
    python -m benchmarks.retrieval squad PATH        a SQuAD 2.0 JSON file (`dev-v2.0.json`)

Chunking: one corpus of all files, five passages a question; recall, precision and
IoU of characters as that project defines them. SQuAD: every paragraph is a
document; where the right paragraph ranks, and whether the quotes hold a gold
answer, over the answerable questions with abstention off.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from ragkit import Corpus, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

TOP_K = 5


def overlap(left: Iterable[Span], right: Iterable[Span]) -> int:
    """Characters that two lists of disjoint spans share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in list(right))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters as disjoint spans, in order."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def chunking(folder: Path, work: Path) -> None:
    """Print recall, precision and IoU over all questions."""
    questions = list(csv.DictReader((folder / "questions_df.csv").open(encoding="utf-8")))
    with Corpus.open(work / "corpus") as corpus:
        corpus.add([folder / "corpora"])
        names = {Path(source.source).stem: source.source for source in corpus.sources()}
        scores = [score_excerpts(corpus, names, row) for row in questions]
    recall, precision, iou = (100 * fmean(column) for column in zip(*scores, strict=True))
    print(f"chunking evaluation, {len(questions)} questions, {TOP_K} passages each")
    print(f"  recall {recall:.1f}   precision {precision:.1f}   IoU {iou:.1f}")


def score_excerpts(
    corpus: Corpus, names: dict[str, str], row: dict[str, str]
) -> tuple[float, float, float]:
    gold = merged(
        Span(ref["start_index"], ref["end_index"]) for ref in json.loads(row["references"])
    )
    found = corpus.search(row["question"], top_k=TOP_K)
    retrieved = sum(len(hit.chunk.span) for hit in found)
    own = merged(hit.chunk.span for hit in found if hit.chunk.source == names[row["corpus_id"]])
    shared = overlap(gold, own)
    wanted = sum(len(span) for span in gold)
    return shared / wanted, shared / max(retrieved, 1), shared / (retrieved + wanted - shared)


def squad(file: Path, work: Path) -> None:
    """Print the rank of the right paragraph and what the quotes hold."""
    paragraphs = [
        paragraph
        for article in json.loads(file.read_text(encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
    ]
    pages = work / "pages"
    pages.mkdir()
    for n, paragraph in enumerate(paragraphs):
        (pages / f"{n:04}.txt").write_text(paragraph["context"], encoding="utf-8")
    ranks: list[int] = []
    answered: list[list[bool]] = []
    shown: list[int] = []
    with Corpus.open(work / "corpus") as corpus:
        corpus.add([pages])
        for n, paragraph in enumerate(paragraphs):
            for item in paragraph["qas"]:
                if item.get("is_impossible") or not item["answers"]:
                    continue
                ranks.append(rank_of(corpus, item["question"], f"pages/{n:04}.txt"))
                held, count = quotes_hold(corpus, item, f"pages/{n:04}.txt")
                answered.append(held)
                shown.append(count)
    total = len(ranks)
    print(f"SQuAD, {len(paragraphs)} paragraphs, {total} answerable questions")
    print(f"  right paragraph first {share(rank == 1 for rank in ranks):.3f}")
    print(f"  right paragraph among five {share(1 <= rank <= 5 for rank in ranks):.3f}")
    print(f"  first quote holds a gold answer {share(held[0] for held in answered):.3f}")
    print(f"  one of the quotes holds one {share(any(held) for held in answered):.4f}")
    print(f"  quotes shown {fmean(shown):.2f} on average")


def rank_of(corpus: Corpus, question: str, source: str) -> int:
    """The place of a document among the documents found, from 1; 0 if it is not found."""
    found = corpus.search(question, top_k=20)
    order = list(dict.fromkeys(hit.chunk.source for hit in found))
    return order.index(source) + 1 if source in order else 0


def quotes_hold(corpus: Corpus, item: dict[str, object], source: str) -> tuple[list[bool], int]:
    answers = item["answers"]
    assert isinstance(answers, list)
    gold = [str(answer["text"]).lower() for answer in answers]
    quotes = corpus.ask(str(item["question"]), abstain=False).quotes
    held = [
        quote.source == source and any(text in quote.text.lower() for text in gold)
        for quote in quotes
    ]
    return held or [False], len(quotes)


def share(flags: Iterable[bool]) -> float:
    return fmean(float(flag) for flag in flags)


COMMANDS: dict[str, Callable[[Path, Path], None]] = {"chunking": chunking, "squad": squad}


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suite", choices=sorted(COMMANDS))
    parser.add_argument("path", type=Path)
    chosen = parser.parse_args(arguments)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as work:
        COMMANDS[chosen.suite](chosen.path, Path(work))
    print(f"  {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
