"""Ctrl-C ends a command with one line and the shells' exit code, whoever catches it first."""

import sys

import pytest
import typer

from align import cli


def interrupted() -> None:
    raise KeyboardInterrupt


def said_already() -> None:
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        sys.stderr.write("align: stopped with 3 of 4.\n")
        raise typer.Exit(130) from None


@pytest.mark.parametrize(
    ("command", "said"),
    [(interrupted, "align: stopped.\n"), (said_already, "align: stopped with 3 of 4.\n")],
)
def test_an_interrupted_command_says_so_once(command, said, monkeypatch, capsys):
    app = typer.Typer()
    app.command(name="halt")(command)
    monkeypatch.setattr(cli, "app", app)
    monkeypatch.setattr(sys, "argv", ["align", "halt"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 130
    assert capsys.readouterr().err == said


def test_an_interrupt_before_the_command_is_told_too(monkeypatch, capsys):
    monkeypatch.setattr(cli, "_register", interrupted)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert (caught.value.code, capsys.readouterr().err) == (130, "align: stopped.\n")
