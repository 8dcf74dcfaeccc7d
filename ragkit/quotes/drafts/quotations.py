"""What a draft quotes: the words between its quotation marks, and its block quotations.

A quotation mark opens before a word and closes behind one, so a stray mark, an inch
or an apostrophe does not turn the draft inside out. What stands in code is code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.quotes.drafts.asides import between, find_asides, find_fences, hide
from ragkit.quotes.drafts.blockquotes import find_quoted_lines, read_block
from ragkit.quotes.drafts.elements import find_quoting_elements
from ragkit.quotes.drafts.marks import find_marked, holds_mark
from ragkit.quotes.drafts.passages import Passage, Quotation, paragraphs
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ragkit.quotes.drafts.blockquotes import Line

__all__ = ["Quotation", "divide", "find_quotations"]

_GLANCE = 200  # characters of the next paragraph, which may go on with a quotation


def divide(text: str) -> tuple[list[Quotation], list[Span]]:
    """What a draft quotes, and its own words: neither quoted nor code; both in order.

    A quotation inside another belongs to the outer one.

    Args:
        text: canonical text of a draft, plain or Markdown.
    """
    whole = Span(0, len(text))
    fences = find_fences(text)
    asides = find_asides(text)
    view = hide(text, asides)
    found: list[Quotation] = []
    taken = [*fences, *asides]
    for part in between(fences, whole):
        blocks = list(_blocks(view, part))
        for _, lines in blocks:
            quotations, credited = read_block(text, view, lines)
            found.extend(quotations)
            taken.extend(credited)
        for rest in between([span for span, _ in blocks], part):
            found.extend(_in_marks(text, view, rest))
    found.sort(key=lambda quotation: quotation.span)
    taken.extend(quotation.span for quotation in found)
    return found, between(sorted(taken), whole)


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of a draft alone, as `divide` finds them."""
    return divide(text)[0]


def _blocks(view: str, part: Span) -> Iterator[tuple[Span, list[Line]]]:
    """The block quotations of a part of a draft, in order, with their lines."""
    elements = list(find_quoting_elements(view, part))
    quoted = (
        block
        for rest in between([span for span, _ in elements], part)
        for block in find_quoted_lines(view, rest)
    )
    return iter(sorted([*elements, *quoted], key=lambda block: block[0]))


def _in_marks(text: str, view: str, part: Span) -> Iterator[Quotation]:
    spans = list(paragraphs(text, part))
    for index, span in enumerate(spans):
        if not holds_mark(view, span):
            continue
        passage = Passage(text, view, [span])
        ahead = spans[index + 1].start if index + 1 < len(spans) else len(view)
        for marked in find_marked(passage.view, view[ahead : ahead + _GLANCE]):
            yield passage.quotation(marked.words, closed=marked.closed)
