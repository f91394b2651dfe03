"""The commands under one name, and what becomes of the errors that they meet."""

from __future__ import annotations

import errno
import inspect
import io
import os
import sys

import typer

from align.cli import STOPPED
from align.errors import MarialignError
from align.files import no_room
from align.signature import package_version

app = typer.Typer(
    name="align",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Translate and align: French and English texts become a parallel corpus.",
    epilog="Example: align run press-release.txt -o press-release.tmx",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"marialign {package_version()}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Hold the options that come before a command."""


def _register() -> None:
    """Attach the commands; each module imports what is heavy only when its command runs."""
    from align.cli import (
        batch,
        convert,
        evaluate,
        match,
        models,
        pair,
        review,
        run,
        segment,
        translate,
        validate,
    )

    for module in (
        run, match, batch, segment, translate, pair, review, validate, convert, models, evaluate,
    ):  # fmt: skip
        module.register(app)
    _unwrap_help(app)


def _unwrap_help(commands: typer.Typer) -> None:
    """Let help fill the window's width: Typer breaks lines where the docstrings do, and again."""
    for command in commands.registered_commands:
        paragraphs = (inspect.getdoc(command.callback) or "").split("\n\n")
        command.help = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    for group in commands.registered_groups:
        if group.typer_instance is not None:
            _unwrap_help(group.typer_instance)


def run() -> None:
    """Run the command of the arguments: errors become one sentence and an exit code of 1 or 2.

    Raises:
        KeyboardInterrupt: it was stopped, and has not said so itself.
    """
    _refill_streams()
    if isinstance(sys.stdout, io.TextIOWrapper):  # as standard error has it
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            _register()
            app()
        finally:
            sys.stdout.flush()
    except MarialignError as error:
        sys.stderr.write(f"align: {error}\n")
        raise SystemExit(error.exit_code) from None
    except MemoryError:
        sys.stderr.write("align: there is not enough memory for this.\n")
        raise SystemExit(1) from None
    except SystemExit as error:
        if error.code == STOPPED and _was_interrupted(error):
            raise KeyboardInterrupt from None
        raise
    except OSError as error:
        if _reader_is_gone(error):
            _forget_output()
            raise SystemExit(1) from None
        if error.errno == errno.EBADF:
            said = "standard input or output is closed, and the command needs it"
        elif no_room(error):
            said = f"standard output: cannot be written: {error.strerror}"
        else:
            raise
        sys.stderr.write(f"align: {said}.\n")
        _forget_output()
        raise SystemExit(1) from None


def _refill_streams() -> None:
    """Fill the place of a closed standard stream, which the next file that is opened would take.

    What fills it can be neither read nor written, so that a command that needs it fails; of a
    closed standard error nothing is heard.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_WRONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def _was_interrupted(error: BaseException | None) -> bool:
    """Whether Typer made an exit of Ctrl-C; `align batch` does so itself, and says what is done."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return error is not None


def _reader_is_gone(error: OSError) -> bool:
    """Whether `align ... | head` has seen enough, which Windows may call an invalid argument."""
    if isinstance(error, BrokenPipeError):
        return True
    return sys.platform == "win32" and error.errno == errno.EINVAL and error.filename is None


def _forget_output() -> None:
    """Let what is still to be written to standard output go nowhere: it failed once already."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
