"""Public sets as suites: their gold by offset, and what is malformed; all texts invented."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ragkit.documents.reading import given_document
from ragkit.errors import SuiteError
from ragkit.evals.importers import IMPORTERS, read_beir
from ragkit.evals.importers.building import places_of, slug
from ragkit.evals.suite import load_suite
from ragkit.types import Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ragkit.evals.records import Case, Suite

ENGINE = (
    "The engine of the Larkmoor mill was built in 1871.\r\nIt ran until 1903, then 1903 more hours."
)
QUAY = "The new quay is 120 metres long."


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def put(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder


def gold(suite: Suite, case: Case) -> list[list[tuple[str, str | None]]]:
    """Each group of facts: the text, and what stands at its place in the document."""
    texts = {
        document.source: given_document(document.data, source=document.source).text
        for document in suite.documents
    }
    return [
        [
            (fact.text, fact.span.of(texts[fact.source]) if fact.span and fact.source else None)
            for fact in group
        ]
        for group in case.facts
    ]


def squad(**changes: Any) -> dict[str, Any]:
    """A SQuAD file of one article with two paragraphs."""
    first = {
        "context": ENGINE,
        "qas": [
            {
                "id": "q1",
                "question": " When did it stop? ",
                "is_impossible": False,
                "answers": [
                    {"text": "1903", "answer_start": ENGINE.index("1903")},
                    {"text": "until 1903", "answer_start": ENGINE.index("until")},
                    {"text": "1903", "answer_start": ENGINE.index("1903")},
                ],
                **changes,
            },
            {
                "id": "q1",
                "question": "Who sold it?",
                "is_impossible": True,
                "answers": [],
                "plausible_answers": [{"text": "the mill", "answer_start": 0}],
            },
        ],
    }
    second = {"context": QUAY, "qas": [{"id": 7, "question": "How long?", "answers": []}]}
    return {
        "version": "v2.0",
        "data": [
            {"title": "Larkmoor / mill", "paragraphs": [first]},
            {"title": "Larkmoor / mill", "paragraphs": [second]},
        ],
    }


def test_squad(tmp_path: Path) -> None:
    put(tmp_path, {"dev.json": "\ufeff" + json.dumps(squad())})
    suite = load_suite(tmp_path / "dev.json", format="squad")
    assert (suite.name, suite.task, suite.top_k) == ("dev", "ask", 5)
    assert [document.source for document in suite.documents] == [
        *("Larkmoor-mill/0001.txt", "Larkmoor-mill-2/0001.txt")
    ]
    first, second, third = suite.cases
    assert (first.case_id, first.question) == ("q1", "When did it stop?")
    assert gold(suite, first) == [[("1903", "1903"), ("until 1903", "until 1903")]]
    assert first.gold_texts == ("1903", "until 1903")
    assert first.relevant == {"Larkmoor-mill/0001.txt": 1}
    assert first.tags == ("answerable",)
    assert (second.case_id, second.answerable, second.facts) == ("q1-2", False, ())
    assert (second.relevant, second.tags) == ({}, ("unanswerable",))
    assert (third.case_id, third.answerable) == ("7", False)
    assert len(suite.suite_hash) == 64


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "1: is empty"),
        ("{", "1: is no JSON: EOF while parsing an object"),
        ('{"data":\n[,]}', "2: is no JSON: expected value"),
        ("[]", "1: does not have the shape of the set: it: "),
        ('{"data": [{"title": "x"}]}', "1: does not have the shape of the set: data.0.paragraphs"),
        ('{"data": []}', "1: holds no questions"),
        ("[" * 100_000, "1: is no JSON: recursion limit"),
        (
            json.dumps(squad(answers=[{"text": "1903", "answer_start": 3}])),
            "1: the answer '1903' to the question 'q1' does not stand at 3",
        ),
        (
            json.dumps(squad(answers=[{"text": "1903", "answer_start": -4}])),
            "1: the answer '1903' to the question 'q1' does not stand at -4",
        ),
        (json.dumps(squad()).replace("The new quay", "\\u0001" * 9), "1: the document 'Larkmoor"),
        (json.dumps(squad()).replace(QUAY, " "), "1: the document 'Larkmoor-mill-2/0001.txt' hold"),
    ],
)
def test_a_malformed_squad_file_is_refused(tmp_path: Path, text: str, says: str) -> None:
    put(tmp_path, {"dev.json": text})
    assert error_of("squad", tmp_path / "dev.json").startswith(f"{tmp_path / 'dev.json'}:{says}")


def error_of(name: str, path: Path) -> str:
    with pytest.raises(SuiteError) as caught:
        load_suite(path, format=name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", sorted(IMPORTERS))
def test_a_set_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    assert ":1: there is no such file" in error_of(name, tmp_path / "gone")


BEIR = {
    "corpus.jsonl": lines(
        {"_id": "d1", "title": "The mill", "text": ENGINE, "metadata": {}},
        {"_id": "d2", "title": "", "text": QUAY},
        {"_id": 3, "title": "", "text": " "},
    ),
    "queries.jsonl": lines(
        {"_id": "q1", "text": "When was the engine built?"},
        {"_id": "q2", "text": "How long is the quay?"},
        {"_id": "q3", "text": "Judged by nobody?"},
    ),
    "qrels/test.tsv": "query-id\tcorpus-id\tscore\r\nq2\td2\t2\r\nq2\td1\t0\nq1\td1\t1\nq1\t3\t1\n",
}


def test_beir(tmp_path: Path) -> None:
    folder = put(tmp_path / "mills", BEIR)
    suite = load_suite(folder, format="beir")
    assert (suite.name, suite.task) == ("mills", "search")
    assert {document.source: document.data.decode() for document in suite.documents} == {
        "d1": "The mill\n\n" + ENGINE.replace("\r", ""),
        "d2": QUAY,
    }
    assert [(case.case_id, case.question, case.relevant) for case in suite.cases] == [
        ("q2", "How long is the quay?", {"d2": 2, "d1": 0}),
        ("q1", "When was the engine built?", {"d1": 1, "3": 1}),
    ]


def test_beir_takes_the_split_that_is_named_or_the_only_one(tmp_path: Path) -> None:
    files = {**BEIR, "qrels/dev.tsv": "q1\td1\t1\n"}
    assert [case.case_id for case in read_beir(put(tmp_path, files), split="dev").cases] == ["q1"]
    assert len(read_beir(tmp_path).cases) == 2
    (tmp_path / "qrels" / "test.tsv").unlink()
    assert len(read_beir(tmp_path).cases) == 1
    put(tmp_path, {"qrels/train.tsv": ""})
    assert "there are the splits dev, train and no 'test'" in error_of("beir", tmp_path)


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("corpus.jsonl", '{"_id": "d1"}\n', "1: does not have the shape of the set: text: field"),
        ("corpus.jsonl", lines({"_id": "a", "text": "b"}) + "{", "2: is no JSON"),
        ("corpus.jsonl", lines(*[{"_id": "a", "text": "b"}] * 2), "2: the id 'a' is given twice"),
        ("queries.jsonl", lines(*[{"_id": "a", "text": "b"}] * 2), "2: the id 'a' is given twice"),
        ("queries.jsonl", "", "1: is empty"),
        ("qrels/test.tsv", "q1\td1\t1\nq9\td1\t1\n", "2: there is no query 'q9'"),
        ("qrels/test.tsv", "q1\td9\t1\n", "1: there is no document 'd9'"),
        ("qrels/test.tsv", "q\td\ts\nq1\td1\tx\n", "2: the grade 'x' is no whole number"),
        ("qrels/test.tsv", "q1 d1 1\n", "1: has 1 columns, not query, document and grade"),
    ],
)
def test_a_malformed_beir_folder_is_refused(
    tmp_path: Path, file: str, text: str, says: str
) -> None:
    put(tmp_path, {**BEIR, file: text})
    assert error_of("beir", tmp_path).startswith(f"{tmp_path / file}:{says}")


TEXT = "Preface.\nThe quay – new – is 120 metres long. It cost €4 million. It opened late.\n"


def chunking(*references: tuple[str, int], question: str = "What of the quay?") -> str:
    cells = json.dumps(
        [
            {"content": words, "start_index": start, "end_index": start + len(words)}
            for words, start in references
        ]
    ).replace('"', '""')
    return f'question,references,corpus_id\n"{question}","{cells}",quay\n'


def test_chunking(tmp_path: Path) -> None:
    words = ("The quay – new – is 120 metres long.", "It opened late.")
    table = chunking(*[(one, TEXT.index(one)) for one in words])
    table += table.split("\n", 1)[1]
    folder = put(
        tmp_path / "data",
        {"corpora/quay.md": TEXT, "corpora/extra.md": "More.", "questions_df.csv": table},
    )
    suite = load_suite(folder, format="chunking")
    assert (suite.name, suite.task, suite.top_k) == ("data", "search", 5)
    assert [document.source for document in suite.documents] == [
        *("corpora/extra.md", "corpora/quay.md")
    ]
    assert [case.case_id for case in suite.cases] == ["quay-001", "quay-002"]
    assert gold(suite, suite.cases[0]) == [[(one, one)] for one in words]
    assert suite.cases[0].tags == ("quay",)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("question,references\n", "1: there is no column 'corpus_id'"),
        (chunking(("The quay", 0)), "2: 'The quay' does not stand at 0 to 8 of 'quay'"),
        (chunking(), "2: the question has no references"),
        (chunking(("The", 9)).replace(",quay", ",pier"), "2: there is no text 'corpora/pier.md'"),
        (chunking(("The", 9)).replace(",quay", ""), "2: the row has more or fewer cells"),
        (chunking(("The", 9)).replace(",quay", ',"quay'), "2: is no CSV"),
        (chunking(("The", 9)).replace("]", ""), "2: is no JSON"),
        (chunking(("The", 9), question="a\nb").replace("[{", "[{]"), "2: is no JSON"),
        (chunking(("The", 9)).replace("start_index", "begin"), "2: does not have the shape of"),
        ("question,references,corpus_id\n", None),
    ],
)
def test_a_malformed_chunking_folder_is_refused(
    tmp_path: Path, table: str, says: str | None
) -> None:
    put(tmp_path, {"corpora/quay.md": TEXT, "questions_df.csv": table})
    start = f"{tmp_path / 'questions_df.csv'}:{says}" if says else f"{tmp_path}:1: holds no quest"
    assert error_of("chunking", tmp_path).startswith(start)


def tatqa(*relevant: str, **changes: object) -> list[dict[str, Any]]:
    question = {
        "uid": "q",
        "question": "Which cost?",
        "answer": ["Costs"],
        "answer_type": "span",
        "answer_from": "text",
        "rel_paragraphs": list(relevant),
        **changes,
    }
    paragraphs = [
        {"uid": "p2", "order": 2, "text": "Costs fell 15 percent. Costs fell again in 2031."},
        {"uid": "p1", "order": 1, "text": "Costs rose 5 percent in 2030."},
        {"uid": "p3", "order": 3, "text": "Costs fell once more."},
    ]
    return [{"table": {"uid": "t"}, "paragraphs": paragraphs, "questions": [question, question]}]


@pytest.mark.parametrize(
    ("answer", "relevant", "expected"),
    [
        (["5 percent"], ["1"], [("5 percent", 11)]),
        (["5 percent"], ["2"], [("5 percent", None)]),  # of 15 percent
        (["Costs fell"], ["2"], [("Costs fell", 31), ("Costs fell", 54)]),
        (["Costs fell"], ["2", "3"], [("Costs fell", n) for n in (31, 54, 81)]),
        (["costs  ROSE"], ["1"], [("costs  ROSE", 0)]),
        (["Four"], ["1"], [("Four", None)]),
        (["Costs"], ["9"], [("Costs", None)]),
        ("Costs rose", ["1"], [("Costs rose", 0)]),
    ],
)
def test_tatqa(
    tmp_path: Path, answer: object, relevant: list[str], expected: list[tuple[str, int | None]]
) -> None:
    put(tmp_path, {"dev.json": json.dumps(tatqa(*relevant, answer=answer))})
    suite = load_suite(tmp_path / "dev.json", format="tatqa")
    (document,) = suite.documents
    assert document.source == "t.txt"
    assert document.data.decode().split("\n\n") == [
        "Costs rose 5 percent in 2030.",
        "Costs fell 15 percent. Costs fell again in 2031.",
        "Costs fell once more.",
    ]
    assert [case.case_id for case in suite.cases] == ["q", "q-2"]
    (group,) = suite.cases[0].facts
    assert [(fact.text, fact.span.start if fact.span else None) for fact in group] == expected
    for text, words in gold(suite, suite.cases[0])[0]:
        assert words is None or words.lower().split() == text.lower().split()


@pytest.mark.parametrize(
    "changes",
    [
        {"answer_type": "multi-span"},
        {"answer_from": "table-text"},
        {"answer": ["a", "b"]},
        {"answer": [3]},
        {"answer": -12.6},
        {"answer": []},
        {"answer": [" "]},
    ],
)
def test_tatqa_leaves_out_what_no_single_span_answers(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    put(tmp_path, {"dev.json": json.dumps(tatqa("1", **changes))})
    assert error_of("tatqa", tmp_path / "dev.json").endswith("dev.json:1: holds no questions")


def clapnq(case_id: str, text: str, *outputs: tuple[str, list[str]]) -> dict[str, object]:
    return {
        "id": case_id,
        "input": f"what of {case_id}",
        "passages": [{"title": "Mill / Larkmoor", "text": text, "sentences": []}],
        "output": [
            {"answer": answer, "selected_sentences": sentences, "meta": {}}
            for answer, sentences in outputs
        ],
    }


SPACED = "The mill 's engine ran . It was loud .  It was old .\nIt was loud . "


def test_clapnq(tmp_path: Path) -> None:
    answerable = lines(
        clapnq(
            "a",
            SPACED,
            ("It ran.", ["The mill 's engine ran .", "It was  old ."]),
            ("It ran and was loud.", ["The mill 's engine ran .", "It was loud ."]),
            ("", []),
        ),
        clapnq("b", "Another passage .", ("An answer.", [])),
    )
    unanswerable = lines(clapnq("a", SPACED, ("", [])))
    folder = put(tmp_path / "clapnq", {"x_answerable.jsonl": answerable, "y.jsonl": unanswerable})
    suite = load_suite(folder, format="clapnq")
    assert (suite.name, suite.task) == ("clapnq", "ask")
    assert [document.source for document in suite.documents] == [
        *("Mill-Larkmoor.txt", "Mill-Larkmoor-2.txt")
    ]
    first, third, second = suite.cases
    assert gold(suite, first) == [
        [("The mill 's engine ran .", "The mill 's engine ran .")],
        [("It was  old .", "It was old .")],
        [("It was loud .", "It was loud .")] * 2,
    ]
    assert gold(suite, second) == [[("An answer.", None)]]
    assert (third.case_id, third.answerable, third.facts) == ("a-2", False, ())
    assert [first.tags, second.tags, third.tags] == [*[("answerable",)] * 2, ("unanswerable",)]
    assert load_suite(folder / "y.jsonl", format="clapnq").cases[0].case_id == "a"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (lines(clapnq("a", "x")) + '{"id": "b"}\n', "2: does not have the shape of the set: input"),
        (lines({**clapnq("a", "x"), "passages": []}), "1: the question has no passage"),
        (lines(clapnq("a", " ")), "1: the document 'Mill-Larkmoor.txt' holds no visible"),
        ("\n\n[\n", "3: is no JSON"),
    ],
)
def test_a_malformed_clapnq_file_is_refused(tmp_path: Path, text: str, says: str) -> None:
    put(tmp_path, {"x.jsonl": text})
    assert error_of("clapnq", tmp_path / "x.jsonl").startswith(f"{tmp_path / 'x.jsonl'}:{says}")


@pytest.mark.parametrize(
    ("words", "starts"),
    [
        ("5", [6]),
        ("£5", [5]),
        ("as\nof", [12]),
        ("AS OF", [12]),
        ("15", [9]),
        ("(x)", [18]),
        ("x", [19]),
        ("", []),
        ("none", []),
    ],
)
def test_words_stand_whole(words: str, starts: list[int]) -> None:
    text = "cost £5, 15 as of (x)"
    assert [span.start for span in places_of(text, words)] == starts
    assert places_of(text, words, within=Span(0, 4)) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A/B: c", "A-B-c"),
        ("..", "untitled"),
        ("", "untitled"),
        ("Élan", "Élan"),
        ("a" * 99, "a" * 80),
    ],
)
def test_a_title_as_a_name(title: str, name: str) -> None:
    assert slug(title) == name
