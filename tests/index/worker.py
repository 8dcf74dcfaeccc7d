"""What the crash and lock tests run in processes of their own.

python -m tests.index.worker write FOLDER NAME ROUNDS SOURCES
python -m tests.index.worker read FOLDER ROUNDS
python -m tests.index.worker turns FOLDER NAME ROUNDS    one batch a line of standard input
"""

from __future__ import annotations

import sys
from pathlib import Path

from ragkit import Corpus
from tests.doubles import WordEmbedder

SENTENCES = 24


def text_of(name: str, version: int) -> str:
    """A document whose every sentence names its version."""
    return "\n\n".join(
        f"Report {name} edition {version} says that unit {n} of plant {name} made"
        f" {version * 1000 + n} parts in its best week."
        for n in range(SENTENCES)
    )


def version_in(text: str) -> int:
    """The one version that a document's sentences name."""
    versions = {int(line.split(" edition ")[1].split()[0]) for line in text.split("\n\n")}
    (version,) = versions
    return version


def write(folder: Path, name: str, rounds: int, sources: int) -> None:
    with Corpus.open(folder, embedder=WordEmbedder()) as corpus:
        for version in range(1, rounds + 1):
            for n in range(sources):
                corpus.add_text(text_of(f"{name}{n}", version), source=f"{name}{n}")
                print(f"{name}{n} {version}", flush=True)


def read(folder: Path, rounds: int) -> None:
    for n in range(rounds):
        with Corpus.open(folder, create=False, embedder=WordEmbedder()) as corpus:
            found = corpus.search(f"How many parts did unit {n % SENTENCES} make?", top_k=3)
            assert found, "a search during writes found nothing"
            for hit in found:
                document = corpus.document(hit.chunk.source)
                # The document may have been replaced since the search.
                if document.text[hit.chunk.span.start : hit.chunk.span.end] != hit.chunk.text:
                    assert version_in(document.text) > int(
                        hit.chunk.text.split(" edition ")[1].split()[0]
                    )
    print("read", flush=True)


def turns(folder: Path, name: str) -> None:
    with Corpus.open(folder, embedder=WordEmbedder()) as corpus:
        for n, line in enumerate(sys.stdin):
            if not line.strip():
                break
            corpus.add_text(text_of(f"{name}{n}", 1), source=f"{name}{n}")
            corpus.search("Which unit made parts?", top_k=1)
            print("done", flush=True)


def main(arguments: list[str]) -> None:
    command, folder, *rest = arguments
    if command == "write":
        write(Path(folder), rest[0], int(rest[1]), int(rest[2]))
    elif command == "read":
        read(Path(folder), int(rest[0]))
    else:
        turns(Path(folder), rest[0])


if __name__ == "__main__":
    main(sys.argv[1:])
