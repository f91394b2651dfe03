"""What has become worse than a suite's baseline."""

import math

import pytest

from align.evaluation.baselines import Figure, compare
from align.records import Score
from align.signature import Signature


@pytest.mark.parametrize(
    ("name", "now", "worse"),
    [
        ("strict_f1", 0.4, False),
        ("strict_f1", 0.39, True),
        ("strict_f1", 0.7, False),
        ("strict_f1", math.nan, True),
        ("ter", 0.6, False),
        ("ter", 0.61, True),
        ("ter", math.nan, True),
    ],
)
def test_a_figure_beyond_the_interval_on_the_worse_side_is_a_regression(
    name: str, now: float, worse: bool
) -> None:
    signature = Signature.of(metric="m")
    figure = Figure("c", "s", Score(name, now, now, now, 9, signature))
    held = {"value": 0.5, "low": 0.4, "high": 0.6, "count": 9, "signature": "metric:m"}
    (change,) = compare([figure], {figure.key: held})
    assert (change.regression, change.comparable) == (worse, True)
