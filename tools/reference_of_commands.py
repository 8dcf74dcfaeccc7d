"""The commands as the typer declarations have them, and their reference."""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from typing import TYPE_CHECKING, Any

from typer.models import ArgumentInfo, OptionInfo

from ragkit.cli.app import app
from ragkit.cli.commands import MODULES, registered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import typer

__all__ = ["Command", "Option", "commands", "commands_page"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Option:
    """An option or, where `names` is empty, an argument of a command."""

    names: tuple[str, ...]
    value: str  # what stands for its value; "" for a flag
    help: str
    default: str
    variable: str
    required: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Command:
    """A command, or a group of them; `name` is all of it, as in "ragkit eval run"."""

    name: str
    help: str
    options: tuple[Option, ...] = ()
    epilog: str = ""
    is_group: bool = False


def commands() -> dict[str, Command]:
    """The commands by their full names, `ragkit` itself first."""
    callback = app.registered_callback
    assert callback
    assert callback.callback
    found = [_group(app, "ragkit", _options(callback.callback))]
    for module in MODULES:
        found += _commands_of(registered(module), "ragkit")
    return {command.name: command for command in found}


def _group(group: typer.Typer, name: str, options: tuple[Option, ...] = ()) -> Command:
    info = group.info
    return Command(
        name=name, help=str(info.help), options=options, epilog=str(info.epilog), is_group=True
    )


def _commands_of(group: typer.Typer, prefix: str) -> Iterator[Command]:
    for info in group.registered_commands:
        assert info.callback
        name = info.name or info.callback.__name__.replace("_", "-")
        help_ = str(info.help).replace("\b\n", "")
        yield Command(name=f"{prefix} {name}", help=help_, options=_options(info.callback))
    for inner in group.registered_groups:
        below = inner.typer_instance
        assert below
        yield _group(below, f"{prefix} {below.info.name}")
        yield from _commands_of(below, f"{prefix} {below.info.name}")


def _options(callback: Callable[..., Any]) -> tuple[Option, ...]:
    hints = inspect.get_annotations(callback, eval_str=True)
    parameters = inspect.signature(callback).parameters
    found = []
    for name, hint in hints.items():
        for info in getattr(hint, "__metadata__", ()):
            if isinstance(info, (OptionInfo, ArgumentInfo)):
                kind = typing.get_args(hint)[0]
                found.append(_option(name, info, kind, parameters[name].default))
    return tuple(found)


def _option(name: str, info: OptionInfo | ArgumentInfo, kind: object, default: object) -> Option:
    positional = isinstance(info, ArgumentInfo)
    # In an annotation, typer's first argument, the default elsewhere, is a name too.
    first = (info.default,) if isinstance(info.default, str) else ()
    declared = (*first, *(info.param_decls or ()))
    declared = declared or (() if positional else (f"--{name.replace('_', '-')}",))
    inner = [one for one in typing.get_args(kind) if one is not type(None)]
    kind = inner[0] if inner and typing.get_origin(kind) is not list else kind
    is_list = typing.get_origin(kind) is list
    kind = typing.get_args(kind)[0] if is_list else kind
    value = info.metavar or (name.upper() if positional else getattr(kind, "__name__", "").upper())
    value = "" if kind is bool else value
    if positional and is_list:
        value += "…"
    return Option(
        names=tuple(part for one in declared for part in one.split("/")),
        value={"STR": "TEXT", "INT": "N", "FLOAT": "NUMBER"}.get(value, value),
        help=f"{info.help or ''}{_range(info)}",
        default=_default(info.show_default, default),
        variable=str(info.envvar or ""),
        required=default is inspect.Parameter.empty,
    )


def _range(info: OptionInfo | ArgumentInfo) -> str:
    if info.min is None:
        return ""
    return f" At least {info.min}." if info.max is None else f" {info.min} to {info.max}."


def _default(shown: object, default: object) -> str:
    if isinstance(shown, str):
        return shown
    if default is inspect.Parameter.empty or default is None or default is False:
        return ""
    return "on" if default is True else f"`{default}`"


def commands_page() -> str:
    """The reference of all commands."""
    parts: list[str] = []
    for command in commands().values():
        text, _, examples = re.sub(r"(?m)^Examples?:$", "\0", command.help).partition("\0")
        options = command.options
        usage = [command.name] + ["[OPTIONS]"] * any(one.names for one in options)
        usage += ["COMMAND"] * command.is_group
        usage += [
            one.value if one.required else f"[{one.value}]" for one in options if not one.names
        ]
        parts.append(f"## {command.name}\n\n`{' '.join(usage)}`\n")
        paragraphs = [*text.strip().split("\n\n"), *filter(None, command.epilog.split("\n\n"))]
        parts.extend(f"{' '.join(paragraph.split())}\n" for paragraph in paragraphs)
        if examples:
            lines = "\n".join(f"$ {line.strip()}" for line in examples.strip().splitlines())
            parts.append(f"```console\n{lines}\n```\n")
        if options:
            rows = "\n".join(map(_row, options))
            parts.append(f"| | what it does | default | variable |\n|---|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def _row(one: Option) -> str:
    names = ", ".join(f"`{name}`" for name in one.names)
    value = f"`{one.value}`" if one.value else ""
    cells = [" ".join(filter(None, [names, value])), one.help, one.default]
    cells.append(f"`{one.variable}`" if one.variable else "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
