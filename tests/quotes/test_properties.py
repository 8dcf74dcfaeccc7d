"""Properties of `locate` over arbitrary text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ragkit.errors import QueryError
from ragkit.quotes.locate import Library, locate
from ragkit.quotes.tokens import cut_spans, tokenize
from ragkit.types import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from ragkit.quotes.records import QuoteCheck

WORDS = """the board did not approve $4.2 -5 −3 12% 6,700 10² ½ 30 percent percentage points million
    head-\ncount long-term “flat” ‘so’ don't can’t North's ﬁnal é e\u0301 5 mW MW 2023-24 (mostly
    — – -- … ... [sic] 五月 增长了 12万 ไม่มี soft\u00adly km² a\u200bb 1\u00ad5 , . ; : ! " ' x-1 C++
    A4 v2.5 6 700 \u202e21% straße STRASSE ΣΑΣ İ one hundred and twenty-two half a dozen or 3 to
    > > - * # | [1] [^n] year¹ ~~old~~ 50 % 5 km 20 °C $ 5′10″""".split(" ")
ANY = st.text(max_size=60)
MIXED = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=25).flatmap(
    lambda words: st.lists(
        st.sampled_from([" ", " ", " ", "", "\n", "\n\n", "\u00a0"]),
        min_size=len(words),
        max_size=len(words),
    ).map(lambda gaps: "".join(w + g for w, g in zip(words, gaps, strict=True)))
)


def check(quote: str, text: str) -> QuoteCheck:
    return locate(quote, Library([Document(doc_id="d", source="d", text=text, content_hash="")]))


def slice_of(text: str, data: st.DataObject) -> tuple[int, int]:
    pieces = cut_spans(text)
    assume(pieces)
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first, len(pieces) - 1))
    start, end = pieces[first].start, pieces[last].end
    assume(any(char.isalnum() for char in text[start:end]))
    # Cut out of an override, characters are shown in another order.
    assume("\u202d" not in text)
    assume("\u202e" not in text)
    return start, end


def spans(result: QuoteCheck, text: str) -> set[str]:
    return {place.span.of(text) for place in (result.place, *result.other_places) if place}


def never_crashes(text: str, quote: str) -> None:
    try:
        result = check(quote, text)
    except QueryError:
        assert not any(char.isalnum() for char in quote)
        return
    if result.place:
        assert result.place.span.of(text) == result.found
    if result.verdict == "exact":
        assert result.found == quote.strip()


def slices_are_exact(text: str, data: st.DataObject) -> None:
    start, end = slice_of(text, data)
    result = check(text[start:end], text)
    # Shown first is a place where nothing was clipped, be it in other characters.
    assert result.verdict == "exact" or (result.verified and result.other_places)
    assert text[start:end] in spans(result, text)


VARIED: dict[str, Callable[[str], str]] = {
    "white space": lambda quote: "  \n ".join(quote.split(" ")),
    "no-break spaces": lambda quote: quote.replace(" ", "\u00a0"),
    "quotation marks": lambda quote: quote.translate(str.maketrans("“”‘’", "\"\"''")),
    "dashes": lambda quote: quote.translate(str.maketrans("-–—−", "‑‑‑‑")),
    "ligatures undone": lambda quote: quote.replace("ﬁ", "fi").replace("ﬂ", "fl"),
    "accents composed": lambda quote: quote.replace("e\u0301", "é"),
    "final comma": lambda quote: quote + "," if quote[-1].isalnum() else quote,
}


def varied_slices_are_verified(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    start, end = slice_of(text, data)
    name = data.draw(st.sampled_from(sorted(VARIED)))
    result = check(VARIED[name](text[start:end]), text)
    assert result.verified
    # The source may have the comma too.
    assert {text[start:end], text[start:end] + ","} & spans(result, text)


def words_of_two_paragraphs_are_not_one_quote(
    before: list[str], after: list[str], data: st.DataObject
) -> None:
    # A word that stands nowhere else, so that the quote can stand nowhere else.
    text = " ".join([*before, "zenith"]) + "\n\n" + " ".join(after)
    border = text.index("\n\n")
    pieces = cut_spans(text)
    behind = [p.end for p in pieces if any(map(str.isalnum, text[border : p.end]))]
    assume(behind)
    first = data.draw(st.sampled_from([p.start for p in pieces if p.start < border]))
    quote = text[first : data.draw(st.sampled_from(behind))]
    assert not check(quote.replace("\n\n", " "), text).verified


def changed_digits_are_refuted(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    start, end = slice_of(text, data)
    quote = text[start:end]
    digits = [at for at, char in enumerate(quote) if char in "0123456789"]
    assume(digits)
    at = data.draw(st.sampled_from(digits))
    new = data.draw(st.sampled_from([d for d in "0123456789" if d != quote[at]]))
    changed = quote[:at] + new + quote[at + 1 :]
    keys, real = tokenize(changed).keys, tokenize(text).keys
    size = len(keys)
    assume(all(real[i : i + size] != keys for i in range(len(real))))
    assume("…" not in quote)
    assume("..." not in quote)
    result = check(changed, text)
    assert not result.verified


PLAIN = """the board did not approve $4.2 million, up 12% from 6,700 bales (mostly) “flat” at 310
    one hundred and twenty-two men, half a dozen or 3 to 50% 5 km 20 °C
    — a long-term 30 percent of ﬁnal dividends; é in 2023-24: 10² km 五月 增长了 don’t North's
    café e\u0301tude at least 20 looms""".split()
SENTENCES = st.lists(st.sampled_from(PLAIN), min_size=3, max_size=25)

QUICK = settings(max_examples=150, deadline=None)
SOAK = settings(max_examples=20_000, deadline=None)
test_any_text_and_quote = QUICK(given(MIXED, st.one_of(MIXED, ANY))(never_crashes))
test_any_slice_is_exact = QUICK(given(st.one_of(MIXED, ANY), st.data())(slices_are_exact))
test_varied_slices = QUICK(given(SENTENCES, st.data())(varied_slices_are_verified))
test_two_paragraphs = QUICK(
    given(SENTENCES, SENTENCES, st.data())(words_of_two_paragraphs_are_not_one_quote)
)
test_changed_digits = QUICK(given(SENTENCES, st.data())(changed_digits_are_refuted))
test_soak_any_text_and_quote = pytest.mark.soak(
    SOAK(given(MIXED, st.one_of(MIXED, ANY))(never_crashes))
)
test_soak_any_slice_is_exact = pytest.mark.soak(
    SOAK(given(st.one_of(MIXED, ANY), st.data())(slices_are_exact))
)
test_soak_varied_slices = pytest.mark.soak(
    SOAK(given(SENTENCES, st.data())(varied_slices_are_verified))
)
test_soak_changed_digits = pytest.mark.soak(
    SOAK(given(SENTENCES, st.data())(changed_digits_are_refuted))
)
test_soak_two_paragraphs = pytest.mark.soak(
    SOAK(given(SENTENCES, SENTENCES, st.data())(words_of_two_paragraphs_are_not_one_quote))
)
