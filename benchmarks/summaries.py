"""Summaries by fact recall beside other ways to make them, and what one of a long text takes.

    python -m benchmarks.summaries               the tables of fact recall by length
    python -m benchmarks.summaries --long        time and memory for a made-up text of 300 pages
    python -m benchmarks.summaries --text FILE   the same for a text of yours

The cases are those of `evals/summaries.yaml` and `evals/not-news.yaml`: every way has the same
documents and the same number of words. The lead is the first words of a document as it stands;
the lead of prose those of its sentences that may be quoted, without headings, bylines and
tables, which is harder to beat: cut where the words end, and as whole sentences. LexRank and
TextRank are sumy's, fed with the same sentences; they take the highest ranked that fit. They are
left out where sumy is absent: pip install sumy.

The made-up text expands the documents in `seeds/`: their sentences with other names and
figures, under headings. Adding and summarising run in processes of their own.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import random
import re
import tempfile
import time
from collections import defaultdict
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from ragkit import Corpus
from ragkit.evals.corpora import suite_corpus
from ragkit.evals.stated import states
from ragkit.evals.suite import load_suite
from ragkit.summarizing.material import material_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ragkit.evals.records import Case

ROOT = Path(__file__).resolve().parent.parent
SUITES = ("summaries", "not-news")
TAGS = ("short", "medium", "long", "several", "tuned", "unseen")
PAGES, PAGE = 300, 3_000  # characters
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
MONTHS = ("March", "May", "July", "October")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")

#: The whole text of a document, and the sentences of it that may be quoted.
Texts = tuple[str, list[str]]


class Words:
    """What sumy wants of a tokenizer; its own has to be downloaded."""

    language = "english"

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:  # noqa: D102 - sumy says what
        return (paragraph,)

    def to_words(self, sentence: str) -> tuple[str, ...]:  # noqa: D102
        return tuple(_WORD.findall(sentence))


def lead(documents: list[Texts], words: int) -> str:
    share = words // len(documents)
    return "\n\n".join(" ".join(text.split()[:share]) for text, _ in documents)


def lead_of_prose(documents: list[Texts], words: int) -> str:
    share = words // len(documents)
    return "\n\n".join(" ".join(" ".join(prose).split()[:share]) for _, prose in documents)


def lead_of_sentences(documents: list[Texts], words: int) -> str:
    told: list[str] = []
    for _, prose in documents:
        counts = accumulate(len(one.split()) for one in prose)
        fit = sum(count <= words // len(documents) for count in counts)
        told += prose[:fit]
    return "\n\n".join(told)


def ranked(name: str) -> Callable[[list[Texts], int], str]:
    """One of sumy's summarizers: "lex_rank" or "text_rank"."""
    models = importlib.import_module("sumy.models.dom")
    module = importlib.import_module(f"sumy.summarizers.{name}")
    stemmer = importlib.import_module("sumy.nlp.stemmers").Stemmer("english")
    summarizer: Any = getattr(module, f"{name.title().replace('_', '')}Summarizer")(stemmer)
    summarizer.stop_words = importlib.import_module("sumy.utils").get_stop_words("english")

    def summarize(documents: list[Texts], words: int) -> str:
        made = [models.Sentence(one, Words()) for _, prose in documents for one in prose]
        document = models.ObjectDocumentModel([models.Paragraph(made)])
        chosen: list[Any] = []
        seen: set[Any] = set()
        # One more each time: the order of the ranks.
        for count in range(1, len(made) + 1):
            fresh = [one for one in summarizer(document, count) if one not in seen]
            seen.update(fresh)
            for one in fresh:
                if sum(len(str(c).split()) for c in (*chosen, one)) <= words:
                    chosen.append(one)
        return "\n\n".join(str(one) for one in made if one in chosen)

    return summarize


def recall(text: str, case: Case) -> float:
    return mean(any(states(text, fact.text) for fact in group) for group in case.facts)


def avoided(text: str, case: Case) -> float:
    return float(not any(states(text, fact.text) for fact in case.forbid))


def compare(suite_name: str) -> None:
    suite = load_suite(ROOT / "evals" / f"{suite_name}.yaml")
    ways: dict[str, Callable[[list[Texts], int], str] | None] = {
        "**ragkit**": None,
        "lead of prose, cut": lead_of_prose,
        "lead of prose": lead_of_sentences,
        "lead": lead,
    }
    if importlib.util.find_spec("sumy"):
        ways |= {"LexRank (sumy)": ranked("lex_rank"), "TextRank (sumy)": ranked("text_rank")}
    found: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as work, suite_corpus(suite, Path(work) / "s") as corpus:
        for case in suite.cases:
            for name, way in ways.items():
                text = _told(corpus, case, way)
                scored = recall(text, case), avoided(text, case)
                for tag in ("all", *set(case.tags).intersection(TAGS)):
                    found[name][tag].append(scored)
    counts = {tag: n for tag in (*TAGS, "all") if (n := len(found["**ragkit**"][tag]))}
    print(f"{suite_name}: fact recall in 60, 90, 150 words, in 120 words of several documents.\n")
    print("| | " + " | ".join(f"{tag} ({n})" for tag, n in counts.items()) + " | avoids |")
    print("|---|" + "---:|" * (len(counts) + 1))
    for name, tags in found.items():
        cells = [f"{mean(one for one, _ in tags[tag]):.3f}" for tag in counts]
        print(f"| {name} | {' | '.join(cells)} | {mean(one for _, one in tags['all']):.3f} |")
    print("\navoids: the share of the cases that say nothing which the suite forbids.\n")


def _told(corpus: Corpus, case: Case, way: Callable[[list[Texts], int], str] | None) -> str:
    assert case.summary is not None
    words = case.summary.request.words
    assert words is not None
    if way is None:
        summary = corpus.summarize(case.summary.sources, words=words)
        return "\n\n".join(statement.text for statement in summary.statements)
    return way([_texts(corpus, source) for source in case.summary.sources], words)


def _texts(corpus: Corpus, source: str) -> Texts:
    index, embedder = corpus._index, corpus._models.embedder()  # noqa: SLF001 - what ragkit itself is fed
    material = material_of(
        index, embedder, index.catalog.document_ids(sources=[source], where=None)
    )
    prose = [sentence.text for sentence in material.sentences if not sentence.is_row]
    return corpus.document(source).text, prose


def long_text(pages: int) -> str:
    """About so many pages of 3,000 characters; no two sentences are the same."""
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as work, Corpus.open(Path(work) / "c") as corpus:
        corpus.add([ROOT / "seeds"])
        told = [one for source in corpus.sources() for one in _texts(corpus, source.source)[1]]
    parts: list[str] = ["# Shipments, plants and satellites: a compendium\n"]
    seen: set[str] = set()
    size, chapter = 0, 0
    while size < pages * PAGE:
        if size >= chapter * 10 * PAGE:
            chapter += 1
            parts.append(f"\n\n## Chapter {chapter}\n\n")
        one = " ".join(_varied(rng, rng.choice(told), seen) for _ in range(rng.randint(3, 7)))
        parts.append(f"{one}\n\n")
        size += len(one) + 2
    return "".join(parts)


def _varied(rng: random.Random, sentence: str, seen: set[str]) -> str:
    """A sentence with other figures and names, and an opening where it was there before."""
    drawn = re.sub(r"\d+", lambda m: str(rng.randint(1, 10 ** len(m[0]))), sentence)
    drawn = re.sub(r"(?<=[a-z] )[A-Z][\w-]+", lambda _: _name(rng), drawn)
    while drawn in seen:
        drawn = f"In {_name(rng)} in {rng.choice(MONTHS)} {rng.randint(1950, 2049)}, {drawn}"
    seen.add(drawn)
    return drawn


def _name(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 3))).capitalize()


def measure(path: Path) -> None:
    size = len(path.read_text(encoding="utf-8"))
    print(f"{path.name}: {size:,} characters, about {size // PAGE} pages\n")
    print("| | seconds | peak memory, MB |\n|---|---:|---:|")
    total = 0.0
    with tempfile.TemporaryDirectory() as work:
        for what, work_on in (("adding", _add), ("summarising in 120 words", _summarize)):
            seconds, peak = _apart(work_on, path, Path(work) / "corpus")
            total += seconds
            print(f"| {what} | {seconds:.1f} | {peak:,.0f} |")
    print(f"| together | {total:.1f} | |")


def _apart(work_on: Callable[[Path, Path], None], path: Path, folder: Path) -> tuple[float, float]:
    """Seconds and megabytes of a process that does nothing else."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_timed, (work_on, path, folder))


def _timed(work_on: Callable[[Path, Path], None], path: Path, folder: Path) -> tuple[float, float]:
    began = time.perf_counter()
    work_on(path, folder)
    seconds = time.perf_counter() - began
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return seconds, int(peak[1]) / 1024 if peak else 0.0


def _add(path: Path, folder: Path) -> None:
    with Corpus.open(folder) as corpus:
        report = corpus.add([path])
        if report.failed:
            raise SystemExit(report.failed[0].reason)


def _summarize(path: Path, folder: Path) -> None:
    with Corpus.open(folder) as corpus:
        summary = corpus.summarize(path.name)
        if not summary.statements:
            raise SystemExit(f"nothing is told of {path}: {'; '.join(summary.warnings)}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--long", action="store_true", help="time and memory for a made-up text")
    parser.add_argument("--text", type=Path, help="the same for this file")
    given = parser.parse_args(arguments)
    if given.text:
        measure(given.text)
    elif given.long:
        with tempfile.TemporaryDirectory() as work:
            path = Path(work) / "compendium.md"
            path.write_text(long_text(PAGES), encoding="utf-8")
            measure(path)
    else:
        for name in SUITES:
            compare(name)


if __name__ == "__main__":
    main()
