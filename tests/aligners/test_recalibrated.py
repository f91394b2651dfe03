"""What scores mean by a recalibration, also one that is very sure."""

import math

import pytest

from align.aligners import open_aligner
from align.aligners.recalibrated import Recalibration, read_recalibration
from align.errors import DataError
from align.records import Bead


@pytest.mark.parametrize("slope", [100, 1e308])
@pytest.mark.parametrize("offset", [-1e308, -900, 0, 900, 1e308])
@pytest.mark.parametrize("score", [0, 0.3, 1])
def test_a_probability_is_one_however_steep_the_line(slope, offset, score):
    found = Recalibration(slope=slope, offset=offset).probability(score)
    assert math.isfinite(found)
    assert 0 <= found <= 1


def test_a_steep_line_is_sure_of_both_ends():
    steep = Recalibration(slope=100, offset=0)
    assert (steep.probability(0), steep.probability(1)) == pytest.approx((0, 1))


def test_only_what_scores_mean_differs_and_what_is_fixed_stays_certain():
    x = ["Le chat dort.", "Il pleut.", "Le maire a remercié les 40 ouvriers.", ""]
    y = ["The cat sleeps.", "It rains.", "The mayor thanked the 40 workers."]
    held, fixed = Recalibration(slope=0.5, offset=-1.0), [Bead((0,), (0,))]
    plain, read = (
        open_aligner(source_lang="fr", target_lang="en", recalibration=found)
        for found in (None, held)
    )
    before, after = (one.align(x, y, fixed=fixed) for one in (plain, read))
    assert [(b.sources, b.targets) for b in after] == [(b.sources, b.targets) for b in before]
    assert [b.score for b in after] == [
        1.0 if b.sources == (0,) else b.score and round(held.probability(b.score), 4)
        for b in before
    ]
    assert before[1].score != after[1].score
    assert dict(read.signature.parts)["calibration"] == "0.5 -1"
    assert "calibration" not in dict(plain.signature.parts)


@pytest.mark.parametrize("slope", ["0", "NaN", "1e400", "1" + "0" * 400, '"x"', "[]"])
def test_a_slope_that_is_none_is_told(tmp_path, slope):
    """JSON has whole numbers that no float holds."""
    path = tmp_path / "calibration.json"
    path.write_text(f'{{"slope": {slope}, "offset": 0}}')
    with pytest.raises(DataError, match=r"calibration\.json: a JSON object with a slope above 0"):
        read_recalibration(path)
