"""A model with the instructions that it is asked by, as answers and summaries both have it."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from ragkit.errors import QueryError
from ragkit.llm.chat import identity_of
from ragkit.prompts import load_prompts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ragkit.llm.chat import ChatModel
    from ragkit.prompts import PromptSet

__all__ = ["PromptedModel", "for_statements"]

_STATEMENTS = ("answerable", "statements.text", "statements.sentences")


class PromptedModel:
    """What tells by asking a model; safe to share between threads if the model is.

    Args:
        model: what is asked.
        strict: whether statements that their quotes do not bear are left out; else they are
            shown, marked as unsupported.
        prompts: a folder of prompts in the place of those of the same name.
        max_tokens: the most tokens of sentences in a prompt, in o200k_base.

    Raises:
        PromptError: if a prompt does not read, or asks for another kind of reply.
        QueryError: if `max_tokens` leaves no room for a passage.
    """

    name = "generative"
    #: Its prompts, each with what the program reads of the replies.
    asks: ClassVar[Mapping[str, tuple[str, ...]]]
    #: Tokens of sentences: a model that cannot take these is of no use.
    least_tokens: ClassVar[int]

    def __init__(
        self, model: ChatModel, *, strict: bool, prompts: Path | None, max_tokens: int
    ) -> None:
        if max_tokens < self.least_tokens:
            raise QueryError(
                f"max_tokens is {max_tokens}; it has to be {self.least_tokens} or more"
            )
        self.model = model
        self.strict = strict
        self.max_tokens = max_tokens
        self.prompts: PromptSet = load_prompts(prompts)
        for name, wanted in self.asks.items():
            self.prompts[name].check_replies(*wanted)

    @property
    def model_name(self) -> str:
        """The model that is asked for."""
        return self.model.name

    @property
    def prompt_hashes(self) -> Mapping[str, str]:
        """sha256 of each of its prompts, by name."""
        return {name: self.prompts[name].sha256 for name in self.asks}

    @property
    def settings(self) -> str:
        """What it depends on beside the model's name, the prompts and the corpus."""
        identity = identity_of(self.model)
        url, given = identity.get("base_url"), identity.get("parameters")
        server = f" server={url}" if url else ""
        parameters = f" parameters={json.dumps(given, sort_keys=True)}" if given else ""
        return f"strict={self.strict} max_tokens={self.max_tokens}{server}{parameters}"


def for_statements(*names: str, **others: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Prompts whose replies are statements, and others with what is read of their replies."""
    return MappingProxyType({**dict.fromkeys(names, _STATEMENTS), **others})
