"""Write what torchmetrics makes of 300 invented answers by SQuAD's exact match and F1.

    python -m venv /tmp/squad && /tmp/squad/bin/pip install torch==2.14.1 torchmetrics==1.9.0
    /tmp/squad/bin/python tools/squad_reference.py > tests/evals/squad_reference.json

torchmetrics (Apache-2.0) keeps the code of the set's own script. It needs torch and is
therefore no dependency for development: `tests/evals/test_scorers.py` reads the table.
"""

from __future__ import annotations

import json
import random
import sys

import torch
import torchmetrics
from torchmetrics.functional.text import squad

SEED = 20_240_601
ROWS = 300
WORDS = """the a an The AN of in and Karsholm karsholm ferry ferries Ilse Brandt Øresund café CAFÉ Zürich
naïve 東京 Москва İzmir straße STRASSE 30 30% 6,700 6700 4.2 $4.2 1990s 1st mid-1990s well-known
Brandt's Brandt’s U.S. US (north) [sic] "quoted" “quoted” don't anthem theatre other another A.
plants; plants: a.m. C++ & — - ... ! 12/05/2021 3–5 ½ over under""".split()
SPACES = (" ", " ", " ", " ", "  ", "\t", "\n", "\u00a0", "\u2009", "-")


def text(rng: random.Random, most: int = 7) -> str:
    words = rng.choices(WORDS, k=rng.randint(0, most))
    if words and rng.random() < 0.2:
        words += rng.choices(words, k=rng.randint(1, 3))
    return "".join(word + rng.choice(SPACES) for word in words).rstrip(" ") if words else ""


def near(rng: random.Random, given: str) -> str:
    """Another answer that shares words with the first."""
    words = given.split()
    rng.shuffle(words)
    kept = [word for word in words if rng.random() < 0.7]
    return " ".join([*kept, *text(rng, 3).split()])


def case_changed(rng: random.Random, given: str) -> str:
    return rng.choice([given.upper(), given.lower(), f"the {given}", f"{given}.", given])


def main() -> None:
    torch.set_default_dtype(torch.float64)
    rng = random.Random(SEED)
    rows = []
    for number in range(ROWS):
        given = text(rng)
        golds = [
            rng.choice([near, case_changed, lambda r, _: text(r)])(rng, given)
            for _ in range(rng.choice([1, 1, 1, 2, 4]))
        ]
        found = squad(
            [{"prediction_text": given, "id": str(number)}],
            [{"answers": {"answer_start": [0] * len(golds), "text": golds}, "id": str(number)}],
        )
        scores = [found["exact_match"].item() / 100, found["f1"].item() / 100]
        rows.append([given, golds, *scores])
    versions = {"torchmetrics": torchmetrics.__version__, "seed": SEED}
    lines = ",\n".join(json.dumps(row) for row in rows)
    sys.stdout.write(f'{{"made_by": {json.dumps(versions)}, "rows": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
