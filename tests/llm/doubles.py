"""A model that needs no server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ragkit.llm import Pieces, Reply
from ragkit.types import Usage

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from ragkit.llm import Message, ReplyStream, Schema


class Parrot:
    """Says the last message again, word by word, and counts how often it was asked."""

    def __init__(self, name: str = "parrot", *, finish: str = "stop", **identity: Any) -> None:
        self.name = name
        self.identity = {"model": name, **identity}
        self.asked = 0
        self._finish = finish

    def complete(self, messages: Sequence[Message], *, schema: Schema | None = None) -> Reply:
        self.asked += 1
        text = messages[-1].content
        return Reply(
            text=text,
            model=f"{self.name}-1",
            usage=Usage(input_tokens=len(text), output_tokens=len(text), cost=0.25),
            mode="text" if schema is None else "schema",
            finish="length" if self._finish == "length" else "stop",
        )

    def stream(self, messages: Sequence[Message], *, schema: Schema | None = None) -> ReplyStream:
        return Pieces(self._pieces(messages, schema))

    def _pieces(
        self, messages: Sequence[Message], schema: Schema | None
    ) -> Generator[str, None, Reply]:
        reply = self.complete(messages, schema=schema)
        for word in reply.text.split(" "):
            yield f"{word} "
        return reply
