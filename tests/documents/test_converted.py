"""Presentations, workbooks, books and e-mail to text."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import subprocess
import sys
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import openpyxl
import pptx
import pytest

from ragkit.documents.epub import extract_epub
from ragkit.documents.formats import SUFFIXES, check_installed
from ragkit.documents.mail import extract_mail
from ragkit.documents.office import extract_pptx, extract_xlsx
from ragkit.documents.reading import read_document
from ragkit.documents.sheets import shown_value
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAY = dt.date(2024, 4, 16)


def presentation() -> bytes:
    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "Two depots"
    body = first.placeholders[1].text_frame
    body.text = "Halsey is shut"
    body.add_paragraph().text = "Tarnvik is open"
    body.paragraphs[1].level = 1
    first.notes_slide.notes_text_frame.text = "Nobody was told."
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "In figures"
    table = second.shapes.add_table(2, 2, 0, 0, 10**6, 10**6).table
    for cell, text in zip(table.iter_cells(), ("Port", "Ships", "Halsey", "112"), strict=True):
        cell.text = text
    buffer = io.BytesIO()
    show.save(buffer)
    return buffer.getvalue()


def test_a_presentation_has_a_page_a_slide() -> None:
    document = read_document(presentation(), source="x.pptx", format="pptx")
    assert document.text == (
        "Two depots\n\n- Halsey is shut\n  - Tarnvik is open\n\nNobody was told.\n\n"
        "In figures\n\n| Port | Ships |\n| Halsey | 112 |"
    )
    assert document.title == "Two depots"
    assert document.page_at(document.text.index("Nobody")) == 1
    assert document.page_at(document.text.index("| Halsey")) == 2
    assert not document.has_lines


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Ports"
    sheet.append(["Port", "Ships", "Share", None, "Code"])
    sheet.append(["Halsey", 6900, 0.305, None, "00123"])
    sheet["B2"].number_format, sheet["C2"].number_format = "#,##0", "0.0%"
    sheet.append([])
    sheet.append([None, None, DAY])
    hidden = book.create_sheet("Hidden")
    hidden.append(["Never shown"])
    hidden.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_reads_as_its_sheets_show() -> None:
    document = read_document(workbook(), source="x.xlsx", format="xlsx")
    assert document.text == (
        "Ports\n\n| Port | Ships | Share |  | Code |\n| Halsey | 6,900 | 30.5% |  | 00123 |\n"
        "|  |  | 2024-04-16 |"
    )


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (None, "General", ""),
        (True, "General", "TRUE"),
        (3, "General", "3"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (-0.004, "0.00", "0.00"),
        (-12.5, "0.0", "-12.5"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0.305, "0%", "30%"),
        (0.3056, "0.0#%", "30.56%"),
        (12.5, '"€"0.00', "€12.50"),
        (12.5, "[$€-407] #,##0.00", "€ 12.50"),
        (12.5, "0.0,", "12.5"),
        (0.5, "# ?/?", "0.5"),
        (12345.0, "0.00E+00", "12345"),
        (dt.datetime(2024, 4, 16), "yyyy", "2024-04-16"),  # noqa: DTZ001
        (dt.datetime(2024, 4, 16, 9, 30), "yyyy", "2024-04-16 09:30"),  # noqa: DTZ001
        ("00123", "General", "00123"),
    ],
)
def test_a_value_is_shown_by_its_format(value: object, number_format: str, shown: str) -> None:
    assert shown_value(value, number_format) == shown


CHAPTER = "<html><body><h1>{0}</h1><p>Lorry {0} came.</p></body></html>"
CONTAINER = '<container><rootfiles><rootfile full-path="OPS/a.opf"/></rootfiles></container>'
PACKAGE = """<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>Two  depots</dc:title><dc:date>2024-04-16</dc:date></metadata><manifest>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="b%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
<item id="i" href="i.png" media-type="image/png"/></manifest>
<spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/><itemref idref="gone"/></spine>
</package>"""


def book(**members: str) -> bytes:
    buffer = io.BytesIO()
    named = {
        "META-INF/container.xml": CONTAINER,
        "OPS/a.opf": PACKAGE,
        "OPS/nav.xhtml": CHAPTER.format("Contents"),
        "OPS/a.xhtml": CHAPTER.format(2),
        "OPS/b b.xhtml": CHAPTER.format(1),
        **members,
    }
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in named.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    read = extract_epub(book())
    assert read.text == "1\n\nLorry 1 came.\n\n2\n\nLorry 2 came."
    assert (read.title, read.date) == ("Two depots", DAY)


def message() -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = "The lorry – at last"
    mail["From"] = "Ann Lee <ann@example.org>"
    mail["Date"] = "Tue, 16 Apr 2024 09:30:00 +0200"
    mail.set_content("Lorry 7 came.\n\nIt carried 270 crates.\n")
    return mail


def test_a_message() -> None:
    mail = message()
    mail.add_alternative("<p>Not this.</p>", subtype="html")
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="lorry.png")
    inner = EmailMessage()
    inner["Subject"] = "Before"
    inner.set_content("Lorry 6 came.")
    mail.add_attachment(inner)
    read = extract_mail(mail.as_bytes(), source="x.eml")
    assert read.text == (
        "The lorry – at last\n\nFrom: Ann Lee <ann@example.org>\n"
        "Date: Tue, 16 Apr 2024 09:30:00 +0200\n\nLorry 7 came.\n\nIt carried 270 crates.\n\n"
        "Before\n\nLorry 6 came.\n\nAttached: lorry.png"
    )
    assert (read.title, read.date) == ("The lorry – at last", DAY)


def test_a_message_of_html_alone() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Lorries"
    mail.set_content("<p>Lorry 7 <b>came</b>.</p><script>x()</script>", subtype="html")
    assert extract_mail(mail.as_bytes(), source="x.eml").text == "Lorries\n\nLorry 7 came."


def test_a_message_in_another_alphabet() -> None:
    data = b"Subject: =?utf-8?q?M=C3=BCll?=\nContent-Type: text/plain; charset=iso-8859-1\n\nM\xfcll kam.\n"
    assert extract_mail(data, source="x.eml").text == "Müll\n\nMüll kam."


@pytest.mark.parametrize(
    ("format", "data", "says"),
    [
        ("pptx", b"words", "is no PPTX"),
        ("pptx", presentation()[:2000], "damaged or cut off"),
        ("pptx", workbook(), "damaged, or none"),
        ("pptx", OLE + "PowerPoint Document".encode("utf-16-le"), "save it as PPTX"),
        ("xlsx", b"words", "is no XLSX"),
        ("xlsx", workbook()[:2000], "damaged or cut off"),
        ("xlsx", presentation(), "damaged, or none"),
        ("xlsx", OLE + "Workbook".encode("utf-16-le"), "save it as XLSX"),
        ("xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        ("epub", workbook(), "no EPUB"),
        ("epub", book(**{"META-INF/container.xml": "<a/>"}), "list of parts is missing"),
        (
            "epub",
            book(**{
                "META-INF/encryption.xml": "<e/>",
                **dict.fromkeys(("OPS/a.xhtml", "OPS/b b.xhtml"), "\x01\x02\x03" * 99),
            }),
            "locked to a reading program",
        ),
        ("mail", b"no header\n\nat all", "no headers"),
        ("mail", b"", "no headers"),
        ("mail", b"X-A: b\n\n", "holds no text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_gets_a_line(format: str, data: bytes, says: str) -> None:  # noqa: A002
    with pytest.raises(UnreadableSourceError) as caught:
        read_document(data, source="x", format=format)  # type: ignore[arg-type]
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_values_that_declare_entities_are_not_expanded() -> None:
    data = workbook()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            entity = b'<!DOCTYPE x [<!ENTITY a "b">]>' if name == "xl/workbook.xml" else b""
            new.writestr(name, entity + old.read(name))
    with pytest.raises(UnreadableSourceError, match="declares entities"):
        extract_xlsx(buffer.getvalue())


def test_a_damaged_presentation_is_no_crash() -> None:
    data = presentation()
    for at in range(1000, len(data), len(data) // 25):
        broken = data[:at] + bytes(40) + data[at + 40 :]
        with contextlib.suppress(UnreadableSourceError):
            assert extract_pptx(broken).text


def test_rows_of_a_csv_are_lines_of_the_file(tmp_path: Path) -> None:
    document = read_document(b"Port,Ships\r\nHalsey,112\r\n", source="a.csv", format="text")
    assert (SUFFIXES[".csv"], document.has_lines) == ("text", True)
    assert document.line_at(document.text.index("112")) == 2


# An installation without the extra is one in which its modules cannot be found.
WITHOUT = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name in {"pptx", "openpyxl"} else find(name, *rest)
sys.argv = ["ragkit", *sys.argv[1:]]
from ragkit.cli import main
main()
"""


def test_without_the_extra_a_named_file_gets_a_line_and_a_folder_passes_it_over(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(workbook())
    (folder / "b.txt").write_text("Lorry 7 came.\n")
    command = [sys.executable, "-c", WITHOUT, "add"]

    def add(what: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, what], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    walked = add("papers")
    assert (walked.returncode, walked.stderr) == (0, "")
    named = add("papers/a.xlsx")
    assert named.returncode == 2
    assert "papers/a.xlsx" in named.stderr
    assert "pip install '.[formats]'" in named.stderr


def test_with_the_extra_a_folder_gives_them_all(ragkit: Program, tmp_path: Path) -> None:
    check_installed("xlsx")
    (tmp_path / "a.xlsx").write_bytes(workbook())
    (tmp_path / "b.pptx").write_bytes(presentation())
    (tmp_path / "~$b.pptx").write_bytes(b"\x05Ann Lee")
    done = ragkit("add", ".")
    assert done.returncode == 0, done.stderr
    assert ragkit("list").stdout.count("\n") >= 2
    assert "~$" not in ragkit("list").stdout
