"""YAML front matter: the lines between `---` and `---` at the start of a Markdown file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["as_metadata", "front_matter_end", "read_front_matter"]

# A rule with a blank line below it opens no front matter (as pandoc has it).
_OPENING = re.compile(r"---[ \t]*\n(?![ \t]*\n)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_LARGEST = 65_536  # characters, fences included
_DEEPEST = 20  # levels: PyYAML builds what is nested by recursion


class _Loader(yaml.SafeLoader):
    """YAML whose scalars stay as they are written, but for true, false and null.

    YAML 1.1 makes 1.1 of the version `1.10`, 7 of `007`, 750 of `12:30` and false
    of the country `NO`; whoever filters by them looks for what is written.
    """


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)


def read_front_matter(text: str) -> dict[str, object]:
    """Read the front matter of a Markdown text, which stays as it is.

    Args:
        text: canonical text.

    Returns:
        The mapping; empty where there is none, or where it is malformed, larger
        than 64 KiB, nested more than 20 deep, or uses anchors, aliases or tags,
        which a few lines can expand to gigabytes.
    """
    end = front_matter_end(text)
    if not end:
        return {}
    source = _CLOSING.split(text[text.index("\n") + 1 : end])[0]
    try:
        if not _is_plain(source):
            return {}
        loaded = yaml.load(source, _Loader)  # noqa: S506 -- a SafeLoader
    except yaml.YAMLError:
        return {}
    if not isinstance(loaded, dict):
        return {}
    return {key: value for key, value in loaded.items() if isinstance(key, str)}


def front_matter_end(text: str) -> int:
    """Offset of the first character after the front matter; 0 where there is none."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end(), _LARGEST) if opening else None
    return min(closing.end() + 1, len(text)) if closing else 0


def as_metadata(front_matter: Mapping[str, object]) -> dict[str, str]:
    """Make strings to filter by of front matter.

    Returns:
        Scalars as they are written, booleans as `true` and `false`, lists of scalars
        joined by `", "`; what is empty or nested is left out.
    """
    found: dict[str, str] = {}
    for key, value in front_matter.items():
        if isinstance(value, list):
            items = [_as_text(item) for item in value]
            text = None if None in items else ", ".join(item for item in items if item)
        else:
            text = _as_text(value)
        if text:
            found[key] = text
    return found


def _is_plain(source: str) -> bool:
    """Whether no node is shared, tagged or too deep; read from events, which build nothing."""
    depth = 0
    for event in yaml.parse(source, _Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return False
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            return False
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return False
    return True


def _as_text(value: object) -> str | None:
    """A scalar as a string; None for what is nested."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None
