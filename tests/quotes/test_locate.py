"""`locate` on a table of honest and corrupted quotes over invented texts."""

from __future__ import annotations

import time

import pytest

from ragkit.documents.reading import text_document
from ragkit.errors import QueryError, SourceNotFoundError
from ragkit.quotes.locate import Library, locate
from ragkit.quotes.records import QuoteCheck, Verdict
from ragkit.types import Document
from tests.quotes.cases import (
    CLIPPED_ALONE,
    CORRUPTED,
    CORRUPTED_ALONE,
    HONEST,
    HONEST_ALONE,
    MILL,
    PORT,
)

LIBRARY = Library(
    Document(doc_id=name, source=name, text=text, content_hash="")
    for name, text in (("papers/mill.txt", MILL), ("papers/port.txt", PORT))
)


def check_alone(text: str, quote: str) -> QuoteCheck:
    return locate(quote, Library([text_document(text, source="s")]))


def check(quote: str, source: str | None = None) -> QuoteCheck:
    return locate(quote, LIBRARY, source=source)


@pytest.mark.parametrize(("quote", "verdict", "found"), HONEST)
def test_honest(quote: str, verdict: str, found: str | None) -> None:
    result = check(quote)
    assert (result.verdict, result.found) == (verdict, found or quote)
    assert result.place is not None
    assert result.place.span.of(LIBRARY.text(result.place.source)) == result.found


@pytest.mark.parametrize(
    ("kind", "quote"), [(kind, quote) for kind, quotes in CORRUPTED.items() for quote in quotes]
)
def test_corrupted(kind: str, quote: str) -> None:
    result = check(quote)
    assert not result.verified, result


@pytest.mark.parametrize(("text", "quote", "found"), HONEST_ALONE)
def test_honest_alone(text: str, quote: str, found: str) -> None:
    result = check_alone(text, quote)
    assert result.verified, result
    assert result.found == found


@pytest.mark.parametrize(
    ("kind", "text", "quote"),
    [(kind, *case) for kind, cases in CORRUPTED_ALONE.items() for case in cases],
)
def test_corrupted_alone(kind: str, text: str, quote: str) -> None:
    result = check_alone(text, quote)
    assert not result.verified, result


@pytest.mark.parametrize(("text", "quote", "clipped"), CLIPPED_ALONE)
def test_clipped_alone(text: str, quote: str, clipped: str | None) -> None:
    result = check_alone(text, quote)
    assert result.verified, result
    assert result.clipped == clipped


def test_blocks_put_into_one_are_spliced_from_their_parts() -> None:
    result = check_alone("# Losses\n\nProfits rose in May.", "Losses Profits rose")
    assert result.verdict is Verdict.SPLICED
    text = "# Losses\n\nProfits rose in May."
    assert [part.span.of(text) for part in result.parts] == ["Losses", "Profits rose"]


def test_the_table_is_large_enough() -> None:
    corrupted = sum(map(len, CORRUPTED.values())) + sum(map(len, CORRUPTED_ALONE.values()))
    assert corrupted + len(HONEST) + len(HONEST_ALONE) >= 150
    assert len(CORRUPTED) + len(CORRUPTED_ALONE) >= 12


@pytest.mark.parametrize(
    ("quote", "clipped"),
    [
        ("accept the\nbid of 9 June 2031", "did not"),
        ("7,200 bales left the yard", "more than"),
        ("25 looms were scrapped", "At least"),
        ("grew by 30 percentage", "points"),
        ("a second hall opens in May", "If"),
        ("sail on Sunday", "may"),
        ("left before noon", "reportedly"),
        ("retired", "has not"),
        ("stop", "can't"),
        ("停运", "没"),
        ("Nobody was hurt", None),
        ("The ferry", None),
        ("The ferry sails daily", None),
        ("likes the new quay", None),
        ("did not accept the bid", None),
    ],
)
def test_clipped(quote: str, clipped: str | None) -> None:
    result = check(quote)
    assert result.verified
    assert result.clipped == clipped


def test_every_place_is_reported_and_an_unclipped_one_goes_first() -> None:
    result = check("The ferry")
    assert result.place is not None
    assert result.place.span.start == PORT.index("The ferry sails")
    assert [place.span.start for place in result.other_places] == [PORT.index("The ferry may")]


def test_misattributed_names_the_source() -> None:
    result = check("Nobody was hurt", "mill.txt")
    assert result.verdict is Verdict.MISATTRIBUTED
    assert result.place is not None
    assert result.place.source == "papers/port.txt"
    assert "papers/port.txt" in result.detail


@pytest.mark.parametrize(
    ("quote", "verdict", "found"),
    [
        ("The directors did accept the bid", "altered", "The directors did not accept the\nbid"),
        ("Nobody was killed when the crane fell", "altered", "Nobody was hurt when the crane fell"),
        ("Sales for fiscal 2031 fell (chiefly in winter)", "spliced", "Sales for fiscal 2031"),
        ("40 mW", "altered", "40 MW"),
        ("Profits doubled overnight", "fabricated", ""),
    ],
)
def test_what_a_refuted_quote_is_answered_with(quote: str, verdict: str, found: str) -> None:
    result = check(quote)
    assert (result.verdict, result.found) == (verdict, found)


def test_the_diff_puts_both_texts_together_again() -> None:
    result = check("Nobody was killed when the crane fell")
    changed = [(c.kind, c.asked, c.found) for c in result.diff if c.kind != "equal"]
    assert changed == [("replace", "killed", "hurt")]


@pytest.mark.parametrize(
    "quote", ["", " \n", "“…”", "?!", "\x00", "\u202e\u202c", "—", "%%", "\u0301"]
)
def test_a_quote_without_words_is_an_error(quote: str) -> None:
    with pytest.raises(QueryError, match="no letter or digit"):
        check(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "“Fares fell",
        "a\x00b",
        "\ud800x",
        "(((a",
        "[[b]",
        "x" * 5000,
        "Fares " * 3000,
        "\u202eF" * 9,
        "e" + "\u0301" * 900,
        "[not] [",
        "a ... " * 300,
        "\\1(?P<n>.*)+$",
    ],
)
def test_odd_quotes_get_a_verdict(quote: str) -> None:
    assert not check(quote).verified


def test_an_override_in_the_source_is_not_quoted_as_it_is_not_shown() -> None:
    text = "Output rose \u202e21%\u202c in May."
    library = Library([Document(doc_id="d", source="d", text=text, content_hash="")])
    assert not locate("21%", library).verified
    assert locate("rose \u202e21%\u202c in May", library).verified


def test_ten_megabytes_on_one_line() -> None:
    text = "x" * 5_000_000 + " the cat sat " + "1" * 5_000_000
    library = Library([Document(doc_id="d", source="d", text=text, content_hash="")])
    assert locate("the cat sat", library).verified
    assert not locate("1" * 4_000_000, library).verified
    assert not locate("x" * 6_000_000, library).verified


def test_unknown_and_doubtful_sources() -> None:
    with pytest.raises(SourceNotFoundError):
        check("Fares", "nowhere.txt")
    documents = [Document(doc_id=d, source=f"{d}/a.txt", text="one", content_hash="") for d in "xy"]
    with pytest.raises(QueryError, match="fits 2"):
        locate("one", Library(documents), source="a.txt")
    with pytest.raises(QueryError, match="two documents"):
        Library(documents[:1] * 2)


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("The tram carried some 6,700 riders.", "The tram carried … 6,700 riders"),
        ("All but a few of the mills ran.", "All … of the mills ran"),
        ("The minister's aide resigned.", "The minister … resigned"),
        ("The ex-president spoke.", "The … president spoke"),
        ("The anti-war party won.", "The … war party won"),
        ("He was wrongly convicted of theft.", "He was … convicted of theft"),
    ],
)
def test_what_an_elision_may_not_hide(source: str, quote: str) -> None:
    library = Library([text_document(source, source="s")])
    assert not locate(quote, library).verified


# More than 10 MB on one line.
LINE = "".join(
    f"The mill{n} sold {n} looms of beta{n % 7}, and the ferry sailed. " for n in range(160_000)
)


@pytest.fixture(scope="module")
def long_line() -> Library:
    return Library([text_document(LINE, source="line.txt")])


@pytest.mark.parametrize(
    ("quote", "verified"),
    [
        ("The mill9000 sold 9000 looms", True),
        ("The mill9000 sold 9001 looms", False),
        ("The mill9000 … looms of beta5", False),
        (" … ".join(f"mill{n}" for n in range(2000)), False),
        (" … ".join(["beta3"] * 2000), False),
        (" … ".join(f"the ferry … beta{n % 7}" for n in range(1000)), False),
        ("\u202e" * 100_000 + "beta3", False),
        ("\u202eb\u202c" * 100_000, False),
        ("beta3 " * 100_000, False),
        ("**beta3** " * 20_000, False),
    ],
    ids=range(10),
)
def test_no_quote_takes_long(quote: str, verified: bool, long_line: Library) -> None:
    started = time.process_time()
    result = locate(quote, long_line)
    assert time.process_time() - started < 5  # seconds; a tenth of it on a quiet machine
    assert result.verified is verified


def test_a_quote_of_very_many_parts_is_told_why() -> None:
    parts = [f"loom{n}" for n in range(60)]
    result = check_alone(", ".join(parts), " … ".join(parts))
    assert result.verdict is Verdict.SPLICED
    assert "60 parts" in result.detail
