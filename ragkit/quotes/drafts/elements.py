"""`<blockquote>` in a Markdown draft: the lines that it quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.quotes.drafts.blockquotes import Line
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_quoting_elements"]

_EDGE = re.compile(r"<(?P<close>/?)blockquote(?:\s[^<>]*)?>", re.IGNORECASE)
_BREAK = re.compile(
    r"\n|<(?P<close>/?)(?P<name>br|p|div|li|ul|ol|h[1-6]|footer|figcaption|blockquote)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CREDITS = frozenset({"footer", "figcaption"})
_CITE = re.compile(r"<cite(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_DASH_ROOM = 40  # characters looked at for a dash before a `<cite>`
_DASHES = re.compile(r"(?:[\s–—―-]|&[mn]dash;|&nbsp;)*\Z")


def find_quoting_elements(view: str, part: Span) -> Iterator[tuple[Span, list[Line]]]:
    """Each outermost `<blockquote>` of a part of a draft, and its lines.

    One that nothing closes quotes nothing.
    """
    depth = 0
    opener: re.Match[str] | None = None
    for edge in _EDGE.finditer(view, part.start, part.end):
        if not edge["close"]:
            opener = opener or edge
            depth += 1
        elif opener:
            depth -= 1
            if not depth:
                inside = _without_cite(view, Span(opener.end(), edge.start()))
                yield Span(opener.start(), edge.end()), list(_lines(view, inside))
                opener = None


def _without_cite(view: str, inside: Span) -> Span:
    """Without a `<cite>` that nothing but tags stands behind, and the dash before it."""
    cite = None
    for cite in _CITE.finditer(view, inside.start, inside.end):  # noqa: B007 -- the last one
        pass
    close = view.find("</", cite.end(), inside.end) if cite else -1
    if not cite or close < 0 or any(map(str.isalnum, _TAG.sub("", view[close : inside.end]))):
        return inside
    dashes = _DASHES.search(view, max(inside.start, cite.start() - _DASH_ROOM), cite.start())
    return Span(inside.start, dashes.start() if dashes else cite.start())


def _lines(view: str, inside: Span) -> Iterator[Line]:
    start = inside.start
    skipped = name = ""
    for stop in _BREAK.finditer(view, inside.start, inside.end):
        words = None if skipped else Span(start, stop.start()).stripped(view)
        if words:
            yield Line(0, words)
        broken, name = name == "br", (stop["name"] or "").lower()
        # A line break behind `<br>` starts no paragraph.
        if name not in {"", "br"} or not (name or words or broken):
            yield Line(0, Span(stop.start(), stop.start()))
        if name in _CREDITS:
            skipped = "" if stop["close"] else name
        start = stop.end()
    words = None if skipped else Span(start, inside.end).stripped(view)
    if words:
        yield Line(0, words)
