"""A server's words, fit for a message: one line, short, without a secret in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Hider"]

HIDDEN = "[hidden]"
#: A server may show a part of a key; fewer characters of it than these give nothing away.
_PART = 8
#: Keys of others, or a key that is shown with stars in its middle.
_LIKE_A_KEY = re.compile(r"\b(?:sk|gsk|xai)[-_][\w.*-]{6,}|(?<=Bearer )\S+", re.IGNORECASE)
_NOT_SHOWN = re.compile(
    "[\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]+"
)


class Hider:
    """Takes secrets, and longer parts of them, out of texts."""

    def __init__(self, secrets: Iterable[str]) -> None:
        whole = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        parts = {
            secret[at : at + _PART]
            for secret in whole
            for at in range(max(1, len(secret) - _PART + 1))
        }
        long = [re.escape(part) for part in parts if len(part) >= _PART]
        # A short one may be a part of any word.
        short = [rf"(?<!\w){re.escape(part)}(?!\w)" for part in parts if len(part) < _PART]
        pattern = "|".join((*long, *short))
        # Parts overlap, so that each is looked for where the one before began.
        self._secret = re.compile(f"(?=({pattern}))", re.IGNORECASE) if pattern else None

    def __repr__(self) -> str:
        return "Hider()"

    def hidden(self, text: str) -> str:
        """The text with `[hidden]` in place of what is secret."""
        spans = [found.span() for found in _LIKE_A_KEY.finditer(text)]
        spans += [found.span(1) for found in self._secret.finditer(text)] if self._secret else []
        pieces, at = [], 0
        for start, end in sorted(spans):
            if start > at or not at:
                pieces += [text[at:start], HIDDEN]
            at = max(at, end)
        return "".join([*pieces, text[at:]])

    def line(self, text: str, limit: int = 200) -> str:
        """One line without secrets and control characters, cut at `limit` characters."""
        # Hidden before it is cut: the beginning of a secret is one too.
        words = self.hidden(_NOT_SHOWN.sub(" ", text[: 20 * limit])).strip()
        return words if len(words) <= limit else words[: limit - 1] + "…"
