"""`ragkit summarize`: what it prints in each way, exit codes, and what is odd or refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from ragkit import Corpus
from tests.conftest import SEEDS, Program, assert_one_line_error

if TYPE_CHECKING:
    from pathlib import Path

MILL = """# The Ostrand mill

The Ostrand mill ground 17 tonnes of rye a day in May 2024, the county said. Ilse Brandt, who has
run the mill since 2019, blamed the drought for the slow spring.

## Prospects

She expects the wheel to be repaired by June. The mill employs 42 people.

## The river

The river stood lower in May than in any year since the county began to measure it in 1921.
"""
ONE = "The Ostrand mill ground 17 tonnes of rye a day in May 2024.\n"
TABLE = "| Works | Use |\n|---|---|\n| Ostrand mill, rye | 85 percent |\n"
AMHARIC = "መንግሥት ትላንት አዲስ የባቡር መስመር እንደሚገነባ አስታወቀ። ሥራው በሚቀጥለው ጥር ወር ይጀመራል።\n"
THAI = "รัฐบาลประกาศเมื่อวันจันทร์ว่าจะลงทุนสามพันล้านบาทในโครงการรถไฟ\n"


@pytest.fixture
def mill(tmp_path: Path) -> Path:
    path = tmp_path / "mill.md"
    path.write_text(MILL, encoding="utf-8")
    return path


def test_a_summary_is_shown_with_its_evidence_and_what_it_leaves_out(
    run: Program, mill: Path
) -> None:
    done = run("summarize", "mill.md", "--words", "30")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The Ostrand mill ground 17 tonnes of rye a day in May 2024")
    assert "[1] mill.md:3" in done.stdout
    assert re.search(r"^Drawn on: \d+% of the text", done.stdout, re.MULTILINE)
    assert re.search(r"^ +\d+%  The river$", done.stdout, re.MULTILINE)
    assert "nothing left this machine" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_json_is_one_object_with_every_key(run: Program, mill: Path) -> None:
    done = run("summarize", "mill.md", "--words", "40", "--json")
    record = json.loads(done.stdout)
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert list(record) == [
        *("sources", "style", "focus", "summary", "words", "statements", "quotes", "conflicts"),
        *("covered", "coverage", "provenance", "warnings", "incomplete", "elapsed_ms"),
    ]
    assert record["sources"] == ["mill.md"]
    assert record["words"] == len(record["summary"].split()) <= 40
    for statement in record["statements"]:
        assert statement["supported"]
        for number in statement["quotes"]:
            quote = record["quotes"][number]
            assert MILL[quote["start"] : quote["end"]] == quote["text"]
    assert sum(section["share"] for section in record["coverage"]) == pytest.approx(1, abs=0.001)
    assert record["provenance"]["sent"] is None


def test_markdown_has_the_quotes_as_footnotes(run: Program, mill: Path) -> None:
    done = run("summarize", "mill.md", "--markdown", "--style", "bullets", "--words", "40")
    lines = done.stdout.splitlines()
    told = [line for line in lines if line.startswith("- ")]
    notes = {line.partition(": ")[0]: line for line in lines if line.startswith("[^")}
    assert told
    for line in told:
        marks = re.findall(r"\[\^\d+\]", line)
        assert marks
        assert set(marks) <= set(notes)
    assert notes["[^1]"].endswith("(mill.md:3)")


def test_a_page_is_written(run: Program, mill: Path, tmp_path: Path) -> None:
    done = run("summarize", "mill.md", "--html", "summary.html")
    assert done.returncode == 0
    page = (tmp_path / "summary.html").read_text(encoding="utf-8")
    assert '<mark id="q1">' in page
    assert "17 tonnes of rye a day" in page


def test_figures_are_listed_and_each_sentence_is_shown_once(run: Program, mill: Path) -> None:
    mill.write_text("At least 310 workers and about 42 carts carried 17 tonnes of rye in 2024.\n")
    done = run("summarize", "mill.md", "--style", "figures")
    assert re.findall(r"^- (.*) \[1\]$", done.stdout, re.MULTILINE) == [
        *("At least 310 workers", "about 42 carts", "17 tonnes of rye"),
    ]
    assert done.stdout.count("carried 17 tonnes") == 1
    assert "[2]" not in done.stdout


def test_a_focus_is_kept_to(run: Program, mill: Path) -> None:
    done = run("summarize", "mill.md", "--words", "20", "--focus", "how low the river stood")
    assert done.stdout.startswith("The river stood lower in May")


def test_standard_input_is_summarised(run: Program, tmp_path: Path) -> None:
    done = run("summarize", "-", "--json", "--sentences", "1", stdin=MILL)
    record = json.loads(done.stdout)
    assert len(record["statements"]) == 1
    assert "17 tonnes" in record["summary"]


def test_the_whole_corpus_is_summarised_without_a_path(run: Program, mill: Path) -> None:
    assert run("add", "mill.md", SEEDS / "2024-04-17-arms-plants.md").returncode == 0
    record = json.loads(run("summarize", "--json", "--words", "60").stdout)
    assert len(record["sources"]) == 2
    one = json.loads(run("summarize", "--json", "-s", "mill.md").stdout)
    assert one["sources"] == ["mill.md"]
    where = json.loads(run("summarize", "--json", "--where", "title=The Ostrand mill").stdout)
    assert where["sources"] == ["mill.md"]


def test_a_file_that_has_changed_is_read_again(run: Program, mill: Path) -> None:
    assert run("add", "mill.md").returncode == 0
    assert "17" in run("summarize").stdout
    mill.write_text(MILL.replace("17", "19"), encoding="utf-8")
    assert "19" in run("summarize").stdout


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("# A title and nothing else\n", 0, "odd.md holds no whole sentence"),
        ("Too short.\n", 0, "odd.md holds no whole sentence"),
        ("- rye\n- 17 tonnes of oats\n", 0, "17 tonnes of oats"),
        (TABLE, 0, "holds no whole sentence: rows of tables, items and notes"),
        (ONE, 0, "all that odd.md tells has 13 words; 120 were asked for"),
        (MILL, 0, "; 120 were asked for"),
        (AMHARIC, 0, "መንግሥት ትላንት አዲስ"),
        (THAI, 0, "รัฐบาลประกาศ"),
    ],
)
def test_odd_documents(run: Program, tmp_path: Path, text: str, code: int, says: str) -> None:
    (tmp_path / "odd.md").write_text(text, encoding="utf-8")
    done = run("summarize", "odd.md")
    assert (done.returncode, done.stderr) == (code, "")
    assert says in done.stdout
    record = json.loads(run("summarize", "odd.md", "--json").stdout)
    assert bool(record["statements"]) == (code == 0)
    for way in (["--markdown"], ["--html", "p.html"], ["--style", "bullets"]):
        assert run("summarize", "odd.md", *way).returncode == code


def test_no_sentence_may_fit(run: Program, tmp_path: Path) -> None:
    (tmp_path / "odd.md").write_text(ONE, encoding="utf-8")
    done = run("summarize", "odd.md", "--words", "10")
    assert done.returncode == 1
    assert "no sentence of odd.md fits into 10 words" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["mill.md", "--words", "0"], "words is 0; it has to be 1 to 100,000"),
        (["mill.md", "--words", "-3"], "words is -3; it has to be 1 to 100,000"),
        (["mill.md", "--words", "200000"], "words is 200000; it has to be 1 to 100,000"),
        (["mill.md", "--sentences", "0"], "sentences is 0; it has to be 1 to 10,000"),
        (["mill.md", "--words", "20", "--sentences", "2"], "not both"),
        (["mill.md", "--style", "haiku"], "there is no style 'haiku'"),
        (["mill.md", "--focus", " "], "the focus is"),
        (["mill.md", "--json", "--markdown"], "leave one out"),
        (["mill.md", "--where", "title"], "--where needs KEY=VALUE"),
        (["-s", "port.md"], "port.md"),
        (["--where", "title=Nothing"], "no document is left to summarise"),
        (["mill.md", "--html", "no/such/folder.html"], "cannot be written"),
        (["mill.md", "--words", "many"], "Invalid value for '--words'"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    run: Program, mill: Path, arguments: list[str], says: str
) -> None:
    assert run("add", "mill.md").returncode == 0
    assert_one_line_error(run("summarize", *arguments), says)


@pytest.mark.parametrize("name", ["empty.md", "absent.md"])
def test_a_file_that_cannot_be_read_ends_with_2(run: Program, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.md").write_text("")
    done = run("summarize", name)
    assert done.returncode == 2
    assert name in done.stderr
    assert done.stdout == ""


def test_without_a_corpus_there_is_nothing_to_summarise(run: Program) -> None:
    done = run("summarize")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_an_empty_corpus_is_told(run: Program, tmp_path: Path) -> None:
    Corpus.open(tmp_path / ".ragkit").close()
    assert_one_line_error(run("summarize"), "no document is left to summarise")
