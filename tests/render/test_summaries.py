"""A summary as text, Markdown and a page: what a document says is shown and never obeyed."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from ragkit.render.summaries import _strip, markdown, print_summary
from ragkit.render.summary_page import summary_page
from ragkit.render.terminal import console
from ragkit.types import (
    Check,
    Conflict,
    Document,
    Provenance,
    Quote,
    Section,
    Span,
    Statement,
    Summary,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

NASTY = '<script>alert(1)</script> & "x" \u202e \x1b[31m *bold* [a](http://x.test) `code` | #1'
TEXT = f"The ferry carries 310 passengers. {NASTY} Captain Brandt sails it. It rains & pours."


def document(text: str = TEXT, name: str = "ferry.md") -> Document:
    return Document(doc_id=name, source=name, title="<b>Ferry</b>", text=text, content_hash="")


def quote(words: str, of: Document, *marks: str) -> Quote:
    start = of.text.index(words)
    return Quote(
        text=words,
        source=of.source,
        doc_id=of.doc_id,
        text_hash="",
        span=Span(start, start + len(words)),
        line=1,
        highlights=tuple(Span(words.index(m), words.index(m) + len(m)) for m in marks),
    )


def summary(*statements: Statement, **given: Any) -> Summary:
    settings: dict[str, Any] = {
        "sources": ("ferry.md",),
        "coverage": (
            Section(source="ferry.md", title=NASTY, span=Span(0, 9), share=0.4, drawn_on=0),
            Section(source="ferry.md", title="Rest", span=Span(9, 20), share=0.6, drawn_on=1),
        ),
        "provenance": Provenance(answerer="extractive", model="m", settings_hash=""),
        **given,
    }
    return Summary(statements=statements, **settings)


FERRY = document()
CARRIES = Statement(
    text="The ferry carries 310 passengers.",
    quotes=(quote("The ferry carries 310 passengers.", FERRY),),
)
HOSTILE = Statement(text=NASTY, quotes=(quote(NASTY, FERRY),))
UNBORNE = Statement(
    text="Captain Brandt sinks it.",
    quotes=(quote("Captain Brandt sails it.", FERRY),),
    supported=False,
    checks=(Check(kind="wording", claim="", claim_span=Span(0, 0), holds=False, detail=NASTY),),
)


class Page(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(found: Summary) -> str:
    out = io.StringIO()
    printer = console(out)
    printer.width = 80
    print_summary(printer, found)
    return out.getvalue()


def paged(found: Summary, documents: Sequence[Document] = (FERRY,)) -> Page:
    return Page(summary_page(found, documents))


ALL = summary(CARRIES, HOSTILE, UNBORNE, focus=NASTY, warnings=(NASTY,), incomplete=NASTY)


@pytest.mark.parametrize("style", ["brief", "bullets", "figures"])
def test_a_page_holds_no_tag_of_a_document(style: str) -> None:
    page = paged(summary(CARRIES, HOSTILE, UNBORNE, style=style, warnings=(NASTY,), focus=NASTY))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "iframe", "form", "b", "link", "object"}
    assert "alert(1)" in page.text
    assert "\x1b" not in page.text
    assert "\u202e" not in page.text
    policy = [attributes for tag, attributes in page.tags if tag == "meta"][-1]
    assert (policy["content"] or "").startswith("default-src 'none'")
    for _, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")


def test_every_link_of_a_page_leads_to_a_mark() -> None:
    page = paged(ALL)
    ids = [attributes["id"] for tag, attributes in page.tags if tag == "mark"]
    ways_back = [
        found for tag, attributes in page.tags if tag == "a" and (found := attributes.get("id"))
    ]
    links = {attributes["href"] for tag, attributes in page.tags if tag == "a"}
    assert links == {f"#{name}" for name in (*ids, *ways_back)}
    assert len(ways_back) == len(set(ways_back)) == len(ids)
    assert len(ids) == len(set(ids)) == 3


def test_the_source_is_whole_beside_the_summary() -> None:
    of = document("One. The ferry carries 310 passengers. Two.\n\nThree.")
    words = "The ferry carries 310 passengers."
    page = summary_page(summary(Statement(text=words, quotes=(quote(words, of),))), [of])
    back = '<a class="n" href="#n1" title="back to the summary">↩</a>'
    assert f'One. <mark id="q1">{words}</mark>{back} Two.\n\nThree.' in page
    assert f'<a class="say" href="#q1">{words}</a>' in page


def test_quotes_that_overlap_are_marked_once_each() -> None:
    long = quote("The ferry carries 310 passengers.", FERRY)
    short = quote("310 passengers", FERRY)
    page = paged(summary(Statement(text="x", quotes=(long, short))))
    assert page.text.count("310 passengers") == 1
    assert [a["id"] for tag, a in page.tags if tag == "mark"] == ["q1", "q2"]


def test_what_is_not_borne_is_marked_everywhere() -> None:
    found = summary(UNBORNE)
    assert 'class="no" title="not borne by its quotes"' in summary_page(found, [FERRY])
    assert "**(not borne by its quotes)**" in markdown(found)
    assert "not borne:" in shown(found)


def test_a_terminal_is_not_taken_over() -> None:
    text = shown(ALL)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "Incomplete: " in text
    assert "Drawn on: 60% of the text" in text


def test_markdown_is_escaped_and_has_a_note_for_each_quote() -> None:
    text = markdown(ALL)
    assert "<script>" not in text.replace("\\<script\\>", "")
    assert "[a](http" not in text
    assert "`code`" not in text.replace("\\`code\\`", "")
    assert re.findall(r"^\[\^(\d)\]:", text, re.MULTILINE) == ["1", "2", "3"]


def test_a_conflict_names_both_sides() -> None:
    other = document("The ferry carries 290 passengers.", "other.md")
    theirs = Statement(text="x", quotes=(quote("290 passengers", other),))
    conflict = Conflict(about="passengers", statements=(CARRIES, theirs), dates=(None, None))
    found = summary(CARRIES, conflicts=(conflict,), sources=("ferry.md", "other.md"))
    assert "The sources disagree on passengers: [1] and [2]" in shown(found)
    assert "The sources disagree on passengers: [^1] and [^2]" in markdown(found)
    page = paged(found, [FERRY, other])
    assert "The sources disagree on passengers: 1 and 2" in page.text


def test_a_quote_that_is_its_statement_is_shown_as_its_place() -> None:
    text = shown(summary(CARRIES))
    assert text.count("carries 310 passengers") == 1
    assert "[1] ferry.md:1" in text


def test_nothing_is_shown_of_nothing() -> None:
    found = summary(warnings=("there is no sentence",), coverage=())
    assert "there is no sentence" in shown(found)
    assert markdown(found).splitlines() == [
        "> there is no sentence  ",
        "> Answerer: offline; nothing left this machine",
    ]
    assert "there is no sentence" in paged(found).text


def test_a_quote_within_another_is_marked_as_well() -> None:
    of = document("The ferry carries 310 passengers. It sails.")
    whole, part = quote("The ferry carries 310 passengers.", of), quote("310 passengers", of)
    said = Statement(text="It carries 310 passengers.", quotes=(whole, part))
    page = summary_page(summary(said), [of])
    assert '<mark id="q1">The ferry carries <mark id="q2">310 passengers</mark>' in page


@pytest.mark.parametrize(
    ("drawn", "width", "strip"),
    [
        ([1, 0, 0, 0], 8, "██░░░░░░"),
        ([0, 0, 0, 1], 4, "░░░█"),
        ([0] * 39 + [1], 10, "░░░░░░░░░█"),
        ([1] + [0] * 133, 60, "█" + "░" * 59),
        ([0] * 67 + [1] + [0] * 66, 60, "░" * 30 + "█" + "░" * 29),
    ],
)
def test_the_strip_shows_the_whole_text(drawn: list[int], width: int, strip: str) -> None:
    sections = [
        Section(source="a", title="t", span=Span(n, n + 1), share=1 / len(drawn), drawn_on=one)
        for n, one in enumerate(drawn)
    ]
    assert _strip(sections, width) == strip


def test_markdown_says_what_is_missing() -> None:
    found = summary(incomplete="the stream ended", warnings=("a file has changed",))
    assert "> Incomplete: the stream ended" in markdown(found)
    assert "> a file has changed" in markdown(found)
