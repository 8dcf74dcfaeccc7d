"""Options that several commands share, and how they open a corpus."""

from __future__ import annotations

import inspect
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ragkit.errors import QueryError
from ragkit.naming import check_spelling
from ragkit.types import DEFAULT_FOLDER, SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ragkit.corpus import Corpus

__all__ = [
    "DEFAULT_CORPUS",
    "CorpusOption",
    "EmbedderOption",
    "Interruption",
    "JsonLinesOption",
    "JsonOption",
    "RefreshOption",
    "RerankOption",
    "SourceOption",
    "WhereOption",
    "help_of",
    "opened",
    "parse_pairs",
    "print_json",
]

DEFAULT_CORPUS = Path(DEFAULT_FOLDER)


def _set_from_file(context: typer.Context, corpus: Path) -> Path:
    """Let the `ragkit.toml` beside a corpus give the options that nobody gives otherwise."""
    if (corpus.absolute().parent / SETTINGS_FILE).exists():
        from ragkit.settings import file_settings

        context.default_map = file_settings(corpus)
    return corpus


CorpusOption = Annotated[
    Path,
    typer.Option(
        "--corpus",
        "-c",
        envvar="RAGKIT_CORPUS",
        help="The corpus folder.",
        # Before the other options: the file beside it stands in for those.
        callback=_set_from_file,
        is_eager=True,
    ),
]
RefreshOption = Annotated[
    bool,
    typer.Option(
        "--refresh/--no-refresh",
        envvar="RAGKIT_REFRESH",
        help="Read files that have changed anew first, where that is quick.",
    ),
]
RerankOption = Annotated[
    bool,
    typer.Option(
        "--rerank/--no-rerank",
        envvar="RAGKIT_RERANK",
        help="Let the reader read the best passages (English) and have a say in what is best.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
JsonLinesOption = Annotated[bool, typer.Option("--json", help="Print JSON, a line for each.")]
EmbedderOption = Annotated[
    str | None,
    typer.Option(
        "--embedder",
        envvar="RAGKIT_EMBEDDER",
        help="`local`; `openai:MODEL`, such as openai:text-embedding-3-small, to which texts and"
        " questions are sent (OPENAI_API_KEY, OPENAI_BASE_URL); or `chroma:NAME` for one of"
        " Chroma's embedding functions.",
        show_default="the corpus's own",
    ),
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="KEY=VALUE",
        help="Only documents with this metadata (also title, date, source); repeatable.",
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option("--source", "-s", help="Only this source or folder; repeatable."),
]


class Interruption(Exception):  # noqa: N818  # nothing went wrong
    """Ctrl-C, with what there is to say about it in one line."""


def help_of(command: Callable[..., None]) -> str:
    """What `--help` says of a command: its docstring, each example on a line of its own."""
    # A paragraph that starts with a backspace is not wrapped.
    return re.sub(r"^(?=Examples?:$)", "\b\n", inspect.getdoc(command) or "", flags=re.MULTILINE)


@contextmanager
def opened(
    folder: Path,
    *,
    paths: Sequence[str] | None = None,
    create: bool | None = None,
    embedder: str | None = None,
    refresh: bool = True,
) -> Iterator[Corpus]:
    """The corpus of a command, closed when it ends.

    Args:
        folder: where it is.
        paths: what the command adds to it; what is not there is refused before it is made.
        create: whether to make it if it is absent; None where something is added.
        embedder: as in `Corpus.open`.
        refresh: as in `Corpus.open`.
    """
    from ragkit.corpus import Corpus

    if paths and not folder.exists():
        from ragkit.documents.discover import check_there

        check_there(path for path in paths if path != "-")
    create = bool(paths) if create is None else create

    with Corpus.open(folder, create=create, embedder=embedder, refresh=refresh) as corpus:
        yield corpus


def parse_pairs(pairs: Sequence[str] | None, option: str) -> dict[str, str]:
    """`KEY=VALUE` options as a dictionary."""
    parsed: dict[str, str] = {}
    for pair in pairs or ():
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise QueryError(f"{option} needs KEY=VALUE, not {pair!r}")
        check_spelling(option, pair)
        parsed[key.strip()] = value
    return parsed


def print_json(record: Any) -> None:
    """One JSON value on one line of standard output."""
    import json

    # Lone surrogates of a file name have no bytes; JSON's escapes can carry them.
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        line = json.dumps(record)
    sys.stdout.write(line + "\n")
