"""`scripts/refit_calibration.py`: what reviewers found decides what a score means."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from align.aligners.recalibrated import (
    RecalibratedAligner,
    Recalibration,
    log_odds,
    read_recalibration,
)
from align.errors import DataError
from align.records import Bead, Origin, TranslationUnit
from align.registry import load
from align.reviewed import judged_scores

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import refit_calibration

Call = Callable[..., tuple[int, str, str]]
TRUE = Recalibration(slope=0.5, offset=-0.8)
"""What the scores of the tests really mean: they claim too much."""


def judged(count: int, seed: int) -> refit_calibration.Judged:
    chance = random.Random(seed)
    scores = [round(1 / (1 + 2.718 ** -chance.gauss(2, 2.5)), 4) for _ in range(count)]
    return [(score, chance.random() < TRUE.probability(score)) for score in scores]


def saved(folder: Path, beads: refit_calibration.Judged) -> None:
    """Write what `align review` exports: right ones accepted, wrong ones rejected or re-cut."""
    folder.mkdir()
    for part in range(3):
        with (folder / f"{part}.jsonl").open("w") as stream:
            for number, (score, right) in enumerate(beads[part::3]):
                unit: dict[str, object] = {"source": "a", "target": "b", "score": score}
                if right:
                    unit["review"] = "edited" if number % 5 == 0 else "accepted"
                elif number % 2:
                    unit["review"] = "rejected"
                else:
                    unit |= {"review": "edited", "score": None, "prior": [score]}
                stream.write(json.dumps(unit) + "\n")
                stream.write('{"source": "no one", "target": "judged this", "score": 0.5}\n')


def test_the_error_falls_on_beads_that_were_not_seen() -> None:
    found = refit_calibration.fitted(judged(2000, 1))
    assert found.slope == pytest.approx(TRUE.slope, rel=0.15)
    assert found.offset == pytest.approx(TRUE.offset, abs=0.2)
    unseen = judged(2000, 2)
    before, after = refit_calibration.error(unseen), refit_calibration.error(unseen, found)
    assert before > 0.15
    assert after < 0.05


def test_reviewed_files_teach(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved(tmp_path / "reviews", beads := judged(900, 3))
    assert sorted(refit_calibration.judged_beads(tmp_path / "reviews")) == sorted(beads)
    out = tmp_path / "calibration.json"
    refit_calibration.main([str(tmp_path / "reviews"), "-o", str(out)])
    held = json.loads(out.read_text())
    assert held["beads"] == 900
    assert held["error_after"] < held["error_before"] / 2
    assert "900 beads" in capsys.readouterr().out
    assert read_recalibration(out) == Recalibration(held["slope"], held["offset"])


def test_scores_that_are_right_are_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(5)
    scores = [k / 20 + 0.025 for k in range(20)] * 100
    saved(tmp_path / "reviews", [(round(s, 4), chance.random() < s) for s in scores])
    refit_calibration.main([str(tmp_path / "reviews"), "-o", str(tmp_path / "out.json")])
    said = capsys.readouterr().out
    assert "nothing is written" in said or "after" in said
    if not (tmp_path / "out.json").exists():
        return
    found = read_recalibration(tmp_path / "out.json")
    assert found.slope == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize(
    ("beads", "words"),
    [
        ([(0.5, True)] * 50, "50 judged beads, 50 of them right"),
        ([(0.5, True), (0.5, False)], "2 judged beads"),
        ([], "no reviewed bead with a score in 3 files"),
    ],
)
def test_too_little_is_refused(tmp_path: Path, beads: refit_calibration.Judged, words: str) -> None:
    saved(tmp_path / "reviews", beads)
    with pytest.raises(SystemExit, match=words):
        refit_calibration.main([str(tmp_path / "reviews"), "-o", str(tmp_path / "out.json")])
    assert not (tmp_path / "out.json").exists()


def test_what_was_judged() -> None:
    unit = TranslationUnit("a", "b", "fr", "en", "1:1", Origin.HUMAN, "", score=0.5)

    def of(**fields: Any) -> list[tuple[float, bool]]:
        return [*judged_scores([replace(unit, **fields)])]

    assert of() == []
    assert of(review="accepted") == of(review="edited") == [(0.5, True)]
    assert of(review="rejected") == [(0.5, False)]
    assert of(review="edited", score=None, prior=(0.9, 0.4)) == [(0.9, False), (0.4, False)]
    assert of(review="accepted", origin=Origin.MACHINE) == []


def test_an_aligner_s_probabilities_follow() -> None:
    source, target = ["Un chat.", "Deux chiens.", "Trois."], ["A cat.", "Two dogs.", "Three."]
    plain = load("aligner", "length")()
    meant = RecalibratedAligner(plain, TRUE)
    before, after = plain.align(source, target), meant.align(source, target)
    assert [(b.sources, b.targets) for b in after] == [(b.sources, b.targets) for b in before]
    held = [(one.score, other.score) for one, other in zip(before, after, strict=True)]
    for one, other in held:
        assert one is None or other == pytest.approx(TRUE.probability(one), abs=1e-4)
    fixed = meant.align(source, target, fixed=[Bead((0,), (0,))])
    assert fixed[0].score == 1.0
    assert "calibration:0.5 -0.8" in str(meant.signature)


def test_probabilities_stay_in_order_and_finite() -> None:
    scores = [0.0, 0.0001, 0.5, 0.9999, 1.0]
    meant = [TRUE.probability(score) for score in scores]
    assert meant == sorted(meant)
    assert all(0 < p < 1 for p in meant)
    assert log_odds(0.5) == 0
    assert [Recalibration(1, 0).probability(s) for s in (0.2, 0.5)] == pytest.approx([0.2, 0.5])


def test_the_commands_take_it(call: Call, tmp_path: Path) -> None:
    (tmp_path / "fr").write_text("Le chat dort.\nIl pleut.\n")
    (tmp_path / "en").write_text("The cat sleeps.\nIt rains.\n")
    held = tmp_path / "calibration.json"
    held.write_text('{"slope": 0.5, "offset": -3}')
    arguments = ("pair", tmp_path / "fr", tmp_path / "en", "--aligner", "lexical")
    scores = [
        [float(line.rpartition(":")[2]) for line in call(*arguments, *more)[1].splitlines()]
        for more in ((), ("--calibration", held))
    ]
    assert len(scores[0]) == len(scores[1]) == 2
    assert all(one > other + 0.3 for one, other in zip(*scores, strict=True))
    out = tmp_path / "out.jsonl"
    done = call(
        "run", tmp_path / "fr", tmp_path / "en", "-o", out, "--engine", "fake", "--source-lang",
        "fr", "--target-lang", "en", "--calibration", held,
    )  # fmt: skip
    assert done[0] == 0
    assert "calibration:0.5 -3" in json.loads(out.read_text().splitlines()[0])["signature"]
    held.write_text('{"slope": -1, "offset": 0}')
    code, _, said = call(*arguments, "--calibration", held)
    assert code == 1
    assert "a slope above 0" in said


@pytest.mark.parametrize("text", ["", "[]", '{"slope": 1}', '{"slope": "a", "offset": 0}', "{"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(DataError, match="a JSON object"):
        read_recalibration(tmp_path / "c.json")
