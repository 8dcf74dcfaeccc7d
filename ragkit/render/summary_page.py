"""One self-contained HTML page: a summary, and beside it the documents that it is drawn from.

A click on a statement shows its words in the source: links and `:target`, no script. What
comes out of a document is escaped, as on every page.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ragkit.render.frame import framed, safe
from ragkit.render.pieces import origin
from ragkit.render.shown import broken, sides_of
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ragkit.types import Document, Quote, Statement, Summary

__all__ = ["summary_page"]

# Sections that were left out are listed down to this share, and at most so many.
_LEAST_SHARE, _MOST_ROWS = 0.005, 30
_STYLE = """
.two{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:2rem;align-items:start}
.sum{font-size:1.1rem}.sum a.say{color:inherit;text-decoration:none}
.sum a.say:hover{background:var(--goodbg)}.sum a.n{font-size:.75rem;text-decoration:none;
color:var(--good);margin-left:.15rem;vertical-align:super}
.doc a.n{font-size:.75rem;text-decoration:none;color:var(--soft)}
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
    for number in numbers.values():
        # Where the way back leads: the first that names the quote.
        left = left.replace(_link(number), _link(number).replace("<a ", f'<a id="n{number}" '), 1)
    right = "".join(_document(document, numbers) for document in documents)
    parts = [
        f"<h1>{safe(title)}</h1>",
        f'<p class="note">{safe(_about(summary))}</p>',
        f'<div class="two"><div class="sum">{left}</div><div class="source">{right}</div></div>',
    ]
    return framed(f"{title}: summary", parts, style=_STYLE)


def _about(summary: Summary) -> str:
    parts = [f"{summary.words} words"]
    if len(summary.coverage) > 1:
        parts.append(f"draws on {summary.covered:.0%} of the text, by sections")
    if summary.focus:
        parts.insert(0, f"on “{summary.focus}”")
    return " · ".join(parts)


def _left(summary: Summary, numbers: Mapping[Quote, int]) -> Iterator[str]:
    if summary.style == "brief":
        for part in _by_document(summary):
            told = " ".join(_said(statement, numbers) for statement in part)
            yield f'<p dir="auto">{told}</p>'
    else:
        items = (f"<li dir=auto>{_said(one, numbers)}</li>" for one in summary.statements)
        yield f"<ul>{''.join(items)}</ul>"
    for conflict in summary.conflicts:
        sides = " and ".join(
            "".join(_link(numbers[quote]) for quote in quotes) + date
            for quotes, date in sides_of(conflict)
        )
        about = safe(conflict.about)
        yield f'<p><span class="tag warn">conflict</span> The sources disagree on {about}: {sides}'
    incomplete = [f"Incomplete: {summary.incomplete}"] if summary.incomplete else []
    for note in (*incomplete, *summary.warnings, *origin(summary.provenance)):
        yield f'<p class="note">{safe(note)}</p>'
    if len(summary.coverage) > 1:
        yield from _coverage(summary)


def _by_document(summary: Summary) -> Iterator[list[Statement]]:
    """Statements that follow each other and are of the same document."""
    for _, part in groupby(summary.statements, key=lambda one: [q.source for q in one.quotes[:1]]):
        yield list(part)


def _said(statement: Statement, numbers: Mapping[Quote, int]) -> str:
    links = "".join(_link(numbers[quote]) for quote in statement.quotes)
    text = safe(broken(statement.text))
    if not statement.supported:
        text = f'<span class="no" title="not borne by its quotes">{text}</span>'
    if statement.quotes:
        number = numbers[statement.quotes[0]]
        text = f'<a class="say" href="#q{number}">{text}</a>'
    return text + links


def _link(number: int) -> str:
    return f'<a class="n" href="#q{number}">{number}</a>'


def _coverage(summary: Summary) -> Iterator[str]:
    """A strip of the text, and a row for each section that nothing was drawn from."""
    yield "<h2>What it draws on</h2>"
    bars = (
        f'<i class="{"on" if one.drawn_on else ""}" style="flex:{max(one.share, 0.004):.4f}"'
        f' title="{safe(one.title)}"></i>'
        for one in summary.coverage
    )
    yield f'<div class="strip">{"".join(bars)}</div>'
    left = sorted((one for one in summary.coverage if not one.drawn_on), key=lambda o: -o.share)
    shown = [one for one in left if one.share >= _LEAST_SHARE][:_MOST_ROWS]
    if shown:
        yield "<p>Left out:</p><table>"
        for one in shown:
            where = f"{one.source}: " if len(summary.sources) > 1 else ""
            yield f"<tr><td>{one.share:.0%}</td><td>{safe(where + one.title)}</td></tr>"
        if len(left) > len(shown):
            yield f"<tr><td></td><td>{len(left) - len(shown)} more</td></tr>"
        yield "</table>"


def _document(document: Document, numbers: Mapping[Quote, int]) -> str:
    """The text with what is quoted marked."""
    quoted = sorted(
        ((q.span, n) for q, n in numbers.items() if q.doc_id == document.doc_id),
        key=lambda pair: (pair[0].start, -pair[0].end),
    )
    body = _marked(document.text, Span(0, len(document.text)), quoted)
    head = safe(broken(document.title or document.source))
    return f'<h2>{head}</h2><div class="doc" dir="auto">{body}</div>'


def _marked(text: str, part: Span, quoted: Sequence[tuple[Span, int]]) -> str:
    """A part of a text, its quotes marked, one within another too; where two overlap, the first."""
    pieces, at, waiting = [], part.start, list(quoted)
    while waiting:
        (span, number), *waiting = waiting
        inner = [pair for pair in waiting if span.contains(pair[0])]
        waiting = [pair for pair in waiting if pair not in inner]
        start, end = max(at, span.start), max(at, span.end)
        pieces.append(safe(broken(text[at:start])))
        words = _marked(text, Span(start, end), inner)
        back = f'<a class="n" href="#n{number}" title="back to the summary">↩</a>'
        pieces.append(f'<mark id="q{number}">{words}</mark>{back}')
        at = end
    return "".join([*pieces, safe(broken(text[at : part.end]))])
