"""`--fixed` of `align pair` and `align run`: what people fixed stays, the rest is aligned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from align.beadfile import parse_beads

Call = Callable[..., tuple[int, str, str]]

FRENCH = "Le chat dort.\nIl pleut beaucoup.\nLe chien mange une pomme.\nNous partons demain.\n"
ENGLISH = "The cat sleeps.\nIt rains a lot.\nThe dog eats an apple.\nWe leave tomorrow.\n"
FAKE = ("--engine", "fake")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in (("fr.txt", FRENCH), ("en.txt", ENGLISH), ("cat.en", ENGLISH.upper())):
        (tmp_path / name).write_text(text)
    (tmp_path / "fixed.links").write_text("[1]:[3]\n[]:[0]\n")
    return tmp_path


def test_pair_keeps_the_beads_of_a_file(call: Call, files: Path) -> None:
    code, printed, _ = call(
        "pair", files / "fr.txt", files / "en.txt", "--aligner", "lexical", "--fixed",
        files / "fixed.links",
    )  # fmt: skip
    beads = parse_beads(printed, name="out")
    found = {(b.sources, b.targets): b.score for b in beads}
    assert code == 0
    assert found[(1,), (3,)] == found[(), (0,)] == 1.0
    assert sorted(i for b in beads for i in b.sources) == [0, 1, 2, 3]
    assert sorted(j for b in beads for j in b.targets) == [0, 1, 2, 3]


def test_pair_names_what_is_wrong_with_the_file(call: Call, files: Path) -> None:
    (files / "far.links").write_text("[7]:[0]\n")
    arguments = ("pair", files / "fr.txt", files / "en.txt", "--aligner", "lexical", "--fixed")
    code, printed, said = call(*arguments, files / "far.links")
    assert (code, printed) == (1, "")
    assert "far.links, line 1: there is no source segment 7 to align" in said
    code, _, said = call(*arguments, files / "none.links")
    assert (code, said.count("\n")) == (1, 1)


def reviewed(files: Path, call: Call, **changes: Any) -> Path:
    """Run, then decide on the second unit as a reviewer would."""
    out = files / "run.jsonl"
    assert call("run", files / "fr.txt", files / "en.txt", "-o", out, *FAKE)[0] == 0
    units = [json.loads(line) for line in out.read_text().splitlines()]
    assert units[1]["position"] == "[1]:[1]"
    assert set(units[1]["reasons"]) == {"similarity", "margin", "length", "anchors"}
    units[1] |= {"review": "accepted", "changeid": "ann"} | changes
    path = files / "reviewed.jsonl"
    path.write_text("".join(json.dumps(unit) + "\n" for unit in units))
    return path


def test_run_keeps_reviewed_units_with_what_was_said_of_them(call: Call, files: Path) -> None:
    path = reviewed(files, call, review="edited", target="Edited.", position="[1]:[2]")
    out = files / "again.jsonl"
    code, _, _ = call(
        "run", files / "fr.txt", files / "en.txt", "-o", out, "--fixed", path, *FAKE
    )  # fmt: skip
    assert code == 0
    units = {u["position"]: u for u in map(json.loads, out.read_text().splitlines())}
    held = units["[1]:[2]"]
    assert (held["target"], held["review"], held["changeid"]) == ("Edited.", "edited", "ann")
    assert all("review" not in unit for unit in units.values() if unit is not held)
    assert sum("[0]:" in position for position in units) == 1


def test_run_checks_the_texts(call: Call, files: Path) -> None:
    path = reviewed(files, call)
    (files / "other.txt").write_text(FRENCH.replace("pleut", "neige"))
    out = files / "again.tmx"
    code, _, said = call(
        "run", files / "other.txt", files / "en.txt", "-o", out, "--fixed", path, *FAKE
    )  # fmt: skip
    assert code == 1
    assert "reviewed.jsonl, unit 2: its source is 'Il pleut beaucoup.', but" in said
    assert not out.exists()


def test_run_tells_of_units_that_cannot_fix(call: Call, files: Path) -> None:
    path = reviewed(files, call)
    with path.open("a") as stream:
        stream.write('{"source": "a", "target": "b", "review": "edited"}\n')
    code, _, said = call(
        "run", files / "fr.txt", files / "en.txt", "-o", files / "a.tmx", "--fixed", path, *FAKE
    )  # fmt: skip
    assert code == 0
    assert "1 reviewed units without a position" in said


def test_fixed_goes_with_two_documents(call: Call, files: Path) -> None:
    path = reviewed(files, call)
    code, _, said = call("run", files / "fr.txt", "-o", files / "a.tmx", "--fixed", path, *FAKE)
    assert code == 2
    assert "--fixed goes with a document and its translation" in said


def test_run_leaves_out_what_was_rejected_and_tells(call: Call, files: Path) -> None:
    path = reviewed(files, call)
    units = [json.loads(line) for line in path.read_text().splitlines()]
    units[2] |= {"review": "rejected", "changeid": "eve", "note": "no"}
    path.write_text("".join(json.dumps(unit) + "\n" for unit in units))
    again = ("run", files / "fr.txt", files / "en.txt", "--fixed", path, *FAKE, "-o")
    code, _, said = call(*again, files / "a.tsv")
    assert code == 0
    assert "filtered out: 1 rejected in a review; written: 3 units" in said
    assert units[2]["source"] not in (files / "a.tsv").read_text()
    code, _, said = call(*again, files / "a.jsonl")
    assert code == 0
    assert "filtered" not in said
    third = json.loads((files / "a.jsonl").read_text().splitlines()[2])
    assert [third[name] for name in ("position", "review", "changeid", "note")] == [
        "[2]:[2]", "rejected", "eve", "no",
    ]  # fmt: skip
