"""`align validate`: check a TMX as an independent checker would."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from align.cli.console import say
from align.errors import counted
from align.files import display_name, open_input

if TYPE_CHECKING:
    from align.validation.violation import Violation


def register(app: typer.Typer) -> None:
    """Add the command to an app."""
    app.command(name="validate", epilog="Example: align validate corpus.tmx")(validate)


def validate(
    file: str = typer.Argument(metavar="FILE.tmx", help="A TMX file; - is standard input."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Check a TMX 1.4 file: report each violation with its line and TU.

    Checked are XML itself, the content model, required attributes, the source language
    in each TU, language tags, dates, paired inline tags and illegal characters. The exit
    code is 1 if anything is wrong.
    """
    from align.validation.tmx import validate_tmx

    name = display_name(file)
    first = True

    def as_line(violation: Violation) -> None:
        typer.echo(f"{name}, {violation}")

    def as_item(violation: Violation) -> None:
        nonlocal first
        typer.echo(("\n" if first else ",\n") + json.dumps(asdict(violation)), nl=False)
        first = False

    with open_input(file) as stream:
        if as_json:  # in pieces, since there may be millions of violations
            typer.echo(f'{{"file": {json.dumps(name)}, "violations": [', nl=False)
        result = validate_tmx(stream, report=as_item if as_json else as_line)
    if as_json:
        tail = f'"units": {result.units}, "valid": {json.dumps(result.valid)}}}'
        typer.echo(f"], {tail}")
    else:
        wrong = "nothing is" if result.valid else f"{result.violations:,} things are"
        wrong = "1 thing is" if result.violations == 1 else wrong
        say(f"{name}: {counted(result.units, 'unit')} read, {wrong} wrong.")
    if not result.valid:
        raise typer.Exit(1)
