"""Replies kept on the disk, so that the same question to the same model is asked once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from ragkit.llm.chat import Identified, Pieces, Reply
from ragkit.types import Usage
from ragkit.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from ragkit.llm.chat import ChatModel, Message, ReplyStream, Schema

__all__ = ["CachedChat"]

#: Of the entries: what another ragkit wrote otherwise is not read.
LAYOUT = 1


class CachedChat:
    """A model whose replies are kept in a folder and come from there the second time.

    An entry is a small file named by the sha256 of what was asked: model, address and
    parameters, messages, schema. It holds the reply and no key. A reply that was cut off is
    not kept. An entry that does not read is one that is not there; a folder that cannot be
    written keeps nothing, and the reply is handed out all the same.
    """

    def __init__(self, inner: ChatModel, folder: Path) -> None:
        self.name = inner.name
        self._inner = inner
        self._folder = folder

    @property
    def identity(self) -> dict[str, Any]:
        """That of the model inside."""
        inner = self._inner
        return dict(inner.identity) if isinstance(inner, Identified) else {"model": inner.name}

    def complete(self, messages: Sequence[Message], *, schema: Schema | None = None) -> Reply:
        """The reply that is kept, else a new one."""
        key = self._key(messages, schema)
        kept = self._kept(key)
        if kept is not None:
            return kept
        reply = self._inner.complete(messages, schema=schema)
        self._keep(key, reply)
        return reply

    def stream(self, messages: Sequence[Message], *, schema: Schema | None = None) -> ReplyStream:
        """The reply that is kept, in one piece, else a new one, kept once it is whole."""
        return Pieces(self._pieces(messages, schema))

    def _pieces(
        self, messages: Sequence[Message], schema: Schema | None
    ) -> Generator[str, None, Reply]:
        key = self._key(messages, schema)
        kept = self._kept(key)
        if kept is not None:
            yield kept.text
            return kept
        with self._inner.stream(messages, schema=schema) as stream:
            yield from stream
        self._keep(key, stream.reply)
        return stream.reply

    def _key(self, messages: Sequence[Message], schema: Schema | None) -> str:
        asked = {
            "layout": LAYOUT,
            "identity": self.identity,
            "messages": [[message.role, message.content] for message in messages],
            # In its own order: models write the keys as the schema has them.
            "schema": None if schema is None else [schema.name, dict(schema.schema)],
        }
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"

    def _kept(self, key: str) -> Reply | None:
        try:
            return _reply(json.loads(self._path(key).read_text(encoding="utf-8")), key)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def _keep(self, key: str, reply: Reply) -> None:
        if reply.finish != "stop":
            return
        record = {"layout": LAYOUT, "key": key, "reply": asdict(reply)}
        path = self._path(key)
        try:
            # Replies tell of the documents: they are their owner's alone.
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            write_whole(path, json.dumps(record, indent=1) + "\n")
        except OSError:
            return


def _reply(record: Any, key: str) -> Reply:
    """The reply of an entry.

    Raises:
        ValueError, KeyError, TypeError: if it is none, or that of something else.
    """
    if (record["layout"], record["key"]) != (LAYOUT, key):
        raise ValueError("the entry is another's")
    found = record["reply"]
    usage = None if found["usage"] is None else Usage(**found["usage"])
    reply = replace(Reply(**{**found, "usage": usage}), from_cache=True)
    words = (reply.text, reply.model, reply.mode)
    counts = () if usage is None else (usage.input_tokens, usage.output_tokens, usage.cached_tokens)
    cost = None if usage is None else usage.cost
    good = (
        all(isinstance(word, str) for word in words)
        and reply.mode in {"schema", "json", "text"}
        and reply.finish == "stop"
        and all(type(count) is int and count >= 0 for count in counts)
        and (cost is None or (isinstance(cost, float) and cost >= 0))
    )
    if not good:
        raise ValueError("the entry holds no reply")
    return reply
