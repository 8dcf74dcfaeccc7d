"""Asking and searching with the reader, without it, and where it cannot read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ragkit
from ragkit import Corpus, QueryError
from ragkit.answering.extractive import Extractive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program

PAGES = {
    "ferries.md": (
        "# Ferries\n\nThe Torvald was launched in May 1987. Her sister, the Ingrid, was launched"
        " in June 1991. Both sail from Lofthavn.\n\nThe ferry company moved its office to Brekke"
        " in 2015."
    ),
    "bridges.md": (
        "# Bridges\n\nThe bridge at Lofthavn was launched across the sound in sections. Nobody"
        " who saw the launch of the Torvald had thought of a bridge. It opened in August 2003."
    ),
}
QUESTION = "When was the Ingrid launched?"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("reranking")
    with Corpus.open(folder / "corpus") as opened:
        for name, text in PAGES.items():
            opened.add_text(text, source=name)
        yield opened


def test_the_words_that_answer_are_marked(corpus: Corpus) -> None:
    answer = corpus.ask(QUESTION, answerer="extractive")
    quote = answer.quotes[0]
    assert "June 1991" in quote.text
    assert [span.of(quote.text) for span in quote.highlights] == ["June 1991"]
    assert answer.confidence > 0.5
    assert answer.warnings == ()


def test_the_order_follows_the_score(corpus: Corpus) -> None:
    for rerank in (True, False):
        hits = corpus.search(QUESTION, top_k=10, rerank=rerank)
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert all((hit.answerable is not None) is rerank for hit in hits)
    best = corpus.search(QUESTION, top_k=1)
    assert "Ingrid" in best[0].chunk.text


def test_without_the_reader_nothing_is_read(corpus: Corpus) -> None:
    answer = corpus.ask(QUESTION, answerer="extractive", rerank=False)
    assert "June 1991" in answer.quotes[0].text
    assert {hit.answerable for hit in answer.retrieved} == {None}
    read = corpus.ask(QUESTION, answerer="extractive")
    assert read.provenance.settings_hash != answer.provenance.settings_hash


def test_another_language_is_not_read_and_said(corpus: Corpus) -> None:
    question = "Wann wurde die Fähre Ingrid vom Stapel gelassen?"
    answer = corpus.ask(question, answerer="extractive")
    assert {hit.answerable for hit in answer.retrieved} == {None}
    assert [w for w in answer.warnings if "English" in w]
    # Where nobody wants it read, there is nothing to be said.
    assert corpus.ask(question, answerer="extractive", rerank=False).warnings == ()


def test_a_yes_or_no_is_not_made_up(corpus: Corpus) -> None:
    answer = corpus.ask("Was the Torvald launched in 1987?", answerer="extractive")
    assert answer.statements[0].text == "The Torvald was launched in May 1987."
    assert all(s.text == s.quotes[0].text for s in answer.statements)


def test_what_a_document_is_about_is_said_at_its_beginning(tmp_path: Path) -> None:
    """A sentence far below is about it all the same, and needs not name it."""
    filler = "The sheds were painted and the old nets sold to a museum. " * 20
    sure = []
    for place in ("Lofthavn", "Brekke"):
        with Corpus.open(tmp_path / place) as corpus:
            text = (
                f"The year in the harbour of {place}.\n\n{filler}\n\nThe keeper counted 412 seals."
            )
            corpus.add_text(text, source="year.md")
            answer = corpus.ask("How many seals did the keeper of Lofthavn count?")
            sure.append(answer.confidence)
    assert sure[0] > 2 * sure[1]


def test_how_sure_it_has_to_be_can_be_chosen(corpus: Corpus) -> None:
    sure = corpus.ask(QUESTION, answerer="extractive").confidence
    strict = Extractive(abstain_below=min(1.0, sure + 0.001))
    refused = corpus.ask(QUESTION, answerer=strict)
    assert refused.abstained
    assert refused.confidence == sure
    assert not corpus.ask(
        "Who is the mayor of Lofthavn?", answerer=Extractive(abstain_below=0)
    ).abstained
    for wrong in (-0.1, 1.1):
        with pytest.raises(QueryError, match="abstain_below"):
            Extractive(abstain_below=wrong)


@pytest.fixture(params=["absent", "changed"])
def crippled(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the package whose reader is absent or changed."""
    own = Path(ragkit.__file__).parent
    copy = tmp_path / "site" / "ragkit"
    shutil.copytree(own, copy, ignore=shutil.ignore_patterns("_data", "__pycache__"))
    (copy / "_data").mkdir()
    for entry in (own / "_data").iterdir():
        if entry.name != "reader":
            (copy / "_data" / entry.name).symlink_to(entry)
    if request.param == "changed":
        (copy / "_data" / "reader").mkdir()
        (copy / "_data" / "reader" / "model.onnx").write_bytes(b"another model")
    return copy.parent


def test_without_its_model_sentences_are_chosen_as_before(crippled: Path, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(PAGES["ferries.md"], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ragkit", "ask", QUESTION, "note.md"],
        env={**os.environ, "PYTHONPATH": str(crippled)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "June 1991" in done.stdout
    told = " ".join((done.stdout + done.stderr).split())
    assert "reader/model.onnx" in told
    assert "install ragkit again" in told


def test_the_command_line_can_do_without(ragkit: Program, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(PAGES["ferries.md"], encoding="utf-8")
    assert ragkit("add", "note.md").returncode == 0
    assert ", reader 0." in ragkit("search", QUESTION).stdout
    assert "reader" not in ragkit("search", QUESTION, "--no-rerank").stdout
    env = {"RAGKIT_RERANK": "no"}
    assert "reader" not in ragkit("search", QUESTION, env=env).stdout
    assert ragkit("ask", QUESTION).returncode == 0
    assert ragkit("ask", QUESTION, "--abstain-below", "1").returncode == 1
    (tmp_path / "ragkit.toml").write_text("abstain_below = 1\nrerank = false\n")
    assert ragkit("ask", QUESTION).returncode == 1
    assert "reader" not in ragkit("search", QUESTION).stdout


def test_of_two_figures_the_one_that_was_asked_for_is_marked(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus") as corpus:
        corpus.add_text(
            "The Alder mill ground 412 tonnes of rye in March and 390 in April.", source="mill"
        )
        for month, tonnes in (("March", "412"), ("April", "390")):
            question = f"How many tonnes of rye did the Alder mill grind in {month}?"
            quote = corpus.ask(question, answerer="extractive").quotes[0]
            (marked,) = (span.of(quote.text) for span in quote.highlights)
            assert tonnes in marked
            assert {"412", "390"} - set(re.findall(r"\d+", marked))


def test_a_sentence_without_an_end_is_read_from_its_start(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus") as corpus:
        corpus.add_text(
            f"The ferry Ingrid was launched in June 1991, {'and so on, ' * 60_000}", source="a"
        )
        answer = corpus.ask(QUESTION, answerer="extractive")
        assert [span.of(answer.quotes[0].text) for span in answer.quotes[0].highlights] == [
            "June 1991"
        ]
