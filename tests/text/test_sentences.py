"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragkit.text.sentences import LONGEST, split_sentences

# A bar parts the sentences; it is taken out before the text is split.
PARTED = [
    # abbreviations, initials, figures
    "He went to the U.S. in 1990.| It rained.",
    "He lives in the U.S.| The weather is fine.",
    "The U.S. Senate voted.| Mr. Smith went to Washington.",
    "J. K. Rowling wrote it.| J.R.R. Tolkien did not.",
    "She met J. K. Rowling.| They spoke.",
    "А. С. Пушкин писал.| Это второе.",
    "She earned a Ph.D. in 1990.| He did too.",
    "At 5 p.m. the bell rang.| Nobody came.",
    "It rose 3.5 percent.| It fell 2.1.",
    "It cost $5.| 30 people came.",
    "See Fig. 3 and no. 5.| Smith et al. found it.",
    "We sell apples, pears, etc.| The shop closes at five.",
    "We sell apples, etc. in the shop.| Bye.",
    "Version 1.2.3 is out.| Get it at example.com.| It works.",
    "Vitamin A.| It helps.",
    # quotations and brackets
    "“We won,” she said.| “It was close!” he said.| She left.",
    "“Did it rain?” he asked.| Yes.",
    "He said: “It rained. It poured. We left.”| Then he sat.",
    "He said “no.”| She said yes.",
    "This ends with a note.[1]| The next begins.[2]| A third.",
    # marks
    "What?!| No!!| Really??| Yes.",
    "He works at Yahoo! in Paris.| Fine.",
    "He paused ... then he left.| And so on.",
    "Wait...| What?",
    # Markdown
    "**Bottom line.**| By South Korea's count, six.| Next one.",
    "**Bottom line:** By South Korea's count, six.| Next one.",
    "*Note.*| It rained.| _Also._| It poured.",
    "It was **big.**| The **end.**",
    "He wrote __this.__| Then that.",
    "**“Stop.”**| He did.",
    "See [the site](http://a.b/c.d?x=1).| `foo.bar()` is called.",
    # lists, numbered clauses
    "1. First item.| It has two.\n|2. Second item.",
    "- First item.| It has two.\n|- Second item\n|- third",
    "2.1. Scope of work.| It is small.",
    "(a) The tenant pays.|\n(b) The owner repairs.",
    # no capitals, no spaces
    "it rained. |it poured. |the old man, mr. smith, snored. |he left.",
    "**it rained.** |*it poured.*",
    "今日は雨です。|明日は晴れです。",
    "港口关闭了。|后来又开放了！|为什么？",
    # ordinals and abbreviations of German
    "Bis zum 31. Oktober wird saniert.| Am 1. August 2027 ist es fertig.",
    "Ein Bau kostet 23,5 Mio. Euro.| Es sind 3 Mrd.| Der Rat zahlt.",
    "Er wurde am 3. gewählt.| Es war sein 3.| Der Rat tagt.",
    "He studied Art.| The lot is No. 3.| October came.",
    # white space
    "Dr. Strange came.|  Then\nhe left.",
    "It rained.|" + " " * 90 + "It poured.",
]


@pytest.mark.parametrize("parted", PARTED)
def test_sentences_end_where_they_end(parted: str) -> None:
    text = parted.replace("|", "")
    expected = [piece.strip() for piece in parted.split("|")]
    assert [sentence.span.of(text) for sentence in split_sentences(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Rent. Costs.\n\nIt is 40.", [("# Rent. Costs.", False), ("It is 40.", True)]),
        (
            "| Dr. A | 3.5 |\n|---|---|\n| b. | 2 |",
            [("| Dr. A | 3.5 |", False), ("|---|---|", False), ("| b. | 2 |", True)],
        ),
        ("a\tb\tc. d\n1\t2\t3", [("a\tb\tc. d", True), ("1\t2\t3", True)]),
        ("Ok.\n\n```\nx = 1. y\n```", [("Ok.", True), ("```\nx = 1. y\n```", False)]),
        ("By Ana Marsh\n\nIt rained.", [("By Ana Marsh", False), ("It rained.", True)]),
    ],
)
def test_only_prose_lists_and_tables_are_quotable(
    text: str, expected: list[tuple[str, bool]]
) -> None:
    assert [(s.span.of(text), s.quotable) for s in split_sentences(text)] == expected


def test_an_unknown_language_still_splits() -> None:
    text = "It rained. It poured."
    assert len(split_sentences(text, language="tlh")) == 2


# Lines, marks and abbreviations that the rules look at, in any order.
_MARKUP = st.lists(
    st.sampled_from(
        "a A. Mr. U.S. b? No! 3.5 1. - * ** “ ” ( ) | # ``` ~~~ --- > … 。 雨 é : \n \n\n \t".split(
            " "
        )
    ),
    max_size=40,
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | _MARKUP.map(" ".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    covered = bytearray(len(text))
    last = 0
    for sentence in split_sentences(text):
        body = sentence.span.of(text)
        assert body
        assert body == body.strip()
        assert last <= sentence.span.start
        last = sentence.span.end
        covered[sentence.span.start : last] = b"\1" * len(body)
    assert all(covered[i] for i, c in enumerate(text) if not c.isspace())


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 3 * LONGEST), st.integers(0, LONGEST))
def test_no_sentence_is_longer_than_the_longest(letters: int, spaces: int) -> None:
    text = "x" * letters + " " * spaces + "y" * letters
    assert all(len(sentence.span) <= LONGEST for sentence in split_sentences(text))


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "word " * 1000
    assert all(s.span.of(text).split() for s in split_sentences(text))
    assert {w for s in split_sentences(text) for w in s.span.of(text).split()} == {"word"}


# At quadratic time most of these would take minutes to hours.
@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("unit", "characters"),
    [
        ("a. ", 1_000_000),
        ("A. ", 1_000_000),
        ("x", 1_000_000),
        ("word ", 1_000_000),
        ("? ", 1_000_000),
        ("Cat sat. ", 500_000),
        ("**a.** ", 500_000),
        ("```\n~~~~\n", 500_000),
        ("“a. ", 300_000),
        ("雨です。", 300_000),
    ],
)
def test_a_long_line_ends(unit: str, characters: int) -> None:
    assert split_sentences(unit * (characters // len(unit)))


def test_blank_lines_alone_are_nothing() -> None:
    assert split_sentences("\n" * 200_000) == []
    assert split_sentences("") == []


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("5. Governing law. The law of Norway applies.", ["5. Governing law."]),
        ("2.1. Scope. This covers all of it.", ["2.1. Scope."]),
        ("**Note.** Read this first.", []),
        ("3. Costs fell by 7 percent. They had risen before.", []),
        ("4. It was sold.", []),
    ],
)
def test_the_title_of_a_clause_answers_nothing(text: str, titles: list[str]) -> None:
    found = [s.span.of(text) for s in split_sentences(text) if not s.quotable]
    assert found == titles
