"""Suites: what is read, what is refused and with which words, and the schema for editors."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragkit import Corpus, QueryError, Span
from ragkit.documents.reading import given_document
from ragkit.errors import SuiteError
from ragkit.evals.gates import scored_name
from ragkit.evals.records import Fact, Suite
from ragkit.evals.schema import suite_schema
from ragkit.evals.suite import FORMATS, case_hash, load_suite, suite_hash
from tests.conftest import ROOT, SEEDS

if TYPE_CHECKING:
    from pathlib import Path

MILL = """# The mill

The mill ran at 30 percent of capacity in May.
Output rose 12 percent in spring.
Ilse Brandt, who runs the
mill, did not sell it. Output fell in autumn.
Output rose 12 percent in spring. A pump costs €4. A pump costs €4.
"""
DOCUMENTS = {
    "mill.md": MILL,
    "port.txt": "The port handled 8,400 boxes.\r\nIt was closed on 3 June 2031.\r\n",
    "page.html": "<html><body><p>The ferry costs 12 crowns.</p></body></html>",
    "a/log.txt": "Nothing happened on Monday.\n",
    "b/log.txt": "Nothing happened on Tuesday.\n",
}
PLAIN = """name: mills
corpus: docs
cases:
  - id: capacity
    question: At what capacity did the mill run?
    facts:
      - {text: 30 percent, source: mill.md, quote: ran at 30 percent of capacity}
"""
CASE = """corpus: docs
cases:
  - id: a
    question: What?
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to write suites in, beside `docs`."""
    for name, text in DOCUMENTS.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return tmp_path


def load(folder: Path, text: str | bytes, name: str = "suite.yaml") -> Suite:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_suite(path, documents=[folder / "docs"] if name.endswith(".csv") else [])


def error_of(folder: Path, text: str | bytes, name: str = "suite.yaml") -> str:
    """What is said of a bad suite, without its path; one line."""
    with pytest.raises(SuiteError) as caught:
        load(folder, text, name)
    message = str(caught.value)
    assert "\n" not in message
    start = f"{folder / name}:"
    assert message.startswith(start)
    return message.removeprefix(start)


def fact(**keys: object) -> str:
    """A case whose only fact has these keys; the fact stands on line 6."""
    return f"{CASE}    facts:\n      - {json.dumps(keys, ensure_ascii=False)}\n"


def test_a_suite_is_read_with_every_gold_quote_in_its_place(folder: Path) -> None:
    text = """# yaml-language-server: $schema=suite.schema.json
corpus: [docs]
top_k: 7
gates: {fact_recall: 0.9, recall@7: 1}
cases:
  - id: 2024-01-01
    question: >
      At what capacity did
      the mill run?
    facts:
      - quantity: 30 percent
        source: mill.md
        quote: RAN AT 30 percent of capacity
      - any_of:
          - {text: Ilse Brandt, source: docs/mill.md, quote: "Ilse Brandt, who runs the mill"}
          - {text: 12, source: page.html, quote: The ferry costs 12 crowns}
    forbid:
      - text: 40 percent
      - {text: 12 percent, source: mill.md, quote: Output rose 12 percent in spring, line: 7}
    tags: [yes, 1.10, yes]

  - id: who-bought
    question: Who bought the mill?
    answerable: false
"""
    suite = load(folder, text)
    assert (suite.name, suite.task, suite.top_k) == ("suite", "ask", 7)
    assert suite.gates == {"fact_recall": 0.9, "recall@7": 1.0}
    assert [document.source for document in suite.documents] == [
        *("docs/a/log.txt", "docs/b/log.txt", "docs/mill.md", "docs/page.html", "docs/port.txt")
    ]
    first, second = suite.cases
    assert (first.case_id, first.line) == ("2024-01-01", 6)
    assert first.question == "At what capacity did the mill run?"
    assert first.tags == ("yes", "1.10")
    assert [[one.text for one in group] for group in first.facts] == [
        ["30 percent"],
        ["Ilse Brandt", "12"],
    ]
    texts = {d.source: given_document(d.data, source=d.source).text for d in suite.documents}
    assert [
        one.span.of(texts[one.source])
        for one in (*(fact for group in first.facts for fact in group), first.forbid[1])
        if one.span and one.source
    ] == [
        "ran at 30 percent of capacity",
        "Ilse Brandt, who runs the\nmill",
        "The ferry costs 12 crowns",
        "Output rose 12 percent in spring",
    ]
    assert first.forbid[0] == Fact(text="40 percent")
    assert first.forbid[1].span == Span(*[MILL.rindex("Output rose") + n for n in (0, 32)])
    assert (second.answerable, second.facts, second.line) == (False, (), 22)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "1: is empty"),
        ("# nothing\n", "1: is no mapping with 'corpus' and 'cases'"),
        ("- a\n- b\n", "1: is no mapping"),
        ("just words", "1: is no mapping"),
        ("corpus: docs\ncases: []\n", "2: the suite holds no cases"),
        ("corpus: docs\n", "1: the suite lacks 'cases'"),
        ("corpus: docs\ncases:\n", "2: 'cases' is left empty, not a list"),
        ("corpus: docs\ncases: {a: b}\n", "2: 'cases' is"),
        ("corpus: docs\ncases: [a]\n", "2: the case is 'a', not a mapping"),
        ("a: [1,\nb: }\n", "2: is no YAML: while parsing a flow"),
        ("name: x\nquestion: Who: what?\n", "2: is no YAML: mapping values are not allowed"),
        ("name: 'x\n", "2: is no YAML: while scanning a quoted scalar"),
        ("a: b\n\tc: d\n", "2: is no YAML"),
        ("name: x\nb: \x07\n", "2: is no YAML: it holds a control character"),
        ("name: x\n---\nname: y\n", "2: holds a second YAML document"),
        ("a: 1\nb: 2\na: 3\n", "3: the key 'a' is given twice; the first is on line 1"),
        ("a: &x [1]\nb: *x\n", "1: has an anchor or an alias"),
        ("a: b\n<<: *x\n", "2: has an anchor or an alias"),
        ("a: 1\nb: !!python/object:os.x {}\n", "2: has the tag"),
        ("a: !!binary aGk=\n", "1: has the tag"),
        ("? [a]\n: b\n", "1: has a key that is no text"),
        ("a:\n  " + "[" * 100_000, "2: is nested more than 20 deep"),
        ("a:\n  " + "{a: " * 30, "2: is nested more than 20 deep"),
        ("name: x\n".encode("utf-16"), "1: is not UTF-8"),
        (b"name: x\nb: caf\xe9\n", "2: is not UTF-8; save it as UTF-8"),
    ],
)
def test_what_is_no_suite_is_refused(folder: Path, text: str | bytes, says: str) -> None:
    assert error_of(folder, text).startswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (PLAIN.replace("name", "nmae"), "1: unknown key 'nmae' in the suite; did you mean 'name'?"),
        (PLAIN.replace("question", "qestion"), "5: unknown key 'qestion' in the case; did you"),
        (PLAIN + "    qestion: x\n", "8: unknown key 'qestion' in the case; did you mean"),
        (PLAIN + "    zzz: x\n", "8: unknown key 'zzz' in the case; it has id, question, facts"),
        (PLAIN.replace("quote", "qoute"), "7: unknown key 'qoute' in the fact; did you mean"),
        (fact(text="x", source="mill.md"), "6: a fact without proof"),
        (fact(text="x", quote="x"), "6: a fact without proof"),
        (fact(source="mill.md", quote="x"), "6: the fact gives either 'text' or 'quantity'"),
        (fact(text="x", quantity="3", source="a", quote="b"), "6: the fact gives either 'text'"),
        (
            fact(quantity="3 of 5 mills", source="a", quote="b"),
            "6: the fact has the quantity '3 of 5 mills', which reads as 2 quantities, not one",
        ),
        (fact(quantity="many", source="a", quote="b"), "6: the fact has the quantity 'many'"),
        (fact(text="x", source="a", quote="b", lnie=3), "6: unknown key 'lnie' in the fact; did"),
        (fact(text="x", source="a", quote="b", line=0), "6: 'line' is '0'; it is at least 1"),
        (fact(text="x", source="a", quote="b", line="x"), "6: 'line' is 'x', not a whole number"),
        (fact(text="", source="a", quote="b"), "6: 'text' is empty"),
        (fact(text="a", source="a", quote=["b"]), "6: 'quote' is \"['b']\", not a text"),
        (fact(any_of=[]), "6: 'any_of' is empty"),
        (fact(any_of=[{"text": "x"}]), "6: a fact without proof"),
        (fact(any_of=[{}], text="x"), "6: unknown key 'text' in a group of facts; it has any_of"),
        (CASE + "    facts: [30 percent]\n", "5: the fact is '30 percent', not a mapping"),
        (CASE + "    facts:\n", "5: 'facts' is left empty, not a list"),
        (CASE + "    tags: figure\n", "5: 'tags' is 'figure', not a list"),
        (CASE + "    tags: [[a]]\n", "5: an item of 'tags' is \"['a']\", not a text"),
        (CASE + "    answerable: perhaps\n", "5: 'answerable' is 'perhaps', not true or false"),
        (CASE + "    forbid: [{text: a, quote: b}]\n", "5: the forbidden fact has a 'quote' and"),
        (CASE + "    forbid: [{text: a, line: 3}]\n", "5: the forbidden fact has a 'line' and no"),
        (CASE.replace("What?", '"  "'), "4: 'question' is empty"),
        (CASE.replace("What?", ""), "4: 'question' is left empty, not a text"),
        (CASE.replace("id: a", 'id: "a\\nb"'), "3: 'id' is 'a\\nb'; it has to be one line"),
        (CASE, "3: the case 'a' has no facts; give some, or 'answerable: false'"),
        (PLAIN + "    answerable: false\n", "8: the case 'capacity' has facts and is not"),
        ("task: search\n" + CASE, "4: the case 'a' has no facts; give some"),
        (
            "task: search\n" + CASE + "    answerable: false\n",
            "6: the case 'a' is not answerable, and a search refuses nothing",
        ),
        (
            PLAIN + "    forbid: [{text: three in ten}]\n",
            "8: the case 'capacity' forbids 'three in ten', which its fact '30 percent' states",
        ),
        (
            PLAIN + PLAIN.partition("cases:\n")[2],
            "8: the id 'capacity' is given twice; the first is on line 4",
        ),
        ("task: answer\n" + PLAIN, "1: 'task' is 'answer'; it is 'ask', 'search' or 'summarize'"),
        ("top_k: 0\n" + PLAIN, "1: 'top_k' is '0'; it is at least 1"),
        ("top_k: five\n" + PLAIN, "1: 'top_k' is 'five', not a whole number"),
        ("gates:\n  recal@5: 1\n" + PLAIN, "2: unknown metric 'recal@5'; did you mean 'recall@k'?"),
        ("gates:\n  zzz: 1\n" + PLAIN, "2: unknown metric 'zzz'; there are fact_recall, "),
        (
            "gates: {recall@9: 1}\n" + PLAIN,
            "1: 'recall@9' is not scored where 'top_k' is 5; there are",
        ),
        ("gates: {recall@5: 1, recall@k: 1}\n" + PLAIN, "1: 'recall@5' has two gates"),
        ("gates: {latency_ms: 1}\n" + PLAIN, "1: 'latency_ms' depends on the machine"),
        ("gates:\n  mrr: 1.01\n" + PLAIN, "2: 'mrr' is '1.01'; it is at most 1"),
        ("gates: {mrr: -1}\n" + PLAIN, "1: 'mrr' is '-1'; it is at least 0"),
        ("gates: {mrr: .nan}\n" + PLAIN, "1: 'mrr' is '.nan', not a number"),
        ("gates: {mrr: nan}\n" + PLAIN, "1: 'mrr' is 'nan', not a finite number"),
        ("gates: [mrr]\n" + PLAIN, "1: 'gates' is"),
    ],
)
def test_a_suite_of_another_shape_is_refused(folder: Path, text: str, says: str) -> None:
    assert error_of(folder, text).startswith(says)


TWICE = "Output rose 12 percent in spring"


@pytest.mark.parametrize(
    ("text", "source", "quote", "line", "says"),
    [
        ("3", "mil.md", "x", None, "the corpus has no source 'mil.md'; did you mean 'mill.md'?"),
        ("3", "quay", "x", None, "the corpus has no source 'quay'; it has log.txt, mill.md"),
        ("3", "log.txt", "x", None, "the source 'log.txt' could be 'docs/a/log.txt' or 'docs/b"),
        (
            *("40 percent", "mill.md", "The mill ran at 40 percent of capacity", None),
            "the quote 'The mill ran at 40 percent of capacity' is not in 'docs/mill.md'; nearest",
        ),
        (
            "x",
            "mill.md",
            "sugar cane from the isles",
            None,
            "the quote 'sugar cane from the isles'",
        ),
        (
            *("8,400 boxes", "mill.md", "The port handled 8,400 boxes", None),
            "the quote 'The port handled 8,400 boxes' is not in 'docs/mill.md'; it stands in 'do",
        ),
        (
            *("12 percent", "mill.md", TWICE, None),
            f"the quote '{TWICE}' stands in 'docs/mill.md' 2 times, on lines 4, 7; quote more",
        ),
        (
            "12 percent",
            "mill.md",
            TWICE,
            5,
            f"the quote '{TWICE}' stands in 'docs/mill.md' on line",
        ),
        (
            *("30 percent", "mill.md", "ran at 30 percent", 4),
            "the quote 'ran at 30 percent' stands in 'docs/mill.md' on line 3, not on 4",
        ),
        ("€4", "mill.md", "A pump costs €4", 7, "the quote 'A pump costs €4' stands in 'docs/mill"),
        ("x", "mill.md", "…", None, "no letter or digit in the quote '…'"),
        (
            *("40 percent", "mill.md", "ran at 30 percent of capacity", None),
            "the quote 'ran at 30 percent of capacity' does not state '40 percent'",
        ),
        (
            "Brandt, I.",
            "mill.md",
            "Ilse Brandt, who",
            None,
            "the quote 'Ilse Brandt, who' does not",
        ),
    ],
)
@pytest.mark.parametrize("key", ["facts", "any_of", "forbid"])
def test_a_gold_quote_that_proves_nothing_is_refused(
    folder: Path, key: str, text: str, source: str, quote: str, line: int | None, says: str
) -> None:
    given = {"text": text, "source": source, "quote": quote}
    lines = [f"          {name}: {json.dumps(value)}" for name, value in given.items()]
    lines += [f"          line: {line}"] if line else []
    body = "\n".join(lines)
    if key == "forbid":
        cases = f"{CASE}    answerable: false\n    forbid:\n      -\n{body}\n"
    elif key == "any_of":
        cases = f"{CASE}    facts:\n      - any_of:\n        -\n{body}\n"
    else:
        cases = f"{CASE}    facts:\n      - # here\n{body}\n"
    message = error_of(folder, cases)
    at, _, words = message.partition(": ")
    assert words.startswith(says)
    first = cases[: cases.index(body)].count("\n") + 1
    wrong = 1 if "source" in words.split("'")[0] else 3 if words.endswith(f"on {line}") else 2
    assert int(at) == first + wrong


@pytest.mark.parametrize(
    ("corpus", "says"),
    [
        ("nowhere", "2: the corpus 'nowhere' does not exist"),
        ("docs/*.md", "2: the corpus 'docs/*.md' does not exist"),
        ("[docs,\n  nowhere]", "3: the corpus 'nowhere' does not exist"),
        ("[docs, other/docs]", "2: two documents are called 'docs/mill.md'"),
        ("[docs, docs/mill.md]", "2: 'mill.md' is in the corpus already, as 'docs/mill.md'"),
        ("empty", "2: the corpus 'empty' holds no documents"),
        ("bad/x.md", "2: '"),
        ("bad", "2: '"),
        ("", "1: names no documents"),
        ("[]", "1: names no documents"),
        ("[[a]]", "2: an item of 'corpus' is"),
        ("{a: b}", "2: 'corpus' is"),
    ],
)
def test_a_corpus_that_cannot_be_read_is_refused(folder: Path, corpus: str, says: str) -> None:
    (folder / "other" / "docs").mkdir(parents=True)
    (folder / "other" / "docs" / "mill.md").write_text("x", encoding="utf-8")
    (folder / "empty").mkdir()
    (folder / "bad").mkdir()
    (folder / "bad" / "x.md").write_bytes(b"%PDF-1.7")
    text = PLAIN.replace("corpus: docs\n", f"corpus: {corpus}\n" if corpus else "")
    assert error_of(folder, text).startswith(says)


def test_documents_take_the_place_of_the_corpus(folder: Path) -> None:
    path = folder / "suite.yaml"
    path.write_text(PLAIN.replace("corpus: docs", "corpus: nowhere"), encoding="utf-8")
    suite = load_suite(path, documents=[folder / "docs" / "mill.md"])
    assert [document.source for document in suite.documents] == ["mill.md"]
    assert suite.cases[0].facts[0][0].source == "mill.md"
    with pytest.raises(SuiteError, match=r"^the documents '.*gone' does not exist"):
        load_suite(path, documents=[folder / "gone"])


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_and_line_ends_of_other_systems_change_nothing(
    folder: Path, mark: str, end: str
) -> None:
    plain = load(folder, PLAIN)
    assert load(folder, mark + PLAIN.replace("\n", end)) == plain
    bad = mark + (PLAIN + "    zzz: 1\n").replace("\n", end)
    assert error_of(folder, bad).startswith("8: unknown key")


def test_a_line_separator_in_a_text_is_no_end_of_line(folder: Path) -> None:
    text = PLAIN.replace("At what", '"\u2028At what').replace("run?", 'run?"') + "    zzz: 1\n"
    assert error_of(folder, text).startswith("8: unknown key")


JSONL = """{"name": "mills", "corpus": "docs"}

{"id": "capacity", "question": "At what capacity did the mill run?", "facts": \
[{"text": "30 percent", "source": "mill.md", "quote": "ran at 30 percent of capacity"}], \
"forbid": [{"text": 40}], "tags": ["figure", "near-miss"]}
{"id": "rise", "question": "What did output do?", "facts": \
[{"text": "12 percent", "source": "mill.md", "quote": "Output rose 12 percent", "line": 4}, \
{"text": "fell", "source": "mill.md", "quote": "Output fell in autumn"}]}
{"id": "who", "question": "Who bought it?", "answerable": false}
"""
CSV = """id,question,fact,source,quote,line,forbid,answerable,tags
capacity,At what capacity did the mill run?,30 percent,mill.md,ran at 30 percent of capacity,\
,40,,figure; near-miss
,,,,,,,,
rise,What did output do?,12 percent,mill.md,Output rose 12 percent,4,,,
rise,What did output do?,fell,mill.md,"Output fell
in autumn",,,,
who,Who bought it?,,,,,,false,
"""
YAML = """name: mills
corpus: docs
cases:
  - id: capacity
    question: At what capacity did the mill run?
    facts: [{text: 30 percent, source: mill.md, quote: ran at 30 percent of capacity}]
    forbid: [{text: 40}]
    tags: [figure, near-miss]
  - id: rise
    question: What did output do?
    facts:
      - {text: 12 percent, source: mill.md, quote: Output rose 12 percent, line: 4}
      - {text: fell, source: mill.md, quote: Output fell in autumn}
  - {id: who, question: Who bought it?, answerable: false}
"""


def test_every_format_gives_the_same_suite(folder: Path) -> None:
    yaml, jsonl = load(folder, YAML), load(folder, JSONL, "suite.jsonl")
    table = load(folder, CSV.replace("fall\nin", "fall in"), "suite.csv")
    assert [case.line for case in yaml.cases] == [4, 9, 14]
    assert [case.line for case in jsonl.cases] == [3, 4, 5]
    assert [case.line for case in table.cases] == [2, 4, 7]
    assert (yaml.name, jsonl.name, table.name) == ("mills", "mills", "suite")
    assert [replace(case, line=None) for case in yaml.cases] == [
        replace(case, line=None) for case in jsonl.cases
    ]
    assert yaml.suite_hash == jsonl.suite_hash
    # The quotes are written with different blanks; all else is the same.
    assert [case.facts[0][0].span for case in table.cases if case.facts] == [
        case.facts[0][0].span for case in yaml.cases if case.facts
    ]
    assert [case_hash(case) for case in (table.cases[0], table.cases[2])] == [
        case_hash(case) for case in (yaml.cases[0], yaml.cases[2])
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"id": "a", "question": "b"\n', "1: is no JSON: Expecting ',' delimiter at column"),
        ('{"corpus": "docs"}\n[1]\n', "2: is no JSON object"),
        ('{"corpus": "docs"}\n', "1: the suite holds no cases"),
        ('{"corpus": "docs", "crops": 1}\n', "1: unknown key 'crops' in the suite; did you mean"),
        ('{"cases": []}\n', "1: 'cases' has no place here"),
        ('{"corpus": "docs"}\n{"id": "a"}\n', "2: the case lacks 'question'"),
        ('{"id": "a", "id": "b", "question": "c"}\n', "1: the key 'id' is given twice"),
        ('{"top_k": NaN}\n', "1: is no JSON: NaN is no number"),
        ("[" * 100_000 + "\n", "1: is nested too deep"),
        ('{"corpus": "docs"}\n\n{"id": "a", "question": true}\n', "3: 'question' is 'True', not"),
        ('{"id": "a", "question": "b", "answerable": false}\n', "1: names no documents"),
        (JSONL.replace("40}", "40, a"), "3: is no JSON"),
        (JSONL.replace("Who bought", "\\ud800"), "5: 'question' holds half a character"),
        (JSONL.replace("Output fell in", "Output fell by"), "4: the quote"),
        (JSONL.replace('"who"', '"rise"'), "5: the id 'rise' is given twice; the first is on line"),
    ],
)
def test_bad_json_lines_are_refused(folder: Path, text: str, says: str) -> None:
    assert error_of(folder, text, "suite.jsonl").startswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,question,fcat\n", "1: unknown column 'fcat'; did you mean 'fact'?"),
        ("id;question;fact\n", "1: unknown column 'id;question;fact'"),
        ("id,question,zzz\n", "1: unknown column 'zzz'; a suite has id, question, fact"),
        ("id,question,id\n", "1: the column 'id' is given twice"),
        ("id,fact\n", "1: there is no column 'question'"),
        ("id,question\n", "1: the suite holds no cases"),
        ("\n\nid,question\na,b,c\n", "4: the row has 3 cells and the header 2"),
        ('id,question\na,"b\n', "2: is no CSV"),
        ('id,question\na,"b"c\n', "2: is no CSV"),
        ("id,question\na,\n", "2: the case lacks 'question'"),
        ("id,question\n,b\n", "2: the case lacks 'id'"),
        (
            CSV.replace("rise,What did output do?,fell", "rise,What?,fell"),
            "5: the id 'rise' is giv",
        ),
        (CSV.replace("Output fell", "Output sank"), "5: the quote"),
        (CSV.replace("fell,mill.md", "fell,"), "5: a fact without proof"),
        (
            "id,question,answerable,tags\na,b,false,x\na,b,true,y\n",
            "3: 'answerable' is 'true' here and was 'false' in a row before",
        ),
        ("id,question\na," + "b" * 200_000 + "\n", "2: is no CSV: field larger"),
    ],
)
def test_bad_csv_is_refused(folder: Path, text: str, says: str) -> None:
    assert error_of(folder, text, "suite.csv").startswith(says)


PIECES = [
    b"",
    b'"',
    b"'",
    b"{",
    b"]",
    b":",
    b",",
    b"\n",
    b"\r",
    b"\t",
    b" ",
    b"&a ",
    b"*a",
    b"!!int ",
]
PIECES += [
    b"---\n",
    b"- ",
    b"\xff",
    b"\x00",
    b"\\ud800",
    b"\xe2\x80\xa8",
    b"null",
    b"1e999",
    b"|\n",
]


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), name=st.sampled_from(["suite.yaml", "suite.jsonl", "suite.csv"]))
def test_whatever_is_done_to_a_suite_the_error_is_a_line(
    folder: Path, data: st.DataObject, name: str
) -> None:
    text = {"suite.yaml": YAML, "suite.jsonl": JSONL, "suite.csv": CSV}[name].encode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 20)))
        text = text[:start] + data.draw(st.sampled_from(PIECES)) + text[end:]
    try:
        load(folder, text, name)
    except SuiteError as error:
        line, _, message = str(error).removeprefix(f"{folder / name}:").partition(": ")
        assert 1 <= int(line) <= len(re.findall(rb"\r\n?|\n", text)) + 1
        assert message
        assert message.splitlines() == [message]


def test_csv_names_no_documents_of_its_own(folder: Path) -> None:
    path = folder / "suite.csv"
    path.write_text(CSV, encoding="utf-8")
    with pytest.raises(SuiteError, match=r"suite.csv:1: names no documents"):
        load_suite(path)


def test_the_format_goes_by_the_ending_or_by_what_the_caller_says(folder: Path) -> None:
    (folder / "suite.txt").write_text(PLAIN, encoding="utf-8")
    assert load_suite(folder / "suite.txt", format="yaml").name == "mills"
    (folder / "suite.NDJSON").write_text(JSONL, encoding="utf-8")
    assert load_suite(folder / "suite.NDJSON").name == "mills"
    for path, chosen, says in (
        (folder / "suite.txt", None, r":1: ends in '.txt', which names no format; say which"),
        (folder / "docs", None, r":1: is a folder; say which format it has: yaml, jsonl, csv"),
        (folder / "gone.yaml", None, r":1: there is no such file"),
        (folder / "gone", None, r":1: there is no such file"),
        (folder / "gone", "yaml", r":1: there is no such file"),
        (folder / "docs", "yaml", r":1: is a folder, not a file"),
        (folder / "suite.txt", "squat", r":1: unknown format 'squat'; did you mean 'squad'\?"),
        (folder / "suite.txt", "zzz", r":1: unknown format 'zzz'; there are yaml, jsonl, csv"),
    ):
        with pytest.raises(SuiteError, match=str(path.name) + says):
            load_suite(path, format=chosen)
    with pytest.raises(SuiteError, match=r":1: a set in the format 'squad' brings its own"):
        load_suite(folder / "suite.txt", format="squad", documents=[folder / "docs"])
    assert set(FORMATS) == {
        *("yaml", "jsonl", "csv", "squad", "beir", "chunking"),
        "tatqa",
        "clapnq",
    }


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_suite_without_permission_is_refused(folder: Path) -> None:
    path = folder / "suite.yaml"
    path.write_text(PLAIN, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(SuiteError, match=r"suite.yaml:1: no permission to read it"):
        load_suite(path)


def test_a_pipe_is_refused_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "suite.yaml")
    with pytest.raises(SuiteError, match=r"suite.yaml:1: is not a regular file"):
        load_suite(folder / "suite.yaml")


def test_hashes_tell_what_was_asked_and_not_where_it_is_written(folder: Path) -> None:
    suite = load(folder, YAML)
    assert suite.suite_hash == suite_hash(suite.cases, reversed(suite.documents))
    moved = folder / "elsewhere"
    (folder / "docs").rename(moved.parent / "x")
    moved.mkdir()
    (folder / "x").rename(moved / "docs")
    again = load(moved, "\n# moved\n" + YAML.replace("[figure, near-miss]", "[other]"))
    assert again.suite_hash == suite.suite_hash
    assert [case_hash(case) for case in again.cases] == [case_hash(case) for case in suite.cases]
    first = suite.cases[0]
    for other in (
        replace(first, question="And now?"),
        replace(first, case_id="other"),
        replace(first, forbid=()),
        replace(first, facts=()),
        replace(first, answerable=False),
        replace(first, relevant={"x": 1}),
    ):
        assert case_hash(other) != case_hash(first)
        assert suite_hash([other], suite.documents) != suite_hash([first], suite.documents)
    (moved / "docs" / "port.txt").write_text("another", encoding="utf-8")
    assert load(moved, YAML).suite_hash != suite.suite_hash


def test_spans_refer_to_the_text_of_a_corpus(folder: Path) -> None:
    text = (
        CASE + "    facts:\n      - {text: 3 June 2031, source: port.txt, quote: on 3 June 2031}\n"
    )
    suite = load(folder, text)
    gold = suite.cases[0].facts[0][0]
    with Corpus.open(folder / ".ragkit") as corpus:
        for document in suite.documents:
            assert not corpus.add_bytes(document.data, source=document.source).failed
        texts = {document.source: document.text for document in corpus.documents()}
    assert gold.source == "docs/port.txt"
    assert gold.span
    assert gold.span.of(texts[gold.source]) == "on 3 June 2031"


def test_the_seeds_serve_as_a_corpus(tmp_path: Path) -> None:
    text = f"""corpus: {json.dumps(str(SEEDS))}
cases:
  - id: capacity-most-plants
    question: At what capacity are most North Korean arms plants running?
    facts:
      - quantity: 30 percent
        source: 2024-04-17-arms-plants.md
        quote: run at 30 percent of capacity
    forbid: [{{text: 100 percent}}]
"""
    suite = load(tmp_path, text)
    gold = suite.cases[0].facts[0][0]
    data = (SEEDS / "2024-04-17-arms-plants.md").read_text(encoding="utf-8")
    assert gold.source == "seeds/2024-04-17-arms-plants.md"
    start = data.index("run at 30 percent")
    assert gold.span == Span(start, start + 29)
    assert len(suite.documents) == len(list(SEEDS.iterdir()))


@pytest.mark.parametrize(
    ("name", "metric"),
    [
        *(("recall@5", "recall@5"), ("recall@k", "recall@5"), ("ndcg@5", "ndcg@5")),
        *(("hit_rate@1", "hit_rate@1"), ("hit_rate@k", "hit_rate@5"), ("mrr", "mrr")),
    ],
)
def test_a_metric_may_be_named_with_its_rank(name: str, metric: str) -> None:
    assert scored_name(name, top_k=5) == metric


@pytest.mark.parametrize(
    "name", ["recall@3", "recall@1", "mrr@5", "recall@", "@5", "cost_usd", "Recall@5"]
)
def test_a_metric_that_makes_no_gate_is_refused(name: str) -> None:
    with pytest.raises(QueryError, match=r"metric|is not scored|makes no gate"):
        scored_name(name, top_k=5)


def test_the_schema_for_editors_is_that_of_the_reader() -> None:
    committed = (ROOT / "evals" / "suite.schema.json").read_text(encoding="utf-8")
    written = json.dumps(suite_schema(), indent=2, ensure_ascii=False) + "\n"
    assert committed == written, "run: python -m ragkit.evals.schema > evals/suite.schema.json"


def test_every_key_of_the_schema_is_described() -> None:
    schema = suite_schema()
    for model in (schema, *schema["$defs"].values()):
        assert model["description"]
        assert all(key["description"] for key in model["properties"].values())


def test_reading_a_suite_loads_neither_chroma_nor_a_model() -> None:
    program = "import ragkit, sys; early = set(sys.modules)\nimport ragkit.evals.suite\n"
    program += (
        "print(*early & {'pydantic', 'yaml'}, *{'chromadb', 'onnxruntime'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == []
