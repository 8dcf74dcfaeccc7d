"""Which sections of the documents a summary draws on, and what they weigh."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.text.blocks import find_blocks
from ragkit.types import Section, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.types import Document, Statement

__all__ = ["coverage_of", "sections_of"]

# Without headings a document is divided into about as many stretches of paragraphs.
_STRETCHES = 8
_LONGEST_TITLE = 60  # characters
_MARKS = re.compile(r"^#+\s*|\s*#+$|[*_`=~-]{2,}")


def coverage_of(
    documents: Sequence[Document], statements: Sequence[Statement]
) -> tuple[Section, ...]:
    """The sections of documents, each with the statements that draw on it."""
    parts = [
        (document, title, span)
        for document in documents
        for title, span in sections_of(document.text)
    ]
    total = sum(len(span) for _, _, span in parts) or 1
    return tuple(
        Section(
            source=document.source,
            title=title,
            span=span,
            share=len(span) / total,
            drawn_on=sum(
                any(q.doc_id == document.doc_id and q.span.overlaps(span) for q in one.quotes)
                for one in statements
            ),
        )
        for document, title, span in parts
    )


def sections_of(text: str) -> Iterator[tuple[str, Span]]:
    """Titles and places of a text's sections, which hold all that it says."""
    blocks = [block for block in find_blocks(text) if block.kind != "furniture"]
    if not any(block.kind != "heading" for block in blocks):
        return
    # The head of a table is none of a section.
    divided = [
        n
        for n, block in enumerate(blocks)
        if block.kind == "heading" and not block.span.of(text).startswith("|")
    ]
    # A title alone divides nothing.
    if len(divided) < 3:
        each = max(1, round(len(blocks) / _STRETCHES))
        divided = list(range(0, len(blocks), each))
    if divided[0] != 0:
        divided.insert(0, 0)
    for first, last in zip(divided, [*divided[1:], len(blocks)], strict=True):
        part = blocks[first:last]
        said = [block for block in part if block.kind != "heading"]
        if said:
            yield _title(part[0].span.of(text)), Span(said[0].span.start, said[-1].span.end)


def _title(words: str) -> str:
    lines = (" ".join(_MARKS.sub("", line).split()) for line in words.splitlines())
    line = next(filter(None, lines), "…")
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1].rstrip()}…"
