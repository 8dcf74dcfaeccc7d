"""What a quote may honestly have looked like in its source.

Typography adds marks that the source lacks: a final comma or full stop inside the
closing quotation mark, a bracketed capital at the start, brackets round a word that is
there, and marks of elision between parts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.quotes.folding import MARKS
from ragkit.quotes.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["forms", "parts"]

_FINAL = ".,。，、"
_ELLIPSIS = r"(?:\.{3,}|…|\.\s\.\s\.(?:\s\.)?)"
_ELISION = re.compile(rf"\[\s?{_ELLIPSIS}\s?\]|\(\s?{_ELLIPSIS}\s?\)|{_ELLIPSIS}")
# `[T]he` at the start, `[not]` round whole words; what brackets hold is short.
_FIRST_LETTER = re.compile(r"^(\W{0,3})\[([^\W\d_])\](?=[^\W\d_])")
_OPENER = re.compile(rf"(?:^|[\s(\[])[{re.escape(MARKS)}]")
_BRACKETED = re.compile(r"(?<![^\W_])\[([^\[\]]{1,80})\](?![^\W_])")


def parts(quote: str) -> list[str]:
    """A quote divided at its marks of elision; parts without a letter or digit are left out."""
    return [part.strip() for part in _ELISION.split(quote) if any(char.isalnum() for char in part)]


def forms(quote: str) -> Iterator[Tokens]:
    """The quote as it stands, then without what typography may have added, each once."""
    seen: set[str] = set()
    for text in _texts(quote):
        if text not in seen and any(char.isalnum() for char in text):
            seen.add(text)
            yield tokenize(text)


def _texts(quote: str) -> Iterator[str]:
    quote = quote.strip()
    yield quote
    capital = _FIRST_LETTER.sub(r"\1\2", quote)
    for text in (quote, capital, _BRACKETED.sub(r"\1", capital)):
        for plain in (text, _without_final(text)):
            yield plain
            # One mark on the outside, or all: the source may have an apostrophe there.
            for start in (plain[1:] if plain[:1] in MARKS else plain, plain.lstrip(MARKS)):
                yield start.lstrip()
                # What closes the mark taken off in front is taken off first.
                closed = start != plain and start[-1:] in MARKS
                yield _unclosed(start[:-1] if closed else start).strip()


def _unclosed(text: str) -> str:
    """Without closing marks, unless they may be feet or inches: behind a figure, nothing opened."""
    body = text.rstrip(MARKS)
    measured = body[-1:].isdigit() and not _OPENER.search(body)
    return text if measured else body


def _without_final(text: str) -> str:
    """Without one comma or full stop before or behind closing marks, which stay."""
    if text and text[-1] in _FINAL:
        return text[:-1].rstrip()
    body = text.rstrip(MARKS)
    closers = text[len(body) :]
    return body[:-1] + closers if body and body[-1] in _FINAL else text
