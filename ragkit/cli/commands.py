"""Where each command is, so that `--help` loads none of them and a command only its own.

What `--help` of the program says of a command is the first sentence of the command's own;
`tests/cli/test_commands.py` holds the two together.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MODULES", "LazyCommands", "registered"]

#: For each module of this package that registers commands, in the order of `--help`, their
#: names and first sentences.
MODULES: dict[str, dict[str, str]] = {
    "documents": {
        "add": "Add documents; unchanged ones cost nothing, changed ones replace their old"
        " version.",
        "sync": "Follow what became of the files: edited, new, renamed, moved, deleted.",
        "remove": "Forget sources everywhere: text, index, vectors, kept replies of models.",
    },
    "looking": {
        "list": "List the documents: date, number of chunks, name, title.",
        "status": "Show what the corpus holds, which files have changed, and the settings in"
        " force.",
        "show": "Print a document's canonical text, the one that all offsets refer to.",
    },
    "ask": {
        "ask": "Answer a question with quotes, or say that the documents do not hold the answer.",
        "search": "Find passages, with the scores that ranked them; exit status 1 if there is"
        " none.",
    },
    "summarize": {
        "summarize": "Tell most of some documents in few words, every sentence with its quotes.",
    },
    "verify": {
        "verify": "Check the quotations and the figures of a draft against its sources.",
    },
    "eval": {
        "eval": "Measure answers against gold facts, and say what a change made better or worse.",
    },
}


class LazyCommands(TyperGroup):
    """The program's commands, each loaded when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Their names, in the order of `--help`."""
        return [name for _, name, _ in _places()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """A command, its module loaded; None where there is none of that name."""
        for module, name, _ in _places():
            if name == cmd_name and name not in self.commands:
                self.commands.update(typer.main.get_group(registered(module)).commands)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """What `--help` says of them, with none loaded."""
        places = list(_places())
        # As Click has it for commands that are loaded: three times the room between columns.
        room = formatter.width - 6 - max(len(name) for _, name, _ in places)
        rows = [
            (name, TyperCommand(name, help=said).get_short_help_str(room))
            for _, name, said in places
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def registered(module: str) -> typer.Typer:
    """The commands of one of the modules."""
    part = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    import_module(f"ragkit.cli.{module}").register(part)
    return part


def _places() -> Iterator[tuple[str, str, str]]:
    for module, commands in MODULES.items():
        for name, said in commands.items():
            yield module, name, said
