"""Answers from your documents, with quotes that are pinned to the character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit._version import __version__
from ragkit.errors import (
    CorpusBusyError,
    CorpusDamagedError,
    CorpusError,
    CorpusExistsError,
    CorpusNotFoundError,
    CorpusReadOnlyError,
    CorpusVersionError,
    EmbedderMismatchError,
    ModelError,
    QueryError,
    RagkitError,
    SourceError,
    SourceNotFoundError,
    StorageFullError,
    UnreadableSourceError,
)
from ragkit.types import (
    AddReport,
    Answer,
    Chunk,
    Conflict,
    Document,
    Failure,
    Provenance,
    Quote,
    ScoredChunk,
    Source,
    Span,
    Statement,
    Usage,
)

if TYPE_CHECKING:
    from ragkit.corpus import Corpus, CorpusStatus

__all__ = [
    "AddReport",
    "Answer",
    "Chunk",
    "Conflict",
    "Corpus",
    "CorpusBusyError",
    "CorpusDamagedError",
    "CorpusError",
    "CorpusExistsError",
    "CorpusNotFoundError",
    "CorpusReadOnlyError",
    "CorpusStatus",
    "CorpusVersionError",
    "Document",
    "EmbedderMismatchError",
    "Failure",
    "ModelError",
    "Provenance",
    "QueryError",
    "Quote",
    "RagkitError",
    "ScoredChunk",
    "Source",
    "SourceError",
    "SourceNotFoundError",
    "Span",
    "Statement",
    "StorageFullError",
    "UnreadableSourceError",
    "Usage",
    "__version__",
]


def __getattr__(name: str) -> object:
    # numpy and SQLite's companions load with the first corpus, not with `import ragkit`.
    if name in {"Corpus", "CorpusStatus"}:
        from ragkit import corpus

        return getattr(corpus, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
