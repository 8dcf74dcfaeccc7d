"""Write docs/reference/commands.md and docs/reference/library.md from the program itself.

    python -m tools.make_reference

`make docs` runs it, and `tests/test_docs.py` fails while the files say something else. Commands
come from the typer declarations, the library from signatures and docstrings, both as they stand
in the source: the files depend on no terminal, no path and no version of Python.
"""

from __future__ import annotations

import re
from pathlib import Path

from tools.reference_of_commands import commands_page
from tools.reference_of_library import library_page

__all__ = ["pages"]

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "<!-- Written by tools/make_reference.py; `make docs` writes it anew. -->"


def pages() -> dict[Path, str]:
    """What each file is to say."""
    written = {"commands": ("Commands", commands_page()), "library": ("Library", library_page())}
    return {
        REFERENCE / f"{name}.md": f"# {title}\n\n{NOTE}\n\n" + _tidy(text)
        for name, (title, text) in written.items()
    }


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def main() -> None:
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
