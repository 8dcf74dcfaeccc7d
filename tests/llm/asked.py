"""What the tests ask."""

from __future__ import annotations

from ragkit.llm import Message, Schema

MESSAGES = (
    Message(role="system", content="Answer in one word."),
    Message(role="user", content="How many ferries are there?"),
)
SCHEMA = Schema(
    name="answer",
    schema={
        "type": "object",
        "properties": {"word": {"type": "string"}},
        "required": ["word"],
        "additionalProperties": False,
    },
)
