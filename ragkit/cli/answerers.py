"""Options that choose what answers, and the answerer that they come to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ragkit.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.adding import Progress
    from ragkit.answering.answerer import Answerer
    from ragkit.answering.extractive import Extractive
    from ragkit.evals.judge import Judge
    from ragkit.evals.records import Suite
    from ragkit.summarizing.summarizer import Summarizer

__all__ = [
    "AbstainBelowOption",
    "AnswererOption",
    "BaseUrlOption",
    "JudgeModelOption",
    "ModelOption",
    "ParameterOption",
    "PromptsOption",
    "StrictOption",
    "TimeoutOption",
    "answerer_name",
    "chosen",
    "chosen_judge",
    "chosen_summarizer",
]

AnswererOption = Annotated[
    str,
    typer.Option(
        "--answerer",
        envvar="RAGKIT_ANSWERER",
        help="`extractive` (offline), `openai` (a language model), or `auto`: the model if"
        " OPENAI_API_KEY or OPENAI_BASE_URL is set.",
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model", envvar="RAGKIT_MODEL", help="The language model.", show_default="a small one"
    ),
]
JudgeModelOption = Annotated[
    str | None,
    typer.Option(
        "--judge-model",
        metavar="NAME",
        help="The language model that judges, where SUITE asks for a judge.",
        show_default="the suite's, else the answerer's, else a small one",
    ),
]
BaseUrlOption = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        envvar="OPENAI_BASE_URL",
        help="A server that speaks OpenAI's API, such as http://localhost:11434/v1.",
    ),
]
ParameterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        metavar="NAME=VALUE",
        help="Put into each request to the model, such as temperature=0; repeatable.",
    ),
]
TimeoutOption = Annotated[
    float,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        envvar="RAGKIT_TIMEOUT",
        min=0.1,
        help="How long a model's server may give no sign, for each of three tries.",
    ),
]
StrictOption = Annotated[
    bool,
    typer.Option(
        "--strict",
        envvar="RAGKIT_STRICT",
        help="Leave out what a model says and its quotes do not bear.",
    ),
]
PromptsOption = Annotated[
    Path | None,
    typer.Option(
        "--prompts", envvar="RAGKIT_PROMPTS", help="A folder of prompts in the place of ragkit's."
    ),
]


AbstainBelowOption = Annotated[
    float,
    typer.Option(
        "--abstain-below",
        metavar="SHARE",
        envvar="RAGKIT_ABSTAIN_BELOW",
        min=0.0,
        max=1.0,
        help="Offline, give no answer below this confidence, 0 to 1.",
    ),
]


# The options that say something to a language model alone, by the names of the parameters.
_OF_A_MODEL = {
    "model": "--model",
    "base_url": "--base-url",
    "parameters": "--parameter",
    "timeout": "--timeout",
    "prompts": "--prompts",
    "max_cost": "--max-cost",
}


def answerer_name(
    context: typer.Context, name: str, *, model: str | None, judged: bool = False
) -> str:
    """The answerer that a command's options name, with its model.

    What the command line says and no answerer would hear is refused; what the environment
    says may be meant for other commands.

    Args:
        context: the command's, which knows where each option comes from.
        name: what is asked for.
        model: the option of that name.
        judged: whether the options of a model are a judge's as well.
    """
    kind, _, named = name.partition(":")
    given = [option for option in _OF_A_MODEL if _is_on_command_line(context, option)]
    if kind == "extractive" and given and not judged:
        raise QueryError(f"{_OF_A_MODEL[given[0]]} is for a language model; add --answerer openai")
    if named and "model" in given and model != named:
        raise QueryError(f"--answerer asks for the model {named!r}, --model for {model!r}")
    if kind == "auto" and {"model", "parameters", "prompts"}.intersection(given):
        kind = "openai"
    if kind in {"auto", "openai"}:
        return f"{kind}:{named or model or ''}"
    return name


def _is_on_command_line(context: typer.Context, parameter: str) -> bool:
    source = context.get_parameter_source(parameter)
    return source is not None and source.name == "COMMANDLINE"


def chosen(
    name: str,
    *,
    base_url: str | None,
    parameters: Sequence[str] | None,
    timeout: float,
    strict: bool,
    prompts: Path | None,
    replies: Path | None = None,
    extractive: Extractive | None = None,
) -> Answerer:
    """The answerer of a command's options, of a name that `answerer_name` gives."""
    from ragkit.answering.choice import chosen_answerer

    return chosen_answerer(
        name,
        base_url=base_url,
        parameters=dict(map(_parameter, parameters or ())),
        timeout=timeout,
        strict=strict,
        prompts=prompts,
        replies=replies,
        extractive=extractive,
    )


def chosen_summarizer(  # noqa: PLR0913  # they are those of the model
    name: str,
    *,
    base_url: str | None,
    parameters: Sequence[str] | None,
    timeout: float,
    strict: bool,
    prompts: Path | None,
    replies: Path | None,
    max_cost: float | None = None,
    progress: Progress | None = None,
) -> Summarizer:
    """The summarizer of a command's options, of a name that `answerer_name` gives."""
    from ragkit.summarizing import choice

    return choice.chosen_summarizer(
        name,
        base_url=base_url,
        parameters=dict(map(_parameter, parameters or ())),
        timeout=timeout,
        strict=strict,
        prompts=prompts,
        replies=replies,
        max_cost=max_cost,
        progress=progress,
        tell=lambda line: typer.echo(f"ragkit: {line}", err=True),
    )


def chosen_judge(
    suite: Suite,
    *,
    model: str | None,
    otherwise: str | None,
    base_url: str | None,
    timeout: float,
    prompts: Path | None,
    replies: Path | None,
) -> Judge | None:
    """The judge that a suite asks for; None where it asks for none.

    Args:
        suite: what is run.
        model: what judges; None for what the suite names.
        otherwise: what judges where neither names any; None for a small one.
        base_url: where it is, and the answerer's model.
        timeout: as `chosen_model` has it.
        prompts: a folder of prompts in the place of those of the same name.
        replies: a folder that keeps its replies; None keeps none.
    """
    spec = suite.judge
    if spec is None:
        if model:
            raise QueryError(f"{str(suite.path)!r} asks for no judge; leave out --judge-model")
        return None
    from ragkit.answering.choice import chosen_model
    from ragkit.evals.judge import Judge

    name = model or spec.model or otherwise
    chat = chosen_model(name, base_url=base_url, timeout=timeout, replies=replies)
    return Judge(chat, spec.criteria, prompts=prompts)


def _parameter(pair: str) -> tuple[str, Any]:
    """A name and a value, which is JSON or else a text."""
    name, equals, value = pair.partition("=")
    if not equals or not name.strip():
        raise QueryError(f"--parameter needs NAME=VALUE, not {pair!r}")
    try:
        return name.strip(), json.loads(value)
    except ValueError:
        return name.strip(), value
