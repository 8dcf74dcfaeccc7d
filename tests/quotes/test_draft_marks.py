"""Which words a draft quotes: kinds of marks, paragraphs, block quotations, what is no mark."""

from __future__ import annotations

import pytest

from ragkit.quotes.drafts.quotations import Quotation, divide, find_quotations
from ragkit.types import Document
from ragkit.verifying import parse_draft

#: What stands in the draft as it is quoted: `draft[span] == text`.
MARKS = [
    # Straight marks over paragraphs, and marks that nothing closes.
    ("every paragraph opens", 'He said: "First part.\n\n"Second part.\n\n"The end," he said.',
     ["First part.", "Second part.", "The end,"]),
    ("every paragraph opens, typographic", "“First part.\n\n“Second part.”",
     ["First part.", "Second part."]),
    ("every paragraph opens, single", "'The first part is here.\n\n'The second part is here.'",
     ["The first part is here.", "The second part is here."]),
    ("closed quotations behind an open one", 'He said "it is late. Then "go" and "stay".',
     ["it is late. Then", "go", "stay"]),
    ("two open ones are one", "“It is late. “And dark.", ["It is late. “And dark."]),
    ("straight inside straight", '"She said "go" to us," he said.', ['She said "go" to us,']),
    # Kinds of marks.
    ("German guillemets", "Er sagte »es ist spät« und »ging«.", ["es ist spät", "ging"]),
    ("French guillemets", "Il dit « il est tard » et « va ».", ["il est tard", "va"]),
    ("guillemets one way", "Hän sanoi »nyt on myöhä» ja meni.", ["nyt on myöhä"]),
    ("single guillemets", "Elle dit ‹il est tard› et ›es ist spät‹.",
     ["il est tard", "es ist spät"]),
    ("a word before a guillemet", "l’«ami» de Roe", ["ami"]),
    ("German low", "Er sagte „es ist spät“, dann „geh“.", ["es ist spät", "geh"]),
    ("Polish low", "Powiedział „jest późno” i wyszedł.", ["jest późno"]),
    ("low and straight", 'Er sagte „es ist spät" und ging.', ["es ist spät"]),
    ("single low", "Er sagte ‚spät‘ und ‚es ist zu spät‘.", ["spät", "es ist zu spät"]),
    ("Swedish", "Han sade ”det är sent” och gick.", ["det är sent"]),
    ("full width", "他说＂五月增长了＂。 He said ＂it is late＂.", ["五月增长了", "it is late"]),
    ("straight without spaces", '他说"五月增长了12%"了。', ["五月增长了12%"]),
    ("Japanese", "彼は「遅い『とても』」と言い、『帰る』と言った。", ["遅い『とても』", "帰る"]),
    ("Japanese, other marks", "彼は〝遅い〟と言い、﹁帰る﹂と言った。", ["遅い", "帰る"]),
    ("single inside double", '"I heard \'it is very late\' twice," he said.',
     ["I heard 'it is very late' twice,"]),
    # Single straight marks.
    ("British", "He said 'it is very late' and left.", ["it is very late"]),
    ("British, comma", "'It is very late,' he said, 'and we go.'",
     ["It is very late,", "and we go."]),
    ("British in brackets", "Some ('those who were there') left.", ["those who were there"]),
    ("double inside British", "'I said \"go\" to him,' she said.", ['I said "go" to him,']),
    ("a possessive inside", "'The workers' union is here,' he said.",
     ["The workers' union is here,"]),
    ("one that ends in s", "He saw 'all of the dogs' and left, and 'the cats too'.",
     ["all of the dogs", "the cats too"]),
    ("a dropped letter inside", "'We are rockin' around now,' he said.",
     ["We are rockin' around now,"]),
    ("'tis inside", "'I say 'tis late now,' he said.", ["I say 'tis late now,"]),
    ("a typographic possessive inside", "‘The workers’ union is here,’ he said.",
     ["The workers’ union is here,"]),
    ("possessives", "The workers' union met the bosses' club.", []),
    ("decades", "In the '90s the workers' union met '80s fans' clubs.", []),
    ("rock 'n' roll", "They love rock 'n' roll and the dogs' bowls.", []),
    ("contractions", "I don't think it's the cat's; 'tis the dogs' now.", []),
    ("wiki emphasis", "'''Bold words are here''' and ''these are not''.",
     []),
    # A note behind the closing mark.
    ("a note's digit", '“It is late.”1 And "it is dark."2 Then "closed"12.',
     ["It is late.", "it is dark.", "closed"]),
    ("a raised digit", '"It is late."¹ "Dark"² “late”³', ["It is late.", "Dark", "late"]),
    ("a note in brackets", '"It is late."[1] "Dark"[^2]', ["It is late.", "Dark"]),
    ("a note, single", "'It is very late.'1 He left.", ["It is very late."]),
    # Inches and feet.
    ("primes", "He is 5′10″ and it is 12″ wide.", []),
    ("straight inches", "He is 5'10\" and 6' 2\" tall, a 12\" pipe and a 3' one.", []),
    ("an inch inside", '"A 12" pipe is wide," he said. "Go."', ['A 12" pipe is wide,', "Go."]),
    ("a figure at the end", '"Apollo 13" flew. So did "Apollo 14" later.',
     ["Apollo 13", "Apollo 14"]),
    ("a typographic inch inside", "“A 12” pipe is wide,” he said.", ["A 12” pipe is wide,"]),
    # Markdown.
    ("<q>", "He said <q>it is late</q> and <q cite=\"a'b c d'\">go</q>.", ["it is late", "go"]),
    ("entities", "&ldquo;It is late&rdquo; &quot;dark&quot; &#8220;so&#x201D; &laquo;va&raquo;",
     ["It is late", "dark", "so", "va"]),
    ("emphasis around marks", '**"It is late"** _“so”_', ["It is late", "so"]),
    ("marks around emphasis", '"**It** is _late_"', ["**It** is _late_"]),
    ("list items", '- "One thing"\n- "Another thing\n- "A third"',
     ["One thing", "Another thing", "A third"]),
    ("code inside", "“Run `say \"x\"` now” and `\"not this\"`.", ['Run `say "x"` now']),
    ("only code inside", "Run “`x`”.", []),
    ("a fence in a list", "- a\n  ```\n  say \"it is\"\n  ```\n- “b”", ["b"]),
    ("an open fence", "```\nsay “it is”", ["it is"]),
    ("a comment", "<!-- “not\n\nthis” --> “this”", ["this"]),
    ("the title of a link", '[a](http://b.c "the title of it") “this”', ["this"]),
    ("attributes", '<a href="the title of it" title="x y">“this”</a>', ["this"]),
    ("front matter", '---\ntitle: "The Alder bridge"\n---\n\nHe said “this”.', ["this"]),
    # Block quotations.
    ("a list item's block", "- item\n  > quoted words\n- next", ["quoted words"]),
    ("a list item's block, deep", "1. item\n\n     > quoted words", ["quoted words"]),
    ("a block in a list item", "- > quoted words\n- > and more", ["quoted words", "and more"]),
    ("indented, in no list", "Text:\n\n     > no words", []),
    ("paragraphs", "> One.\n>\n> Two.", ["One.", "Two."]),
    ("items", "> - one thing\n> - another thing\n>\n> 1. this\n> 2. that",
     ["one thing", "another thing", "this", "that"]),
    ("deeper", "> > older words\n> newer words", ["older words", "newer words"]),
    ("a heading inside", "> ## The heading\n> The words.", ["The heading", "The words."]),
    ("a rule inside", "> One.\n> ---\n> Two.", ["One.", "Two."]),
    ("a fence inside", '> One.\n> ```\n> say "x y"\n> ```\n> Two.', ["One.", "Two."]),
    ("a credit of its own", "> The board met.\n>\n> — Roe", ["The board met."]),
    ("nothing but a credit", "> The board met.\n\n> — Jane Roe", ["The board met."]),
    ("a credit as an item", "> The board met.\n> - Jane Roe, mayor", ["The board met."]),
    ("a credit in the line", "> The board met. — Jane Roe, 2024", ["The board met."]),
    ("a credit in brackets", "> The board met. (Roe 2024, p. 5)", ["The board met."]),
    ("a credit below", "> The board met.\n— Jane Roe", ["The board met."]),
    ("brackets that say more", "> The board met. (It met twice.)",
     ["The board met. (It met twice.)"]),
    ("a dash that goes on", "> The board met. — It met twice.",
     ["The board met. — It met twice."]),
    ("who speaks", "> Roe said:\n> The board met.", ["The board met."]),
    ("who speaks, emphasised", "> **Jane Roe:**\n>\n> “The board met.”", ["The board met."]),
    ("who speaks, behind", "> “We closed it,” Roe said. “Then we left.”",
     ["We closed it,", "Then we left."]),
    ("who speaks, before", "> Roe said, “We closed it.”", ["We closed it."]),
    ("words around marks", "> The council said “we closed it” on Monday, at last.",
     ["The council said “we closed it” on Monday, at last."]),
    ("a name in marks", "> “Alder” is the bridge that Roe said was closed in May.",
     ["“Alder” is the bridge that Roe said was closed in May."]),
    ("a name in marks, a credit in brackets", "> “Alder,” the bridge that was said to be shut.",
     ["“Alder,” the bridge that was said to be shut."]),
    ("a figure around marks", "> “We closed it,” said all 15 of them.",
     ["“We closed it,” said all 15 of them."]),
    ("a denial around marks", "> “We closed it,” Roe never said.",
     ["“We closed it,” Roe never said."]),
    ("a block with a note", "> The board met.[^1]", ["The board met."]),
    ("a block in marks with a note", "> “The board met.”[^1]", ["The board met."]),
    ("a block's paragraphs in marks", "> “One.\n>\n> “Two.”", ["One.", "Two."]),
    ("a dialogue", "> — Sí, dijo Roe.\n>\n> — No.", ["— Sí, dijo Roe.", "— No."]),
    ("a callout", "> [!NOTE]\n> These are my own words.", []),
    ("any callout", "".join(f"> [!{kind}]- Title\n> Own.\n\n"
                            for kind in ("tip", "WARNING", "Important", "caution", "info")), []),
    ("marks in a callout", "> [!TIP]\n> Roe said “we closed it” here.", ["we closed it"]),
    ("a callout that quotes", "> [!quote] Roe\n> The board met.", ["The board met."]),
    ("<blockquote>", "<blockquote><p>One.</p>\n<p>Two.</p></blockquote>", ["One.", "Two."]),
    ("<blockquote>, blank lines", "<blockquote>\nOne.\n\nTwo.\n</blockquote>\n“Three.”",
     ["One.", "Two.", "Three."]),
    ("<blockquote> with its speaker", "<blockquote>One.<footer>— Roe</footer></blockquote>",
     ["One."]),
    ("<blockquote> with a <cite>", "<blockquote>One.<br>\n— <cite>Roe</cite></blockquote>",
     ["One."]),
    ("<blockquote> in marks", "<blockquote>“One.”</blockquote>", ["One."]),
    ("<blockquote> never closed", "<blockquote>One. “Two.”", ["Two."]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "expected"), [row[1:] for row in MARKS], ids=[row[0] for row in MARKS]
)
def test_quoted_words_and_their_places(draft: str, expected: list[str]) -> None:
    found = find_quotations(draft)
    assert [quotation.text for quotation in found] == expected
    assert [quotation.span.of(draft) for quotation in found] == expected


#: What a reader does not see is in the span, not in the text.
READ = [
    ("lines of a block", "> The board\n> met.", "The board\n> met.", "The board\nmet."),
    ("lazy lines", "> The board\nmet.", "The board\nmet.", "The board\nmet."),
    ("an item's lines", "> - The board\n>   met.", "The board\n>   met.", "The board\nmet."),
    ("entities", "“AT&amp;T&rsquo;s”", "AT&amp;T&rsquo;s", "AT&T’s"),
    ("tags", "“It <em>is</em> late”", "It <em>is</em> late", "It is late"),
    ("<q> inside <q>", "<q>She said <q>go</q> to us</q>", "She said <q>go</q> to us",
     "She said “go” to us"),
    ("tags of lines", "<q>It is<br>late</q>", "It is<br>late", "It is late"),
    ("no tag", "“if a <b and c> d”", "if a <b and c> d", "if a <b and c> d"),
    ("marks over lines of a block", "> “We closed\n> it,” Roe said.", "We closed\n> it,",
     "We closed\nit,"),
    ("a block element", "<blockquote>The <b>board</b><br>\nmet.</blockquote>",
     "The <b>board</b><br>\nmet.", "The board\nmet."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "place", "words"), [row[1:] for row in READ], ids=[row[0] for row in READ]
)
def test_what_a_reader_sees(draft: str, place: str, words: str) -> None:
    (quotation,) = find_quotations(draft)
    assert quotation.span.of(draft) == place
    assert quotation.text == words


@pytest.mark.parametrize(
    ("draft", "closed"),
    [
        ('"One.\n\n"Two.\n\n"Three."', [True, True, True]),
        ('"One.\n\n"Two.\n\nThree.', [True, False]),
        ("“One.\n\n„Two.“", [False, True]),
        ("“One. “Two.”", [False, True]),
        ("> “One.\n>\n> “Two.", [True, False]),
        ("<q>One.", [False]),
        ("»Never closed, or a menu", []),
        ("'Perhaps an apostrophe is here", []),
    ],
)
def test_which_marks_are_closed(draft: str, closed: list[bool]) -> None:
    assert [quotation.closed for quotation in find_quotations(draft)] == closed


def test_a_credit_is_neither_quoted_nor_the_draft_s_own_words() -> None:
    draft = "Roe wrote:\n\n> Sales rose.\n> — Jane Roe, 2024\n\nThey fell 5 percent."
    quotations, own = divide(draft)
    assert quotations == [Quotation(quotations[0].span, "Sales rose.", block=True)]
    words = "".join(span.of(draft) for span in own)
    assert "2024" not in words
    assert "5 percent" in words


def test_a_callout_is_the_draft_s_own_words() -> None:
    draft = "> [!NOTE]\n> Sales rose 5 percent."
    quotations, own = divide(draft)
    assert not quotations
    assert "5 percent" in "".join(span.of(draft) for span in own)


@pytest.mark.parametrize(
    ("quoting", "expected"),
    [
        ("<p>He said <q>it is late</q> then.</p>", ["it is late"]),
        ("<p>He said <q>she says <q>go</q> now</q> then.</p>", ["she says ‘go’ now"]),
        ("<blockquote><p>One is here.</p><p>Two is here.</p></blockquote>",
         ["One is here.", "Two is here."]),
        ("<BLOCKQUOTE class=x>One is here.</BLOCKQUOTE>", ["One is here."]),
        ("<blockquote>“One is here.”</blockquote>", ["One is here."]),
        ("<blockquote><p>&ldquo;One is here.&rdquo;</p></blockquote>", ["One is here."]),
        ("<blockquote>One is here. <cite>Jane Roe</cite></blockquote>", ["One is here."]),
        ("<blockquote><p>One is here.</p><footer>— Jane Roe</footer></blockquote>",
         ["One is here."]),
        ("<blockquote><p>One is here.<p>Two is here.</blockquote>",
         ["One is here.", "Two is here."]),
    ],
)  # fmt: skip
def test_what_elements_of_a_page_quote(quoting: str, expected: list[str]) -> None:
    page = f"<html><body><p>The council wrote on its page:</p>{quoting}<p>So it did.</p></body>"
    draft = parse_draft(page.encode(), "draft.html")
    assert isinstance(draft, Document)
    assert [quotation.text for quotation in find_quotations(draft.text)] == expected


@pytest.mark.parametrize("unit", ["</blockquote>", "<blockquote ", "<blockquote>a</blockquote>"])
def test_pages_of_nothing_but_quotes_end(unit: str) -> None:
    page = f"<html><body><p>The council wrote:</p>{unit * 2000}"
    assert isinstance(parse_draft(page.encode(), "draft.html"), Document)
