"""Which summarizer summarises: the one that is asked for, or what the environment allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.answering.choice import chosen_model, kind_of
from ragkit.summarizing.extractive import ExtractiveSummarizer
from ragkit.types import DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from ragkit.summarizing.summarizer import Summarizer

__all__ = ["chosen_summarizer"]


def chosen_summarizer(  # noqa: PLR0913  # they are those of the model
    name: str = "auto",
    *,
    base_url: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    strict: bool = False,
    prompts: Path | None = None,
    replies: Path | None = None,
    max_cost: float | None = None,
    progress: Callable[[float, float, str], None] | None = None,
    tell: Callable[[str], None] | None = None,
) -> Summarizer:
    """The summarizer of a name.

    Args:
        name: as `answering.choice.chosen_answerer` has it.
        base_url: as there.
        parameters: as there.
        timeout: as there.
        strict: as there.
        prompts: as there.
        replies: a folder that keeps a model's replies, so that a summary that was broken off
            goes on without paying twice; None keeps none.
        max_cost: US dollars that a summary may cost at most; None for no limit.
        progress: called with the parts done, all parts, and what is done.
        tell: called with what a large summary will take, before it is asked for.

    Raises:
        QueryError: there is no such summarizer, or no price to hold `max_cost` against.
        ChatSetupError: there is no key and no address, or one cannot be right.
        PromptError: a prompt does not read.
    """
    kind, model = kind_of(name, base_url=base_url)
    if kind == "extractive":
        return ExtractiveSummarizer()
    # Offline none of this is needed, and a start is quicker without it.
    from ragkit.summarizing.generative import ModelSummarizer

    asked = chosen_model(
        model, base_url=base_url, parameters=parameters, timeout=timeout, replies=replies
    )
    return ModelSummarizer(
        asked, strict=strict, prompts=prompts, max_cost=max_cost, progress=progress, tell=tell
    )
