"""A model that judges answers by the criteria of a suite, and is trusted with nothing else.

What it is shown (criterion, question, gold, answer) stands between fences, as somebody's
data: whoever wrote a document may want to be judged well. Of its reply the last verdict
counts. One that is not on the menu, a refusal, a reply that does not read or a server that
fails leave the case unscored, with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.errors import ChatError, ChatSetupError
from ragkit.evals.metrics import JUDGED
from ragkit.evals.records import Score
from ragkit.evals.scorers.facts import stated_texts
from ragkit.evals.verdict import VERDICTS, unlike_a_verdict, verdict_of
from ragkit.llm.chat import total_usage
from ragkit.prompts import load_prompts
from ragkit.render.printable import one_line
from ragkit.text.fencing import harmless, without_unseen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ragkit.evals.records import Case, Outcome
    from ragkit.llm.chat import ChatModel, Message, Reply
    from ragkit.types import Answer, Summary, Usage

__all__ = ["Judge"]

_FENCES = ("criterion", "question", "gold", "answer")
_LONGEST = 300  # characters of a reason


class Judge:
    """Judges answers with a model; safe to share between threads if the model is.

    Args:
        model: what is asked, once for each criterion.
        criteria: what is asked of an answer, by name.
        prompts: a folder of prompts in the place of those of the same name.

    Attributes:
        model_name: what is asked for.
        prompt_hashes: sha256 of its prompt, by name.

    Raises:
        PromptError: if its prompt does not read, or is none for a judge.
    """

    def __init__(
        self, model: ChatModel, criteria: Mapping[str, str], *, prompts: Path | None = None
    ) -> None:
        self._model = model
        self._prompt = load_prompts(prompts)["judge"]
        self.criteria = dict(criteria)
        self.model_name = model.name
        self.prompt_hashes = {"judge": self._prompt.sha256}
        # Known before anything is asked.
        self._prompt.render(**dict.fromkeys(_FENCES, ""))
        self._prompt.check_replies("verdict")

    def scores(self, case: Case, outcome: Outcome) -> Iterator[Score]:
        """A verdict for each criterion, and what they took.

        Applies where something was stated: a refusal is no answer.

        Raises:
            ChatSetupError: if the user has to act before anything can be judged.
        """
        answer = outcome.answer
        if answer is None or outcome.refusal is not None:
            return
        shown = {
            "question": _fenced(case.question),
            "gold": _gold(case),
            "answer": _answer(answer),
        }
        spent: list[Usage | None] = []
        for name, criterion in self.criteria.items():
            messages = self._prompt.render(criterion=_fenced(criterion), **shown)
            value, reason, usage = self._verdict(messages)
            spent.append(usage)
            yield Score(metric=f"{JUDGED}{name}", value=value, reason=reason)
        yield from _costs(total_usage(spent), len(self.criteria))

    def _verdict(self, messages: list[Message]) -> tuple[float | None, str, Usage | None]:
        """A value or none, why, and what it took."""
        try:
            reply = self._model.complete(messages, schema=self._prompt.schema)
        except ChatSetupError as error:
            raise ChatSetupError(
                f"the judge cannot be asked: {error}; then `--resume` goes on", usage=error.usage
            ) from None
        except ChatError as error:
            return None, _line(f"the judge gave no verdict: {error}"), error.usage
        try:
            value, reason = _read(reply)
        except ValueError as error:
            return None, _line(f"the judge's reply counts for nothing: {error}"), reply.usage
        return value, _line(reason), reply.usage


def _read(reply: Reply) -> tuple[float, str]:
    """What a reply is worth, and why.

    Raises:
        ValueError: if it is no verdict.
    """
    if reply.finish == "length":
        raise ValueError("it was cut off at the model's limit of tokens")
    verdict, reasoning = verdict_of(reply.text)
    return VERDICTS[verdict], f"the judge says {verdict}: {reasoning}" if reasoning else (
        f"the judge says {verdict}, and not why"
    )


def _line(text: str) -> str:
    line = one_line(" ".join(text.split()))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _fenced(text: str) -> str:
    """A text on one line that neither ends a fence nor reads as a verdict.

    Characters that nobody sees go first: what is hidden is not meant for a person.
    """
    return unlike_a_verdict(harmless(without_unseen(text), fences=_FENCES))


def _gold(case: Case) -> str:
    if not case.answerable:
        return "The documents do not hold the answer."
    facts = [" or ".join(dict.fromkeys(fact.text for fact in group)) for group in case.facts]
    lines = [*facts, *(f"Must not be said: {fact.text}" for fact in case.forbid)]
    return "\n".join(map(_fenced, lines)) or "Nothing is known."


def _answer(answer: Answer | Summary) -> str:
    """The statements of an answer or a summary, a line each."""
    return "\n".join(map(_fenced, stated_texts(answer)))


def _costs(spent: Usage | None, verdicts: int) -> Iterator[Score]:
    """Tokens and dollars of all verdicts of a case; none where the server does not count."""
    if spent is None or not spent.input_tokens:
        return
    reason = (
        f"{spent.input_tokens} sent and {spent.output_tokens} returned,"
        f" for {verdicts} verdict{'s' if verdicts != 1 else ''}"
    )
    tokens = float(spent.input_tokens + spent.output_tokens)
    yield Score(metric="judge_tokens", value=tokens, reason=reason)
    if spent.cost is not None:
        yield Score(metric="judge_cost_usd", value=spent.cost, reason="by the price list")
