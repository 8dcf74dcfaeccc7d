"""Every error that ragkit raises on purpose.

    RagkitError
    ├── CorpusError                  the corpus folder cannot serve
    │   ├── CorpusNotFoundError      there is none at that path
    │   ├── CorpusExistsError        the path holds something that is no corpus
    │   ├── CorpusVersionError       written by a newer ragkit
    │   ├── CorpusDamagedError       the catalog does not read
    │   ├── CorpusBusyError          another process holds the lock too long
    │   ├── CorpusReadOnlyError      the folder cannot be written
    │   ├── StorageFullError         no room on the disk
    │   └── EmbedderMismatchError    made with another embedder
    ├── SourceError                  a document cannot be used
    │   ├── SourceNotFoundError      no file, or no source of that name in the corpus
    │   └── UnreadableSourceError    empty, binary, too large, no permission
    ├── QueryError                   a question or an option makes no sense
    ├── SettingsError                a file of settings or a variable does not read
    ├── SuiteError                   a suite or a run file of an eval does not read
    ├── ModelError                   a model or data file is missing or changed
    ├── PromptError                  a prompt file does not read or says what is not so
    └── ChatError                    a model on a server could not be asked, or did not answer
        ├── ChatSetupError           key, model, address or parameter: the user has to act
        ├── ChatTooLongError         the messages do not fit into the model's context
        ├── ChatRefusedError         the model refused, or a content filter stepped in
        └── ChatUnavailableError     the network or the server failed; later it may work

A message says what happened, to what (by `repr`), and what to do about it, in
one line; the command line prints it and exits with 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from ragkit.types import Usage

__all__ = [
    "ChatError",
    "ChatRefusedError",
    "ChatSetupError",
    "ChatTooLongError",
    "ChatUnavailableError",
    "CorpusBusyError",
    "CorpusDamagedError",
    "CorpusError",
    "CorpusExistsError",
    "CorpusNotFoundError",
    "CorpusReadOnlyError",
    "CorpusVersionError",
    "EmbedderMismatchError",
    "ModelError",
    "PromptError",
    "QueryError",
    "RagkitError",
    "SettingsError",
    "SourceError",
    "SourceNotFoundError",
    "StorageFullError",
    "SuiteError",
    "UnreadableSourceError",
]


class RagkitError(Exception):
    """The root: catch this to catch everything that ragkit raises on purpose."""


class CorpusError(RagkitError):
    """The corpus folder cannot serve."""


class CorpusNotFoundError(CorpusError):
    """There is no corpus at that path."""


class CorpusExistsError(CorpusError):
    """The path holds something that is no corpus, and ragkit will not write into it."""


class CorpusVersionError(CorpusError):
    """The corpus was written by a newer ragkit."""


class CorpusDamagedError(CorpusError):
    """The catalog does not read as a catalog."""


class CorpusBusyError(CorpusError):
    """Another process held the corpus lock for longer than the time allowed."""


class CorpusReadOnlyError(CorpusError):
    """A change was asked for, and the corpus folder cannot be written."""


class StorageFullError(CorpusError):
    """The disk is full; what was committed before stays."""


class EmbedderMismatchError(CorpusError):
    """The corpus was made with another embedder than the one asked for."""


class SourceError(RagkitError):
    """A document cannot be used."""


class SourceNotFoundError(SourceError):
    """There is no such file, or the corpus has no source of that name."""


class UnreadableSourceError(SourceError):
    """The file is empty, binary, larger than the limit, or may not be read."""


class QueryError(RagkitError):
    """A question, a filter or an option makes no sense."""


class SettingsError(RagkitError):
    """`ragkit.toml` or an environment variable sets what there is not, or not so."""


class SuiteError(RagkitError):
    """A suite or a run file does not read; the message starts with `file:line:`."""


class ModelError(RagkitError):
    """A model or data file of the installation is missing or has changed."""


class PromptError(RagkitError):
    """A prompt file does not read, or does not hold what its header says."""


class ChatError(RagkitError):
    """A language model, or an embedding model on a server, could not be asked, or did not answer.

    Attributes:
        usage: what the failed calls cost, as far as the server says; None if it does not.
        sent: what left the process before, if it arrived, and where to; None if nothing did.
    """

    def __init__(
        self, message: str, *, usage: Usage | None = None, sent: str | None = None
    ) -> None:
        super().__init__(message)
        self.usage = usage
        self.sent = sent

    def having_sent(self, sent: str) -> Self:
        """The same error, with what was sent."""
        return type(self)(str(self), usage=self.usage, sent=sent)


class ChatSetupError(ChatError):
    """The key, the model's name, the address or a parameter is wrong: the user has to act."""


class ChatTooLongError(ChatError):
    """The messages do not fit into the model's context."""


class ChatRefusedError(ChatError):
    """The model refused to answer, or a content filter stepped in."""


class ChatUnavailableError(ChatError):
    """The network or the server failed, retries included; later it may work."""
