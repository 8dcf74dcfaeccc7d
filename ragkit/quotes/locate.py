"""Locate: words that somebody wrote -> where they stand, and whether they stand there honestly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ragkit.errors import QueryError
from ragkit.quotes.borders import blocks_of
from ragkit.quotes.clipping import clipped_by
from ragkit.quotes.elision import MOST_PARTS, find_elided, find_part, hidden_by
from ragkit.quotes.formatting import without_stray_marks
from ragkit.quotes.forms import forms, parts
from ragkit.quotes.library import Library
from ragkit.quotes.nearest import Near, nearest, pieces, spliced_from
from ragkit.quotes.records import Place, QuoteCheck, Verdict
from ragkit.quotes.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.quotes.library import Run, Searched

    # Where the parts of one quote stand, by source and part.
    _Known = dict[tuple[str, str], list[Run]]

__all__ = ["Library", "locate"]

# Shares of a quote's tokens that agree with the nearest passage: above the first it is
# that passage with a change, whatever else its pieces may be; below the second it is
# made up. Set on the table in tests/quotes; both sides are refuted.
_SURELY_ALTERED = 0.75
_ALTERED = 0.5
_LONGEST_SHOWN = 60  # characters of a quote in a message
# So many occurrences are compared for the best one to show.
_MOST_RANKED = 50


def locate(quote: str, library: Library, *, source: str | None = None) -> QuoteCheck:
    """Say where a quote stands and whether it stands there honestly.

    Args:
        quote: the words, without the quotation marks around them (those do no harm).
        library: the documents to look in.
        source: the document that is claimed to hold it, by name or by a unique end of
            its path; None to look in all.

    Returns:
        A verdict with exact spans; see `QuoteCheck`.

    Raises:
        QueryError: if the quote holds no letter or digit, or `source` fits several.
        SourceNotFoundError: if `source` fits no document.
    """
    if not any(char.isalnum() for char in quote):
        shown = quote if len(quote) <= _LONGEST_SHOWN else quote[:_LONGEST_SHOWN] + "…"
        raise QueryError(f"no letter or digit in the quote {shown!r}: give the words to look for")
    check = _locate(quote, library, source)
    if check.verified:
        return check
    words = without_stray_marks(quote)
    if not any(map(str.isalnum, words)):
        return check
    if library.unmarked is None and words == quote:
        return check
    # Once more without the marks of formatting, which are no words of the source.
    bare = _locate(words, library.unmarked or library, source)
    if not bare.place or not (bare.verified or bare.verdict is Verdict.MISATTRIBUTED):
        return check
    return replace(
        bare,
        asked=quote,
        verdict=Verdict.NORMALIZED if bare.verdict is Verdict.EXACT else bare.verdict,
        found=bare.place.span.of(library.text(bare.place.source)),
    )


def _locate(quote: str, library: Library, source: str | None) -> QuoteCheck:
    known: _Known = {}
    claimed = None if source is None else library.resolve(source)
    others = [searched for searched in library if searched is not claimed]
    if claimed:
        check = _verified(quote, [claimed], others, known)
        if check:
            return check
        check = _verified(quote, others, [], known)
        if check and check.place:
            return QuoteCheck(
                asked=quote,
                verdict=Verdict.MISATTRIBUTED,
                place=check.place,
                found=check.found,
                other_places=check.other_places,
                parts=check.parts,
                detail=f"stands in {check.place.source!r}, not in {claimed.source!r}",
            )
        return _refuted(quote, [claimed], known)
    return _verified(quote, others, [], known) or _refuted(quote, others, known)


def _verified(
    quote: str, searched: Sequence[Searched], more: Sequence[Searched], known: _Known
) -> QuoteCheck | None:
    """The check of a quote that stands in one of `searched`; further places are named in `more`."""
    for form in forms(quote):
        found = [(where, run) for where in searched for run in where.find(form)]
        if found:
            elsewhere = [(where, run) for where in more for run in where.find(form)]
            return _stands(quote, found, elsewhere)
    asked = parts(quote)
    if len(asked) < 2 and (not asked or asked[0] == quote.strip()):
        return None
    if len(asked) > MOST_PARTS:
        return None
    for where in searched:
        places = _part_places(where, asked, known)
        chains = find_elided(where, places) if all(places) else []
        if len(asked) == 1 and chains:
            return _stands(quote, [(where, chain[0]) for chain in chains], [])
        if chains:
            return _elided(quote, where, chains)
    return None


def _part_places(where: Searched, asked: Sequence[str], known: _Known) -> list[list[Run]]:
    """The places of each part, up to the first that stands nowhere; each is looked for once."""
    places: list[list[Run]] = []
    for part in asked:
        key = (where.source, part)
        if key not in known:
            known[key] = find_part(where, part)
        places.append(known[key])
        if not known[key]:
            break
    return places


def _place(searched: Searched, run: Run) -> Place:
    return Place(searched.source, searched.tokens.span(*run))


def _text(searched: Searched, run: Run) -> str:
    return searched.tokens.span(*run).of(searched.tokens.text)


def _stands(
    quote: str,
    found: Sequence[tuple[Searched, Run]],
    elsewhere: Sequence[tuple[Searched, Run]],
) -> QuoteCheck:
    """A place where nothing was cut off goes first, then one that is exact, then the order."""
    asked = quote.strip()
    clips = [clipped_by(where.tokens, *run) for where, run in found[:_MOST_RANKED]]
    best = min(
        range(len(clips)), key=lambda at: (clips[at] is not None, _text(*found[at]) != asked)
    )
    words = _text(*found[best])
    return QuoteCheck(
        asked=quote,
        verdict=Verdict.EXACT if words == asked else Verdict.NORMALIZED,
        place=_place(*found[best]),
        found=words,
        other_places=tuple(
            _place(*one) for at, one in enumerate((*found, *elsewhere)) if at != best
        ),
        clipped=clips[best],
        detail=_clip_detail(clips[best]),
    )


def _clip_detail(clipped: str | None) -> str:
    return f"the same clause holds {clipped!r} outside the quote" if clipped else ""


def _elided(quote: str, where: Searched, chains: Sequence[tuple[Run, ...]]) -> QuoteCheck:
    whole = [(chain[0][0], chain[-1][1]) for chain in chains]
    clipped = clipped_by(where.tokens, *whole[0])
    return QuoteCheck(
        asked=quote,
        verdict=Verdict.ELIDED,
        place=_place(where, whole[0]),
        found=_text(where, whole[0]),
        other_places=tuple(_place(where, run) for run in whole[1:]),
        parts=tuple(_place(where, run) for run in chains[0]),
        clipped=clipped,
        detail=_clip_detail(clipped),
    )


def _refuted(quote: str, searched: Sequence[Searched], known: _Known) -> QuoteCheck:
    torn = _torn(quote, searched, known)
    if torn:
        return torn
    asked = tokenize(quote.strip())
    found = pieces(asked, searched)
    near = nearest(asked, found)
    if near and all(change.kind == "equal" for change in near.diff):
        blocks = blocks_of(near.searched.tokens, *near.run)
        if len(blocks) > 1:
            return _spliced(quote, [(near.searched, block) for block in blocks])
    if near and near.likeness >= _SURELY_ALTERED:
        return _altered(quote, near)
    cover = spliced_from(asked, found)
    if cover:
        return _spliced(quote, [(piece.searched, piece.run) for piece in cover])
    if near and near.likeness >= _ALTERED:
        return _altered(quote, near)
    return QuoteCheck(asked=quote, verdict=Verdict.FABRICATED, detail="stands nowhere")


def _torn(quote: str, searched: Sequence[Searched], known: _Known) -> QuoteCheck | None:
    """A quote with marks of elision whose parts all stand in one document, but apart."""
    asked = parts(quote)
    if len(asked) < 2:
        return None
    for where in searched:
        places = _part_places(where, asked[:MOST_PARTS], known)
        if not all(places):
            continue
        runs = [places[0][0]]
        reason = "the parts stand in another order"
        for later in places[1:]:
            run = next((run for run in later if run[0] >= runs[-1][1]), later[0])
            if run[0] >= runs[-1][1]:
                reason = hidden_by(where, runs[-1], run) or reason
            runs.append(run)
        if len(asked) > MOST_PARTS:
            reason = f"it has {len(asked):,} parts: quote at most {MOST_PARTS} at once"
        return QuoteCheck(
            asked=quote,
            verdict=Verdict.SPLICED,
            place=_place(where, runs[0]),
            found=_text(where, runs[0]),
            parts=tuple(_place(where, run) for run in runs),
            detail=reason,
        )
    return None


def _altered(quote: str, near: Near) -> QuoteCheck:
    changes = [change for change in near.diff if change.kind != "equal"]
    detail = "; ".join(f"{c.asked!r} for {c.found!r}" for c in changes[:3])
    return QuoteCheck(
        asked=quote,
        verdict=Verdict.ALTERED,
        place=_place(near.searched, near.run),
        found=_text(near.searched, near.run),
        diff=near.diff,
        detail=detail
        or "it is cut inside a figure or a word, or a sign or the case of a unit differs",
    )


def _spliced(quote: str, apart: Sequence[tuple[Searched, Run]]) -> QuoteCheck:
    return QuoteCheck(
        asked=quote,
        verdict=Verdict.SPLICED,
        place=_place(*apart[0]),
        found=_text(*apart[0]),
        parts=tuple(_place(*part) for part in apart),
        detail="its parts stand apart",
    )
