"""Fit what the reader's word counts: in choosing a sentence, and in abstaining.

    python -m tools.fit_reading --data PATH

The documents that `tools.train_reader` holds out, their questions as they are, with a name or
figure swapped and with their document out of reach, those that were written, and the project's own
suite. Prints the weights for `ragkit/answering/candidates.py` and `confidence.py`, and what they
give; changes no file. Nothing is fitted on a test set.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import tempfile
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ragkit import Corpus
from ragkit.answering.candidates import find_candidates
from ragkit.answering.confidence import ReadEvidence, confidence, evidence_of
from ragkit.answering.extractive import PASSAGES
from ragkit.answering.measures import found_score
from ragkit.evals.suite import load_suite
from ragkit.reading.context import SEPARATOR
from ragkit.reading.reader import Reader
from ragkit.reranking import READ, reread
from ragkit.retrieval import retrieve
from tools.fit_answerer import conditional_logit
from tools.reader.plan import names_by_document
from tools.reader.sets import SPLIT_SEED, read_training
from tools.reader.swaps import swapped
from tools.reader.written import written_examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from ragkit.answering.candidates import Candidate
    from tools.reader.data import Example

ROOT = Path(__file__).resolve().parents[1]
#: Sets whose questions can be asked of a corpus: those of reviews and posts name nobody.
ASKED = ("new_wiki", "dev-v2.0")
STEPS, CHOICE_RIDGE = 400, 1e-4
FOLDS, RIDGE = 10, 3.0
#: Other documents that a written question is asked of.
OTHERS = 30
#: Questions that have nothing to do with any of the documents.
UNRELATED = """
How do I reset my password?
how to cancel my subscription
What is the best way to cook rice?
Why is my printer offline?
How long does a cold last?
What is the meaning of life?
Where can I park near the airport?
How do I change a flat tyre?
What time does the supermarket close?
Which vitamins are in carrots?
How many calories does a banana have?
Can I bring my dog?
What is the return policy?
How do I delete my account?
Why does my back hurt?
who is the fastest runner in the world
How do I remove a red wine stain?
What should I wear to a wedding?
When is the next leap year?
How often should I water a cactus?
What does this error message mean?
Is breakfast included?
How do I export a spreadsheet as PDF?
What is the difference between a cat and a lion?
opening hours
How tall is a giraffe?
Which wine goes with fish?
What is the exchange rate of the yen?
How do I learn to play the guitar?
Why do leaves turn red in autumn?
""".strip().splitlines()


@dataclass
class Case:
    """A question that was asked.

    `kind` is answerable, unanswerable, swapped, removed (its document was out of reach) or
    unrelated; `choice` has for each candidate what it scores without the reader, and the reader's margin.
    """

    asked_of: str
    kind: str
    choice: NDArray[np.float64]
    right: NDArray[np.bool_]
    evidence: NDArray[np.float64]
    sure: float

    @property
    def answerable(self) -> bool:
        return self.kind == "answerable"


class Asker:
    """Asks a corpus as `ask` does, and keeps what is fitted on."""

    def __init__(self, corpus: Corpus, name: str, reader: Reader) -> None:
        self.index, self.embedder = corpus._index, corpus._models.embedder()
        self.name, self.reader = name, reader

    def rows(self) -> dict[str, int]:
        """The row number of each document by its name without the ending."""
        found = self.index.catalog.rows("SELECT id, source FROM documents")
        return {Path(name).stem: number for number, name in found}

    def case(
        self,
        question: str,
        kind: str,
        is_right: Callable[[Candidate], bool],
        documents: Sequence[int] | None = None,
    ) -> Iterator[Case]:
        found = retrieve(self.index, self.embedder, question, top_k=READ, documents=documents)
        read = reread(question, found, self.reader, top_k=PASSAGES)
        candidates = find_candidates(question, read)
        if not candidates:
            return
        evidence = evidence_of(question, read, candidates)
        yield Case(
            self.name,
            kind,
            np.array([[found_score(c.measures), c.margin] for c in candidates]),
            np.array([kind == "answerable" and is_right(c) for c in candidates]),
            np.array(astuple(evidence), dtype=np.float64),
            confidence(evidence),
        )


def unrelated(asker: Asker) -> Iterator[Case]:
    for question in UNRELATED:
        yield from asker.case(question, "unrelated", lambda _: False)


@contextmanager
def corpus_of(texts: dict[str, str], *, suffix: str = ".txt") -> Iterator[Corpus]:
    with tempfile.TemporaryDirectory() as work:
        pages = Path(work) / "pages"
        pages.mkdir()
        for name, text in texts.items():
            (pages / f"{name}{suffix}").write_text(text, encoding="utf-8")
        with Corpus.open(Path(work) / "corpus") as corpus:
            corpus.add([pages])
            yield corpus


def of_suite(reader: Reader) -> Iterator[Case]:
    suite = load_suite(ROOT / "evals" / "seeds.yaml")
    with tempfile.TemporaryDirectory() as work, Corpus.open(Path(work) / "c") as corpus:
        corpus.add([ROOT / "seeds"])
        asker = Asker(corpus, "suite", reader)
        for case in suite.cases:
            texts = [fact.text.lower() for facts in case.facts for fact in facts]
            yield from asker.case(
                case.question,
                "answerable" if case.answerable else "unanswerable",
                lambda c, texts=texts: any(text in c.text.lower() for text in texts),
            )
        yield from unrelated(asker)


def answering(example: Example, page: str) -> Callable[[Candidate], bool]:
    """What tells whether a sentence is of the example's page and holds its answer."""
    answers = [answer.text.lower() for answer in example.answers]

    def is_right(candidate: Candidate) -> bool:
        here = Path(candidate.hit.document.source).stem == page
        return here and any(answer in candidate.text.lower() for answer in answers)

    return is_right


def of_set(
    source: str, examples: Sequence[Example], held: Sequence[Example], reader: Reader
) -> Iterator[Case]:
    rng = random.Random(source)
    numbers = {text: f"{n:05}" for n, text in enumerate(dict.fromkeys(e.passage for e in examples))}
    documents = {numbers[e.passage]: e.document for e in examples}
    names = names_by_document(held)
    with corpus_of({name: text for text, name in numbers.items()}) as corpus:
        asker = Asker(corpus, source, reader)
        rows = asker.rows()
        for example in held:
            is_right = answering(example, numbers[example.passage])
            kind = "answerable" if example.answers else "unanswerable"
            yield from asker.case(example.question, kind, is_right)
            if not example.answers:
                continue
            if rng.random() < 0.3:
                apart = [
                    rows[n] for n, document in documents.items() if document != example.document
                ]
                yield from asker.case(example.question, "removed", is_right, apart)
            turned = swapped(example, names[source, example.document], rng)
            if turned and rng.random() < 0.6:
                yield from asker.case(turned.question, "swapped", is_right)
        yield from unrelated(asker)


def of_written(reader: Reader) -> Iterator[Case]:
    """Those held out of the questions that were written, each asked of its passage and of others.

    Of some others only: "When did it reopen?" is answered by more than one of a thousand.
    """
    rng = random.Random(SPLIT_SEED)
    held = written_examples(held_out=True)
    pages = {one.document.replace(":", "-"): page_of(one) for one in held}
    with corpus_of(pages, suffix=".md") as corpus:
        asker = Asker(corpus, "written", reader)
        rows = asker.rows()
        for example in held:
            own = example.document.replace(":", "-")
            others = rng.sample([n for name, n in rows.items() if name != own], OTHERS)
            kind = "answerable" if example.answers else "unanswerable"
            documents = [rows[own], *others]
            yield from asker.case(example.question, kind, answering(example, own), documents)


def page_of(example: Example) -> str:
    """A passage with its title and date as a page of Markdown."""
    title, _, date = example.context.rpartition(SEPARATOR)
    try:
        day = dt.datetime.strptime(date, "%d %B %Y").date()  # noqa: DTZ007 - a day of no zone
    except ValueError:
        title, day = example.context, None
    head = [f"title: {json.dumps(title)}"] if title else []
    head += [f"date: {day}"] if day else []
    return "\n".join(["---", *head, "---", "", example.passage]) if head else example.passage


def logistic(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coefficients, the constant last: Newton's method, a ridge on standardised measures."""
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z = np.column_stack([(x - mean) / spread, np.ones(len(x))])
    ridge = RIDGE * np.eye(z.shape[1])
    ridge[-1, -1] = 0
    found = np.zeros(z.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-(z @ found)))
        hessian = (z * (p * (1 - p))[:, None]).T @ z + ridge
        found += np.linalg.solve(hessian, z.T @ (y - p) - ridge @ found)
    slopes = found[:-1] / spread
    return np.append(slopes, found[-1] - slopes @ mean)


def predicted(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))


def area(sure: NDArray[np.float64], answerable: NDArray[np.bool_]) -> float:
    """Under the ROC curve."""
    high, low = sure[answerable], sure[~answerable]
    return float(np.mean((high[:, None] > low) + 0.5 * (high[:, None] == low)))


def arrays(cases: Sequence[Case]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return (
        np.array([case.evidence for case in cases]),
        np.array([float(case.answerable) for case in cases]),
    )


def crossed(cases: Sequence[Case]) -> NDArray[np.float64]:
    """What is predicted of each case by the others."""
    x, y = arrays(cases)
    fold = np.random.default_rng(0).permutation(len(cases)) % FOLDS
    sure = np.zeros(len(cases))
    for number in range(FOLDS):
        rest = fold != number
        sure[~rest] = predicted(x[~rest], logistic(x[rest], y[rest]))
    return sure


def report(cases: Sequence[Case], sure: NDArray[np.float64]) -> None:
    groups = {(case.asked_of, case.kind) for case in cases if not case.answerable}
    for asked_of, kind in sorted(groups):
        rows = [
            n
            for n, case in enumerate(cases)
            if case.asked_of == asked_of and (case.answerable or case.kind == kind)
        ]
        answerable = np.array([cases[n].answerable for n in rows])
        print(f"{asked_of}, {kind}: {len(rows)} questions, area {area(sure[rows], answerable):.3f}")
        for threshold in np.arange(0.15, 0.5, 0.05):
            silent = sure[rows] < threshold
            hit = (silent & ~answerable).sum()
            print(
                f"  below {threshold:.2f}: precision {hit / max(1, silent.sum()):.3f},"
                f" recall {hit / (~answerable).sum():.3f},"
                f" answered {1 - silent[answerable].mean():.3f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    reader = Reader()
    cases = [*of_suite(reader), *of_written(reader)]
    train, held = read_training(data)
    for source in ASKED:
        examples = [example for example in train + held if example.source == source]
        own = [example for example in held if example.source == source]
        cases += of_set(source, examples, own, reader)

    answerable = [case for case in cases if case.answerable]
    choices = [(case.choice, case.right) for case in answerable]
    weights = conditional_logit(choices, steps=STEPS, ridge=CHOICE_RIDGE)
    print(f"choice: found {weights[0]:.3f}, margin {weights[1]:.3f}")
    for name in dict.fromkeys(case.asked_of for case in cases):
        own = [case for case in answerable if case.asked_of == name]
        first = [case.right[np.argmax(case.choice @ weights)] for case in own]
        alone = [case.right[np.argmax(case.choice[:, 0])] for case in own]
        print(
            f"  {name}: first right {np.mean(first):.3f}, without the reader {np.mean(alone):.3f}"
        )
    final = logistic(*arrays(cases))
    names = [*(field.name for field in fields(ReadEvidence)), "constant"]
    print("confidence:", ", ".join(f"{n} {w:.3f}" for n, w in zip(names, final, strict=True)))
    print("as it is:")
    report(cases, np.array([case.sure for case in cases]))
    print("as fitted, each by the others:")
    report(cases, crossed(cases))


if __name__ == "__main__":
    main()
