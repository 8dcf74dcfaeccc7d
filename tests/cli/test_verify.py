"""`ragkit verify`: drafts, quotes one by one and saved answers."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SEEDS, Program, assert_one_line_error

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = (
    "The Alder bridge did not reopen on 4 May 2021, the council said.\n\n"
    "It carries 12,400 vehicles a day.\n"
)
GOOD = "The council says that the bridge “carries 12,400 vehicles a day”.\n"
BAD = "The council says that the bridge “carries 14,200 vehicles a day”.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "source.txt").write_text(SOURCE)
    return tmp_path


def records(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_true_draft(ragkit: Program, folder: Path) -> None:
    (folder / "draft.md").write_text(GOOD)
    done = ragkit("verify", "draft.md", "--against", "source.txt", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (quote,) = records(done.stdout)
    assert quote["verdict"] == "exact"
    assert quote["verified"] is True
    assert (quote["source"], quote["line"], quote["draft_line"]) == ("source.txt", 3, 1)
    assert SOURCE[int(str(quote["start"])) : int(str(quote["end"]))] == quote["quote"]


def test_an_altered_figure(ragkit: Program, folder: Path) -> None:
    (folder / "draft.md").write_text(BAD)
    done = ragkit("verify", "draft.md", "--against", "source.txt")
    assert done.returncode == 1
    assert "altered" in done.stdout
    assert "12,400" in done.stdout
    assert "source.txt:3" in done.stdout
    assert "0 of 1 quotations verified" in done.stdout


def test_what_the_elements_of_a_page_quote(run: Program, folder: Path) -> None:
    (folder / "draft.html").write_text(
        "<html><body><article><p>The council wrote on its page about the old bridge at Alder:</p>"
        "<blockquote><p>It carries 14,200 vehicles a day.</p></blockquote>"
        "<p>It adds that the bridge, old as it is, <q>carries 12,400 vehicles</q> by now.</p>"
        "</article></body></html>"
    )
    done = run("verify", "draft.html", "-a", "source.txt", "--json")
    assert [record["verdict"] for record in records(done.stdout)] == ["altered", "exact"]


def test_marks_in_the_draft_alone_do_no_harm(run: Program, folder: Path) -> None:
    (folder / "draft.md").write_text("It “carries **12,400** [vehicles](https://example.org)”.\n")
    assert run("verify", "draft.md", "-a", "source.txt").returncode == 0


def test_a_saved_answer_reads_no_other_file(run: Program, folder: Path) -> None:
    assert run("add", "source.txt").returncode == 0
    (folder / "secret.txt").write_text("The code is 4711.")
    saved = {"quotes": [{"text": "The code is 4711.", "source": "secret.txt", "text_hash": "x"}]}
    done = run("verify", "-", "--json", stdin=json.dumps(saved))
    assert done.returncode == 1
    assert records(done.stdout)[0]["verdict"] == "fabricated"


def test_a_forged_answer_is_located_anew(run: Program, folder: Path) -> None:
    saved = run("ask", "How many vehicles does it carry a day?", "source.txt", "--json").stdout
    answer = json.loads(saved)
    quote = answer["quotes"][0]
    start = SOURCE.index("2,400 vehicles")
    quote.update(text="2,400 vehicles", start=start, end=start + len("2,400 vehicles"))
    done = run("verify", "-", "--json", stdin=json.dumps(answer))
    assert done.returncode == 1
    assert records(done.stdout)[0]["verified"] is False


@pytest.mark.parametrize(
    ("draft", "target", "says"),
    [
        ("draft.md", "draft.md", "is the draft itself"),
        ("draft.html", "draft.html", "is the draft itself"),
        ("draft.html", "./x/../draft.html", "is the draft itself"),
        ("draft.html", "link.html", "is the draft itself"),
        ("draft.md", "source.html", "is one of the sources"),
        ("draft.md", "other.txt", "no page"),
        ("draft.md", "nowhere/page.html", "cannot be written: No such file or directory"),
        ("draft.md", "other.txt/page.html", "cannot be written: Not a directory"),
        ("draft.md", "folder.html", "cannot be written: Is a directory"),
    ],
)
def test_a_page_overwrites_nothing(
    run: Program, folder: Path, draft: str, target: str, says: str
) -> None:
    (folder / "x").mkdir()
    (folder / "folder.html").mkdir()
    for name, text in (("draft.md", GOOD), ("other.txt", "Something else.")):
        (folder / name).write_text(text)
    for name in ("draft.html", "source.html"):
        (folder / name).write_text(f"<html><body><p>{GOOD}</p></body></html>")
    (folder / "link.html").symlink_to("draft.html")
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    arguments = ("-a", "source.txt", "-a", "source.html", "--html", target)
    assert_one_line_error(run("verify", draft, *arguments), says)
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_page_does_not_overwrite_a_source_of_the_corpus(run: Program, folder: Path) -> None:
    (folder / "source.html").write_text(f"<html><body><p>{GOOD}</p></body></html>")
    assert run("add", "source.html").returncode == 0
    done = run("verify", "-", "--html", "source.html", stdin=GOOD)
    assert_one_line_error(done, "is one of the sources")


def test_a_page_is_written_anew_and_leaves_nothing_beside_it(ragkit: Program, folder: Path) -> None:
    (folder / "draft.md").write_text(GOOD)
    for _ in range(2):
        done = ragkit("verify", "draft.md", "-a", "source.txt", "--html", "page.html")
        assert done.returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == ["draft.md", "page.html", "source.txt"]


def test_a_clipped_quote_warns_and_fails_under_strict(run: Program, folder: Path) -> None:
    (folder / "draft.txt").write_text("They say “reopen on 4 May 2021”.\n")
    done = run("verify", "draft.txt", "-a", "source.txt", "--json")
    assert done.returncode == 0
    assert records(done.stdout)[0]["clipped"] == "did not"
    assert run("verify", "draft.txt", "-a", "source.txt", "--strict").returncode == 1


def test_a_draft_without_quotes(run: Program, folder: Path) -> None:
    (folder / "draft.txt").write_text("Nothing of note.\n")
    done = run("verify", "draft.txt", "-a", "source.txt")
    assert done.returncode == 0
    assert "No quotation" in done.stdout


def test_against_a_corpus(ragkit: Program, folder: Path) -> None:
    assert ragkit("add", "source.txt").returncode == 0
    assert ragkit("verify", "-", stdin=GOOD).returncode == 0
    assert ragkit("verify", "-", stdin=BAD).returncode == 1


@pytest.mark.parametrize(
    ("line", "verdict", "code"),
    [
        ({"quote": "carries 12,400 vehicles"}, "exact", 0),
        ({"quote": "carries 12,400 vehicles", "source": "source.txt"}, "exact", 0),
        ({"quote": "carries 12,400 vehicles", "source": "other.txt"}, "misattributed", 1),
        ({"quote": "carries 12,400 vehicles", "source": "gone.txt"}, "misattributed", 1),
        ({"quote": "carries 12,400 trucks a day"}, "altered", 1),
        ({"quote": "a wholly invented remark"}, "fabricated", 1),
        (
            {
                "quote": "It carries 12,400 vehicles a day.",
                "claim": "The bridge carries 12,400 vehicles a day.",
            },
            "exact",
            0,
        ),
        (
            {"quote": "It carries 12,400 vehicles a day.", "claim": "It carries 12,400 ships."},
            "exact",
            1,
        ),
    ],
)
def test_json_lines(
    run: Program, folder: Path, line: dict[str, str], verdict: str, code: int
) -> None:
    (folder / "other.txt").write_text("Another page, on other things.\n")
    done = run(
        "verify", "-", "-a", "source.txt", "-a", "other.txt", "--json", stdin=json.dumps(line)
    )
    assert records(done.stdout)[0]["verdict"] == verdict, done.stderr
    assert done.returncode == code


@pytest.mark.parametrize(
    ("change", "note", "code"),
    [
        (lambda text: text, "unchanged", 0),
        (lambda text: "A new first line.\n\n" + text, "moved", 0),
        (lambda text: text.replace("12,400", "13,900"), "has changed", 1),
        (None, "is gone", 1),
    ],
    ids=["unchanged", "moved", "changed", "gone"],
)
def test_a_saved_answer(run: Program, folder: Path, change: object, note: str, code: int) -> None:
    saved = run("ask", "How many vehicles does it carry a day?", "source.txt", "--json").stdout
    (folder / "answer.json").write_text(saved)
    if callable(change):
        (folder / "source.txt").write_text(change(SOURCE))
    else:
        (folder / "source.txt").unlink()
    done = run("verify", "answer.json", "--json")
    assert note in str(records(done.stdout)[0]["note"]), done.stdout
    assert done.returncode == code


def saved(*statements: tuple[str, list[int]]) -> str:
    """A saved answer over `SOURCE`, its two sentences the quotes 0 and 1."""
    start = SOURCE.index("It carries")
    spans = [(0, start - 2), (start, len(SOURCE) - 1)]
    return json.dumps(
        {
            "statements": [{"text": text, "quotes": numbers} for text, numbers in statements],
            "quotes": [
                {
                    "text": SOURCE[first:last],
                    "source": "source.txt",
                    "start": first,
                    "end": last,
                    "text_hash": hashlib.sha256(SOURCE.encode()).hexdigest(),
                }
                for first, last in spans
            ],
        }
    )


@pytest.mark.parametrize(
    ("statements", "failing"),
    [
        (
            [("It carries 12,400 vehicles a day, and did not reopen on 4 May 2021.", [0, 1])],
            [[], []],
        ),
        (
            [("It carries 14,200 vehicles a day, and did not reopen on 4 May 2021.", [0, 1])],
            2 * [["q"]],
        ),
        (
            [
                ("The bridge did reopen on 4 May 2021.", [0]),
                ("The bridge did not reopen on 4 May 2021.", [0]),
                ("It carries 12,400 vehicles a day.", [1]),
            ],
            [["n"], []],
        ),
    ],
    ids=["two quotes bear it together", "two quotes do not bear it", "two claims on one quote"],
)
def test_the_statements_of_a_saved_answer(
    run: Program,
    folder: Path,
    statements: list[tuple[str, list[int]]],
    failing: list[list[str]],
) -> None:
    done = run("verify", "-", "-a", "source.txt", "--json", stdin=saved(*statements))
    found = [
        [check["kind"][0] for check in record["checks"] if not check["holds"]]  # type: ignore[attr-defined]
        for record in records(done.stdout)
    ]
    assert found == failing, done.stdout
    assert done.returncode == any(failing)


@pytest.mark.parametrize(
    ("source", "cwd", "against"),
    [
        ("./source.txt", ".", "source.txt"),
        ("{folder}/source.txt", ".", "source.txt"),
        ("../{name}/source.txt", ".", "source.txt"),
        ("source.txt", "below", "../source.txt"),
        ("{name}/source.txt", ".", "source.txt"),
    ],
)
def test_the_spellings_of_a_source(
    run: Program, folder: Path, source: str, cwd: str, against: str
) -> None:
    (folder / "below").mkdir()
    answer = json.loads(saved(("The bridge carries 12,400 vehicles a day.", [1])))
    for quote in answer["quotes"]:
        quote["source"] = source.format(folder=folder, name=folder.name)
    arguments = ("verify", "-", "-a", against, "--json")
    done = run(*arguments, stdin=json.dumps(answer), cwd=folder / cwd)
    assert [record["note"] for record in records(done.stdout)] == 2 * ["unchanged"], done.stdout
    assert done.returncode == 0
    if source == "{name}/source.txt":
        return  # without a hash only a path of the machine tells
    item = json.dumps({"quote": "12,400 vehicles", "source": answer["quotes"][0]["source"]})
    done = run(*arguments, stdin=item, cwd=folder / cwd)
    assert records(done.stdout)[0]["verdict"] == "exact", done.stdout


def test_a_renamed_source_is_found_by_its_text(run: Program, folder: Path) -> None:
    (folder / "source.txt").rename(folder / "final.txt")
    (folder / "other.txt").write_text("Another page.")
    answer = saved(("The bridge carries 12,400 vehicles a day.", [1]))
    done = run("verify", "-", "-a", "other.txt", "-a", "final.txt", "--json", stdin=answer)
    assert done.returncode == 0
    for record in records(done.stdout):
        assert record["source"] == "final.txt"
        assert record["note"] == "the source was renamed to 'final.txt'"


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (["verify", "nothere.md", "-a", "source.txt"], "", "no file 'nothere.md'"),
        (["verify", "source.txt"], "", "no corpus"),
        (["verify", "source.txt", "-a", "nothere"], "", "nothere"),
        (["verify", "-", "-a", "source.txt"], '{"quote": "a"}\n{"quote": 3}', "line 2"),
        (["verify", "-", "-a", "source.txt"], '{"quote": "…"}', "line 1"),
        (["verify", "-", "-a", "source.txt"], '{"quote": "a", ', "line 1 is not JSON"),
    ],
)
def test_errors_are_one_line(
    run: Program, folder: Path, arguments: list[str], stdin: str, says: str
) -> None:
    done = run(*arguments, stdin=stdin)
    assert_one_line_error(done, says)


def test_the_page_shows_documents_and_obeys_none(run: Program, folder: Path) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)> \u202eevil"
    (folder / "evil.txt").write_text(f"{SOURCE}\n{attack} ends here.\n")
    (folder / "draft.txt").write_text(f"{BAD}\n“{attack} ends there.”\n")
    done = run("verify", "draft.txt", "-a", "evil.txt", "--html", "page.html")
    assert done.returncode == 1
    page = (folder / "page.html").read_text()
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "default-src 'none'" in page
    assert "&lt;script&gt;" in page
    assert page.index("altered") < page.index("The draft")


def cards(page: str) -> list[tuple[str, str]]:
    """The tone and the label of each card, in order."""
    return re.findall(r'<section class="item (\w+)".*?<span class="tag">([^<]*)<', page)


def test_what_fails_under_strict_is_red_and_first(run: Program, folder: Path) -> None:
    (folder / "draft.txt").write_text(
        "The bridge “carries 12,400 vehicles a day”.\n\nIt cost $900.\n\n"
        "They say “reopen on 4 May 2021”.\n"
    )
    arguments = ("verify", "draft.txt", "-a", "source.txt", "--html", "page.html")
    assert run(*arguments).returncode == 0
    page = (folder / "page.html").read_text()
    assert cards(page) == [("warn", "exact"), ("flat", "figure not found"), ("good", "exact")]
    done = run(*arguments, "--strict")
    assert done.returncode == 1
    page = (folder / "page.html").read_text()
    assert cards(page) == [("bad", "exact"), ("bad", "figure not found"), ("good", "exact")]
    assert [line.split(": ")[0] for line in done.stdout.splitlines() if line[:4] == "line"] == [
        "line 5",
        "line 3",
        "line 1",
    ]


def test_what_is_unchanged_is_green(run: Program, folder: Path) -> None:
    (folder / "answer.json").write_text(saved(("The bridge carries 12,400 vehicles a day.", [1])))
    run("verify", "answer.json", "-a", "source.txt", "--html", "page.html")
    assert cards((folder / "page.html").read_text()) == 2 * [("good", "exact")]


def test_the_words_around_a_quote_in_a_script_without_spaces(run: Program, folder: Path) -> None:
    (folder / "source.txt").write_text("前" * 300 + "橋は再開した" + "後" * 300 + "\n")
    (folder / "draft.txt").write_text("市は「橋は再開した」と言う。\n")
    done = run("verify", "draft.txt", "-a", "source.txt", "--html", "page.html")
    assert done.returncode == 0
    page = (folder / "page.html").read_text()
    assert re.search("… 前{100,}<mark>橋は再開した</mark>後{100,} …", page)


def test_separators_of_lines_are_breaks(run: Program, folder: Path) -> None:
    (folder / "source.txt").write_text("One line.\u2028It carries 12,400 cars.\u2029The end.\n")
    (folder / "draft.txt").write_text("It “carries 12,400 cars”.\u2028Yes.\n")
    done = run("verify", "draft.txt", "-a", "source.txt", "--html", "page.html")
    page = (folder / "page.html").read_text()
    assert done.returncode == 0
    assert "\ufffd" not in page + done.stdout
    assert "One line.\nIt <mark>" in page


def test_neither_chroma_nor_a_model_is_loaded(folder: Path) -> None:
    script = (
        "import sys; sys.argv = ['ragkit', 'verify', 'draft.md', '-a', sys.argv[1]]\n"
        "from ragkit.cli import main\n"
        "heavy = {'chromadb', 'onnxruntime', 'openai', 'tokenizers'}\n"
        "try: main()\n"
        "finally: print(sorted(heavy & set(sys.modules)))"
    )
    (folder / "draft.md").write_text(GOOD)
    done = subprocess.run(
        [sys.executable, "-c", script, str(SEEDS)], cwd=folder, capture_output=True, check=False
    )
    assert done.stdout.decode().splitlines()[-1] == "[]", done.stderr


def test_quotes_are_not_called_made_up_where_no_source_could_be_read(
    run: Program, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "draft.md").write_text("He said “the mill will close in May”.\n")
    done = run("verify", "draft.md", "--against", "empty")
    assert_one_line_error(done, "no source could be read in 'empty'")
    assert done.stdout == ""
