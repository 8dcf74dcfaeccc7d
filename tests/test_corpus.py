"""The library's front door, on small real corpora."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragkit import (
    Corpus,
    CorpusDamagedError,
    CorpusExistsError,
    CorpusNotFoundError,
    CorpusVersionError,
    Document,
    EmbedderMismatchError,
    QueryError,
    QuoteItem,
    SourceNotFoundError,
    UnreadableSourceError,
    Verdict,
    read_draft,
)
from tests.doubles import WordEmbedder

BRIDGE = "The Alder bridge reopened on 4 May 2021. It carries 12,400 vehicles a day."
FERRY = "The Karsholm ferry carries 310 passengers. It sails at noon."


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus.open(tmp_path / ".ragkit", embedder=WordEmbedder())
    made.add_text(BRIDGE, source="bridge", metadata={"kind": "road"})
    made.add_text(FERRY, source="ferry", metadata={"kind": "water", "class": "A"})
    return made


def test_a_quote_is_a_slice_of_its_document(corpus: Corpus) -> None:
    answer = corpus.ask("How many passengers does the Karsholm ferry carry?", abstain=False)
    for quote in answer.quotes:
        document = corpus.document(quote.source)
        assert quote.text == quote.span.of(document.text)
        assert quote.text_hash == document.text_hash
        assert quote.doc_id == document.doc_id
    assert answer.quotes[0].text == "The Karsholm ferry carries 310 passengers."
    assert [h.of(answer.quotes[0].text) for h in answer.quotes[0].highlights] == ["310"]


@pytest.mark.parametrize(
    ("where", "sources", "found"),
    [
        ({"kind": "road"}, None, {"bridge"}),
        ({"kind": "water", "class": "A"}, None, {"ferry"}),
        ({"kind": "water", "class": "B"}, None, set()),
        ({"kind' OR 1=1 --": "x"}, None, set()),
        ({"source": "ferry"}, None, {"ferry"}),
        (None, ["bridge"], {"bridge"}),
        (None, [], set()),
        ({"kind": "road"}, ["ferry"], set()),
        (None, None, {"bridge", "ferry"}),
    ],
)
def test_filters(
    corpus: Corpus,
    where: dict[str, str] | None,
    sources: list[str] | None,
    found: set[str],
) -> None:
    hits = corpus.search("What carries vehicles or passengers?", where=where, sources=sources)
    assert {hit.chunk.source for hit in hits} == found


def test_hits_are_ranked_and_explained(corpus: Corpus) -> None:
    hits = corpus.search("passengers of the ferry", top_k=2)
    assert [hit.rank for hit in hits] == [1, 2]
    assert hits[0].score >= hits[1].score
    assert hits[0].chunk.source == "ferry"
    assert hits[0].lexical is not None
    assert hits[0].lexical > 0
    assert hits[0].dense is not None
    assert -1 <= hits[0].dense <= 1.001


def test_exact_repeats_collapse_onto_the_first(corpus: Corpus) -> None:
    corpus.add_text(BRIDGE, source="copy of bridge")
    hits = corpus.search("Alder bridge vehicles", top_k=10)
    assert [hit.chunk.source for hit in hits] == ["bridge", "ferry"]


def test_neighbors_widen_a_passage(corpus: Corpus) -> None:
    sentences = " ".join(
        f"Paragraph {n} of the long report speaks at length about matter {n} and no other."
        for n in range(60)
    )
    corpus.add_text(sentences, source="long")
    (hit,) = corpus.search("matter 30", top_k=1, sources=["long"])
    (wide,) = corpus.search("matter 30", top_k=1, sources=["long"], neighbors=2)
    text = corpus.document("long").text
    for found in (hit, wide):
        assert found.chunk.text == found.chunk.span.of(text)
    assert wide.chunk.span.contains(hit.chunk.span)
    assert wide.chunk.text.count("Paragraph") == hit.chunk.text.count("Paragraph") + 4
    assert wide.chunk.token_count > hit.chunk.token_count


def test_passages_of_one_search_share_no_character(corpus: Corpus) -> None:
    sentences = " ".join(f"Line {n} says that matter {n % 7} went on." for n in range(200))
    corpus.add_text(sentences, source="long")
    spans = [h.chunk.span for h in corpus.search("matter 3 went on", top_k=8, sources=["long"])]
    assert len(spans) == 8
    assert not any(a.overlaps(b) for a in spans for b in spans if a is not b)


def test_adding_again_changes_nothing_and_a_new_version_replaces(corpus: Corpus) -> None:
    assert corpus.add_text(BRIDGE, source="bridge", metadata={"kind": "road"}).unchanged
    report = corpus.add_text(BRIDGE.replace("12,400", "13,100"), source="bridge")
    assert report.updated == ("bridge",)
    assert "13,100" in corpus.document("bridge").text
    hits = corpus.search("How many vehicles?", top_k=10)
    assert not any("12,400" in hit.chunk.text for hit in hits)
    assert corpus.status().documents == 2


def test_metadata_given_before_stay_until_given_anew(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text(f"---\nstatus: draft\nyear: 2021\n---\n\n{BRIDGE}")
    with Corpus.open(tmp_path / ".ragkit", embedder=WordEmbedder()) as corpus:

        def metadata_after(**given: str) -> dict[str, str]:
            corpus.add([note], metadata=given)
            return dict(corpus.document("note.md").metadata)

        first = {"status": "draft", "year": "2021", "team": "roads"}
        assert metadata_after(team="roads") == first
        assert metadata_after() == first
        # What the front matter says no more lapses, what it says anew holds.
        note.write_text(f"---\nyear: 2022\n---\n\n{BRIDGE}")
        assert metadata_after() == {"year": "2022", "team": "roads"}
        assert metadata_after(team="rail") == {"year": "2022", "team": "rail"}
        note.write_text(BRIDGE)
        assert metadata_after() == {"team": "rail"}
        assert [s.source for s in corpus.sources({"team": "rail"})] == ["note.md"]
    texts = Corpus.open(tmp_path / "texts", embedder=WordEmbedder())
    texts.add_text(BRIDGE, source="x", metadata={"team": "roads"})
    texts.add_text(FERRY, source="x", metadata={"kind": "water"})
    assert texts.document("x").metadata == {"team": "roads", "kind": "water"}


@pytest.mark.parametrize(
    "name", ["x\ud800", "\udcff", " "], ids=["lone surrogate", "odd byte", "blank"]
)
def test_names_and_metadata_that_no_catalog_can_hold(corpus: Corpus, name: str) -> None:
    with pytest.raises(QueryError, match="source name"):
        corpus.add_text(BRIDGE, source=name)
    with pytest.raises(QueryError, match="source name"):
        corpus.add_bytes(BRIDGE.encode(), source=name)
    for pairs in ({name: "x"}, {"x": name}) if name.strip() else ():
        with pytest.raises(QueryError, match="UTF-8"):
            corpus.add_text(BRIDGE, source="x", metadata=pairs)
        with pytest.raises(QueryError, match="UTF-8"):
            corpus.add([], metadata=pairs)
        with pytest.raises(QueryError, match="UTF-8"):
            corpus.sources(pairs)
        with pytest.raises(QueryError, match="UTF-8"):
            corpus.search("bridge", where=pairs)
        with pytest.raises(QueryError, match="UTF-8"):
            corpus.ask("bridge", where=pairs)
    assert len(corpus.sources()) == 2


def test_front_matter_of_lone_surrogates_is_stored(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f'---\ntitle: "T\\ud800"\nk: "v\\ud800"\n---\n\n{BRIDGE}')
    with Corpus.open(tmp_path / ".ragkit", embedder=WordEmbedder()) as corpus:
        assert corpus.add(tmp_path / "a.md").added == ("a.md",)
        document = corpus.document("a.md")
    assert (document.title, document.metadata) == ("T\ufffd", {"k": "v\ufffd"})


def test_one_path_or_name_is_no_list_of_letters(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"{BRIDGE} This is {name}.")
    with Corpus.open(tmp_path / ".ragkit", embedder=WordEmbedder()) as corpus:
        assert corpus.add(str(tmp_path)).added == ("a.txt", "b.txt", "c.txt")
        assert corpus.add(tmp_path / "a.txt").unchanged == ("a.txt",)
        assert {h.chunk.source for h in corpus.search("bridge", sources="b.txt")} == {"b.txt"}
        assert corpus.remove("a.txt") == ("a.txt",)
        assert corpus.remove(tmp_path / "b.txt") == ("b.txt",)


def test_bytes_are_read_as_a_file_of_that_name(corpus: Corpus) -> None:
    page = f"<html><body><article><h1>Ferry</h1><p>{FERRY}</p></article></body></html>"
    corpus.add_bytes(page.encode(), source="a page")
    assert FERRY in corpus.document("a page").text
    assert "<p>" not in corpus.document("a page").text
    (failure,) = corpus.add_bytes(b" ", source="blank").failed
    assert (failure.path, failure.reason) == ("blank", "holds no visible character")


def test_nothing_left_to_search_is_the_reason(corpus: Corpus) -> None:
    for where, sources in (({"kind": "air"}, None), (None, [])):
        answer = corpus.ask("How many passengers?", where=where, sources=sources)
        assert answer.abstained
        assert (answer.reason or "").startswith("no document is left to search")


def test_quotes_of_files_that_changed_or_went_carry_a_warning(tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(BRIDGE)
    question = "How many vehicles a day?"
    place = tmp_path / ".ragkit"
    with Corpus.open(place, embedder=WordEmbedder(), refresh=False) as corpus:
        corpus.add(tmp_path)
        corpus.add_text(FERRY, source="ferry.txt")  # no file, so none can go

        def warnings(question: str = question) -> str:
            return "\n".join(corpus.ask(question, abstain=False, max_statements=1).warnings)

        assert warnings() == warnings("How many passengers does the ferry carry?") == ""
        for text in (BRIDGE + " More.", ""):
            (tmp_path / "bridge.txt").write_text(text)
            assert warnings().startswith(
                "bridge.txt has changed since it was added; run `ragkit sync "
            )
        (tmp_path / "bridge.txt").write_text(BRIDGE)
        assert warnings() == ""
        (tmp_path / "bridge.txt").unlink()
        assert warnings().startswith("bridge.txt is not there any more; run `ragkit sync ")
        # The corpus is not where the command looks by itself.
        assert f"--corpus {place}`" in warnings()


def test_a_known_sentence_is_not_embedded_again(tmp_path: Path) -> None:
    embedder = WordEmbedder()
    with Corpus.open(tmp_path / "c", embedder=embedder) as corpus:
        corpus.add_text("One thing. Another thing. A third thing.", source="a")
        assert embedder.texts_embedded == 3
        corpus.add_text("One thing. Another thing. Something new here.", source="a")
        assert embedder.texts_embedded == 4


def test_remove_forgets_everywhere(corpus: Corpus) -> None:
    folder = corpus.folder
    assert corpus.remove(["ferry"]) == ("ferry",)
    assert not any("ferry" in h.chunk.text for h in corpus.search("Karsholm ferry", top_k=10))
    with pytest.raises(SourceNotFoundError):
        corpus.document("ferry")
    # Even while it is open.
    left = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    for word in (b"Karsholm", b"karsholm", b"passeng"):
        assert word not in left


@pytest.mark.parametrize("harm", ["two at once, one unknown", "unknown"])
def test_removing_what_is_not_there_changes_nothing(corpus: Corpus, harm: str) -> None:
    names = ["ferry", "nothing"] if harm.startswith("two") else ["nothing"]
    with pytest.raises(SourceNotFoundError):
        corpus.remove(names)
    assert len(corpus.sources()) == 2


def test_another_embedder_is_refused_until_all_is_embedded_anew(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    with Corpus.open(folder, embedder=WordEmbedder()) as corpus:
        corpus.add_text(BRIDGE, source="bridge")
        corpus.add_text(BRIDGE + " " + FERRY, source="both")
    other = WordEmbedder("longer", 128)
    with Corpus.open(folder, create=False, embedder=other) as corpus:
        with pytest.raises(EmbedderMismatchError, match="--reembed --embedder longer"):
            corpus.search("vehicles")
        with pytest.raises(EmbedderMismatchError):
            corpus.add_text("New words.", source="new")
        corpus.reembed(other)
        assert other.texts_embedded == 4
        assert corpus.search("How many vehicles?")[0].chunk.source == "bridge"
        assert corpus.status().embedder == "longer"
    with (
        Corpus.open(folder, create=False, embedder=WordEmbedder()) as corpus,
        pytest.raises(EmbedderMismatchError),
    ):
        corpus.search("vehicles")


def test_an_absent_corpus_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(CorpusNotFoundError, match="ragkit add"):
        Corpus.open(tmp_path / "none", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CorpusExistsError, match="holds other files"):
        Corpus.open(tmp_path)
    (tmp_path / "file").write_text("a file")
    with pytest.raises(CorpusExistsError, match="is a file"):
        Corpus.open(tmp_path / "file")
    assert {p.name for p in tmp_path.iterdir()} == {"mine.txt", "file"}


def test_a_corpus_of_a_newer_version(corpus: Corpus) -> None:
    corpus.close()
    database = sqlite3.connect(corpus.folder / "catalog.sqlite3")
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(CorpusVersionError, match="format 99"):
        Corpus.open(corpus.folder)


@pytest.mark.parametrize("harm", ["overwritten", "truncated", "another database", "bad text"])
def test_a_corrupt_catalog(corpus: Corpus, harm: str) -> None:
    corpus.close()
    path = corpus.folder / "catalog.sqlite3"
    if harm == "overwritten":
        path.write_bytes(b"this is no database" * 400)
    elif harm == "truncated":
        os.truncate(path, path.stat().st_size // 3)
    elif harm == "bad text":
        database = sqlite3.connect(path)
        database.execute("UPDATE documents SET text = CAST(x'ff6c6f636b6564' AS TEXT)")
        database.commit()
        database.close()
    else:
        path.unlink()
        database = sqlite3.connect(path)
        database.execute("CREATE TABLE something (x)")
        database.close()
    with pytest.raises(CorpusDamagedError, match="add the documents again"):
        Corpus.open(corpus.folder, embedder=WordEmbedder()).search("vehicles")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user to drop to")
def test_a_folder_that_cannot_be_written_still_answers(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents:
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    folder = tmp_path / "c"
    with Corpus.open(folder, embedder=WordEmbedder()) as corpus:
        corpus.add_text(BRIDGE, source="bridge")
    program = (
        "import os, sys\n"
        "from ragkit import Corpus, CorpusReadOnlyError\n"
        "from tests.doubles import WordEmbedder\n"
        "import chromadb, ragkit.adding, ragkit.retrieval, ragkit.answering.extractive\n"
        # Only now: the other user may not read where Python is installed.
        "os.setegid(65534); os.seteuid(65534)\n"
        "with Corpus.open(sys.argv[1], create=False, embedder=WordEmbedder()) as corpus:\n"
        "    assert corpus.search('How many vehicles?')[0].chunk.source == 'bridge'\n"
        "    try: corpus.add_text('New words.', source='new')\n"
        "    except CorpusReadOnlyError as error: print('refused:', error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("refused: ")


def test_a_full_disk_loses_nothing(corpus: Corpus) -> None:
    catalog = corpus._index.catalog
    ((pages,),) = catalog.rows("PRAGMA page_count")
    catalog.rows(f"PRAGMA max_page_count = {pages}")
    from ragkit import StorageFullError

    with pytest.raises(StorageFullError, match="free some space"):
        corpus.add_text("Entirely new words. " * 4000, source="big")
    catalog.rows("PRAGMA max_page_count = 1073741823")
    assert {s.source for s in corpus.sources()} == {"bridge", "ferry"}
    assert corpus.search("vehicles")[0].chunk.source == "bridge"
    corpus.add_text("Entirely new words.", source="big")
    assert len(corpus.sources()) == 3


@pytest.mark.parametrize("top_k", [0, -1, 201])
def test_impossible_top_k(corpus: Corpus, top_k: int) -> None:
    with pytest.raises(QueryError, match="top_k"):
        corpus.search("x", top_k=top_k)


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff"])
def test_a_text_without_a_visible_character(corpus: Corpus, text: str) -> None:
    with pytest.raises(UnreadableSourceError):
        corpus.add_text(text, source="nothing")


def test_add_files_with_dates_and_front_matter(tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text(
        "---\ntitle: Bridge works\ndate: 2021-05-04\nteam: roads\n---\n\n# Works\n\n" + BRIDGE
    )
    (tmp_path / "page.html").write_text(
        "<html><head><title>Ferry</title></head><body><nav>Home</nav><article><h1>Ferry</h1>"
        f"<p>{FERRY}</p></article></body></html>"
    )
    with Corpus.open(tmp_path / ".ragkit", embedder=WordEmbedder()) as corpus:
        report = corpus.add([tmp_path])
        assert report.added == ("brief.md", "page.html")
        brief, page = corpus.sources()
        assert (brief.title, brief.date, brief.metadata["team"]) == (
            "Bridge works",
            dt.date(2021, 5, 4),
            "roads",
        )
        assert brief.has_lines
        assert not page.has_lines
        answer = corpus.ask("How many vehicles a day?", sources=["brief.md"], abstain=False)
        assert answer.quotes[0].line == 9
        assert [s.source for s in corpus.sources({"date": "2021-05-04"})] == ["brief.md"]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(min_size=1, max_size=400), query=st.text(min_size=1, max_size=80))
def test_any_text_can_be_added_and_any_query_asked(corpus: Corpus, text: str, query: str) -> None:
    try:
        corpus.add_text(text, source="any")
    except UnreadableSourceError:
        return
    document = corpus.document("any")
    try:
        hits = corpus.search(query, top_k=10)
        answer = corpus.ask(query, abstain=False)
    except QueryError:
        return
    for hit in hits:
        assert hit.chunk.text == hit.chunk.span.of(corpus.document(hit.chunk.source).text)
    for quote in answer.quotes:
        assert quote.text == quote.span.of(corpus.document(quote.source).text)
    assert document.text_hash == corpus.document("any").text_hash


def test_verify_quotes_one_by_one_and_a_draft(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / ".ragkit", embedder=WordEmbedder()) as corpus:
        corpus.add_text("The pier carries 12,400 vehicles a day.", source="pier")
        corpus.add_text("The mill did not reopen in May.", source="mill")
        report = corpus.verify(
            ["carries 12,400 vehicles", QuoteItem(quote="did not reopen", source="pier"), "made up"]
        )
        verdicts = [item.check.verdict for item in report.quotes]
        assert verdicts == [Verdict.EXACT, Verdict.MISATTRIBUTED, Verdict.FABRICATED]
        assert not report.holds()
        assert corpus.verify("12,400 vehicles a day").holds()
        assert not corpus.verify("12,400 vehicles a day", sources=["mill"]).holds()
        (tmp_path / "draft.md").write_text("It “carries 12,400 vehicles” and “did reopen in May”.")
        draft = read_draft(tmp_path / "draft.md")
        assert isinstance(draft, Document)
        checked = corpus.verify(draft)
        assert [item.check.verified for item in checked.quotes] == [True, False]
        with pytest.raises(QueryError):
            corpus.verify(["…"])
