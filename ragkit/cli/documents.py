"""Commands that fill a corpus: add, sync, remove."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ragkit.cli.options import (
    DEFAULT_CORPUS,
    CorpusOption,
    EmbedderOption,
    JsonOption,
    help_of,
    opened,
    parse_pairs,
    print_json,
)
from ragkit.errors import QueryError, UnreadableSourceError
from ragkit.naming import check_spelling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ragkit.corpus import Corpus
    from ragkit.types import AddReport

__all__ = ["added", "register", "report_failures"]

MaxBytesOption = Annotated[
    int | None,
    typer.Option(
        "--max-bytes",
        envvar="RAGKIT_MAX_BYTES",
        min=1,
        help="Refuse larger files.",
        show_default="50 MB",
    ),
]
_MOST_NAMED = 3


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(help=help_of(add))(add)
    app.command(help=help_of(sync))(sync)
    app.command(help=help_of(remove))(remove)


def add(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders, glob patterns; `-` for standard input."),
    ] = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    meta: Annotated[
        list[str] | None,
        typer.Option("--meta", metavar="KEY=VALUE", help="Metadata to filter by; repeatable."),
    ] = None,
    name: Annotated[
        str, typer.Option("--name", help="The source name of `-`; an ending such as .md counts.")
    ] = "stdin",
    max_bytes: MaxBytesOption = None,
    embedder: EmbedderOption = None,
    reembed: Annotated[
        bool, typer.Option("--reembed", help="Embed the whole corpus anew, with --embedder.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Add documents; unchanged ones cost nothing, changed ones replace their old version.

    Text, Markdown, HTML, CSV, PDF, DOCX, EPUB and e-mail are read, and PPTX
    and XLSX with the extra `formats`. Folders are read recursively, without
    hidden files and what .gitignore names; what is deleted or renamed there
    since is forgotten or renamed. A file that cannot be read is named,
    the rest is added, and the exit status is 2. What --meta gave a document
    earlier stays unless the same key is given anew.

    Examples:
      ragkit add report.md notes/
      ragkit add 'minutes/**/*.txt' --meta team=legal
      curl -s https://example.org/page | ragkit add - --name page.html
    """
    from ragkit.cli.progress import progress_bar
    from ragkit.types import AddReport

    if not paths and not reembed:
        raise QueryError("name at least one file, folder or pattern; see `ragkit add --help`")
    metadata = parse_pairs(meta, "--meta")
    check_spelling("--name", name)
    with opened(
        corpus, paths=paths, create=not reembed, embedder=None if reembed else embedder
    ) as open_corpus:
        anew = AddReport()
        if reembed:
            with progress_bar("embedding") as progress:
                anew = open_corpus.reembed(embedder or "local", progress=progress)
        report = _add_all(
            open_corpus, paths or (), name=name, metadata=metadata, max_bytes=max_bytes
        )
    # What was embedded anew is no news of the documents, and was paid for.
    report = _together(replace(anew, updated=()), report)
    if as_json:
        from ragkit.render.records import add_record

        print_json(add_record(report))
    else:
        _print_report(report, reembed=reembed)
    _tell_missing(report, corpus)
    if report_failures(report):
        raise typer.Exit(2)


def _add_all(
    corpus: Corpus,
    paths: Sequence[str],
    *,
    name: str = "stdin",
    metadata: dict[str, str] | None = None,
    max_bytes: int | None = None,
) -> AddReport:
    """Add files, and standard input where `-` is among them, as a file of that name."""
    from ragkit.cli.progress import progress_bar
    from ragkit.types import AddReport

    corpus.load_embedder()
    report = AddReport()
    if files := [path for path in paths if path != "-"]:
        with progress_bar("adding") as progress:
            report = corpus.add(files, metadata=metadata, max_bytes=max_bytes, progress=progress)
    if "-" not in paths:
        return report
    piped = _add_standard_input(corpus, name=name, metadata=metadata, max_bytes=max_bytes)
    return _together(report, piped)


def _together(one: AddReport, other: AddReport) -> AddReport:
    from ragkit.llm.chat import add_usage
    from ragkit.types import AddReport

    both = one.sent_to and other.sent_to
    return AddReport(
        added=one.added + other.added,
        updated=one.updated + other.updated,
        unchanged=one.unchanged + other.unchanged,
        failed=one.failed + other.failed,
        moved=one.moved + other.moved,
        removed=one.removed + other.removed,
        missing=one.missing + other.missing,
        usage=add_usage(one.usage, other.usage) if both else one.usage or other.usage,
        sent_to=one.sent_to or other.sent_to,
    )


def _add_standard_input(
    corpus: Corpus, *, name: str, metadata: dict[str, str] | None, max_bytes: int | None
) -> AddReport:
    from ragkit.documents.reading import MAX_BYTES, read_stream
    from ragkit.types import AddReport, Failure

    limit = MAX_BYTES if max_bytes is None else max_bytes
    try:
        data = read_stream(sys.stdin.buffer, max_bytes=limit)
    except UnreadableSourceError as error:
        return AddReport(failed=(Failure(path=name, reason=str(error)),))
    return corpus.add_bytes(data, source=name, metadata=metadata)


def _print_report(report: AddReport, *, reembed: bool) -> None:
    parts = ["embedded anew"] if reembed else []
    for word, names in (
        ("added", report.added),
        ("updated", report.updated),
        ("unchanged", report.unchanged),
        ("moved", report.moved),
        ("removed", report.removed),
    ):
        if names:
            parts.append(f"{len(names)} {word}")
    nothing = "nothing was added" if report.failed else "nothing to add"
    typer.echo(", ".join(parts) or nothing)
    if spent := _spending(report):
        typer.echo(spent)


def _tell_missing(report: AddReport, corpus: Path) -> None:
    """Name on standard error what was kept though its file is not there."""
    from ragkit.render.printable import one_line

    if report.missing:
        names = ", ".join(report.missing[:_MOST_NAMED])
        more = len(report.missing) - _MOST_NAMED
        listed = f"{names} and {more} more" if more > 0 else names
        option = "" if corpus == DEFAULT_CORPUS else f" --corpus {shlex.quote(str(corpus))}"
        typer.echo(
            f"ragkit: {one_line(listed)}: kept, since the folder is away or empty;"
            f" `ragkit sync --prune{option}` forgets what is not there",
            err=True,
        )


def _spending(report: AddReport) -> str | None:
    """What was sent where to be embedded, and what it cost; None if nothing was."""
    if report.sent_to is None:
        return None
    usage = report.usage
    tokens = f"{usage.input_tokens:,} tokens" if usage else "an unknown number of tokens"
    known = usage is not None and usage.cost is not None
    price = f"${usage.cost:.4f}" if known and usage else "price unknown"
    return f"embedded {tokens} with {report.sent_to}, {price}"


def added(
    corpus: Corpus, paths: Sequence[str] | None, sources: Sequence[str] | None
) -> tuple[list[str] | None, bool]:
    """Add the paths of a command that asks, and say what went wrong and what it cost.

    Args:
        corpus: where to.
        paths: what is named on the command line; None or none for nothing to add.
        sources: of the corpus, named by an option.

    Returns:
        What is to be asked, None for all of the corpus, and whether a path failed.

    Raises:
        Exit: with 2, if nothing of the paths could be added.
    """
    if not paths:
        return (None if sources is None else list(sources)), False
    report = _add_all(corpus, paths)
    failed = report_failures(report)
    if spent := _spending(report):
        typer.echo(f"ragkit: {spent}", err=True)
    if failed and not report.sources:
        raise typer.Exit(2)
    return [*report.sources, *(sources or ())], failed


def report_failures(report: AddReport) -> bool:
    """Name what could not be read on standard error; whether there was any."""
    from ragkit.render.printable import one_line

    for failure in report.failed:
        typer.echo(f"ragkit: {one_line(failure.path)}: {failure.reason}", err=True)
    return bool(report.failed)


def sync(
    corpus: CorpusOption = DEFAULT_CORPUS,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Forget also what is missing together with its folder."),
    ] = False,
    max_bytes: MaxBytesOption = None,
    embedder: EmbedderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow what became of the files: edited, new, renamed, moved, deleted.

    Folders and patterns that were added are looked through again. A file that
    was renamed or moved keeps its metadata; what is deleted is forgotten. If
    the folder that was added is not there or is empty, as one on a disk that
    is not mounted is, its files are kept and named, and the exit status is 1.

    Examples:
      ragkit sync
      ragkit sync --prune
    """
    from ragkit.cli.progress import progress_bar

    with (
        opened(corpus, embedder=embedder) as open_corpus,
        progress_bar("syncing", quiet=as_json) as progress,
    ):
        report = open_corpus.sync(prune=prune, max_bytes=max_bytes, progress=progress)
    if as_json:
        from ragkit.render.records import add_record

        print_json(add_record(report))
    else:
        _print_sync(report)
    _tell_missing(report, corpus)
    if report_failures(report) or report.missing:
        raise typer.Exit(2 if report.failed else 1)


def _print_sync(report: AddReport) -> None:
    from ragkit.render.printable import one_line

    for word, names in (
        ("added", report.added),
        ("updated", report.updated),
        ("removed", report.removed),
    ):
        for name in names:
            typer.echo(f"{word} {one_line(name)}")
    for before, now in report.moved:
        typer.echo(f"moved {one_line(before)} to {one_line(now)}")
    _print_report(report, reembed=False)


def remove(
    sources: Annotated[list[str], typer.Argument(help="Names, paths or folders.")],
    corpus: CorpusOption = DEFAULT_CORPUS,
) -> None:
    """Forget sources everywhere: text, index, vectors, kept replies of models.

    The files stay; `ragkit sync` leaves them out until they are added again.

    Examples:
      ragkit remove report.md
      ragkit remove minutes/
    """
    from ragkit.render.printable import one_line

    with opened(corpus) as open_corpus:
        removed = open_corpus.remove(sources)
    for source in removed:
        typer.echo(f"removed {one_line(source)}")
