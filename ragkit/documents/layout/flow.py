"""The blocks of all pages to one text, and where in it each page starts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ragkit.documents.layout.hyphens import HYPHENS, Words
from ragkit.documents.layout.paragraphs import ends_early
from ragkit.documents.markup import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ragkit.documents.layout.paragraphs import Block

__all__ = ["join_pages", "written"]

_ENDS = re.compile(r"""[.!?…:;。！？][)\]"'”’»]*[\d⁰¹²³⁴-⁹]*$""")
_WRITTEN = {**INVISIBLE, 0x02: "-", 0xFFFE: "-"}
_SAME_SIZE = 1.08
_INDENT = 0.5  # ems
_FARTHEST = 4  # blocks (a table's rows are one) that may stand within a parted paragraph


def join_pages(blocks: Sequence[Block]) -> list[Block]:
    """Join what the end of a column or a page has parted.

    Notes at the foot, and tables and captions at the head, that stand between the
    two parts of a paragraph go before or after it, as their pages do.
    """
    joined: list[Block] = []
    pending = list(reversed(blocks))
    while pending:
        block = pending.pop()
        at = _open_end(joined)
        if at is not None and _is_further_on(joined[at], block):
            ahead = _continuation(joined[at], block, pending)
            if ahead is not None:
                between = [block, *(pending.pop() for _ in range(ahead))]
                _join(joined, at, between.pop())
                pending.extend(reversed(between))
                continue
        joined.append(block)
    return joined


def written(blocks: Sequence[Block], count: int) -> tuple[str, tuple[int, ...]]:
    """The text of blocks, a blank line between them, and the offset at which each page starts.

    Args:
        blocks: in order; the pages of their lines never go down.
        count: how many pages there are; one without text starts where the next does.
    """
    words = Words(line for block in blocks for _, line in block.lines)
    parts: list[str] = []
    size = 0
    starts: dict[int, int] = {}
    last: Block | None = None
    for block in blocks:
        if last is not None:
            parts.append("\n" if _stand_together(last, block) else "\n\n")
            size += len(parts[-1])
        last = block
        for page, part in _parts(block, words):
            starts.setdefault(page, size)
            parts.append(part)
            size += len(part)
    return "".join(parts), tuple(_filled(starts, count, size))


def _stand_together(last: Block, block: Block) -> bool:
    """Whether two blocks are of one list or table; a list may go on in the next column."""
    both_items = last.kind == block.kind == "item" and _is_further_on(last, block)
    return bool(block.group) and (block.group == last.group or both_items)


def _filled(starts: dict[int, int], count: int, size: int) -> Iterator[int]:
    filled = [size] * count
    following = size
    for page in range(count - 1, -1, -1):
        following = filled[page] = starts.get(page, following)
    if filled:
        filled[0] = 0
    yield from filled


def _parts(block: Block, words: Words) -> Iterator[tuple[int, str]]:
    """The lines of a block as they are joined, with their pages."""
    for number, (page, line) in enumerate(block.lines):
        if number + 1 < len(block.lines):
            kept, joint = words.joint(line, block.lines[number + 1][1])
        else:
            kept, joint = line, ""
        yield page, kept.translate(_WRITTEN) + joint


def _open_end(blocks: Sequence[Block]) -> int | None:
    """The latest block that may go on: notes in small print may stand after it."""
    for at in range(len(blocks) - 1, max(-1, len(blocks) - 1 - 8), -1):
        block = blocks[at]
        if block.kind == "row":
            return None
        if not _ENDS.search(block.lines[-1][1]):
            return at
        before = blocks[at - 1] if at else None
        if before is None or before.first.size < _SAME_SIZE * block.first.size:
            return None
        if _page(before) != _page(block):  # it could not go before the paragraph
            return None
    return None


def _page(block: Block) -> int:
    """The page that a block starts on."""
    return block.lines[0][0]


def _is_further_on(block: Block, following: Block) -> bool:
    """Whether a column or a page ends between two blocks."""
    page, _ = block.lines[-1]
    next_page, _ = following.lines[0]
    return next_page > page or following.first.top < block.last.top


def _continuation(block: Block, following: Block, pending: Sequence[Block]) -> int | None:
    """How many blocks after `following` the rest of a paragraph comes; None for nowhere."""
    if _goes_on(block, following):
        return 0
    seen: set[int] = set()
    for ahead, candidate in enumerate([following, *reversed(pending[-40:])]):
        if _page(candidate) != _page(following):  # what stands between could not go after it
            return None
        if ahead and candidate.kind == "text" and _goes_on(block, candidate, surely=True):
            return ahead
        aside = candidate.kind == "row" or candidate.first.size * _SAME_SIZE < block.first.size
        seen.add(candidate.group or -ahead)
        if not aside or len(seen) > _FARTHEST:
            return None
    return None


def _goes_on(block: Block, following: Block, *, surely: bool = False) -> bool:
    if following.kind != "text" or block.kind == "row":
        return False
    small, large = sorted((block.last.size, following.first.size))
    if large > _SAME_SIZE * small or block.last.bold != following.first.bold:
        return False
    text, start = block.lines[-1][1], following.lines[0][1]
    if _ENDS.search(text):
        return False
    if start[0].islower():
        full = not ends_early(block.last, following.first, block.right)
        return full or text[-1] in HYPHENS + ","
    if surely or len(block.lines) < 2 or following.indent > _INDENT:
        return False
    return not ends_early(block.last, following.first, block.right) and start[0].isalnum()


def _join(joined: list[Block], at: int, rest: Block) -> None:
    """Put the rest of a paragraph to it, and the notes that stood after it before it."""
    block = joined.pop(at)
    block.lines += rest.lines
    block.last, block.right = rest.last, rest.right
    joined.append(block)
