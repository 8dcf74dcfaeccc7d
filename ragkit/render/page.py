"""One self-contained HTML page: a draft's quotations and figures beside their sources.

No script, no picture, nothing fetched: the page's own policy forbids it. Everything
that comes out of a document is escaped, and characters that would turn the direction
of the text are replaced, so a document is shown and never obeyed.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from ragkit.quotes.report import DraftFigure, DraftQuote, FigureVerdict
from ragkit.render.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ragkit.quotes.records import Place
    from ragkit.quotes.report import VerifyReport
    from ragkit.types import Document, Span

__all__ = ["verify_page"]

Item = DraftQuote | DraftFigure

_AROUND = 160  # characters of the source on either side of what was found
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root{--ink:#1b1d22;--paper:#fff;--soft:#5c626d;--line:#d9dce2;--card:#f6f7f9;
--good:#11643b;--goodbg:#dff3e6;--bad:#9c1c1c;--badbg:#fbe1e0;--warn:#7a5200;--warnbg:#fdf0cf;
--flat:#4a5160;--flatbg:#e8eaef}
@media(prefers-color-scheme:dark){:root{--ink:#e7e9ee;--paper:#15171b;--soft:#a2a8b4;
--line:#343841;--card:#1d2026;--good:#7fd6a4;--goodbg:#143222;--bad:#ff9d98;--badbg:#401a1a;
--warn:#f0c869;--warnbg:#3a2d0c;--flat:#b9c0cd;--flatbg:#2a2e36}}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--paper);font:16px/1.55 Georgia,serif}
main{max-width:72rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1,h2,.tag,.where,.note,.sum,th{font-family:system-ui,'Segoe UI',Helvetica,Arial,sans-serif}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:2.5rem 0 .75rem;padding-bottom:.35rem;
border-bottom:1px solid var(--line)}
.sum{color:var(--soft);margin:.15rem 0;font-size:.95rem;overflow-wrap:anywhere}
.item{display:grid;grid-template-columns:1fr 1fr;gap:0 1.5rem;padding:.9rem 1rem;margin:0 0 .75rem;
background:var(--card);border-left:5px solid var(--tone);border-radius:3px}
.item>header{grid-column:1/-1;margin-bottom:.4rem}
.item p{margin:.1rem 0;overflow-wrap:anywhere;white-space:pre-line}
.tag{display:inline-block;padding:.05rem .5rem;border-radius:3px;font-size:.8rem;font-weight:600;
color:var(--tone);background:var(--tint)}
.where,.note{color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}
.side{min-width:0}
mark,.q{color:inherit;background:var(--tint);border-bottom:2px solid var(--tone);border-radius:2px;
text-decoration:none;padding:0 .1em}
a.q:focus,a.q:hover{outline:2px solid var(--tone)}
del{color:var(--bad);background:var(--badbg)}ins{color:var(--good);background:var(--goodbg);
text-decoration:none;font-weight:600}
.good{--tone:var(--good);--tint:var(--goodbg)}.bad{--tone:var(--bad);--tint:var(--badbg)}
.warn{--tone:var(--warn);--tint:var(--warnbg)}.flat{--tone:var(--flat);--tint:var(--flatbg)}
.draft{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.item:target{outline:2px solid var(--tone)}
@media(max-width:44rem){.item{grid-template-columns:1fr;gap:.6rem 0}main{padding:1rem .8rem 3rem}}
@media print{.item{break-inside:avoid}}
"""
_TONES = {
    FigureVerdict.BORNE: "good",
    FigureVerdict.CONTRADICTED: "bad",
    FigureVerdict.NOT_FOUND: "flat",
}


def verify_page(report: VerifyReport) -> str:
    """The page for a report.

    Args:
        report: what was found.
    """
    items: list[Item] = [*report.quotes, *report.figures]
    ranked = sorted(enumerate(items), key=lambda pair: (_rank(pair[1]), pair[0]))
    title = report.draft.source if report.draft else "Quotations"
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{_safe(title)}: quotations checked</title>",
        f"<style>{_STYLE}</style></head><body><main>",
        f"<h1>{_safe(title)}</h1>",
        *(f'<p class="sum">{line}</p>' for line in _summary(report)),
    ]
    if items:
        parts.append("<h2>Quotations and figures, what needs a look first</h2>")
        parts.extend(_card(number, item, report) for number, item in ranked)
    if report.draft:
        parts.append("<h2>The draft</h2>")
        parts.append(f'<div class="draft" dir="auto">{_draft(report.draft, items)}</div>')
    parts.append("</main></body></html>\n")
    return "\n".join(parts)


def _summary(report: VerifyReport) -> Iterator[str]:
    verdicts = Counter(item.check.verdict for item in report.quotes)
    verified = sum(n for verdict, n in verdicts.items() if verdict.verified)
    refuted = [f"{n} {verdict}" for verdict, n in verdicts.items() if not verdict.verified]
    yield f"{len(report.quotes)} quotations: " + ", ".join([f"{verified} verified", *refuted])
    if report.figures:
        figures = Counter(item.verdict for item in report.figures)
        yield f"{len(report.figures)} figures: " + ", ".join(
            f"{n} {verdict}" for verdict, n in figures.items()
        )
    yield f"checked against {len(report.documents)} sources"


def _rank(item: Item) -> int:
    """What needs a look comes first."""
    return {"bad": 0, "warn": 1, "flat": 2, "good": 3}[_tone(item)]


def _tone(item: Item) -> str:
    if isinstance(item, DraftFigure):
        return _TONES[item.verdict]
    if not item.holds():
        return "bad"
    return "warn" if item.check.clipped or item.note else "good"


def _card(number: int, item: Item, report: VerifyReport) -> str:
    line = f"line {item.line}" if item.line else ""
    notes = " · ".join(filter(None, [line, *item.notes]))
    return (
        f'<section class="item {_tone(item)}" id="i{number}"><header>'
        f'<span class="tag">{_safe(item.label)}</span> <span class="note">{_safe(notes)}</span>'
        f'</header><div class="side"><p dir="auto">{_asked(item, report)}</p></div>'
        f'<div class="side">{_source(item.place, report)}</div></section>'
    )


def _asked(item: Item, report: VerifyReport) -> str:
    """The draft's words; of an altered quotation, what differs."""
    if isinstance(item, DraftFigure):
        return _excerpt(report.draft.text, item.span) if report.draft else _safe(item.text)
    if not item.check.diff:
        return _safe(item.check.asked)
    words: list[str] = []
    for change in item.check.diff:
        if change.kind == "equal":
            words.append(_safe(change.asked))
        else:
            words.append(f"<del>{_safe(change.asked)}</del>" if change.asked else "")
            words.append(f"<ins>{_safe(change.found)}</ins>" if change.found else "")
    return " ".join(filter(None, words))


def _source(place: Place | None, report: VerifyReport) -> str:
    if place is None:
        return '<p class="where">in no source</p>'
    line = report.line_of(place)
    where = f"{place.source}:{line}" if line else place.source
    excerpt = _excerpt(report.documents[place.source].text, place.span)
    return f'<p dir="auto">{excerpt}</p><p class="where">{_safe(where)}</p>'


def _excerpt(text: str, span: Span) -> str:
    """What stands around a span in its paragraph, the span marked."""
    start = max(text.rfind("\n\n", 0, span.start) + 1, span.start - _AROUND, 0)
    paragraph_end = text.find("\n\n", span.end)
    end = min(len(text) if paragraph_end < 0 else paragraph_end, span.end + _AROUND)
    before, after = text[start : span.start].lstrip(), text[span.end : end].rstrip()
    if start == span.start - _AROUND:
        before = "… " + before.partition(" ")[2]
    if end == span.end + _AROUND:
        after = after.rpartition(" ")[0] + " …"
    return f"{_safe(before)}<mark>{_safe(span.of(text))}</mark>{_safe(after)}"


def _draft(draft: Document, items: Sequence[Item]) -> str:
    """The draft with each item marked and linked to what was found."""
    parts: list[str] = []
    at = 0
    for number, span, item in _placed(items):
        if span.start < at:
            continue
        parts.append(_safe(draft.text[at : span.start]))
        words = _safe(span.of(draft.text))
        parts.append(f'<a class="q {_tone(item)}" href="#i{number}">{words}</a>')
        at = span.end
    return "".join([*parts, _safe(draft.text[at:])])


def _placed(items: Iterable[Item]) -> list[tuple[int, Span, Item]]:
    found = [(n, item.span, item) for n, item in enumerate(items) if item.span]
    return sorted(found, key=lambda row: row[1])


def _safe(text: str) -> str:
    return escape(printable(text))
