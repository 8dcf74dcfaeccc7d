"""What a person reads in a terminal: answers, passages, lists.

Everything that comes out of a document passes `printable` first: a document must
not move the cursor, colour the screen or turn the direction of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from ragkit.quotes.report import DraftFigure
from ragkit.render.pieces import (
    BAD,
    FAINT,
    HIGHLIGHT,
    disagreement,
    flattened,
    print_indented,
    print_notes,
    print_place,
    print_quote,
)
from ragkit.render.printable import one_line, printable
from ragkit.render.shown import Item, Tone, ranked, tone_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from ragkit.quotes.report import VerifyReport
    from ragkit.types import (
        Answer,
        Quote,
        ScoredChunk,
        Source,
        Statement,
    )

__all__ = [
    "AnswerPrinter",
    "console",
    "print_answer",
    "print_chunks",
    "print_report",
    "print_sources",
]

_WIDEST = 100
_STYLES: dict[Tone, str] = {"bad": BAD, "warn": "yellow", "flat": "bold", "good": "green"}
_LONGEST_SHOWN = 300  # characters of a quotation


def console(file: TextIO) -> Console:
    """A console with colour on a terminal only, and never wider than a page."""
    made = Console(file=file, highlight=False, markup=False, emoji=False)
    made.width = min(made.width, _WIDEST)
    return made


def print_answer(out: Console, answer: Answer) -> None:
    """The statements with their numbered quotes, what answers emphasised, and their places."""
    printer = AnswerPrinter(out)
    for statement in answer.statements:
        printer.statement(statement)
    printer.end(answer)


class AnswerPrinter:
    """Prints an answer while it comes: `statement` for each, then `end`."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._numbers: dict[Quote, int] = {}

    def statement(self, statement: Statement) -> None:
        """A statement, and its quotes as far as none before it has them."""
        fresh = [quote for quote in statement.quotes if quote not in self._numbers]
        for quote in fresh:
            self._numbers[quote] = len(self._numbers) + 1
        if len(self._numbers) > len(fresh) or fresh != list(statement.quotes):
            self._out.print()
        # An extracted statement is its quote: once is enough.
        if [" ".join(quote.text.split()) for quote in statement.quotes] != [statement.text]:
            self._print_words(statement)
        for n, quote in enumerate(fresh):
            if n:
                self._out.print()
            print_quote(self._out, quote, self._numbers[quote])

    def _print_words(self, statement: Statement) -> None:
        marks = "".join(f"[{self._numbers[quote]}]" for quote in statement.quotes)
        self._out.print(Text(f"{printable(statement.text)} {marks}", style="bold"))
        for check in statement.checks:
            if not check.holds:
                detail = f"not borne by its quotes: {printable(check.detail)}"
                print_indented(self._out, Text(f"    {detail}", style=BAD), 4)

    def end(self, answer: Answer) -> None:
        """What is to be said of the whole: a refusal, conflicts, warnings, where it is from."""
        out = self._out
        if answer.abstained:
            out.print(Text("No answer in these documents.", style="bold"))
            if answer.reason:
                print_indented(out, Text(one_line(answer.reason)), 0)
        for conflict in answer.conflicts:
            # Its quotes are those of statements as a rule, and not always.
            for statement in conflict.statements:
                if any(quote not in self._numbers for quote in statement.quotes):
                    self.statement(statement)
            out.print()
            print_indented(out, Text(disagreement(conflict, self._numbers), style=HIGHLIGHT), 0)
        if answer.incomplete:
            out.print()
            print_indented(out, Text(one_line(f"Incomplete: {answer.incomplete}"), style=BAD), 0)
        print_notes(out, answer.warnings, answer.provenance)


def print_report(out: Console, report: VerifyReport, *, strict: bool) -> None:
    """Verdicts, those that need a look first: where in the draft, and what the source says."""
    items = ranked(report, strict=strict)
    if not items:
        out.print(Text("No quotation and no figure to check."))
        return
    for _, item in items:
        _print_item(out, item, report, tone_of(item, strict=strict))
        out.print()
    verified = sum(item.check.verified for item in report.quotes)
    total = f"{verified} of {len(report.quotes)} quotations verified"
    if report.figures:
        borne = sum(item.holds(strict=True) for item in report.figures)
        against = sum(not item.holds() for item in report.figures)
        total += f"; {borne} of {len(report.figures)} figures borne, {against} contradicted"
    out.print(Text(total, style="bold"))


def _print_item(out: Console, item: Item, report: VerifyReport, tone: Tone) -> None:
    head = Text()
    head.append(f"line {item.line}: " if item.line else "", style=FAINT)
    head.append(item.label, style=_STYLES[tone])
    words = item.words if len(item.words) <= _LONGEST_SHOWN else item.words[:_LONGEST_SHOWN] + "…"
    print_indented(out, head.append_text(flattened(f" – {words}", ())), 4)
    for note in item.notes:
        print_indented(out, Text("    ").append(printable(note), style=FAINT), 4)
    place = item.place
    if not place:
        return
    if tone == "bad" or isinstance(item, DraftFigure):
        print_indented(out, Text("    source: ").append_text(flattened(item.found, ())), 4)
    line, page = report.line_of(place), report.page_of(place)
    print_place(out, 4, place.source, place.span, line=line, page=page)


def print_chunks(out: Console, found: Iterable[ScoredChunk]) -> None:
    """Passages with their scores."""
    for n, hit in enumerate(found):
        if n:
            out.print()
        dense = "–" if hit.dense is None else f"{hit.dense:.3f}"
        lexical = "–" if hit.lexical is None else f"{hit.lexical:.2f}"
        read = "" if hit.answerable is None else f", reader {hit.answerable:.2f}"
        head = f"[{hit.rank}] {hit.score:.3f}  (meaning {dense}, words {lexical}{read})"
        out.print(Text(head, style="bold"))
        print_indented(out, Text("    ").append_text(flattened(hit.chunk.text, ())), 4)
        print_place(out, 4, hit.chunk.source, hit.chunk.span)


def print_sources(out: Console, sources: Sequence[Source]) -> None:
    """A line a source: date, chunks, name, title."""
    for source in sources:
        date = source.date.isoformat() if source.date else "–"
        title = f"  {one_line(source.title)}" if source.title else ""
        line = Text(f"{date:10}  {source.chunks:>5}  {one_line(source.source)}")
        line.append(title, style=FAINT)
        out.print(line, soft_wrap=True)
