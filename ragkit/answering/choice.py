"""Which answerer answers: the one that is asked for, or what the environment allows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ragkit.answering.extractive import Extractive
from ragkit.errors import QueryError
from ragkit.types import DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from ragkit.answering.answerer import Answerer
    from ragkit.llm.chat import ChatModel

__all__ = ["ANSWERERS", "chosen_answerer", "chosen_model", "kind_of"]

#: What an answerer is asked for by; "openai:MODEL" names the model as well.
ANSWERERS = ("auto", "extractive", "openai")


def chosen_answerer(
    name: str = "auto",
    *,
    base_url: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    strict: bool = False,
    prompts: Path | None = None,
    replies: Path | None = None,
    extractive: Extractive | None = None,
) -> Answerer:
    """The answerer of a name.

    Args:
        name: "extractive" works offline; "openai" asks `DEFAULT_MODEL`, or that of the
            environment's `RAGKIT_MODEL`, and "openai:MODEL" another; "auto" is "openai" where
            `OPENAI_API_KEY` or `OPENAI_BASE_URL` is set or `base_url` is given, else
            "extractive". "auto:MODEL" is the same with that model.
        base_url: of a server that speaks OpenAI's API; None for that of the environment.
        parameters: put into each request to a model (`temperature`, …).
        timeout: seconds without a sign of the server, for a try.
        strict: whether a model's statements are left out that their quotes do not bear.
        prompts: a folder of prompts in the place of those of the same name.
        replies: a folder that keeps a model's replies, so that what was asked is not asked
            again; None keeps none.
        extractive: what answers offline; None for one with default settings.

    Raises:
        QueryError: there is no such answerer.
        ChatSetupError: there is no key and no address, or one cannot be right.
        PromptError: a prompt does not read.
    """
    kind, model = kind_of(name, base_url=base_url)
    if kind == "extractive":
        return extractive or Extractive()
    # Offline none of this is needed, and a start is quicker without it.
    from ragkit.answering.generative import ModelAnswerer

    asked = chosen_model(
        model, base_url=base_url, parameters=parameters, timeout=timeout, replies=replies
    )
    return ModelAnswerer(asked, strict=strict, prompts=prompts)


def kind_of(name: str, *, base_url: str | None) -> tuple[str, str]:
    """What a name comes to: "extractive" or "openai", and the model that it names, or "".

    Raises:
        QueryError: there is no such answerer.
    """
    kind, _, model = name.partition(":")
    if kind not in ANSWERERS or (model and kind == "extractive"):
        raise QueryError(
            f"there is no answerer {name!r}; there are auto, extractive, openai and openai:MODEL"
        )
    if kind == "auto":
        kind = "openai" if base_url or _is_reachable() else "extractive"
    return kind, model


def chosen_model(
    name: str | None = None,
    *,
    base_url: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    replies: Path | None = None,
) -> ChatModel:
    """The language model of a name.

    Args:
        name: None or "" for that of the environment's `RAGKIT_MODEL`, else `DEFAULT_MODEL`.
        base_url: as in `chosen_answerer`.
        parameters: as in `chosen_answerer`.
        timeout: as in `chosen_answerer`.
        replies: as in `chosen_answerer`.

    Raises:
        ChatSetupError: there is no key and no address, or one cannot be right.
    """
    from ragkit.llm.cache import CachedChat
    from ragkit.llm.openai_chat import DEFAULT_MODEL, OpenAIChat

    chat = OpenAIChat(
        name or os.environ.get("RAGKIT_MODEL") or DEFAULT_MODEL,
        base_url=base_url,
        parameters=parameters,
        timeout=timeout,
    )
    return chat if replies is None else CachedChat(chat, replies)


def _is_reachable() -> bool:
    return bool(os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_BASE_URL"))
