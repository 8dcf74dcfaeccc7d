"""Fit the offline answerer's weights and its abstention on questions with known answers.

    python tools/fit_answerer.py --train new_wiki.json --adversarial dev-v2.0.json

`--train` is a file in SQuAD 1.1's format: `new_wiki` of "The Effect of Natural
Distribution Shift on Question Answering Models" (Miller et al., 2020, CC BY 4.0) was used.
`--adversarial` is one in SQuAD 2.0's format (CC BY-SA 4.0); only its first eight articles
are fitted on, and the others are reported on. Prints the weights for
`ragkit/answering/candidates.py` and `confidence.py`, and what they give; changes no file.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ragkit import Corpus
from ragkit.answering.candidates import PASSAGES, find_candidates
from ragkit.answering.confidence import Evidence, evidence_of
from ragkit.answering.measures import Measures
from ragkit.retrieval import retrieve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

ADVERSARIAL_TRAINING = 8  # articles
LOOKED_AT = 8  # candidates, by the weights as they are; the new best one is among them
HELD_OUT = 12  # articles
COVERAGE = [field.name for field in fields(Measures)].index("coverage")
STEPS, RIDGE = 300, 1e-3
REPORTED_AT = (0.15, 0.2, 0.25, 0.3)


@dataclass
class Case:
    """A question asked of a corpus: its candidates and which of them are right."""

    kind: str  # answerable, removed (its article was out of the corpus) or adversarial
    measures: NDArray[np.float64]  # (candidates, measures)
    right: NDArray[np.bool_]
    evidence: NDArray[np.float64]  # (first candidates, measures of evidence), the lead of one alone


def cases(articles: list[dict], limit: int) -> Iterator[Case]:
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as work:
        pages = Path(work) / "pages"
        pages.mkdir()
        asked = []
        for a, article in enumerate(articles):
            for p, paragraph in enumerate(article["paragraphs"]):
                (pages / f"{a:03}-{p:03}.txt").write_text(paragraph["context"], encoding="utf-8")
                asked.extend((a, p, item) for item in paragraph["qas"])
        asked = sorted(chance.sample(asked, min(limit, len(asked))), key=lambda row: row[:2])
        with Corpus.open(Path(work) / "corpus") as corpus:
            corpus.add([pages])
            index, embedder = corpus._index, corpus._models.embedder()
            names = dict(index.catalog.rows("SELECT id, source FROM documents"))
            for a, p, item in asked:
                gold = [answer["text"].lower() for answer in item["answers"]]
                impossible = item.get("is_impossible", False)
                elsewhere = [n for n, name in names.items() if f"/{a:03}-" not in name]
                for kind, documents in (
                    ("adversarial" if impossible else "answerable", None),
                    *([] if impossible else [("removed", elsewhere)]),
                ):
                    retrieved = retrieve(
                        index, embedder, item["question"], top_k=PASSAGES, documents=documents
                    )
                    found = find_candidates(item["question"], retrieved)
                    if not found:
                        continue
                    right = [
                        kind == "answerable"
                        and names[c.sentence.document].endswith(f"/{a:03}-{p:03}.txt")
                        and any(text in c.text.lower() for text in gold)
                        for c in found
                    ]
                    yield Case(
                        kind=kind,
                        measures=np.array([astuple(c.measures) for c in found]),
                        right=np.array(right),
                        evidence=np.array(
                            [
                                astuple(evidence_of(item["question"], retrieved, [c]))
                                for c in found[:LOOKED_AT]
                            ]
                        ),
                    )


def conditional_logit(
    cases: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]], *, steps: int, ridge: float
) -> NDArray[np.float64]:
    """Weights of measures that tell the right candidates from all, by gradient descent.

    Args:
        cases: for each question the measures, shape (candidates, measures), and which candidates
            are right; those without a right one tell nothing.
        steps: of the descent.
        ridge: holds the weights near zero.
    """
    useful = [(measures, right) for measures, right in cases if right.any()]
    weights = np.zeros(useful[0][0].shape[1])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        slope = ridge * 2 * weights
        for measures, right in useful:
            scores = measures @ weights
            powers = np.exp(scores - scores.max())
            share = powers / powers.sum()
            among = np.where(right, share, 0.0) / max(share[right].sum(), 1e-12)
            slope -= (among - share) @ measures / len(useful)
        weights, mean, square = adam(weights, slope, mean, square, step)
    return weights


def adam(
    weights: NDArray[np.float64],
    slope: NDArray[np.float64],
    mean: NDArray[np.float64],
    square: NDArray[np.float64],
    step: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
    move = 0.1 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
    return weights - move, mean, square


def best_of(case: Case, weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], bool]:
    """The evidence for the best candidate, its lead filled in, and whether it is right."""
    scores = case.measures @ weights
    best = int(scores[:LOOKED_AT].argmax())
    evidence = case.evidence[best].copy()
    covered = case.measures[:, COVERAGE]
    powers = np.exp(scores - scores.max())
    evidence[-1] = powers[covered >= covered[best] - 1e-9].sum() / powers.sum()
    return evidence, bool(case.right[best])


def logistic(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coefficients, the constant last, by Newton's method."""
    x = np.column_stack([x, np.ones(len(x))])
    found = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-(x @ found)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(x.shape[1])
        found += np.linalg.solve(hessian, x.T @ (y - p))
    return found


def report(name: str, test: list[Case], weights: NDArray, abstention: NDArray) -> None:
    rows = [(case.kind, *best_of(case, weights)) for case in test]
    for kind in sorted({row[0] for row in rows}):
        evidence = np.array([row[1] for row in rows if row[0] == kind])
        sure = 1 / (1 + np.exp(-(evidence @ abstention[:-1] + abstention[-1])))
        first = np.mean([row[2] for row in rows if row[0] == kind])
        refused = "  ".join(f"{at}: {np.mean(sure < at):.3f}" for at in REPORTED_AT)
        print(f"{name} {kind}, {len(evidence)}: first right {first:.3f}; refused below {refused}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--adversarial", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=3000, help="questions of each file")
    chosen = parser.parse_args()
    plain = json.loads(chosen.train.read_text(encoding="utf-8"))["data"]
    misleading = json.loads(chosen.adversarial.read_text(encoding="utf-8"))["data"]
    # Whole articles are held out, so that no fact is on both sides.
    train = list(cases(plain[:-HELD_OUT], chosen.limit))
    held = list(cases(plain[-HELD_OUT:], chosen.limit // 4))
    train_adversarial = list(cases(misleading[:ADVERSARIAL_TRAINING], chosen.limit))
    test = list(cases(misleading[ADVERSARIAL_TRAINING:], chosen.limit))

    answerable = [(case.measures, case.right) for case in train if case.kind == "answerable"]
    weights = conditional_logit(answerable, steps=STEPS, ridge=RIDGE)
    for field, weight in zip(fields(Measures), weights, strict=True):
        print(f"  {field.name} = {weight:.2f}")
    known = [best_of(case, weights) for case in train + train_adversarial]
    abstention = logistic(
        np.array([row[0] for row in known]), np.array([float(row[1]) for row in known])
    )
    for name, weight in zip(
        [*(field.name for field in fields(Evidence)), "constant"], abstention, strict=True
    ):
        print(f"  {name} = {weight:.2f}")
    report("train file, held out", held, weights, abstention)
    report("adversarial file, held out", test, weights, abstention)


if __name__ == "__main__":
    main()
