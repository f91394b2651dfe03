"""`align translate` and `align models`, as a user calls them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from align.cli import models, translate
from align.errors import DataError, ModelError, ReadError, UsageError
from align.translators.models import find_model

LINES = "La ville a 12 345 habitants.\n\nBonjour !\r\n   \nLe chat dort."


pytestmark = pytest.mark.usefixtures("cache")


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


def test_the_spaces_of_a_line_are_as_they_come():
    """In the target language already, for instance."""
    line = translate._line(f"a{' ' * 1000}b \n\u2028 c", None, False)
    assert line == f"a{' ' * 1000}b c"


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


GERMAN = (
    "Die Stadt hat gestern einen neuen Plan für den Verkehr vorgestellt.\n"
    "Der Bürgermeister sprach lange mit den Einwohnern über die Arbeiten auf dem Markt.\n"
)
ENGLISH = (
    "The town presented its new plan for the traffic yesterday.\n"
    "The mayor spoke for a long time with the people who live there.\n"
)
FRENCH = (
    "La ville a présenté hier son nouveau plan pour la circulation.\n"
    "Le maire a longtemps parlé avec les habitants de la place du marché.\n"
)


def translated(call, tmp_path, text, *options):
    (tmp_path / "in.txt").write_text(text, encoding="utf-8")
    result = call(
        "translate", "--lines", "--beam", "1", "--threads", "1", tmp_path / "in.txt", *options
    )
    assert result.stdout.count("\n") == text.count("\n")
    return result.stdout.splitlines()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GERMAN, "in.txt: the lines are in 'de', and bundled translates from 'fr'; pass --model"),
        (ENGLISH, "in.txt: nothing to translate, there is only text in 'en'"),
        (f"\n{ENGLISH}\n  \n{ENGLISH}", "nothing to translate"),
    ],
)
def test_lines_in_another_language_are_refused(call, tmp_path, text, message):
    with pytest.raises(DataError, match=message) as caught:
        translated(call, tmp_path, text)
    assert "\n" not in str(caught.value)


def test_with_a_language_given_it_is_believed(call, tmp_path):
    assert len(translated(call, tmp_path, GERMAN, "--source-lang", "fr")) == 2


@pytest.mark.parametrize("text", ["Hallo, wie geht es?\n", "Hello there.\n", "Menu\nOK\n", "1 2\n"])
def test_a_few_short_lines_tell_no_language(call, tmp_path, text):
    translated(call, tmp_path, text)


@pytest.mark.parametrize("options", [(), ("--source-lang", "fr"), ("--source-lang", "fra")])
def test_an_english_line_among_french_ones_stays_as_it_is(call, tmp_path, options):
    english = ENGLISH.splitlines()
    text = f"{FRENCH}{english[0]}\n\n{FRENCH}{english[1]}\n"
    out = translated(call, tmp_path, text, *options)
    assert [out[2], out[3], out[6]] == [english[0], "", english[1]]
    assert not set(out[:2] + out[4:6]) & set(FRENCH.splitlines())
    rows = list(map(json.loads, translated(call, tmp_path, text, "--json", *options)))
    assert [row["engine"] for row in rows][2] == rows[6]["engine"] == ""
    assert rows[2]["source"] == rows[2]["text"] == english[0]


def test_french_lines_among_more_english_ones_are_translated(call, tmp_path):
    french, english = FRENCH.splitlines(), ENGLISH.splitlines()
    out = translated(call, tmp_path, "\n".join([*english * 2, *french, *english]) + "\n")
    assert out[:4] + out[6:] == english * 3
    assert not set(out[4:6]) & set(french)


@pytest.mark.parametrize("lines", [True, False])
def test_the_model_s_own_direction_decides_what_is_translated(call, tmp_path, lines):
    """A model into French takes English, and leaves French alone."""
    folder = Path(shutil.copytree(find_model().folder, tmp_path / "en-fr"))
    told = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    told |= {"source_lang": "en", "target_lang": "fr"}
    (folder / "tokenizer_config.json").write_text(json.dumps(told))
    french, english = FRENCH.splitlines(), ENGLISH.splitlines()
    path = tmp_path / "in.txt"
    path.write_text("\n\n".join([*english, french[0], *english]), encoding="utf-8")
    options = ["--model", folder, "--beam", "1", "--threads", "1", "--json"]
    printed = call("translate", path, *options, *(["--lines"] if lines else [])).stdout
    out = [row for row in map(json.loads, printed.splitlines()) if row["source"]]
    assert [row["source"] for row in out] == [*english, french[0], *english]
    assert [bool(row["engine"]) for row in out] == [True, True, False, True, True]
    assert out[2]["text"] == french[0]


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
        (["--lines", "LINES", "--source-lang", "en"], ModelError, "translates fr to en"),
        (["ENGLISH", "--source-lang", "en"], ModelError, "translates fr to en"),
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
