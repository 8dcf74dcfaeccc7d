"""What a large summary costs: told before it begins, and not gone beyond."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.errors import QueryError
from ragkit.llm.chat import Identified, total_usage
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
        self.most = most
        if most is not None and most < 0:
            raise QueryError(f"max_cost is {most}; it cannot be less than nothing")
        if most is not None and self.cost(calls=1, tokens=1_000) is None:
            raise QueryError(
                f"the price of {model.name!r} is not known at that address, so that --max-cost"
                " cannot be kept"
            )

    def cost(self, *, calls: int, tokens: int) -> float | None:
        """US dollars for so many calls of so many tokens each, at most; None if unknown."""
        identity = self._model.identity if isinstance(self._model, Identified) else {}
        usage = Usage(input_tokens=calls * (tokens + _INSTRUCTION), output_tokens=calls * _REPLY)
        return price_of(self._model.name, str(identity.get("base_url", "")), usage)

    def allows(self, spent: Sequence[Usage | None], *, calls: int, total: int) -> bool:
        """Whether further calls of so many tokens each stay within the limit."""
        if self.most is None:
            return True
        usage = total_usage(list(spent))
        already = usage.cost if usage and usage.cost is not None else 0.0
        return already + (self.cost(calls=calls, tokens=total) or 0.0) <= self.most

    def why_stopped(self, done: int, parts: int) -> str:
        """Why a summary ended before its end."""
        return (
            f"the next requests would lead beyond ${self.most:g}: {done} of {parts} parts were"
            " read; with a higher --max-cost it goes on from there"
        )
