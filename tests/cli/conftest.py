"""A command alone, as an application of its own."""

import pytest
import typer

from align.cli import convert


@pytest.fixture
def app() -> typer.Typer:
    """`align convert`."""
    made = typer.Typer()
    convert.register(made)
    return made
