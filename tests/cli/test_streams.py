"""Standard streams as other systems have them: closed, or of another encoding than UTF-8."""

import errno
import json
import os
import subprocess
import sys

import pytest

from align.cli import command

ALIGN = [sys.executable, "-c", "from align.cli import main; main()"]
CLOSED = "align: standard input or output is closed, and the command needs it.\n"


def run(closed, *arguments, cwd):
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *ALIGN, *arguments],
        cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in.tsv").write_text("Oui.\tYes.\n")
    return tmp_path


def test_a_command_that_needs_none_goes_on(folder):
    done = run("<&- >&- 2>&-", "convert", "in.tsv", "out.jsonl", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"target": "Yes."' in (folder / "out.jsonl").read_text()


@pytest.mark.parametrize(
    ("closed", "arguments"),
    [
        (">&-", "convert in.tsv - --to jsonl"),
        (">&-", "--version"),
        ("<&-", "convert - out.jsonl --from tsv"),
        ("<&-", "segment -"),
    ],
)
def test_a_command_that_needs_it_says_so(folder, closed, arguments):
    """It was a traceback."""
    done = run(closed, *arguments.split(), cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(CLOSED)
    assert "Traceback" not in done.stderr
    assert [path.name for path in folder.iterdir()] == ["in.tsv"]


def test_an_error_is_an_error_where_nobody_hears_it(folder):
    assert run("2>&-", "convert", "none.tsv", "out.jsonl", cwd=folder).returncode == 1


def test_what_the_terminal_cannot_show_is_escaped(folder):
    """It was a traceback, at the end of a suite of an hour."""
    (folder / "bad.tmx").write_text('<tmx version="日"/>', encoding="utf-8")
    done = subprocess.run(
        [*ALIGN, "validate", "bad.tmx"], cwd=folder, capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert done.returncode == 1
    assert b"bad.tmx, line 1: The version is '\\u65e5'" in done.stdout
    assert b"Traceback" not in done.stderr


def test_json_is_utf_8_whatever_the_terminal_shows(folder):
    """The escape of what Latin-1 lacks, \\U0001f600, is none of JSON."""
    cache = str(folder / "é😀")
    done = subprocess.run(
        [*ALIGN, "models", "--json"], cwd=folder, capture_output=True, check=True,
        env=os.environ | {
            "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0", "MARIALIGN_CACHE": cache,
        },
    )  # fmt: skip
    assert json.loads(done.stdout.decode())["cache"] == cache


@pytest.mark.parametrize(
    ("system", "error", "quiet"),
    [
        ("linux", BrokenPipeError(errno.EPIPE, "Broken pipe"), True),
        ("win32", OSError(errno.EINVAL, "Invalid argument"), True),
        ("win32", OSError(errno.EINVAL, "Invalid argument", "a?b"), False),
        ("linux", OSError(errno.EINVAL, "Invalid argument"), False),
    ],
)
def test_a_reader_that_is_gone_is_no_error_of_ours(monkeypatch, system, error, quiet):
    """A pipe that is closed at its other end is an invalid argument to Windows."""

    def app():
        raise error

    forgotten = []
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(command, "_register", lambda: None)
    monkeypatch.setattr(command, "app", app)
    monkeypatch.setattr(command, "_forget_output", lambda: forgotten.append(True))
    with pytest.raises(SystemExit if quiet else OSError):
        command.run()
    assert bool(forgotten) == quiet
