"""The command line: `ragkit`."""

from ragkit.cli.app import main

__all__ = ["main"]
