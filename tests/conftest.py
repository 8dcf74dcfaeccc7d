"""What tests share: the seeds, a corpus of them, and the program as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from ragkit import Corpus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Nothing is to be sent anywhere because of a key that happens to be set.
for name in [name for name in os.environ if name.startswith(("OPENAI_", "RAGKIT_"))]:
    del os.environ[name]

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"


class Program(Protocol):
    """The command line in a process of its own."""

    def __call__(
        self,
        *arguments: str | Path,
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def ragkit(tmp_path: Path) -> Program:
    """Run `ragkit` in `tmp_path`."""

    def run(
        *arguments: str | Path,
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "ragkit", *map(str, arguments)],
            input=data,
            capture_output=True,
            cwd=cwd or tmp_path,
            env={**os.environ, "PYTHONWARNINGS": "error", **(env or {})},
            timeout=120,
            check=False,
        )
        encoding = (env or {}).get("PYTHONIOENCODING", "utf-8")
        return subprocess.CompletedProcess(
            *(done.args, done.returncode),
            *(done.stdout.decode(encoding), done.stderr.decode(encoding)),
        )

    return run


def assert_one_line_error(done: subprocess.CompletedProcess[str], says: str) -> None:
    """The program ended with an error: status 2 and one line that says what happened."""
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("ragkit: ")
    assert says in done.stderr


@pytest.fixture(scope="session")
def seeds_corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """The seeds in a corpus of their own, embedded by the model that ships."""
    folder = tmp_path_factory.mktemp("seeds")
    with Corpus.open(folder / ".ragkit") as corpus:
        corpus.add([SEEDS])
        yield corpus
