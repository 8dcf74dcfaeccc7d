"""What tests share: the seeds, a corpus of them, and the program as a process."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import settings
from typer.testing import CliRunner

from ragkit import Corpus
from ragkit.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Nothing is to be sent anywhere because of a key that happens to be set.
for name in [name for name in os.environ if name.startswith(("OPENAI_", "RAGKIT_"))]:
    del os.environ[name]

# A shell ignores SIGINT for what it puts into the background, and children inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"

# Ten times Hypothesis's own limit for an example: two workers may share a busy machine.
settings.register_profile("shared", deadline=2000)
settings.load_profile("shared")


class Program(Protocol):
    """The command line: in a process of its own (`ragkit`), or in this one (`run`)."""

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


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """Run `ragkit` in `tmp_path` and in this process, which has loaded everything.

    For tests of what a command does and prints; a process of its own takes up to a second.
    """
    log = logging.getLogger("ragkit")
    handlers, level = list(log.handlers), log.level

    def run(
        *arguments: str | Path,
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        command = ["ragkit", *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", command)
        with (
            contextlib.chdir(cwd or tmp_path),
            CliRunner().isolation(stdin, {"COLUMNS": "80", **(env or {})}) as (out, err, _),
        ):
            with pytest.raises(SystemExit) as leaving:
                main()
            sys.stdout.flush()
            sys.stderr.flush()
            printed, said = (stream.getvalue().decode() for stream in (out, err))
        code = leaving.value.code
        assert isinstance(code, int)
        return subprocess.CompletedProcess(command, code, printed, said)

    yield run
    # Each call has added one that writes to a stream of its own.
    log.handlers[:] = handlers
    log.setLevel(level)


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
