"""DOCX to text: what is printed of it, and archives that are none."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml

from ragkit.documents.docx import extract_docx
from ragkit.documents.reading import read_document
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as Paper

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(paper: Paper) -> bytes:
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def made(make: Callable[[Paper], object]) -> bytes:
    paper = docx.Document()
    make(paper)
    return packed(paper)


def of_xml(body: str, **parts: str) -> bytes:
    """A DOCX whose body is this XML, with notes or numbering beside it."""
    paper = docx.Document()
    inside = paper.element.body
    for number, element in enumerate(
        parse_xml(f'<w:body xmlns:w="{W}" xmlns:mc="{MC}">{body}</w:body>')
    ):
        inside.insert(number, element)
    data = packed(paper)
    return with_parts(
        data, {f"word/{n}.xml": f'<w:{n} xmlns:w="{W}">{x}</w:{n}>' for n, x in parts.items()}
    )


def with_parts(data: bytes, parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    relations = "".join(
        f'<Relationship Id="x{n}" Type="http://x/relationships/{path[5:-4]}" Target="{path[5:]}"/>'
        for n, path in enumerate(parts)
    )
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                start = content.index(b"<Relationship ")
                content = content[:start] + relations.encode() + content[start:]
            if name not in parts:
                new.writestr(name, content)
        for name, text in parts.items():
            new.writestr(name, text)
    return buffer.getvalue()


def text_of(body: str, **parts: str) -> str:
    return extract_docx(of_xml(body, **parts)).text


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def test_headings_paragraphs_lists_and_tables() -> None:
    def make(paper: Paper) -> None:
        paper.add_heading("The depots", 1)
        paper.add_paragraph("Two are  left.\nOne is shut.")
        for text in ("Find it.", "Ask for it."):
            paper.add_paragraph(text, style="List Number")
        for text in ("Halsey", "Tarnvik"):
            paper.add_paragraph(text, style="List Bullet")
        table = paper.add_table(2, 3)
        for cell, text in zip(
            table._cells, ("Port", "Ships", "", "Halsey", "112", ""), strict=True
        ):
            cell.text = text
        paper.add_paragraph("The end.")

    assert extract_docx(made(make)).text == (
        "The depots\n\nTwo are left.\nOne is shut.\n\n1. Find it.\n2. Ask for it.\n\n- Halsey\n"
        "- Tarnvik\n\n| Port | Ships |  |\n| Halsey | 112 |  |\n\nThe end."
    )


IN_BOX = f"<w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent>"
BOX = (
    f'<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing>{IN_BOX}</w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict>{IN_BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ((run("It was "), f"<w:ins>{run('soon ')}</w:ins>", run("shut.")), "It was soon shut."),
        (
            (run("It was "), "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>", run("shut.")),
            "It was shut.",
        ),
        ((run("It was "), run("secretly ", "<w:vanish/>"), run("shut.")), "It was shut."),
        ((run("It was "), run("open ", "<w:strike/>"), run("shut.")), "It was shut."),
        ((run("It was "), run("soon ", '<w:vanish w:val="0"/>'), run("shut.")), "It was soon shut."),
        (
            (run("10"), run("2", '<w:vertAlign w:val="superscript"/>'), run(" of H"),
             run("2", '<w:vertAlign w:val="subscript"/>'), run("O")),
            "10² of H₂O",
        ),
        ((f"<w:hyperlink>{run('A link')}</w:hyperlink>", run(" is text.")), "A link is text."),
        (("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:tab/><w:t>shut</w:t></w:r>",), "co-op shut"),
        (("<w:r><w:t>de</w:t><w:softHyphen/><w:t>pot</w:t></w:r>",), "depot"),
        (
            ('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText></w:r>',
             run("Of page 3.")),
            "Of page 3.",
        ),
        (
            (BOX, run("Outside.")),
            "Outside.\n\nIn a box.",
        ),
    ],
    ids=["inserted", "deleted", "hidden", "struck", "shown", "raised", "link", "marks", "soft",
         "field", "box"],
)  # fmt: skip
def test_runs(runs: tuple[str, ...], text: str) -> None:
    assert text_of(paragraph(*runs)) == text


def test_a_paragraph_whose_end_was_deleted_goes_on() -> None:
    first = paragraph(run("It was "), properties="<w:rPr><w:del/></w:rPr>")
    assert text_of(first + paragraph(run("shut."))) == "It was shut."


def test_notes_stand_at_the_end_with_their_numbers() -> None:
    body = paragraph(run("It was shut."), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    notes = f'<w:footnote w:id="0" w:type="separator"/><w:footnote w:id="2">{paragraph(run("In May."))}</w:footnote>'
    assert text_of(body + paragraph(run("It stayed so.")), footnotes=notes) == (
        "It was shut.\n\nIt stayed so.\n\n¹ In May."
    )


def level(number: int, how: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{how}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def item(text: str, list_id: int = 1, at: int = 0) -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(run(text), properties=numbered)


@pytest.mark.parametrize(
    ("how", "marks"),
    [
        ("decimal", "9. 10."),
        ("lowerLetter", "i. j."),
        ("upperRoman", "IX. X."),
        ("bullet", "- -"),
        ("decimalZero", "09. 10."),
    ],
)
def test_numbers_of_every_kind(how: str, marks: str) -> None:
    numbering = f'<w:abstractNum w:abstractNumId="0">{level(0, how, "%1.", 9)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    first, second = marks.split()
    body = item("One") + item("Two")
    assert text_of(body, numbering=numbering) == f"{first} One\n{second} Two"


def test_numbers_go_on_after_a_paragraph_and_start_again_below() -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "decimal", "%1.%2")}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = (
        item("One") + item("Of one", at=1) + paragraph(run("Between.")) + item("Two")
        + item("Of two", at=1)
    )  # fmt: skip
    assert text_of(body, numbering=numbering) == (
        "1. One\n  1.1 Of one\n\nBetween.\n\n2. Two\n  2.1 Of two"
    )


def test_merged_cells_keep_their_place_and_tables_that_lay_out_are_text() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(cells)}</w:tr>"

    merged = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = row(cell("May", merged[0]), cell("112")), row(cell("", merged[1]), cell("81"))
    assert text_of(f"<w:tbl>{''.join(rows)}</w:tbl>") == "| May | 112 |\n|  | 81 |"
    long = "The depot was shut in the autumn. " * 30
    assert text_of(f"<w:tbl>{row(cell('To the town'), cell(long))}</w:tbl>").startswith(
        "To the town\n\nThe depot was shut"
    )


def test_heads_feet_comments_and_contents_are_left_out() -> None:
    def make(paper: Paper) -> None:
        paper.sections[0].header.paragraphs[0].text = "A running head"
        paper.sections[0].footer.paragraphs[0].text = "A foot"
        paper.styles.add_style("TOC 1", 1)
        paper.add_paragraph("Depots 3", style="TOC 1")
        said = paper.add_paragraph("Two are left.")
        paper.add_comment(said.runs, text="Are they?", author="A")

    assert extract_docx(made(make)).text == "Two are left."


@pytest.mark.parametrize(
    ("stated", "title"),
    [("What the file says", "What the file says"), ("Document1", "A heading"), ("", "A heading")],
)
def test_the_title(stated: str, title: str) -> None:
    def make(paper: Paper) -> None:
        paper.core_properties.title = stated
        paper.add_heading("A heading", 1)
        paper.add_paragraph("Two are left.")

    assert extract_docx(made(make)).title == title


def test_what_is_set_as_the_title_is_it() -> None:
    def make(paper: Paper) -> None:
        paper.core_properties.title = "Another"
        paper.add_heading("Depots", 0)
        paper.add_paragraph("Date: 30 May 2024")

    document = extract_docx(made(make))
    assert (document.title, document.date) == ("Depots", dt.date(2024, 5, 30))


def test_a_document_has_neither_lines_nor_pages() -> None:
    data = made(lambda paper: paper.add_paragraph("Lorry 7 carried 270 crates."))
    document = read_document(data, source="x.docx", format="docx")
    assert document.text == "Lorry 7 carried 270 crates."
    assert (document.has_lines, document.pages) == (False, ())


# --- files that cannot be read


def zipped(**members: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def bomb() -> bytes:
    """Unpacks to 400 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(4):
            with archive.open(f"word/{number or 'document'}.xml", "w") as member:
                for _ in range(100):
                    member.write(bytes(1_000_000))
    return buffer.getvalue()


def lying() -> bytes:
    """A member that says it is smaller than it is."""
    data = zipped(word__document_xml=b"<a>" + b" " * 5000 + b"</a>").replace(b"_xml", b".xml")
    return data.replace((5007).to_bytes(4, "little"), (100).to_bytes(4, "little"))


ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
GOOD = made(lambda paper: paper.add_paragraph("Two are left."))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped(a="words"), "is a ZIP archive, no DOCX"),
        (zipped(xl__workbook="<a/>"), "an Excel workbook, no DOCX"),
        (b"%PDF-1.4", "is no DOCX"),
        (GOOD[: len(GOOD) // 2], "damaged or cut off"),
        (OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (OLE + bytes(500) + "WordDocument".encode("utf-16-le"), "old format (.doc); save it as DOCX"),
        (OLE + bytes(500) + "__substg1.0_".encode("utf-16-le"), "save it as .eml"),
        (OLE + bytes(500), "old Office program; save it as DOCX"),
        (bomb(), "unpacks to 400,000,000 bytes"),
        (lying(), "damaged or cut off"),
        (with_parts(GOOD, {"word/document.xml": ENTITIES}), "declares entities"),
        (with_parts(GOOD, {"word/document.xml": "<d>" * 300 + "</d>" * 300}), "no XML"),
        (with_parts(GOOD, {"word/document.xml": "<d><e></d>"}), "no XML"),
    ],
    ids=["zip", "xlsx", "pdf", "cut", "locked", "doc", "msg", "old", "bomb", "lies", "entities", "deep",
         "broken"],
)  # fmt: skip
def test_what_is_no_docx_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read_document(data, source="x.docx", format="docx")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_document_shows_nothing() -> None:
    with pytest.raises(UnreadableSourceError, match="no visible character"):
        read_document(packed(docx.Document()), source="x.docx", format="docx")
