"""Language models behind one small protocol: what is asked, what comes back, what it costs.

    chat.py           the records and the protocol: messages in, a reply or a stream out
    openai_chat.py    any server that speaks OpenAI's chat completions
      endpoint.py       where it is and with which key, checked before anything is sent
      client.py         the official client, made when it is first needed
      asking.py         the body of a request, and a step down where a server refuses it
      reading.py        replies and pieces of replies, checked
      streaming.py      the pieces of a stream, until it ends or breaks
      failures.py       what went wrong, as one of ragkit's errors
      hiding.py         a server's words, in one line without secrets
      slots.py          how many requests run at once
    json_objects.py   the JSON object of a reply, strictly
    cache.py          replies kept on the disk
    prices.py         what a call cost, from a kept price list

Importing this package loads neither the client nor the price list.
"""

from __future__ import annotations

from ragkit.llm.cache import CachedChat
from ragkit.llm.chat import (
    ChatModel,
    Message,
    Mode,
    Pieces,
    Reply,
    ReplyStream,
    Role,
    Schema,
    add_usage,
    total_usage,
)
from ragkit.llm.json_objects import json_object_of
from ragkit.llm.openai_chat import DEFAULT_MODEL, OpenAIChat
from ragkit.llm.prices import price_of

__all__ = [
    "DEFAULT_MODEL",
    "CachedChat",
    "ChatModel",
    "Message",
    "Mode",
    "OpenAIChat",
    "Pieces",
    "Reply",
    "ReplyStream",
    "Role",
    "Schema",
    "add_usage",
    "json_object_of",
    "price_of",
    "total_usage",
]
