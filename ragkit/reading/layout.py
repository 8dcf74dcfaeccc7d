"""How a question and a passage are laid out for the reader, in training as in use.

`[CLS] question [SEP] passage [SEP]`, or `[CLS] question [SEP] context [SEP] passage [SEP]`, in
windows that overlap where the passage is long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ragkit.inference import id_of
from ragkit.reading.matching import piece_terms, piece_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

__all__ = ["SHARED", "WINDOW", "EncodedWindow", "Layout", "Pieces"]

#: Word pieces of a window, question and special tokens included, and those that two windows share.
WINDOW, SHARED = 320, 96
# Word pieces of a question that are read, and of what is said of a passage.
_QUESTION, _CONTEXT = 64, 32


class Pieces(NamedTuple):
    """The word pieces of a text.

    Attributes:
        ids: of the vocabulary.
        offsets: where each stands: its first character and the one behind its last,
            shape (pieces, 2).
        terms: the search term of each one's word, as `ragkit.reading.matching.piece_terms`.
    """

    ids: list[int]
    offsets: NDArray[np.int32]
    terms: list[str]

    @classmethod
    def of(cls, text: str, encoding: Encoding) -> Pieces:
        """Those of a text by its encoding without special tokens."""
        offsets = np.array(encoding.offsets, dtype=np.int32).reshape(-1, 2)
        return cls(encoding.ids, offsets, piece_terms(text, encoding.offsets))


class EncodedWindow(NamedTuple):
    """What the model takes of one window.

    Attributes:
        ids: of its pieces.
        type_ids: of its pieces; `ragkit.reading.matching` says what they mean.
        begin: the place of the first piece of the passage.
        part: which pieces of the passage are in it.
    """

    ids: list[int]
    type_ids: NDArray[np.int64]
    begin: int
    part: slice


@dataclass(frozen=True, slots=True)
class Layout:
    """Lays out windows.

    Attributes:
        start: the id of [CLS].
        end: the id of [SEP].
        length: pieces of a window, question and special tokens included.
        shared: passage pieces that two windows share.
    """

    start: int
    end: int
    length: int = WINDOW
    shared: int = SHARED

    @classmethod
    def of(cls, tokenizer: Tokenizer, length: int = WINDOW, shared: int = SHARED) -> Layout:
        """That of a tokenizer with [CLS] and [SEP]."""
        return cls(id_of(tokenizer, "[CLS]"), id_of(tokenizer, "[SEP]"), length, shared)

    def windows(
        self, question: Pieces, context: Pieces, passage: Pieces
    ) -> Iterator[EncodedWindow]:
        """The windows of a passage, in order; one at least, which may hold none of it.

        Args:
            question: its first 64 pieces count.
            context: what is said of the passage, if anything; its first 32 pieces count.
            passage: of any length.

        Raises:
            ValueError: question and context leave a window no more of the passage than it shares.
        """
        head = [self.start, *question.ids[:_QUESTION], self.end]
        asked, told = ["", *question.terms[:_QUESTION], ""], []
        if context.ids:
            head += [*context.ids[:_CONTEXT], self.end]
            told = [*context.terms[:_CONTEXT], ""]
        room = self.length - len(head) - 1
        if room <= self.shared:
            raise ValueError(f"windows that share {self.shared} pieces have room for {room}")
        for first in range(0, max(1, len(passage.ids) - self.shared), room - self.shared):
            part = slice(first, min(first + room, len(passage.ids)))
            yield EncodedWindow(
                [*head, *passage.ids[part], self.end],
                piece_types(asked, [*told, *passage.terms[part], ""]),
                len(head),
                part,
            )
