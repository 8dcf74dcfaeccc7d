"""Answers from your documents, with quotes that are pinned to the character."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ragkit._version import __version__
from ragkit.errors import (
    ChatError,
    ChatRefusedError,
    ChatSetupError,
    ChatTooLongError,
    ChatUnavailableError,
    CorpusBusyError,
    CorpusDamagedError,
    CorpusError,
    CorpusExistsError,
    CorpusNotFoundError,
    CorpusReadOnlyError,
    CorpusVersionError,
    EmbedderMismatchError,
    ModelError,
    PromptError,
    QueryError,
    RagkitError,
    SettingsError,
    SourceError,
    SourceNotFoundError,
    StorageFullError,
    SuiteError,
    UnreadableSourceError,
)

if TYPE_CHECKING:
    from ragkit.answering.extractive import Extractive
    from ragkit.answering.generative import ModelAnswerer
    from ragkit.asking import AnswerStream
    from ragkit.corpus import Corpus
    from ragkit.llm.openai_chat import OpenAIChat
    from ragkit.quotes.records import QuoteCheck, Verdict
    from ragkit.quotes.report import VerifyReport
    from ragkit.reading.reader import Reader
    from ragkit.reading.reading import AnswerSpan, Reading
    from ragkit.settings import Settings
    from ragkit.summarizing.summary import SummaryStream
    from ragkit.types import (
        AddReport,
        Answer,
        Check,
        Chunk,
        Conflict,
        CorpusStatus,
        Document,
        Failure,
        Provenance,
        Quote,
        ScoredChunk,
        Section,
        Source,
        Span,
        Statement,
        Summary,
        Usage,
    )
    from ragkit.verifying import QuoteItem, read_draft

__all__ = [
    "AddReport",
    "Answer",
    "AnswerSpan",
    "AnswerStream",
    "ChatError",
    "ChatRefusedError",
    "ChatSetupError",
    "ChatTooLongError",
    "ChatUnavailableError",
    "Check",
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
    "Extractive",
    "Failure",
    "ModelAnswerer",
    "ModelError",
    "OpenAIChat",
    "PromptError",
    "Provenance",
    "QueryError",
    "Quote",
    "QuoteCheck",
    "QuoteItem",
    "RagkitError",
    "Reader",
    "Reading",
    "ScoredChunk",
    "Section",
    "Settings",
    "SettingsError",
    "Source",
    "SourceError",
    "SourceNotFoundError",
    "Span",
    "Statement",
    "StorageFullError",
    "SuiteError",
    "Summary",
    "SummaryStream",
    "UnreadableSourceError",
    "Usage",
    "Verdict",
    "VerifyReport",
    "__version__",
    "read_draft",
]


# numpy and SQLite's companions load with the first corpus, not with `import ragkit`; making
# the records' classes takes longer than all else that `ragkit --help` does of its own.
_LAZY = {
    "AnswerSpan": "ragkit.reading.reading",
    "AnswerStream": "ragkit.asking",
    "Corpus": "ragkit.corpus",
    "Extractive": "ragkit.answering.extractive",
    "ModelAnswerer": "ragkit.answering.generative",
    "OpenAIChat": "ragkit.llm.openai_chat",
    "QuoteCheck": "ragkit.quotes.records",
    "QuoteItem": "ragkit.verifying",
    "Reader": "ragkit.reading.reader",
    "Reading": "ragkit.reading.reading",
    "Settings": "ragkit.settings",
    "SummaryStream": "ragkit.summarizing.summary",
    "Verdict": "ragkit.quotes.records",
    "VerifyReport": "ragkit.quotes.report",
    "read_draft": "ragkit.verifying",
    **dict.fromkeys(
        (
            "AddReport",
            "Answer",
            "Check",
            "Chunk",
            "Conflict",
            "CorpusStatus",
            "Document",
            "Failure",
            "Provenance",
            "Quote",
            "ScoredChunk",
            "Section",
            "Source",
            "Span",
            "Statement",
            "Summary",
            "Usage",
        ),
        "ragkit.types",
    ),
}


def __getattr__(name: str) -> object:
    if name in _LAZY:
        found = getattr(import_module(_LAZY[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
