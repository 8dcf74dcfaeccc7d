"""One text in five formats: the same answer from each, with the page where there are pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest

from ragkit import Corpus
from tests.documents.pdfs import lines, pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLE = "Two meanings of 30 percent"
FLOW = "The flow of containers from Russia to North Korea is 30 percent larger than the other one."
LOAD = "Most of North Korea's arms plants run at 30 percent of capacity, since power is short."
REST = "The plants that make shells for export are running flat out."
QUESTION = "At what capacity are most North Korean arms plants running?"


def as_text(path: Path) -> None:
    path.write_text(f"{TITLE}\n\n{FLOW}\n\n{LOAD} {REST}\n", encoding="utf-8")


def as_markdown(path: Path) -> None:
    path.write_text(f"# {TITLE}\n\n{FLOW}\n\n{LOAD} {REST}\n", encoding="utf-8")


def as_html(path: Path) -> None:
    path.write_text(f"<h1>{TITLE}</h1><p>{FLOW}</p><p>{LOAD} {REST}</p>", encoding="utf-8")


def as_pdf(path: Path) -> None:
    broken = LOAD.replace("capacity, ", "capac-\nity, ")
    first = lines(f"{TITLE}\n\n{FLOW}")
    path.write_bytes(pdf([first, lines(f"{broken}\n{REST}")]))


def as_docx(path: Path) -> None:
    paper = docx.Document()
    paper.add_heading(TITLE, 0)
    paper.add_paragraph(FLOW)
    paper.add_paragraph(f"{LOAD} {REST}")
    paper.save(str(path))


@pytest.mark.parametrize(
    ("name", "write", "line", "page"),
    [
        ("a.txt", as_text, 5, None),
        ("a.md", as_markdown, 5, None),
        ("a.html", as_html, None, None),
        ("a.pdf", as_pdf, None, 2),
        ("a.docx", as_docx, None, None),
    ],
    ids=["text", "markdown", "html", "pdf", "docx"],
)
def test_the_capacity_is_answered_from_each_format(
    tmp_path: Path, name: str, write: Callable[[Path], None], line: int | None, page: int | None
) -> None:
    write(tmp_path / name)
    with Corpus.open(tmp_path / ".ragkit") as corpus:
        assert corpus.add([tmp_path / name]).failed == ()
        answer = corpus.ask(QUESTION, answerer="extractive")
        assert not answer.abstained
        first = answer.statements[0]
        assert first.text == LOAD
        (quote,) = first.quotes
        document = corpus.document(quote.source)
    assert quote.text == quote.span.of(document.text) == LOAD
    assert [h.of(quote.text) for h in quote.highlights] == ["30 percent"]
    assert (quote.line, quote.page) == (line, page)
    assert all("larger" not in quote.text for quote in answer.quotes)
