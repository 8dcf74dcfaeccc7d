"""What an HTML page states about itself: its title and its date."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ragkit.documents.dates import parse_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from ragkit.documents.markup import Node

__all__ = ["page_date", "page_title"]

# In the order of trust: the first that holds a date gives it. When a page was
# changed is not asked: the date of a document is the day it came out.
_META_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "publication_date",
    "publish-date",
    "publishdate",
    "pubdate",
    "date",
)
_LARGEST_JSON = 1_000_000  # characters


def page_title(tree: Node) -> str | None:
    """The headline where the `<title>` repeats it, else the `<title>`, else the headline.

    A `<title>` often carries the name of the site too ("Bridge reopens | The Gull").
    """
    titles = (_text(element) for element in tree.iterfind(".//head//title"))
    title = next(filter(None, titles), None) or _meta(tree).get("og:title")
    headlines = [text for text in map(_text, tree.iterfind(".//h1")) if text]
    if len(headlines) == 1 and (title is None or headlines[0].casefold() in title.casefold()):
        return headlines[0]
    return title


def page_date(tree: Node) -> dt.date | None:
    """The date of publication that the page's markup states, None where it states none."""
    meta = _meta(tree)
    for value in (
        *(meta[name] for name in _META_NAMES if name in meta),
        *_linked_data(tree),
        *_marked(tree),
    ):
        if date := parse_date(value):
            return date
    return None


def _text(element: Node) -> str:
    return " ".join(element.text_content().split())


def _meta(tree: Node) -> dict[str, str]:
    """The first content of each `<meta>` by name, property or itemprop, in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = " ".join(element.get("content", "").split())
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute, "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _linked_data(tree: Node) -> Iterator[object]:
    """Each `datePublished` of the page's own JSON-LD, not of what it links to or quotes."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        text = script.text or ""
        if len(text) > _LARGEST_JSON:
            continue
        try:
            nodes = [json.loads(text)]
        except (ValueError, RecursionError):
            continue
        while nodes:
            node = nodes.pop(0)
            if isinstance(node, list):
                nodes.extend(node)
            elif isinstance(node, dict):
                yield node.get("datePublished")
                nodes.extend(node[key] for key in ("@graph", "mainEntity") if key in node)


def _marked(tree: Node) -> Iterator[object]:
    """Dates in elements that say so: `itemprop`, then the `<time>` of the page's article."""
    for element in tree.xpath('.//*[@itemprop="datePublished"]'):
        yield element.get("datetime") or element.get("content") or _text(element)
    for element in tree.xpath(".//time[@pubdate]"):
        yield element.get("datetime") or _text(element)
    times = tree.xpath(
        "(.//article | .//main)[1]//time[not(ancestor::nav or ancestor::aside or ancestor::footer"
        " or ancestor::p or ancestor::li)]"
    )
    # Outside an article, one date alone is the page's; several are those of a list.
    for element in times[:1] or _only(tree.xpath(".//time[not(ancestor::p or ancestor::li)]")):
        yield element.get("datetime") or _text(element)


def _only(elements: list[Node]) -> list[Node]:
    return elements if len({element.get("datetime") for element in elements}) == 1 else []
