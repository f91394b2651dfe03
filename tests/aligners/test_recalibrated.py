"""What scores mean by a recalibration, also one that is very sure."""

import math

import pytest

from align.aligners.recalibrated import Recalibration


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
