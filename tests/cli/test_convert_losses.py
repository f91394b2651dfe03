"""What `align convert` keeps of a corpus through a format, and what it tells is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result


def run(app: typer.Typer, *arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0
    return result


def test_both_documents_are_named_through_json_lines(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text(
        '<tmx version="1.4"><header srclang="fr"><prop type="x-document">a.txt b.txt</prop>'
        '</header><body><tu><prop type="x-document">a.txt</prop>'
        '<prop type="x-position">[0]:[0]</prop>'
        '<tuv xml:lang="fr"><seg>a</seg></tuv><tuv xml:lang="en"><seg>b</seg></tuv></tu>'
        "</body></tmx>"
    )
    run(app, tmp_path / "a.tmx", tmp_path / "b.jsonl")
    run(app, tmp_path / "b.jsonl", tmp_path / "c.xces")
    assert 'fromDoc="fr/a.txt.xml" toDoc="en/b.txt.xml"' in (tmp_path / "c.xces").read_text()


def test_reasons_of_scores_are_kept_or_told(app: typer.Typer, tmp_path: Path) -> None:
    reasons = {"similarity": 0.5, "margin": 0.5, "length": 0.5, "anchors": 0.5}
    unit = {"source": "a", "target": "b", "score": 0.9, "reasons": reasons}
    (tmp_path / "a.jsonl").write_text(json.dumps(unit) + "\n")
    result = run(app, tmp_path / "a.jsonl", tmp_path / "a.tsv")
    assert "tsv has no place for: reasons of scores (1)." in result.stderr
    for name in ("a.tmx", "a.parquet"):
        assert "no place" not in run(app, tmp_path / "a.jsonl", tmp_path / name).stderr


REVIEWED = [
    {"source": "a", "target": "b", "review": "accepted", "changeid": "Eve", "note": "good"},
    {"source": "c", "target": "d", "review": "rejected"},
    {"source": "e", "target": "f"},
]


@pytest.mark.parametrize("name", ["b.tsv", "b.tmx", "b.xlsx", "b.parquet", "b.xlf"])
def test_what_a_review_rejected_goes_to_json_lines_only(
    app: typer.Typer, tmp_path: Path, name: str
) -> None:
    (tmp_path / "a.jsonl").write_text("".join(f"{json.dumps(unit)}\n" for unit in REVIEWED))
    result = run(app, tmp_path / "a.jsonl", tmp_path / name)
    assert "removed 1 rejected in a review." in result.stderr
    run(app, tmp_path / name, tmp_path / "c.jsonl")
    back = [json.loads(line)["source"] for line in (tmp_path / "c.jsonl").read_text().splitlines()]
    assert back == ["a", "e"]
    result = run(app, tmp_path / "a.jsonl", tmp_path / "d.jsonl")
    assert "removed" not in result.stderr
    assert '"review": "rejected"' in (tmp_path / "d.jsonl").read_text()


def test_decisions_come_back_from_a_sheet(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(f"{json.dumps(unit)}\n" for unit in REVIEWED))
    result = run(app, tmp_path / "a.jsonl", tmp_path / "a.xlsx")
    assert "no place for: authors and dates of changes (1), notes on units (1)." in result.stderr
    run(app, tmp_path / "a.xlsx", tmp_path / "b.jsonl")
    assert '"review": "accepted"' in (tmp_path / "b.jsonl").read_text().splitlines()[0]


def test_beads_tell_where_their_segments_begin(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "fr").write_text("Vers un,\nvers deux\nfin.\n")
    (tmp_path / "en").write_text("Verse.\n")
    (tmp_path / "a.links").write_text("[0, 1, 2]:[0]\n")
    command = (tmp_path / "a.links", tmp_path / "a.jsonl", "--source", tmp_path / "fr")
    run(app, *command, "--target", tmp_path / "en")
    made = json.loads((tmp_path / "a.jsonl").read_text())
    assert made["cuts"] == [[9, 19], []]
    assert [made["source"][at:] for at in made["cuts"][0]] == ["vers deux fin.", "fin."]
    result = run(app, tmp_path / "a.jsonl", tmp_path / "a.tsv")
    assert "cuts between segments (1)" in result.stderr


@pytest.mark.parametrize("ending", ["xlf", "html", "links", "xces"])
def test_cuts_are_not_lost_where_positions_number_the_segments(
    app: typer.Typer, tmp_path: Path, ending: str
) -> None:
    unit = {"source": "a b", "target": "c", "bead": "2:1", "position": "[0, 1]:[0]"}
    place = tmp_path / "a.jsonl"
    place.write_text(json.dumps({**unit, "cuts": [[2], []]}) + "\n")
    assert "cuts between" not in run(app, place, tmp_path / f"a.{ending}").stderr
    place.write_text(json.dumps({**unit, "position": "", "cuts": [[2], []]}) + "\n")
    assert "cuts between segments (1)" in run(app, place, tmp_path / "a.html").stderr
    assert "cuts between" not in run(app, place, tmp_path / "a.xlf").stderr  # which holds them


def test_a_turned_translation_marks_what_the_engine_wrote(app: typer.Typer, tmp_path: Path) -> None:
    """For back-translation: the French is the person's still, and the English the engine's."""
    unit = {"source": "Oui.", "target": "Yes.", "origin": "machine", "engine": "e"}
    (tmp_path / "a.jsonl").write_text(json.dumps(unit) + "\n")
    turning = ("--source-lang", "en", "--target-lang", "fr")
    run(app, tmp_path / "a.jsonl", tmp_path / "a.tmx")
    result = run(app, tmp_path / "a.tmx", tmp_path / "b.tmx", *turning)
    assert "no place" not in result.stderr
    turned = (tmp_path / "b.tmx").read_text()
    assert '<tuv xml:lang="en" creationid="MT:e" changeid="MT:e"><seg>Yes.' in turned
    assert '<tuv xml:lang="fr"><seg>Oui.' in turned
    assert "a side that an engine wrote" in turned
    for name in ("c.jsonl", "c.parquet", "c.html", "c.xlf"):
        assert "no place for: which" not in run(app, tmp_path / "b.tmx", tmp_path / name).stderr
    assert json.loads((tmp_path / "c.jsonl").read_text())["machine_source"] is True
    assert '<tr class="machine-source">' in (tmp_path / "c.html").read_text()
    assert "machine_source" not in (tmp_path / "a.jsonl").read_text()
    assert '"x-machine-source">true<' in (tmp_path / "c.xlf").read_text()
    said = run(app, tmp_path / "b.tmx", tmp_path / "c.xlsx").stderr
    assert "which side an engine wrote (1)" in said
    said = run(app, tmp_path / "b.tmx", tmp_path / "c.tsv").stderr
    assert "machine origin (1)" in said
    assert "which side" not in said
    run(app, tmp_path / "c.parquet", tmp_path / "d.tmx", "--source-lang", "fr")
    assert (
        '<tuv xml:lang="en" creationid="MT:e" changeid="MT:e">' in (tmp_path / "d.tmx").read_text()
    )
