"""The command line: `ragkit`."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the program and exit; an interruption while it still loads is no traceback."""
    try:
        from ragkit.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("ragkit: interrupted\n")
        sys.exit(130)
