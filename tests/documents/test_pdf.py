"""PDF to text: lines, columns, tables, what pages have in common, and files that are none."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import re
import threading
from bisect import bisect_right
from typing import TYPE_CHECKING

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from ragkit.documents.pdf import ExtractedPdf, extract_pdf
from ragkit.documents.reading import read_document
from ragkit.errors import UnreadableSourceError
from tests.documents.pdfs import At, assembled, lines, pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEFT = """The depot at Halsey was closed
in the autumn, when the canal
fell dry, and it has not been
opened since. Its forty lorries
went to the coast by rail, and
the drivers with them."""
RIGHT = """The second depot lies behind
the station. It took over what
the first had done, and twelve
of its drivers. Nobody has said
what will become of the halls,
which belong to the town."""


def read(*pages: Iterable[At] | None, title: str = "") -> ExtractedPdf:
    return extract_pdf(pdf(pages, title=title), source="x.pdf")


def text_of(*pages: Iterable[At] | None) -> str:
    return read(*pages).text


def joined(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("The depot was\nclosed in May.", "The depot was closed in May."),
        ("One ended.\n\nAnother began.", "One ended.\n\nAnother began."),
        ("The re-\nport was late.", "The report was late."),
        ("A North-\nKorean ship came.", "A North-Korean ship came."),
        ("The COVID-\n19 years were long.", "The COVID-19 years were long."),
        ("It was a world-\nfamous bridge.", "It was a world-famous bridge."),
        ("Both short-\nand long-term plans.", "Both short- and long-term plans."),
        ("An air-field and an air-\nfield again.", "An air-field and an air-field again."),
        ("An airfield and an air-\nfield again.", "An airfield and an airfield again."),
        ("The zylo-\nphrast was new.", "The zylophrast was new."),
        ("It ran 2020–\n2023 in all.", "It ran 2020–2023 in all."),
        ("• The first of them\n• The second of them", "- The first of them\n- The second of them"),
        ("1. Find the copy.\n2. Ask for it.", "1. Find the copy.\n2. Ask for it."),
    ],
)
def test_lines_become_paragraphs(printed: str, text: str) -> None:
    assert text_of(lines(printed)) == text


def test_an_indent_starts_a_paragraph() -> None:
    first = lines("The depot at Halsey was closed in May.\nIt has not been opened since then, no.")
    second = [At(84, 676, "The lorries went to the coast by rail"), At(72, 664, "and by road.")]
    assert text_of([*first, *second]) == (
        "The depot at Halsey was closed in May. It has not been opened since then, no."
        "\n\nThe lorries went to the coast by rail and by road."
    )


def test_a_heading_is_a_paragraph_of_its_own() -> None:
    page = [At(72, 712, "Depots", 10, bold=True), *lines(LEFT)]
    assert text_of(page) == f"Depots\n\n{joined(LEFT)}"


def test_columns_are_read_one_after_the_other() -> None:
    page = [
        At(72, 760, "Two depots and what became of them in the end", 18),
        *lines(LEFT, x=72),
        *lines(RIGHT, x=220),
    ]
    assert text_of(page).split("\n\n") == [
        "Two depots and what became of them in the end",
        joined(LEFT),
        joined(RIGHT),
    ]


def test_columns_written_row_by_row_are_read_column_by_column() -> None:
    left, right = lines(LEFT, x=72), lines(RIGHT, x=220)
    page = [at for pair in zip(left, right, strict=True) for at in pair]
    assert text_of(page).split("\n\n") == [joined(LEFT), joined(RIGHT)]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    printed = "\n".join((LEFT, RIGHT)).replace("with them.", "with them were")
    printed = printed.replace("The second", "the second")
    left, right = printed.split("\n")[:6], printed.split("\n")[6:]
    page = [*lines("\n".join(left), x=72), *lines("\n".join(right), x=220)]
    assert text_of(page) == joined(printed)


ROWS = (("Month", "Ships", "Closed"), ("January", "112", "21"), ("February", "81", "24"))


def rows(y: float = 600) -> list[At]:
    return [
        At(x, y - 14 * n, cell)
        for n, row in enumerate(ROWS)
        for x, cell in zip((72, 160, 240), row, strict=True)
    ]


def test_rows_of_a_table_are_lines() -> None:
    table = "| Month | Ships | Closed |\n| January | 112 | 21 |\n| February | 81 | 24 |"
    assert text_of([*lines(LEFT), *rows()]) == f"{joined(LEFT)}\n\n{table}"


def test_an_empty_cell_keeps_its_place() -> None:
    cells = [at for at in rows() if at.text != "112"]
    assert "| January |  | 21 |" in text_of(cells)


def test_lines_of_a_cell_are_put_together() -> None:
    cells = [
        *(At(72, 600, "A"), At(140, 600, "place and hour both proven by"), At(290, 600, "212")),
        At(140, 588, "two witnesses"),
        *(At(72, 570, "B"), At(140, 570, "place proven, hour is not"), At(290, 570, "347")),
    ]
    assert text_of(cells) == (
        "| A | place and hour both proven by two witnesses | 212 |\n"
        "| B | place proven, hour is not | 347 |"
    )


def test_marks_of_a_list_that_hang_are_no_table() -> None:
    page = [
        at
        for n, text in enumerate(("Find the earliest copy.", "Ask for the file.", "Match it."))
        for at in (At(72, 700 - 12 * n, f"{n + 1}."), At(100, 700 - 12 * n, text))
    ]
    assert text_of(page) == "1. Find the earliest copy.\n2. Ask for the file.\n3. Match it."


def page_of(number: int, body: str, *, head: str = "The Eastgate Monitor") -> list[At]:
    return [At(72, 800, head), *lines(body), At(300, 40, f"Page {number}")]


def test_heads_feet_and_numbers_are_left_out() -> None:
    document = read(page_of(1, "One came."), page_of(2, "Two came."), page_of(3, "Three came."))
    assert document.text == "One came.\n\nTwo came.\n\nThree came."
    assert document.pages == (0, 11, 22)


@pytest.mark.parametrize(
    "pages",
    [
        [page_of(1, "One came."), page_of(2, "Two came.", head="Another head")],
        [[*lines("30 lorries came.", y=800)], [*lines("40 lorries came.", y=800)]],
        [lines("Dear Sir,\nwe write.", y=800), lines("Dear Sir,\nwe wait.", y=800)],
    ],
    ids=["another head", "figures differ", "a line of the text"],
)
def test_what_pages_do_not_have_in_common_stays(pages: Sequence[list[At]]) -> None:
    text = text_of(*pages)
    for page in pages:
        for at in page:
            assert at.text in text or at.text.startswith("Page")


def test_pages_that_are_the_same_throughout_say_something() -> None:
    assert text_of(lines("Vote for Aune.", y=800), lines("Vote for Aune.", y=800)) == (
        "Vote for Aune.\n\nVote for Aune."
    )


def test_a_paragraph_goes_on_over_a_page_and_the_page_starts_within_it() -> None:
    first = LEFT.replace("with them.", "with them were")
    document = read(page_of(1, first), page_of(2, "sent home in May with a month of pay\nor two."))
    assert document.text == f"{joined(first)} sent home in May with a month of pay or two."
    assert document.text[document.pages[1] :].startswith("sent home in May")


def test_a_note_at_the_foot_goes_before_a_paragraph_that_goes_on() -> None:
    first = LEFT.replace("with them.", "with them were")
    note = At(72, 120, "The canal fell dry twice, it should be said.", 7)
    document = read([*lines(first), note], lines("sent home in May with a month of pay\nor two."))
    assert document.text.split("\n\n") == [
        "The canal fell dry twice, it should be said.",
        f"{joined(first)} sent home in May with a month of pay or two.",
    ]


def test_pages_come_in_order_whatever_stands_between() -> None:
    first = LEFT.replace("with them.", "with them were")
    caption = At(72, 700, "A lorry of the depot", 7)
    document = read(lines(first), [caption], lines("sent home in May with a month of pay\nor two."))
    assert list(document.pages) == sorted(document.pages)
    assert document.text[document.pages[1] :].startswith("A lorry of the depot")
    rest = [caption, *lines("sent home in May with a month of pay\nor two.", y=640)]
    assert read(lines(first), rest).text == (
        f"{joined(first)} sent home in May with a month of pay or two.\n\nA lorry of the depot"
    )


def test_a_word_parted_by_a_page_is_one() -> None:
    first = LEFT.replace("with them.", "with them re-")
    document = read(page_of(1, first), page_of(2, "turned in May."))
    assert document.text.endswith("with them returned in May.")
    assert document.text[document.pages[1] :] == "turned in May."


def test_every_planted_quote_has_its_offsets_and_its_page() -> None:
    facts = [f"Lorry {n} of the depot carried {n * 37 + 11} crates." for n in range(1, 8)]
    data = pdf([page_of(n, f"{LEFT}\n\n{fact}") for n, fact in enumerate(facts, start=1)])
    document = read_document(data, source="x.pdf", format="pdf")
    assert not document.has_lines
    assert len(document.pages) == 7
    for number, fact in enumerate(facts, start=1):
        start = document.text.index(fact)
        assert document.page_at(start) == document.page_at(start + len(fact) - 1) == number
        assert document.line_at(start) is None


def test_a_page_without_text_starts_where_the_next_does() -> None:
    document = read(lines("One came."), [], lines("Three came."))
    assert (document.text, document.pages) == ("One came.\n\nThree came.", (0, 11, 11))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_reads_the_same(turn: int) -> None:
    assert extract_pdf(pdf([lines(LEFT)], turned=turn), source="x").text == joined(LEFT)


@pytest.mark.parametrize(("turn", "step"), [(1, (12, 0)), (2, (0, 12)), (3, (-12, 0))])
def test_text_that_runs_another_way_is_read(turn: int, step: tuple[int, int]) -> None:
    sideways = [
        At(300 + n * step[0], 400 + n * step[1], line, turn=turn)
        for n, line in enumerate(LEFT.split("\n"))
    ]
    assert text_of(sideways) == joined(LEFT)
    assert text_of([*lines(f"{RIGHT}\n{RIGHT}", x=20), *sideways]).endswith(joined(LEFT))


def test_raised_figures_do_not_run_into_numbers() -> None:
    raised = [At(72, 700, "It covers 10"), At(119.5, 704, "2", 6), At(125, 700, "squares.")]
    assert text_of(raised) == "It covers 10² squares."
    note = [At(72, 700, "The canal was closed."), At(159.9, 704, "3", 6)]
    assert text_of(note) == "The canal was closed."


def test_text_over_a_scan_is_text() -> None:
    assert text_of([At(72, 700, "Recognised words.", mode=3)]) == "Recognised words."


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("What became of two depots", "What became of two depots"),
        ("Microsoft Word - depots.doc", "Two depots"),
        ("", "Two depots"),
    ],
)
def test_the_title(stated: str, title: str) -> None:
    page = [At(72, 760, "Two depots", 18), At(72, 735, "What became of two depots."), *lines(LEFT)]
    assert read(page, title=stated).title == title


def test_the_date_is_the_one_that_is_stated() -> None:
    assert read(lines(f"Date: 3 May 2024\n\n{LEFT}")).date == dt.date(2024, 5, 3)
    head = [page_of(n, LEFT, head="3 May 2024") for n in (1, 2)]
    assert read(*head).date == dt.date(2024, 5, 3)
    assert read(lines(LEFT)).date is None


@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(40, 500), st.integers(200, 650), st.sampled_from((7, 10, 14))),
            min_size=1,
            max_size=25,
        ),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=60)
def test_wherever_words_stand_none_is_lost(pages: list[list[tuple[int, int, int]]]) -> None:
    words = itertools.count(100)
    placed = [
        [At(x, y, f"word{next(words)}", size) for x, y, size in dict.fromkeys(page)]
        for page in pages
    ]
    document = read(*placed)
    assert list(document.pages) == sorted(document.pages)
    for number, page in enumerate(placed, start=1):
        for at in page:
            # Words that overlap may run into each other.
            where = [m.start() for m in re.finditer(at.text, document.text)]
            if not where:
                assert any(near(at, other) for other in page if other is not at), at
            elif len(where) == 1:
                found = read_pages(document, where[0])
                assert found == number


def near(one: At, other: At) -> bool:
    return abs(one.x - other.x) < 60 and abs(one.y - other.y) < 20


def read_pages(document: ExtractedPdf, offset: int) -> int:
    return max(bisect_right(document.pages, offset), 1)


# --- files that cannot be read, or only in part


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableSourceError) as caught:
        extract_pdf(data, source="x.pdf")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def locked(password: str) -> bytes:
    paper = FPDF()
    paper.set_encryption(owner_password="owner", user_password=password)
    paper.add_page()
    paper.set_font("Times", size=12)
    paper.cell(text="The depot was closed.")
    return bytes(paper.output())


def test_a_password_is_asked_for_in_vain() -> None:
    assert "locked with a password" in refusal(locked("secret"))
    # Locked against printing alone, it opens.
    assert extract_pdf(locked(""), source="x").text == "The depot was closed."


def test_a_scan_needs_ocr() -> None:
    assert "no text, only images; run OCR" in refusal(pdf([None, None]))
    assert "holds no text" in refusal(pdf([[]]))


def test_a_scanned_page_among_others_is_named(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="ragkit"):
        document = read(None, lines("Two came."), None, None)
    assert document.text == "Two came."
    assert "x.pdf: pages 1, 3-4 held no text" in caplog.text


def test_a_page_that_fails_is_named_and_the_others_are_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    data = pdf([lines("One came."), lines("Two came."), lines("Three came.")], damaged=[1])
    with caplog.at_level(logging.WARNING, logger="ragkit"):
        document = extract_pdf(data, source="x.pdf")
    assert (document.text, document.pages) == ("One came.\n\nThree came.", (0, 11, 11))
    assert "x.pdf: page 2 cannot be read; the rest was taken" in caplog.text


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_file_that_is_cut_off(share: float) -> None:
    data = pdf([lines(LEFT), lines(RIGHT)])
    assert "damaged or cut off" in refusal(data[: int(len(data) * share)])


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R /Outlines 7 0 R >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F1 6 0 R >> >> >>"
)
_WORDS = b"BT /F1 12 Tf 72 400 Td (The depot was closed.) Tj ET"


@pytest.mark.parametrize(
    ("kids", "count", "text"),
    [
        (b"2 0 R 2 0 R", 2, None),
        (b"", 2_000_000_000, None),
        (b"9 0 R", 2, None),
        (b"3 0 R 2 0 R 3 0 R", 3, "The depot was closed."),
    ],
    ids=["a circle", "two milliard pages", "no page", "a circle beside pages"],
)
def test_a_tree_of_pages_that_does_not_end(kids: bytes, count: int, text: str | None) -> None:
    data = assembled(
        {
            1: _CATALOG,
            2: b"<< /Type /Pages /Count %d /Kids [%b] >>" % (count, kids),
            3: _PAGE,
            4: b"<< /Length %d >>\nstream\n%b\nendstream" % (len(_WORDS), _WORDS),
            5: b"<< >>",
            6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            7: b"<< /First 7 0 R /Last 7 0 R /Next 7 0 R /Count 9 >>",
        }
    )
    if text is None:
        assert "damaged or cut off" in refusal(data)
    else:
        assert text in extract_pdf(data, source="x").text


def test_what_is_no_pdf_is_refused() -> None:
    assert "no PDF" in refusal(b"<html>A page that was named .pdf</html>")


def test_three_thousand_pages_are_read() -> None:
    document = read(*(page_of(n, f"Lorry {n} came.") for n in range(1, 3001)))
    assert len(document.pages) == 3000
    assert document.text.startswith("Lorry 1 came.\n\nLorry 2 came.")
    assert document.text[document.pages[2999] :] == "Lorry 3000 came."
    assert "Page" not in document.text


def test_threads_may_read_side_by_side() -> None:
    files = [pdf([lines(f"Depot {n} closed.") for _ in range(40)]) for n in range(4)]
    texts: dict[int, str] = {}

    def work(number: int) -> None:
        texts[number] = extract_pdf(files[number], source="x").text

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {n: "\n\n".join([f"Depot {n} closed."] * 40) for n in range(4)}
