"""Replies and pieces of replies as servers write them: checked, and nothing believed.

A reply that is none is an `Unusable`, which says why in half a sentence; the adapter makes
an error of it that names the server.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ragkit.llm.chat import Reply
from ragkit.llm.prices import price_of
from ragkit.types import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from ragkit.llm.chat import Mode

__all__ = ["Gathered", "Unusable", "json_body", "usage_in"]

Why = Literal["broken", "cut off", "refused", "error"]


class Unusable(Exception):  # noqa: N818  # it is caught before anyone sees it as an error
    """What a server sent is no reply.

    Attributes:
        why: `broken` for what no server should send, `cut off` for a stream that ended too
            soon, `refused` for a refusal or a filter, `error` for an error in place of a reply.
        body: the error that the server sent.
        usage: what was spent.
    """

    def __init__(
        self, said: str, *, why: Why = "broken", body: object = None, usage: Usage | None = None
    ) -> None:
        super().__init__(said)
        self.why = why
        self.body = body
        self.usage = usage


def json_body(text: str, content_type: str) -> dict[str, Any]:
    """The object that a whole reply is.

    Raises:
        Unusable: if it is none; a proxy's page is named as that.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        kind = content_type.partition(";")[0].strip() or "something that names no type"
        if kind.endswith("json"):
            raise Unusable("sent JSON that does not read") from None
        raise Unusable(f"sent {kind} in place of JSON") from None
    if not isinstance(found, dict):
        raise Unusable("sent JSON that is no object")
    return found


def usage_in(body: object, model: str, base_url: str) -> Usage | None:
    """Tokens and cost that a reply, a piece or an error names; None if it names none."""
    named = body.get("usage") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(named, dict):
        return None
    tokens = _count(named.get("prompt_tokens")), _count(named.get("completion_tokens"))
    if tokens[0] is None or tokens[1] is None:
        return None
    details = named.get("prompt_tokens_details")
    details = details if isinstance(details, dict) else {}
    usage = Usage(
        input_tokens=tokens[0],
        output_tokens=tokens[1],
        cached_tokens=_count(details.get("cached_tokens")) or 0,
    )
    tier = body.get("service_tier")
    cost = price_of(
        _string(body.get("model")) or model,
        base_url,
        usage,
        cache_write_tokens=_count(details.get("cache_write_tokens")) or 0,
        service_tier=tier if isinstance(tier, str) else None,
    )
    return Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cached_tokens=usage.cached_tokens,
        cost=cost,
    )


@dataclass(slots=True)
class Gathered:
    """A reply as far as it has come: one body, or the pieces of a stream.

    Attributes:
        model: as it was asked for.
        usage_of: reads the usage of a body.
    """

    model: str
    usage_of: Callable[[object], Usage | None]
    pieces: list[str] = field(default_factory=list)
    refusal: str = ""
    finish: str | None = None
    named: str = ""
    usage: Usage | None = None

    def take(self, body: object, *, part: Literal["message", "delta"]) -> str:
        """Add a body or a piece; what it adds to the text.

        Raises:
            Unusable: if it is an error, or a body without a choice.
        """
        if not isinstance(body, dict):
            raise Unusable("sent a piece that is no JSON object", usage=self.usage)
        self.usage = self.usage_of(body) or self.usage
        named = _string(body.get("model"))
        # It is shown to people: what is no name is left out.
        self.named = named if named.isprintable() and 0 < len(named) <= 200 else self.named
        if body.get("error") or body.get("object") == "error":
            raise Unusable("sent an error", why="error", body=body, usage=self.usage)
        choices = body.get("choices")
        # The last piece of a stream has the usage and no choice.
        choice = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(choice, dict):
            if part == "delta":
                return ""
            raise Unusable("sent a reply without a choice", usage=self.usage)
        # A whole body is whole, whether it says so or not.
        whole = "stop" if part == "message" else None
        self.finish = _string(choice.get("finish_reason")) or self.finish or whole
        said = choice.get(part)
        said = said if isinstance(said, dict) else {}
        self.refusal += _string(said.get("refusal"))
        piece = _string(said.get("content"))
        self.pieces.append(piece)
        return piece

    def reply(self, mode: Mode) -> Reply:
        """The reply, if what was gathered is one.

        Raises:
            Unusable: if it was refused or filtered, or is empty.
        """
        text = "".join(self.pieces)
        if self.finish is None:
            said = "ended its stream before the reply was whole"
            raise Unusable(said, why="cut off", usage=self.usage)
        if self.refusal:
            raise Unusable(f"refused: {self.refusal}", why="refused", usage=self.usage)
        if self.finish == "content_filter":
            raise Unusable("its content filter stepped in", why="refused", usage=self.usage)
        if self.finish == "error":
            raise Unusable("broke its reply off with an error", usage=self.usage)
        if not text and self.finish in {"tool_calls", "function_call"}:
            raise Unusable("called a tool that it was not given", usage=self.usage)
        if not text and self.finish != "length":
            raise Unusable("sent an empty reply", usage=self.usage)
        return Reply(
            text=text,
            model=self.named or self.model,
            usage=self.usage,
            mode=mode,
            finish="length" if self.finish == "length" else "stop",
        )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _count(value: object) -> int | None:
    # True is an int, and no count.
    good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**12
    return value if good and isinstance(value, int) else None
