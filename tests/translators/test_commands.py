"""`align translate` and `align models`, as a user calls them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from align.cli import models, translate
from align.errors import DataError, ModelError, ReadError, UsageError

LINES = "La ville a 12 345 habitants.\n\nBonjour !\r\n   \nLe chat dort."


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MARIALIGN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def call():
    app = typer.Typer()
    translate.register(app)
    models.register(app)

    def run(*arguments):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "lines.txt"
    path.write_bytes(LINES.encode())
    return path


def test_one_line_out_for_each_line_in(call, lines):
    out = call("translate", "--lines", lines).stdout.split("\n")
    assert [bool(line) for line in out] == [True, False, True, False, True, False]
    assert "345" in out[0]


def test_only_empty_lines_stay_empty_lines(call, tmp_path):
    (tmp_path / "blank.txt").write_text("\n\n")
    assert call("translate", "--lines", tmp_path / "blank.txt").stdout == "\n\n"


def test_json_names_source_engine_and_flags(call, lines):
    rows = [
        json.loads(line)
        for line in call("translate", lines, "--lines", "--json").stdout.splitlines()
    ]
    assert [row["source"] for row in rows] == LINES.replace("\r", "").split("\n")
    assert {row["engine"] for row in rows} == {"ctranslate2"}
    assert all(isinstance(row["flags"], list) for row in rows)


def test_flags_are_counted_on_stderr(call, tmp_path):
    long = "Le chat dort, et le chien boit. " * 60  # split, which is nothing to look at
    (tmp_path / "long.txt").write_text(f"{long}\nZorglub frobnique quux plugh xyzzy.\n")
    result = call("translate", "--lines", tmp_path / "long.txt", "--engine", "fake")
    assert "copied 1" in result.stderr
    assert "split" not in result.stderr
    assert "split" not in result.stdout


def test_a_document_keeps_its_english_and_its_date_lines(call, tmp_path):
    (tmp_path / "release.txt").write_text(
        "Un nouveau plan pour la ville\n\n"
        "Le maire de la ville a présenté hier son nouveau plan. Il a parlé aux habitants.\n\n"
        "The mayor of the town presents her new plan to the inhabitants on Monday\n\n"
        "Les travaux de la place du marché commenceront dans deux ans.\n",
        encoding="utf-8",
    )
    out = call("translate", tmp_path / "release.txt").stdout.splitlines()
    assert len(out) == 5
    assert "The mayor of the town presents her new plan to the inhabitants on Monday" in out
    assert not any("maire de la ville" in line for line in out)


def test_a_second_call_gives_the_same(call, lines, cache):
    first = call("translate", "--lines", lines).stdout
    assert (cache / "translations.sqlite").is_file()
    assert call("translate", "--lines", lines).stdout == first
    assert call("translate", "--lines", "--no-cache", lines).stdout == first


def test_no_cache_keeps_nothing(call, lines, cache):
    call("translate", "--lines", "--no-cache", lines)
    assert not (cache / "translations.sqlite").exists()


def test_a_broken_cache_is_said_on_stderr_and_no_more(call, lines, cache):
    cache.mkdir()
    (cache / "translations.sqlite").write_text("no database " * 99)
    result = call("translate", "--lines", lines)
    assert result.exit_code == 0
    assert "the cache was broken" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["--lines", "EMPTY"], DataError, "empty"),
        (["ENGLISH"], DataError, "nothing to translate"),
        (["--lines", "MISSING"], ReadError, "no such file"),
        (["--lines", "LINES", "--source-lang", "de"], ModelError, "translates fr to en"),
        (["--lines", "LINES", "--model", "/no/such/folder"], ModelError, "no such folder"),
        (["--lines", "LINES", "--beam", "0"], UsageError, "--beam 0"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(call, tmp_path, lines, arguments, error, message):
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "english.txt").write_text("This is an English text about the town.\n")
    names = {
        "EMPTY": tmp_path / "empty.txt", "ENGLISH": tmp_path / "english.txt",
        "MISSING": tmp_path / "missing.txt", "LINES": lines,
    }  # fmt: skip
    out = tmp_path / "out.txt"
    with pytest.raises(error, match=message) as caught:
        call("translate", *(names.get(argument, argument) for argument in arguments), "-o", out)
    assert "\n" not in str(caught.value)
    assert not out.exists()


def test_models_lists_and_clears(call, lines, cache):
    call("translate", "--lines", lines)
    table = call("models").stdout
    assert "bundled\tbundled\tfr-en" in table
    assert "bundled\tconverted\tfr-en" in table
    known = json.loads(call("models", "--json").stdout)
    assert known["translations"] >= 3
    result = call("models", "--clear-cache")
    assert "removed" in result.stderr
    assert "converted" not in result.stdout
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("command", ["translate", "models"])
def test_help_shows_an_example(call, command):
    assert f"Example: align {command}" in call(command, "--help").stdout


def test_nothing_is_printed_by_the_engines(lines):
    """No progress bar, no warning of transformers, tokenizers or torch reaches the terminal."""
    code = (
        "from align.translators import open_translator\n"
        "made = open_translator(engine='transformers', beam=1, cache=False)\n"
        "made.translate(['Bonjour.'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
