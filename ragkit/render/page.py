"""One self-contained HTML page: a draft's quotations and figures beside their sources.

No script, no picture, nothing fetched: the page's own policy forbids it. Everything
that comes out of a document is escaped, and characters that would turn the direction
of the text are replaced, so a document is shown and never obeyed.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ragkit.quotes.report import DraftFigure
from ragkit.render.frame import framed, safe
from ragkit.render.page_style import STYLE
from ragkit.render.shown import Item, Tone, broken, ranked, tone_of, where_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ragkit.quotes.records import Place
    from ragkit.quotes.report import VerifyReport
    from ragkit.types import Document, Span

__all__ = ["verify_page"]

_AROUND = 160  # characters of the source on either side of what was found
# Behind this many characters without a space, a word is cut where it is: a script may have none.
_LONGEST_WORD = 30
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\u2029")
_SPACE = re.compile(r"\s")


def verify_page(report: VerifyReport, *, strict: bool = False) -> str:
    """The page for a report.

    Args:
        report: what was found.
        strict: whether clipped quotes, and figures that no source bears, have failed.
    """
    rows = [(n, item, tone_of(item, strict=strict)) for n, item in ranked(report, strict=strict)]
    title = report.draft.source if report.draft else "Quotations"
    parts = [
        f"<h1>{_safe(title)}</h1>",
        *(f'<p class="sum">{line}</p>' for line in _summary(report)),
    ]
    if rows:
        parts.append("<h2>Quotations and figures, what needs a look first</h2>")
        parts.extend(_card(number, item, tone, report) for number, item, tone in rows)
    if report.draft:
        parts.append("<h2>The draft</h2>")
        parts.append(f'<div class="draft" dir="auto">{_draft(report.draft, rows)}</div>')
    return framed(f"{broken(title)}: quotations checked", parts, style=STYLE)


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


def _card(number: int, item: Item, tone: Tone, report: VerifyReport) -> str:
    line = f"line {item.line}" if item.line else ""
    notes = " · ".join(filter(None, [line, *item.notes]))
    return (
        f'<section class="item {tone}" id="i{number}"><header>'
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
    where = where_of(place.source, line=report.line_of(place), page=report.page_of(place))
    excerpt = _excerpt(report.documents[place.source].text, place.span)
    return f'<p dir="auto">{excerpt}</p><p class="where">{_safe(where)}</p>'


def _excerpt(text: str, span: Span) -> str:
    """What stands around a span in its paragraph, the span marked."""
    before, after = _before(text, span.start), _after(text, span.end)
    return f"{_safe(before)}<mark>{_safe(span.of(text))}</mark>{_safe(after)}"


def _before(text: str, at: int) -> str:
    start = max(0, at - _AROUND)
    piece = text[start:at]
    ends = [match.end() for match in _PARAGRAPH_END.finditer(piece)]
    if ends or not start:
        return piece[ends[-1] if ends else 0 :].lstrip()
    space = _SPACE.search(piece, 0, _LONGEST_WORD)
    return "… " + piece[space.end() if space else 0 :].lstrip()


def _after(text: str, at: int) -> str:
    end = min(len(text), at + _AROUND)
    piece = text[at:end]
    paragraph = _PARAGRAPH_END.search(piece)
    if paragraph or end == len(text):
        return piece[: paragraph.start() if paragraph else None].rstrip()
    spaces = [match.start() for match in _SPACE.finditer(piece, len(piece) - _LONGEST_WORD)]
    return piece[: spaces[-1] if spaces else None].rstrip() + " …"


def _draft(draft: Document, rows: Iterable[tuple[int, Item, Tone]]) -> str:
    """The draft with each item marked and linked to what was found."""
    placed = sorted((item.span, number, tone) for number, item, tone in rows if item.span)
    parts: list[str] = []
    at = 0
    for span, number, tone in placed:
        if span.start < at:
            continue
        parts.append(_safe(draft.text[at : span.start]))
        words = _safe(span.of(draft.text))
        parts.append(f'<a class="q {tone}" href="#i{number}">{words}</a>')
        at = span.end
    return "".join([*parts, _safe(draft.text[at:])])


def _safe(text: str) -> str:
    return safe(broken(text))
