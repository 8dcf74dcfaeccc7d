"""Token counts: the published ones, with no network."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import lzma
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragkit import tokens
from ragkit.errors import ModelError
from ragkit.resources import DATA, verified_bytes

if TYPE_CHECKING:
    from pathlib import Path

PACKED = DATA / "o200k_base.tiktoken.xz"
PUBLIC = importlib.import_module("tiktoken_ext.openai_public")
# The definition that tiktoken itself would load after a download.
PUBLISHED = inspect.getsource(PUBLIC.o200k_base)

COUNT = """
from ragkit.tokens import count_tokens
print(*count_tokens(["hello world", "6,700 containers", "雨です。"]))
"""


def count(cache: Path | None) -> str:
    """Counts in a process of its own, which reads its environment afresh."""
    env = {name: value for name, value in os.environ.items() if name != "TIKTOKEN_CACHE_DIR"}
    if cache:
        env["TIKTOKEN_CACHE_DIR"] = str(cache)
    done = subprocess.run(
        [sys.executable, "-c", COUNT], capture_output=True, check=True, env=env, text=True
    )
    return done.stdout.strip()


def test_the_ranks_are_the_ones_that_tiktoken_expects() -> None:
    ranks = lzma.decompress(PACKED.read_bytes())
    assert hashlib.sha256(ranks).hexdigest() in PUBLISHED


def test_the_cache_file_is_named_as_tiktoken_names_it() -> None:
    url = re.search(r'"(https://[^"]+o200k_base\.tiktoken)"', PUBLISHED)
    assert url
    assert hashlib.sha1(url[1].encode()).hexdigest() == tokens._CACHE_KEY


def test_the_special_tokens_are_tiktokens() -> None:
    assert "{ENDOFTEXT: 199999, ENDOFPROMPT: 200018}" in PUBLISHED
    assert {PUBLIC.ENDOFTEXT: 199999, PUBLIC.ENDOFPROMPT: 200018} == tokens._SPECIAL
    assert tokens.encoding().n_vocab == 200019


def test_the_pattern_is_tiktokens() -> None:
    published = re.search(r'pat_str = "\|"\.join\(\s*\[(.+?)\n\s*\]\s*\)', PUBLISHED, re.DOTALL)
    assert published
    pieces = re.findall(r'r"""(.+?)"""', published[1])
    assert len(pieces) == 7
    assert "|".join(pieces) == tokens._PATTERN


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", []),
        ("hello world", [24912, 2375]),
        ("tiktoken is great!", [83, 8251, 2488, 382, 2212, 0]),
    ],
)
def test_known_tokens(text: str, ids: list[int]) -> None:
    assert tokens.encoding().encode_ordinary(text) == ids
    assert tokens.count_tokens([text]) == [len(ids)]


def test_names_of_special_tokens_are_text() -> None:
    (counted,) = tokens.count_tokens(["<|endoftext|>"])
    assert counted > 1


@given(st.lists(st.text(), max_size=5))
def test_tokens_hold_the_text_whole(texts: list[str]) -> None:
    encoding = tokens.encoding()
    encoded = [encoding.encode_ordinary(text) for text in texts]
    assert [encoding.decode(ids) for ids in encoded] == texts
    assert tokens.count_tokens(texts) == [len(ids) for ids in encoded]


def test_a_cache_that_is_right_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ranks = lzma.decompress(PACKED.read_bytes())
    (tmp_path / tokens._CACHE_KEY).write_bytes(ranks)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    assert tokens._cached_ranks() == ranks
    assert count(tmp_path) == count(None)


@pytest.mark.parametrize("content", [None, b"", b"aGVsbG8= 0\n"])
def test_a_cache_that_is_not_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / tokens._CACHE_KEY).write_bytes(content)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    assert tokens._cached_ranks() is None
    assert count(tmp_path) == count(None)


@pytest.mark.parametrize(
    ("name", "sha256", "message"),
    [
        (PACKED.name, "0" * 64, "is not the file that ragkit shipped"),
        ("nothing.xz", "0" * 64, "the installation lacks"),
        ("minilm", "0" * 64, "the installation lacks"),
    ],
)
def test_a_data_file_that_is_not_the_shipped_one_is_an_error(
    name: str, sha256: str, message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        verified_bytes(name, sha256)
