"""The library's front door: a corpus of documents that can be asked.

>>> from ragkit import Corpus
>>> with Corpus.open(".ragkit") as corpus:
...     corpus.add(["seeds/"])
...     answer = corpus.ask("How many containers did North Korea ship?")
...     for quote in answer.quotes:
...         print(quote.source, quote.line, quote.text)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from ragkit.consulted import Consulted, check_pairs, each_of
from ragkit.embedding.embedder import open_embedder
from ragkit.errors import QueryError
from ragkit.index.store import Index
from ragkit.naming import check_spelling, resolve_all
from ragkit.timing import stage
from ragkit.types import DEFAULT_FOLDER

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from ragkit.adding import Progress
    from ragkit.embedding.embedder import Embedder
    from ragkit.types import AddReport

__all__ = ["DEFAULT_FOLDER", "Corpus"]


class Corpus(Consulted):
    """Documents in a folder, kept ready to be asked; safe to share between threads.

    Use `Corpus.open`; close it, or use it as a context manager.
    """

    @classmethod
    def open(
        cls,
        folder: str | os.PathLike[str] = DEFAULT_FOLDER,
        *,
        create: bool = True,
        embedder: str | Embedder | None = None,
        refresh: bool = True,
    ) -> Self:
        """Open a corpus folder.

        Args:
            folder: where the corpus lives; sources below the folder that holds
                it are named relative to that.
            create: whether to make it if it is absent.
            embedder: `"local"`, `"openai:MODEL"`, `"chroma:NAME"` or an object; None for
                the one that the corpus was made with, `"local"` for a new one. With another
                than `"local"`, what is added and asked may be sent to a server.
            refresh: whether files that have changed since they were added are read anew before
                a question, where that is quick and needs no server. What is not read anew is
                named in the answer's warnings; `search` and `verify` log it.

        Raises:
            CorpusNotFoundError: if it is absent and `create` is false.
            CorpusError: if it cannot be used; the message says what to do.
        """
        with stage("opening the corpus"):
            return cls(Index(Path(folder), create=create), embedder, refresh=refresh)

    def close(self) -> None:
        """Close its files."""
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- filling it

    def add(
        self,
        paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        metadata: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        progress: Progress | None = None,
    ) -> AddReport:
        """Add files, folders and glob patterns; a changed file replaces its old version.

        A file of a folder that is deleted since is forgotten, and one that has another name
        is renamed; `sync` does so for all that was added.

        Args:
            paths: one or several; folders are read recursively, without hidden
                files and what `.gitignore` names.
            metadata: stored with every document, to filter by; what was given
                for a document before stays unless its key is given anew.
            max_bytes: larger files are refused; None for 50 MB.
            progress: called with the bytes done, all bytes, and a file's name.

        Raises:
            SourceNotFoundError: if a path does not exist; nothing is changed then.
            QueryError: if the metadata hold what UTF-8 cannot spell.
            ChatError: if the embedder is on a server that cannot be asked; what was embedded
                before is kept, and adding again goes on from there.
        """
        from ragkit.syncing import add_paths

        check_pairs("metadata", metadata)
        return add_paths(
            self._index,
            self._models.embedder(),
            each_of(paths),
            home=self.home,
            metadata=metadata or {},
            max_bytes=max_bytes,
            progress=progress,
        )

    def sync(
        self,
        *,
        prune: bool = False,
        max_bytes: int | None = None,
        progress: Progress | None = None,
    ) -> AddReport:
        """Follow what became of the files: edited, new in a folder, renamed, moved, deleted.

        Folders and patterns that were added are looked through again. What is moved or renamed
        keeps its metadata, and is not embedded again. What is deleted is forgotten; but where
        the folder that held it is not there either, or is empty, as one that is not mounted is,
        it is kept, and in the report's `missing`.

        Args:
            prune: forget these too.
            max_bytes: as in `add`.
            progress: as in `add`.

        Raises:
            ChatError: as `add`.
        """
        from ragkit.syncing import sync

        return sync(
            self._index,
            self._models.embedder(),
            home=self.home,
            prune=prune,
            max_bytes=max_bytes,
            progress=progress,
        )

    def add_text(
        self,
        text: str,
        *,
        source: str,
        metadata: Mapping[str, str] | None = None,
    ) -> AddReport:
        """Add a text that is no file.

        Args:
            text: plain text or Markdown.
            source: its stable name; the same name replaces it.
            metadata: stored with it, to filter by, as in `add`.

        Raises:
            UnreadableSourceError: if no visible character is in it.
            QueryError: if the name is empty, or UTF-8 cannot spell it or the metadata.
        """
        from ragkit.adding import add_text

        _check_name(source)
        check_pairs("metadata", metadata)
        return add_text(
            self._index, self._models.embedder(), text, source=source, metadata=metadata or {}
        )

    def add_bytes(
        self,
        data: bytes,
        *,
        source: str,
        metadata: Mapping[str, str] | None = None,
    ) -> AddReport:
        """Add what was read elsewhere, as `add` reads a file of that name.

        Args:
            data: Markdown, HTML or text; an ending of `source` that is known
                (`.md`) decides which, else how the data start.
            source: its stable name; the same name replaces it.
            metadata: stored with it, to filter by, as in `add`.

        Returns:
            A report; like that of a file, what cannot be read is in its `failed`.

        Raises:
            QueryError: as `add_text`.
        """
        from ragkit.adding import add_bytes

        _check_name(source)
        check_pairs("metadata", metadata)
        return add_bytes(
            self._index, self._models.embedder(), data, source=source, metadata=metadata or {}
        )

    def remove(
        self, sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
    ) -> tuple[str, ...]:
        """Forget sources everywhere, one or several, by name, path, folder or unique ending.

        The files stay, and `sync` leaves them out until they are added again.

        Returns:
            The names of what was removed.

        Raises:
            SourceNotFoundError: if one is not in the corpus; nothing is changed then.
        """
        from ragkit.followed import FOLLOWED, Followed

        asked = each_of(sources)
        found = resolve_all(asked, self._names(), self.home)
        if found:
            followed = Followed.of(self._index.catalog)
            kept = followed.without(found, asked, self.home)
            # Before they go: `sync` would bring them back.
            self._index.note(meta={FOLLOWED: kept.stored()} if kept != followed else None)
            self._index.remove(found)
        return tuple(found)

    def reembed(self, embedder: str | Embedder, *, progress: Progress | None = None) -> AddReport:
        """Embed every sentence anew with another embedder.

        Args:
            embedder: as in `open`.
            progress: called with the texts done, all texts, and a word.

        Returns:
            A report in which every source is `updated`.

        Raises:
            ChatError: as `add`.
        """
        from ragkit.reembedding import reembed

        new = open_embedder(embedder) if isinstance(embedder, str) else embedder
        report = reembed(self._index, new, progress)
        self._models.asked_for = new
        return report

    def load_embedder(self) -> None:
        """Load the embedder now, so that what it lacks is told before anything is read.

        Raises:
            QueryError: if there is none of that name, or it lacks what it needs.
            ModelError: if the shipped model is missing or changed.
            ChatSetupError: if there is no key or address for a server.
            EmbedderMismatchError: if another one made the corpus's vectors.
        """
        self._models.embedder()


def _check_name(source: str) -> None:
    if not source.strip():
        raise QueryError("a text needs a source name that is not empty")
    check_spelling("the source name", source)
