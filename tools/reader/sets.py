"""Which files train the reader, which are held out, and which are only ever tested on."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ragkit.reading.layout
import ragkit.reading.matching
import ragkit.text.terms
from tools.reader.balance import balanced
from tools.reader.data import Answer, Example, read_squad, split_by_document
from tools.reader.features import Windows, cached, training_features
from tools.reader.hashing import sha256_of_all
from tools.reader.made import made_examples
from tools.reader.negatives import Neighbours
from tools.reader.plan import one_pass, over_others, validation
from tools.reader.written import written_examples, written_hash

if TYPE_CHECKING:
    from tools.reader.features import Feature

__all__ = [
    "SPLIT_SEED",
    "open_windows",
    "pass_features",
    "read_clapnq",
    "read_held_out",
    "read_tatqa",
    "read_tests",
    "read_training",
    "training_files",
]

#: Of each set: the share of its documents that is held out.
HELD_OUT = 0.05
#: Made-up questions of a pass.
MADE = 6000
#: Of the written ones, those that are read over another passage as well.
OTHERS = 0.15
#: The split does not follow the recipe's seed: runs stay comparable.
SPLIT_SEED = 8
#: Of the SQuAD half, in the file's order: these may train, the rest is the test.
TRAINING_ARTICLES = slice(8)
TEST_ARTICLES = slice(8, None)


def training_files(data: Path) -> list[Path]:
    """All files of the public sets of which something is trained on."""
    return [*sorted((data / "reader").glob("*.json")), _squad(data)]


def _squad(data: Path) -> Path:
    return data / "squad2_dev_half" / "dev-v2.0.json"


def read_training(data: Path) -> tuple[list[Example], list[Example]]:
    """The examples to train on, and those held out by document."""
    examples = [
        example for path in sorted((data / "reader").glob("*.json")) for example in read_squad(path)
    ]
    examples += read_squad(_squad(data), articles=TRAINING_ARTICLES)
    return split_by_document(examples, share=HELD_OUT, seed=SPLIT_SEED)


def read_held_out(data: Path) -> list[Example]:
    """What the threshold and the calibration are fitted on, and what the curve shows."""
    _, held = read_training(data)
    found = validation(held, _neighbours(held), seed=SPLIT_SEED)
    return found + written_examples(held_out=True)


def read_tests(data: Path) -> dict[str, list[Example]]:
    """The test sets by name: nothing is trained, chosen or fitted on them."""
    clapnq = data / "clapnq_dev"
    return {
        "squad2, last eight articles": read_squad(_squad(data), articles=TEST_ARTICLES),
        "tatqa, spans of the text": read_tatqa(data / "tatqa_dev" / "tatqa_dataset_dev.json"),
        "clapnq": [
            *read_clapnq(clapnq / "clapnq_dev_answerable.jsonl"),
            *read_clapnq(clapnq / "clapnq_dev_unanswerable.jsonl"),
        ],
    }


def read_tatqa(path: Path) -> list[Example]:
    """Questions of TAT-QA that one span of the text answers, each over all its paragraphs."""
    found = []
    for number, context in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        paragraphs = sorted(context["paragraphs"], key=lambda row: row["order"])
        passage = "\n".join(row["text"] for row in paragraphs)
        for row in context["questions"]:
            if row["answer_from"] != "text" or row["answer_type"] != "span":
                continue
            answers = _located(passage, row["answer"])
            if not answers:
                raise ValueError(f"{row['uid']!r}: {row['answer']!r} is not in its paragraphs")
            name = f"tatqa {number}"
            found.append(Example(row["uid"], "tatqa", name, row["question"], passage, answers))
    return found


def read_clapnq(path: Path) -> list[Example]:
    """Questions of CLAP-NQ over their own passage; the gold sentences are the answers.

    A question whose gold sentences can't be located has its whole passage for an answer: it is
    answerable all the same.
    """
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        passage = "\n".join(part["text"] for part in row["passages"])
        gold = [text for output in row["output"] for text in output["selected_sentences"]]
        answers = _located(passage, gold)
        if gold and not answers:
            answers = (Answer(0, passage),)
        kind = "answerable" if answers else "asked"
        title = row["passages"][0]["title"]
        found.append(Example(row["id"], "clapnq", title, row["input"], passage, answers, kind))
    return found


def _located(passage: str, texts: list[str]) -> tuple[Answer, ...]:
    """Where the texts first stand in the passage, whatever their case."""
    lowered = passage.lower()
    # Lower case may be longer ("İ"): then only the very text is looked for.
    same = len(lowered) == len(passage)
    found = []
    for text in filter(None, texts):
        at = lowered.find(text.lower()) if same else passage.find(text)
        if at >= 0:
            found.append(Answer(at, passage[at : at + len(text)]))
    return tuple(found)


def open_windows(encoder: Path, *, length: int, stride: int) -> Windows:
    """Windows by the tokenizer that lies beside the encoder."""
    from tokenizers import Tokenizer

    return Windows(Tokenizer.from_file(str(encoder / "tokenizer.json")), length, stride)


def pass_features(
    train: list[Example], windows: Windows, *, seed: int, cache: Path
) -> list[Feature]:
    """The features of a pass, from the cache or made anew where data or code are others."""

    def make() -> list[Feature]:
        examples = one_pass(train, _neighbours(train), seed=seed)
        examples += balanced(made_examples(MADE, seed=seed), random.Random(seed))
        written = written_examples(held_out=False)
        examples += balanced(written, random.Random(seed))
        examples += over_others(written, random.Random(seed), share=OTHERS)
        return training_features(examples, windows, seed=seed)

    key = [seed, len(train), written_hash(), _code_hash(), windows.length, windows.stride]
    return cached(cache, json.dumps(key), make)


def _code_hash() -> str:
    """The sha256 of what decides which examples there are, and how they look to the model."""
    modules = (ragkit.reading.layout, ragkit.reading.matching, ragkit.text.terms)
    shared = (Path(str(module.__file__)) for module in modules)
    return sha256_of_all([*shared, *sorted(Path(__file__).parent.rglob("*.py"))])


def _neighbours(examples: list[Example]) -> Neighbours:
    from ragkit.embedding.local import LocalEmbedder

    return Neighbours(examples, embedder=LocalEmbedder(), wide=("reddit", "amazon_reviews"))
