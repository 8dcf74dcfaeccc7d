"""Documents made searchable once, for any number of quotes.

Candidates come from the postings of the rarest token of a quote, so that a quote costs
about as much as its rarest word has occurrences, whatever the document's length; an
n-gram matcher from elsewhere would add a dependency and still have to be checked.
`sameness.py` decides about every candidate.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ragkit.errors import QueryError, SourceNotFoundError
from ragkit.quotes.formatting import without_marks
from ragkit.quotes.sameness import same_words
from ragkit.quotes.sources import named
from ragkit.quotes.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ragkit.types import Document

__all__ = ["Library", "Run", "Searched"]

#: Tokens `first` up to, not including, `last` of one document.
Run = tuple[int, int]

# An override turns the order in which characters are shown, up to its end or the line's.
_OVERRIDE = re.compile("[\u202d\u202e][^\u202c\n]*+\u202c?")
# A word may be broken over this many line ends.
_LONGEST_CHAIN = 4


@dataclass(frozen=True, slots=True)
class Searched:
    """One document, tokenized and indexed.

    Attributes:
        source: the document's stable name.
        tokens: its text as tokens.
        postings: folded token -> indices of the tokens that are it, or start it where a
            line break divides a word.
        overrides: raw (start, end) of stretches under a bidirectional override.
    """

    source: str
    tokens: Tokens
    postings: Mapping[str, array[int]]
    overrides: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, document: Document) -> Searched:
        """Prepare a document; time and memory grow linearly with its text."""
        return cls.of_text(document.source, document.text)

    @classmethod
    def of_text(cls, source: str, text: str) -> Searched:
        """Prepare a text by the name of its source."""
        tokens = tokenize(text)
        postings: dict[str, array[int]] = {}
        for index, key in enumerate(tokens.keys):
            found = postings.get(key)
            if found is None:
                postings[key] = array("I", (index,))
            else:
                found.append(index)
        for index, key in _joined(tokens):
            postings.setdefault(key, array("I")).append(index)
        overrides = tuple(match.span() for match in _OVERRIDE.finditer(text))
        return cls(source, tokens, postings, overrides)

    def find(self, asked: Tokens) -> list[Run]:
        """Every place where the asked words stand, in order, none overlapping.

        Of two that overlap the first is kept, unless only the second has the very characters.
        """
        runs: list[Run] = []
        exact = False
        for first in self._candidates(asked):
            overlaps = bool(runs) and first < runs[-1][1]
            verbatim = self.tokens.text.startswith(asked.text, self.tokens.starts[first])
            if overlaps and (exact or not verbatim):
                continue
            last = self._end(first, asked)
            if last and self._stands(asked, first, last):
                if overlaps:
                    runs.pop()
                runs.append((first, last))
                exact = verbatim
        return runs

    def _candidates(self, asked: Tokens) -> Iterator[int]:
        """Tokens of the document that the asked words may start at, in order."""
        sure = [
            index
            for index, kind in enumerate(asked.kinds)
            if kind in "nwu" and asked.gaps[index] != "b" and asked.gaps[index + 1] != "b"
        ]
        if not sure:
            yield from self._scan(asked.folded)
            return
        rarest, fewest = 0, None
        for index in sure:
            found = self.postings.get(asked.keys[index])
            if found is None:
                return
            if fewest is None or len(found) < len(fewest):
                rarest, fewest = index, found
        offsets, before = self.tokens.offsets, asked.offsets[rarest]
        for index in sorted(fewest or ()):
            start = offsets[index] - before
            # Mostly the tokens before it are divided alike on both sides.
            guess = index - rarest
            if guess < 0 or offsets[guess] != start:
                guess = bisect_left(offsets, start) if start >= 0 else len(self.tokens)
            if guess < len(self.tokens) and offsets[guess] == start:
                yield guess

    def _scan(self, folded: str) -> Iterator[int]:
        offsets = self.tokens.offsets
        at = self.tokens.folded.find(folded)
        while at >= 0:
            first = bisect_left(offsets, at)
            if first < len(self.tokens) and offsets[first] == at:
                yield first
            at = self.tokens.folded.find(folded, at + 1)

    def _end(self, first: int, asked: Tokens) -> int:
        """Index after the last token of a run that folds to the asked words; 0 if none does."""
        offsets = self.tokens.offsets
        start = offsets[first]
        if not self.tokens.folded.startswith(asked.folded, start):
            return 0
        end = start + len(asked.folded)
        guess = first + len(asked)
        if guess >= len(offsets) or offsets[guess] != end:
            guess = bisect_left(offsets, end)
        return guess if offsets[guess] == end else 0

    def _stands(self, asked: Tokens, first: int, last: int) -> bool:
        tokens = self.tokens
        if not (tokens.may_cut(first) and tokens.may_cut(last)):
            return False
        # "- 5 cents" keeps its minus.
        if asked.kinds[0] == "n" and asked.gaps[0] not in ".is" and tokens.gaps[first] in ".is":
            return False
        span = tokens.span(first, last)
        if any(self._is_inside_override(border) for border in (span.start, span.end)):
            return False
        return same_words(asked, tokens, first, last)

    def _is_inside_override(self, offset: int) -> bool:
        # They are in order and none overlap: only the last that starts before can hold it.
        at = bisect_left(self.overrides, (offset, 0)) - 1
        return at >= 0 and offset < self.overrides[at][1]


def _joined(tokens: Tokens) -> Iterator[tuple[int, str]]:
    """Words that a line break divides, put together: the index of the first part, and the word."""
    at = tokens.gaps.find("b", 1)
    while 0 < at < len(tokens):
        word = tokens.keys[at - 1]
        for index in range(at, min(at + _LONGEST_CHAIN, len(tokens))):
            if tokens.gaps[index] != "b":
                break
            word += tokens.keys[index]
            yield at - 1, word
        at = tokens.gaps.find("b", at + 1)


class Library:
    """One or many documents, prepared for `locate`.

    Args:
        documents: read once; their text is kept.

    Raises:
        QueryError: if two documents have the same source.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._searched: dict[str, Searched] = {}
        for document in documents:
            if document.source in self._searched:
                raise QueryError(
                    f"two documents are called {document.source!r}: give each its own source"
                )
            self._searched[document.source] = Searched.of(document)

    @cached_property
    def unmarked(self) -> Library | None:
        """The same documents without their marks of formatting; None if they have none.

        Every offset is the same; worked out when it is first asked for.
        """
        views = {name: without_marks(s.tokens.text) for name, s in self._searched.items()}
        if all(view == self.text(name) for name, view in views.items()):
            return None
        bare = Library(())
        for name, searched in self._searched.items():
            same = views[name] == searched.tokens.text
            bare._searched[name] = searched if same else Searched.of_text(name, views[name])
        return bare

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the documents, in the order given."""
        return tuple(self._searched)

    def __iter__(self) -> Iterator[Searched]:
        return iter(self._searched.values())

    def text(self, source: str) -> str:
        """The canonical text of a document, by its exact name."""
        return self._searched[source].tokens.text

    def resolve(self, claimed: str) -> Searched:
        """The document of that name, or of the one path that ends with it.

        Raises:
            SourceNotFoundError: if no source has the name.
            QueryError: if several end with it.
        """
        found = named(claimed, self._searched)
        if not found:
            raise SourceNotFoundError(
                f"no source is called {claimed!r}; there are {len(self._searched)}"
            )
        if len(found) > 1:
            raise QueryError(f"{claimed!r} fits {len(found)} sources: write more of the path")
        return self._searched[found[0]]
