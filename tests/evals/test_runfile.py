"""Run files: what is written is what is read, and what is damaged is refused with its line."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ragkit.errors import SuiteError
from ragkit.evals.journal import Journal, claimed, latest_unfinished, new_path
from ragkit.evals.runfile import header_line, read_run, read_unfinished, result_line
from tests.evals.runs import a_run, result, score

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RUN = a_run(
    [
        result("one"),
        result("two", answer=None, passages=(), scores=(), error="ValueError: no"),
        result("three", score("mrr", None, "no gold"), question="a\u2028b\x85c\ud800"),
    ]
)
LINES = [header_line(RUN.header), *map(result_line, RUN.results)]


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "run.jsonl", "".join(LINES))
    assert read_run(path) == read_unfinished(path) == replace(RUN, path=path)
    assert [result_line(one) for one in read_run(path).results] == LINES[1:]


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path / "run.jsonl", "\ufeff" + "".join(LINES))
    assert read_run(path).results == RUN.results


def test_a_whole_number_is_written_as_it_will_be_read(tmp_path: Path) -> None:
    whole = replace(result("one", score("mrr", 1)), elapsed_ms=3)
    path = written(tmp_path / "run.jsonl", header_line(a_run([whole]).header) + result_line(whole))
    assert result_line(read_run(path).results[0]) == result_line(whole)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_never_written(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        result_line(result("one", score("mrr", value)))


def of(line: int, change: Callable[[str], str]) -> str:
    """The file with one of its lines changed."""
    return "".join(change(text) if n == line else text for n, text in enumerate(LINES, start=1))


def with_key(key: str, value: object) -> Callable[[str], str]:
    return lambda text: json.dumps({**json.loads(text), key: value}) + "\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "is no run file"),
        ("\n", 1, "is no JSON"),
        ("question,answer\n", 1, "is no JSON"),
        ("[]\n", 1, "is no JSON object"),
        ('{"question": "x"}\n', 1, "has no 'run'"),
        (of(1, with_key("run", 2)), 1, "layout 2, this ragkit reads 1"),
        (of(1, with_key("cases", "3")), 1, "cases: Input should be a valid integer"),
        (of(1, with_key("more", 1)), 1, "more: Extra inputs"),
        (of(1, with_key("cases", 2)), 4, "the header says 2 cases"),
        (of(1, with_key("cases", 4)), 4, "the run ends after 3 of 4 cases"),
        (of(2, lambda _: "{\n"), 2, "is no JSON"),
        (of(3, lambda _: LINES[1]), 3, "the case 'one' is there a second time"),
        (of(3, lambda text: text.replace("12.5", "NaN")), 3, "NaN is no number"),
        (of(3, lambda text: text.replace("12.5", "-Infinity")), 3, "-Infinity is no number"),
        (of(2, lambda text: text.replace('"value": 1.0', '"value": 1e999')), 2, "finite number"),
        (of(1, with_key("gates", {"foo": 1.0})), 1, "gates: there is no metric 'foo'"),
        (of(2, with_key("answer", {"abstained": False})), 2, "answer.quotes: Field required"),
        (
            of(2, with_key("scores", [{"metric": "mrr", "value": 1.0, "reason": ""}] * 2)),
            *(2, "mrr is there a second time"),
        ),
        (of(2, with_key("scores", [])), 2, "the case 'one' has neither a score nor an error"),
        (of(4, lambda text: text.replace('"mrr"', '"mrrr"')), 4, "there is no metric 'mrrr'"),
        (of(2, lambda text: text.replace('"value": 1.0', '"value": 7.0')), 2, "is 7, which it"),
        (of(2, lambda text: text.replace('"value": 1.0', '"value": -1.0')), 2, "is -1, which it"),
        (of(3, with_key("tags", "figure")), 3, "tags: Input should be a valid list"),
        (of(2, lambda _: "[" * 100_000 + "\n"), 2, "is no JSON"),
        ("".join(LINES[:-1]), 3, "the run ends after 2 of 3 cases; `ragkit eval run … --resume`"),
        ("".join(LINES)[:-20], 4, "the line is cut off"),
    ],
)
def test_a_damaged_run_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    path = written(tmp_path / "run.jsonl", text)
    with pytest.raises(SuiteError) as refused:
        read_run(path)
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_bytes(b"\xff\xfe\n")
    with pytest.raises(SuiteError, match=r"run\.jsonl:1: is no JSON"):
        read_run(tmp_path / "run.jsonl")


@pytest.mark.parametrize("cut", [1, 2, 40, len(LINES[-1]) - 1])
def test_an_unfinished_run_loses_its_last_line_alone(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path / "run.jsonl", "".join(LINES)[:-cut])
    assert [one.case_id for one in read_unfinished(path).results] == ["one", "two"]
    broken = written(tmp_path / "run.jsonl", of(3, lambda _: "{\n")[:-cut])
    with pytest.raises(SuiteError, match=r"run\.jsonl:3: is no JSON"):
        read_unfinished(broken)


def test_a_journal_grows_by_lines_and_ends_in_the_order_of_the_suite(tmp_path: Path) -> None:
    path = tmp_path / "runs" / "run.jsonl"
    with claimed(path), Journal(path, RUN.header) as journal:
        assert path.read_text() == LINES[0]
        for n in (2, 0, 1):
            journal.append(RUN.results[n])
            assert path.read_text().endswith(LINES[n + 1])
        journal.finish([one.case_id for one in RUN.results])
    assert path.read_text() == "".join(LINES)
    assert list(path.parent.iterdir()) == [path]


def test_a_run_has_one_writer(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with claimed(path), pytest.raises(SuiteError, match="is being written by another run"):
        claimed(path).__enter__()
    with claimed(path):
        pass


def test_runs_that_start_in_the_same_second_have_files_of_their_own(tmp_path: Path) -> None:
    paths = {new_path(tmp_path) for _ in range(5)}
    assert len(paths) == 5


def test_the_latest_unfinished_run_is_gone_on_with(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="no run to go on with"):
        latest_unfinished(tmp_path, errors=True)
    whole, torn, empty = (new_path(tmp_path) for _ in range(3))
    written(whole, "".join(LINES))
    assert latest_unfinished(tmp_path, errors=True) == whole
    with pytest.raises(SuiteError, match="no run to go on with"):
        latest_unfinished(tmp_path, errors=False)
    written(torn, "".join(LINES)[:-9])
    assert latest_unfinished(tmp_path, errors=False) == torn
    assert empty.read_bytes() == b""
