"""Numbers that are no figures: marks of footnotes, and halves of a number written otherwise.

"He was paid.2", "left.[^1]"; "1 500 people" and "1,5 Millionen" are one number each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ragkit.text.quantities import Quantity

__all__ = ["is_no_figure", "starts_number"]

_BRACKETED = re.compile(r"\[\^?\Z")
# Behind a word of three letters: "c.500" and "No.5" are not the end of a sentence, nor is
# "left.12 people died", a space short, a mark.
_BEHIND_END = re.compile(r"[^\W\d_]{3}[.!?…]\Z")
_MARK = re.compile(r"\d{1,3}(?!\w|[.,%]?\d|\s?%|\s[a-z])")
_BEHIND_QUOTE = re.compile(r"(?:[^\W\d_]|[.,!?;…])[\"”’»]\Z")
_QUOTE_MARK = re.compile(r"\d{1,3}(?!\w|[.,%]?\d|\s?%)")
# With a plain or a narrow space between thousands.
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})*[ \u00a0\u2009\u202f]\Z")
_GROUP = re.compile(r"\d{3}(?![\w-])")
_DECIMALS = re.compile(r"\d[.,]\Z")
_MORE_THOUSANDS = re.compile(r"[ \u00a0\u2009\u202f]\d{3}(?![\w-]|[.,]\d)")
_MORE_DECIMALS = re.compile(r"[.,]\d")
_BEFORE = 24  # characters before a number that are looked at


def is_no_figure(text: str, quantity: Quantity) -> bool:
    """Whether a number is a footnote's mark, or the end of another number."""
    start, end = quantity.span.start, quantity.span.end
    before = text[max(0, start - _BEFORE) : start]
    if _BRACKETED.search(before) and text[end : end + 1] == "]":
        return True
    if _BEHIND_END.search(before) and _MARK.match(text, start):
        return True
    if _BEHIND_QUOTE.search(before) and _QUOTE_MARK.match(text, start):
        return True
    if not text[start].isdigit():
        return False
    # Of "5 122 mm rounds" the second is a size.
    grouped = quantity.kind != "measure" and _GROUP.match(text, start)
    return bool(_DECIMALS.search(before) or (grouped and _THOUSANDS.search(before)))


def starts_number(text: str, start: int, end: int) -> bool:
    """Whether the digits there are only the start of a number, as in "1 500"."""
    return text[start:end].isdigit() and bool(
        _MORE_DECIMALS.match(text, end) or (end - start <= 3 and _MORE_THOUSANDS.match(text, end))
    )
