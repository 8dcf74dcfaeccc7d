"""Token counts with no network: tiktoken over ranks that travel in the package.

tiktoken downloads an encoding's byte-pair ranks when it is first used, so a
machine without a network cannot count. The ranks of o200k_base (MIT, from
openai/tiktoken) are packed here, and their hash is the one that tiktoken
itself expects. A `TIKTOKEN_CACHE_DIR` that already holds them is honoured.
"""

from __future__ import annotations

import base64
import hashlib
import lzma
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ragkit.errors import ModelError
from ragkit.resources import verified_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import tiktoken

__all__ = ["ENCODING", "count_tokens", "encoding"]

ENCODING = "o200k_base"
_RANKS_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
_PACKED_SHA256 = "525e9ef7ef1926dfc41c2fd03529afc9822289ed48c4ae4927cf061c92dab0e9"
# tiktoken names a cached file by the sha1 of the address that it came from.
_CACHE_KEY = "fb374d419588a4632f3f557e76b4b70aebbca790"
_SPECIAL = {"<|endoftext|>": 199999, "<|endofprompt|>": 200018}
# How o200k_base cuts text before it merges bytes: part of the encoding's
# definition, so the counts are the published ones (a test compares them).
_WORD_ENDINGS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
_UPPER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"
_LOWER = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
_PATTERN = "|".join(
    (
        rf"[^\r\n\p{{L}}\p{{N}}]?{_UPPER}*{_LOWER}+{_WORD_ENDINGS}",
        rf"[^\r\n\p{{L}}\p{{N}}]?{_UPPER}+{_LOWER}*{_WORD_ENDINGS}",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)


@lru_cache(maxsize=1)
def encoding() -> tiktoken.Encoding:
    """The o200k_base encoding.

    Raises:
        ModelError: if the packed ranks are missing or changed.
    """
    import tiktoken

    return tiktoken.Encoding(
        name=ENCODING,
        pat_str=_PATTERN,
        mergeable_ranks=_parse_ranks(_cached_ranks() or _packed_ranks()),
        special_tokens=_SPECIAL,
    )


def count_tokens(texts: Sequence[str]) -> list[int]:
    """Tokens of each text; names of special tokens inside a text count as text."""
    # One after the other: a thread for each, as tiktoken's batches have it, takes three times
    # as long on sentences, and ten times where there are few of them.
    encode = encoding().encode_ordinary
    return [len(encode(text)) for text in texts]


def _cached_ranks() -> bytes | None:
    """The ranks from tiktoken's own cache, where the user set one up and it is right."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR")
    if not folder:
        return None
    try:
        ranks = (Path(folder) / _CACHE_KEY).read_bytes()
    except OSError:
        return None
    return ranks if hashlib.sha256(ranks).hexdigest() == _RANKS_SHA256 else None


def _packed_ranks() -> bytes:
    ranks = lzma.decompress(verified_bytes(f"{ENCODING}.tiktoken.xz", _PACKED_SHA256))
    if hashlib.sha256(ranks).hexdigest() != _RANKS_SHA256:
        raise ModelError(f"the packed ranks of {ENCODING!r} are wrong; install ragkit again")
    return ranks


def _parse_ranks(ranks: bytes) -> dict[bytes, int]:
    """Lines of `base64-token rank`."""
    pairs = (line.split() for line in ranks.splitlines() if line)
    return {base64.b64decode(token): int(rank) for token, rank in pairs}
