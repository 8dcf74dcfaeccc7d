"""HTML to text: the main text of a page, without its furniture.

trafilatura decides what belongs to the main text; how it reads is decided here.
Its own output loses what stands in `<time>` or `<label>` in mid-sentence, glues
loose text to the paragraph beside it and drops a paragraph that is one long link,
and a quote must be words that stand on the page. So the page is divided into its
visible blocks, those that trafilatura took are kept, and so are the paragraphs it
skipped between them.
"""

from __future__ import annotations

import codecs
import copy
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragkit.documents.decode import clean, decode
from ragkit.documents.inline import write_inline_marks
from ragkit.documents.main_text import is_hidden_text, main_blocks
from ragkit.documents.markup import join_blocks, visible_blocks
from ragkit.documents.page_facts import page_date, page_title
from ragkit.documents.parsing import parse_page
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    import datetime as dt

    from ragkit.documents.markup import Node

__all__ = ["Extracted", "extract_html"]

# trafilatura reports every page that it finds short or odd.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096  # bytes
# Characters of markup: trafilatura's time grows with the square of a page (2.5 million
# took 1.3 s, 8 million 87 s), and what is so large is a listing or a book, not an article.
_LARGEST_ARTICLE = 3_000_000
# What browsers take these labels for: https://encoding.spec.whatwg.org/#names-and-labels
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}

# trafilatura drops these wherever they stand, their words included, or parts the text there.
_INLINE = ("time", "label", "output", "legend")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The text of a page, paragraphs parted by a blank line, and what it says of itself."""

    text: str
    title: str | None
    date: dt.date | None


def extract_html(markup: str | bytes, *, source: str) -> Extracted:
    """Draw the main text out of an HTML page.

    Args:
        markup: the page; bytes are decoded by their byte-order mark, as UTF-8, as
            the page declares, or as `decode` guesses, in that order.
        source: the page's name; trafilatura is told where it is an address.

    Returns:
        Headings, paragraphs, list items and table rows in the order of the page.

    Raises:
        UnreadableSourceError: the page shows no text, is binary, or nests too deep.
    """
    text = clean(markup) if isinstance(markup, str) else decode(markup, declared=_declared(markup))
    tree = parse_page(text)
    if tree is not None:
        write_inline_marks(tree)
    blocks = visible_blocks(tree) if tree is not None else []
    if not blocks:
        raise UnreadableSourceError("the HTML page shows no text")
    told = _told_by_trafilatura(tree, source) if len(text) <= _LARGEST_ARTICLE else []
    if is_hidden_text(told, blocks):
        main = "\n\n".join(told)
    else:
        main = join_blocks(main_blocks(blocks, told))
    return Extracted(text=clean(main), title=page_title(tree), date=page_date(tree))


def _declared(markup: bytes) -> str | None:
    match = _DECLARED.search(markup, 0, _DECLARED_WITHIN)
    if not match:
        return None
    label = (match[1] or match[2]).decode("ascii", errors="replace")
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    # A page whose declaration could be read is no UTF-16, and UTF-8 was tried before.
    return None if name.startswith("utf") or "escape" in name else _SUPERSETS.get(name, name)


def _told_by_trafilatura(tree: Node, source: str) -> list[str]:
    """The lines of trafilatura's text; none where it finds nothing or fails."""
    import trafilatura
    from lxml import etree

    adapted = copy.deepcopy(tree)
    for tags, tag in ((_INLINE, "span"), (("figcaption",), "p"), (("figure",), "div")):
        for element in adapted.iter(*tags):
            element.tag = tag
    etree.strip_elements(adapted, "noscript", with_tail=False)
    try:
        text = trafilatura.extract(
            adapted,
            url=source if source.startswith(("http://", "https://")) else None,
            include_comments=False,
            favor_recall=True,
        )
    except Exception:  # it raises TypeError and others on markup that is merely odd
        return []
    return [line for line in (text or "").splitlines() if line.strip()]
