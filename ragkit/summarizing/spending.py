"""What a large summary costs: told before it begins, and not gone beyond."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.errors import QueryError
from ragkit.llm.chat import identity_of, total_usage
from ragkit.llm.prices import price_of
from ragkit.types import Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.llm.chat import ChatModel

__all__ = ["Budget"]

_REPLY = 150  # tokens of a reply that names sentences, generously
_INSTRUCTION = 400  # tokens of a prompt beside the sentences


class Budget:
    """Dollars that a model may cost.

    Args:
        model: what is asked.
        most: US dollars; None for no limit.

    Raises:
        QueryError: if there is a limit and the price of the model is not known.
    """

    def __init__(self, model: ChatModel, most: float | None) -> None:
        self._model = model
        self._most = most
        if most is not None and not most >= 0:
            raise QueryError(f"max_cost is {most}; it cannot be less than nothing")
        if most is not None and self._cost([1_000]) is None:
            raise QueryError(
                f"the price of {model.name!r} is not known at that address, so that max_cost"
                " cannot be kept"
            )

    def estimate(self, prompts: Sequence[int]) -> str:
        """A line that says what requests with so many tokens of sentences each will take."""
        tokens = sum(prompts) + _INSTRUCTION * len(prompts)
        cost = self._cost(prompts)
        price = "price unknown" if cost is None else f"about ${cost:.4f}"
        where = f"to {self._model.name} in {len(prompts)} parts"
        return (
            f"the text goes {where}: about {tokens:,} tokens, {price};"
            " what was asked before is kept and costs nothing"
        )

    def allows(
        self, spent: Sequence[Usage | None], prompts: Sequence[int], *, reply: int = _REPLY
    ) -> bool:
        """Whether further requests stay within the limit.

        Args:
            spent: what was used so far.
            prompts: the tokens of the sentences of each.
            reply: the most tokens of the reply to each.
        """
        if self._most is None:
            return True
        usage = total_usage(list(spent))
        already = usage.cost if usage and usage.cost is not None else 0.0
        # What they did cost tells more than a list, where it is more.
        each = already / len(spent) if spent else 0.0
        return already + max(self._cost(prompts, reply) or 0.0, each * len(prompts)) <= self._most

    def why_stopped(self, done: int, parts: int) -> str:
        """Why a summary ended before its end."""
        beyond = f"the next requests would lead beyond ${self._most:g}"
        if not parts:
            return f"{beyond}; nothing was asked"
        return (
            f"{beyond}; {done} of {parts} parts are read and kept: with a higher limit it goes"
            " on from there"
        )

    def _cost(self, prompts: Sequence[int], reply: int = _REPLY) -> float | None:
        """US dollars for requests of so many tokens each, at most; None if unknown."""
        usage = Usage(
            input_tokens=sum(prompts) + _INSTRUCTION * len(prompts),
            output_tokens=reply * len(prompts),
        )
        return price_of(self._model.name, str(identity_of(self._model).get("base_url", "")), usage)
