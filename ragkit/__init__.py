"""Answers from your documents, with quotes that are pinned to the character."""

from __future__ import annotations

from ragkit._version import __version__

__all__ = ["__version__"]
