"""Make the two seeds that are no text: a PDF of two pages and a DOCX, both invented.

    python tools/make_seeds.py [FOLDER]

The same bytes come out each time (with the same fpdf2 and python-docx), into `seeds/`
unless another folder is named. In the texts `~` is where a word may be parted at the
end of a line.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import zipfile
from pathlib import Path

import docx
from docx.shared import Pt
from fpdf import FPDF
from fpdf.enums import XPos, YPos

ROOT = Path(__file__).resolve().parent.parent
PDF, DOCX = "2024-05-03-winter-pilots.pdf", "2024-05-30-picture-check.docx"

# --- the PDF: two columns, a head, a foot, parted words, a table

HEAD, DAY = "EASTGATE MONITOR", "3 May 2024"
TITLE = "The winter pilots of Tarnvik"
BYLINE = "By Sigrid Moen, harbour desk"
# A heading starts with "#"; TABLE stands where the table does.
TABLE = "|"
STORY = f"""
Tarnvik lies at the inner end of a fjord that freezes in a hard year, and the win~ter that ended in April was its hard~est since 2011. The pi~lot sta~tion coun~ted 61 days on which no ship could come in with~out an ice~breaker, against nine in the win~ter be~fore. Nobody was hurt, and no ship was lost.
The sta~tion has four~teen pi~lots. Be~tween De~cem~ber and March they brought 388 ships through the ice, most of them tan~kers and fish car~riers. In a mild win~ter the fig~ure is nearer 520, be~cause ships need not wait for one an~other and need not be led in line.
# How a convoy is made
Ships gath~er off the light~house at Skarvoy until there are three or four of them. The ice~breaker Hedda Lund then goes ahead at six knots, and the oth~ers fol~low at a dis~tance of 400 metres, each with a pi~lot on board. If the first one sticks, the pi~lots have about two min~utes in which to stop the rest.
"You do not steer in ice. You agree with it," said Ragnhild Aune, who has been chief pi~lot since 2016. "What I ask of a cap~tain is pa~tience, and a warm wheel~house."
A well-kept con~voy takes four hours from the light~house to the quay. The slow~est of this win~ter took nine~teen, be~cause wind from the north-east had pushed the floes to~geth~er in the nar~rows and the ice~break~er had to go back three times for a ship that had stuck. Its crew used the time, Aune said, to learn a card game.
The pi~lots board by lad~der as long as there is open wa~ter, and on foot where there is none. A pi~lot who walks out car~ries a pole, a line and a ra~dio, and a sec~ond one watches from the ice~breaker un~til the first is on deck.
# What went wrong
On 9 Feb~ru~ary the pi~lot boat Terne lost her rud~der to a floe and drif~ted for five hours be~fore a tug reached her. The in~quiry, whose re~port came out on 22 April, blames a weld that had been re~paired in haste the au~tumn be~fore. It rec~om~mends that both pi~lot boats be fit~ted with a sec~ond rud~der stock. The har~bour board has set aside 2.6 mil~lion kro~ner for it.
The board also wants ra~dar re~flec~tors on the ice mark~ers, which snow hid for elev~en days in Jan~u~ary. The coast~guard had asked for them in 2019.
# The winter in figures
{TABLE}
The sta~tion counts a ship once for each pas~sage, in or out, and a day as closed if no ship could move with~out help be~tween sun~rise and sun~set. Its log is kept by hand, in pen~cil, since ink has been known to freeze.
Feb~ru~ary was the worst month by days and the poor~est by ships. By the last week of March the chan~nel stayed open by it~self, and the Hedda Lund went home to her own port on 2 April.
# Next winter
The sta~tion will take on two ap~pren~tices in Sep~tem~ber, the first in six years. Train~ing takes thir~ty months, so that they will be of use in the ice only in the win~ter of 2027. Until then the old~est pi~lot, who is 66, has agreed to stay.
A sur~vey of the fjord bed is due on 14 June. It should show wheth~er the nar~rows have silted up, as the pi~lots be~lieve; the charts in use are of 1998.
"""
ROWS = (
    ("Month", "Led in", "Closed"),
    ("December", "94 ships", "7 days"),
    ("January", "112 ships", "21 days"),
    ("February", "81 ships", "24 days"),
    ("March", "101 ships", "9 days"),
)
WIDTH, HEIGHT = 420, 520  # points
MARGIN, GUTTER, TOP = 40, 18, 74
COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2
SIZE, LEADING = 10.5, 12.5


class Paper(FPDF):
    """Two columns, filled from the top."""

    def __init__(self) -> None:
        super().__init__(unit="pt", format=(WIDTH, HEIGHT))
        self.set_auto_page_break(auto=False)
        self.set_compression(compress=False)  # the same bytes with any zlib
        self.set_creation_date(dt.datetime(2024, 5, 3, 7, 0, tzinfo=dt.UTC))
        self.set_title(TITLE)
        self.set_author("Sigrid Moen")
        self.column, self.down = 0, 0.0

    def header(self) -> None:
        self.set_font("Times", size=8)
        self.set_xy(MARGIN, 30)
        self.cell(w=0, text=f"{HEAD}  Harbour notes, No. 14")
        self.set_xy(WIDTH - MARGIN - 60, 30)
        self.cell(w=60, text=DAY, align="R")

    def footer(self) -> None:
        self.set_font("Times", size=8)
        self.set_xy(MARGIN, HEIGHT - 36)
        self.cell(w=WIDTH - 2 * MARGIN, text=str(self.page_no()), align="C")

    @property
    def left(self) -> float:
        return MARGIN + self.column * (COLUMN + GUTTER)

    def room(self, lines: int = 1) -> None:
        """Go to the next column where so many lines do not fit."""
        if self.down + lines * LEADING <= HEIGHT - 52:
            return
        self.column += 1
        if self.column > 1:
            self.add_page()
            self.column = 0
        self.down = TOP if self.page > 1 else TOP + 36

    def line(self, words: list[str], *, indent: float, full: bool) -> None:
        """Set a line, justified where it is a full one."""
        self.room()
        width = sum(map(self.get_string_width, words))
        blank = self.get_string_width(" ")
        if full and len(words) > 1:
            blank = (COLUMN - indent - width) / (len(words) - 1)
        x = self.left + indent
        for word in words:
            self.text(x, self.down + SIZE, word)
            x += self.get_string_width(word) + blank
        self.down += LEADING

    def paragraph(self, text: str, *, indent: float) -> None:
        pending = text.split(" ")
        line: list[str] = []
        while pending:
            word = pending.pop(0)
            if self.fits([*line, word.replace("~", "")], indent):
                line.append(word.replace("~", ""))
                continue
            head, rest = self.parted(line, word, indent)
            if head:
                line.append(f"{head}-")
            pending.insert(0, rest)
            self.line(line, indent=indent, full=True)
            line, indent = [], 0
        self.line(line, indent=indent, full=False)

    def fits(self, words: list[str], indent: float) -> bool:
        return self.get_string_width(" ".join(words)) <= COLUMN - indent

    def parted(self, line: list[str], word: str, indent: float) -> tuple[str, str]:
        """As much of a word as fits on a line, and the rest."""
        parts = word.split("~")
        for n in range(len(parts) - 1, 0, -1):
            head = "".join(parts[:n])
            if len(head) > 1 and self.fits([*line, f"{head}-"], indent):
                return head, "~".join(parts[n:])
        return "", word

    def heading(self, text: str) -> None:
        self.room(4)
        self.down += LEADING * 0.6
        self.set_font("Times", style="B", size=SIZE)
        self.line(text.split(" "), indent=0, full=False)
        self.set_font("Times", size=SIZE)

    def rows(self) -> None:
        self.room(len(ROWS) + 2)
        self.down += LEADING * 0.4
        for row in ROWS:
            self.text(self.left, self.down + SIZE, row[0])
            for end, cell in ((100, row[1]), (COLUMN, row[2])):
                self.text(self.left + end - self.get_string_width(cell), self.down + SIZE, cell)
            self.down += LEADING
        self.down += LEADING * 0.6


def pdf() -> bytes:
    paper = Paper()
    paper.add_page()
    paper.set_font("Times", style="B", size=18)
    paper.set_xy(MARGIN, 56)
    paper.cell(w=0, h=20, text=TITLE, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.set_font("Times", size=SIZE)
    paper.set_x(MARGIN)
    paper.cell(w=0, h=16, text=BYLINE)
    paper.down = TOP + 36
    after_heading = True
    for block in STORY.strip().split("\n"):
        if block.startswith("# "):
            paper.heading(block[2:])
        elif block == TABLE:
            paper.rows()
        else:
            paper.paragraph(block, indent=0 if after_heading else 10)
        after_heading = block.startswith("#") or block == TABLE
    return bytes(paper.output())


# --- the DOCX: headings, lists, a table

CHECK = "How we check a picture"
STEPS = (
    "Find the earliest copy. A picture that was online before the event cannot show it.",
    "Ask the photographer for the file as the camera wrote it; a copy from a chat has lost its data.",
    "Match at least three fixed points, such as a roof line, a mast or a kerb, with a map or with a second picture.",
    "Work out the hour from the shadows, and hold it against the weather of that day.",
)
GRADES = (
    ("Grade", "What it means", "Pictures in 2023"),
    ("A", "place and hour both proven", "212"),
    ("B", "place proven, hour not", "347"),
    ("C", "neither proven; printed only with a warning", "96"),
)
MISTAKES = (
    "In March 2024 we printed a quay at Velmora as one at Karsholm. The correction ran two days later.",
    "In November 2023 a film set was captioned as a street; a reader who had built it wrote in.",
)


def docx_bytes() -> bytes:
    paper = docx.Document()
    paper.styles["Normal"].font.size = Pt(11)
    paper.add_heading(CHECK, 0)
    paper.add_paragraph("Desk handbook, part 7")
    paper.add_paragraph("Date: 30 May 2024")
    paper.add_heading("Before anything is printed", 1)
    paper.add_paragraph(
        "The picture desk takes four steps, in this order, whoever sent the picture."
    )
    for step in STEPS:
        paper.add_paragraph(step, style="List Number")
    paper.add_heading("Grades", 1)
    paper.add_paragraph("Every picture gets one of three grades, and its caption says which.")
    table = paper.add_table(len(GRADES), 3, style="Table Grid")
    for row, cells in zip(table.rows, GRADES, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    paper.add_heading("Who decides", 1)
    paper.add_paragraph(
        "Two editors have to agree on a grade. If they do not, Marta Elling, who heads the picture"
        " desk, decides; she overruled both of them four times in 2023."
    )
    paper.add_paragraph(
        "A picture whose maker wants to stay unnamed goes first to our lawyer, Bram Oyelaran."
    )
    paper.add_heading("Our own mistakes", 1)
    for mistake in MISTAKES:
        paper.add_paragraph(mistake, style="List Bullet")
    paper.add_heading("What we keep", 1)
    paper.add_paragraph(
        "We keep the original file for ten years, and the notes of the check for as long as the"
        " picture is online."
    )
    properties = paper.core_properties
    properties.title, properties.author = CHECK, "Marta Elling"
    properties.created = properties.modified = dt.datetime(2024, 5, 30, 7, 0)  # noqa: DTZ001 -- as the format has it
    properties.comments = ""
    buffer = io.BytesIO()
    paper.save(buffer)
    return packed_anew(buffer.getvalue())


def packed_anew(data: bytes) -> bytes:
    """The same archive without the hour at which it was packed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name == "docProps/thumbnail.jpeg":
                continue
            content = old.read(name)
            if name == "_rels/.rels":
                start = content.index(b"<Relationship Id=", content.index(b"<Relationships") + 14)
                content = (
                    content[:start]
                    + b"".join(
                        part + b"/>"
                        for part in content[start:].split(b"/>")[:-1]
                        if b"thumbnail" not in part
                    )
                    + b"</Relationships>"
                )
            member = zipfile.ZipInfo(name, date_time=(2024, 5, 30, 7, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, content)
    return buffer.getvalue()


def main(folder: Path) -> None:
    for name, data in ((PDF, pdf()), (DOCX, docx_bytes())):
        (folder / name).write_bytes(data)
        print(f"{folder / name}: {len(data):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "seeds")
