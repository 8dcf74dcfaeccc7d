"""The table that `--help` is printed from, against the commands themselves."""

from __future__ import annotations

import pytest
import typer
from typer.core import TyperGroup

from ragkit.cli.app import app
from ragkit.cli.commands import MODULES, LazyCommands, registered
from tests.test_package import modules_after


@pytest.mark.parametrize("module", MODULES)
def test_the_table_has_the_first_sentence_of_every_command(module: str) -> None:
    commands = typer.main.get_group(registered(module)).commands
    assert list(commands) == list(MODULES[module])
    for name, command in commands.items():
        paragraph = " ".join((command.help or "").partition("\n\n")[0].split())
        assert paragraph.partition(". ")[0].rstrip(".") == MODULES[module][name].rstrip(".")


def test_help_reads_as_if_every_command_were_loaded() -> None:
    lazy = typer.main.get_command(app)
    assert isinstance(lazy, LazyCommands)
    context = typer.Context(lazy)
    lazily, eagerly = context.make_formatter(), context.make_formatter()
    lazy.format_commands(context, lazily)
    every = {name: lazy.get_command(context, name) for name in lazy.list_commands(context)}
    TyperGroup(commands=every).format_commands(context, eagerly)
    assert lazily.getvalue() == eagerly.getvalue()
    assert lazy.get_command(context, "nothing") is None


def test_a_command_loads_its_own_module_alone() -> None:
    loaded = modules_after(
        "sys.argv = ['ragkit', 'list', '-h']; from ragkit.cli import main; main()"
    )
    assert "ragkit.cli.looking" in loaded
    assert "ragkit.cli.eval" not in loaded
    assert not modules_after(
        "sys.argv = ['ragkit', '--help']; from ragkit.cli import main; main()"
    ).intersection({"ragkit.types", "logging", *(f"ragkit.cli.{name}" for name in MODULES)})
