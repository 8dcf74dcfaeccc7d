"""The program: its commands, how errors and interruptions end, what `--help` shows."""

from __future__ import annotations

import errno
import io
import os
import sys
import time
from typing import Annotated

import typer

from ragkit._version import __version__
from ragkit.cli.commands import LazyCommands
from ragkit.errors import ChatError, RagkitError

__all__ = ["app", "main"]

app = typer.Typer(
    name="ragkit",
    cls=LazyCommands,
    help="Ask your documents, offline; every quote is a span of a source.",
    epilog=(
        "Exit status: 0 found or done, 1 no answer in the documents, 2 an error.\n\n"
        "These options may stand behind the command too. `ragkit status` shows the settings.\n\n"
        "Start with: ragkit ask 'What does it say?' report.txt"
    ),
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_BEGAN = time.perf_counter()
_ANYWHERE = {"--verbose", "--timings", "--debug"}
_ERROR, _INTERRUPTED, _PIPE_CLOSED = 2, 130, 141
#: What writing to a file descriptor can end with; such an error names no file.
_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}


def _version(value: bool) -> None:
    if value:
        typer.echo(f"ragkit {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    context: typer.Context,
    _show_version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Tell on standard error what is done.")
    ] = False,
    timings: Annotated[
        bool, typer.Option("--timings", help="Tell on standard error what took how long.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="As --verbose, and show tracebacks.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
    else:
        _log(verbose=verbose or debug)
        if timings:
            _time(context)


def _log(*, verbose: bool) -> None:
    """Let ragkit's notes go to standard error."""
    import logging  # here, since `--help` notes nothing

    notes = logging.StreamHandler()
    notes.setFormatter(logging.Formatter("ragkit: %(message)s"))
    logger = logging.getLogger("ragkit")
    logger.addHandler(notes)
    logger.setLevel(logging.DEBUG if verbose else logging.WARNING)


def _time(context: typer.Context) -> None:
    """Tell at the end of the command what took how long."""
    import logging

    from ragkit.timing import TIMINGS, Timings

    took = Timings()
    TIMINGS.addHandler(took)
    TIMINGS.setLevel(logging.INFO)
    TIMINGS.propagate = False  # not told one by one

    def tell() -> None:
        TIMINGS.removeHandler(took)
        TIMINGS.setLevel(logging.WARNING)
        TIMINGS.propagate = True
        sys.stdout.flush()
        since = time.perf_counter() - _BEGAN
        for line in (*took.lines(), f"{since * 1000:9.1f} ms  all of it"):
            typer.echo(f"ragkit: {line}", err=True)

    context.call_on_close(tell)


def _with_options_first(arguments: list[str]) -> list[str]:
    """Arguments with the program's own options, wherever they stand, before the command."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    own = [one for one in arguments[:end] if one in _ANYWHERE]
    return own + [one for n, one in enumerate(arguments) if n >= end or one not in _ANYWHERE]


def main() -> None:
    """Run the program and exit: errors are one line on standard error."""
    if not _open_streams():
        sys.exit(_complain("standard output is closed; redirect it, to /dev/null if need be"))
    try:
        arguments = _with_options_first(sys.argv[1:])
        code = app(arguments, standalone_mode=False, prog_name="ragkit")
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except SystemExit as leaving:
        # Typer and Rich both leave with 1 when the reader of a pipe is gone.
        cause = leaving.__context__
        code = _end(cause) if isinstance(cause, BrokenPipeError) else leaving.code
    except Exception as error:
        if "--debug" in sys.argv[1:] and not isinstance(error, BrokenPipeError):
            raise
        code = _end(error)
    if code == _INTERRUPTED:
        _complain("interrupted; what was done before stays")
    sys.exit(code if isinstance(code, int) else 0)


def _open_streams() -> bool:
    """Prepare the standard streams; false where there is none to print to."""
    # A closed one would also lend its number to the next file that is opened.
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stdout is None:
        return False
    # A terminal that lacks a character shows a question mark; JSON is escaped instead.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return True


def _end(error: Exception) -> int:
    """Say on one line what went wrong; the exit status."""
    from ragkit.cli.options import Interruption

    match error:
        case BrokenPipeError():
            _drop_output()
            return _PIPE_CLOSED
        case Interruption():
            _complain(str(error))
            return _INTERRUPTED
        case RagkitError():
            return _complain(f"{error}{_sent(error)}")
        case typer.TyperException():
            return _complain(_usage(error))
        case OSError():
            return _complain(_file_trouble(error))
        case _:
            return _complain(
                f"unexpected {type(error).__name__}: {error} (run it again with"
                " `ragkit --debug …` and report what it prints)"
            )


def _sent(error: RagkitError) -> str:
    """What left the machine before a model failed."""
    sent = error.sent if isinstance(error, ChatError) else None
    return f"; what was sent, if it arrived: {sent}" if sent else ""


def _file_trouble(error: OSError) -> str:
    reason = error.strerror or str(error)
    if error.filename is not None:
        return f"{reason}: {error.filename!r}"
    if error.errno in _UNWRITABLE:
        _drop_output()
        return f"standard output could not be written: {reason}"
    return reason


def _drop_output() -> None:
    # What is still buffered would be written at exit, and fail and complain again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(error: typer.TyperException) -> str:
    message = error.format_message()
    context = getattr(error, "ctx", None)
    path = getattr(context, "command_path", "ragkit")
    return f"{message.rstrip('.')}; see `{path} --help`"


def _complain(message: str) -> int:
    line = " ".join(message.split())
    sys.stderr.write(f"ragkit: {line}\n")
    return _ERROR
