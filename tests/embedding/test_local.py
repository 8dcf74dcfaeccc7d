"""The model that ships: texts to vectors of length 1."""

from __future__ import annotations

import numpy as np
import pytest

from ragkit.embedding.embedder import open_embedder
from ragkit.embedding.local import DIMENSION, FINGERPRINT, NAME, WINDOW, LocalEmbedder
from ragkit.errors import QueryError

FILLER = "The harbour keeps its cranes in good repair all through the winter. "
LONG = FILLER * 250  # 3,000 words, a dozen windows
PLANTED = "Penguins in Antarctica eat krill."


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return LocalEmbedder()


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["Hello."],
        ["", " \n\t", "\0", "[CLS] [SEP] [PAD]"],
        ["雨です。", "\U0001f469\u200d\U0001f680", "e\u0301" * 300, "\u202e\ufeff\ufffd\ud800"],
        ["x" * 10_000, "9" * 10_000],
        ["word " * (WINDOW - 2), "word " * (WINDOW - 1), "word " * WINDOW, "word"],
    ],
)
def test_one_unit_row_a_text(embedder: LocalEmbedder, texts: list[str]) -> None:
    vectors = embedder.embed(texts)
    assert vectors.shape == (len(texts), DIMENSION)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_texts_of_like_meaning_are_near(embedder: LocalEmbedder) -> None:
    rent, lease, krill = embedder.embed(
        ["How much is the rent?", "The tenant pays 40 dollars a month.", PLANTED]
    )
    assert rent @ lease > rent @ krill + 0.1


@pytest.mark.parametrize("at", [0.0, 0.5, 1.0])
def test_nothing_of_a_long_text_is_cut_off(embedder: LocalEmbedder, at: float) -> None:
    place = round(len(LONG) / len(FILLER) * at) * len(FILLER)
    plain, planted, alone = embedder.embed([LONG, LONG[:place] + PLANTED + LONG[place:], PLANTED])
    assert planted @ alone > plain @ alone + 0.01


def test_a_text_has_its_vector_in_any_company(embedder: LocalEmbedder) -> None:
    texts = [PLANTED, LONG, "雨です。", *(FILLER * n for n in range(1, 40, 3))]
    together = embedder.embed(texts)
    backward = embedder.embed(texts[::-1])[::-1]
    alone = np.concatenate([embedder.embed([text]) for text in texts])
    # int8 activations are scaled by the whole batch: near, and not bit for bit.
    assert np.min(np.sum(together * backward, axis=1)) > 0.98
    assert np.min(np.sum(together * alone, axis=1)) > 0.98


def test_equal_texts_are_equal(embedder: LocalEmbedder) -> None:
    one, other = embedder.embed([PLANTED, PLANTED])
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", ["local", NAME])
def test_it_is_opened_by_name(name: str) -> None:
    opened = open_embedder(name)
    assert (opened.name, opened.fingerprint) == (NAME, FINGERPRINT)


@pytest.mark.parametrize("name", ["", "chroma:", "chroma:nothing", "elsewhere", "openai:"])
def test_what_there_is_not_is_an_error(name: str) -> None:
    with pytest.raises(QueryError, match=r"there is no embedder|has no embedding function"):
        open_embedder(name)
