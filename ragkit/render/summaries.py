"""A summary for a terminal and as Markdown: its statements, their evidence, what it leaves out."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from rich.text import Text

from ragkit.render.pieces import (
    BAD,
    FAINT,
    HIGHLIGHT,
    disagreement,
    origin,
    print_indented,
    print_notes,
    print_place,
    print_quote,
)
from ragkit.render.printable import one_line, printable
from ragkit.render.shown import sides_of, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from ragkit.types import Quote, Section, Statement, Summary

__all__ = ["markdown", "print_summary"]

_MOST_SECTIONS = 8  # that are left out and listed
_STRIP = 60  # characters
_ROUNDING = 1e-9
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def print_summary(out: Console, summary: Summary) -> None:
    """The statements as they are read, then their quotes, then what is left out."""
    numbers = {quote: n for n, quote in enumerate(summary.quotes, start=1)}
    if summary.style == "brief":
        if summary.statements:
            print_indented(out, _joined(summary, numbers), 0)
    else:
        for statement in summary.statements:
            print_indented(out, Text("- ").append_text(_statement(statement, numbers)), 2)
    for statement in summary.statements:
        for check in statement.checks:
            if not check.holds:
                print_indented(out, Text(f"not borne: {printable(check.detail)}", style=BAD), 4)
    if summary.incomplete:
        out.print()
        print_indented(out, Text(one_line(f"Incomplete: {summary.incomplete}"), style=BAD), 0)
    if numbers:
        out.print()
    _print_evidence(out, summary, numbers)
    for conflict in summary.conflicts:
        out.print()
        print_indented(out, Text(disagreement(conflict, numbers), style=HIGHLIGHT), 0)
    _print_coverage(out, summary)
    print_notes(out, summary.warnings, summary.provenance)


def _joined(summary: Summary, numbers: Mapping[Quote, int]) -> Text:
    """Statements one behind the other; a new document begins a new line."""
    found, source = Text(), None
    for statement in summary.statements:
        first = statement.quotes[0].source if statement.quotes else source
        if len(found):
            found.append("\n" if len(summary.sources) > 1 and first != source else " ")
        source = first
        found.append_text(_statement(statement, numbers))
    return found


def _statement(statement: Statement, numbers: Mapping[Quote, int]) -> Text:
    style = "" if statement.supported else BAD
    text = Text(printable(statement.text), style=style)
    marks = "".join(f"[{numbers[quote]}]" for quote in statement.quotes)
    return text.append(f" {marks}", style=FAINT)


def _print_evidence(out: Console, summary: Summary, numbers: Mapping[Quote, int]) -> None:
    """Every quote with its place; one that a statement repeats to the letter as its place."""
    said = {statement.text for statement in summary.statements}
    for quote, number in numbers.items():
        if " ".join(quote.text.split()) in said:
            out.print(Text(f"[{number}]", style=FAINT), end="")
            print_place(out, 1, quote.source, quote.span, line=quote.line, page=quote.page)
        else:
            print_quote(out, quote, number)


def _print_coverage(out: Console, summary: Summary) -> None:
    """A strip of the documents, and the sections that no statement draws on."""
    if len(summary.coverage) < 2 or not summary.statements:
        return  # of one section all is drawn on, which tells nothing
    out.print()
    head = f"Drawn on: {summary.covered:.0%} of the text, by sections"
    out.print(Text(head, style="bold"))
    out.print(Text(_strip(summary.coverage, min(_STRIP, out.width))), soft_wrap=True)
    left = sorted((s for s in summary.coverage if not s.drawn_on), key=lambda s: -s.share)
    several = len(summary.sources) > 1
    for section in left[:_MOST_SECTIONS]:
        where = f"{section.source}: " if several else ""
        line = f"  {section.share:>4.0%}  {where}{section.title}"
        print_indented(out, Text(one_line(line), style=FAINT), 8)
    if len(left) > _MOST_SECTIONS:
        rest = sum(section.share for section in left[_MOST_SECTIONS:])
        out.print(Text(f"  {rest:>4.0%}  {len(left) - _MOST_SECTIONS} more", style=FAINT))


def _strip(sections: Sequence[Section], width: int) -> str:
    """A character for each stretch of the text, filled where something in it is drawn on."""
    filled = [False] * width
    start = 0.0
    for section in sections:
        end = start + section.share
        if section.drawn_on:
            last = min(width, max(math.ceil(end * width - _ROUNDING), int(start * width) + 1))
            filled[int(start * width) : last] = [True] * (last - int(start * width))
        start = min(end, 1 - _ROUNDING)
    return "".join("█" if one else "░" for one in filled)


def markdown(summary: Summary) -> str:
    """The summary with its quotes as footnotes, and with what the terminal says of it."""
    numbers = {quote: n for n, quote in enumerate(summary.quotes, start=1)}
    return "\n".join(_markdown_lines(summary, numbers)).strip() + "\n"


def _markdown_lines(summary: Summary, numbers: Mapping[Quote, int]) -> Iterator[str]:
    told = [_marked(statement, numbers) for statement in summary.statements]
    if summary.style == "brief":
        yield " ".join(told)
    else:
        yield from (f"- {line}" for line in told)
    yield ""
    for conflict in summary.conflicts:
        sides = " and ".join(
            "".join(f"[^{numbers[quote]}]" for quote in quotes) + date
            for quotes, date in sides_of(conflict)
        )
        yield f"The sources disagree on {_escaped(conflict.about)}: {sides}"
        yield ""
    incomplete = [f"Incomplete: {summary.incomplete}"] if summary.incomplete else []
    covered = [f"Drawn on: {summary.covered:.0%} of the text, by sections"]
    shown = covered if len(summary.coverage) > 1 and told else []
    for note in (*incomplete, *summary.warnings, *shown, *origin(summary.provenance)):
        yield f"> {_escaped(one_line(note))}  "
    yield ""
    for quote, number in numbers.items():
        place = where_of(quote.source, line=quote.line, page=quote.page)
        yield f"[^{number}]: “{_escaped(' '.join(quote.text.split()))}” ({_escaped(place)})"


def _marked(statement: Statement, numbers: Mapping[Quote, int]) -> str:
    notes = "".join(f"[^{numbers[quote]}]" for quote in statement.quotes)
    mark = "" if statement.supported else " **(not borne by its quotes)**"
    return f"{_escaped(statement.text)}{notes}{mark}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(text))
