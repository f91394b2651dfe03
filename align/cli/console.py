"""What commands share: progress and messages on stderr, JSON, options of one meaning everywhere."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from align.errors import UsageError
from align.files import STANDARD, check_folder, same_place, whole_output
from align.protocols import Progress
from align.tags import is_tag, tag_of


def language(parameter: typer.CallbackParam, value: str | None) -> str | None:
    """Check the code of an option for a language, and return it as BCP 47 writes it.

    Raises:
        UsageError: it is none.
    """
    if value is None:
        return None
    tag = tag_of(value)
    if not is_tag(tag):
        raise UsageError(
            f"{parameter.opts[0]} '{value}': a language code, such as fr or fr-CA, was expected."
        )
    return tag


def probability(parameter: typer.CallbackParam, value: float | None) -> float | None:
    """Check an option that is a probability, and return it.

    Raises:
        UsageError: it is none.
    """
    if value is not None and not 0 <= value <= 1:
        raise UsageError(f"{parameter.opts[0]} {value}: a probability from 0 to 1 was expected.")
    return value


def _language_of(side: str, meaning: str) -> Any:
    return typer.Option(None, f"--{side}-lang", metavar="CODE", callback=language, help=meaning)


SourceLang = _language_of("source", "The source's language, detected where left out.")
TargetLang = _language_of("target", "The target's language, detected where left out.")
_SIDE = "The side to take for the {}; as the file has it where left out."
SourceSide = _language_of("source", _SIDE.format("source"))
TargetSide = _language_of("target", _SIDE.format("target"))
Output = typer.Option(
    "-", "--output", "-o", metavar="FILE", help="Where to write; - is standard output."
)
MinScore = typer.Option(
    None, "--min-score", metavar="P", callback=probability,
    help="Leave out pairs that are less probably right.",
)  # fmt: skip
Model = typer.Option("bundled", "--model", metavar="NAME", help="bundled, a folder, or a hub name.")


def say(message: str) -> None:
    """Print a line to stderr."""
    typer.echo(message, err=True)


def write_text(output: str, text: str) -> None:
    """Write a text in UTF-8, whatever the terminal's encoding is; `-` is standard output."""
    with whole_output(output) as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))


def show_json(held: Any, output: str = STANDARD) -> None:
    """Write one JSON object."""
    write_text(output, json.dumps(held, ensure_ascii=False, indent=1) + "\n")


def check_one_stdin(*inputs: str | None) -> None:
    """Refuse to read standard input more than once.

    Raises:
        UsageError: two inputs or more are `-`.
    """
    if inputs.count(STANDARD) > 1:
        raise UsageError("Standard input can be one of the files, not more: name the others.")


def check_output(option: str, output: str, *others: str | None) -> None:
    """Refuse an output that would take the place of a file that the command reads or writes.

    Raises:
        UsageError: it would.
        ReadError: its folder is missing or cannot be written to.
    """
    for other in others:
        if other is not None and same_place(output, other):
            raise UsageError(
                f"{option} {output}: this is {other}, which the command reads or writes too; "
                "another file was expected."
            )
    check_folder(output)


def check_outputs(output: str, report: str | None, *inputs: str | None) -> None:
    """Refuse an output or a report in the place of what is read, and both in one place.

    Raises:
        UsageError: one of them would.
        ReadError: the folder of one is missing or cannot be written to.
    """
    check_output("--output", output, *inputs)
    if report is not None:
        check_output("--report", report, output, *inputs)


@contextmanager
def progress(label: str, total: int) -> Iterator[Progress]:
    """Show a bar on stderr while the block runs; nothing when stderr is not a terminal.

    The bar appears only once the work has taken a second.
    """
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    task = bar.add_task(label, total=total)
    begin = time.monotonic()
    shown = False

    def advance(done: int) -> None:
        nonlocal shown
        bar.advance(task, done)
        if not shown and time.monotonic() - begin > 1:
            bar.start()
            shown = True

    try:
        yield advance
    finally:
        if shown:
            bar.stop()
