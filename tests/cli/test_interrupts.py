"""Ctrl-C, or want of memory, ends a command with one line and an exit code, whoever catches it."""

import subprocess
import sys

import pytest
import typer

from align import cli
from align.cli import command as commands


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
    monkeypatch.setattr(commands, "app", app)
    monkeypatch.setattr(sys, "argv", ["align", "halt"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 130
    assert capsys.readouterr().err == said


def test_a_command_that_needs_more_memory_than_there_is_says_so(monkeypatch, capsys):
    def full() -> None:
        raise MemoryError("Unable to allocate 1.46 TiB")

    monkeypatch.setattr(commands, "_register", full)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    said = "align: there is not enough memory for this.\n"
    assert (caught.value.code, capsys.readouterr().err) == (1, said)


def test_an_interrupt_before_the_command_is_told_too(monkeypatch, capsys):
    monkeypatch.setattr(commands, "_register", interrupted)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert (caught.value.code, capsys.readouterr().err) == (130, "align: stopped.\n")


def test_an_interrupt_while_it_is_still_loading_is_told_too():
    """It was a traceback of what was being imported."""
    stopped = (
        "import sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, *others):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "from align.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", stopped], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "align: stopped.\n")
