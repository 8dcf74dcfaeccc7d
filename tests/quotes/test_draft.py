"""What a draft quotes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragkit.quotes.drafts.quotations import divide, find_quotations

QUOTED = [
    ("typographic", "He said “it is late” and left.", ["it is late"]),
    ("straight", 'He said "it is late" and left.', ["it is late"]),
    ("guillemets", "Il dit «il est tard» et partit.", ["il est tard"]),
    ("low and high", "Er sagte „es ist spät“ und ging.", ["es ist spät"]),
    ("corner brackets", "他说「五月增长了12%」了。", ["五月增长了12%"]),
    ("one inside another", "“She told us ‘go away now please’ twice.”",
     ["She told us ‘go away now please’ twice."]),
    ("single marks", "It was ‘a very long day’ for all.", ["a very long day"]),
    ("apostrophes", "The dogs’ bowls and ‘tis the cat’s too.", []),
    ("scare quotes in single marks", "A ‘good’ day.", []),
    ("two in a line", '"One thing" and "another".', ["One thing", "another"]),
    ("white space inside", "“ it is late ”", ["it is late"]),
    ("only punctuation", "“…” and \"!\"", []),
    ("a stray straight mark", 'A 5" pipe and nothing else.', []),
    ("never closed", "“It goes on and on", ["It goes on and on"]),
    ("closed in the next paragraph", "“First part\n\n“and the rest.”",
     ["First part", "and the rest."]),
    ("over a line break", "“it is\nlate”", ["it is\nlate"]),
    ("not over a blank line", 'He said "it is\n\nlate" today.', ["it is"]),
    ("block", "> The board met\n> on Monday.", ["The board met\non Monday."]),
    ("block with its speaker", "> The board met.\n> — Jane Roe, 2024", ["The board met."]),
    ("block right behind a line", "Roe said:\n> The board met.", ["The board met."]),
    ("block in marks", "> “The board met.”", ["The board met."]),
    ("inline code", 'Run `print("hello")` now.', []),
    ("fenced code", 'Text.\n\n```\nsay "hello there"\n```\n\nSaid "yes".', ["yes"]),
    ("none", "Nothing is quoted here.", []),
    ("empty", "", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in QUOTED], ids=[row[0] for row in QUOTED]
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [quotation.text for quotation in find_quotations(text)] == expected


def test_an_open_quotation_says_so() -> None:
    for draft in ("“It goes on", '"It goes on'):
        (quotation,) = find_quotations(draft)
        assert not quotation.closed


def test_running_text_is_what_is_not_quoted() -> None:
    text = "Costs fell 7 percent, “by far the most”, and `x = 5` ran."
    words = "".join(span.of(text) for span in divide(text)[1])
    assert "7 percent" in words
    assert "by far" not in words
    assert "x = 5" not in words


#: What means something to the reader of drafts, and words between.
PIECES = [
    *"“”„\"‘’‚'«»‹›「」＂<>[]()`~*_#&;:,.!?—–-1s \n\t\u202e\u0301\x00",
    "\n\n", "> ", "\n> ", "\n>\n", "\n- ", "\n1. ", "```\n", "~~~", "<!--", "-->", "---\n", "](",
    "<q>", "</q>", "<blockquote>", "</blockquote>", "<p>", "<br>", "<footer>", "<cite>", "</cite>",
    "&ldquo;", "&rdquo;", "&quot;", "&#39;", "&amp;", "[!NOTE]", "[!quote]", "[^1]", "— Roe",
    "Roe said:", " said", "'tis ", "workers' ", "12\" ", "it", "is late", "五月", "א",
]  # fmt: skip
DRAFTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=200)


def check_any_draft(text: str) -> None:
    quotations, own = divide(text)
    for before, after in pairwise(quotations):
        assert before.span.end <= after.span.start
    for quotation in quotations:
        words = quotation.span.of(text)
        assert words == words.strip()
        assert any(map(str.isalnum, words))
        if not quotation.block and "<" not in words and "&" not in words:
            assert words == quotation.text
    for part, following in pairwise(own):
        assert part.end <= following.start
    for part in own:
        assert not any(part.overlaps(quotation.span) for quotation in quotations)


test_any_draft = given(DRAFTS)(check_any_draft)
test_soak_any_draft = pytest.mark.soak(
    settings(max_examples=50_000, deadline=None)(given(DRAFTS)(check_any_draft))
)

UNITS = [
    '"a ', "“a ", "> ", ">", ">\n", "`", "`a ", "```\n", "‘a ", "'a ", "'", 'a"', "“a” ", "「",
    "&ldquo;", "&quot;a ", "“\"'‘«", "“a\"b«c‘d ", "\u202e", "\u202e“a", "<q>", "<q ",
    "<blockquote>", "<cite>", "<!--", "](\"", "<a ", "- a\n", "\n", " ", "> — a\n", "    > a\n",
    "s' a ",
]  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", UNITS)
def test_long_drafts_end(unit: str) -> None:
    assert isinstance(find_quotations(unit * 100_000), list)


@pytest.mark.soak
@pytest.mark.timeout(120)
@pytest.mark.parametrize("unit", UNITS)
def test_soak_ten_megabytes_end(unit: str) -> None:
    assert isinstance(find_quotations(unit * (10_000_000 // len(unit.encode()))), list)
