"""What each stretch of lines is taken for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragkit.text.blocks import find_blocks

# One letter a block: Prose, List, Table, Heading, Code, Furniture.
LETTERS = {"prose": "P", "list": "L", "table": "T", "heading": "H", "code": "C", "furniture": "F"}


def kinds(text: str) -> str:
    return "".join(LETTERS[block.kind] for block in find_blocks(text))


HEADINGS = {
    "# Title\n\nBody text here.": "HP",
    "# Title\nBody text here.": "HP",
    "#hashtag opens this sentence.": "P",
    "Title\n=====\nBody text here.": "HP",
    "A title here\n---\nBody text here.": "HP",
    "Title\n~~~~~\n\nIt closed.\n\nPart two\n--------\n\nIt opened.": "HPHP",
    "A sentence.\n---\nBody text here.": "PFP",
    "Ports run at a third of capacity after strike\n\nThe port of Elm said so.": "HP",
    "Share prices rose\n\nThe port closed.": "HP",
    "PORT CLOSES IN MAY AFTER LONG STRIKE\n\nThe port closed.": "HP",
    "# A\n\n## B\n\nText here": "HHP",
    "Background\n\nThe port closed.": "FP",
}
NOTES = {
    # The first line is the title, and each line after it says something.
    "Meeting notes from the port\n\nCranes cost $40,000 a month to rent\n\n"
    "Ana will call the harbour office\n\nNext meeting on 3 May in Elm": "HPPP",
    "The port closed in May.\n\nThe crane costs 40 dollars a month": "PP",
    "The port closed in May.\n\nAna will call the harbour office": "PP",
    "Minutes of the meeting\n\nAna pays the rent in May": "HP",
    "Rent\n\n40 dollars a month\n\nDeposit\n\n80 dollars": "FPFP",
    "Name: Ana Marsh\nRole: Crane driver\nSalary: 40,000": "PPP",
    "Invoice\n\nTotal: $40\n\nDue: 3 May 2024": "FPP",
    "Contact: ana@example.org\n\nThe port closed.": "PP",
    "[10:01] Ana: the crane is down\n[10:02] Bo: since when\n[10:05] Ana: Monday": "PPP",
    "Ana: the crane is down\nBo: since when\nAna: ok": "PPP",
    "Ana 10:01\nthe crane is down\nBo 10:02\nsince when": "PPPP",
    "2024-04-16 10:01:22 ERROR crane down\n2024-04-16 10:02:22 INFO crane up": "PP",
    "2024-04-16\nAna called about the port\nBo did not call her at all": "FPP",
}
FURNITURE = {
    "The port said so.\n\nMust read\n\nFive things to know about the strike\n\n"
    "Why cranes are so expensive this year": "PFHH",
    "The port said so.\n\nRelated stories:\nFive things to know about the strike\n"
    "Why cranes are so expensive\n\nThe strike went on. It ended.": "PFHHP",
    "It began.\n\nA crane on Monday morning\nA crane on Monday morning\n\nIt went on.": "PFFP",
    "It began.\n\nA crane stands there.\nA crane stands there.\n\nIt went on.": "PFFP",
    "The port closed in May.\n\nThe port closed in May.\n\nIt opened again.": "PFP",
    "Report of the Port\n\nA.\n\nReport of the Port\n\nB.\n\nReport of the Port\n\nC.": "FPFPFP",
    "By Ana Marsh\n\nThe port closed.": "FP",
    "By Ana Marsh, Staff Writer\n\nThe port closed.": "FP",
    "April 16, 2024\n\nThe port closed.": "FP",
    "Tuesday, 16 April 2024 10:30\n\nThe port closed.": "FP",
    "Los Angeles 66.8 F\n\nThe port closed.": "FP",
    "Los Angeles\n\nThe port closed.": "FP",
    "66.8 F\nLos Angeles\nTuesday, April 16, 2024\nSign in\n\nThe port closed.": "FFFFP",
    "Page 3 of 10\n\nThe port closed.": "FP",
    "12 comments\n\nThe port closed.": "FP",
    "Read more about the strike\n\nThe port closed.": "FP",
    "Sign up for our daily newsletter.\n\nThe port closed.": "FP",
    "© 2024 The Port. All rights reserved.\n\nThe port closed.": "FP",
    "Copyright 2024 by the Port\n\nThe port closed.": "FP",
    "https://example.org/a/b\n\nThe port closed.": "FP",
    "ana@example.org\n\nThe port closed.": "FP",
    "***\n\nThe port closed.": "FP",
}
# Sentences that begin as furniture does.
HONEST = [
    "Related companies fell 3%.",
    "Comments closed at noon.",
    "Share prices rose 3% on Monday.",
    "Share prices rose 3%",
    "Read more than one source before you sign.",
    "Subscribe to the topic before you publish.",
    "Newsletters cost money.",
    "Page 3 is missing.",
    "Copyright 2020 was claimed by Ana in court.",
    "Must read and write.",
    "Trending prices fell.",
    "By noon the port was closed.",
    "By Monday evening everyone had gone home.",
    "April 16, 2024 was a cold day.",
    "Photos show a crane.",
    "12 comments were made.",
]
SHAPES = {
    # code
    "Before.\n\n```python\nx = 1\n\ny = 2\n```\n\nAfter it.": "PCP",
    "Before.\n\n~~~~\n```\n~~~~\n\nAfter it.": "PCP",
    "Before.\n\n```\nThe port closed in May.\n\nIt opened.": "PFPP",
    "```x``` is a name.\n\n`foo` is another one.": "PP",
    # front matter
    "---\ntitle: Port\ndate: 2024-04-16\n---\nThe port closed.": "FP",
    "---\n# a comment\ntitle: Port\n...\nThe port closed.": "FP",
    "---\nThe port closed.\n\n---\n\nIt opened.": "FPFP",
    "---\n\nNote: the port closed.\n\n---\n\nIt opened.": "FPFP",
    # wrapped, listed, quoted, in verse
    "The port of Elm closed in May after a strike that had\nlasted three weeks and cost the"
    " owners a great\ndeal of money. It opened again in June.": "P",
    "Bring:\n- one apple\n- two pears\n  and a plum\n- three": "PLLL",
    "1) one\n2) two": "LL",
    "- [ ] call Ana\n- [x] pay rent": "LL",
    "> The port closed in May\n> and opened in June.": "P",
    "Shall I compare thee to a summer's day\nThou art more lovely and more temperate": "PP",
    "She wrote:\n\nRoses are red\nViolets are blue": "PPP",
    "The office moved. It is here:\n\nOdell Freight Ltd\n12 Harbour Road\nElm 4021": "PPPP",
    "The rent is:\n\n$40": "PP",
    "Pancakes\n\n200 g flour\n2 eggs\n1 cup milk\n\nMix it all.": "FPPPP",
    # tables
    "| a | b |\n|---|---|\n| 1 | 2 |": "HFT",
    "Name | Age\nAna | 40": "TT",
    "Name\tAge\tCity\nAna\t40\tElm": "TT",
    "Name of the crane driver on duty at night\tAge\nAna Marsh of Elm\t40": "TT",
    "One tab\tin a sentence is none.": "P",
    "blue paint, 140, Leeds, £12.50\nred paint, 90, York, £11.00\nwax, 1,200, Hull, £9.00": "TTT",
    "item;stock;town\nblue paint;140;Leeds\nred paint;90;York": "TTT",
    "item,stock,town,price\nblue paint,140,,12.5\nred paint,90,York,11": "TTT",
    "The stock of the paint shop in Leeds\nblue paint, 140, £12.50\nwax, 90, £11.00": "PTT",
    "- flour, 200 g, fine\n- sugar, 100 g, brown": "LL",
    # wrapped prose with as many commas in each line
    "In 2024 the shop sold apples, pears, plums and 40 boxes of\nfigs, dates, melons and a great"
    " many more, as the\nharbour office told us, some of it, they said, by sea.": "P",
    "The crew of 12 packed ropes, nets, hooks, lamps, oil,\ntea, bread, salt, maps, two bells,"
    " and a cat.": "P",
    # an unspaced script
    "港口在五月关闭，六月重新开放，船主们同意支付工资\n\n城市": "PF",
}


@pytest.mark.parametrize(("text", "expected"), [*(HEADINGS | NOTES | FURNITURE | SHAPES).items()])
def test_kinds(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize("sentence", HONEST)
def test_a_sentence_that_begins_like_layout_is_prose(sentence: str) -> None:
    assert kinds(f"{sentence}\n\nThe port closed.") == "PP"
    assert kinds(f"The port closed.\n\n{sentence}") == "PP"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Elm", "P"),
        ("buy milk", "P"),
        ("Rent 40", "P"),
        ("# Rent", "P"),
        ("# A\n\n## B", "PP"),
        ("# Rent\n\n$40", "HP"),
        ("66.8 F", "P"),
        ("Los Angeles", "P"),
        ("By Ana Marsh", "P"),
        ("Must read", "P"),
        ("A headline of more than four words", "P"),
        ("Odell Freight Ltd\n12 Harbour Road\nElm 4021", "PPP"),
        ("Roses are red\nViolets are blue", "PP"),
        ("```\nx = 1\n```", "C"),
        ("***", "F"),
        ("---\ntitle: Port\n---\n", "F"),
        ("", ""),
        ("\n \t\n", ""),
    ],
)
def test_whatever_is_all_that_a_document_says_can_be_quoted(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("  # Title  \n\n\n  It closed.\n", ["# Title", "It closed."]),
        ("Title\n===\nIt closed.", ["Title\n===", "It closed."]),
        ("- one\n  and more\n- two", ["- one\n  and more", "- two"]),
        ("```\na\n\nb\n```\nIt closed.", ["```\na\n\nb\n```", "It closed."]),
        ("---\na: 1\n---\n\nIt closed.", ["---\na: 1\n---", "It closed."]),
    ],
)
def test_a_block_is_a_slice(text: str, bodies: list[str]) -> None:
    assert [block.span.of(text) for block in find_blocks(text)] == bodies


LINES = st.sampled_from(
    [
        "# A", "===", "---", "***", "```", "~~~~", "```py", "- a", "1. b", "> c", "| a | b |",
        "a\tb", "key: value", "Elm", "By Ana Marsh", "Must read", "The port closed.", "2 eggs",
        "Ports run at a third of capacity", "April 16, 2024", "雨です", "", "", " \t", "\0", "...",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25).map("\n".join) | st.text())
def test_blocks_hold_every_visible_character_once(text: str) -> None:
    blocks = find_blocks(text)
    last = 0
    for block in blocks:
        assert not text[last : block.span.start].strip()
        assert block.span.of(text) == block.span.of(text).strip() != ""
        last = block.span.end
    assert not text[last:].strip()


@pytest.mark.parametrize(
    "line", ["a", "# a", "```", "- a", "| a |", "k: v", "a b c d e f", "---", "a, 1, b"]
)
def test_a_great_many_lines_end(line: str) -> None:
    assert find_blocks(f"{line}\n" * 50_000)
