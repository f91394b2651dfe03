"""What commands read: files of pairs by the endings of CAT tools, and those that gzip packed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from align.errors import ReadError, UsageError

LINES = [
    {"source": "Le chat dort.", "target": "The cat sleeps.", "score": 0.9},
    {"source": "Oui.", "target": "Yes. Yes.", "score": 0.4},
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    return path


def run(app: typer.Typer, *arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file source-language="fr" target-language="en"><body><trans-unit id="1">'
    "<source>Oui.</source><target>Yes.</target></trans-unit></body></file></xliff>"
)


@pytest.mark.parametrize("ending", ["sdlxliff", "mqxliff", "mxliff", "SDLXLIFF"])
def test_endings_of_cat_tools_are_read_not_written(
    app: typer.Typer, tmp_path: Path, ending: str
) -> None:
    place = tmp_path / f"a.{ending}"
    place.write_text(XLIFF)
    assert run(app, place, "-", "--to", "tsv").stdout == "Oui.\tYes.\n"
    with pytest.raises(UsageError, match="is unknown; give --to"):
        run(app, place, tmp_path / f"b.{ending}")


@pytest.mark.parametrize("ending", ["tmx", "tsv", "jsonl", "xlf", "xlsx", "parquet"])
def test_what_gzip_packed_is_read(
    app: typer.Typer, corpus: Path, tmp_path: Path, ending: str
) -> None:
    """OPUS has its corpora so; the ending before gzip's names the format."""
    plain, packed = tmp_path / f"a.{ending}", tmp_path / f"a.{ending}.GZ"
    run(app, corpus, plain)
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    told = run(app, packed, "-", "--to", "tsv")
    assert told.stdout == run(app, plain, "-", "--to", "tsv").stdout != ""
    with pytest.raises(UsageError, match=r"the ending '.gz' is unknown; give --to"):
        run(app, plain, tmp_path / f"b.{ending}.gz")


def test_moses_is_packed_on_each_side(app: typer.Typer, corpus: Path, tmp_path: Path) -> None:
    run(app, corpus, tmp_path / "a.fr")
    for last in ("fr", "en", "scores"):
        (tmp_path / f"b.{last}.gz").write_bytes(
            gzip.compress((tmp_path / f"a.{last}").read_bytes())
        )
    told = run(app, tmp_path / "b.en.gz", "-", "--to", "tsv")
    assert told.stdout == run(app, tmp_path / "a.fr", "-", "--to", "tsv").stdout != ""


@pytest.mark.parametrize("ending", ["tsv", "xlsx", "tmx"])
@pytest.mark.parametrize("damage", [slice(0, 30), slice(0, -9), slice(0, -4), None])
def test_a_damaged_gzip_is_one_sentence(
    app: typer.Typer, corpus: Path, tmp_path: Path, ending: str, damage: slice | None
) -> None:
    plain, packed = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}.gz"
    run(app, corpus, plain)
    data = bytearray(gzip.compress(plain.read_bytes()))
    if damage is None:
        data[12:20] = b"\xff" * 8
    packed.write_bytes(data[damage] if damage else data)
    with pytest.raises(ReadError, match=r"b\.\w+\.gz: what gzip has packed here is damaged or cut"):
        run(app, packed, tmp_path / "c.jsonl")
    assert not (tmp_path / "c.jsonl").exists()


@pytest.mark.parametrize(
    ("names", "given"),
    [
        (("a.fr.gz", "a.en", "a.scores"), "a.fr.gz"),
        (("a.fr", "a.en.gz", "a.scores.gz"), "a.fr"),
        (("a.fr.gz", "a.en.gz", "a.scores"), "a.fr.gz"),
        (("a.fr", "a.en.gz", "a.scores"), "a.en.gz"),
    ],
)
def test_a_side_of_moses_or_its_scores_may_be_packed_alone(
    app: typer.Typer, tmp_path: Path, names: tuple[str, ...], given: str
) -> None:
    for name, text in zip(names, ("Oui.\n", "Yes.\n", "0.5\n"), strict=True):
        data = text.encode()
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    told = run(app, tmp_path / given, "-", "--to", "tsv")
    assert told.stdout == "Oui.\tYes.\t0.5000\n"


def test_a_missing_side_of_moses_is_named(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.fr.gz").write_bytes(gzip.compress(b"Oui.\n"))
    with pytest.raises(ReadError, match=r"a\.en\.gz: there is no such file"):
        run(app, tmp_path / "a.fr.gz", "-", "--to", "tsv")
    with pytest.raises(ReadError, match=r"a\.fr: there is no such file"):
        run(app, tmp_path / "a.fr", "-", "--to", "tsv")
