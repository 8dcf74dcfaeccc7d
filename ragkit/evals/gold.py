"""Gold facts: every quote is looked up in its source, and has to state its fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.errors import QueryError, SourceNotFoundError
from ragkit.evals.records import Fact
from ragkit.evals.stated import states
from ragkit.evals.written import did_you_mean, shown
from ragkit.quotes.locate import locate
from ragkit.quotes.records import Verdict

if TYPE_CHECKING:
    from ragkit.evals.schema import FactInput, ForbiddenInput
    from ragkit.evals.written import Loc, Written
    from ragkit.quotes.library import Library
    from ragkit.quotes.records import QuoteCheck
    from ragkit.types import Span

__all__ = ["gold_fact", "named_source"]

_MOST_LINES = 8  # that a message lists


def gold_fact(
    given: FactInput | ForbiddenInput, library: Library, *, written: Written, loc: Loc
) -> Fact:
    """A fact with its proof located.

    Args:
        given: the fact as it was written.
        library: the documents of the suite.
        written: the suite, for messages.
        loc: where the fact stands in it.

    Raises:
        SuiteError: the source is not there or is ambiguous; the quote does not stand in it,
            or in several places with no line to tell them apart; or it does not state the
            fact.
    """
    if given.source is None:
        return Fact(text=given.wording)
    source = named_source(given.source, library, written=written, loc=(*loc, "source"))
    if given.quote is None:
        return Fact(text=given.wording, source=source)
    span = _span(given.quote, given.line, source, library, written, loc)
    words = span.of(library.text(source))
    if not states(words, given.wording):
        message = f"the quote {shown(words)} does not state {shown(given.wording)}"
        raise written.refused((*loc, "quote"), message)
    return Fact(text=given.wording, source=source, quote=words, span=span)


def named_source(asked: str, library: Library, *, written: Written, loc: Loc) -> str:
    """The source that a suite means.

    Args:
        asked: its name, or an ending of it that is unique.
        library: the documents of the suite.
        written: the suite, for messages.
        loc: where it is asked for.

    Raises:
        SuiteError: the source is not there or is ambiguous.
    """
    try:
        return library.resolve(asked).source
    except SourceNotFoundError as error:
        names = {source.rsplit("/", 1)[-1]: source for source in library.sources}
        known = f"it has {', '.join(list(names)[:_MOST_LINES])}"
        hint = did_you_mean(asked, [*library.sources, *names], otherwise=known)
        message = f"the corpus has no source {shown(asked)}{hint}"
        raise written.refused(loc, message) from error
    except QueryError as error:
        tail = "/" + asked.lstrip("/")
        fits = [source for source in library.sources if source.endswith(tail)]
        message = f"the source {shown(asked)} could be {' or '.join(map(repr, fits))}"
        raise written.refused(loc, f"{message}; write more of the path") from error


def _span(
    quote: str, line: int | None, source: str, library: Library, written: Written, loc: Loc
) -> Span:
    try:
        check = locate(quote, library, source=source)
    except QueryError as error:
        raise written.refused((*loc, "quote"), str(error)) from error
    if not check.verified:
        raise written.refused((*loc, "quote"), _absent(check, source))
    places = (check.place, *check.other_places)
    spans = sorted(place.span for place in places if place and place.source == source)
    text = library.text(source)
    ranges = [_lines(text, span) for span in spans]
    listed = _listed([first for first, _ in ranges])
    if line is not None:
        fits = [span for span, lines in zip(spans, ranges, strict=True) if _holds(lines, line)]
        if len(fits) == 1:
            return fits[0]
        where = f"several times on line {line}" if fits else f"on {listed}, not on {line}"
        message = f"the quote {shown(quote)} stands in {source!r} {where}"
        raise written.refused((*loc, "quote" if fits else "line"), message)
    if len(spans) > 1:
        message = f"the quote {shown(quote)} stands in {source!r} {len(spans)} times, on {listed}"
        hint = "quote more of it, or give its 'line'"
        raise written.refused((*loc, "quote"), f"{message}; {hint}")
    return spans[0]


def _lines(text: str, span: Span) -> tuple[int, int]:
    first = text.count("\n", 0, span.start) + 1
    return first, first + text.count("\n", span.start, span.end)


def _holds(lines: tuple[int, int], line: int) -> bool:
    return lines[0] <= line <= lines[1]


def _listed(lines: list[int]) -> str:
    distinct = sorted(set(lines))
    more = ", …" if len(distinct) > _MOST_LINES else ""
    word = "lines" if len(distinct) > 1 else "line"
    return f"{word} {', '.join(map(str, distinct[:_MOST_LINES]))}{more}"


def _absent(check: QuoteCheck, source: str) -> str:
    """That a quote is not in its source, and what is nearest."""
    message = f"the quote {shown(check.asked)} is not in {source!r}"
    if check.verdict is Verdict.ALTERED:
        return f"{message}; nearest is {shown(check.found)}: {check.detail}"
    if check.verdict is Verdict.MISATTRIBUTED and check.place:
        return f"{message}; it stands in {check.place.source!r}"
    return f"{message}: {check.detail}"
