"""HTML pages to text: what is kept, how it reads, and what the page states."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragkit.documents.html import extract_html
from ragkit.errors import UnreadableSourceError

DAY = dt.date(2024, 4, 16)
PIECES = (
    *("<p>", "</p>", "<br>", "<ul><li>", "</ul>", "<table><tr><td>", "<td>", "</table>", "<pre>"),
    *("<sup>", "</sup>", "<sub>", "<s>", "</s>", "<math><msup>", "<mfrac>", "</mfrac>", "<mtd>"),
    *("<nav>", "</nav>", "<q>", "</q>", "<li>", "<dd>", "<a href=x>", "</a>", "<h1>", "</h1>"),
    *("<html/>", "</html>", "<body>", "</body>", "<script>", "</script>", "<!--", "&#0;", "<form>"),
    *("words here", " and a sentence that ends. ", "\n"),
)

ARTICLE = """<!doctype html>
<html lang="en"><head>
<title>Harbour bridge reopens | The Daily Gull</title>
<meta property="article:published_time" content="2024-04-16T23:30:00-07:00">
<script>var shown = "not words";</script><style>p { color: red }</style>
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<header><a href="/">The Daily Gull</a></header>
<main><article>
<h1>Harbour bridge reopens</h1>
<p class="byline">By Ann Lee</p>
<p>The harbour bridge re<b>open</b>ed on <time datetime="2024-04-16">Tuesday</time> after
   eleven months of&nbsp;repairs, the port authority said.</p>
<p>It cost &pound;14&nbsp;million &amp; more.</p>
<p><a href="/report">The full report of the port authority, which came out on Monday, runs to 300
pages and names everyone who worked on the bridge.</a></p>
<p class="author-note">The author of the report resigned in May.</p>
<p>She said <q>it is good</q> in the <label>hall</label>, H<sub>2</sub>O and x<sup>2</sup>.</p>
<p>First line<br>second line</p>
<p>One paragraph.<br><br>Another paragraph.</p>
<h2>What was repaired</h2>
<ul><li>The deck, <em>all</em> of it</li>
<li>The cables<ul><li>north side</li><li>south side</li></ul></li>
<li><p>The lamps.</p><p>They are green.</p></li></ul>
<ol start="3"><li>Third</li><li>Fourth</li></ol>
<table><caption>Costs by part</caption>
<tr><th>Part</th><th>Cost</th></tr><tr><td>Deck</td><td>9 million</td></tr>
<tr><td>Cables</td><td></td></tr></table>
<blockquote><p>It is a fine day for the town.</p><footer>Mayor Tom Park</footer></blockquote>
<pre><code>def f(x):
    return x + 1

print(f(1))</code></pre>
<dl><dt>Deck</dt><dd>The part that one drives on.</dd></dl>
<div>Loose words.<div>An inner part.</div>And a tail.</div>
<figure><img src="a.jpg" alt="unseen"><figcaption>The bridge at dawn.</figcaption></figure>
<p style="display:none">Hidden words.</p><p hidden>More hidden words.</p>
<p>The Do&shy;nau is far away.</p>
<p>The last sentence of the article stands here.</p>
</article>
<section class="comments"><h3>Comments</h3><p>Bob: great stuff, I like this bridge.</p></section>
</main>
<aside><h3>Related</h3><p>Another story that is not told here, and it goes on.</p></aside>
<footer><p>© 2024 The Daily Gull. All rights reserved.</p></footer>
</body></html>"""

TEXT = """Harbour bridge reopens

By Ann Lee

The harbour bridge reopened on Tuesday after eleven months of repairs, the port authority said.

It cost £14 million & more.

The full report of the port authority, which came out on Monday, runs to 300 pages and names \
everyone who worked on the bridge.

The author of the report resigned in May.

She said “it is good” in the hall, H₂O and x².

First line
second line

One paragraph.

Another paragraph.

What was repaired

- The deck, all of it
- The cables
  - north side
  - south side
- The lamps.

They are green.

3. Third
4. Fourth

Costs by part

| Part | Cost |
| Deck | 9 million |
| Cables |  |

It is a fine day for the town.

Mayor Tom Park

```
def f(x):
    return x + 1

print(f(1))
```

Deck
The part that one drives on.

Loose words.

An inner part.

And a tail.

The bridge at dawn.

The Donau is far away.

The last sentence of the article stands here."""


def text_of(markup: str | bytes) -> str:
    return extract_html(markup, source="page.html").text


def test_an_article_whole_and_without_its_furniture() -> None:
    page = extract_html(ARTICLE, source="page.html")
    assert page.text == TEXT
    assert page.title == "Harbour bridge reopens"
    assert page.date == DAY


def test_no_sentence_of_a_long_article_is_lost_or_glued() -> None:
    sentences = [f"Sentence number {n} tells of bridge {n} and of its keeper." for n in range(300)]
    wrappers = (
        "<p>{}</p>",
        "<div>{}</div>",
        "<div class=para><p>{}</p></div>",
        "<p><a href=x>{}</a></p>",
    )
    body = "".join(wrappers[(n + 1) % 4].format(words) for n, words in enumerate(sentences))
    markup = f"<html><body><article>{body}</article></body></html>"
    assert text_of(markup).split("\n\n") == sentences


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Hello world.</p>", "Hello world."),
        ("plain words <b>bold</b>", "plain words bold"),
        ("<h1>Title</h1><p>One.</p><p>Two.</p>", "Title\n\nOne.\n\nTwo."),
        ("<div>One.</div><div>Two.</div>", "One.\n\nTwo."),
        ("<ul><li>Alpha costs 5</li><li>Beta costs 6</li></ul>", "- Alpha costs 5\n- Beta costs 6"),
        ("<nav><a href=/>Home</a></nav><p>Words.</p><footer>Us</footer>", "Words."),
        ("<nav><a href=/>Home</a></nav>", "Home"),
        (
            "<form><h1>Page</h1><p>In a form.</p><p>As ASP has it.</p></form>",
            "Page\n\nIn a form.\n\nAs ASP has it.",
        ),
        (
            "<table><tr><td><p>Laid</p><p>out.</p></td><td>Side.</td></tr></table>",
            "Laid\n\nout.\n\nSide.",
        ),
        ("<table><tr><td>Lone cell.</td></tr></table>", "Lone cell."),
        ("<table><tr><td>a<br>b</td><td><p>c</p></td></tr></table>", "| a b | c |"),
        ("<pre>line one\n  line two</pre>", "line one\n  line two"),
        ("<p>a</p><noscript>No script!</noscript><template>x</template>", "a"),
        ("<p>a<!-- not shown --> b</p>", "a b"),
        ("<p>&#0;&lt;tag&gt; &#x1F600; &unknown;</p>", "�<tag> 😀 &unknown;"),
        ("<p>nested <b><i>deep</b></i> wrong", "nested deep wrong"),
        ("<dl><dt>Term</dt><dd>Meaning.</dd></dl>", "Term\nMeaning."),
        ("<h2>Is it open?</h2><p>Yes.</p>", "Is it open?\n\nYes."),
        ("<p>a</p></body></html><p>after the end</p>", "a\n\nafter the end"),
        ("<body style='visibility:hidden'><p>Shown by a script.</p>", "Shown by a script."),
        ("<p>漢<rt>kan</rt>字</p>", "漢字"),
    ],
)
def test_small_pages(body: str, text: str) -> None:
    assert text_of(f"<html><body>{body}</body></html>") == text


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "   \n",
        "<!-- nothing -->",
        "<html><head><title>Only a title</title></head><body></body></html>",
        "<body><script>document.write('x')</script></body>",
        "<body><p hidden>x</p><p>\u200b&nbsp;</p></body>",
        "<body>" + "<div>" * 5000 + "deep" + "</div>" * 5000,
    ],
)
def test_a_page_that_shows_nothing_is_refused(markup: str) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        text_of(markup)
    assert "\n" not in str(caught.value)


def test_a_page_nested_deep_is_read_whole() -> None:
    assert (
        text_of("<body>" + "<div>" * 1500 + "deep" + "</div>" * 1500 + "after") == "deep\n\nafter"
    )


def test_text_that_a_script_would_show_is_found_in_its_data() -> None:
    words = "The bridge opened on Tuesday after long repairs. " * 8
    data = f'{{"@type": "NewsArticle", "articleBody": "{words}", "datePublished": "2024-04-16"}}'
    page = extract_html(
        f'<html><head><script type="application/ld+json">{data}</script></head>'
        "<body><div id=app>Loading</div></body></html>",
        source="page.html",
    )
    assert "The bridge opened on Tuesday after long repairs." in page.text
    assert page.date == DAY


@pytest.mark.parametrize(
    ("encoding", "head", "words"),
    [
        ("utf-8", '<meta charset="utf-8">', "Größe und Straße"),
        ("utf-8", '<meta charset="iso-8859-1">', "Größe und Straße"),
        ("latin-1", '<meta charset="iso-8859-1">', "Größe und Straße"),
        ("cp1252", "<meta charset=latin1>", "It’s “quoted”"),
        (
            "cp1250",
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">',
            "Ł ě",
        ),
        ("shift_jis", '<meta charset="Shift_JIS">', "橋"),
        ("euc_kr", "<meta charset='euc-kr'>", "다리"),
        ("gbk", "<meta charset=gb2312>", "橋樑重開"),
        ("utf-16", "", "Größe 橋"),
        ("latin-1", "", "Die Größe der Straße"),
        ("latin-1", "<meta charset=utf-16>", "Die Größe der Straße"),
        ("latin-1", "<meta charset=none-such>", "Die Größe der Straße"),
    ],
)
def test_the_declared_encoding_is_honoured(encoding: str, head: str, words: str) -> None:
    markup = f"<html><head>{head}<title>{words}</title></head><body><p>{words}</p></body></html>"
    page = extract_html(markup.encode(encoding), source="page.html")
    assert (page.title, page.text) == (words, words)


def test_xhtml_with_a_declaration_is_read() -> None:
    markup = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml">'
        "<head><title>T</title></head><body><p>Größe<br/>zwei</p></body></html>"
    )
    assert text_of(markup.encode("latin-1")) == "Größe\nzwei"
    assert text_of(markup) == "Größe\nzwei"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title> A  page\n</title>", "<p>x</p>", "A page"),
        ("<title>A page – Site</title>", "<h1>A page</h1><p>x</p>", "A page"),
        ("<title>Site</title>", "<h1>A page</h1><p>x</p>", "Site"),
        ("<title>A – B</title>", "<h1>A</h1><h1>B</h1><p>x</p>", "A – B"),
        ("<title></title><meta property=og:title content='From meta'>", "<p>x</p>", "From meta"),
        ("", "<h1>A page</h1><p>x</p>", "A page"),
        ("", "<p>x</p><svg><title>icon</title></svg>", None),
    ],
)
def test_title(head: str, body: str, title: str | None) -> None:
    markup = f"<html><head>{head}</head><body>{body}</body></html>"
    assert extract_html(markup, source="page.html").title == title


def linked_data(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ('<meta name="date" content="2024-04-16">', "", DAY),
        ('<meta property="article:published_time" content="April 16, 2024">', "", DAY),
        ('<meta itemprop="datePublished" content="2024-04-16">', "", DAY),
        ('<meta property="article:modified_time" content="2024-04-16">', "", None),
        ('<meta name="date" content="16/04/2024">', "", None),
        ("", '<span itemprop="datePublished">16 April 2024</span>', DAY),
        ("", '<article><time datetime="2024-04-16T10:00">today</time></article>', DAY),
        ("", "<article><time>16 April 2024</time></article>", DAY),
        ("", '<p>It opened on <time datetime="2024-04-16">Tuesday</time>.</p>', None),
        ("", '<time datetime="2024-04-16">a</time>', DAY),
        ("", '<time datetime="2024-04-16">a</time><time datetime="2024-04-17">b</time>', None),
        (linked_data('{"@graph": [{}, {"datePublished": "2024-04-16T01:00:00Z"}]}'), "", DAY),
        (linked_data('[{"@type": "NewsArticle", "datePublished": "2024-04-16"}]'), "", DAY),
        (linked_data('{"comment": {"datePublished": "2024-04-16"}}'), "", None),
        (linked_data("{broken"), "", None),
        ("", "<p>Copyright 2024</p>", None),
    ],
)
def test_only_a_stated_date_is_taken(head: str, body: str, date: dt.date | None) -> None:
    markup = f"<html><head>{head}</head><body>{body}<p>Words.</p></body></html>"
    assert extract_html(markup, source="page.html").date == date


def test_extraction_is_deterministic_and_silent(capfd: pytest.CaptureFixture[str]) -> None:
    pages = [ARTICLE, "<p>tiny", "<html/>" + ARTICLE, ARTICLE.replace("article", "div")]
    once = [extract_html(page, source="page.html") for page in pages]
    assert [extract_html(page, source="page.html") for page in reversed(pages)] == once[::-1]
    assert capfd.readouterr() == ("", "")


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=25).map("".join))
@settings(max_examples=60, deadline=None)
def test_any_markup_gives_canonical_text_or_a_refusal(markup: str) -> None:
    try:
        text = text_of(markup)
    except UnreadableSourceError:
        return
    assert text.strip()
    assert not set(text) & {"\x00", "\r"}


@pytest.mark.parametrize(
    "head", ["", "<meta charset=utf-8>", "<title>Lake <b></title><!-- <p> -->"]
)
def test_a_page_without_a_body_tag(head: str) -> None:
    page = (
        f"<!doctype html>{head}<nav><a href=/>Home</a></nav><article><h1>The lake</h1>"
        "<p>The lake is 90 metres deep, the survey of May found, and colder than was thought."
        "<p>Boats crossed it forty times in a week to measure that."
    )
    assert "90 metres deep" in extract_html(page, source="x").text
