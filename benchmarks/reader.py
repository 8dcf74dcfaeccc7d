"""How well the reader reads, and what it changes: public test sets, on which nothing is fitted.

    python -m benchmarks.reader --data PATH [--only given|corpus|speed]
    python -m benchmarks.reader --data PATH --write last-eight.json   # for `ragkit eval run`

PATH is a folder with `squad2_dev_half/dev-v2.0.json` (half of SQuAD 2.0's development set, of
`chrischute/squad`), `tatqa_dev/tatqa_dataset_dev.json` (`NExTplusplus/TAT-QA`) and `clapnq_dev/`
(the two `clapnq_dev_*.jsonl` of `primeqa/clapnq`). Of SQuAD only the last eight articles are
tested: the first eight train the reader. `--write` leaves a set with all paragraphs and the
questions of the last eight.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from ragkit import Corpus
from ragkit.answering.extractive import Extractive
from ragkit.embedding.local import LocalEmbedder
from ragkit.reading.reader import Reader
from ragkit.reading.reading import ABSTAIN_MARGIN
from ragkit.reranking import READ
from ragkit.text.questions import question_kind
from tools.reader.evaluate import scored
from tools.reader.sets import TEST_ARTICLES, read_tests

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TURNS = 60


def given(data: Path) -> Iterator[str]:
    """Each question over its own passage."""
    yield "| set | questions | EM | F1 | all EM | all F1 | abstention P | R | numbers EM |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    reader = Reader()
    kinds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for name, examples in read_tests(data).items():
        forced, free, numbers, silent = [], [], [], []
        for example in examples:
            (reading,) = reader.read(example.question, [example.passage])
            best = reading.best()
            text = best.span.of(example.passage) if best else ""
            quiet = reading.margin < ABSTAIN_MARGIN
            silent.append((quiet, not example.answers))
            free.append(scored(example, "" if quiet else text))
            if not example.answers:
                continue
            forced.append(scored(example, text))
            if any(c.isdigit() for c in example.answers[0].text):
                numbers.append(forced[-1][0])
            if name.startswith("squad2"):
                kinds[question_kind(example.question)].append(forced[-1])
        hit = sum(q and u for q, u in silent)
        unanswerable = sum(u for _, u in silent)
        precision = _percent(hit / max(1, sum(q for q, _ in silent))) if unanswerable else "–"
        recall = _percent(hit / unanswerable) if unanswerable else "–"
        yield (
            f"| {name} | {len(examples):,} | {_mean(forced, 0)} | {_mean(forced, 1)}"
            f" | {_mean(free, 0)} | {_mean(free, 1)} | {precision} | {recall}"
            f" | {_percent(fmean(numbers))} ({len(numbers)}) |"
        )
    yield ""
    yield "| SQuAD, what is asked for | questions | EM | F1 |"
    yield "|---|---:|---:|---:|"
    for kind, rows in sorted(kinds.items(), key=lambda item: -len(item[1])):
        yield f"| {kind} | {len(rows):,} | {_mean(rows, 0)} | {_mean(rows, 1)} |"


def whole_corpus(data: Path) -> Iterator[str]:
    """The questions of the last eight articles, over all paragraphs of the set."""
    loaded = json.loads((data / "squad2_dev_half" / "dev-v2.0.json").read_text(encoding="utf-8"))
    articles = loaded["data"]
    paragraphs = [p for article in articles for p in article["paragraphs"]]
    own = [p for article in articles[TEST_ARTICLES] for p in article["paragraphs"]]
    with tempfile.TemporaryDirectory() as work:
        pages = Path(work) / "pages"
        pages.mkdir()
        for number, paragraph in enumerate(paragraphs):
            (pages / f"{number:04}.txt").write_text(paragraph["context"], encoding="utf-8")
        gold = {id(p): f"{n:04}.txt" for n, p in enumerate(paragraphs)}
        asked = [(row, gold[id(p)]) for p in own for row in p["qas"] if row["answers"]]
        with Corpus.open(Path(work) / "corpus") as corpus:
            corpus.add([pages])
            yield f"{len(paragraphs):,} paragraphs, {len(asked):,} questions with an answer."
            yield ""
            yield "| | right paragraph first | first quote right | seconds a question |"
            yield "|---|---:|---:|---:|"
            for rerank in (False, True):
                yield _asked(corpus, asked, rerank=rerank)


def write_last_eight(data: Path, target: Path) -> None:
    """Write the set without the questions of the articles that train the reader."""
    loaded = json.loads((data / "squad2_dev_half" / "dev-v2.0.json").read_text(encoding="utf-8"))
    for article in loaded["data"][: TEST_ARTICLES.start]:
        for paragraph in article["paragraphs"]:
            paragraph["qas"] = []
    target.write_text(json.dumps(loaded), encoding="utf-8")


def _asked(corpus: Corpus, asked: Sequence[tuple[dict[str, Any], str]], *, rerank: bool) -> str:
    paragraph, quote, began = 0, 0, perf_counter()
    for row, source in asked:
        answer = corpus.ask(row["question"], answerer=Extractive(abstain=False), rerank=rerank)
        paragraph += answer.retrieved[0].chunk.source.endswith(source)
        first = answer.quotes[0]
        texts = {entry["text"].lower() for entry in row["answers"]}
        quote += first.source.endswith(source) and any(t in first.text.lower() for t in texts)
    each = (perf_counter() - began) / len(asked)
    what = "with the reader" if rerank else "without"
    return f"| {what} | {paragraph / len(asked):.3f} | {quote / len(asked):.3f} | {each:.3f} |"


def speed(data: Path) -> Iterator[str]:
    """Reading the passages of a question, and loading what reads them."""
    (examples, *_) = read_tests(data).values()
    passages = sorted({example.passage for example in examples})
    rng = random.Random(1)
    began = perf_counter()
    reader = Reader()
    loading = perf_counter() - began
    began = perf_counter()
    LocalEmbedder()
    embedder = perf_counter() - began
    times = []
    for example in rng.sample(list(examples), TURNS):
        some = rng.sample(passages, READ)
        began = perf_counter()
        reader.read(example.question, some)
        times.append(perf_counter() - began)
    characters = fmean(map(len, passages))
    yield f"| | ms |\n|---|---:|\n| loading the reader | {1000 * loading:.0f} |"
    yield f"| loading the embedder | {1000 * embedder:.0f} |"
    what = f"reading {READ} paragraphs of {characters:,.0f} characters, median of {TURNS}"
    yield f"| {what} | {1000 * median(times):.0f} |"
    yield f"| the same, 95th percentile | {1000 * sorted(times)[int(0.95 * TURNS)]:.0f} |"


def _mean(rows: Sequence[tuple[float, float]], column: int) -> str:
    return _percent(fmean(row[column] for row in rows)) if rows else "–"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


PARTS = {"given": given, "corpus": whole_corpus, "speed": speed}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    if chosen.write:
        write_last_eight(chosen.data, chosen.write)
        return
    for name, part in PARTS.items():
        if chosen.only in {None, name}:
            print(f"\n{name}\n")
            for line in part(chosen.data):
                print(line, flush=True)


if __name__ == "__main__":
    main()
