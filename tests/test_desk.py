"""A desk of mixed files: added, killed, gone on with, changed, synced; as if made in one go."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import docx
import pytest

from ragkit import Corpus
from tests.documents.pdfs import lines, pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ragkit import Span

PLACES = ("Alder", "Karsholm", "Ostrand", "Larkmoor", "Vennby", "Tolle", "Harsund", "Midfell")
THINGS = ("bridge", "ferry", "mill", "quarry", "school", "depot", "harbour", "tunnel")


def sentences(n: int, edition: int) -> list[str]:
    """What file `n` says in an edition; the figures of no two files are the same."""
    place, thing = PLACES[n % 8], THINGS[n // 8 % 8]
    figure = 1_000 + 7 * n + 100_000 * edition
    return [
        f"Report {n} is about the {place} {thing}, visited in edition {edition}.",
        f"The {place} {thing} number {n} took {figure:,} tonnes in its best year.",
        f"Its {place} foreman expects {figure // 3:,} tonnes next year, report {n} adds.",
    ]


def as_text(n: int, edition: int) -> bytes:
    return "\n\n".join(sentences(n, edition)).encode()


def as_markdown(n: int, edition: int) -> bytes:
    first, *rest = sentences(n, edition)
    return f"# Report {n}\n\n{first}\n\n- {rest[0]}\n- {rest[1]}\n".encode()


def as_html(n: int, edition: int) -> bytes:
    body = "".join(f"<p>{one}</p>" for one in sentences(n, edition))
    return f"<!doctype html><title>Report {n}</title><body><main>{body}</main>".encode()


def as_pdf(n: int, edition: int) -> bytes:
    first, *rest = sentences(n, edition)
    return pdf([lines(f"Report {n}\n\n{first}"), lines("\n\n".join(rest))])


def as_docx(n: int, edition: int) -> bytes:
    paper = docx.Document()
    paper.add_heading(f"Report {n}")
    for one in sentences(n, edition):
        paper.add_paragraph(one)
    # Its parts carry the time of day, and bytes that differ would be another edition.
    paper.core_properties.created = paper.core_properties.modified = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - as the format has it
    packed = io.BytesIO()
    paper.save(packed)
    return packed.getvalue()


WRITERS: dict[str, Callable[[int, int], bytes]] = {
    ".txt": as_text,
    ".md": as_markdown,
    ".html": as_html,
    ".pdf": as_pdf,
    ".docx": as_docx,
}


def write(folder: Path, n: int, edition: int = 1) -> Path:
    suffix, writer = list(WRITERS.items())[n % len(WRITERS)]
    path = folder / f"part{n % 5}" / f"report-{n}{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(writer(n, edition))
    return path


def killed(home: Path, *command: str, after: float) -> None:
    """Run a command and kill it after so many seconds, wherever it is."""
    running = subprocess.Popen(
        [sys.executable, "-m", "ragkit", *command],
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()


def done(home: Path, *command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "ragkit", *command], cwd=home, check=True, capture_output=True
    )


def answers(corpus: Corpus, numbers: list[int]) -> list[tuple[str, str, int, int] | None]:
    """For each question the best quote: words, source, place; None for none.

    Which of two equally good sentences comes second depends on what was embedded together.
    """
    found: list[tuple[str, str, int, int] | None] = []
    for n in numbers:
        question = f"How many tonnes did the {PLACES[n % 8]} {THINGS[n // 8 % 8]} number {n} take?"
        answer = corpus.ask(question, answerer="extractive")
        assert not answer.warnings
        best = next(iter(answer.quotes), None)
        found.append((best.text, best.source, *_ends(best.span)) if best else None)
        texts = {quote.source: corpus.document(quote.source).text for quote in answer.quotes}
        assert all(quote.text == quote.span.of(texts[quote.source]) for quote in answer.quotes)
    return found


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


@pytest.mark.parametrize(
    ("count", "kills"), [(60, 2), pytest.param(2_000, 8, marks=pytest.mark.soak)]
)
def test_a_desk_that_was_killed_and_synced_answers_as_one_made_in_one_go(
    tmp_path: Path, count: int, kills: int
) -> None:
    rng = random.Random(7)
    home, desk = tmp_path / "worn", tmp_path / "worn" / "desk"
    paths = [write(desk, n) for n in range(count)]
    for _ in range(kills):
        killed(home, "add", "desk", after=rng.uniform(0.3, 2.5))
    done(home, "add", "desk")
    # A third is edited, a tenth renamed, a tenth deleted, some are new.
    for n, path in enumerate(paths):
        if n % 3 == 0:
            write(desk, n, edition=2)
        if n % 10 == 1:
            path.rename(path.with_name(f"renamed-{path.name}"))
        elif n % 10 == 2:
            path.unlink()
    for n in range(count, count + count // 10):
        write(desk, n)
    for _ in range(kills):
        killed(home, "sync", after=rng.uniform(0.3, 2.5))
    done(home, "sync")
    with Corpus.open(tmp_path / "fresh" / ".ragkit") as fresh:
        fresh.add(desk)
        with Corpus.open(home / ".ragkit", create=False) as worn:
            assert [s.source for s in worn.sources()] == [
                os.path.relpath(source.source, home) for source in fresh.sources()
            ]
            # Of a file that is deleted nothing is known: any other is as good an answer.
            there = [n for n in range(count + count // 10) if n >= count or n % 10 != 2]
            asked = rng.sample(there, 24)
            expected = [
                best and (best[0], os.path.relpath(best[1], home), *best[2:])
                for best in answers(fresh, asked)
            ]
            assert answers(worn, asked) == expected
            right = [f" {n} " in best[0] for n, best in zip(asked, expected, strict=True) if best]
            assert sum(right) > len(asked) // 2
