"""Searching by words: scores as FTS5 has them, and the same best where terms are left out."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from ragkit import Corpus
from ragkit.index.lexical import bm25, document_frequencies, lexical_search
from ragkit.index.store import Index
from ragkit.text.terms import content_terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ragkit.index.catalog import Catalog

COMMON = "harbour crane worker ship load month plant report".split()
TERMS = ["harbor", "crane", "worker", "30", "3.5", "kestrel", "merlin"]
POSTINGS = 25
QUESTION = "Which harbour crane did the kestrel and the merlin use in the month of the report?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of words that stand everywhere, and two words that stand in few."""
    rng = random.Random(1)
    path = tmp_path_factory.mktemp("corpus") / "c"
    with Corpus.open(path) as corpus:
        for n in range(60):
            words = rng.choices(COMMON, k=rng.randint(5, 60))
            words += rng.choices(["kestrel", "merlin"], k=3) if n % 7 == 0 else []
            words += ["30", "harbour", "harbour", "3.5"] if n % 3 == 0 else []
            rng.shuffle(words)
            corpus.add_text(f"{' '.join(words).capitalize()} {n}.", source=str(n))
    return path


@pytest.fixture
def catalog(folder: Path) -> Iterator[Catalog]:
    index = Index(folder, create=False)
    yield index.catalog
    index.close()


@pytest.mark.parametrize("terms", [TERMS, TERMS[:1], ["kestrel"], ["harbor", "nothing"]])
def test_scores_are_those_of_fts5(catalog: Catalog, terms: list[str]) -> None:
    frequencies = document_frequencies(catalog, terms)
    found = lexical_search(catalog, frequencies, limit=1000)
    assert found
    again = bm25(catalog, frequencies, [chunk for chunk, _ in found])
    assert [chunk for chunk, _ in again] == [chunk for chunk, _ in found]
    assert [score for _, score in again] == pytest.approx([score for _, score in found])


def test_nothing_is_left_out_of_a_small_corpus(catalog: Catalog) -> None:
    frequencies = document_frequencies(catalog, TERMS)
    holding = {
        chunk
        for term, count in frequencies.items()
        for chunk, _ in lexical_search(catalog, {term: count}, limit=1000)
    }
    assert set(dict(lexical_search(catalog, frequencies, limit=1000))) == holding


def test_what_is_found_by_rare_terms_is_scored_by_all(
    catalog: Catalog,
) -> None:
    frequencies = document_frequencies(catalog, TERMS)
    every = dict(lexical_search(catalog, frequencies, limit=1000))
    rare = frequencies["kestrel"] + frequencies["merlin"]
    found = lexical_search(catalog, frequencies, limit=1000, postings=rare)
    assert 0 < len(found) < len(every)
    assert dict(found) == pytest.approx({chunk: every[chunk] for chunk, _ in found})
    assert [score for _, score in found] == sorted(dict(found).values(), reverse=True)


def test_the_best_are_the_same_with_the_common_terms_left_out(catalog: Catalog) -> None:
    frequencies = document_frequencies(catalog, content_terms(QUESTION))
    assert sum(frequencies.values()) > 4 * POSTINGS
    every = lexical_search(catalog, frequencies, limit=5)
    found = lexical_search(catalog, frequencies, limit=5, postings=POSTINGS)
    assert [chunk for chunk, _ in found] == [chunk for chunk, _ in every]
    assert [score for _, score in found] == pytest.approx([score for _, score in every])


def test_the_rarest_term_is_searched_however_common_it_is(
    catalog: Catalog,
) -> None:
    frequencies = document_frequencies(catalog, ["crane"])
    found = lexical_search(catalog, frequencies, limit=1000, postings=1)
    assert len(found) == frequencies["crane"]


def test_inside_a_document_its_common_words_are_searched(catalog: Catalog) -> None:
    frequencies = document_frequencies(catalog, ["kestrel", "crane"])
    ((document,),) = catalog.rows("SELECT id FROM documents WHERE source = '1'")
    rare = frequencies["kestrel"]
    assert lexical_search(
        catalog, frequencies, limit=10, documents=[int(str(document))], postings=rare
    )
