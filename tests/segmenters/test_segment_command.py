"""`align segment`: one sentence a line, or one object a line with exact offsets."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from align.cli import segment
from align.errors import DataError, MarialignError, ReadError, UsageError

TEXT = (
    "\ufeffLe ministre à Tallinn\r\n\r\n• 3 mai 2021 -\r\n\r\n"
    "M. Dupont a visité le port\r\nde la ville. Il est reparti.\r\n"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("utf-8"))
    return path


def run(*arguments: str) -> str:
    app = typer.Typer()
    segment.register(app)
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, MarialignError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_one_sentence_a_line(source: Path) -> None:
    assert run(str(source)).splitlines() == [
        "Le ministre à Tallinn",
        "3 mai 2021 -",
        "M. Dupont a visité le port de la ville.",
        "Il est reparti.",
    ]


def test_json_has_offsets_of_the_decoded_text(source: Path) -> None:
    text = TEXT.removeprefix("\ufeff")
    rows = [json.loads(line) for line in run(str(source), "--json").splitlines()]
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    assert [row["kind"] for row in rows] == ["heading", "meta", "paragraph", "paragraph"]
    assert {row["lang"] for row in rows} == {"fr"}
    assert rows[2]["text"] == "M. Dupont a visité le port\r\nde la ville."
    assert list(rows[0]) == ["start", "end", "text", "lang", "kind"]


def test_standard_input_gives_the_same(source: Path) -> None:
    app = typer.Typer()
    segment.register(app)
    result = CliRunner().invoke(app, ["-", "--json"], input=source.read_bytes())
    assert result.exit_code == 0, result.output
    assert result.stdout == run(str(source), "--json")


def test_lang_fixes_the_language(source: Path) -> None:
    rows = [json.loads(line) for line in run(str(source), "--json", "--lang", "en").splitlines()]
    assert {row["lang"] for row in rows} == {"en"}


def test_output_file(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    assert run(str(source), "-o", str(out)) == ""
    assert out.read_text(encoding="utf-8").endswith("Il est reparti.\n")


def test_nothing_in_it(tmp_path: Path) -> None:
    path, out = tmp_path / "empty.txt", tmp_path / "out.txt"
    path.write_text(" \n\n")
    with pytest.raises(DataError, match=r"empty\.txt: there is no text in it\."):
        run(str(path), "-o", str(out))
    assert not out.exists()


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="there is no such file"):
        run(str(tmp_path / "b.txt"))


def test_bad_language_options(source: Path) -> None:
    with pytest.raises(UsageError, match="--lang 'French!': a language code"):
        run(str(source), "--lang", "French!")
    with pytest.raises(UsageError, match="--lang says the language of all"):
        run(str(source), "--lang", "fr", "--source-lang", "fr")


def test_help_has_an_example() -> None:
    assert "align segment press-release.txt" in run("--help")
