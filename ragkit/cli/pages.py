"""Pages that commands write: the option, and how a file that cannot be written is told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ragkit.errors import QueryError

__all__ = ["HtmlOption", "write_page"]

HtmlOption = Annotated[
    Path | None, typer.Option("--html", help="Write a page to read and to pass on.")
]


def write_page(path: Path, page: str) -> None:
    """Write a page, whole or not at all.

    Raises:
        QueryError: if it cannot be written there.
    """
    from ragkit.writing import write_whole

    if str(path) == "-":
        raise QueryError("--html needs the name of a file, such as summary.html")
    try:
        write_whole(path, page)
    except OSError as error:
        raise QueryError(f"--html {str(path)!r} cannot be written: {error.strerror}") from error
