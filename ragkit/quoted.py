"""Quotes that come one by one: JSON lines, and answers that `ask --json` has printed."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ragkit.errors import QueryError
from ragkit.naming import matches
from ragkit.quotes.library import Library
from ragkit.quotes.locate import locate
from ragkit.quotes.records import Place, QuoteCheck, Verdict
from ragkit.quotes.report import UNCHANGED, DraftQuote, VerifyReport
from ragkit.quotes.support import check_support
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ragkit.types import Check, Document

__all__ = ["QuoteItem", "parse_items", "saved_quotes", "verify_items"]

_LONGEST_SHOWN = 60  # characters of a claim in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteItem:
    """A quote to check.

    Attributes:
        quote: its words.
        source: the document that is claimed to hold it, else None.
        claims: the sentences that it is to bear.
        text_hash: of the document when the quote was cut; only a saved answer has it.
        span: where it was cut then.
        answer: which saved answer it is of: those of one answer bear a claim together;
            None where it stands alone.
    """

    quote: str
    source: str | None = None
    claims: tuple[str, ...] = ()
    text_hash: str | None = None
    span: Span | None = None
    answer: int | None = None


def verify_items(
    items: Iterable[QuoteItem], documents: Iterable[Document], *, home: Path | None = None
) -> VerifyReport:
    """Check quotes one by one, each in the source that it claims if it claims one.

    Args:
        items: the quotes.
        documents: where to look.
        home: the folder that source names start from; the current one unless told.

    Raises:
        QueryError: if a quote holds no letter or digit, or its source fits several.
    """
    known = {document.source: document for document in documents}
    asked = list(items)
    # A source is hashed once, however many quotes name it.
    where = _Sources(
        Library(known.values()), home or Path(), cache(lambda source: known[source].text_hash)
    )
    found = [_located(item, where) for item in asked]
    supported = _supported(asked, [check for check, _ in found], where.library)
    quotes = (
        DraftQuote(
            check=check, claimed=item.source, claims=item.claims, checks=tuple(checks), note=note
        )
        for item, (check, note), checks in zip(asked, found, supported, strict=True)
    )
    return VerifyReport(quotes=tuple(quotes), documents=known)


def _supported(
    items: Sequence[QuoteItem], found: Sequence[QuoteCheck], library: Library
) -> list[list[Check]]:
    """For each quote, whether its claims are borne: each by all of the answer's quotes for it."""
    resting: dict[tuple[str, int, str], list[int]] = {}
    for n, item in enumerate(items):
        together = ("alone", n) if item.answer is None else ("answer", item.answer)
        for claim in item.claims:
            resting.setdefault((*together, claim), []).append(n)
    checks: list[list[Check]] = [[] for _ in items]
    for (_, _, claim), members in resting.items():
        good = [(n, place) for n in members if found[n].verified and (place := found[n].place)]
        if not good:
            continue
        said = check_support(claim, [(library.text(p.source), p.span) for _, p in good])
        for n, _ in good:
            checks[n].extend(_of_claim(check, claim, items[n]) for check in said)
    return checks


def _of_claim(check: Check, claim: str, item: QuoteItem) -> Check:
    """A check that says which claim it is of, where a quote bears several."""
    if len(item.claims) < 2:
        return check
    words = claim if len(claim) <= _LONGEST_SHOWN else claim[:_LONGEST_SHOWN] + "…"
    return dataclasses.replace(check, detail=f"of {words!r}: {check.detail}")


# --- what has become of a source


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where quotes are looked for; `hash_of` gives a source's text_hash."""

    library: Library
    home: Path
    hash_of: Callable[[str], str]

    def meant_by(self, item: QuoteItem) -> tuple[str | None, str]:
        """The source that a quote claims, None if it is not there, and what to say of it.

        Raises:
            QueryError: if its name fits several.
        """
        claimed = item.source or ""
        found = matches(claimed, self.library.sources, self.home)
        if item.text_hash is not None and len(found) != 1:
            same = [s for s in found or self.library.sources if self.hash_of(s) == item.text_hash]
            # Of copies, the one that has kept its file's name.
            kept = [source for source in same if Path(source).name == Path(claimed).name]
            if same:
                source = (kept or same)[0]
                return source, "" if kept or found else f"the source was renamed to {source!r}"
        if len(found) > 1:
            raise QueryError(f"{claimed!r} fits {len(found)} sources: write more of the path")
        return (found[0], "") if found else (None, "")


def _located(item: QuoteItem, where: _Sources) -> tuple[QuoteCheck, str]:
    """The check of an item and, of a saved quote, what has become of it."""
    if not item.source:
        return locate(item.quote, where.library), ""
    saved = item.text_hash is not None
    source, renamed = where.meant_by(item)
    if source is None:
        return _elsewhere(item, where.library), "the source is gone" if saved else ""
    # Located anew even if the text is as it was: a saved file may have been edited.
    check = locate(item.quote, where.library, source=source)
    if not saved:
        return check, ""
    same = where.hash_of(source) == item.text_hash
    places = [place.span for place in (check.place, *check.other_places) if place]
    if same and check.verified and item.span in places:
        check = dataclasses.replace(check, place=Place(source, item.span), other_places=())
        return check, renamed or UNCHANGED
    if same:
        return check, "the source is as it was, the saved quote is not"
    moved = check.verified and "the source has changed; the quote moved"
    return check, moved or "the source has changed"


def _elsewhere(item: QuoteItem, library: Library) -> QuoteCheck:
    """A quote whose claimed source is not there: misattributed at best."""
    check = locate(item.quote, library)
    missing = f"there is no source {item.source!r}"
    if not check.verified:
        return dataclasses.replace(check, detail=f"{missing}; {check.detail}")
    where = f"{missing}; the words stand in {check.place.source!r}" if check.place else missing
    return dataclasses.replace(check, verdict=Verdict.MISATTRIBUTED, clipped=None, detail=where)


# --- reading JSON


def parse_items(text: str) -> list[QuoteItem]:
    """Read JSON lines of `{"quote", "source"?, "claim"?}`, or what `ask --json` printed.

    Raises:
        QueryError: with the number of the line that is not such an object.
    """
    items: list[QuoteItem] = []
    for answer, (number, record) in enumerate(_json_records(text)):
        if not isinstance(record, dict):
            raise QueryError(f"line {number} is no JSON object")
        if isinstance(record.get("quotes"), list):
            items.extend(saved_quotes(record, line=number, answer=answer))
        else:
            items.append(_item(record, line=number))
    return items


def _json_records(text: str) -> Iterator[tuple[int, object]]:
    """JSON values with their lines: one value or a list over several lines, or one a line."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if whole is not None:
        yield from ((1, record) for record in (whole if isinstance(whole, list) else [whole]))
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            raise QueryError(f"line {number} is not JSON: {error}") from error


def saved_quotes(record: Mapping[str, Any], *, line: int = 1, answer: int = 0) -> list[QuoteItem]:
    """The quotes of an answer that `ask --json` printed, each with the statements it bears.

    Args:
        record: the answer.
        line: where it stands, for messages.
        answer: its number among those that are checked together.
    """
    claims = _claims(record)
    items: list[QuoteItem] = []
    for number, quote in enumerate(record["quotes"]):
        if not isinstance(quote, dict):
            raise QueryError(f"line {line}: quote {number} is no JSON object")
        item = _item({**quote, "quote": quote.get("text")}, line=line)
        text_hash = quote.get("text_hash")
        items.append(
            dataclasses.replace(
                item,
                claims=tuple(claims.get(number, ())),
                text_hash=text_hash if isinstance(text_hash, str) else None,
                span=_span(quote.get("start"), quote.get("end")),
                answer=answer,
            )
        )
    return items


def _claims(record: Mapping[str, Any]) -> dict[int, list[str]]:
    """By the number of a quote, every statement that rests on it, those of conflicts too."""
    claims: dict[int, list[str]] = {}
    conflicts = _objects(record.get("conflicts"))
    for holder in (record, *conflicts):
        for statement in _objects(holder.get("statements")):
            text, numbers = statement.get("text"), statement.get("quotes")
            if not isinstance(text, str) or not isinstance(numbers, list):
                continue
            for number in numbers:
                if isinstance(number, int) and text not in claims.setdefault(number, []):
                    claims[number].append(text)
    return claims


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _span(start: object, end: object) -> Span | None:
    if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end:
        return Span(start, end)
    return None


def _item(record: Mapping[str, Any], *, line: int) -> QuoteItem:
    quote, source, claim = record.get("quote"), record.get("source"), record.get("claim")
    if not isinstance(quote, str):
        raise QueryError(f'line {line} has no "quote" that is a string')
    for name, value in (("source", source), ("claim", claim)):
        if not isinstance(value, str | None):
            raise QueryError(f'line {line}: "{name}" is no string')
    if not any(map(str.isalnum, quote)):
        raise QueryError(f"line {line}: the quote holds no letter or digit")
    return QuoteItem(quote=quote, source=source, claims=(claim,) if claim else ())
