"""One self-contained HTML page: a summary, and beside it the documents that it is drawn from.

A click on a statement shows its words in the source: links and `:target`, no script. What
comes out of a document is escaped, as on every page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.render.frame import framed, safe
from ragkit.render.shown import broken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ragkit.types import Document, Quote, Section, Statement, Summary

__all__ = ["summary_page"]

_STYLE = """
.two{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:2rem;align-items:start}
.sum{font-size:1.1rem}.sum a.say{color:inherit;text-decoration:none}
.sum a.say:hover{background:var(--goodbg)}.sum a.n{font-size:.75rem;text-decoration:none;
color:var(--good);margin-left:.15rem;vertical-align:super}
.sum .no{color:var(--bad);text-decoration:underline dotted}
.sum li{margin:.35rem 0}
.source{position:sticky;top:0;max-height:100vh;overflow:auto;border-left:1px solid var(--line);
padding:0 0 2rem 1.25rem;font-size:.92rem}
.source h2{position:sticky;top:0;background:var(--paper);margin:0;padding:1rem 0 .35rem}
.doc{white-space:pre-wrap;overflow-wrap:anywhere}
mark{background:var(--goodbg);color:inherit;border-radius:2px;padding:0 .1rem;
scroll-margin:6rem}
mark:target{background:var(--warnbg);outline:2px solid var(--warn)}
.note{color:var(--soft);font-size:.9rem}
.strip{display:flex;height:.9rem;gap:1px;margin:.5rem 0 1rem}
.strip i{display:block;background:var(--line);min-width:2px}.strip i.on{background:var(--good)}
table{border-collapse:collapse;font-size:.88rem;width:100%}
td{padding:.2rem .6rem .2rem 0;vertical-align:top;border-bottom:1px solid var(--line)}
td:first-child{white-space:nowrap;text-align:right;color:var(--soft)}
@media(max-width:60rem){.two{grid-template-columns:minmax(0,1fr)}
.source{position:static;max-height:none;border-left:0;padding-left:0}}
"""


def summary_page(summary: Summary, documents: Sequence[Document]) -> str:
    """The page for a summary.

    Args:
        summary: what was found.
        documents: its sources, of the version that was summarised.
    """
    numbers = {quote: n for n, quote in enumerate(summary.quotes, start=1)}
    names = ", ".join(document.title or document.source for document in documents)
    title = broken(names if len(documents) < 3 else f"{len(documents)} documents")
    left = "".join(_left(summary, numbers))
    right = "".join(_document(document, numbers) for document in documents)
    parts = [
        f"<h1>{safe(title)}</h1>",
        f'<p class="note">{safe(_about(summary))}</p>',
        f'<div class="two"><div class="sum">{left}</div><div class="source">{right}</div></div>',
    ]
    return framed(f"{title}: summary", parts, style=_STYLE)


def _about(summary: Summary) -> str:
    parts = [f"{summary.words} words", f"draws on {summary.covered:.0%} of the text, by sections"]
    if summary.focus:
        parts.insert(0, f"on “{summary.focus}”")
    return " · ".join(parts)


def _left(summary: Summary, numbers: Mapping[Quote, int]) -> Iterator[str]:
    told = [_said(statement, numbers) for statement in summary.statements]
    if summary.style == "brief":
        yield f'<p dir="auto">{" ".join(told)}</p>'
    else:
        yield f"<ul>{''.join(f'<li dir=auto>{one}</li>' for one in told)}</ul>"
    for conflict in summary.conflicts:
        sides = " and ".join(
            "".join(_link(numbers[quote]) for quote in statement.quotes)
            for statement in conflict.statements
        )
        about = safe(conflict.about)
        yield f'<p><span class="tag warn">conflict</span> The sources disagree on {about}: {sides}'
    for warning in (*([summary.incomplete] if summary.incomplete else []), *summary.warnings):
        yield f'<p class="note">{safe(warning)}</p>'
    if summary.coverage:
        yield from _coverage(summary.coverage)


def _said(statement: Statement, numbers: Mapping[Quote, int]) -> str:
    links = "".join(_link(numbers[quote]) for quote in statement.quotes)
    text = safe(broken(statement.text))
    if not statement.supported:
        text = f'<span class="no" title="not borne by its quotes">{text}</span>'
    if statement.quotes:
        text = f'<a class="say" href="#q{numbers[statement.quotes[0]]}">{text}</a>'
    return text + links


def _link(number: int) -> str:
    return f'<a class="n" href="#q{number}">{number}</a>'


def _coverage(sections: Sequence[Section]) -> Iterator[str]:
    """A strip of the text, and a row for each section that nothing was drawn from."""
    yield "<h2>What it draws on</h2>"
    bars = (
        f'<i class="{"on" if one.drawn_on else ""}" style="flex:{max(one.share, 0.004):.4f}"'
        f' title="{safe(one.title)}"></i>'
        for one in sections
    )
    yield f'<div class="strip">{"".join(bars)}</div>'
    left = sorted((one for one in sections if not one.drawn_on), key=lambda one: -one.share)
    if left:
        yield "<p>Left out:</p><table>"
        for one in left:
            yield f"<tr><td>{one.share:.0%}</td><td>{safe(one.title)}</td></tr>"
        yield "</table>"


def _document(document: Document, numbers: Mapping[Quote, int]) -> str:
    """The text with what is quoted marked; of quotes that overlap, each place once."""
    quoted = sorted(
        (quote.span, number) for quote, number in numbers.items() if quote.doc_id == document.doc_id
    )
    pieces, at = [], 0
    for span, number in quoted:
        start = max(at, span.start)
        pieces.append(safe(broken(document.text[at:start])))
        words = safe(broken(document.text[start : max(start, span.end)]))
        pieces.append(f'<mark id="q{number}">{words}</mark>')
        at = max(at, span.end)
    pieces.append(safe(broken(document.text[at:])))
    head = safe(broken(document.title or document.source))
    return f'<h2>{head}</h2><div class="doc" dir="auto">{"".join(pieces)}</div>'
