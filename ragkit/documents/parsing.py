"""The markup of a page to a tree, with all that browsers would show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ragkit.documents.markup import Node

__all__ = ["parse_page"]

_OUTER_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_SELF_CLOSED = re.compile(r"(<(?:html|body)\b[^<>]*)/>", re.IGNORECASE)
_BODY = re.compile(r"<(?:body|frameset)\b", re.IGNORECASE)
_HEAD = re.compile(
    r"(?:\s+|<!--.*?-->|<[!?][^>]*>|</?(?:html|head|meta|link|base)\b[^>]*>"
    r"|<(title|style|script|noscript|template)\b.*?</\1\s*>)*+",
    re.IGNORECASE | re.DOTALL,
)


def parse_page(markup: str) -> Node | None:
    """Parse HTML leniently, as browsers do; None where there is nothing to parse."""
    from lxml import etree, html

    # libxml2 drops what follows </html> or stands beside <html/>; browsers show it.
    markup = _SELF_CLOSED.sub(r"\1>", _OUTER_END.sub("", markup))
    if not _BODY.search(markup):
        # Elements that libxml2 does not know (<nav>, <article>) would stay in the head.
        head = _HEAD.match(markup)
        at = head.end() if head else 0
        markup = f"{markup[:at]}<body>{markup[at:]}"
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        return html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except etree.ParserError:
        return None
